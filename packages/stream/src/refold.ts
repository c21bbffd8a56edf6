import type { Topic } from '@timbang/contracts/topics'
import type { Pool, Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import { forgetCommits, membersOf } from './commit.ts'
import type { Kafka } from './kafka.ts'
import { eventsOf, readTopic, wholeTopic } from './read.ts'

/** What an owner keeps of what it says: its topic, and the one writer of its tables. */
export interface Own<E> {
  readonly topic: Topic<E>
  /** As commands use it: sets and versions, so that what is known already changes nothing. */
  readonly apply: (tx: Tx, events: readonly E[]) => Promise<void>
}

/** Somebody is at work with the database. */
export class StillRunning extends Error {}

/**
 * Makes of a database that was restored to an earlier point one that knows what it has said since: lays its own topic over its tables, then
 * forgets how far its consumer had been, so that it may begin behind that. What the inputs told since is folded again by the consumer itself;
 * what it had decided about it is known by then, and is not decided a second time.
 * Nothing is emptied: what the restored outbox still holds is in these tables, and will be sent.
 * @returns how many events it knows now
 */
export async function refold<E>(
  options: { readonly pool: Pool; readonly kafka: Kafka; readonly consumer: string } & Own<E>,
): Promise<number> {
  const { pool, kafka, consumer, topic, apply } = options
  const members = await membersOf(kafka, consumer)
  if (members > 0)
    throw new StillRunning(`${members} of ${consumer} still run: stop them first, or two would decide at once`)
  let count = 0
  for await (const records of readTopic(kafka, topic, await wholeTopic(kafka, topic))) {
    const events = eventsOf(topic, records).map(({ event }) => event)
    await transaction(pool, (tx) => apply(tx, events))
    count += events.length
  }
  await forgetCommits(kafka, consumer)
  return count
}
