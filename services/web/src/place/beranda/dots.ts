/** One dot a service on one axis; those that would cover each other stand above each other. Percent of the plot. */
export type Dot = { x: number; y: number; low: boolean }
export type Dots = { from: number; to: number; dots: readonly Dot[]; place(index: number): number }

/** Where class B begins (PermenPANRB 14/2017), and class A. */
export const GOOD = 7661
export const VERY_GOOD = 8831
/** As wide as a dot, in percent of the plot on a small screen. */
const WIDTH = 4

/** @param indices in hundredths */
export const dotsOf = (indices: readonly number[]): Dots => {
  const from = Math.min(7000, Math.floor(Math.min(...indices, 7000) / 500) * 500)
  const to = Math.max(9500, Math.ceil(Math.max(...indices, 9500) / 500) * 500)
  const place = (index: number): number => Number((((index - from) * 100) / (to - from)).toFixed(2))
  const levels = new Map<number, number>()
  const stacked = indices
    .toSorted((a, b) => a - b)
    .map((index) => {
      const column = Math.floor(place(index) / WIDTH)
      const level = levels.get(column) ?? 0
      levels.set(column, level + 1)
      return { x: place(index), level, low: index < GOOD }
    })
  const rows = Math.max(5, ...levels.values())
  return {
    from,
    to,
    place,
    dots: stacked.map(({ x, level, low }) => ({
      x,
      y: Number((100 - ((level + 0.6) * 100) / (rows + 0.4)).toFixed(2)),
      low,
    })),
  }
}
