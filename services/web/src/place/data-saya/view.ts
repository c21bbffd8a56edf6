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

/** P15. */
export type OwnDataView = {
  now: Instant
  today: CivilDate
  zone: Zone
  /** Each with the number that a report about it would have, and with the one that waits. */
  rows: readonly (DataRowView & { ticketId: string; waiting: TicketLine | null })[]
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
