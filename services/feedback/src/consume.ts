import type { DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { ScoringEvent } from '@timbang/contracts/gen/timbang/scoring/v1/events'
import { topics } from '@timbang/contracts/topics'
import { foldDirectory } from '@timbang/roster/fold'
import type { Handle } from '@timbang/stream/apply-batch'
import { rememberSealRequests } from '@timbang/seal/cut-off'

/** Names of units, and that a seal is asked for. */
export const inputs = [topics.directory, topics.scoring] as const

export const handle: Handle = (tx, { topic, records }) =>
  topic.name === topics.directory.name
    ? foldDirectory(
        tx,
        records.map((record) => record.event as DirectoryEvent),
      )
    : rememberSealRequests(
        tx,
        records.map((record) => record.event as ScoringEvent),
      )
