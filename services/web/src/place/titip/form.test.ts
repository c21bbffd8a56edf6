import { expect, test } from 'vitest'
import { type LeaveFields, MOST_LETTERS, readLeaving } from './form.ts'

const span = { first: '2026-11-12', today: '2026-11-19' }
const wrong = (more: Partial<LeaveFields>) => {
  const fields = { draft_id: 'd', employee: 'sari', date: '2026-11-18', sentence: 'Menutup loket tiga.', ...more }
  const read = readLeaving(fields, span)
  return read.ok ? [] : read.errors.map(({ field, code }) => `${field} ${code}`)
}

test('a draft says for whom it is, of which day, and what was done', () => {
  expect(wrong({})).toEqual([])
  expect(wrong({ employee: '', date: 'kemarin', sentence: '  ' })).toEqual([
    'employee choose',
    'date date',
    'sentence write',
  ])
})
test('its day lies within the last week', () => {
  expect(wrong({ date: '2026-11-12' })).toEqual([])
  expect(wrong({ date: '2026-11-11' })).toEqual(['date date'])
  expect(wrong({ date: '2026-11-20' })).toEqual(['date date'])
})
test('it has as many letters as an entry', () => {
  expect(wrong({ sentence: '𝐀'.repeat(MOST_LETTERS) })).toEqual([])
  expect(wrong({ sentence: '𝐀'.repeat(MOST_LETTERS + 1) })).toEqual(['sentence long'])
})
