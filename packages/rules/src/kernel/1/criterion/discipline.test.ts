import { expect, test } from 'vitest'
import type { Day } from '../day.ts'
import { toThousandths } from '../../../fraction.ts'
import { indeksDaerah } from '../../../packs/indeks-daerah.ts'
import { discipline } from './discipline.ts'

const day = (late: number, early = 0, changed: Partial<Day> = {}, present = true): Day => ({
  date: '2026-07-01',
  working: true,
  excused: undefined,
  windowClosed: true,
  entries: [],
  attendance: {
    kind: 'attendance',
    recordId: 'r',
    revision: 1,
    offset: 0n,
    recordedAt: 0,
    present,
    lateMinutes: late,
    earlyLeaveMinutes: early,
  },
  ...changed,
})
const value = (days: Day[], connected = true) => {
  const one = discipline(days, connected, indeksDaerah)
  return 'value' in one ? toThousandths(one.value) : one.missing
}

test('the bands, at their edges', () => {
  expect([0, 1, 30, 31, 60, 61, 90, 91, 480].map((minutes) => value([day(minutes)]))).toEqual([
    100_000, 99_500, 99_500, 99_000, 99_000, 98_750, 98_750, 98_500, 98_500,
  ])
})
test('late and early on one day are two', () => {
  expect(value([day(10, 45)])).toBe(98_500)
})
test('an absence costs three points, and its minutes nothing', () => {
  expect(value([day(45, 45, {}, false)])).toBe(97_000)
})
test('nothing falls below nought', () => {
  expect(value(Array.from({ length: 40 }, () => day(0, 0, {}, false)))).toBe(0)
})
test('an excused day, a free day and a day without a record cost nothing', () => {
  expect(
    value([
      day(45, 0, { excused: 'duty-travel' }),
      day(45, 0, { working: false }),
      day(45, 0, { attendance: undefined }),
    ]),
  ).toBe(100_000)
})
test('without a source there is no value, and none is invented', () => {
  expect(value([day(45)], false)).toBe('not-connected')
})
