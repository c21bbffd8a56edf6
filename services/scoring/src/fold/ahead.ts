import { owe } from '@timbang/due/owe'
import type { Kind } from '@timbang/due/work'
import type { Pool } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import type { Log } from '@timbang/process/log'
import { DAY, type CivilDate } from '@timbang/rules/civil-date'
import { makeQuarter } from './store/parts.ts'

/** Work that is due once a day: parts for the quarters to come, long before anybody writes into them. */
export const QUARTERS = 'quarters'
const AHEAD = 5

/** The first days of the quarter of an instant and of the next ones. */
export const quartersFrom = (now: number, count: number): CivilDate[] => {
  const [year, month] = [new Date(now).getUTCFullYear(), new Date(now).getUTCMonth()]
  const first = month - (month % 3)
  return Array.from({ length: count }, (_, ahead) =>
    new Date(Date.UTC(year, first + 3 * ahead)).toISOString().slice(0, 10),
  )
}

/** A fact never waits for it: what has no part of its own lies in the one for all others. */
export const quartersAhead = (deps: { readonly now: () => number; readonly log: Pick<Log, 'warn'> }): Kind => ({
  handle: async (tx, works) => {
    for (const quarter of quartersFrom(deps.now(), AHEAD))
      if (!(await makeQuarter(tx, quarter)))
        deps.log.warn({ quarter }, 'days of this quarter lie in the part for all others already, and stay there')
    return works.map(({ key }) => ({ key, dueAt: deps.now() + DAY }))
  },
})

/** At the start of a worker: owed twice is owed once. */
export const oweQuarters = (pool: Pool, now: number): Promise<void> =>
  transaction(pool, (tx) => owe(tx, [{ kind: QUARTERS, key: 'ahead', dueAt: now }]))
