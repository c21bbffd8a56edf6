import type { LookLine } from '../audit/view.ts'
import type { Instant, Zone } from '../shared/time.ts'

/** One place where the caller is signed in. */
export type SignedIn = {
  sid: string
  /** Names of products, "Chrome" and "Android"; null: the browser does not say. */
  browser: string | null
  system: string | null
  beganAt: Instant
  seenAt: Instant
  endsAt: Instant
  /** The one that shows the page. */
  current: boolean
}

/** P14 Pengaturan. */
export type SettingsView = {
  now: Instant
  zone: Zone
  /** Whether shortcuts are of use: whoever verifies. */
  verifies: boolean
  /** This device first, then the latest. */
  sessions: readonly SignedIn[]
}

/** Who saw the caller's data, the latest first; null: he is no employee, or it could not be asked. */
export type LookedAt = { lines: readonly LookLine[]; silent: boolean }

/** By name, or all but the one that asks. */
export type WhichSessions = { sid: string } | 'others'
