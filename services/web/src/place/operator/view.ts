import type { CivilDate, Instant, Zone } from '../shared/time.ts'

export type OperatorFigures = {
  /** Arrivals on activity.v1 in each of the last minutes, from end offsets, oldest first. */
  arrivals: readonly { minute: Instant; count: number }[]
  consumers: readonly { consumer: string; topic: string; recordsBehind: number; lagMs: number; lastSeenAt: Instant }[]
  /** Age of the oldest record that was accepted and is not yet processed by every consumer; 0 when none. */
  oldestUnprocessedMs: number
  acceptedToday: number
  dead: readonly { consumer: string; count: number }[]
  /** The day whose curve stands beside today's; empty where none is known whole. */
  earlierDate: CivilDate | ''
  /** What arrived in each of its quarter hours, oldest first. */
  earlier: readonly { from: Instant; count: number }[]
}

/** A partition that a consumer has not read to its end. */
export type PlaceBehind = {
  consumer: string
  topic: string
  partition: number
  /** Of the oldest record that waits. */
  offset: number
  /** Whether its place is what a person's receipt says. */
  receipt: boolean
  acceptedAt: Instant
  recordsBehind: number
}

/** O1 Ruang tenggat. */
export type OperatorView = {
  now: Instant
  zone: Zone
  asOf: Instant
  figures: OperatorFigures
  limits: { oldestSeconds: number; silentSeconds: number }
}

/** What waits, place by place: the page that O1's ages open. */
export type WaitingView = {
  now: Instant
  zone: Zone
  asOf: Instant
  /** Null: of all. */
  consumer: string | null
  limitSeconds: number
  places: readonly PlaceBehind[]
}
