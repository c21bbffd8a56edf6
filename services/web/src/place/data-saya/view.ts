import type { LeaveWarning } from '../shared/presence/view.ts'
import type { CivilDate, Instant, Zone } from '../shared/time.ts'

export const rowNames = [
  'post',
  'unit',
  'assessor',
  'superior',
  'name',
  'nip',
  'employment',
  'roles',
  'calendar',
] as const
export type RowName = (typeof rowNames)[number]

export type Post = {
  title: string
  capacity: 'definitive' | 'plt' | 'plh'
  from: CivilDate
  /** Null while it lasts. */
  to: CivilDate | null
}

/** One thing that is said of a person. What does not belong to it is empty. */
export type DataRowView = {
  row: RowName
  /** Another one as soon as the row says something else. */
  version: string
  name: string
  /** Whole for the person himself, for others three digits. */
  nip: string
  employment: string
  posts: readonly Post[]
  unit: string
  agency: string
  zone: string
  /** 0: no calendar is published. */
  year: number
  weekdays: number
  holidays: readonly { date: CivilDate; name: string; jointLeave: boolean }[]
  roles: readonly { role: string; agencies: readonly string[] }[]
}

/** What somebody said is wrong, and what became of it. */
export type TicketLine = {
  ticketId: string
  /** The row as it was then. */
  was: DataRowView
  words: string
  filedAt: Instant
  state: 'open' | 'mended' | 'refused' | 'withdrawn'
  answeredAt: Instant | null
  answer: string
  /** Whether the row says something else than it did: now, or when it was answered. */
  changed: boolean
}

/** A leave that touches the year; both days included. */
export type LeaveLine = {
  kind: string
  from: CivilDate
  to: CivilDate
  /** Working days of the year, and of them those that are taken from the annual leave. */
  workingDays: number
  annualDays: number
  /** What the rules do not know of it; it counts all the same. */
  warning: LeaveWarning | null
}

/** Annual leave of the year that runs, in working days: of the year itself, of the one before, and of the one before that. */
export type LeaveBalance = {
  since: CivilDate
  had: readonly [number, number, number]
  left: readonly [number, number, number]
  over: number
  /** What was left of earlier years is not known. */
  knownFrom: number
}

export type LeaveYear = {
  year: number
  /** Null: there is none for him. */
  balance: LeaveBalance | null
  leaves: readonly LeaveLine[]
}

/** P15. */
export type OwnDataView = {
  now: Instant
  today: CivilDate
  zone: Zone
  /** Each with the number that a report about it would have, and with the one that waits. */
  rows: readonly (DataRowView & { ticketId: string; waiting: TicketLine | null })[]
  /** Null: it cannot be told just now. */
  leave: LeaveYear | null
  /** Within the next seven days; an empty name: nobody. */
  nextAssessor: { from: CivilDate; name: string } | null
  /** Who verifies in the place of today's assessor, now or within the next seven days. */
  standIn: { name: string; from: CivilDate; to: CivilDate } | null
  /** The newest first. */
  tickets: readonly TicketLine[]
  open: number
  next: string | null
}

export type TicketFiled = { ticketId: string; row: string; version: string; words: string }
