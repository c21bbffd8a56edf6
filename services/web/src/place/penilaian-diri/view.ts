import type { Answers, Asked } from '../shared/assessment/answers.ts'
import type { Instant, Period, Zone } from '../shared/time.ts'

/** P7 Penilaian diri: what one says of oneself for a quarter. */
export type SelfView = {
  now: Instant
  zone: Zone
  period: Period
  /** When it may be said: instants, the second excluded. */
  from: Instant
  until: Instant
  /** Whether it may be said now: the days are there, and nobody has decided. */
  open: boolean
  /** What stands, with when it was said. */
  said: { answers: Answers; words: Record<Asked, string>; version: number; at: Instant } | null
  /** The assessor has decided. */
  decided: boolean
}

export type SelfSaid = { period: Period; answers: Answers; words: Record<Asked, string>; seen: number }
