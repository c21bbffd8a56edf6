import { randomBytes } from 'node:crypto'
import { withTrace } from '@timbang/contracts/trace'

export { currentTrace } from '@timbang/contracts/trace'

/** Of version 00 all of it, of a later one what it has in common with it. */
const VALID =
  /^(?:00-((?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2})$|(?!00|ff)[0-9a-f]{2}-((?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2})(?:$|-))/

/**
 * At a door: does the work under the caller's trace, or under a new one where he names none that is one.
 * @param header his `traceparent`, of HTTP or gRPC, as a stranger wrote it
 */
export const traced = <T>(header: unknown, work: () => T): T => withTrace(taken(header) ?? made(), work)

const taken = (header: unknown): string | undefined => {
  const found = typeof header === 'string' && header.length <= 256 ? VALID.exec(header) : null
  return found === null ? undefined : `00-${found[1] ?? found[2]}`
}

/** Recorded: somebody may want to follow it. */
const made = (): string => `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`
