import { expect, test } from 'vitest'
import { readGiving, type GiveFields } from './form.ts'

const bounds = { today: '2026-11-19', lastFrom: '2027-02-19', mostDays: 90 }
const read = (more: Partial<GiveFields> = {}) =>
  readGiving({ delegate: 'rahmi', from: '2026-11-19', to: '2026-11-27', ...more }, bounds)
const wrong = (more: Partial<GiveFields>) => {
  const answer = read(more)
  return answer.ok ? [] : answer.errors.map(({ field, code }) => `${field} ${code}`)
}

test('a delegation says to whom, from when and until when', () => {
  expect(read()).toEqual({ ok: true, giving: { delegateId: 'rahmi', fromDate: '2026-11-19', toDate: '2026-11-27' } })
  expect(wrong({ delegate: '', from: '', to: 'besok' })).toEqual(['delegate choose', 'from date', 'to date'])
})
test('it begins today or within the time that is offered, and its end is no earlier', () => {
  expect(wrong({ from: '2026-11-18' })).toEqual(['from ahead'])
  expect(wrong({ from: '2027-02-19', to: '2027-02-19' })).toEqual([])
  expect(wrong({ from: '2027-02-20', to: '2027-02-20' })).toEqual(['from ahead'])
  expect(wrong({ to: '2026-11-18' })).toEqual(['to span'])
})
test('it lasts ninety days at most', () => {
  expect(wrong({ to: '2027-02-16' })).toEqual([])
  expect(wrong({ to: '2027-02-17' })).toEqual(['to long'])
})
