import { expect, test } from 'vitest'
import { age, clock, dayOf, deadline, longDate, moment, quarter, shortMoment, weekdayOf } from './time.ts'

const at = Date.UTC(2026, 10, 19, 3, 44)

test('a time names its zone and is read at the workplace', () => {
  expect(moment(at, 'WIB', 'id')).toBe('19 November 2026, 10.44\u00a0WIB')
  expect(clock(at, 'WIT', 'en')).toBe('12:44')
  expect(dayOf(Date.UTC(2026, 10, 19, 17, 1), 'WIB')).toBe('2026-11-20')
  expect(shortMoment(at, 'WIB', 'id')).toBe('19 Nov 10.44\u00a0WIB')
  expect(longDate('2026-11-19', 'id')).toBe('Kamis, 19 November 2026')
})
test('a deadline is said as near as it is', () => {
  expect(deadline(Date.UTC(2026, 10, 19, 16, 59), at, 'WIB', 'id')).toBe('hari ini, 23.59\u00a0WIB')
  expect(deadline(Date.UTC(2026, 10, 20, 16, 59), at, 'WIB', 'en')).toBe('tomorrow, 23:59\u00a0WIB')
  expect(deadline(Date.UTC(2026, 10, 21, 16, 59), at, 'WIB', 'id')).toBe('Sabtu 21 November, 23.59\u00a0WIB')
})
test('the midnight that ends a day belongs to that day', () => {
  expect(deadline(Date.UTC(2026, 10, 19, 17), at, 'WIB', 'id')).toBe('hari ini, 24.00\u00a0WIB')
  expect(deadline(Date.UTC(2026, 10, 20, 17), at, 'WIB', 'en')).toBe('tomorrow, 24:00\u00a0WIB')
})
test('an age has one unit', () => {
  expect([400, 48_000, 48 * 60_000, 26 * 3_600_000, 8 * 86_400_000].map((value) => age(value, 'id'))).toEqual([
    '0,4\u00a0dtk',
    '48\u00a0dtk',
    '48\u00a0menit',
    '26\u00a0jam',
    '8\u00a0hari',
  ])
})
test('a quarter is read from its period', () => {
  expect(quarter('2026-Q3', 'id')).toBe('Triwulan III 2026')
  expect(weekdayOf('2026-11-16')).toBe(0)
})
