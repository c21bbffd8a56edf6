import type { Refused } from '../shared/answer.ts'
import type { Gap } from '../shared/entry/story.ts'
import type { EvidenceView, Receipt, Requantified } from '../shared/entry/view.ts'
import type { CivilDate, Instant, Period, Zone } from '../shared/time.ts'

export type EntryState = 'waiting' | 'held' | 'verified' | 'returned' | 'refused' | 'withdrawn'

/** A line of an entry's story, oldest first. `what` is the name of the event, `by` who did it, where a person did. */
export type EntryStep = {
  at: Instant
  what: string
  code: string | null
  note: string | null
  revision: number
  by: string | null
  /** The superior in whose place it was done. */
  onBehalfOf: string | null
  /** What it made of the quantity; null: nothing. */
  quantity: Requantified | null
}

/** P3 Rincian: one entry, for its writer and for whoever may read it. */
export type EntryView = {
  now: Instant
  zone: Zone
  /** Whose it is, and whether he reads it himself. */
  writer: { name: string; own: boolean }
  recordId: string
  revision: number
  sentence: string
  result: { code: string; title: string } | null
  quantityThousandths: number | null
  unit: string | null
  /** Minutes since midnight. */
  start: number | null
  end: number | null
  evidenceLink: string | null
  evidence: readonly EvidenceView[]
  workDate: CivilDate
  period: Period
  /** When it was written offline; null when it was sent at once. */
  writtenAt: Instant | null
  /** When the log had it; of imported history, when the other system had it. */
  recordedAt: Instant
  imported: boolean
  receipt: Receipt
  /** Null: not judged, or nothing that counts. */
  timeliness: 'in-time' | 'late' | null
  /** It counts from its writing, and arrived so many milliseconds later. */
  arrivedAfter: number | null
  /** When the window of its day closes and the grace behind it; null where that is not known. */
  window: { closesAt: Instant; graceEndsAt: Instant } | null
  state: EntryState
  /** The same number came with another text after this one. */
  conflicted: boolean
  /** When and by whom it was verified or returned, refused or held since when. */
  decided: { at: Instant; by: string | null }
  /** Why it was refused or is held. */
  refusal: Refused | null
  /** Why it was returned. */
  returned: { reasonCode: string; note: string | null } | null
  /** Verified so far of its planned result, this one included once it is verified. */
  target: { verifiedThousandths: number; targetThousandths: number; unit: string } | null
  steps: readonly EntryStep[]
  forgotten: Gap
  /** What its writer can do with it now; whoever else reads it does nothing here. */
  may: { mend: boolean; takeBack: boolean; writeAgain: boolean }
}

/** A photo or a PDF as it is kept. */
export type EvidenceFile = { mediaType: 'image/webp' | 'application/pdf'; bytes: ArrayBuffer }

/** What became of a withdrawal that was sent: `gone` when it was no longer what had been seen, or no longer his to take. */
export type TakenBack =
  | { kind: 'received'; receipt: Receipt; recordedAt: Instant }
  | { kind: 'refused'; refusals: readonly Refused[] }
  | { kind: 'busy'; retryAfterSeconds: number; code: string }
  | { kind: 'gone' }
