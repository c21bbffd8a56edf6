import { expect, test } from 'vitest'
import { calendars } from './calendars.ts'

test('every week has the hours of Perpres 21/2023: 37.5, and 32.5 in Ramadan, breaks not counted', () => {
  for (const { hours } of calendars)
    for (const [fasting, wanted] of [
      [false, 37.5],
      [true, 32.5],
    ] as const) {
      const net = hours
        .filter(({ fromDate }) => (fromDate !== undefined) === fasting)
        .reduce((sum, one) => sum + one.weekdays.length * (one.endMinute - one.beginMinute - one.breakMinutes), 0)
      expect(net / 60).toBe(wanted)
    }
})
