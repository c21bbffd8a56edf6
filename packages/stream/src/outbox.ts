import { toMessage, type Outgoing } from '@timbang/contracts/envelope'
import type { Topic } from '@timbang/contracts/topics'
import { columns, type Tx } from '@timbang/postgres/pool'
import type { Kafka } from './kafka.ts'

const hot = new EventTarget()
/** Tells relays of this process that something was enqueued and will be committed soon. */
export const enqueued = hot

/**
 * Writes events to be published once the transaction commits. Call it after the aggregate's row is locked: then the order per key is the order of commits.
 * @param topic of the table; `kafka` knows how many partitions it has in this cluster
 */
export async function enqueue<E>(tx: Tx, kafka: Kafka, topic: Topic<E>, events: readonly E[], options: { traceparent?: string } = {}): Promise<void> {
  if (events.length === 0) return
  const partitions = await kafka.partitions(kafka.name(topic))
  await enqueueMessages(tx, topic.name, events.map((event) => toMessage(topic, event, { partitions, ...options })))
}

/** Messages that are already made: markers for one partition, records for a dead topic. @param name without the cluster's prefix */
export async function enqueueMessages(tx: Tx, name: string, messages: readonly Outgoing[]): Promise<void> {
  if (messages.length === 0) return
  const rows = messages.map((message) => ({ topic: name, partition: message.partition, key: message.key, value: message.value, headers: JSON.stringify(message.headers) }))
  await tx.query(
    `insert into stream.outbox (topic, partition, key, value, headers)
     select * from unnest($1::text[], $2::integer[], $3::text[], $4::bytea[], $5::jsonb[])`,
    columns(rows, 'topic', 'partition', 'key', 'value', 'headers'),
  )
  hot.dispatchEvent(new Event('enqueued'))
}
