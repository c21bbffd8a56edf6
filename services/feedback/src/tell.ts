import { topics } from '@timbang/contracts/topics'
import type { Pool, Tx } from '@timbang/postgres/pool'
import { dateAt } from '@timbang/rules/civil-date'
import type { Kafka } from '@timbang/stream/kafka'
import { enqueue } from '@timbang/stream/outbox'
import { apply, type OwnEvent } from './apply.ts'
import { toEvent } from './wire.ts'

/** What a use case works with. */
export interface Deps {
  readonly pool: Pool
  readonly kafka: Kafka
  readonly now: () => number
}

export const today = (deps: Deps) => dateAt(deps.now(), 'WIB')

/** Writes what was decided into the owner's tables and into the outbox, in the caller's transaction. */
export async function tell(deps: Deps, tx: Tx, agencyId: string, events: readonly OwnEvent[]): Promise<void> {
  await apply(
    tx,
    events.map((event) => ({ event, agencyId })),
  )
  await enqueue(
    tx,
    deps.kafka,
    topics.feedback,
    events.map((event) => toEvent(event, agencyId, today(deps))),
  )
}
