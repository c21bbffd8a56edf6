import type { CivilDate, Instant, Zone } from '../shared/time.ts'

export const reasonCodes = ['network', 'device', 'duty', 'illness', 'other'] as const
export type ReasonCode = (typeof reasonCodes)[number]
export const refusalCodes = ['cause-unclear', 'days-wrong', 'other'] as const
export type RefusalReason = (typeof refusalCodes)[number]
export const scopes = ['person', 'unit', 'agency'] as const
export type Scope = (typeof scopes)[number]

/** A request for grace, and what became of it. */
export type GraceLine = {
  requestId: string
  from: CivilDate
  to: CivilDate
  reason: ReasonCode
  note: string
  askedAt: Instant
  state: 'open' | 'granted' | 'refused' | 'withdrawn'
  decidedAt: Instant | null
  refusedFor: RefusalReason | null
  answerNote: string
  /** Until then the entries may come, excluded. */
  until: Instant | null
  /** The grace was taken back after it was granted. */
  takenBack: boolean
}

/** One's own requests, the newest first. */
export type MineView = { now: Instant; zone: Zone; requests: readonly GraceLine[]; next: string | null }

/** The form. */
export type AskView = {
  now: Instant
  zone: Zone
  today: CivilDate
  /** Days further back are no longer taken. */
  earliest: CivilDate
  requestId: string
  /** The day that was meant takes entries still, until then: nothing has to be asked for. An outage on record moves that end by itself. */
  stillOpen: Instant | null
  /** The request for it that waits already. */
  waiting: string | null
}

/** What waits for the officer, the oldest first. */
export type GraceQueueView = {
  now: Instant
  zone: Zone
  waiting: number
  requests: readonly (GraceLine & { name: string; position: string })[]
  next: string | null
}

/** One request, before whoever answers it. */
export type GraceOneView = GraceLine & {
  now: Instant
  zone: Zone
  today: CivilDate
  /** No grace lasts longer. */
  latest: CivilDate
  name: string
  position: string
  /** Null: not known here. */
  unit: string | null
  agency: string | null
  /** Open requests for these days, this one included, that a grace of the unit or of the agency would answer. */
  ofUnit: number
  ofAgency: number
  /** Whether this caller answers; else he only reads. */
  mayAnswer: boolean
}

/** What an officer says. */
export type GraceAnswer =
  | { grant: true; until: CivilDate; scope: Scope; note: string }
  | { grant: false; reason: RefusalReason; note: string }

export type GraceAsked = {
  requestId: string
  from: CivilDate
  to: CivilDate
  reason: ReasonCode
  note: string
}
