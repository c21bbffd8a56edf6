import { topics } from '@timbang/contracts/topics'
import { foldDirectory } from '@timbang/roster/fold'
import { rememberSealRequests } from '@timbang/seal/cut-off'
import type { Handle } from '@timbang/stream/batch'

/** Names of units, and that a seal is asked for. */
export const inputs = [topics.directory, topics.scoring] as const

export const handle: Handle = async (tx, batch) => {
  await foldDirectory(tx, batch.events(topics.directory))
  await rememberSealRequests(tx, batch.events(topics.scoring))
}
