import { randomUUIDv7 } from 'node:crypto'
import { topics } from '@timbang/contracts/topics'
import type { Pool, Tx } from '@timbang/postgres/pool'
import type { Clock } from '@timbang/process/clock'
import type { Kafka } from '@timbang/stream/kafka'
import { enqueue } from '@timbang/stream/outbox'
import type { Entry, OwnEvent, Told } from './entry/domain/entry.ts'
import { apply } from './apply.ts'
import { toEvent } from './wire.ts'

/** What a use case works with. */
export interface Means {
  readonly pool: Pool
  readonly kafka: Kafka
  readonly clock: Clock
}

/** What a decision is told with: about whom, when, by whom. The id is new: an event is told once. */
export const told = <E extends OwnEvent>(body: E, of: Omit<Told<E>, 'eventId' | 'body'>): Told<E> => ({
  eventId: randomUUIDv7(),
  ...of,
  body,
})

/** Writes what was decided into the owner tables and into the outbox, in the caller's transaction. */
export async function tell(
  tx: Tx,
  kafka: Kafka,
  events: readonly Told<OwnEvent>[],
  locked?: ReadonlyMap<string, Entry | undefined>,
  /** By event, what caused it: of a judgement the record. */
  traces?: ReadonlyMap<string, string | undefined>,
): Promise<void> {
  if (events.length === 0) return
  await apply(tx, events, locked)
  await enqueue(
    tx,
    kafka,
    topics.journal,
    events.map((one) => toEvent(one, occurredAt(one))),
    traces && (({ eventId }) => traces.get(eventId)),
  )
}

/** A judgement occurred when the person wrote; any other decision when it was made. */
function occurredAt({ body, decidedAt }: Told<OwnEvent>): number {
  if (!('facts' in body)) return decidedAt
  return body.facts.writtenAt ?? body.facts.sourceRecordedAt ?? body.facts.recordedAt
}
