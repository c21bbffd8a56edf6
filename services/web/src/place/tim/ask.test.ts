import { expect, test } from 'vitest'
import { stateOf } from './ask.ts'

const day = { entries: 0, excused: '', working: true }
test('a person is in one state a day: recorded, away, not working, unknown, or nothing yet', () => {
  expect(stateOf(day)).toBe('belum')
  expect(stateOf({ ...day, entries: 1 })).toBe('sudah')
  expect(stateOf({ ...day, excused: 'sick' })).toBe('tidak-bertugas')
  expect(stateOf({ ...day, working: false })).toBe('libur')
  expect(stateOf({ ...day, working: undefined })).toBe('tanpa-kalender')
})
test('whoever wrote on a day on which he need not has recorded', () => {
  expect(stateOf({ entries: 2, excused: 'duty-travel', working: false })).toBe('sudah')
})
test('leave over a day that nobody works is leave', () => {
  expect(stateOf({ ...day, excused: 'leave', working: false })).toBe('tidak-bertugas')
})
