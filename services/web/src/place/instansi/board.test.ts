import { expect, test } from 'vitest'
import { figures, limits, unit } from '../shared/board/scene.ts'
import { whole } from '../shared/board/figures.ts'
import { now } from '../shared/scene.ts'
import { agencyBoard } from './board.ts'

const days = { daysDue: 400, daysOnTime: 380, daysLate: 10, daysAwaiting: 4 }
const meta = (daysByWriting: number, language: 'id' | 'en') =>
  agencyBoard(figures('a', 20, 95, { ...days, daysByWriting }), limits, now, language).texts['onTime.meta']

test('the share of days that count from when they were written offline is told of the days that were due, and only where there are any', () => {
  expect(meta(30, 'id')).toContain('8\u00a0% dihitung dari saat ditulis luring.')
  expect(meta(30, 'en')).toContain('8% count from when they were written offline.')
  // One of four hundred is less than half a percent, and is still some.
  expect(meta(1, 'id')).toContain('Kurang dari 1\u00a0% dihitung dari saat ditulis luring.')
  expect(meta(0, 'id')).not.toContain('luring')
  expect(meta(0, 'en')).not.toContain('offline')
})

test('what waits for longer than the figures look back is counted once, in its unit and in the whole, and the oldest of all is the age', () => {
  const recent = figures('a', 20, 95, {
    entriesWaiting: 5,
    oldestWaitingAt: now - 26 * 3_600_000,
    units: [unit('a1', 10, 95, 5, 3), unit('a2', 10, 95, 5, 2)],
  })
  const all = whole(recent, {
    entries: 4,
    oldestAt: now - 103 * 86_400_000,
    units: [{ unitId: 'a2', entries: 4 }],
  })
  expect(all.units.map(({ entriesWaiting }) => entriesWaiting)).toEqual([3, 6])
  const { texts } = agencyBoard(all, limits, now, 'id')
  expect(texts['waiting.figure']).toBe('9 catatan')
  expect(texts['waiting.rest']).toBe('menunggu verifikasi, tertua 103\u00a0hari.')
  expect(whole(recent, null)).toBe(recent)
})
