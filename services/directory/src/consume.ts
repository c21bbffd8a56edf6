import { topics } from '@timbang/contracts/topics'
import { rememberSealRequests } from '@timbang/seal/cut-off'
import type { Handle } from '@timbang/stream/batch'

/** What the directory hears of others: only that a seal is asked for. */
export const inputs = [topics.scoring] as const

export const handle: Handle = (tx, batch) => rememberSealRequests(tx, batch.events(topics.scoring))
