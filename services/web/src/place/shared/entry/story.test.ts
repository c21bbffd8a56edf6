import { expect, test } from 'vitest'
import { gapIn } from './ask.ts'

const story = (length: number, recordedAt: number) =>
  Array.from({ length }, (_, at) => ({ what: at === recordedAt ? 'ActivityRecorded' : 'EntryAdmitted' }))

test('what a long story leaves out is told where it lay: behind its first eight decisions, wherever its recording stands', () => {
  expect(gapIn(story(12, 0), 41)).toEqual({ count: 41, before: 9 })
  expect(gapIn(story(12, 10), 41)).toEqual({ count: 41, before: 8 })
  expect(gapIn(story(12, 0), 0)).toBeNull()
})
