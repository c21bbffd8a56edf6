import { Aspect, Measure } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import { Became, type BroughtPlan, type BroughtResult } from '@timbang/contracts/gen/timbang/appraisal/v1/service'
import { isRefusal } from '@timbang/contracts/refusal'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Appraisal, assignmentId, employee, holds, plan, planId, post, startAppraisal } from './given.ts'

let appraisal: Appraisal
beforeAll(async () => {
  appraisal = await startAppraisal({ replicas: 2 })
  await appraisal.directorySays([
    post(1),
    post(2, 1),
    ...[1, 2, 3, 5, 6, 7].map((n) => holds(n)),
    holds(4, { to: '2026-03-31' }),
    holds(4, { assignment: 44, post: 2, from: '2026-04-01' }),
  ])
})
afterAll(() => appraisal.stop())

const result = (code: string, more: Partial<BroughtResult> = {}): BroughtResult => ({
  code,
  title: `Terlayaninya pemohon, ${code}`,
  additional: false,
  weightThousandths: 50_000,
  indicators: [
    {
      aspect: Aspect.ASPECT_QUANTITY,
      targetThousandths: 24_000n,
      unit: 'berkas',
      measure: Measure.MEASURE_UNSPECIFIED,
      lessIsBetter: false,
      quarterTargetsThousandths: [],
      indicatorId: undefined,
    },
  ],
  ...more,
})
const told = (n: number, more: Partial<BroughtPlan> = {}): BroughtPlan => ({
  employeeId: employee(n),
  fromDate: '',
  toDate: '2026-12-31',
  results: [result('RHK 1'), result('RHK 2')],
  ...more,
})
const names: Readonly<Record<number, string>> = {
  [Became.BECAME_NEW]: 'new',
  [Became.BECAME_CHANGED]: 'changed',
  [Became.BECAME_SAME]: 'same',
}
const bring = async (plans: readonly BroughtPlan[], checkOnly = false, token = appraisal.importer) => {
  async function* requests() {
    yield { checkOnly, plans: [...plans] }
  }
  const answers = appraisal.client.bringPlans(requests(), { token })
  const became: (string | undefined)[] = []
  for await (const { outcomes } of answers)
    became.push(
      ...outcomes.map(({ became: is, refusalCode, resultCode, details }) =>
        refusalCode === '' ? names[is] : [refusalCode, resultCode, ...Object.values(details)].join(' ').trim(),
      ),
    )
  return answers.refusal()?.code ?? became
}
const plansOf = async (n: number) => {
  const answer = await appraisal.client.getPlans(
    { employeeId: employee(n), fromDate: '2026-01-01', toDate: '2026-12-31' },
    { token: await appraisal.issuer.person(employee(n)) },
  )
  if (isRefusal(answer)) throw new Error(answer.code)
  return answer.plans
}

test('the same plan twice is one, another title is a wording, another number the next version, and a check keeps nothing', async () => {
  expect(await bring([told(1)], true)).toEqual(['new'])
  expect(await plansOf(1)).toEqual([])
  expect(await bring([told(1)])).toEqual(['new'])
  expect(await bring([told(1)])).toEqual(['same'])
  const [before] = await plansOf(1)
  const reworded = told(1, { results: [result('RHK 1', { title: 'Tersusunnya laporan' }), result('RHK 2')] })
  expect(await bring([reworded], true)).toEqual(['changed'])
  expect((await plansOf(1))[0]).toEqual(before)
  expect(await bring([reworded])).toEqual(['changed'])
  expect((await plansOf(1))[0]).toMatchObject({
    version: before!.version,
    results: [{ title: 'Tersusunnya laporan' }, {}],
  })
  const more = told(1, {
    results: [result('RHK 1', { weightThousandths: 40_000 }), result('RHK 3', { weightThousandths: 60_000 })],
  })
  expect(await bring([more])).toEqual(['changed'])
  const [after] = await plansOf(1)
  expect(after!.version).toBe(before!.version + 1)
  expect(after!.planId).toBe(before!.planId)
  // A result is the one with its code: work that names it counts for it still.
  expect(after!.results[0]!.result!.resultId).toBe(before!.results[0]!.result!.resultId)
  // And back: what an earlier file said is said again.
  expect(await bring([told(1)])).toEqual(['changed'])
})

test('what another system has brought is the plan that a file means, and its results are those with their codes', async () => {
  expect(await appraisal.importPlans([plan(2, { fromDate: '2026-02-01' })])).toEqual([''])
  const [before] = await plansOf(2)
  expect(await bring([told(2)])).toEqual(['changed'])
  const [after] = await plansOf(2)
  expect(after!.planId).toBe(planId(2))
  // A file that does not say when it begins leaves that as it is.
  expect([before!.fromDate, after!.fromDate]).toEqual(['2026-02-01', '2026-02-01'])
  const ids = (of: typeof before) =>
    Object.fromEntries(of!.results.map(({ result: one }) => [one!.code, one!.resultId]))
  expect(ids(after)['RHK 1']).toBe(ids(before)['RHK 1'])
})

test('a plan is for the post that counts on its first day, and of who has moved the file must say it', async () => {
  expect(await bring([told(4, { fromDate: '2026-02-01' }), told(4)])).toEqual(['new', 'plan.first-day-needed'])
  expect(await bring([told(4)])).toEqual(['plan.first-day-needed'])
  expect(await bring([told(4, { fromDate: '2026-04-01' })])).toEqual(['new'])
  // Once there is a plan of today's post it is that one.
  expect(await bring([told(4)])).toEqual(['same'])
  expect((await plansOf(4)).map(({ assignmentId: of, fromDate, toDate }) => [of, fromDate, toDate])).toEqual([
    [assignmentId(4), '2026-02-01', '2026-03-31'],
    [assignmentId(44), '2026-04-01', '2026-12-31'],
  ])
})

test('each plan is decided by itself, and a refusal names the result and what its sentence needs', async () => {
  expect(
    await bring([
      told(3, { results: [result('RHK 1'), result('RHK 2', { weightThousandths: 40_000 })] }),
      told(3, {
        results: [result('RHK 1'), result('RHK 2', { indicators: [{ ...result('').indicators[0]!, unit: 'Sari' }] })],
      }),
      told(3, { results: [result('RHK 1'), result('RHK 1')] }),
      told(9),
      told(3, { employeeId: 'x' }),
      told(3, { fromDate: '2025-12-01' }),
      told(3),
      told(3),
    ]),
  ).toEqual([
    'plan.weights-not-hundred  90',
    'plan.unit-unknown RHK 2',
    'plan.code-repeated',
    'plan.assignment-unknown',
    'request.value-invalid employee_id UUID',
    'plan.assignment-unknown',
    'new',
    'plan.overlaps',
  ])
  expect((await plansOf(3)).map(({ version }) => version)).toEqual([1])
})

test('a plan that is parted is its first part from then on, in one file as in two, checked as it is done', async () => {
  expect(await bring([told(7)])).toEqual(['new'])
  const [whole] = await plansOf(7)
  const halves = [told(7, { toDate: '2026-06-30' }), told(7, { fromDate: '2026-07-01' })]
  expect(await bring(halves, true)).toEqual(['changed', 'new'])
  expect(await bring(halves)).toEqual(['changed', 'new'])
  expect(await bring(halves)).toEqual(['same', 'same'])
  expect(
    (await plansOf(7)).map(({ planId, fromDate, toDate }) => [planId === whole!.planId, fromDate, toDate]),
  ).toEqual([
    [true, '2026-01-05', '2026-06-30'],
    [false, '2026-07-01', '2026-12-31'],
  ])
})

test('of two files at once that tell one plan the second is the next version of the first', async () => {
  const other = told(5, { results: [result('RHK 1'), result('RHK 9')] })
  const answers = (await Promise.all([bring([told(5)]), bring([other])])).flat()
  expect(answers.sort()).toEqual(['changed', 'new'])
  expect((await plansOf(5)).map(({ version }) => version)).toEqual([2])
})

test('nobody but an importer brings plans, not even his own', async () => {
  expect(await bring([told(6)], false, await appraisal.issuer.person(employee(6)))).toBe('access.denied')
  expect(await bring([told(6)], true, await appraisal.issuer.person(employee(6)))).toBe('access.denied')
  expect(await plansOf(6)).toEqual([])
})
