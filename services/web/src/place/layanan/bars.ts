import { daysOfMonth } from '@timbang/rules/civil-date'
import type { MonthView } from './view.ts'
import { ofDay } from './words.ts'

export type Bar = { kind: 'dot' | 'lost'; x: number; y: number; width: number; height: number }
/** Of a day without a figure so much is hatched, from the ground: there is none of nought. */
const HATCHED = 12
const hundredths = (value: number): number => Math.round(value * 100) / 100

/** A bar a day from zero, in percent of the highest; a day without a figure is hatched. A count has its target by the quarter, and no line by day. */
export function barsOf(view: Pick<MonthView, 'days' | 'month' | 'indicator' | 'sum'>): {
  days: readonly Bar[]
  most: number
  target: number | null
} {
  const { days, month, indicator, sum } = view
  const target = indicator.measure === 'count' ? null : sum.target
  const values = days.map((day) => ofDay(view, day))
  const most = Math.max(target ?? 0, ...values.map((value) => value ?? 0))
  const width = 100 / daysOfMonth(month).length
  return {
    days: daysOfMonth(month).map((_, at): Bar => {
      const value = values[at] ?? null
      const unknown = days[at]?.state === 'unknown'
      const height = unknown ? HATCHED : value === null || most === 0 ? 0 : hundredths((value * 100) / most)
      return {
        kind: unknown ? 'lost' : 'dot',
        x: hundredths(at * width),
        y: hundredths(100 - height),
        width: hundredths(width * 0.72),
        height,
      }
    }),
    most,
    target: target === null || most === 0 ? null : hundredths(100 - (target * 100) / most),
  }
}
