import { EntryState } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { expect, test } from 'vitest'
import { isClosed, mayMend, mayTakeBack, takingBack } from './may.ts'

const DAY = 86_400_000
const made = Date.UTC(2026, 10, 19, 3)
const hex = made.toString(16).padStart(12, '0')
const of = (state: EntryState) => ({
  state,
  facts: { recordId: `${hex.slice(0, 8)}-${hex.slice(8)}-7abc-8abc-0123456789ab` },
})
const { ENTRY_STATE_HELD, ENTRY_STATE_WAITING, ENTRY_STATE_VERIFIED } = EntryState
const { ENTRY_STATE_RETURNED, ENTRY_STATE_REFUSED, ENTRY_STATE_WITHDRAWN } = EntryState
const open = { graceEndsAt: BigInt(made + 6 * DAY) }

test('whatever is not verified and not gone is taken back, for forty-five days', () => {
  for (const state of [ENTRY_STATE_HELD, ENTRY_STATE_WAITING, ENTRY_STATE_RETURNED, ENTRY_STATE_REFUSED]) {
    expect(mayTakeBack(of(state), made + 45 * DAY)).toBe(true)
    expect(mayTakeBack(of(state), made + 45 * DAY + 1)).toBe(false)
  }
  for (const state of [ENTRY_STATE_VERIFIED, ENTRY_STATE_WITHDRAWN]) expect(mayTakeBack(of(state), made)).toBe(false)
})

test('an entry that has changed since it was seen is not taken back', () => {
  const entry = { ...of(ENTRY_STATE_WAITING), facts: { ...of(ENTRY_STATE_WAITING).facts, revision: 2 } }
  expect(takingBack(entry, 2, made)).toBe('send')
  expect(takingBack(entry, 1, made)).toBe('gone')
  expect(takingBack(entry, 2, made + 46 * DAY)).toBe('gone')
  // Gone is gone, whichever revision was seen.
  expect(takingBack({ ...entry, state: EntryState.ENTRY_STATE_WITHDRAWN }, 1, made)).toBe('done')
})

test('what waits is mended until its day has closed, what was returned however late', () => {
  expect(mayMend(of(ENTRY_STATE_WAITING), open, made + 6 * DAY - 1)).toBe(true)
  expect(mayMend(of(ENTRY_STATE_WAITING), open, made + 6 * DAY)).toBe(false)
  expect(mayMend(of(ENTRY_STATE_RETURNED), open, made + 44 * DAY)).toBe(true)
  expect(mayMend(of(ENTRY_STATE_RETURNED), open, made + 46 * DAY)).toBe(false)
  for (const state of [ENTRY_STATE_VERIFIED, ENTRY_STATE_WITHDRAWN]) expect(mayMend(of(state), open, made)).toBe(false)
})

test('a day of which nothing is known is not called closed', () => {
  expect(isClosed(of(ENTRY_STATE_WAITING), undefined, made + 99 * DAY)).toBe(false)
})
