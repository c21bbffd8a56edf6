import type { LongWaiting } from '@timbang/contracts/gen/timbang/reporting/v1/service'
import type { Pool } from '@timbang/postgres/pool'
import type { Log } from '@timbang/process/log'
import { readLongWaiting } from '../waiting.ts'

const LOOK_MS = 4_000
export const NONE: LongWaiting = { entries: 0, oldestAt: 0n, units: [] }

/** What of an agency waits for longer than its frames look back, as browsers read it: an absolute value. */
export const longFrame = (agencyId: string, { entries, oldestAt, units }: LongWaiting, sentAt: number) => ({
  agencyId,
  sentAt,
  long: { entries, oldestAt: Number(oldestAt), units },
})

const textOf = ({ entries, oldestAt, units }: LongWaiting): string =>
  [entries, oldestAt, ...units.map((unit) => `${unit.unitId} ${unit.entries}`)].join()

/** Looks at the sums every few seconds, and says which changed since the look before. */
export function followLong(options: {
  pool: Pool
  log: Log
  onChange: (agencyId: string, long: LongWaiting) => void
}): { stop(): Promise<void> } {
  let before: Map<string, LongWaiting> | undefined
  let looking = Promise.resolve()
  const look = async () => {
    const now = await readLongWaiting(options.pool)
    // Whoever came before the first look was told what it would say.
    if (before !== undefined)
      for (const agencyId of new Set([...before.keys(), ...now.keys()])) {
        const [was, is] = [before.get(agencyId) ?? NONE, now.get(agencyId) ?? NONE]
        if (textOf(was) !== textOf(is)) options.onChange(agencyId, is)
      }
    before = now
  }
  const lookAgain = () => {
    looking = looking
      .then(look)
      .catch((error: unknown) => options.log.warn({ err: error }, 'what waits for long could not be read'))
  }
  lookAgain()
  const timer = setInterval(lookAgain, LOOK_MS)
  return {
    stop: async () => {
      clearInterval(timer)
      await looking
    },
  }
}
