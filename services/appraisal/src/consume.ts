import { topics } from '@timbang/contracts/topics'
import { foldRulebook } from '@timbang/rulebook/pack'
import { rememberSealRequests } from '@timbang/seal/cut-off'
import type { Handle } from '@timbang/stream/batch'
import { foldPeople } from './plan/handle.ts'
import type { Deps } from './tell.ts'

/** Who works where, the packs whose windows hold, and that a seal is asked for. */
export const inputs = [topics.directory, topics.scoring] as const

export function handleWith(deps: Deps): Handle {
  const fold = foldPeople(deps)
  return async (tx, batch) => {
    const people = batch.events(topics.directory)
    if (people.length > 0) await fold(tx, people)
    await foldRulebook(tx, batch.events(topics.scoring))
    await rememberSealRequests(tx, batch.events(topics.scoring))
  }
}
