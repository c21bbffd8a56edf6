import type { Kind } from '@timbang/due/work'
import { owe } from '@timbang/due/owe'
import { transaction } from '@timbang/postgres/transaction'
import { DAY } from '@timbang/rules/civil-date'
import type { Means } from '../tell.ts'
import { makeMonths, monthsFrom } from './store/month.ts'

const AHEAD = 3

/** Once a day the parts of the months to come are made, long before anybody writes into them. */
export const monthsAhead = ({ clock }: Means): Kind => ({
  handle: async (tx, works) => {
    await makeMonths(tx, monthsFrom(clock.now(), AHEAD))
    return works.map(({ key }) => ({ key, dueAt: clock.now() + DAY }))
  },
})

/** At the start of a replica: owed twice is owed once. */
export const oweMonths = ({ pool, clock }: Means): Promise<void> =>
  transaction(pool, (tx) => owe(tx, [{ kind: 'months', key: 'ahead', dueAt: clock.now() }]))
