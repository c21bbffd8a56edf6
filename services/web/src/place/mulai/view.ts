import type { CivilDate, Instant, Zone } from '../shared/time.ts'

/** P16 Mulai: where somebody stands who begins. Each is read from what is so, none is ticked off by hand. */
export type StartView = {
  now: Instant
  zone: Zone
  /** Who assesses him today; null: nobody, and everything that waits for an assessor waits. */
  assessor: string | null
  /** Reports about his own data that wait for an answer. */
  reports: number
  /** Planned results of the plan that holds today; 0: none is agreed. */
  results: number
  /** His latest entry of the days that can still be changed; null: none. */
  latest: { recordId: string; workDate: CivilDate } | null
  /** The latest entry that came back and was not answered. */
  returned: { recordId: string; workDate: CivilDate } | null
}
