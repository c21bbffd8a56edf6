import { expect, test } from 'vitest'
import { standingOf } from './bring.ts'

const has = (employeeId: string, fromDate: string, toDate = '') => ({ employeeId, fromDate, toDate })

test('a row of a number that nobody has is new; what stands already is the same, also with a blank end; all else changes it', () => {
  const ani = has('ani', '2026-01-01')
  const left = has('ani', '2026-01-01', '2026-06-30')
  expect(standingOf(ani, [])).toBe('fresh')
  expect(standingOf(ani, [ani])).toBe('same')
  expect(standingOf(ani, [left])).toBe('same')
  expect(standingOf(left, [ani])).toBe('changed')
  expect(standingOf(has('budi', '2026-01-01'), [ani])).toBe('changed')
  expect(standingOf(has('ani', '2026-02-01'), [ani])).toBe('changed')
})
