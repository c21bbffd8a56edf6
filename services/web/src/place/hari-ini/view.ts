import type { Shift } from '@timbang/rules/shift'
import type { EntryForm, EntryLine } from '../shared/entry/view.ts'
import type { Presence } from '../shared/presence/view.ts'
import type { CivilDate, Instant, Zone } from '../shared/time.ts'
import type { WaitingDraft } from '../titip/view.ts'

/** A working day of the month. Days that are none (weekend, holiday) are not in the list. */
export type WorkDay = {
  date: CivilDate
  /**
   * recorded: an entry in time · late: only late ones · open: nothing yet, still possible · missed: nothing, and closed ·
   * excused: need not report (leave, duty travel, outage of the whole day) · upcoming: after today
   */
  state: 'recorded' | 'late' | 'open' | 'missed' | 'excused' | 'upcoming'
  entries: number
  verified: number
  /** Entries of the day that need the employee. */
  toMend: number
  /** When the window closes, and the grace behind it. */
  closesAt: Instant
  graceEndsAt: Instant
}

/** What waits for this person now, most urgent first. */
export type Turn =
  | { kind: 'mend'; recordId: string; workDate: CivilDate; reason: 'refused' | 'returned' | 'conflicted' }
  /** `late`: the window is over, the grace is not. */
  | { kind: 'record-day'; date: CivilDate; closesAt: Instant; late: boolean }
  | { kind: 'verify'; waiting: number; oldestRecordedAt: Instant }
  /** From a day on somebody else assesses him; without a name nobody does. */
  | { kind: 'assessor-changes'; from: CivilDate; name: string }
  /** A report about one's own data was answered of late. */
  | { kind: 'ticket-answered'; answeredAt: Instant; mended: boolean }
  | { kind: 'read-score'; period: string }
  /** The days for it are there, and nothing is said yet. */
  | { kind: 'assess-self'; period: string; until: Instant }
  /** Of a role: what waits for its holder (duty.ts). */
  | { kind: 'grace'; waiting: number; oldestAskedAt: Instant }
  | { kind: 'ticket'; waiting: number; oldestFiledAt: Instant }
  | { kind: 'agency-waits'; code: string; waiting: number; oldestWaitingAt: Instant }
  | { kind: 'agency-low'; code: string; units: number; limit: number }
  | { kind: 'province'; attention: number; silent: number }
  | { kind: 'operator-past'; oldestMs: number }
  | { kind: 'operator-silent'; consumers: number }
  | { kind: 'operator-dead'; messages: number }
  /** `more`: there are more than those that were counted. */
  | { kind: 'audit'; day: CivilDate; looks: number; more: boolean }

/** P1 Hari ini. */
export type TodayView = {
  now: Instant
  today: CivilDate
  zone: Zone
  firstName: string
  /** "DPMPTSP, Kota Jambi". */
  workplace: string
  month: readonly WorkDay[]
  /** Of today; null: it is no day of work, or his agency's attendance is not connected. */
  presence: Presence | null
  /** Where a duty schedule is published for this month: today's shifts, none on a day off. */
  duty: readonly Shift[] | null
  turns: readonly Turn[]
  form: EntryForm
  /** Today's entries and those that need mending, latest first. */
  entries: readonly EntryLine[]
  /** What colleagues have written for one, the oldest first. */
  drafts: readonly WaitingDraft[]
  /** Facts while the log or the journal is behind: age of its queue. */
  busy: { queueSeconds: number } | null
}
