import { expect, test } from 'vitest'
import { balanceRows, balanceSentences, takenText } from './leave-words.ts'
import type { LeaveBalance } from './view.ts'

const today = '2026-11-19'
const balance: LeaveBalance = {
  since: '2016-03-01',
  had: [12, 6, 6],
  left: [12, 5, 0],
  over: 0,
  knownFrom: 2025,
}
const of = (changed: Partial<LeaveBalance> | null) => ({
  year: 2026,
  balance: changed && { ...balance, ...changed },
  leaves: [],
})
const says = (changed: Partial<LeaveBalance> | null, language: 'id' | 'en' = 'id') =>
  balanceSentences(of(changed), today, language)

test('what is left stands beside what there was, year by year, and adds up', () => {
  expect(says({})[0]).toBe('Sisa cuti tahunan 17 dari 24 hari kerja.')
  expect(balanceRows(of({}))).toEqual([
    { year: 2024, had: 6, left: 0 },
    { year: 2025, had: 6, left: 5 },
    { year: 2026, had: 12, left: 12 },
  ])
  expect(balanceRows(of({ had: [0, 0, 0], left: [0, 0, 0] }))).toEqual([{ year: 2026, had: 0, left: 0 }])
})
test('what is not known is said, and no zero stands for it', () => {
  expect(says({})).toContain('Sisa sebelum 2025 tidak diketahui dan tidak dihitung.')
  expect(says({ since: '2025-03-01' })).not.toContain('Sisa sebelum 2025 tidak diketahui dan tidak dihitung.')
  expect(says(null, 'en')).toEqual(['There is no right to annual leave that could be counted.'])
})
test('a right that begins later says when, with what was used before it', () => {
  expect(says({ since: '2027-02-01', had: [0, 0, 0], left: [0, 0, 0], over: 2 })).toEqual([
    'Hak cuti tahunan mulai 1 Februari 2027.',
    'Terpakai 2 hari kerja melebihi hak.',
  ])
  expect(balanceRows(of({ since: '2027-02-01' }))).toEqual([])
  expect(says({ since: '2026-12-01', had: [12, 0, 0], left: [12, 0, 0] }, 'en')).toEqual([
    '12 of 12 working days of annual leave are left.',
    'The right to annual leave begins on 1 December 2026.',
  ])
})
test('a leave says its kind and its working days, and how many of them are annual ones where not all are', () => {
  const line = { recordId: 'r', kind: 'annual', from: today, to: today, workingDays: 5, annualDays: 3, warning: null }
  expect(takenText(line, 'id')).toBe('Cuti tahunan: 5 hari kerja, 3 dari cuti tahunan.')
  expect(takenText({ ...line, warning: 'too-long' }, 'id')).toBe(
    'Cuti tahunan: 5 hari kerja, 3 dari cuti tahunan. Lebih lama dari batas jenisnya, tetap dihitung.',
  )
  expect(takenText({ ...line, annualDays: 5 }, 'en')).toBe('Annual leave: 5 working days.')
  expect(takenText({ ...line, kind: 'sick', workingDays: 1, annualDays: 0 }, 'en')).toBe('Sick: 1 working day.')
})
