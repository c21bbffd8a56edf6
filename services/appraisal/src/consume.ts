import type { DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { ScoringEvent } from '@timbang/contracts/gen/timbang/scoring/v1/events'
import { topics } from '@timbang/contracts/topics'
import type { Handle } from '@timbang/stream/apply-batch'
import { rememberSealRequests } from '@timbang/seal/cut-off'
import { foldPeople, type Deps } from './handle.ts'

/** Who works where, and that a seal is asked for. */
export const inputs = [topics.directory, topics.scoring] as const

export function handleWith(deps: Deps): Handle {
  const fold = foldPeople(deps)
  return (tx, { topic, records }) =>
    topic.name === topics.directory.name
      ? fold(
          tx,
          records.map((record) => record.event as DirectoryEvent),
        )
      : rememberSealRequests(
          tx,
          records.map((record) => record.event as ScoringEvent),
        )
}
