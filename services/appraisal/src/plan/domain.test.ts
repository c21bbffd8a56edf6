import { isRefusal } from '@timbang/contracts/refusal'
import { expect, test } from 'vitest'
import { agree, follow, type Agreed, type Assignment, type Indicator, type Plan, type PlannedResult } from './domain.ts'

const quantity: Indicator = {
  aspect: 'quantity',
  targetThousandths: 40_000n,
  unit: 'berkas',
  measure: 'count',
  lessIsBetter: false,
  quarterTargetsThousandths: [],
  indicatorId: undefined,
}
const result = (n: number, weightThousandths: number, more: Partial<PlannedResult> = {}): PlannedResult => ({
  resultId: `r${n}`,
  code: `RHK ${n}`,
  title: `Hasil ${n}`,
  additional: false,
  weightThousandths,
  indicators: [quantity],
  ...more,
})
const plan = (more: Partial<Plan> = {}): Plan => ({
  planId: 'p',
  employeeId: 'ana',
  agencyId: 'dinas',
  assignmentId: 'a',
  fromDate: '2026-01-05',
  toDate: '2026-12-31',
  results: [result(1, 50_000), result(2, 30_000), result(3, 20_000)],
  ...more,
})
const post = (more: Partial<Assignment> = {}): Assignment => ({
  assignmentId: 'a',
  employeeId: 'ana',
  fromDate: '2026-01-05',
  toDate: undefined,
  withdrawn: false,
  ...more,
})
const agreed = (more: Partial<Plan> = {}, closedOn?: string, version = 1): Agreed => ({
  plan: plan(more),
  closedOn,
  version,
})

const told = (decision: ReturnType<typeof agree>) =>
  isRefusal(decision)
    ? decision.code
    : decision.events.map(
        (event) => `${event.type} ${event.version}${event.type === 'PlanClosed' ? ` ${event.closedOn}` : ''}`,
      )

test('a plan that is whole is agreed', () =>
  expect(told(agree(plan(), undefined, post(), []))).toEqual(['PlanAgreed 1']))

test('the same plan again changes nothing, another wording of a title neither', () => {
  expect(told(agree(plan(), agreed(), post(), []))).toEqual([])
  expect(
    told(
      agree(
        plan({ results: [result(1, 50_000, { title: 'Lain' }), result(2, 30_000), result(3, 20_000)] }),
        agreed(),
        post(),
        [],
      ),
    ),
  ).toEqual([])
})

test('another target is the next version', () => {
  const results = [
    result(1, 50_000, { indicators: [{ ...quantity, targetThousandths: 41_000n }] }),
    result(2, 30_000),
    result(3, 20_000),
  ]
  expect(told(agree(plan({ results }), agreed({}, undefined, 4), post(), []))).toEqual(['PlanAgreed 5'])
})

const measuredBy = (more: Partial<Indicator>): Partial<Plan> => ({
  results: [result(1, 100_000, { indicators: [{ ...quantity, ...more }] })],
})

test('quarters of their own are agreed where they sum to the target', () => {
  const quarters = measuredBy({ quarterTargetsThousandths: [10_000n, 0n, 20_000n, 10_000n] })
  expect(told(agree(plan(quarters), undefined, post(), []))).toEqual(['PlanAgreed 1'])
  expect(told(agree(plan(quarters), agreed(measuredBy({})), post(), []))).toEqual(['PlanAgreed 2'])
})

test.each<[string, Partial<Plan>, string]>([
  [
    'quarters that sum to less than the target',
    measuredBy({ quarterTargetsThousandths: [10_000n, 0n, 20_000n, 9_999n] }),
    'plan.quarters-not-target',
  ],
  [
    'three quarters',
    measuredBy({ quarterTargetsThousandths: [10_000n, 10_000n, 20_000n] }),
    'plan.quarters-not-target',
  ],
  [
    'a quarter of less than nothing',
    measuredBy({ quarterTargetsThousandths: [50_000n, -10_000n, 0n, 0n] }),
    'plan.quarters-not-target',
  ],
  [
    'quarters of a ratio',
    measuredBy({ measure: 'ratio', quarterTargetsThousandths: [10_000n, 10_000n, 10_000n, 10_000n] }),
    'plan.quarters-not-target',
  ],
  ['a target of 10¹⁸', measuredBy({ targetThousandths: 10n ** 18n }), 'plan.target-too-large'],
  [
    'a target that is one thousandth too large',
    measuredBy({ targetThousandths: 10n ** 12n + 1n }),
    'plan.target-too-large',
  ],
  ['a span over the new year', { fromDate: '2026-12-01', toDate: '2027-01-31' }, 'plan.dates-invalid'],
  ['weights that sum to 99.999 %', { results: [result(1, 50_000), result(2, 49_999)] }, 'plan.weights-not-hundred'],
  ['a weight of nothing', { results: [result(1, 100_000), result(2, 0)] }, 'plan.weights-not-hundred'],
  [
    'a target of nothing',
    { results: [result(1, 100_000, { indicators: [{ ...quantity, targetThousandths: 0n }] })] },
    'plan.target-not-positive',
  ],
  [
    'an indicator without a unit',
    { results: [result(1, 100_000, { indicators: [{ ...quantity, unit: '' }] })] },
    'plan.indicator-invalid',
  ],
  [
    'an aspect that does not exist',
    { results: [result(1, 100_000, { indicators: [{ ...quantity, aspect: 'unknown' }] })] },
    'plan.indicator-invalid',
  ],
  ['no results', { results: [] }, 'plan.results-missing'],
  ['one code twice', { results: [result(1, 50_000), result(2, 50_000, { code: 'RHK 1' })] }, 'plan.code-repeated'],
  ['one result twice', { results: [result(1, 50_000), result(2, 50_000, { resultId: 'r1' })] }, 'plan.code-repeated'],
  ['no title', { results: [result(1, 100_000, { title: '' })] }, 'plan.title-empty'],
  ['a day that does not exist', { toDate: '2026-02-30' }, 'plan.dates-invalid'],
  ['an end before the beginning', { toDate: '2026-01-04' }, 'plan.dates-invalid'],
  ['a beginning before the assignment', { fromDate: '2026-01-04' }, 'plan.outside-assignment'],
  ['somebody else’s assignment', { employeeId: 'budi' }, 'plan.not-theirs'],
])('%s is refused', (_, more, code) => expect(told(agree(plan(more), undefined, post(), []))).toBe(code))

test('a plan that begins after the assignment has ended is refused, so is one for an assignment that nobody knows', () => {
  expect(told(agree(plan(), undefined, post({ toDate: '2026-01-04', fromDate: '2025-01-01' }), []))).toBe(
    'plan.outside-assignment',
  )
  expect(told(agree(plan(), undefined, undefined, []))).toBe('plan.assignment-unknown')
  expect(told(agree(plan(), undefined, post({ withdrawn: true }), []))).toBe('plan.assignment-unknown')
})

test('two plans of one assignment do not hold on one day', () => {
  expect(told(agree(plan({ planId: 'q', fromDate: '2026-07-01' }), undefined, post(), [agreed()]))).toBe(
    'plan.overlaps',
  )
  expect(
    told(agree(plan({ planId: 'q', fromDate: '2026-07-01' }), undefined, post(), [agreed({ toDate: '2026-06-30' })])),
  ).toEqual(['PlanAgreed 1'])
  expect(
    told(agree(plan({ planId: 'q', fromDate: '2026-07-01' }), undefined, post(), [agreed({}, '2026-06-30', 2)])),
  ).toEqual(['PlanAgreed 1'])
  // The last day of one is not the first of the other.
  for (const before of [agreed({ toDate: '2026-07-01' }), agreed({}, '2026-07-01', 2)])
    expect(told(agree(plan({ planId: 'q', fromDate: '2026-07-01' }), undefined, post(), [before]))).toBe(
      'plan.overlaps',
    )
})

test('a transfer closes the old plan the day before, whichever is heard of first', () => {
  const left = post({ toDate: '2026-08-17' })
  expect(follow(agreed(), left)).toEqual([{ type: 'PlanClosed', plan: plan(), closedOn: '2026-08-17', version: 2 }])
  expect(told(agree(plan(), undefined, left, []))).toEqual(['PlanAgreed 1', 'PlanClosed 2 2026-08-17'])
})

test('a closed plan that is read in again stays closed, a changed one is closed anew', () => {
  const left = post({ toDate: '2026-08-17' })
  expect(told(agree(plan(), agreed({}, '2026-08-17', 2), left, []))).toEqual([])
  expect(told(agree(plan({ toDate: '2026-11-30' }), agreed({}, '2026-08-17', 2), left, []))).toEqual([
    'PlanAgreed 3',
    'PlanClosed 4 2026-08-17',
  ])
})

test('an assignment that ends after the plan changes nothing', () =>
  expect(follow(agreed(), post({ toDate: '2027-01-31' }))).toEqual([]))

test('a transfer that is taken back lets the plan last as agreed', () => {
  expect(follow(agreed({}, '2026-08-17', 2), post())).toMatchObject([
    { type: 'PlanClosed', closedOn: '2026-12-31', version: 3 },
  ])
})

test('an assignment entered by mistake leaves a plan that never held', () => {
  expect(follow(agreed(), post({ withdrawn: true }))).toMatchObject([{ type: 'PlanClosed', closedOn: '2026-01-04' }])
})

test('a result of quantity may name a sector indicator; to name it, or another one, is another plan', () => {
  const naming = (indicatorId: string | undefined, aspect: Indicator['aspect'] = 'quantity') => ({
    results: [result(1, 100_000, { indicators: [{ ...quantity, aspect, indicatorId }] })],
  })
  expect(told(agree(plan(naming('i')), undefined, post(), []))).toEqual(['PlanAgreed 1'])
  expect(told(agree(plan(naming('i')), agreed(naming('i')), post(), []))).toEqual([])
  expect(told(agree(plan(naming('j')), agreed(naming('i')), post(), []))).toEqual(['PlanAgreed 2'])
  expect(told(agree(plan(naming('i', 'time')), undefined, post(), []))).toBe('plan.indicator-not-quantity')
})
