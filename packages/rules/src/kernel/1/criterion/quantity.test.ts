import { expect, test } from 'vitest'
import { addDays, eachDay, startOf, weekdayOf } from '../../../civil-date.ts'
import type { Context, Plan, PlanResult } from '../../../context.ts'
import { AGENCY, context, entry, leave, line, packs, packsWith, parts, results, scored } from '../../../example.ts'
import type { Fact, LeaveFact } from '../../../facts.ts'
import { recompute } from '../recompute.ts'

const plain = { workingWeekdays: [1, 2, 3, 4, 5], holidays: new Set<string>() }
const agencies = { [AGENCY]: { ...context().agencies[AGENCY]!, calendars: { '2026': plain } } }
const result = (target: number, changed: Partial<PlanResult> = {}): PlanResult => ({
  ...results[0]!,
  weightThousandths: 100_000,
  targetThousandths: target * 1000,
  ...changed,
})
const plan = (
  from: string,
  to: string,
  target: number,
  changed: Partial<Plan> = {},
  of: Partial<PlanResult> = {},
): Plan => ({
  ...context().plans[0]!,
  from,
  to,
  results: [result(target, of)],
  ...changed,
})
const quarters = {
  '2026-Q1': { from: '2026-01-01', to: '2026-03-31' },
  '2026-Q2': { from: '2026-04-01', to: '2026-06-30' },
  '2026-Q3': { from: '2026-07-01', to: '2026-09-30' },
}
const did = (date: string, quantity: number) => new Map([[date, entry(date, { result: 0, quantity })]])

const quantityOf = (
  plans: Plan[],
  options: {
    facts?: Map<string, Fact[]>
    leaves?: LeaveFact[]
    changed?: Partial<Context>
    asOf?: number
    packs?: ReturnType<typeof packsWith>
  } = {},
) =>
  line(
    scored(parts(options.facts ?? new Map(), options.leaves), context({ agencies, plans, ...options.changed }), {
      asOf: options.asOf ?? startOf('2026-10-20', 'WIB'),
      ...(options.packs ? { packs: options.packs } : {}),
    }),
    'quantity',
  )
const trace = (...of: Parameters<typeof quantityOf>) => quantityOf(...of).trace[0]!

const figure = (date: string, amount: number, per?: number, month?: string): Context['figures'][string][number] => ({
  date,
  ...(month === undefined ? {} : { month }),
  amount: amount * 1000,
  per: per === undefined ? undefined : per * 1000,
  record: `f ${month ?? date}`,
})

test('to date: 66 over 66 days, and on 10 July four are due', () => {
  const one = trace([plan('2026-07-01', '2026-09-30', 66)], { asOf: startOf('2026-07-10', 'WIB') })
  expect(one).toMatchObject({ agreed: 66_000, shares: [{ agreed: 66_000, due: 4, planned: 66 }], target: 4_000 })
})
test('a post that ends early: 130 over half a year, 44 due days, 40 verified make 90.909', () => {
  const half = [...eachDay('2026-07-01', '2026-12-31')].filter((date) => weekdayOf(date) <= 5)
  // Two joint holidays leave 130 of the 132 weekdays.
  const calendar = { ...plain, holidays: new Set(half.slice(-2)) }
  const assignments = [{ ...context().assignments[0]!, to: '2026-08-31' }]
  const one = quantityOf([plan('2026-07-01', '2026-12-31', 130, { closedOn: '2026-08-31' })], {
    changed: {
      assignments,
      agencies: { [AGENCY]: { ...agencies[AGENCY]!, calendars: { '2026': calendar } } },
    },
    facts: did('2026-07-06', 40),
  })
  expect(half).toHaveLength(132)
  expect(one.trace[0]!.shares[0]!.planned).toBe(130)
  // July and August have 44 working days, one of them a holiday here only if it is among the last two of the year.
  expect(one.trace[0]!.shares[0]!.due).toBe(44)
  expect(one).toMatchObject({ value: 90_909, trace: [{ target: 44_000 }] })
})
const rostered = (dates: readonly string[]) =>
  Object.fromEntries(dates.map((date) => [date, [{ code: 'M', beginMinute: 1260, endMinute: 1860, breakMinutes: 60 }]]))
test('by the duty schedule in months that have one: a nurse’s 66 with 22, 18 and 20 days and 38 due are 41.8', () => {
  const first = [...eachDay('2026-01-01', '2026-01-22')]
  const second = [...eachDay('2026-02-01', '2026-02-18')]
  const march = [...eachDay('2026-03-01', '2026-03-31')].filter((date) => weekdayOf(date) <= 5)
  const calendar = { ...plain, holidays: new Set(march.slice(-2)) }
  const one = trace([plan('2026-01-01', '2026-03-31', 66)], {
    changed: {
      period: '2026-Q1',
      ...quarters['2026-Q1'],
      duty: { '2026-01': rostered(first), '2026-02': rostered(second) },
      agencies: { [AGENCY]: { ...agencies[AGENCY]!, calendars: { '2026': calendar } } },
    },
    leaves: [leave(second[16]!, '2026-03-31')],
  })
  expect(one.shares).toEqual([{ agreed: 66_000, due: 38, planned: 60 }])
  expect(one.target).toBe(41_800)
})
test('a quarter’s own target: 40 of the second, 57 of 60 days due are 38, and 19 verified make 50', () => {
  const second = [...eachDay('2026-04-01', '2026-06-30')].filter((date) => weekdayOf(date) <= 5)
  const calendar = { ...plain, holidays: new Set(second.slice(60)) }
  const one = quantityOf(
    [plan('2026-01-01', '2026-12-31', 100, {}, { quarterTargetsThousandths: [20_000, 40_000, 40_000, 0] })],
    {
      changed: {
        period: '2026-Q2',
        ...quarters['2026-Q2'],
        agencies: { [AGENCY]: { ...agencies[AGENCY]!, calendars: { '2026': calendar } } },
      },
      leaves: [leave(second[57]!, second[59]!)],
      facts: did(second[0]!, 19),
    },
  )
  expect(one).toMatchObject({
    value: 50_000,
    trace: [{ agreed: 100_000, target: 38_000, shares: [{ agreed: 40_000, due: 57, planned: 60 }] }],
  })
})
test('a quarter whose own target is nought makes the result not due, and the others carry its weight', () => {
  const results = [
    result(40, { weightThousandths: 60_000, quarterTargetsThousandths: [20_000, 20_000, 0, 0] }),
    result(66, { resultId: context().plans[0]!.results[1]!.resultId, weightThousandths: 40_000 }),
  ]
  const one = quantityOf([{ ...plan('2026-01-01', '2026-12-31', 40), from: '2026-07-01', to: '2026-09-30', results }], {
    facts: new Map([['2026-07-06', entry('2026-07-06', { result: 1, quantity: 33 })]]),
  })
  expect(one).toMatchObject({ value: 50_000, trace: [{ missing: 'not-due' }, { points: 50_000 }] })
  expect(quantityOf([{ ...plan('2026-01-01', '2026-12-31', 40), results: results.slice(0, 1) }]).missing).toBe(
    'not-due',
  )
})
test('a year’s own quarters are added', () => {
  const whole = trace(
    [plan('2026-01-01', '2026-12-31', 100, {}, { quarterTargetsThousandths: [20_000, 40_000, 40_000, 0] })],
    {
      changed: { period: '2026', from: '2026-01-01', to: '2026-12-31' },
      asOf: startOf('2026-07-04', 'WIB'),
    },
  )
  expect(whole.shares.map(({ agreed, due, planned }) => [agreed, due, planned])).toEqual([
    [20_000, 64, 64],
    [40_000, 65, 65],
  ])
  expect(whole.target).toBe(60_000)
})
test('leave makes the target smaller, a day of an outage does not', () => {
  const from = startOf('2026-07-01', 'WIB')
  const outages = [{ id: 'o', from, to: from + 86_400_000 }]
  const one = trace([plan('2026-07-01', '2026-09-30', 66)], {
    leaves: [leave('2026-07-02', '2026-07-03')],
    changed: { agencies: { [AGENCY]: { ...agencies[AGENCY]!, outages } } },
  })
  expect(one.shares).toEqual([{ agreed: 66_000, due: 64, planned: 66 }])
})
test('a plan that was agreed in mid-quarter, or closed, asks for its own days only, by the days of its whole span', () => {
  expect(trace([plan('2026-08-03', '2026-12-31', 109)]).shares).toEqual([{ agreed: 109_000, due: 43, planned: 109 }])
  expect(trace([plan('2026-07-01', '2026-09-30', 66, { closedOn: '2026-07-31' })]).shares).toEqual([
    { agreed: 66_000, due: 23, planned: 66 },
  ])
})
test('the last day of a plan still counts, the day after does not', () => {
  const on = (date: string) => trace([plan('2026-07-01', '2026-07-10', 8)], { facts: did(date, 1) })
  expect([on('2026-07-10').verified, on('2026-07-13').verified]).toEqual([1_000, 0])
  expect(on('2026-07-10').shares[0]!.due).toBe(8)
})
test('a plan that never held, being closed before its first day, is none', () => {
  expect(quantityOf([plan('2026-07-01', '2026-09-30', 66, { closedOn: '2026-06-30' })]).missing).toBe('awaiting')
  expect(quantityOf([plan('2026-08-03', '2026-09-30', 66, { closedOn: '2026-08-02' })]).missing).toBe('awaiting')
})
test('no due day, not due', () => {
  expect(quantityOf([plan('2026-07-01', '2026-09-30', 66)], { asOf: startOf('2026-07-03', 'WIB') }).missing).toBe(
    'not-due',
  )
})
test('work on a day that is not due counts all the same', () => {
  const one = quantityOf([plan('2026-07-01', '2026-09-30', 66)], {
    facts: new Map([...did('2026-07-04', 2), ...did('2026-07-09', 1)]),
    asOf: startOf('2026-07-10', 'WIB'),
  })
  expect(one).toMatchObject({ value: 75_000, trace: [{ verified: 3_000, target: 4_000 }] })
})
test('a pack may hold everybody against the whole target', () => {
  const one = trace([plan('2026-07-01', '2026-12-31', 132)], {
    packs: packsWith({ quantity: { proportional: false } }),
  })
  expect(one).toMatchObject({ target: 132_000, shares: [] })
})
test('only counts are prorated: 4,500 minutes for 250 people are 18, and against 15, where less is better, 83.333', () => {
  const waiting = (figures: Context['figures'][string]) =>
    quantityOf([plan('2026-01-01', '2026-12-31', 15, {}, { measure: 'ratio', lessIsBetter: true })], {
      changed: { figures: { [results[0]!.resultId]: figures } },
    })
  const at = (amount: number, per: number, date = '2026-07-10') => figure(date, amount, per)
  expect(waiting([at(3000, 150), at(1500, 100, '2026-08-10')])).toMatchObject({
    value: 83_333,
    trace: [{ verified: 4_500_000, per: 250_000, target: 15_000, shares: [] }],
  })
  expect(waiting([at(10, 1)]).value).toBe(100_000)
  expect(waiting([at(0, 250)]).value).toBe(100_000)
  expect(waiting([at(4500, 250, '2026-10-01')]).missing).toBe('awaiting')
})
test('a level counts as it was found last, and without a figure its weight is left out', () => {
  const level = { measure: 'level' as const, weightThousandths: 50_000 }
  const results2 = [result(95, level), result(66, { weightThousandths: 50_000, resultId: results[1]!.resultId })]
  const plans = [plan('2026-07-01', '2026-09-30', 1, { results: results2 })]
  const facts = new Map([['2026-07-06', entry('2026-07-06', { result: 1, quantity: 66 })]])
  expect(quantityOf(plans, { facts })).toMatchObject({ value: 100_000, trace: [{ missing: 'awaiting' }, {}] })
  const figures = {
    [results[0]!.resultId]: [figure(addDays('2026-07-01', 30), 19), figure('2026-07-02', 95)],
  }
  expect(quantityOf(plans, { facts, changed: { figures } }).value).toBe(60_000)
})

const permits = { indicatorId: 'i' }
const working = [...eachDay('2026-07-01', '2026-09-30')].filter((date) => weekdayOf(date) <= 5)
const counted = (
  figures: Context['figures'][string],
  changed: Parameters<typeof quantityOf>[1] = {},
  of: Partial<Plan> = {},
  result_: Partial<PlanResult> = permits,
) =>
  quantityOf([plan('2026-07-01', '2026-09-30', 66, of, result_)], {
    ...changed,
    changed: { figures: { [results[0]!.resultId]: figures }, ...changed.changed },
  })

test('a count that its source tells is the sum of its figures; what a superior verified beside it counts nothing', () => {
  const one = counted(
    working.map((date) => figure(date, 0.5)),
    { facts: did('2026-07-06', 60) },
  )
  expect(one).toMatchObject({ value: 50_000, trace: [{ verified: 33_000, target: 66_000, indicatorId: 'i' }] })
  expect(one.trace[0]!.records).toHaveLength(66)
  expect(one.trace[0]!.told).toEqual({ due: 66, known: 66, unknown: [] })
})
test('a day without a figure is said, and is not a day of nought: the target is that of the known days', () => {
  const known = working.filter((date) => date !== '2026-07-06' && date !== '2026-09-30')
  const one = counted(known.map((date) => figure(date, 1)))
  expect(one).toMatchObject({ value: 100_000, trace: [{ verified: 64_000, target: 64_000 }] })
  expect(one.trace[0]!.told).toEqual({ due: 66, known: 64, unknown: ['2026-07-06', '2026-09-30'] })
})
test('of fewer days than the pack asks for, a count of a source is awaited and its weight left out: 53 of 66 count, 52 do not', () => {
  const of = (days: number) => counted(working.slice(0, days).map((date) => figure(date, 1)))
  expect(of(53)).toMatchObject({ value: 100_000, trace: [{ target: 53_000 }] })
  expect(of(52).missing).toBe('awaiting')
  expect(counted([]).missing).toBe('awaiting')
})
test('a month’s figure covers its days where it lies in the segment whole', () => {
  const months = ['2026-07', '2026-08', '2026-09'].map((month) =>
    figure(month === '2026-09' ? '2026-09-30' : `${month}-31`, 22, undefined, month),
  )
  expect(counted(months).trace[0]).toMatchObject({ verified: 66_000, target: 66_000, told: { known: 66, unknown: [] } })
  const assignments = [{ ...context().assignments[0]!, from: '2026-07-02' }]
  const later = counted(months, { changed: { assignments } }).trace[0]!
  expect(later.records).toEqual(['f 2026-08', 'f 2026-09'])
  expect(later.told!.unknown).toHaveLength(22)
})
test('figures count within the plan, and of a quarter that still runs within the days that are there', () => {
  const figures = working.map((date) => figure(date, 1))
  expect(counted(figures, {}, { closedOn: '2026-07-31' }).trace[0]).toMatchObject({ verified: 23_000, target: 23_000 })
  expect(counted(figures, { asOf: startOf('2026-07-10', 'WIB') }).trace[0]).toMatchObject({
    verified: 8_000,
    target: 4_000,
    told: { due: 4, known: 4, unknown: [] },
  })
  expect(counted(figures, { asOf: startOf('2026-07-03', 'WIB') }).missing).toBe('not-due')
})
test('falling is good for a count too: 33 complaints where 66 were the bound are all of it, 132 are half', () => {
  const complaints = (each: number) =>
    counted(
      working.map((date) => figure(date, each)),
      {},
      {},
      { ...permits, lessIsBetter: true },
    ).value
  expect([complaints(0.5), complaints(2), complaints(0)]).toEqual([100_000, 50_000, 100_000])
})
test('the days that a ratio does not know are said; a day of nobody is known, and an amount per nothing says nothing', () => {
  const ratio = { ...permits, measure: 'ratio', lessIsBetter: true } as const
  const one = counted(
    [figure('2026-07-01', 90, 6), figure('2026-07-02', 0, 0), figure('2026-07-03', 30, 4), figure('2026-07-06', 50)],
    { asOf: startOf('2026-07-10', 'WIB') },
    {},
    { ...ratio, targetThousandths: 15_000 },
  )
  expect(one).toMatchObject({ value: 100_000, trace: [{ verified: 120_000, per: 10_000 }] })
  expect(one.trace[0]!.told).toEqual({ due: 4, known: 3, unknown: ['2026-07-06'] })
  expect(counted([figure('2026-07-02', 0, 0)], {}, {}, ratio).missing).toBe('awaiting')
})
test('a receipt with figures follows again from its own evidence', () => {
  const plans = [
    plan('2026-07-01', '2026-09-30', 1, {
      results: [
        result(66, { ...permits, weightThousandths: 60_000 }),
        result(15, {
          resultId: results[1]!.resultId,
          indicatorId: 'w',
          measure: 'ratio',
          lessIsBetter: true,
          weightThousandths: 40_000,
        }),
      ],
    }),
  ]
  const figures = {
    [results[0]!.resultId]: working.slice(3).map((date) => figure(date, 0.7)),
    [results[1]!.resultId]: working.map((date) => figure(date, 40, 2)),
  }
  const receipt = scored(parts(new Map()), context({ agencies, plans, figures }))
  expect(line(receipt, 'quantity')).toMatchObject({ value: 72_000, trace: [{ points: 42_000 }, { points: 30_000 }] })
  expect(recompute(receipt, packs)).toEqual(receipt)
  const altered = structuredClone(receipt)
  Object.assign(line(altered, 'quantity').trace[0]!, { verified: 1 })
  expect(recompute(altered, packs)).not.toEqual(receipt)
})
