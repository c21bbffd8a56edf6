import { isCivilDate } from '@timbang/rules/civil-date'
import { expect, test } from 'vitest'
import { lastDayOfMonth, yearsLater } from './civil-date.ts'

test('a day that does not exist is no date', () => {
  expect(['2026-02-28', '2024-02-29', '2000-02-29'].filter(isCivilDate)).toHaveLength(3)
  expect(
    ['2026-02-29', '1900-02-29', '2026-04-31', '2026-13-01', '2026-1-1', '0000-01-01', ''].filter(isCivilDate),
  ).toEqual([])
})

test('a month ends where it ends', () => {
  expect([
    lastDayOfMonth(2024, 2),
    lastDayOfMonth(1900, 2),
    lastDayOfMonth(2000, 2),
    lastDayOfMonth(2026, 4),
    lastDayOfMonth(2026, 12),
  ]).toEqual(['2024-02-29', '1900-02-28', '2000-02-29', '2026-04-30', '2026-12-31'])
})

test('eighteen years after 29 February is 1 March', () => {
  expect([yearsLater('2000-02-29', 18), yearsLater('2000-02-29', 4), yearsLater('2000-12-31', 18)]).toEqual([
    '2018-03-01',
    '2004-02-29',
    '2018-12-31',
  ])
})
