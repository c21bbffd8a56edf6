import type { ScoringEvent } from '@timbang/contracts/gen/timbang/scoring/v1/events'
import { topics } from '@timbang/contracts/topics'
import type { Handle } from '@timbang/stream/apply-batch'
import { rememberSealRequests } from '@timbang/seal/cut-off'

/** What the directory hears of others: only that a seal is asked for. */
export const inputs = [topics.scoring] as const

export const handle: Handle = (tx, batch) =>
  rememberSealRequests(
    tx,
    batch.records.map((record) => record.event as ScoringEvent),
  )
