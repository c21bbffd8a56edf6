import type { Receipt } from './entry.ts'
import type { CivilDate, Instant, Zone } from './time.ts'

/** Why a person must open an entry before it can be verified; codes of the pack's automatic checks. */
export type Check = { code: string; values?: Readonly<Record<string, string | number>> }

/** An entry that waits for its assessor. */
export type WaitingEntry = {
  recordId: string
  revision: number
  employeeId: string
  name: string
  sentence: string
  workDate: CivilDate
  recordedAt: Instant
  writtenAt: Instant | null
  zone: Zone
  receipt: Receipt
  late: boolean
  result: { code: string; title: string } | null
  quantityThousandths: number | null
  unit: string | null
  /** Of the result's quantity indicator, this entry not included. */
  target: { verifiedThousandths: number; targetThousandths: number; unit: string } | null
  evidenceLink: string | null
  /** Empty: it passed every automatic check. */
  checks: readonly Check[]
  /** Opened by the assessor: may be verified with others although a check failed. */
  opened: boolean
}

export type VerificationFilter = { check?: 'passed' | 'open'; evidence?: boolean; employeeId?: string; after?: string }

/** A1 Kotak verifikasi, oldest first. */
export type VerificationView = {
  now: Instant
  zone: Zone
  /** Of everything that waits, whatever the filter. */
  counts: { waiting: number; passed: number; toOpen: number; withEvidence: number; oldestRecordedAt: Instant | null }
  people: readonly { employeeId: string; name: string; waiting: number }[]
  filter: VerificationFilter
  rows: readonly WaitingEntry[]
  /** More of the filtered list: how many, and the cursor that asks for them. */
  more: { count: number; after: string } | null
}

export type Verdict = { verified: readonly string[]; refused: readonly { recordId: string; code: string }[] }

/** A2 Verifikasi satu. */
export type VerifyOneView = {
  now: Instant
  entry: WaitingEntry
  /** The reasons one may return an entry with. */
  returnReasons: readonly string[]
  /** Other entries of the same person and result in the period, latest first: what this one is held against. */
  beside: readonly { recordId: string; workDate: CivilDate; sentence: string; quantityThousandths: number | null; unit: string | null; state: 'waiting' | 'verified' | 'returned' }[]
  /** What happened to it so far. */
  history: readonly { at: Instant; kind: 'recorded' | 'admitted' | 'verified' | 'returned' | 'undone' | 'opened'; by: string | null }[]
  /** The next that waits, so that one key goes on. */
  next: { recordId: string } | null
  decided: { kind: 'verified' | 'returned'; at: Instant; undoUntil: Instant | null } | null
}
