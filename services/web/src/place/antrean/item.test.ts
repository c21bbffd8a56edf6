import { expect, test } from 'vitest'
import {
  afterAttempt,
  begin,
  isDone,
  type Item,
  judge,
  mendedAs,
  newItem,
  nextFile,
  nextToSend,
  openLane,
  type Outcome,
  pause,
  settle,
  settleFile,
  waiting,
  wakeUp,
} from './item.ts'

const draft = {
  recordId: 'r1',
  revision: 1,
  sentence: 'Memeriksa berkas.',
  resultId: null,
  workDate: '2026-11-19',
  quantityThousandths: null,
  unit: null,
  start: null,
  end: null,
  evidenceLink: null,
  evidence: [],
  writtenAt: 5,
}
const item = (over: Partial<Item> = {}): Item => ({ ...newItem('sari', draft, 'RHK 1', 5), ...over })
const receipt = { partition: 7, offset: '4821' }
const said = { recordId: 'r1', receipt: null, note: null, refusal: null }

test('what is sent is the same on every attempt', () => {
  const again = begin(settle(begin(item(), 10), { kind: 'unreachable' }), 20)
  expect(again.draft).toBe(item().draft === draft ? draft : again.draft)
  expect(again.draft).toEqual(draft)
  expect(again.key).toBe('r1:1')
})
test('a record goes from stored to sent to received', () => {
  const sent = begin(item(), 10)
  expect(sent.state).toEqual({ kind: 'sent', at: 10 })
  expect(settle(sent, { kind: 'received', receipt, at: 12 }).state).toEqual({
    kind: 'received',
    receipt,
    at: 12,
    judged: false,
  })
})
test('no failure on the way loses a record or calls it received', () => {
  const failures: Outcome[] = [
    { kind: 'busy', retryAfterSeconds: 3 },
    { kind: 'signed-out' },
    { kind: 'other-person' },
    { kind: 'unreachable' },
  ]
  for (const outcome of failures) expect(settle(begin(item(), 10), outcome).state).toEqual({ kind: 'stored' })
})
test('a refused record waits for its writer and is never sent again by itself nor dropped', () => {
  const refused = settle(begin(item(), 10), { kind: 'refused', refusals: [{ code: 'activity.sentence-empty' }] })
  expect(refused.state).toMatchObject({ kind: 'mend', refusals: [{ code: 'activity.sentence-empty' }] })
  expect(nextToSend([refused], 'sari')).toBeNull()
  expect(isDone(refused, new Set(['r1']), 1e15)).toBe(false)
})
test('after a killed browser a record on its way is sent again', () => {
  expect(nextToSend([wakeUp(begin(item(), 10))], 'sari')?.key).toBe('r1:1')
  expect(nextToSend([begin(item(), 10)], 'sari')).toBeNull()
})
test('a record is never sent as another person', () => {
  expect(nextToSend([item({ owner: 'dedi' })], 'sari')).toBeNull()
  expect(waiting([item({ owner: 'dedi' }), item({ key: 'r2:1' })], 'sari')).toBe(1)
})
test('the oldest goes first', () => {
  expect(nextToSend([item({ key: 'b', bornAt: 9 }), item({ key: 'a', bornAt: 3 })], 'sari')?.key).toBe('a')
})
test('a record that the journal refuses later comes back to be mended, with its receipt', () => {
  const received = settle(begin(item(), 10), { kind: 'received', receipt, at: 12 })
  expect(judge(received, { ...said, state: 'unknown' })).toBe(received)
  expect(judge(received, { ...said, state: 'refused', refusal: { code: 'entry.window-closed' } }).state).toEqual({
    kind: 'mend',
    why: 'refused',
    refusals: [{ code: 'entry.window-closed' }],
    receipt,
    note: null,
  })
  expect(judge(received, { ...said, state: 'admitted' }).state).toMatchObject({ kind: 'received', judged: true })
})
test('a received record leaves the device only when the server shows it, or after a day', () => {
  const received = settle(begin(item(), 10), { kind: 'received', receipt, at: 12 })
  expect(isDone(received, new Set(), 13)).toBe(false)
  expect(isDone(received, new Set(['r1']), 13)).toBe(true)
  expect(isDone(received, new Set(), 12 + 86_400_001)).toBe(true)
  expect(isDone(item(), new Set(['r1']), 1e15)).toBe(false)
})
test('a file waits for its record, and the record stays on the device until the file has left it', () => {
  const written = item({ files: ['aa', 'bb'] })
  expect(nextFile([written], 'sari')).toBeNull()
  expect(nextFile([settle(written, { kind: 'refused', refusals: [] })], 'sari')).toBeNull()
  const received = settle(written, { kind: 'received', receipt, at: 12 })
  expect(nextFile([received], 'dedi')).toBeNull()
  expect(nextFile([received], 'sari')?.hash).toBe('aa')
  expect([isDone(received, new Set(['r1']), 1e15), waiting([received], 'sari')]).toEqual([false, 1])
  for (const kind of ['unreachable', 'signed-out', 'other-person'] as const)
    expect(settleFile(received, 'aa', { kind })).toBe(received)
  const one = settleFile(received, 'aa', { kind: 'kept' })
  expect([one.files, one.state]).toEqual([['bb'], received.state])
  const both = settleFile(one, 'bb', { kind: 'kept' })
  expect([nextFile([both], 'sari'), isDone(both, new Set(['r1']), 13)]).toEqual([null, true])
})
test('a file that is refused brings its record back to be mended, as its next revision', () => {
  const received = settle(item({ files: ['aa', 'bb'] }), { kind: 'received', receipt, at: 12 })
  const refused = settleFile(received, 'aa', { kind: 'refused', refusals: [{ code: 'evidence.too-many' }] })
  expect(refused.state).toMatchObject({ kind: 'mend', why: 'evidence', receipt, file: 'aa' })
  expect(mendedAs(refused, 'new')).toEqual({ recordId: 'r1', revision: 2 })
  expect(nextFile([refused], 'sari')?.hash).toBe('bb')
})
test('a mended record keeps its id until the log has seen it, then takes its next revision', () => {
  const refused = settle(begin(item(), 10), { kind: 'refused', refusals: [{ code: 'activity.sentence-empty' }] })
  expect(mendedAs(refused, 'new')).toEqual({ recordId: 'r1', revision: 1 })
  const received = settle(begin(item(), 10), { kind: 'received', receipt, at: 12 })
  expect(
    mendedAs(judge(received, { ...said, state: 'refused', refusal: { code: 'entry.window-closed' } }), 'new'),
  ).toEqual({ recordId: 'r1', revision: 2 })
  expect(mendedAs(judge(received, { ...said, state: 'conflicted' }), 'new')).toEqual({ recordId: 'new', revision: 1 })
  expect(
    mendedAs(settle(item(), { kind: 'refused', refusals: [{ code: 'activity.record-id-stale' }] }), 'new'),
  ).toEqual({ recordId: 'new', revision: 1 })
})
test('a record to be mended leaves the device only when the server has it and shows it', () => {
  const refused = judge(settle(item(), { kind: 'received', receipt, at: 12 }), {
    ...said,
    state: 'refused',
    refusal: { code: 'entry.window-closed' },
  })
  expect(isDone(refused, new Set(), 1e15)).toBe(false)
  expect(isDone(refused, new Set(['r1']), 13)).toBe(true)
})
test('the pause doubles, has jitter, and ends at five minutes', () => {
  expect([1, 2, 3, 20].map((failures) => pause(failures, 1))).toEqual([2000, 4000, 8000, 300_000])
  expect(pause(5, 0)).toBe(500)
  expect(pause(3, 0.5)).toBe(4000)
})
test('a busy server is asked again when it said, and success opens the lane', () => {
  const busy = afterAttempt(openLane, { kind: 'busy', retryAfterSeconds: 30 }, 1000, 0.5)
  expect(busy).toMatchObject({ failures: 1, since: 1000, why: 'busy' })
  expect(busy.nextAt).toBeGreaterThanOrEqual(31_000)
  expect(afterAttempt(busy, { kind: 'unreachable' }, 40_000, 1)).toMatchObject({
    failures: 2,
    since: 1000,
    nextAt: 44_000,
  })
  expect(afterAttempt(busy, { kind: 'received', receipt, at: 1 }, 50_000, 1)).toEqual({ ...openLane, triedAt: 50_000 })
})
