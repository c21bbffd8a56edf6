import { afterAll, beforeAll, expect, test } from 'vitest'
import { topics } from '@timbang/contracts/topics'
import { transaction } from '@timbang/postgres/transaction'
import { eventually } from '@timbang/testkit/eventually'
import { lockAggregates } from '../src/plan/store.ts'
import { assignmentId, holds, plan, planId, post, startAppraisal, type Appraisal } from './given.ts'

// Two replicas, and everything at the same time.
let appraisal: Appraisal
beforeAll(async () => {
  appraisal = await startAppraisal({ replicas: 2 })
  await appraisal.directorySays([post(1), post(2, 1), ...[1, 2, 3, 4, 5].map((n) => holds(n))])
})
afterAll(() => appraisal.stop())

const blocked = (count: number) =>
  eventually(
    async () => {
      const { rows } = await appraisal.database.pool.query(
        `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
      expect(rows[0].waiting).toBeGreaterThanOrEqual(count)
    },
    { within: 15_000 },
  )
const toldOf = async (n: number) =>
  (await appraisal.published()).flatMap(({ body }) =>
    (body?.$case === 'planAgreed' || body?.$case === 'planClosed') && body.value.planId === planId(n)
      ? [`${body.$case} ${body.value.version}`]
      : [],
  )

// Three imports.
const [monday, tuesday, wednesday] = [1, 2, 3].map((day) => `00000000-0000-4000-8000-0000000000a${day}`)

test('of two plans of one assignment and the same days that two replicas are brought at once, one is agreed', async () => {
  const other = { ...plan(1), planId: planId(11) }
  let answers: Promise<unknown[]> | undefined
  await transaction(appraisal.database.pool, async (tx) => {
    await lockAggregates(tx, [assignmentId(1)])
    answers = Promise.all([
      appraisal.importPlans([plan(1)], appraisal.importer, 0),
      appraisal.importPlans([other], appraisal.importer, 1),
    ])
    await blocked(2)
  })
  expect((await answers!).flat().sort()).toEqual(['', 'plan.overlaps'])
})

test('a plan that is brought at once to two replicas, in other words, has a version for each', async () => {
  let answers: Promise<unknown[]> | undefined
  await transaction(appraisal.database.pool, async (tx) => {
    await lockAggregates(tx, [planId(2)])
    answers = Promise.all([
      appraisal.importPlans([plan(2)], appraisal.importer, 0),
      appraisal.importPlans([plan(2, { target: 77_000n })], appraisal.importer, 1),
    ])
    await blocked(2)
  })
  expect(await answers!).toEqual([[''], ['']])
  expect(await toldOf(2)).toEqual(['planAgreed 1', 'planAgreed 2'])
})

test('what an import brought and sends again, however late and to whichever replica, changes nothing; another import may bring it again', async () => {
  const [first, anew] = [plan(5), plan(5, { target: 55_000n })]
  expect(await appraisal.importPlans([first], appraisal.importer, 0, monday)).toEqual([''])
  expect(await appraisal.importPlans([anew], appraisal.importer, 1, tuesday)).toEqual([''])
  expect(await appraisal.importPlans([first], appraisal.importer, 1, monday)).toEqual([''])
  expect(await toldOf(5)).toEqual(['planAgreed 1', 'planAgreed 2'])
  expect(await appraisal.importPlans([first], appraisal.importer, 0, wednesday)).toEqual([''])
  expect(await toldOf(5)).toEqual(['planAgreed 1', 'planAgreed 2', 'planAgreed 3'])
})

test('what was refused is decided again when its import sends it again', async () => {
  expect(await appraisal.importPlans([plan(6)], appraisal.importer, 0, monday)).toEqual(['plan.assignment-unknown'])
  await appraisal.directorySays([holds(6)])
  expect(await appraisal.importPlans([plan(6)], appraisal.importer, 1, monday)).toEqual([''])
  expect(await toldOf(6)).toEqual(['planAgreed 1'])
})

test('a plan and the end of its assignment that come at once: the plan is closed with it, once', async () => {
  let answer: Promise<unknown> | undefined
  await transaction(appraisal.database.pool, async (tx) => {
    await lockAggregates(tx, [assignmentId(3)])
    answer = appraisal.importPlans([plan(3)], appraisal.importer, 0)
    await blocked(1)
    await appraisal.publish(topics.directory, [holds(3, { to: '2026-08-17', version: 2 })])
    await blocked(2)
  })
  expect(await answer!).toEqual([''])
  await eventually(async () => expect(await toldOf(3)).toEqual(['planAgreed 1', 'planClosed 2']))
})

test('plans of other people are agreed while somebody else’s is being decided', async () => {
  await transaction(appraisal.database.pool, async (tx) => {
    await lockAggregates(tx, [assignmentId(1)])
    expect(await appraisal.importPlans([plan(4)], appraisal.importer, 1)).toEqual([''])
  })
})

test('a plan does not move to another assignment', async () => {
  // Of the second person: which of the first one's two plans was agreed is decided by chance above.
  await appraisal.directorySays([holds(2, { assignment: 42, post: 2, from: '2026-01-05' })])
  expect(await appraisal.importPlans([plan(2, { assignmentId: assignmentId(42) })])).toEqual(['plan.other-assignment'])
})
