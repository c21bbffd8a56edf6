import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDue } from '@timbang/due/work'
import { transaction } from '@timbang/postgres/transaction'
import { logger } from '@timbang/process/log'
import { DAY } from '@timbang/rules/civil-date'
import type { Fact } from '@timbang/rules/facts'
import { eventually } from '@timbang/testkit/eventually'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { oweQuarters, QUARTERS, quartersAhead, quartersFrom } from '../src/fold/ahead.ts'
import { appendFacts, makeQuarter, partsOf } from '../src/fold/store/parts.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase('scoring')
})
afterAll(() => database.close())

const partOf = async (employeeId: string) =>
  (
    await database.pool.query<{ part: string }>(
      `select tableoid::regclass::text as part from entry_part where employee_id = $1`,
      [employeeId],
    )
  ).rows.map(({ part }) => part)
const there = async (part: string): Promise<boolean> =>
  (await database.pool.query<{ there: boolean }>(`select to_regclass($1) is not null as there`, [part])).rows[0]!.there
/** A fact of somebody's day, as the fold lays it. */
const lay = async (workDate: string) => {
  const employeeId = randomUUID()
  const fact: Fact = {
    kind: 'attendance',
    recordId: randomUUID(),
    revision: 1,
    offset: 0n,
    recordedAt: 0,
    occurredAt: 0,
    settlement: false,
    agencyId: undefined,
    withdrawn: false,
    present: true,
    lateMinutes: 0,
    earlyLeaveMinutes: 0,
  }
  await transaction(database.pool, (tx) => appendFacts(tx, 'entry_part', [{ employeeId, workDate, fact }]))
  return employeeId
}
const read = async (employeeId: string, date: string) =>
  (await partsOf(database.pool, [employeeId], date, date)).get(employeeId)?.days.size

test('a day of any quarter is laid and read, however old or far', async () => {
  for (const date of ['1999-12-31', '2025-12-31', '2033-02-01', '2100-01-01']) {
    const employeeId = await lay(date)
    expect(await partOf(employeeId)).toEqual(['entry_part_other'])
    expect(await read(employeeId, date)).toBe(1)
  }
})

test('the parts of the next quarters are made once by two replicas, and again a day later for those that came nearer', async () => {
  const clock = { at: Date.parse('2029-11-20T00:00:00Z'), now: () => clock.at }
  const log = logger('test', { level: 'silent' })
  const due = () =>
    startDue({
      pool: database.pool,
      clock,
      log,
      kinds: { [QUARTERS]: quartersAhead({ now: clock.now, log }) },
    })
  await Promise.all([oweQuarters(database.pool, clock.at), oweQuarters(database.pool, clock.at)])
  const replicas = [due(), due()]
  try {
    await eventually(async () => expect(await there('verdict_part_2030q4')).toBe(true))
    expect(await partOf(await lay('2030-12-31'))).toEqual(['entry_part_2030q4'])
    expect(await partOf(await lay('2031-01-01'))).toEqual(['entry_part_other'])
    clock.at = Date.parse('2031-02-01T00:00:00Z')
    await eventually(async () => expect(await there('verdict_part_2032q1')).toBe(true))
    // The first of them was laid among all others, and stays there.
    expect([
      await there('entry_part_2030q4'),
      await there('entry_part_2031q1'),
      await there('entry_part_2031q2'),
    ]).toEqual([true, false, true])
    const { rows } = await database.pool.query<{ key: string; due_at: bigint; failures: number }>(
      `select key, due_at, failures from due.work where kind = $1`,
      [QUARTERS],
    )
    expect(rows).toEqual([{ key: 'ahead', due_at: BigInt(clock.at + DAY), failures: 0 }])
  } finally {
    await Promise.all(replicas.map((one) => one.stop()))
  }
})

test('days that lie among all others stay there when their quarter comes, are read, and more are laid beside them', async () => {
  const early = await lay('2040-05-05')
  const told: unknown[] = []
  const make = () =>
    transaction(database.pool, (tx) =>
      quartersAhead({
        now: () => Date.parse('2040-04-01T00:00:00Z'),
        log: { warn: (of: unknown) => told.push(of) } as any,
      }).handle(tx, [{ kind: QUARTERS, key: 'ahead', dueAt: 0, payload: null, bytes: null }]),
    )
  await make()
  expect(told).toEqual([{ quarter: '2040-04-01' }])
  await make()
  expect(await partOf(early)).toEqual(['entry_part_other'])
  expect(await read(early, '2040-05-05')).toBe(1)
  expect(await partOf(await lay('2040-05-06'))).toEqual(['entry_part_other'])
  expect(await partOf(await lay('2040-07-01'))).toEqual(['entry_part_2040q3'])
})

test('whoever makes a part waits for a reader of all others no longer than two seconds, and nobody waits behind him for ever', async () => {
  const reader = await database.pool.connect()
  try {
    await reader.query('begin')
    await reader.query('select count(*) from entry_part_other')
    const begun = performance.now()
    await expect(transaction(database.pool, (tx) => makeQuarter(tx, '2050-01-01'))).rejects.toThrow('lock timeout')
    expect(performance.now() - begun).toBeLessThan(4_000)
    expect(await partOf(await lay('2050-01-01'))).toEqual(['entry_part_other'])
  } finally {
    await reader.query('rollback')
    reader.release()
  }
})

test('quarters are named by their first days', () => {
  expect(quartersFrom(Date.parse('2028-11-30T23:59:00Z'), 3)).toEqual(['2028-10-01', '2029-01-01', '2029-04-01'])
})
