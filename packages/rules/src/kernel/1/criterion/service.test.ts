import { expect, test } from 'vitest'
import { context, line, scored, surveyed, UNIT } from '../../../example.ts'
import type { UnitParts, UnitSurvey } from '../../../parts.ts'
import { surveyClass, surveyIndex } from './service.ts'

const elements = ['u1', 'u2']
const survey = (surveyId: string, changed: Partial<UnitSurvey> = {}): UnitSurvey => ({
  surveyId,
  elements,
  from: '2026-07-01',
  to: '2026-12-31',
  batches: [],
  ...changed,
})
const batch = (answers: number, each: number, day = '2026-09-20') => ({
  day,
  answers,
  sums: [answers * each, answers * each],
})
const of = (surveys: UnitSurvey[], above: UnitSurvey[] = []): UnitParts =>
  new Map([
    [UNIT, { parentUnitId: 'above', surveys }],
    ['above', { parentUnitId: undefined, surveys: above }],
  ])
const serviceOf = (units: UnitParts, span = context()) => line(scored(undefined, span, { units }), 'service')

test('the index is rounded half-up to hundredths before it counts', () => {
  // 30 answers, 9 elements: a sum of 900 is a mean of 3.3333 and an index of 83.333…
  expect(serviceOf(surveyed(30, [100, 100, 100, 100, 100, 100, 100, 100, 100])).value).toBe(83_330)
  expect(surveyIndex({ answers: 32, elements: 1, sum: 100 })).toBe(7813)
  expect(surveyIndex({ answers: 30, elements: 9, sum: 30 * 9 * 4 })).toBe(10_000)
})
test('an element left out divides by those kept', () => {
  expect(serviceOf(of([survey('s', { batches: [batch(30, 3)] })])).value).toBe(75_000)
})
test('twenty-nine answers are below the threshold, and their index is told to nobody', () => {
  expect(serviceOf(surveyed(29))).toMatchObject({ missing: 'below-threshold' })
  expect(serviceOf(surveyed(29)).trace).toEqual({
    unitId: UNIT,
    surveys: [expect.any(String)],
    answers: 29,
    fewest: 30,
  })
  expect(serviceOf(surveyed(30)).value).toBe(75_000)
})
test('no survey is not connected, one that nobody answered is below the threshold', () => {
  expect(serviceOf(of([])).missing).toBe('not-connected')
  expect(serviceOf(new Map()).missing).toBe('not-connected')
  expect(serviceOf(of([survey('s')])).missing).toBe('below-threshold')
  expect(serviceOf(of([survey('s', { to: '2026-06-30', from: '2026-01-01' })])).missing).toBe('not-connected')
})
test('a batch counts for the span in which it is dated: 20 answers of 20 September and 18 of 15 October are two quarters', () => {
  const units = of([survey('s', { batches: [batch(20, 3), batch(18, 4, '2026-10-15')] })])
  expect(serviceOf(units).trace.answers).toBe(20)
  const fourth = context({ period: '2026-Q4', from: '2026-10-01', to: '2026-12-31' })
  expect(
    line(scored(undefined, fourth, { units, asOf: Date.parse('2027-01-20T00:00:00Z') }), 'service').trace.answers,
  ).toBe(18)
  const year = context({ period: '2026', from: '2026-01-01', to: '2026-12-31' })
  expect(
    line(scored(undefined, year, { units, asOf: Date.parse('2027-01-20T00:00:00Z') }), 'service').trace,
  ).toMatchObject({
    answers: 38,
    sum: 20 * 6 + 18 * 8,
  })
})
test('a batch of the first and of the last day belongs to the span, one of the day before or after does not', () => {
  const on = (day: string) => serviceOf(of([survey('s', { batches: [batch(30, 3, day)] })])).trace.answers
  expect(['2026-06-30', '2026-07-01', '2026-09-30', '2026-10-01'].map(on)).toEqual([0, 30, 30, 0])
})
test('two surveys of a unit in a quarter are added where they asked the same, in whatever order', () => {
  const first = survey('a', { batches: [batch(20, 3)] })
  const second = survey('b', { elements: ['u2', 'u1'], batches: [batch(15, 4)] })
  for (const surveys of [
    [first, second],
    [second, first],
  ])
    expect(serviceOf(of(surveys)).trace).toMatchObject({ surveys: ['a', 'b'], answers: 35, sum: 20 * 6 + 15 * 8 })
})
test('of surveys that asked other things the one with the most answers counts, of equals the lower id', () => {
  const one = (id: string, answers: number, asked: string[]) =>
    survey(id, { elements: asked, batches: [batch(answers, 3)] })
  expect(serviceOf(of([one('a', 30, ['u1', 'u2']), one('b', 31, ['u1', 'u3'])])).trace.surveys).toEqual(['b'])
  expect(serviceOf(of([one('b', 30, ['u1', 'u3']), one('a', 30, ['u1', 'u2'])])).trace.surveys).toEqual(['a'])
})
test('a unit that has none is judged by the nearest above that has one', () => {
  const above = [survey('up', { batches: [batch(40, 4)] })]
  expect(serviceOf(of([], above))).toMatchObject({ value: 100_000, trace: { unitId: 'above' } })
  expect(serviceOf(of([survey('own')], above))).toMatchObject({ value: 100_000, trace: { unitId: 'above' } })
  expect(serviceOf(of([survey('own', { batches: [batch(12, 3)] })], above))).toMatchObject({
    missing: 'below-threshold',
    trace: { unitId: UNIT, answers: 12 },
  })
})
test('units above each other in a circle end', () => {
  const units: UnitParts = new Map([
    [UNIT, { parentUnitId: 'above', surveys: [] }],
    ['above', { parentUnitId: UNIT, surveys: [] }],
  ])
  expect(serviceOf(units).missing).toBe('not-connected')
})
test('the classes of PermenPANRB 14/2017, at their edges', () => {
  expect([10_000, 8831, 8830, 7661, 7660, 6500, 6499, 2500].map(surveyClass)).toEqual([
    'A',
    'A',
    'B',
    'B',
    'C',
    'C',
    'D',
    'D',
  ])
})
