import { Comparison, EntryState } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { expect, test } from 'vitest'
import { isTooMany } from './gone.ts'
import { whyItStays } from './replace.ts'

test('ten may go unasked, and beyond that a fifth of what came before', () => {
  expect(isTooMany(10, 10, undefined)).toBe(false)
  expect(isTooMany(11, 54, undefined)).toBe(true)
  expect(isTooMany(11, 55, undefined)).toBe(false)
  expect(isTooMany(200, 1_000, undefined)).toBe(false)
  expect(isTooMany(201, 1_000, undefined)).toBe(true)
})
test('whoever says how many may go is held to it', () => {
  expect(isTooMany(800, 1_000, 800)).toBe(false)
  expect(isTooMany(801, 1_000, 800)).toBe(true)
  expect(isTooMany(3, 1_000, 2)).toBe(true)
  expect(isTooMany(1, 1_000, 0)).toBe(true)
})

const standing = (comparison: Comparison, revision: number, refusedRevision = 0) => ({
  recordId: '',
  employeeId: '',
  comparison,
  revision,
  state: EntryState.ENTRY_STATE_WAITING,
  code: '',
  refusedRevision,
  refusedCode: '',
  foreseenCode: '',
})
test('a withdrawal is waited for until it is judged, and whoever was quicker is told', () => {
  const { COMPARISON_SAME: same, COMPARISON_CHANGED: changed, COMPARISON_MENDED: mended } = Comparison
  const sent = { revision: 2 }
  expect(whyItStays(sent, standing(same, 1))).toBeUndefined()
  expect(whyItStays(sent, standing(changed, 2))).toBe('')
  expect(whyItStays(sent, standing(same, 1, 2))).toBe('gone-verified')
  expect(whyItStays(sent, standing(mended, 2))).toBe('gone-mended')
  expect(whyItStays(sent, standing(mended, 3))).toBe('gone-mended')
})
