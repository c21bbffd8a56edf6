import { expect, test } from 'vitest'
import { promiseBar, trendOf } from './trend.ts'
import { trendTitle } from './words.ts'
import type { IndicatorLine } from './view.ts'

const month = (span: string, value: number | null, target: number | null = null) => ({
  span,
  value,
  target,
  amount: value,
  per: null,
  daysDue: 20,
  daysKnown: 20,
  enough: true,
})
const line = (...months: IndicatorLine['months']): IndicatorLine =>
  ({ months, unit: 'menit', perUnit: 'pasien', measure: 'ratio', lessIsBetter: true }) as unknown as IndicatorLine

test('a month of which nothing is known has no bar, the month that runs is provisional, and targets stand on the same scale', () => {
  const { bars, most, marks } = trendOf(
    line(month('2026-09', 20_000), month('2026-10', null), month('2026-11', 10_000, 25_000)),
    '2026-11',
  )
  expect(most).toBe(25_000)
  expect(marks).toBe(true)
  expect(bars.map(({ height, target, provisional }) => [height, target, provisional])).toEqual([
    [80, null, false],
    [null, null, false],
    [40, 100, true],
  ])
})
test('result and target stand on one scale from zero, and of nothing there is no bar', () => {
  expect(promiseBar({ value: 50, target: 100 })).toEqual({ value: 43.48, target: 86.96 })
  expect(promiseBar({ value: 0, target: null })).toEqual({ value: 0, target: null })
  expect(promiseBar({ value: null, target: 100 })).toBeNull()
})
test('a trend is told over months that are over, and of one month or none there is none', () => {
  const falling = line(
    month('2026-08', 25_100),
    month('2026-09', null),
    month('2026-10', 18_000),
    month('2026-11', 90_000),
  )
  expect(trendTitle(falling, '2026-11', 'id')).toBe('Turun dari 25,1 ke 18,0 menit per pasien sejak Agustus 2026')
  expect(trendTitle(line(month('2026-10', 5_000), month('2026-11', 6_000)), null, 'en')).toBe(
    'Up from 5.0 to 6.0 menit per pasien since October 2026',
  )
  expect(trendTitle(line(month('2026-10', 5_000), month('2026-11', 5_000)), null, 'id')).toBe(
    'Tetap 5,0 menit per pasien sejak Oktober 2026',
  )
  expect(trendTitle(line(month('2026-11', 6_000)), '2026-11', 'id')).toBe('Belum ada dua bulan untuk dibandingkan')
})
