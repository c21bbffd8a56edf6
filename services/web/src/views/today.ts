import type { EntryForm, EntryLine, Receipt } from './entry.ts'
import type { CivilDate, Instant, Zone } from './time.ts'

/** A working day of the month. Days that are none (weekend, holiday) are not in the list. */
export type WorkDay = {
  date: CivilDate
  state:
    | { kind: 'recorded'; receipt: Receipt }
    | { kind: 'late'; receipt: Receipt; recordedAt: Instant }
    /** Nothing yet, and the window (or grace) closes then. */
    | { kind: 'open'; closesAt: Instant; grace: boolean }
    /** Nothing, and closed. */
    | { kind: 'missed' }
    | { kind: 'excused'; reason: 'leave' | 'sick' | 'duty-travel' | 'outage' }
    | { kind: 'upcoming' }
}

/** What waits for this person now, most urgent first. */
export type Turn =
  | { kind: 'mend'; recordId: string; workDate: CivilDate; reason: 'refused' | 'returned' | 'conflicted' }
  | { kind: 'record-day'; date: CivilDate; closesAt: Instant }
  | { kind: 'verify'; waiting: number; oldestRecordedAt: Instant }
  | { kind: 'read-score'; period: string }

/** P1 Hari ini. */
export type TodayView = {
  now: Instant
  today: CivilDate
  zone: Zone
  firstName: string
  /** "DPMPTSP, Kota Jambi". */
  workplace: string
  month: readonly WorkDay[]
  turns: readonly Turn[]
  form: EntryForm
  /** Today's entries and those that need mending, latest first. */
  entries: readonly EntryLine[]
  /** Facts while the log or the journal is behind: age of its queue. */
  busy: { queueSeconds: number } | null
}
