import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addDays,
  boundsOf,
  dateAt,
  daysBetween,
  daysOfMonth,
  eachDay,
  isCivilDate,
  isPeriod,
  isWorkingDay,
  periodOf,
  startOf,
  weekdayOf,
  type Calendar,
  type Zone,
  timeOfDay,
} from './civil-date.ts'

const date = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2060-12-31'), noInvalidDate: true })
  .map((one) => one.toISOString().slice(0, 10))
const zone = fc.constantFrom<Zone>('WIB', 'WITA', 'WIT')

test('a day begins at midnight of the workplace, first in the east', () => {
  expect(new Date(startOf('2026-11-13', 'WIB')).toISOString()).toBe('2026-11-12T17:00:00.000Z')
  expect(startOf('2026-11-13', 'WIB') - startOf('2026-11-13', 'WIT')).toBe(2 * 3_600_000)
})
test('every instant of a civil day is of that day, and the one before is not', () => {
  fc.assert(
    fc.property(date, zone, fc.nat(86_399_999), (day, where, within) => {
      expect(dateAt(startOf(day, where) + within, where)).toBe(day)
      expect(dateAt(startOf(day, where) - 1, where)).toBe(addDays(day, -1))
    }),
  )
})
test('days are counted over leap days and year ends', () => {
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
  expect(addDays('2027-02-28', 1)).toBe('2027-03-01')
  expect(daysBetween('2026-12-31', '2027-01-01')).toBe(1)
  fc.assert(
    fc.property(date, fc.integer({ min: -4000, max: 4000 }), (day, days) => {
      expect(daysBetween(day, addDays(day, days))).toBe(days)
    }),
  )
})
test('a day that does not exist is none', () => {
  for (const text of ['2026-02-29', '2026-13-01', '2026-11-31', '2026-1-1', '0000-01-01', '', '2026-11-13T00:00:00Z'])
    expect(isCivilDate(text)).toBe(false)
  expect(isCivilDate('2028-02-29')).toBe(true)
})
test('a quarter has its bounds, and every day of it knows it', () => {
  expect(boundsOf('2026-Q1')).toEqual({ from: '2026-01-01', to: '2026-03-31' })
  expect(boundsOf('2026-Q4')).toEqual({ from: '2026-10-01', to: '2026-12-31' })
  fc.assert(
    fc.property(date, (day) => {
      const { from, to } = boundsOf(periodOf(day))
      expect(from <= day && day <= to).toBe(true)
      expect(periodOf(addDays(to, 1))).not.toBe(periodOf(day))
    }),
  )
  expect(isPeriod('2026-Q5')).toBe(false)
  expect(() => boundsOf('2026')).toThrow(RangeError)
})
test('a month has its days, and what is no month has none', () => {
  expect(daysOfMonth('2028-02')).toHaveLength(29)
  expect(daysOfMonth('2026-13')).toEqual([])
})
test('a week of five or six days, less holidays and joint leave', () => {
  const five: Calendar = { workingWeekdays: [1, 2, 3, 4, 5], holidays: new Set(['2026-12-24', '2026-12-25']) }
  const six: Calendar = { ...five, workingWeekdays: [1, 2, 3, 4, 5, 6] }
  const worked = (calendar: Calendar) =>
    [...eachDay('2026-12-21', '2026-12-27')].filter((day) => isWorkingDay(calendar, day))
  expect(worked(five)).toEqual(['2026-12-21', '2026-12-22', '2026-12-23'])
  expect(worked(six)).toEqual(['2026-12-21', '2026-12-22', '2026-12-23', '2026-12-26'])
  expect(weekdayOf('2026-12-27')).toBe(7)
})
test('minutes since midnight are a time of day, its end among them', () => {
  expect([0, 59, 510, 1_440].map(timeOfDay)).toEqual(['00:00', '00:59', '08:30', '24:00'])
})
