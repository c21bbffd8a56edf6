import { addDays, type CivilDate } from './civil-date.ts'
import { faultsOf as one } from './kernel/1/faults.ts'

/** By kernel: what is wrong with a pack that names it. */
export const checks: Readonly<Record<string, (content: unknown) => string[]>> = { '1': one }

/** Civil days between the publication of a version and its beginning: everybody must have heard of it by then. Domain.md §5. */
export const DAYS_AHEAD = 3

interface Version {
  readonly version: number
  readonly effectiveFrom: CivilDate
}

/** What is wrong with a pack, in sentences; empty: its content may be published. @param content whatever JSON somebody sent */
export function faultsOf(content: unknown, by = checks): string[] {
  const kernel = (content as { kernel?: unknown } | null | undefined)?.kernel
  const check = typeof kernel === 'string' && Object.hasOwn(by, kernel) ? by[kernel] : undefined
  return check === undefined ? ['the kernel is not known'] : check(content)
}

/**
 * What keeps a version from following those that are published of its name. The first may begin when it will; every other begins at least on the third
 * civil day after its publication, and after all earlier ones: in force is the highest version that has begun, so an earlier beginning would overlap.
 */
export function faultsOfVersion(next: Version, known: readonly Version[], today: CivilDate): string[] {
  if (known.length === 0) return []
  const faults: string[] = []
  const last = known.reduce((a, b) => (b.version > a.version ? b : a))
  if (next.version !== last.version + 1) faults.push(`the next version is ${last.version + 1}`)
  const earliest = addDays(today, DAYS_AHEAD)
  if (next.effectiveFrom < earliest) faults.push(`it begins on ${earliest} at the earliest`)
  if (known.some(({ effectiveFrom }) => effectiveFrom >= next.effectiveFrom))
    faults.push('an earlier version begins then or later: their validity would overlap')
  return faults
}
