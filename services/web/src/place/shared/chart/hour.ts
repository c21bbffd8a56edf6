/** Sixty minutes as bars, in percent of the highest; an empty hour keeps its baseline. */
export type Hour = { total: number; most: number; heights: readonly number[] }

export const hourOf = (perMinute: readonly number[]): Hour => {
  const most = Math.max(0, ...perMinute)
  return {
    total: perMinute.reduce((sum, value) => sum + value, 0),
    most,
    heights: perMinute.map((value) => (most === 0 ? 0 : Math.round((value * 10_000) / most) / 100)),
  }
}

/** Several hours as one. */
export const addHours = (hours: readonly (readonly number[])[]): readonly number[] =>
  Array.from({ length: 60 }, (_, index) => hours.reduce((sum, hour) => sum + (hour[index - 60 + hour.length] ?? 0), 0))
