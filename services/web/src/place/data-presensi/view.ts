import type { Elsewhere, LeaveWarning } from '../shared/presence/view.ts'
import type { CivilDate, Instant, Zone } from '../shared/time.ts'

/** What a machine or an agency's system told of a day. */
export type ToldResult = {
  recordId: string
  source: 'punches' | 'daily-result'
  present: boolean
  lateMinutes: number
  earlyLeaveMinutes: number
  cameAt: Instant | null
  wentAt: Instant | null
  devices: readonly string[]
  toldAt: Instant
}

export type Settled = {
  present: boolean
  lateMinutes: number
  earlyLeaveMinutes: number
  reason: string
  at: Instant
  /** Empty: an account without a name. */
  by: string
}

/** One day of one person of which facts say different things, or another agency told something. */
export type DifferingDay = {
  employeeId: string
  name: string
  position: string
  date: CivilDate
  /** The one that counts first, as long as nobody settled it. */
  told: readonly ToldResult[]
  /** They say different things: one of them can be chosen. */
  differs: boolean
  /** What other agencies told, which does not count. */
  elsewhere: readonly Elsewhere[]
  /** Which version of a settlement is seen here; 0: there was none. */
  version: number
  settled: Settled | null
  /** The caller's own: somebody else settles it. */
  own: boolean
}

export const outageCauses = ['power', 'network', 'machine', 'other'] as const
export type OutageCause = (typeof outageCauses)[number]

/** When the agency's machines were out of order: those that are named, or, where none is, all of them. */
export type MachineOutage = {
  outageId: string
  from: Instant
  to: Instant
  cause: OutageCause
  devices: readonly string[]
}

/** K3, presence: days of an agency's people in a month that contradict themselves. */
export type DifferingView = {
  now: Instant
  today: CivilDate
  zone: Zone
  /** Null: no agency was chosen. */
  agency: { code: string; name: string } | null
  /** Among which one is chosen. */
  agencies: readonly { code: string; name: string }[]
  /** `2026-11`. */
  month: string
  days: readonly DifferingDay[]
  /** Nothing of the month stands before these. */
  first: boolean
  next: string | null
  /** Of the month, the latest first. */
  outages: readonly MachineOutage[]
  /** Machines that an outage can name. */
  devices: readonly string[]
  /** Of the month, the latest first; `more`: not all were looked through. */
  leaves: { warned: readonly WarnedLeave[]; more: boolean }
  /** Of the one that is put on record next: sent twice it is one. */
  outageId: string
  /** Whether this caller settles; else he only reads. */
  maySettle: boolean
}

/** A leave at which the officer looks: it counts all the same. */
export type WarnedLeave = {
  name: string
  position: string
  kind: string
  from: CivilDate
  to: CivilDate
  warning: LeaveWarning
}

export type Settling =
  | ({ what: 'outage' } & MachineOutage & { agencyCode: string; withdrawn: boolean })
  | { what: 'settle'; employeeId: string; date: CivilDate; version: number; recordId: string; reason: string }
  | { what: 'withdraw'; employeeId: string; date: CivilDate; version: number }
