import { expect, test } from 'vitest'
import { wib } from '../shared/scene.ts'
import { arrivalsLine, hoursLeft } from './board.ts'

const minutes = (...counts: number[]) => counts.map((count, minute) => ({ minute: minute * 60_000, count }))

test('one minute far above all others is cut and named, and the rest keeps its shape', () => {
  const usual = Array.from({ length: 60 }, (_, at) => 100 + at)
  const line = arrivalsLine(minutes(...usual.slice(0, 30), 6_240, ...usual.slice(30)))
  expect(line.spike).toMatchObject({ minute: 30 * 60_000, count: 6_240 })
  expect(line.top).toBe(200)
  expect(arrivalsLine(minutes(...usual)).spike).toBeNull()
})
test('the hours that are left end at midnight of the workplace', () => {
  expect(hoursLeft(wib('2026-11-30', '21.40'), 'WIB')).toEqual({ hours: 2, minutes: 20 })
  expect(hoursLeft(wib('2026-11-30', '23.59') + 30_000, 'WIB')).toEqual({ hours: 0, minutes: 1 })
})
