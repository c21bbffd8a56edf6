import type { DataRowView, TicketLine } from '../data-saya/view.ts'
import type { CivilDate, Instant, Zone } from '../shared/time.ts'

export type Reported = TicketLine & { name: string; position: string }

/** K3: what waits for the officer, the oldest first. */
export type LineView = {
  now: Instant
  today: CivilDate
  zone: Zone
  waiting: number
  tickets: readonly Reported[]
  next: string | null
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
