import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectDirect } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import { unpack, type Fact } from '@timbang/rules/facts'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { eventually } from '@timbang/testkit/eventually'
import { compactQuarter } from '../src/fold/store/compact.ts'
import { appendFacts, partsOf } from '../src/fold/store/parts.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase('scoring')
})
afterAll(() => database.close())

const DAY = '2026-07-06'
const entry = (recordId: string): Fact => ({
  kind: 'entry',
  recordId,
  revision: 1,
  offset: 1n,
  resultId: undefined,
  quantityThousandths: undefined,
  recordedAt: 1,
  sourceRecordedAt: undefined,
  writtenAt: undefined,
  withdrawn: false,
})
const verdict = (recordId: string): Fact => ({
  kind: 'verdict',
  recordId,
  revision: 1,
  state: 'verified',
  version: 1,
  recordedAt: 1,
  timelyAt: undefined,
})
const waiting = async (): Promise<number> =>
  (
    await database.pool.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
  ).rows[0]!.count

test.each([
  ['entry_part', entry],
  ['verdict_part', verdict],
] as const)(
  'what the fold lays into %s while the day is laid together waits, and is not taken away with it',
  async (table, factOf) => {
    const employeeId = randomUUID()
    const [before, meanwhile] = [randomUUID(), randomUUID()]
    const lay = (recordId: string) =>
      transaction(database.pool, (tx) =>
        appendFacts(tx, table, [{ employeeId, workDate: DAY, fact: factOf(recordId) }]),
      )
    await lay(before)
    // A gate between reading a day and taking it away.
    await database.pool.query(
      `create function gate() returns trigger language plpgsql as 'begin perform pg_advisory_xact_lock_shared(1); return null; end';
     create trigger gate before delete on ${table} for each statement execute function gate()`,
    )
    const keeper = await connectDirect(database.url, 'keeper')
    try {
      await keeper.query('select pg_advisory_lock(1)')
      const compact = () => transaction(database.pool, (tx) => compactQuarter(tx, '2026-07-01', [employeeId]))
      const compacting = compact()
      await eventually(async () => expect(await waiting()).toBe(1))
      let laid = false
      const laying = lay(meanwhile).then(() => {
        laid = true
      })
      await eventually(async () => expect(laid || (await waiting()) === 2).toBe(true))
      await keeper.query('select pg_advisory_unlock(1)')
      await Promise.all([compacting, laying])
      const laidFacts = async () => {
        const parts = await partsOf(database.pool, [employeeId], DAY, DAY)
        const facts = [...parts.get(employeeId)!.days.values()].flatMap(unpack)
        return facts.map(({ recordId }) => recordId).sort()
      }
      expect(await laidFacts()).toEqual([before, meanwhile].sort())
      // The next time it is laid to what lies together already.
      await compact()
      expect(await laidFacts()).toEqual([before, meanwhile].sort())
    } finally {
      await keeper.end()
      await database.pool.query(`drop trigger gate on ${table}; drop function gate()`)
    }
  },
)
