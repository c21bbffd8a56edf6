import { expect, test } from 'vitest'
import { gapIn, nextRevision } from './story.ts'

const story = (length: number, recordedAt: number) =>
  Array.from({ length }, (_, at) => ({ what: at === recordedAt ? 'ActivityRecorded' : 'EntryAdmitted' }))

test('what a long story leaves out is told where it lay: behind its first eight decisions, wherever its recording stands', () => {
  expect(gapIn(story(12, 0), 41)).toEqual({ count: 41, before: 9 })
  expect(gapIn(story(12, 10), 41)).toEqual({ count: 41, before: 8 })
  expect(gapIn(story(12, 0), 0)).toBeNull()
})

test('a correction has a number that nobody has heard, also when one before it was refused', () => {
  expect(nextRevision(1, [{ revision: 1 }])).toBe(2)
  expect(nextRevision(1, [{ revision: 1 }, { revision: 2 }, { revision: 1 }])).toBe(3)
  expect(nextRevision(4, [])).toBe(5)
})
