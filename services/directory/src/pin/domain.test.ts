import { expect, test } from 'vitest'
import { give, type Holder } from './domain.ts'

const has = (employeeId: string, fromDate: string, toDate?: string): Holder => ({ employeeId, fromDate, toDate })
const refused = { code: 'pin.overlaps' }

test('a number that changes its owner in mid-month is the former’s until the day before', () => {
  expect(give([has('ani', '2026-01-01')], has('budi', '2026-11-16'))).toEqual([
    has('ani', '2026-01-01', '2026-11-15'),
    has('budi', '2026-11-16'),
  ])
  expect(give([has('ani', '2026-01-01', '2026-12-31')], has('budi', '2026-11-16'))).toEqual([
    has('ani', '2026-01-01', '2026-11-15'),
    has('budi', '2026-11-16'),
  ])
})

test('what was said of the same beginning is mended, and said again it stays', () => {
  const [ani] = [has('ani', '2026-01-01')]
  expect(give([ani], has('budi', '2026-01-01'))).toEqual([has('budi', '2026-01-01')])
  expect(give([ani], has('ani', '2026-01-01', '2026-06-30'))).toEqual([has('ani', '2026-01-01', '2026-06-30')])
  expect(give([ani], ani)).toEqual([ani])
  const both = [has('ani', '2026-01-01', '2026-11-15'), has('budi', '2026-11-16')]
  expect(give(both, ani)).toEqual(both)
})

test('who has it later keeps it: an earlier owner is told with his end', () => {
  const later = [has('budi', '2026-11-16')]
  expect(give(later, has('ani', '2026-01-01', '2026-11-15'))).toEqual([
    has('ani', '2026-01-01', '2026-11-15'),
    ...later,
  ])
  expect(give(later, has('ani', '2026-01-01'))).toMatchObject(refused)
  expect(give(later, has('ani', '2026-01-01', '2026-11-16'))).toMatchObject(refused)
})

test('a number is not lent in the middle of somebody’s days, and no one has it for less than a day', () => {
  expect(give([has('ani', '2026-01-01', '2026-12-31')], has('budi', '2026-03-01', '2026-03-31'))).toMatchObject(refused)
  expect(give([], has('ani', '2026-03-01', '2026-02-28'))).toMatchObject(refused)
  expect(give([], has('ani', '2026-03-01', '2026-03-01'))).toEqual([has('ani', '2026-03-01', '2026-03-01')])
})
