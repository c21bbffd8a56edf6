import { expect, test } from 'vitest'
import { historyView } from './scenes.ts'
import type { HistoryDay, HistoryView } from './view.ts'
import { cellOf, emptySentence, monthSentence, shadeOf, weeksOf } from './words.ts'

const day = (date: string, over: Partial<HistoryDay> = {}): HistoryDay => ({
  ...historyView.days.find((one) => one.date === date)!,
  ...over,
})
const cell = (one: HistoryDay) => cellOf(one, historyView, 'id')

test('a number opens its day, an open day where it can be recorded, and nothing else leads anywhere', () => {
  expect(cell(day('2026-11-17'))).toMatchObject({ figure: '2', href: '/riwayat?bulan=2026-11&hari=2026-11-17#daftar' })
  expect(cell(day('2026-11-13'))).toMatchObject({ figure: '0', href: '/catat?tanggal=2026-11-13', looks: 'none' })
  expect(cell(day('2026-11-06'))).toMatchObject({ figure: '0', href: null, looks: 'none' })
  expect(cell(day('2026-11-09'))).toMatchObject({ figure: '–', href: null, looks: 'off' })
  expect(cell(day('2026-11-20'))).toMatchObject({ figure: '', href: null, looks: 'next' })
  // On a day of rest somebody may have worked too.
  expect(cell(day('2026-11-14'))).toMatchObject({ figure: '1', looks: 's1' })
  expect(cell(day('2026-11-15'))).toMatchObject({ figure: '', looks: 'rest' })
})

test('whoever hears the calendar hears the number and what it means', () => {
  expect(cell(day('2026-11-03')).says).toBe('1 catatan, terlambat')
  expect(cellOf(day('2026-11-03'), historyView, 'en').says).toBe('1 entry, late')
})

test('a week begins on Monday, and every day stands once under its own', () => {
  const weeks = weeksOf(historyView.days)
  expect(weeks.every((week) => week.length === 7)).toBe(true)
  expect(weeks[0]!.map((one) => one?.date ?? null)).toEqual([null, null, null, null, null, null, '2026-11-01'])
  expect(weeks.flat().flatMap((one) => one?.date ?? [])).toEqual(historyView.days.map(({ date }) => date))
})

test('the darker a cell, the more it holds', () => {
  expect([0, 1, 2, 3, 4, 5, 40].map(shadeOf)).toEqual([0, 1, 1, 2, 2, 3, 3])
})

test('a month says how much of it is recorded, or why there is nothing to say', () => {
  expect(monthSentence(historyView, 'id')).toBe('November 2026: 11 dari 13 hari tercatat')
  const resting = { ...historyView, days: historyView.days.map((one) => ({ ...one, working: false })) }
  expect(monthSentence(resting, 'id')).toBe('November 2026: tidak ada hari kerja')
})

test('where nothing is found the next act is one that finds something', () => {
  const with_ = (over: Partial<HistoryView>) => emptySentence({ ...historyView, entries: [], ...over }, 'id')
  expect(with_({ find: { ...historyView.find, words: 'x' } }).href).toBe('/riwayat?bulan=2026-11')
  expect(with_({}).href).toBe('/catat')
  expect(with_({ month: '2026-10' }).href).toBe('/hari-ini')
})
