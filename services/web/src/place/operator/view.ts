import type { Instant, Zone } from '../shared/time.ts'

export type OperatorFigures = {
  /** Arrivals on activity.v1 in each of the last minutes, from end offsets, oldest first. */
  arrivals: readonly { minute: Instant; count: number }[]
  consumers: readonly { consumer: string; topic: string; recordsBehind: number; lagMs: number; lastSeenAt: Instant }[]
  /** Age of the oldest record that was accepted and is not yet processed by every consumer; 0 when none. */
  oldestUnprocessedMs: number
  acceptedToday: number
  dead: readonly { consumer: string; count: number }[]
}

/** O1 Ruang tenggat. */
export type OperatorView = {
  now: Instant
  zone: Zone
  asOf: Instant
  figures: OperatorFigures
  limits: { oldestSeconds: number; silentSeconds: number }
}
