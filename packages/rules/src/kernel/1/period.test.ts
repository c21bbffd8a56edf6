import { expect, test } from 'vitest'
import { addDays, eachDay, startOf, weekdayOf } from '../../civil-date.ts'
import type { QuantityLine } from './criterion/quantity.ts'
import type { TimelinessTrace } from './criterion/timeliness.ts'
import { AGENCY, ASSIGNMENT, context, entry, id, line, packs, parts, scored, workedExample } from '../../example.ts'
import { overall, type Evaluated } from './weigh.ts'
import { fraction } from '../../fraction.ts'
import { noParts } from '../../parts.ts'
import { rulesOn } from './pack.ts'

const by = { ...rulesOn(packs, '2026-09-30'), running: false }

test('a split period is weighed by days held, each part by its own weights; days without a post carry none', () => {
  const assignments = [
    { ...context().assignments[0]!, to: '2026-07-31' },
    { ...context().assignments[0]!, assignmentId: id(8), group: 'managerial' as const, from: '2026-08-03' },
  ]
  const answers = { [id(8)]: context().answers[ASSIGNMENT]!, [ASSIGNMENT]: context().answers[ASSIGNMENT]! }
  const plans = [...context().plans, { ...context().plans[0]!, planId: id(9), assignmentId: id(8) }]
  const receipt = scored(workedExample(), context({ assignments, answers, plans }))
  expect(receipt.segments.map(({ days, group }) => [days, group])).toEqual([
    [31, 'pelaksana'],
    [59, 'managerial'],
  ])
  expect(receipt.daysWithoutPost).toEqual([{ from: '2026-08-01', to: '2026-08-02' }])
  const [first, second] = receipt.segments
  expect(Math.abs(receipt.index! - (first!.index! * 31 + second!.index! * 59) / 90)).toBeLessThan(1)
})
test('a Plt beside a definitive post is shown, and its days count once', () => {
  const assignments = [
    context().assignments[0]!,
    {
      ...context().assignments[0]!,
      assignmentId: id(8),
      capacity: 'plt' as const,
      from: '2026-08-01',
      to: '2026-08-31',
    },
  ]
  const receipt = scored(workedExample(), context({ assignments }))
  expect(receipt.segments.map(({ counted, days }) => [counted, days])).toEqual([
    [true, 92],
    [false, 31],
  ])
  expect(receipt.index).toBe(receipt.segments[0]!.index)
})
test('a day counts for the definitive post, also where a Plt began earlier', () => {
  const assignments = [
    { ...context().assignments[0]!, assignmentId: id(8), capacity: 'plt' as const, from: '2026-01-01' },
    { ...context().assignments[0]!, from: '2026-02-01' },
  ]
  expect(
    scored(noParts, context({ assignments })).segments.map(({ capacity, counted, days }) => [capacity, counted, days]),
  ).toEqual([
    ['plt', false, 92],
    ['definitive', true, 92],
  ])
})
test('89.9995 is 90.000 and above', () => {
  const [receipt] = scored(noParts, context()).segments
  const rated = (n: number) => {
    const part = { value: fraction(n, 10_000), present: fraction(1), judged: true }
    const segment = {
      index: part.value,
      result: part,
      behaviour: part,
      receipt: { ...receipt!, completeness: 100_000 },
    }
    return overall([segment], by).suggestion
  }
  expect(rated(899_995)).toEqual({
    result: 'above',
    resultIndex: 90_000,
    behaviour: 'above',
    behaviourIndex: 90_000,
    predicate: 'sangat-baik',
  })
  expect(rated(899_994)).toMatchObject({ result: 'meets', resultIndex: 89_999, predicate: 'baik' })
  expect([rated(700_000), rated(699_994)].map(({ result, predicate }) => [result, predicate])).toEqual([
    ['meets', 'baik'],
    ['below', 'sangat-kurang'],
  ])
})
test('a quarter that is still running is evaluated up to today', () => {
  const receipt = scored(noParts, context(), { asOf: startOf('2026-07-10', 'WIB') })
  expect(receipt.segments[0]!.to).toBe('2026-07-10')
  expect((line(receipt, 'timeliness').trace as { due: number }).due).toBe(
    [...eachDay('2026-07-01', addDays('2026-07-10', -4))].filter((date) => weekdayOf(date) <= 5).length,
  )
})
test('a segment without an index is left out of the mean, and counts nothing towards completeness', () => {
  const [first, second] = [
    { ...context().assignments[0]!, to: '2026-07-31' },
    { ...context().assignments[0]!, assignmentId: id(8), from: '2026-08-01' },
  ]
  // The second has no plan and nobody has rated it: discipline and timeliness are 40 of 100.
  const receipt = scored(workedExample(), context({ assignments: [first, second] }))
  expect(receipt.segments.map(({ index, completeness }) => [index !== undefined, completeness])).toEqual([
    [true, 95_000],
    [false, 40_000],
  ])
  // 31 × 95 ÷ 92 days decide; a person reads (31 × 95 + 61 × 40) ÷ 92.
  expect(receipt).toMatchObject({ counted: 32_011, completeness: 58_533, state: 'incomplete', suggestion: {} })
  const longer = scored(
    workedExample(),
    context({
      assignments: [
        { ...first, to: '2026-08-31' },
        { ...second, from: '2026-09-01' },
      ],
    }),
  )
  expect(longer).toMatchObject({
    counted: 64_022,
    completeness: 77_065,
    state: 'index',
    index: longer.segments[0]!.index,
    suggestion: longer.segments[0]!.suggestion,
  })
})
test('the figures of a split period are rounded once, from exact means', () => {
  const [receipt] = scored(noParts, context()).segments
  // 80.0004, 80.0004 and 80.0007: rounded first, they would be 80.000.
  const segments = [800_004, 800_004, 800_007].map((n): Evaluated => {
    const value = fraction(n, 10_000)
    return {
      index: value,
      result: { value, present: fraction(1), judged: true },
      behaviour: { value, present: fraction(1), judged: true },
      receipt: { ...receipt!, days: 30, completeness: 100_000 },
    }
  })
  expect(overall(segments, by)).toMatchObject({
    index: 80_001,
    suggestion: { resultIndex: 80_001, behaviourIndex: 80_001 },
  })
})
test('a rating is suggested for a split period only where half of its own weight is present over all its days', () => {
  const assignments = [
    { ...context().assignments[0]!, to: '2026-08-06' },
    { ...context().assignments[0]!, assignmentId: id(8), from: '2026-08-07' },
  ]
  const plans = assignments.map(({ assignmentId }, at) => ({
    ...context().plans[0]!,
    planId: id(30 + at),
    assignmentId,
  }))
  // Without attendance the second has 15 of 35 for behaviour: 37 days of 92 can tell.
  const agencies = { ...context().agencies, [id(40)]: { ...context().agencies[AGENCY]!, attendanceConnected: false } }
  const moved = [assignments[0]!, { ...assignments[1]!, agencyId: id(40) }]
  const all = { [ASSIGNMENT]: context().answers[ASSIGNMENT]!, [id(8)]: context().answers[ASSIGNMENT]! }
  const receipt = scored(workedExample(), context({ assignments: moved, plans, answers: all, agencies }))
  expect(receipt.segments.map(({ suggestion }) => suggestion.behaviour !== undefined)).toEqual([true, false])
  expect(receipt.suggestion).toHaveProperty('result')
  expect(receipt.suggestion).not.toHaveProperty('behaviour')
})
test('without a definitive post a day counts for the Plt that began first, and never twice', () => {
  const plt = (at: number, from: string, to?: string) => ({
    ...context().assignments[0]!,
    assignmentId: id(at),
    capacity: 'plt' as const,
    from,
    to,
  })
  const receipt = scored(
    workedExample(),
    context({ assignments: [plt(21, '2026-07-10'), plt(20, '2026-06-01', '2026-07-31')] }),
  )
  expect(
    receipt.segments.map(({ assignmentId, counted, from, to, days }) => [assignmentId, counted, from, to, days]),
  ).toEqual([
    [id(20), true, '2026-07-01', '2026-07-31', 31],
    [id(21), true, '2026-08-01', '2026-09-30', 61],
    [id(21), false, '2026-07-10', '2026-07-31', 22],
  ])
})
test('an entry serves the plan of the segment of its day, and no other', () => {
  const assignments = [
    { ...context().assignments[0]!, to: '2026-08-15' },
    { ...context().assignments[0]!, assignmentId: id(8), from: '2026-08-16' },
  ]
  const plans = assignments.map(({ assignmentId }, at) => ({
    ...context().plans[0]!,
    planId: id(30 + at),
    assignmentId,
  }))
  const facts = new Map([
    ['2026-08-14', entry('2026-08-14', { result: 0, quantity: 10 })],
    ['2026-08-18', entry('2026-08-18', { result: 0, quantity: 3 })],
  ])
  const receipt = scored(parts(facts), context({ assignments, plans }))
  const verified = (segment: number) =>
    (line(receipt, 'quantity', segment).trace as readonly QuantityLine[])[0]!.verified
  expect([verified(0), verified(1)]).toEqual([10_000, 3_000])
})
test('a plan counts nothing before its first and after its last day', () => {
  const plans = [{ ...context().plans[0]!, from: '2026-08-10', to: '2026-08-15' }]
  const facts = new Map(
    ['2026-08-07', '2026-08-10', '2026-08-18'].map((date, at) => [
      date,
      entry(date, { result: 0, quantity: [1, 10, 3][at]! }),
    ]),
  )
  expect(
    (line(scored(parts(facts), context({ plans })), 'quantity').trace as readonly QuantityLine[])[0]!.verified,
  ).toBe(10_000)
})
test('who held no post at all has no score, and the receipt says which days', () => {
  expect(scored(workedExample(), context({ assignments: [] }))).toMatchObject({
    state: 'no-post',
    completeness: 0,
    segments: [],
    daysWithoutPost: [{ from: '2026-07-01', to: '2026-09-30' }],
  })
})
test('a day begins at the workplace of the post that it counts for', () => {
  const asOf = startOf('2026-07-10', 'WIT')
  const inZone = (zone: 'WIB' | 'WIT') =>
    scored(noParts, context({ assignments: [{ ...context().assignments[0]!, zone }] }), { asOf }).segments[0]!.to
  expect([inZone('WIT'), inZone('WIB')]).toEqual(['2026-07-10', '2026-07-09'])
})
test('the window in force on the work date counts, not the one of today', () => {
  const agency = {
    ...context().agencies[AGENCY]!,
    windows: [
      { days: 3, graceDays: 3, effectiveFrom: '2026-01-01' },
      { days: 7, graceDays: 0, effectiveFrom: '2026-07-08' },
    ],
  }
  const facts = new Map(['2026-07-07', '2026-07-08'].map((date) => [date, entry(date, { hoursAfter: 24 * 5 })]))
  const { lines } = line(scored(parts(facts), context({ agencies: { [AGENCY]: agency } })), 'timeliness')
    .trace as TimelinessTrace
  expect(lines.filter(({ date }) => date === '2026-07-07' || date === '2026-07-08').map(({ state }) => state)).toEqual([
    'late',
    'on-time',
  ])
})
