import type { EntryLine, ResultChoice } from '../shared/entry/view.ts'
import type { Instant, Zone } from '../shared/time.ts'

/** P13 Antrean kirim. What waits is on the device; the server adds what came in today, and the choices for the outbox. */
export type QueueView = {
  now: Instant
  zone: Zone
  results: readonly ResultChoice[]
  received: readonly EntryLine[]
}
