import type { WorkDay } from '../hari-ini/view.ts'
import type { EntryLine, ResultChoice } from '../shared/entry/view.ts'
import type { Presence } from '../shared/presence/view.ts'
import type { CivilDate, Instant, Zone } from '../shared/time.ts'

/** In which states one looks, by the words of the address. */
export const stateNames = ['disetujui', 'menunggu', 'dikembalikan', 'belum', 'ditarik'] as const
export type StateName = (typeof stateNames)[number]

/** What of one's own month is looked for. */
export type Find = {
  /** `2026-11`; null: the running month. */
  month: string | null
  /** One day of it. */
  day: CivilDate | null
  words: string
  /** A planned result by its id, `tambahan` for entries without one, or empty. */
  result: string
  state: StateName | null
  /** The cursor behind which the page begins. */
  after: string | null
}

export type HistoryDay = WorkDay & { working: boolean }

/** P4 Riwayat: one's own month. */
export type HistoryView = {
  now: Instant
  zone: Zone
  today: CivilDate
  month: string
  /** Every civil day of it. */
  days: readonly HistoryDay[]
  /** Up to today, the days of which something was told or should have been; none where his agency's attendance is not connected. */
  presence: readonly Presence[]
  /** A duty schedule is published for it. */
  duty: boolean
  find: Find
  results: readonly ResultChoice[]
  /** Latest day first. */
  entries: readonly EntryLine[]
  /** Of what is looked for, whatever the state that is shown. */
  counts: Readonly<Record<StateName, number>>
  more: string | null
}

/** One line of the month's file. */
export type HistoryRow = {
  workDate: CivilDate
  start: number | null
  end: number | null
  result: string | null
  sentence: string
  quantityThousandths: number | null
  unit: string | null
  evidenceLink: string | null
  late: boolean
  state: EntryLine['state']
}
/** `cut`: the month has more rows than a file takes, and the last ones are in it. */
/** `nip` is the writer's own, as the national form wants it in every line. */
export type HistoryFile = { month: string; nip: string; rows: readonly HistoryRow[]; cut: boolean }
