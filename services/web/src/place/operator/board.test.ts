import { expect, test } from 'vitest'
import { wib } from '../shared/scene.ts'
import { arrivalsLine, forecastOf, hoursLeft } from './board.ts'

const now = wib('2026-11-30', '21.00')
/** Four hours up to now, a count for each minute. */
const arrivals = (countOf: (minute: number) => number) =>
  Array.from({ length: 240 }, (_, at) => ({ minute: now - (240 - at) * 60_000, count: countOf(at) }))
/** A week before: a hundred a minute up to 21.00, two hundred after it. */
const earlier = Array.from({ length: 96 }, (_, quarter) => ({
  from: wib('2026-11-23', '00.00') + quarter * 900_000,
  count: quarter < 84 ? 1_500 : 3_000,
}))

test('one minute far above all others is cut and named, and the rest keeps its shape', () => {
  const line = (counts: (minute: number) => number) =>
    arrivalsLine({ arrivals: arrivals(counts), earlier: [] }, null, now, 'WIB')
  const spiked = line((at) => (at === 30 ? 6_240 : 100 + at / 4))
  expect(spiked.spike).toMatchObject({ minute: now - 210 * 60_000, count: 6_240 })
  expect(spiked.top).toBe(200)
  expect(line((at) => 100 + at / 4).spike).toBeNull()
})
test('what is still to come is the earlier day’s rest at today’s pace, and an import of one minute sets no pace', () => {
  const half = forecastOf({ arrivals: arrivals(() => 50), earlier }, now, 'WIB')
  expect(half).toMatchObject({ pace: 0.5, rest: (12 * 3_000) / 2 })
  expect(half?.curve.every(({ at, count }) => at > now && count === 100)).toBe(true)
  expect(forecastOf({ arrivals: arrivals((at) => (at === 200 ? 9_000 : 50)), earlier }, now, 'WIB')?.pace).toBe(0.5)
})
test('nothing is forecast without a day that was seen whole, from too little, or before the day has an hour', () => {
  expect(forecastOf({ arrivals: arrivals(() => 50), earlier: [] }, now, 'WIB')).toBeNull()
  const few = earlier.map((one) => ({ ...one, count: 10 }))
  expect(forecastOf({ arrivals: arrivals(() => 50), earlier: few }, now, 'WIB')).toBeNull()
  const early = wib('2026-11-30', '00.30')
  const yesterday = arrivals(() => 50).map((one) => ({ ...one, minute: one.minute - now + early }))
  expect(forecastOf({ arrivals: yesterday, earlier }, early, 'WIB')).toBeNull()
})
test('the lines end at the deadline, and now stands where it is on the way there', () => {
  const figures = { arrivals: arrivals(() => 50), earlier }
  const line = arrivalsLine(figures, forecastOf(figures, now, 'WIB'), now, 'WIB')
  expect(line.now).toBeCloseTo((4 / 7) * 100, 1)
  expect(Number(line.forecast.split(' ').at(-1)?.split(',')[0])).toBeCloseTo(100 - 7.5 / 4.2, 1)
  expect(line.ends).toEqual({ forecast: 100, earlier: 200 })
})
test('the hours that are left end at midnight of the workplace', () => {
  expect(hoursLeft(wib('2026-11-30', '21.40'), 'WIB')).toEqual({ hours: 2, minutes: 20 })
  expect(hoursLeft(wib('2026-11-30', '23.59') + 30_000, 'WIB')).toEqual({ hours: 0, minutes: 1 })
})
