import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { transaction } from '@timbang/postgres/transaction'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { eventually } from '@timbang/testkit/eventually'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apply } from '../src/apply.ts'
import { employee, holds, plan, post, startAppraisal, type Appraisal } from './given.ts'

let appraisal: Appraisal
let fresh: TestDatabase
beforeAll(async () => {
  ;[appraisal, fresh] = await Promise.all([startAppraisal(), testDatabase('appraisal')])
  await appraisal.directorySays([post(1), post(2, 1), post(3, 1), ...[1, 2, 3, 4].map((n) => holds(n))])
})
afterAll(async () => {
  await appraisal.stop()
  await fresh.close()
})

const value = <T>(answer: T | Refusal): T => {
  if (isRefusal(answer)) throw new Error(answer.code)
  return answer
}
const told = async () =>
  (await appraisal.published())
    .map(({ body }) => {
      if (body?.$case === 'planAgreed') return `${Number(body.value.planId.slice(-12))} agreed ${body.value.version}`
      if (body?.$case === 'planClosed')
        return `${Number(body.value.planId.slice(-12))} closed ${body.value.closedOn} ${body.value.version}`
      return String(body?.$case)
    })
    .sort()
const plansOf = async (n: number, fromDate = '2026-01-01', toDate = '2026-12-31') =>
  value(
    await appraisal.client.getPlans(
      { employeeId: employee(n), fromDate, toDate },
      { token: await appraisal.issuer.person(employee(n)) },
    ),
  ).plans

test('each plan is decided by itself: a faulty one never fails its neighbours', async () => {
  expect(
    await appraisal.importPlans([plan(1), plan(2, { target: 0n }), plan(3), plan(4, { assignmentId: 'x' }), plan(5)]),
  ).toEqual(['', 'plan.target-not-positive', '', 'request.value-invalid', 'plan.assignment-unknown'])
  expect(await told()).toEqual(['1 agreed 1', '3 agreed 1'])
})

test('the same plans again add nothing, another wording of a title only the wording', async () => {
  expect(await appraisal.importPlans([plan(1), plan(3)])).toEqual(['', ''])
  const reworded = plan(1)
  reworded.results[1]!.title = 'Tersusunnya laporan tahunan'
  expect(await appraisal.importPlans([reworded])).toEqual([''])
  expect(await told()).toEqual(['1 agreed 1', '3 agreed 1'])
  expect((await plansOf(1))[0]!.results.map((result) => result.title)).toEqual([
    'Terlayaninya pemohon izin',
    'Tersusunnya laporan tahunan',
  ])
})

test('a transfer that the directory heard of late closes the old plan the day before, once', async () => {
  const transfer = [
    holds(3, { to: '2026-08-17', version: 2 }),
    holds(3, { assignment: 33, post: 2, from: '2026-08-18' }),
  ]
  await appraisal.directorySays(transfer)
  await eventually(async () => expect(await told()).toContain('3 closed 2026-08-17 2'))
  await appraisal.directorySays(transfer)
  await appraisal.directorySays([holds(3)])
  expect((await told()).filter((line) => line.startsWith('3 closed'))).toEqual(['3 closed 2026-08-17 2'])
  expect((await appraisal.published()).find((event) => event.body?.$case === 'planClosed')).toMatchObject({
    employeeId: employee(3),
    sourceRecordedAt: 7n,
    actor: 'importer',
  })
  expect((await plansOf(3)).map(({ fromDate, toDate, version }) => [fromDate, toDate, version])).toEqual([
    ['2026-01-05', '2026-08-17', 2],
  ])
  expect(await plansOf(3, '2026-08-18')).toEqual([])
})

test('it makes no difference whether the plan or the transfer is heard of first', async () => {
  await appraisal.directorySays([holds(4, { to: '2026-08-17', version: 2 })])
  expect(await appraisal.importPlans([plan(4)])).toEqual([''])
  expect((await told()).filter((line) => line.startsWith('4'))).toEqual(['4 agreed 1', '4 closed 2026-08-17 2'])
  expect(await appraisal.importPlans([plan(4), plan(3)])).toEqual(['', ''])
  expect((await told()).filter((line) => /^[34]/.test(line))).toEqual([
    '3 agreed 1',
    '3 closed 2026-08-17 2',
    '4 agreed 1',
    '4 closed 2026-08-17 2',
  ])
})

test('the tables equal a re-fold of the topic, in whatever order', async () => {
  expect(await appraisal.importPlans([plan(4, { target: 41_000n })])).toEqual([''])
  const events = await appraisal.published()
  expect((await told()).filter((line) => line.startsWith('4'))).toEqual([
    '4 agreed 1',
    '4 agreed 3',
    '4 closed 2026-08-17 2',
    '4 closed 2026-08-17 4',
  ])
  for (const event of events.toReversed()) await transaction(fresh.pool, (tx) => apply(tx, [event]))
  for (const table of ['plan', 'plan_closing']) {
    const rows = async (pool: TestDatabase['pool']) =>
      (await pool.query(`select t::text from ${table} t order by 1`)).rows
    expect(await rows(fresh.pool)).toEqual(await rows(appraisal.database.pool))
    expect((await rows(fresh.pool)).length).toBeGreaterThan(1)
  }
})

test('no title is on the log', async () => {
  const text = JSON.stringify(await appraisal.published(), (_, one: unknown) =>
    typeof one === 'bigint' ? String(one) : one,
  )
  expect(text).toContain('RHK 1')
  expect(text).not.toMatch(/laporan|pemohon/)
})

test('who brought in agreed plans, and whose staff file closed one, stands on record with the people, once; without a row no plan is agreed', async () => {
  const { pool } = appraisal.database
  const rows = async () =>
    (
      await pool.query<{ row: string }>(
        `select kind || ' ' || reader || ' ' || operation as row from audit.look where kind = 'decision' and subjects @> $1 order by at, look_id`,
        [[employee(9)]],
      )
    ).rows.map(({ row }) => row)
  await appraisal.directorySays([post(9, 1), holds(9)])
  await pool.query('alter table audit.look rename to gone')
  try {
    expect(await appraisal.importPlans([plan(9)])).toBe('service.unavailable')
  } finally {
    await pool.query('alter table audit.gone rename to look')
  }
  expect(await rows()).toEqual([])
  expect(await appraisal.importPlans([plan(9)])).toEqual([''])
  expect(await appraisal.importPlans([plan(9)])).toEqual([''])
  await appraisal.directorySays([holds(9, { to: '2026-08-17', version: 2 })])
  await appraisal.directorySays([holds(9, { to: '2026-08-17', version: 2 })])
  expect(await rows()).toEqual(['decision importer appraisal.ImportPlans', 'decision importer directory.ImportStaff'])
})
