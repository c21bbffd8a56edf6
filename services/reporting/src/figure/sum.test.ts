import { expect, test } from 'vitest'
import { weekdayOf } from '@timbang/rules/civil-date'
import type { Figure } from './domain.ts'
import { lastOf, monthsUpTo, type Promised, sumOf, unknownOf } from './sum.ts'

const figure = (span: string, amount: number, per?: number): Figure => ({
  recordId: span,
  revision: 1,
  offset: 0n,
  occurredAt: 0,
  indicatorId: 'i',
  span,
  amount: amount * 1000,
  per: per === undefined ? undefined : per * 1000,
  withdrawn: false,
  unitId: 'u',
  digest: '',
  imported: false,
})
const promised = (changed: Partial<Promised> = {}): Promised => ({
  measure: 'count',
  // Sixty-six working days.
  targets: new Map([['2026-Q4', 660_000n]]),
  from: '2026-01-01',
  to: undefined,
  ...changed,
})
/** Thursday, 8 October: five working days are behind. */
const days = { worked: (date: string) => weekdayOf(date) < 6, today: '2026-10-08', leastKnown: 80 }
const october = ['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07']

test('a count is held against the target of the days that are known, and a day without a figure is none of nought', () => {
  const all = sumOf(promised(), '2026-Q4', [october.map((day) => figure(day, 12))], days)
  expect(all).toMatchObject({ amount: 60_000n, value: 60_000n, target: 50_000n, due: 5, known: 5, enough: true })
  const without = sumOf(promised(), '2026-Q4', [october.slice(1).map((day) => figure(day, 12))], days)
  expect(without).toMatchObject({ value: 48_000n, target: 40_000n, due: 5, known: 4, enough: true })
  expect(unknownOf(promised(), '2026-Q4', [october.slice(1).map((day) => figure(day, 12))], days)).toEqual([
    '2026-10-01',
  ])
})
test('of too few days a count says nothing, a ratio does', () => {
  const few = [october.slice(2).map((day) => figure(day, 12, 3))]
  expect(sumOf(promised(), '2026-Q4', few, days)).toMatchObject({ due: 5, known: 3, enough: false })
  expect(sumOf(promised({ measure: 'ratio' }), '2026-Q4', few, days)).toMatchObject({ due: 5, known: 3, enough: true })
})
test('a ratio is the sum of amounts by the sum of what they are per, over days and units, and no mean of means', () => {
  const ratio = promised({ measure: 'ratio', targets: new Map([['2026-Q4', 15_000n]]) })
  const units = [[figure('2026-10-01', 4_000, 200), figure('2026-10-02', 500, 50)], [figure('2026-10-01', 300, 10)]]
  expect(sumOf(ratio, '2026-Q4', units, days)).toMatchObject({
    amount: 4_800_000n,
    per: 260_000n,
    value: 18_462n,
    target: 15_000n,
  })
  // Nobody came: that is known, and no ratio.
  expect(sumOf(ratio, '2026-Q4', [[figure('2026-10-01', 0, 0)]], days)).toMatchObject({
    per: 0n,
    value: undefined,
    enough: false,
  })
  // Of how many is not said: it says nothing of a ratio.
  expect(sumOf(ratio, '2026-Q4', [[figure('2026-10-01', 5)]], days)).toMatchObject({ amount: undefined, known: 0 })
})
test('a level is the last one, and those of two units do not add up', () => {
  const level = promised({ measure: 'level', targets: new Map() })
  const one = [figure('2026-10-02', 8), figure('2026-10-01', 9)]
  expect(sumOf(level, '2026-Q4', [one], days)).toMatchObject({ value: 8_000n, target: undefined, enough: true })
  expect(sumOf(level, '2026-Q4', [one, one], days)).toMatchObject({ value: undefined, enough: false })
})
test('of nothing nothing is known, which is not nought', () => {
  expect(sumOf(promised(), '2026-Q4', [], days)).toMatchObject({
    amount: undefined,
    value: undefined,
    due: 0,
    enough: false,
  })
  expect(sumOf(promised(), '2026-Q4', [[]], days)).toMatchObject({ value: undefined, due: 5, known: 0, enough: false })
})
test('a month’s figure is known of all its days, once it is over', () => {
  const month = [[figure('2026-10', 220)]]
  expect(sumOf(promised(), '2026-10', month, days)).toMatchObject({ value: undefined, known: 0 })
  const later = { ...days, today: '2026-11-02' }
  expect(sumOf(promised(), '2026-10', month, later)).toMatchObject({
    value: 220_000n,
    target: 220_000n,
    due: 22,
    known: 22,
  })
  expect(lastOf(promised(), '2026-Q4', month, later)).toBe('2026-10')
  // Of a month in which the indicator begins it is not known what fell before.
  expect(sumOf(promised({ from: '2026-10-05' }), '2026-10', month, later)).toMatchObject({ value: undefined })
})
test('today is due as soon as it has a figure, and tomorrow counts nothing', () => {
  const told = [october.map((day) => figure(day, 10)).concat(figure('2026-10-08', 10), figure('2026-10-09', 10))]
  expect(sumOf(promised(), '2026-Q4', told, days)).toMatchObject({ value: 60_000n, target: 60_000n, due: 6 })
  expect(lastOf(promised(), '2026-Q4', told, days)).toBe('2026-10-08')
})
test('only the days on which an indicator holds are due, and figures of others are none of its', () => {
  const told = [october.map((day) => figure(day, 10))]
  const held = promised({ from: '2026-10-05', to: '2026-10-06' })
  // The quarter's target is that of the two days.
  expect(sumOf(held, '2026-Q4', told, days)).toMatchObject({ value: 20_000n, target: 660_000n, due: 2, known: 2 })
  expect(sumOf(held, '2026-Q3', told, days)).toMatchObject({ value: undefined, target: undefined, due: 0 })
})
test('an agency whose year has no calendar owes no days and has no target to date', () => {
  const none = { ...days, worked: () => false }
  expect(sumOf(promised(), '2026-Q4', [[figure('2026-10-01', 10)]], none)).toMatchObject({
    value: 10_000n,
    target: undefined,
    due: 0,
    enough: false,
  })
})
test('a year of months ends with the quarter, or with the month that runs', () => {
  expect(monthsUpTo('2026-Q3', '2026-11-30')).toHaveLength(12)
  expect(monthsUpTo('2026-Q3', '2026-11-30').at(0)).toBe('2025-10')
  expect(monthsUpTo('2026-Q4', '2026-11-30').at(-1)).toBe('2026-11')
})
