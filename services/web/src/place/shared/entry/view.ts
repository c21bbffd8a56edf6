import type { Refused } from '../answer.ts'
import type { CivilDate, Instant, Zone } from '../time.ts'

/** The record's place in the log, shown as `7-4821`. */
export type Receipt = { partition: number; offset: string }

/** A planned result of the agreed plan (RHK), for the one choice of the form. */
export type ResultChoice = {
  id: string
  /** `RHK 1`. */
  code: string
  title: string
  /** The unit of its quantity indicator; null when it is not counted. */
  unit: string | null
}

/** What the person typed, as the form's fields hold it. Kept as it was when something is refused. */
export type EntryFields = {
  /** UUIDv7, born with the form or the draft: the idempotency key. */
  record_id: string
  /** `1` at first; mending the same entry carries the next number. */
  revision: string
  sentence: string
  /** Empty: an additional task. */
  result_id: string
  /** `today`, `yesterday` or `other`. */
  date_choice: string
  /** `YYYY-MM-DD`, counts when `date_choice` is `other`. */
  date: string
  quantity: string
  unit: string
  /** What the form asks nobody for and an entry may have: mended, it keeps them. `08:30` each. */
  start: string
  end: string
  evidence_link: string
  /** Hashes of what is attached already, with spaces between. */
  evidence: string
}

/** A photo or a PDF that an entry names: `waiting` until it has come. */
export type EvidenceView = { hash: string; kind: 'waiting' | 'picture' | 'paper'; bytes: number }

/** P2, on P1 and at /catat. */
export type EntryForm = {
  now: Instant
  zone: Zone
  /** A new UUIDv7 for the hidden field. */
  recordId: string
  today: CivilDate
  /** The working day before today: on a Monday the Friday, unless that was a holiday. */
  yesterday: CivilDate
  /** The day that the form begins with: today, or of a night shift that still runs the day on which it began. */
  begin: CivilDate
  /** The earliest work date whose window or grace is still open. */
  earliest: CivilDate
  /** Empty: no agreed plan yet; the entry is then an additional task. */
  results: readonly ResultChoice[]
  /** The entry that is mended: the same record, its next revision. */
  mend: {
    recordId: string
    revision: number
    why: EntryLine['state']
    /** Its day can no longer be recorded: nothing is asked for that could only be refused. */
    closed: boolean
    fields: Omit<EntryFields, 'quantity'>
    quantityThousandths: number | null
    evidence: readonly EvidenceView[]
  } | null
  /** Photos and PDFs of this month, and how many may come; null in the shell. */
  evidence: { used: number; limit: number } | null
  /** The last entry of the working day before, for "Ulangi kemarin", or the one that is asked for to be written again. */
  repeat: { sentence: string; resultId: string | null; quantityThousandths: number | null; workDate: CivilDate } | null
}

/** An entry on its way or at its end, as its writer sees it. */
export type EntryLine = {
  recordId: string
  revision: number
  workDate: CivilDate
  sentence: string
  recordedAt: Instant
  /** When it was written offline; null when it was sent at once. Both times are shown. */
  writtenAt: Instant | null
  receipt: Receipt
  result: { code: string; title: string } | null
  quantityThousandths: number | null
  unit: string | null
  late: boolean
  state:
    | { kind: 'received' }
    /** The person or the plan is not known here yet: never refused for that. */
    | { kind: 'held'; code: string }
    | { kind: 'verified'; at: Instant; by: string }
    /** Returned by the assessor. */
    | { kind: 'returned'; at: Instant; by: string; reasonCode: string; note: string | null }
    /** Refused by the journal: Perlu diperbaiki. */
    | { kind: 'refused'; refusal: Refused }
    /** The same id came with other words: the first stands. */
    | { kind: 'conflicted' }
    /** Taken back by its writer. */
    | { kind: 'withdrawn'; at: Instant }
}

/** One record to send: from the form without script, or from the outbox. Equal on every attempt, or the ingest sees a conflict. */
export type EntryDraft = {
  recordId: string
  revision: number
  sentence: string
  resultId: string | null
  workDate: CivilDate
  quantityThousandths: number | null
  unit: string | null
  /** `08:30`; null where the entry has none. */
  start: string | null
  end: string | null
  evidenceLink: string | null
  /** SHA-256 of each photo or PDF, in hexadecimal, at most three. */
  evidence: readonly string[]
  /** The device's instant of writing; null from the form without script. */
  writtenAt: Instant | null
}

export type Recorded =
  | { kind: 'received'; receipt: Receipt; recordedAt: Instant }
  | { kind: 'refused'; refusals: readonly Refused[] }
  /** Too many, or the log does not answer: nothing was taken, send again. */
  | { kind: 'busy'; retryAfterSeconds: number; code: string }

/** What became of a file of a record. */
export type Attached =
  | { kind: 'kept' }
  | { kind: 'refused'; refusals: readonly Refused[] }
  | { kind: 'busy'; retryAfterSeconds: number }

/** What became of records that were received, as the outbox asks. */
export type RecordState = {
  recordId: string
  state: 'unknown' | 'received' | 'held' | 'admitted' | 'verified' | 'returned' | 'refused' | 'conflicted' | 'withdrawn'
  receipt: Receipt | null
  refusal: Refused | null
  note: string | null
}

/** What a revision, or several, made of a quantity. Thousandths; null: none was said. */
export type Requantified = {
  before: number | null
  unitBefore: string | null
  after: number | null
  unit: string | null
}
