import type { AppraisalEvent } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import { topics } from '@timbang/contracts/topics'
import type { Pool, Tx } from '@timbang/postgres/pool'
import type { Clock } from '@timbang/process/clock'
import type { Zone } from '@timbang/rules/civil-date'
import type { Kafka } from '@timbang/stream/kafka'
import { enqueue } from '@timbang/stream/outbox'
import { apply } from './apply.ts'

/** What a use case works with. */
export interface Deps {
  readonly pool: Pool
  readonly kafka: Kafka
  readonly clock: Clock
  /** The zone of the seat of government: whose today it is when nobody's workplace is at hand. */
  readonly zone: Zone
}

/** Writes what was decided into the owner tables and into the outbox, in the caller's transaction. */
export const tell = async (tx: Tx, kafka: Kafka, events: readonly AppraisalEvent[]): Promise<void> => {
  await apply(tx, events)
  await enqueue(tx, kafka, topics.appraisal, events)
}
