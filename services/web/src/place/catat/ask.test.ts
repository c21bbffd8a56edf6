import { type Entry, EntryState } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { expect, test } from 'vitest'
import { lastOn, workedBefore } from './ask.ts'

const day = (date: string, working = true) => ({ date, working })
const entry = (workDate: string, recordedAt: bigint, state: EntryState = EntryState.ENTRY_STATE_WAITING) =>
  ({ state, facts: { workDate, recordedAt, sourceRecordedAt: undefined } }) as Entry

test('the day before a Monday is the Friday, before a Tuesday after a holiday too, and without a calendar the day before', () => {
  const days = [day('2026-11-13'), day('2026-11-14', false), day('2026-11-15', false), day('2026-11-16', false)]
  expect(workedBefore(days, '2026-11-16')).toBe('2026-11-13')
  expect(workedBefore([...days, day('2026-11-17')], '2026-11-17')).toBe('2026-11-13')
  expect(workedBefore([], '2026-11-16')).toBe('2026-11-15')
})

test('what is written again is the last of that day: nothing of a Sunday, of an earlier week, or taken back', () => {
  const [first, last] = [entry('2026-11-13', 5n), entry('2026-11-13', 9n)]
  const others = [entry('2026-11-15', 20n), entry('2026-11-12', 30n)]
  const gone = entry('2026-11-13', 40n, EntryState.ENTRY_STATE_WITHDRAWN)
  expect(lastOn([...others, first, last, gone], '2026-11-13')).toBe(last)
  expect(lastOn([...others, gone], '2026-11-13')).toBeUndefined()
})
