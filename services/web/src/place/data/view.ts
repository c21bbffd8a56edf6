import type { DataRowView, Post, TicketLine } from '../data-saya/view.ts'
import type { CivilDate, Instant, Zone } from '../shared/time.ts'

export const errorKinds = [
  'no-assessor',
  'post-without-superior',
  'superior-loop',
  'two-holders',
  'acting-ended',
  'unit-headless',
  'post-vacant',
  'ends-soon',
  'no-post',
  // Of another owner: who agrees on work knows who has none.
  'no-plan',
] as const
export type ErrorKind = (typeof errorKinds)[number]

export type Reported = TicketLine & { name: string; position: string }

export type Holder = {
  assignmentId: string
  employeeId: string
  name: string
  capacity: Post['capacity']
  from: CivilDate
  to: CivilDate | null
  version: number
}

/** One thing that is wrong, of a post or of a person. */
export type LineError = {
  kind: ErrorKind
  /** Empty of a person. */
  positionId: string
  /** Of a post, by which its superiors are asked for. */
  code: string
  title: string
  unit: string
  version: number
  holders: readonly Holder[]
  /** Of a person. */
  name: string
  /** Since when it is so, or the last day that it is not. */
  onDate: CivilDate | null
  /** Who work directly below it. */
  people: number
}

/** A post that others report to; `employeeId` null: nobody holds it today. */
export type Leading = { positionId: string; title: string; unit: string; employeeId: string | null; name: string }

export type ErrorsView = {
  code: string
  name: string
  /** Whether it is known who has a plan. */
  plansKnown: boolean
  counts: readonly { kind: ErrorKind; count: number }[]
  errors: readonly LineError[]
  leading: readonly Leading[]
}

/** K3: what is wrong in an agency, and what waits for the officer. */
export type LineView = {
  now: Instant
  today: CivilDate
  zone: Zone
  /** Null: no agency was chosen. */
  agency: ErrorsView | null
  /** Among which one is chosen. */
  agencies: readonly { code: string; name: string }[]
  /** One kind alone, and how many of it stand before these. */
  kind: ErrorKind | null
  shown: number
  /** Whether this caller mends; else he only reads. */
  mayMend: boolean
  waiting: number
  tickets: readonly Reported[]
  next: string | null
}

/** Whom a post answers to on some of its days. */
export type SuperiorSpan = {
  /** Null: from the first, or while it lasts. */
  from: CivilDate | null
  to: CivilDate | null
  /** Empty: nobody. */
  title: string
  /** Who is the one to address there today; empty: nobody. */
  name: string
  when: 'past' | 'now' | 'coming'
}

/** K3, one post: whom it answered to, answers to and will answer to, and who has told it. */
export type SuperiorsView = {
  today: CivilDate
  zone: Zone
  /** Null: no agency was chosen. */
  agency: { code: string; name: string } | null
  agencies: readonly { code: string; name: string }[]
  /** The code that was asked for; empty: none was. */
  asked: string
  /** Null: none was asked for, or there is none of that code in the agency. */
  post: {
    positionId: string
    code: string
    title: string
    unit: string
    version: number
    /** The earliest first. */
    spans: readonly SuperiorSpan[]
    /** The latest first; `by` empty: an account without a name. */
    told: readonly { from: CivilDate; title: string; at: Instant; by: string; reason: string }[]
  } | null
  leading: readonly Leading[]
  mayMend: boolean
}

/** One report, before whoever answers it. */
export type ReportView = Reported & {
  now: Instant
  today: CivilDate
  zone: Zone
  /** The row as it is; null: the person is nobody any more. */
  present: DataRowView | null
  /** Whether this caller answers; else he only reads. */
  mayAnswer: boolean
}

/** What an officer says. */
export type TicketAnswer = { mended: boolean; words: string }

export type Mending =
  | {
      what: 'superior'
      positionId: string
      superiorPositionId: string
      version: number
      fromDate: CivilDate
      reason: string
    }
  | { what: 'end'; assignmentId: string; toDate: CivilDate; withdrawn: boolean; version: number }
  | {
      what: 'acting'
      positionId: string
      employeeId: string
      capacity: 'plt' | 'plh'
      fromDate: CivilDate
      toDate: CivilDate
    }
