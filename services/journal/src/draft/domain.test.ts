import { isRefusal } from '@timbang/contracts/refusal'
import { expect, test } from 'vitest'
import { type Draft, drop, heard, KEPT_MS, leave, type Leaving } from './domain.ts'

const LEFT = Date.parse('2026-11-19T03:00:00Z')
const draft = (more: Partial<Draft> = {}): Draft => ({
  draftId: 'd',
  recordId: 'r',
  writerId: 'dedi',
  employeeId: 'sari',
  workDate: '2026-11-18',
  sentence: 'Menutup loket tiga.',
  state: 'waiting',
  leftAt: LEFT,
  expiresAt: LEFT + KEPT_MS,
  ...more,
})
const leaving = (more: Partial<Leaving> = {}): Leaving => ({
  draftId: 'd',
  writerId: 'dedi',
  employeeId: 'sari',
  workDate: '2026-11-18',
  sentence: 'Menutup loket tiga.',
  ...more,
})
const none = { forHer: 0, byHim: 0 }
const said = (answer: ReturnType<typeof leave>) => (isRefusal(answer) ? answer.code : (answer ?? 'yes'))
const left = (more: Partial<Leaving> = {}, known?: Draft, together = true, waiting = none) =>
  said(leave(leaving(more), known, together, waiting, '2026-11-19'))

test('a colleague of the same unit leaves a draft, nobody else, and nobody for himself', () => {
  expect(left()).toBe('yes')
  expect(left({}, undefined, false)).toBe('draft.not-together')
  expect(left({ employeeId: 'dedi' })).toBe('draft.not-together')
})

test('its work date lies within the last week', () => {
  expect(left({ workDate: '2026-11-19' })).toBe('yes')
  expect(left({ workDate: '2026-11-12' })).toBe('yes')
  for (const workDate of ['2026-11-11', '2026-11-20']) expect(left({ workDate })).toBe('request.value-invalid')
})

test('five wait for one person, ten of one writer, and no more', () => {
  expect(left({}, undefined, true, { forHer: 4, byHim: 9 })).toBe('yes')
  expect(left({}, undefined, true, { forHer: 5, byHim: 0 })).toBe('draft.too-many')
  expect(left({}, undefined, true, { forHer: 0, byHim: 10 })).toBe('draft.too-many-left')
})

test('what is sent again has been left once, and its number stands for nothing else', () => {
  expect(left({}, draft())).toBe('again')
  // Its words are gone: that it is the same is not known any more, and nothing changes.
  expect(left({}, draft({ state: 'taken', sentence: '' }))).toBe('again')
  expect(left({ sentence: 'Lain.' }, draft())).toBe('draft.id-used')
  for (const other of [{ writerId: 'x' }, { employeeId: 'x' }, { workDate: '2026-11-17' }])
    expect(left(other, draft())).toBe('draft.id-used')
})

test('whom it was left for drops it, its writer takes it back; to anybody else it is not there', () => {
  expect(drop(draft(), 'sari', LEFT)).toBeUndefined()
  expect(drop(draft(), 'dedi', LEFT)).toBeUndefined()
  const code = (answer: ReturnType<typeof drop>) => (isRefusal(answer) ? answer.code : answer)
  expect(code(drop(draft(), 'budi', LEFT))).toBe('draft.not-found')
  expect(code(drop(undefined, 'sari', LEFT))).toBe('draft.not-found')
  expect(code(drop(draft(), 'sari', LEFT + KEPT_MS))).toBe('draft.not-found')
  expect(code(drop(draft({ state: 'taken' }), 'dedi', LEFT))).toBe('draft.taken')
  expect(drop(draft({ state: 'dropped' }), 'dedi', LEFT)).toBe('again')
})

test('its writer hears whether it was taken, and not what else became of it', () => {
  expect(heard(draft(), LEFT + KEPT_MS - 1)).toBe('waiting')
  expect(heard(draft(), LEFT + KEPT_MS)).toBe('not-taken')
  expect(heard(draft({ state: 'dropped' }), LEFT)).toBe('not-taken')
  expect(heard(draft({ state: 'taken' }), LEFT)).toBe('taken')
})
