import type { Presence } from '../shared/presence/view.ts'
import type { CivilDate, Instant, Zone } from '../shared/time.ts'

/** What one looks for among one's people. */
export const stateNames = ['belum', 'sudah', 'tidak-bertugas', 'libur', 'tanpa-kalender'] as const
/**
 * belum: nothing yet · sudah: an entry stands on the day · tidak-bertugas: excused by leave, sickness, travel, an outage · libur: not his working day ·
 * tanpa-kalender: no calendar of his agency tells. Each person of a day is in one of them.
 */
export type StateName = (typeof stateNames)[number]

export type TeamDay = {
  date: CivilDate
  state: StateName
  /** By name of its kind; null where nothing excuses the day. `until`: the last day of it. */
  away: { kind: string; until: CivilDate | null } | null
  entries: number
  waiting: number
  verified: number
  toMend: number
  latestAt: Instant | null
  /** To be away for a part of it, minutes of the day. */
  permissions: readonly { from: number; until: number }[]
}

export type Member = {
  employeeId: string
  name: string
  position: string
  day: TeamDay
  /** His working day before it; null where there is none to show. */
  before: TeamDay | null
  /** Of any day, in the verification box. */
  waiting: number
}

/** What of one's people is looked for. */
export type TeamFind = { date: CivilDate | null; name: string; state: StateName | null }

/** A3 Tim hari ini. */
export type TeamView = {
  now: Instant
  zone: Zone
  today: CivilDate
  date: CivilDate
  find: TeamFind
  /** Of everybody, whatever is looked for: they add up to `people`. */
  counts: Readonly<Record<StateName, number>>
  people: number
  waiting: number
  /** When the entry window of the day closes for the first of those who have nothing yet; null where nobody has to. */
  closesAt: Instant | null
  /** Those who are looked for, by name. */
  members: readonly Member[]
}

export type MemberEntry = {
  recordId: string
  sentence: string
  recordedAt: Instant
  resultCode: string | null
  quantityThousandths: number | null
  unit: string | null
  late: boolean
  state: 'waiting' | 'verified' | 'returned' | 'refused' | 'held'
}

/** One person's day, for whoever may read it. */
export type MemberView = {
  now: Instant
  zone: Zone
  today: CivilDate
  date: CivilDate
  name: string
  position: string
  entries: readonly MemberEntry[]
  presence: Presence | null
  /** Where the reader came from: his people, or a search; null where neither is his. */
  back: 'team' | 'find' | null
  /** There are more than are shown. */
  more: boolean
}
