import type { Entry, EntryEvent, Facts, Told } from './entry.ts'
import { evolve } from './entry.ts'
import type { Knowledge } from './judge.ts'

// Words for the tests of this folder: given these events, when a command comes, then that is decided.

export const ANI = '0b0f3c3e-0000-4000-8000-000000000001'
export const BUDI = '0b0f3c3e-0000-4000-8000-000000000002'
export const AGENCY = 'a0000000-0000-5000-8000-000000000001'
export const RECORD = '019ac000-0000-7000-8000-000000000001'
export const NOON = Date.UTC(2026, 10, 26, 5)

export const facts = (of: Partial<Facts> = {}): Facts => ({
  recordId: RECORD,
  revision: 1,
  workDate: '2026-11-26',
  resultId: 'r1',
  quantityThousandths: 12_000,
  unit: 'berkas',
  startMinute: undefined,
  endMinute: undefined,
  writtenAt: undefined,
  hasEvidence: false,
  contentDigest: 'aa',
  wordingDigest: 'ff',
  importId: undefined,
  recordedAt: NOON,
  activityPartition: 7,
  activityOffset: 4_821n,
  activityEventId: 'e1',
  sourceRecordedAt: undefined,
  withdrawn: false,
  evidence: [],
  ...of,
})

export const knows = (of: Partial<Knowledge> = {}): Knowledge => ({
  person: true,
  timing: { verdict: 'in-time', movedBy: undefined },
  timelyAt: undefined,
  arrivedAfter: undefined,
  results: new Map([['r1', { unit: 'berkas', targetThousandths: 240_000 }]]),
  repeated: false,
  limits: {
    largestShareThousandths: 500,
    codes: ['no-result', 'unit-differs', 'quantity-implausible', 'late', 'near-identical'],
  },
  ...of,
})

let told = 0
export const tell = (body: EntryEvent, of: Partial<Told<EntryEvent>> = {}): Told<EntryEvent> => ({
  eventId: `event-${++told}`,
  employeeId: ANI,
  agencyId: AGENCY,
  decidedAt: NOON,
  sourceRecordedAt: undefined,
  actor: undefined,
  body,
  ...of,
})

export const admitted = (
  of: Partial<Facts> = {},
  checkCodes: readonly string[] = [],
  timeliness: 'in-time' | 'late' = 'in-time',
): EntryEvent => ({
  type: 'EntryAdmitted',
  facts: facts(of),
  timeliness,
  checkCodes,
  reinstatedBy: undefined,
  timelyAt: undefined,
  arrivedAfter: undefined,
})
export const held = (code = 'entry.plan-unknown', of: Partial<Facts> = {}): EntryEvent => ({
  type: 'EntryHeld',
  facts: facts(of),
  code,
  timelyAt: undefined,
  arrivedAfter: undefined,
})
export const refusedFor = (code = 'entry.window-closed', of: Partial<Facts> = {}, timelyAt?: number): EntryEvent => ({
  type: 'EntryRefused',
  facts: facts(of),
  code,
  timelyAt,
  arrivedAfter: undefined,
})
export const withdrawn = (revision = 2, of: Partial<Facts> = {}, timelyAt?: number): EntryEvent => ({
  type: 'EntryWithdrawn',
  facts: facts({ revision, contentDigest: 'cc', withdrawn: true, ...of }),
  timelyAt,
  arrivedAfter: undefined,
})
const verdict = (verdictVersion: number, revision: number) => ({
  recordId: RECORD,
  revision,
  workDate: '2026-11-26',
  entryRecordedAt: NOON,
  verdictVersion,
})
export const openedIt = (revision = 1): EntryEvent => ({ type: 'EntryOpened', recordId: RECORD, revision })
export const verified = (version = 1, revision = 1): EntryEvent => ({
  type: 'EntryVerified',
  ...verdict(version, revision),
})
export const returned = (version = 1, revision = 1, hasNote = false): EntryEvent => ({
  type: 'EntryReturned',
  ...verdict(version, revision),
  reasonCode: 'unclear',
  hasNote,
})
export const undone = (version = 2, revision = 1): EntryEvent => ({
  type: 'VerificationUndone',
  ...verdict(version, revision),
})
export const conflicted = (revision = 1): EntryEvent => ({
  type: 'RecordConflicted',
  recordId: RECORD,
  revision,
  activityPartition: 7,
  firstOffset: 4_821n,
  otherOffset: 4_900n,
  otherEventId: 'e2',
})

/** The entry after these events; a verdict is Budi's. */
export const given = (...events: readonly (EntryEvent | Told<EntryEvent>)[]): Entry | undefined =>
  events
    .map((one) =>
      'body' in one ? one : tell(one, /Verified|Returned|Opened|Undone/.test(one.type) ? { actor: BUDI } : {}),
    )
    .reduce<Entry | undefined>(evolve, undefined)
