import type { CivilDate, Instant } from '../time.ts'

/** What the rules do not know of a leave; it counts all the same. */
export const leaveWarnings = ['kind-unknown', 'not-for-employment', 'too-long'] as const
export type LeaveWarning = (typeof leaveWarnings)[number]

/** What stands of somebody's presence on a day, as it is counted. */
export type Presence = {
  date: CivilDate
  /** Who told of it, or settled it; null: nobody has. */
  source: 'punches' | 'daily-result' | 'settlement' | null
  present: boolean
  lateMinutes: number
  earlyLeaveMinutes: number
  cameAt: Instant | null
  wentAt: Instant | null
  /** The scan that is missing. */
  forgot: 'in' | 'out' | null
  /** The hours by which it is judged, minutes of the day; null: it has none. */
  hours: { begin: number; end: number } | null
  /** Something else was told of it, and does not count. */
  contradicted: boolean
  /** Why the personnel officer settled it so; empty of anything else. */
  reason: string
  /** An outage of the machines took minutes away, or excuses the scan that is missing. */
  machineOut: boolean
  /** What excuses the day, by its name; null: nothing. What is told of it then counts for nothing. */
  excused: string | null
  /** To be away for a part of it, minutes of the day, an end above 1440 on the next one; and the minutes that each takes away: those above are without them. */
  permissions: readonly { kind: string; from: number; until: number; lateMinutes: number; earlyLeaveMinutes: number }[]
  /** In the order of time; `counts`: by it he came or went. */
  scans: readonly { at: Instant; device: string; counts: boolean }[]
  /** What agencies told in which he has no post on that day: it does not count. */
  elsewhere: readonly Elsewhere[]
}

/** A scan, or the result of a whole day, of another agency. */
export type Elsewhere = {
  /** Its name; empty: nobody knows it. */
  agency: string
  /** Null: of the whole day. */
  at: Instant | null
  device: string
  present: boolean
  lateMinutes: number
  earlyLeaveMinutes: number
}
