import { expect, test } from 'vitest'
import {
  afterAttempt,
  begin,
  type EntryItem,
  goneWith,
  isDone,
  type Item,
  judge as judged,
  leaving,
  mendedAs,
  newGrace,
  newItem,
  newWithdrawal,
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
const item = (over: Partial<EntryItem> = {}): EntryItem => ({ ...newItem('sari', draft, 'RHK 1', 5), ...over })
const receipt = { partition: 7, offset: '4821' }
const said = { recordId: 'r1', receipt: null, note: null, refusal: null }
const judge = (of: EntryItem, what: Parameters<typeof judged>[1]): EntryItem => judged(of, what) as EntryItem
const seen = { recordId: 'r1', revision: 1, sentence: 'Memeriksa berkas.', workDate: '2026-11-19' }
const withdrawal = newWithdrawal('sari', seen, 7, [])
const grace = newGrace(
  'sari',
  { requestId: 'g1', from: '2026-11-10', to: '2026-11-10', reason: 'network', note: '' },
  6,
)

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

test('a withdrawal goes behind its own entry, and not before the journal has read it', () => {
  const after = (entry: EntryItem): string | undefined => nextToSend([withdrawal, entry], 'sari')?.key
  expect(after(item())).toBe('r1:1')
  expect(after(begin(item(), 8))).toBeUndefined()
  const received = settle(item(), { kind: 'received', receipt, at: 9 })
  expect(after(received)).toBeUndefined()
  expect(after(judge(received, { ...said, state: 'admitted' }))).toBe('r1:1/tarik')
  expect(after(judge(received, { ...said, state: 'returned' }))).toBe('r1:1/tarik')
  // A clock that was set back makes it no older than what it takes back.
  expect(newWithdrawal('sari', seen, 1, [item()]).bornAt).toBe(5)
  // Of somebody else, of another entry, or written after it: nothing to wait for.
  for (const other of [{ owner: 'dedi' }, { bornAt: 8 }, { draft: { ...draft, recordId: 'r2' } }])
    expect(nextToSend([withdrawal, begin(item(other), 8)], 'sari')?.key).toBe('r1:1/tarik')
})
test('what never stood needs no taking back: a refused entry and its withdrawal leave together, and only then', () => {
  const refused = settle(item(), { kind: 'refused', refusals: [] })
  expect(leaving([withdrawal, refused], 'sari')).toEqual([withdrawal, refused])
  expect(nextToSend([withdrawal, refused], 'sari')).toBeNull()
  const received = settle(item(), { kind: 'received', receipt, at: 9 })
  const conflicted = judge(received, { ...said, state: 'conflicted' })
  expect(leaving([withdrawal, conflicted], 'sari')).toEqual([withdrawal, conflicted])
  expect(leaving([refused], 'sari')).toEqual([])
  expect(leaving([withdrawal], 'sari')).toEqual([])
  expect(leaving([withdrawal, item()], 'sari')).toEqual([])
  expect(leaving([withdrawal, refused], 'dedi')).toEqual([])
  // An earlier revision stands: the withdrawal is for the server to judge.
  const second = settle(item({ draft: { ...draft, revision: 2 } }), { kind: 'refused', refusals: [] })
  expect(leaving([withdrawal, second], 'sari')).toEqual([])
  expect(nextToSend([withdrawal, second], 'sari')?.key).toBe('r1:1/tarik')
})
test('a withdrawal is at its end when the entry is gone, and comes back when it was verified first or has changed', () => {
  const received = settle(begin(withdrawal, 8), { kind: 'received', receipt, at: 9 })
  expect(judged(received, { ...said, state: 'admitted' })).toBe(received)
  const gone = judged(received, { ...said, state: 'withdrawn' })
  expect(gone.state).toMatchObject({ kind: 'received', receipt, judged: true })
  expect(goneWith(gone, [item(), gone])).toEqual([item()])
  expect(goneWith(received, [item(), received])).toEqual([])
  expect(judged(received, { ...said, state: 'verified' }).state).toMatchObject({ kind: 'mend', why: 'too-late' })
  const changed = settle(begin(withdrawal, 8), { kind: 'gone' })
  expect(changed.state).toMatchObject({ kind: 'mend', why: 'changed' })
  expect(nextToSend([changed], 'sari')).toBeNull()
  for (const one of [changed, settle(grace, { kind: 'refused', refusals: [] })])
    expect(isDone(one, new Set(['r1', 'r1/tarik', 'g1']), 1e15)).toBe(false)
  // Also one that has a receipt: the page of the entry shows what stands, not what was wished.
  const late = judged(received, { ...said, state: 'verified' })
  expect(isDone(late, new Set(['r1', 'r1/tarik']), 1e15)).toBe(false)
})
test('the same entry is taken back once, and a request for grace keeps its own id', () => {
  expect(newWithdrawal('sari', seen, 99, []).key).toBe(withdrawal.key)
  expect(grace.key).toBe('g1')
  expect(settle(grace, { kind: 'received', receipt: null, at: 9 }).state).toMatchObject({ receipt: null, judged: true })
})
test('everything waits in one line, each until its own page shows it', () => {
  expect(nextToSend([withdrawal, grace], 'sari')?.key).toBe('g1')
  expect(waiting([withdrawal, grace, item({ owner: 'dedi' })], 'sari')).toBe(2)
  const sent: Item[] = [withdrawal, grace].map((one) => settle(one, { kind: 'received', receipt, at: 9 }))
  expect(sent.map((one) => isDone(one, new Set(['r1']), 10))).toEqual([false, false])
  expect(sent.map((one) => isDone(one, new Set(['r1/tarik', 'g1']), 10))).toEqual([true, true])
})
