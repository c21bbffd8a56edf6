import type { Plan } from '@timbang/contracts/gen/timbang/appraisal/v1/service'
import { type ComparedCandidate, Comparison, EntryState } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { expect, test } from 'vitest'
import { type Entry, isFault } from './form.ts'
import { counterOf, readRecordId } from './id.ts'
import { sentenceOf } from './reasons.ts'
import { type Known, type Ready, resolve } from './resolve.ts'
import { sorted, verdictOn } from './standing.ts'

const NIP = '198507122010012003'
const ANI = '0b0f3c3e-0000-4000-8000-000000000001'
const AGENCY = 'a0000000-0000-5000-8000-000000000001'
const RESULT = 'b0000000-0000-4000-8000-000000000001'
const OTHER = 'b0000000-0000-4000-8000-000000000002'

const entry = (of: Partial<Entry> = {}): Entry => ({
  line: 7,
  workDate: '2026-11-26',
  start: undefined,
  end: undefined,
  sentence: 'Menulis surat',
  result: '',
  quantity: undefined,
  unit: undefined,
  evidenceLink: undefined,
  nip: NIP,
  ...of,
})
const plan = (of: { results?: readonly [id: string, code: string, title: string][]; from?: string; to?: string }) =>
  ({
    planId: 'p1',
    employeeId: ANI,
    fromDate: of.from ?? '2026-01-01',
    toDate: of.to ?? '2026-12-31',
    results: (of.results ?? [[RESULT, 'RHK 1', 'Berkas izin, diperiksa TEPAT waktu']]).map(
      ([resultId, code, title]) => ({
        title,
        result: { resultId, code },
      }),
    ),
  }) as unknown as Plan
const known = (plans: readonly Plan[] = [plan({})]): Known => ({
  client: 'importer',
  importId: '00000000-0000-4000-8000-0000000000f4',
  people: new Map([[NIP, { employeeId: ANI, agencyId: AGENCY }]]),
  plans: new Map([[ANI, plans]]),
  counter: counterOf(10),
  history: false,
  now: Date.UTC(2026, 10, 30),
})
const resolved = (of: Partial<Entry>, from = known()): Ready => {
  const row = resolve(entry(of), from)
  if (isFault(row)) throw new Error(row.reason)
  return row
}

test('a planned result is found by its code, by its number and by its title, whatever the case, punctuation and space', () => {
  for (const result of ['RHK 1', 'rhk-1', '1', '  berkas izin diperiksa tepat waktu. '])
    expect(resolved({ result }).candidate.resultId, result).toBe(RESULT)
  expect(resolved({ result: '' }).candidate.resultId).toBeUndefined()
  expect(resolve(entry({ result: 'RHK 9' }), known())).toMatchObject({ reason: 'result-unknown', said: 'RHK 9' })
  expect(resolve(entry({ result: 'RHK 1' }), known([plan({ to: '2026-06-30' })]))).toMatchObject({
    reason: 'result-unknown',
  })
})
test('a name that two results have is a question that names both, never a choice', () => {
  const two = known([plan({}), plan({ results: [[OTHER, 'RHK 1', 'Surat dijawab']] })])
  const fault = resolve(entry({ result: 'RHK 1' }), two)
  expect(fault).toMatchObject({ line: 7, column: 'RHK', reason: 'result-ambiguous' })
  expect(isFault(fault) && sentenceOf(fault)).toMatch(/“RHK 1 Berkas izin.*“RHK 1 Surat dijawab.*More than one result/)
  expect(resolved({ result: 'Surat dijawab' }, two).candidate.resultId).toBe(OTHER)
})
test('one result of two plans that hold on the day is one result', () => {
  expect(resolved({ result: 'RHK 1' }, known([plan({}), plan({})])).candidate.resultId).toBe(RESULT)
})
test('equal rows are the first and the second of their kind, and a faulty one keeps its place', () => {
  const from = known()
  const nth = (of: Partial<Entry>) => readRecordId(resolved(of, from).candidate.recordId).nth
  expect([nth({ quantity: '1' }), nth({ quantity: '2' }), nth({ sentence: 'Lain' })]).toEqual([1, 2, 1])
  expect(resolve(entry({ quantity: '0' }), from)).toMatchObject({ reason: 'quantity-range' })
  expect(nth({})).toBe(4)
})
test('whose number nobody has is told without the number', () => {
  expect(resolve(entry({ nip: '199001012015011999' }), known())).toEqual({
    line: 7,
    column: 'NIP',
    reason: 'nip-unknown',
  })
})
test.each<[string, Partial<Entry>, string, string]>([
  ['a day to come', { workDate: '2026-12-24' }, 'tanggal', 'date-out-of-range'],
  ['an end before the start', { start: '09:00', end: '08:00' }, 'jam selesai', 'time-order'],
  ['an end without a start', { end: '08:00' }, 'jam selesai', 'time-order'],
  ['nothing of it', { quantity: '0' }, 'hasil', 'quantity-range'],
  ['a login in a link', { evidenceLink: 'https://a:b@berkas.example/' }, 'tautan bukti', 'link-invalid'],
  ['a unit that is in no list', { unit: 'gerobak' }, 'satuan', 'activity.unit-unknown'],
  ['a control sign', { sentence: 'Men\u0007ulis' }, 'uraian kegiatan', 'sentence-signs'],
  ['words without end', { sentence: 'a'.repeat(1_001) }, 'uraian kegiatan', 'activity.sentence-too-long'],
])('what the door would refuse is told before anything leaves, in words of the file: %s', (_, of, column, reason) => {
  const fault = resolve(entry(of), known())
  expect(fault).toMatchObject({ line: 7, column, reason })
  expect(isFault(fault) && sentenceOf(fault)).not.toMatch(/activity\.|[{}]|hint/)
})

const standing = (of: Partial<ComparedCandidate>): ComparedCandidate => ({
  recordId: '',
  employeeId: ANI,
  comparison: Comparison.COMPARISON_SAME,
  revision: 1,
  state: EntryState.ENTRY_STATE_WAITING,
  code: '',
  refusedRevision: 0,
  refusedCode: '',
  foreseenCode: '',
  ...of,
})
test('a new row is sent as the first revision, a changed one as the next, and nothing else is sent', () => {
  const rows = Array.from({ length: 6 }, (_, line) => ({ ...resolved({}), line }))
  const { fresh, changed, same, mended, refused } = sorted(rows, [
    standing({ comparison: Comparison.COMPARISON_NEW, revision: 0 }),
    standing({ comparison: Comparison.COMPARISON_CHANGED, revision: 3, state: EntryState.ENTRY_STATE_RETURNED }),
    standing({}),
    standing({ comparison: Comparison.COMPARISON_MENDED }),
    standing({ comparison: Comparison.COMPARISON_CHANGED, state: EntryState.ENTRY_STATE_VERIFIED }),
    standing({ state: EntryState.ENTRY_STATE_REFUSED, code: 'entry.window-closed' }),
  ])
  expect(fresh.map(({ line, revision }) => [line, revision])).toEqual([[0, 1]])
  expect(changed.map(({ line, revision }) => [line, revision])).toEqual([[1, 4]])
  expect(same).toBe(1)
  expect(mended.map(({ line, reason }) => [line, reason])).toEqual([[3, 'kept-mended']])
  expect(refused.map(({ line, column, reason }) => [line, column, reason])).toEqual([
    [4, undefined, 'entry.already-verified'],
    [5, 'tanggal', 'entry.window-closed'],
  ])
})

test('what was sent is waited for until its revision is judged, and another content of it is a conflict', () => {
  const sent = { revision: 2 }
  expect(verdictOn(sent, standing({ comparison: Comparison.COMPARISON_NEW, revision: 0 }))).toBeUndefined()
  expect(verdictOn(sent, standing({ comparison: Comparison.COMPARISON_CHANGED, revision: 1 }))).toBeUndefined()
  expect(verdictOn(sent, standing({ revision: 2 }))).toBe('')
  expect(verdictOn(sent, standing({ comparison: Comparison.COMPARISON_MENDED, revision: 3 }))).toBe('')
  expect(verdictOn(sent, standing({ comparison: Comparison.COMPARISON_MENDED, revision: 2 }))).toBe('entry.conflict')
  expect(
    verdictOn(sent, standing({ revision: 2, state: EntryState.ENTRY_STATE_HELD, code: 'entry.plan-unknown' })),
  ).toBe('entry.plan-unknown')
  expect(verdictOn(sent, standing({ revision: 1, refusedRevision: 2, refusedCode: 'activity.result-unknown' }))).toBe(
    'activity.result-unknown',
  )
})
