import { expect, test } from 'vitest'
import { announce, chipOf, heard } from './freshness.ts'

const start = { heardAt: 1000, lagMs: 0, pausedAt: null }

test('the age is what the frame was old when it came, and what passed since', () => {
  expect(chipOf(heard(start, 5000, { sentAt: 90_400, computedAt: 90_000 }), 5100)).toEqual({ kind: 'live', ageMs: 500 })
})
test('a beat says that nothing is newer', () => {
  expect(chipOf(heard(start, 5000, { sentAt: 90_400 }), 5000)).toEqual({ kind: 'live', ageMs: 0 })
})
test('a wrong clock of the device or the server makes no negative age', () => {
  expect(chipOf(heard(start, 5000, { sentAt: 100, computedAt: 900 }), 5000)).toEqual({ kind: 'live', ageMs: 0 })
})
test('quiet turns late, then broken, and names since when', () => {
  expect(chipOf(start, 10_999).kind).toBe('live')
  expect(chipOf(start, 11_000)).toEqual({ kind: 'late', ageMs: 10_000 })
  expect(chipOf(start, 31_000)).toEqual({ kind: 'broken', since: 1000 })
})
test('a pause is a pause, however long the line is quiet', () => {
  expect(chipOf({ ...start, pausedAt: 2000 }, 90_000)).toEqual({ kind: 'paused', since: 2000 })
})
test('a screen reader hears at most one new thing in twenty seconds', () => {
  const first = announce({ last: '', at: -20_000 }, 'a', 0)
  expect(first.say).toBe('a')
  expect(announce(first.announcer, 'b', 19_999).say).toBeNull()
  expect(announce(first.announcer, 'a', 40_000).say).toBeNull()
  expect(announce(first.announcer, 'b', 20_000).say).toBe('b')
})
