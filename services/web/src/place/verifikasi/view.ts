import type { Gap } from '../shared/entry/story.ts'
import type { EvidenceView, Receipt, Requantified } from '../shared/entry/view.ts'
import type { Refused } from '../shared/answer.ts'
import type { CivilDate, Instant, Zone } from '../shared/time.ts'

/** One revision of one entry: what a verdict is about. In a form: `<record id>:<revision>`. */
export type EntryRef = { recordId: string; revision: number }

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
  /** It counts from its writing, which nobody but its writer saw, and arrived so many milliseconds later; null where it does not. */
  arrivedAfter: number | null
  zone: Zone
  receipt: Receipt
  late: boolean
  result: { code: string; title: string } | null
  quantityThousandths: number | null
  unit: string | null
  /** Of the result's quantity indicator, this entry not included. */
  target: { verifiedThousandths: number; targetThousandths: number; unit: string } | null
  evidenceLink: string | null
  evidence: readonly EvidenceView[]
  /** Empty: it passed every automatic check. Otherwise the codes of what a person must look at. */
  checks: readonly string[]
  /** Opened by the assessor: may be verified with others although a check failed. */
  opened: boolean
  /** The superior in whose place one verifies it; null: in one's own. */
  onBehalfOf: string | null
}

/** `passed`, `to-open`, `evidence`, or one employee's id. */
export type VerificationFilter = {
  only: 'all' | 'passed' | 'to-open' | 'evidence' | { employeeId: string }
  after: string | null
}

export type StandIn = { name: string; to: CivilDate }

/** A1 Kotak verifikasi, oldest first. */
export type VerificationView = {
  now: Instant
  zone: Zone
  /** Of everything that waits, whatever the filter. */
  counts: { waiting: number; passed: number; toOpen: number; withEvidence: number; oldestRecordedAt: Instant | null }
  people: readonly { employeeId: string; name: string; waiting: number }[]
  /** For whom one stands in today, and who stands in for oneself: by name, until when. */
  standingIn: readonly StandIn[]
  stoodInBy: readonly StandIn[]
  filter: VerificationFilter
  rows: readonly WaitingEntry[]
  /** The cursor that asks for more of the filtered list. */
  more: { after: string } | null
}

/** What the journal did with each; `undoUntil` is when the ten seconds end, null when nothing was done. */
export type Verdict = { done: readonly EntryRef[]; refused: readonly (Refused & EntryRef)[]; undoUntil: Instant | null }

/** A2 Verifikasi satu. */
export type VerifyOneView = {
  now: Instant
  entry: WaitingEntry
  state: 'waiting' | 'verified' | 'returned' | 'held' | 'refused' | 'withdrawn'
  /** The last verdict, where there is one. */
  decided: {
    at: Instant
    /** Null: oneself, or nobody by name. */
    by: string | null
    reasonCode: string | null
    note: string | null
    undoUntil: Instant | null
  } | null
  /** Codes of the reasons one may return an entry with. */
  returnReasons: readonly string[]
  /** Other entries of the same person and result, latest first: what this one is held against. */
  beside: readonly {
    recordId: string
    workDate: CivilDate
    sentence: string
    quantityThousandths: number | null
    unit: string | null
    state: 'waiting' | 'verified' | 'returned' | 'held' | 'refused' | 'withdrawn'
  }[]
  /** What happened to it, oldest first. `what` is the name of the event. */
  steps: readonly {
    at: Instant
    what: string
    code: string | null
    note: string | null
    revision: number
    /** What it made of the quantity; null: nothing. */
    quantity: Requantified | null
  }[]
  forgotten: Gap
  /** Whether of `beside` there are more than are shown. */
  besideMore: number
  /** The next that waits, so that one key goes on. */
  next: { recordId: string } | null
}

/** What the assessor decided himself, the latest first. */
export type DecisionsView = {
  now: Instant
  zone: Zone
  decisions: readonly {
    recordId: string
    revision: number
    at: Instant
    /** Why it was returned; null: it was approved. */
    reasonCode: string | null
    note: string | null
    undone: boolean
    undoUntil: Instant | null
    /** The superior in whose place it was given. */
    onBehalfOf: string | null
    /** What its writer has made of the quantity since; null: nothing. */
    mended: Requantified | null
    /** The state that it led to. */
    expected: 'verified' | 'returned'
    /** Null: its writer is none of his people any more. */
    entry: {
      name: string
      sentence: string
      workDate: CivilDate
      quantityThousandths: number | null
      unit: string | null
      now: VerifyOneView['state']
    } | null
  }[]
  more: { after: string } | null
}
