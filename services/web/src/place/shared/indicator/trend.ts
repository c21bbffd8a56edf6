import type { IndicatorLine, IndicatorSum } from './view.ts'

export type TrendBar = {
  span: string
  x: number
  width: number
  /** In percent of the highest; null: nothing is known. */
  height: number | null
  target: number | null
  provisional: boolean
}
const hundredths = (value: number): number => Math.round(value * 100) / 100

/** Months from zero, in percent of the highest value or target. What is not known has no bar: it is none of nought. @param running the month that is not over */
export function trendOf(
  line: Pick<IndicatorLine, 'months'>,
  running: string | null,
): { bars: readonly TrendBar[]; most: number; marks: boolean } {
  const most = Math.max(0, ...line.months.flatMap(({ value, target }) => [value ?? 0, target ?? 0]))
  const share = (value: number | null): number | null =>
    value === null ? null : most === 0 ? 0 : hundredths((value * 100) / most)
  const step = 100 / Math.max(1, line.months.length)
  return {
    bars: line.months.map(({ span, value, target }, at) => ({
      span,
      x: hundredths(at * step + step * 0.14),
      width: hundredths(step * 0.72),
      height: share(value),
      target: share(target),
      provisional: span === running,
    })),
    most,
    marks: line.months.some(({ target }) => target !== null),
  }
}

/** Result and target on one scale from zero, which leaves room behind the larger; null: nothing is known. */
export function promiseBar({ value, target }: Pick<IndicatorSum, 'value' | 'target'>): {
  value: number
  target: number | null
} | null {
  if (value === null) return null
  const whole = Math.max(value, target ?? 0) * 1.15
  const share = (part: number): number => (whole === 0 ? 0 : hundredths((part * 100) / whole))
  return { value: share(value), target: target === null ? null : share(target) }
}
