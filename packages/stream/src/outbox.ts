import { toMessage, type Outgoing } from '@timbang/contracts/envelope'
import type { Topic } from '@timbang/contracts/topics'
import { currentTrace } from '@timbang/contracts/trace'
import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import type { Kafka } from './kafka.ts'

/** On which a sleeping relay is called. */
export const OUTBOX_CHANNEL = 'timbang_outbox'

/**
 * A call takes a lock on the whole database when it commits: one in a while is enough, since a relay that was called looks often for longer
 * than this. What slips through waits for the relay's next look.
 */
const CALL_MS = 100
const called = new Map<string, number>()

/** The broker refuses more than a megabyte at once, for ever: better that the command fails than that everything behind it waits. */
const MOST_BYTES = 1_000_000

/**
 * Writes events to be published once the transaction commits. Call it after the aggregate's row is locked: then the order per key is the order of commits.
 * @param topic of the table; `kafka` knows how many partitions it has in this cluster
 */
export async function enqueue<E>(
  tx: Tx,
  kafka: Kafka,
  topic: Topic<E>,
  events: readonly E[],
  /** What caused an event, where a batch has several causes; what is being done now when absent. */
  traceOf: (event: E) => string | undefined = currentTrace,
): Promise<void> {
  if (events.length === 0) return
  const partitions = await kafka.partitions(kafka.name(topic))
  await enqueueMessages(
    tx,
    topic.name,
    events.map((event) => toMessage(topic, event, { partitions, traceparent: traceOf(event) })),
  )
}

/** Of the last row that is owed now; 0 when none is. */
export const outboxEnd = async (db: Pool | Tx): Promise<bigint> =>
  (await db.query<{ id: bigint }>('select coalesce(max(id), 0)::bigint as id from stream.outbox')).rows[0]!.id

/** Whether all that was owed up to a row is on the log. A pass of the relay leaves behind it what commits late: only the rows themselves tell. */
export const isSent = async (db: Pool | Tx, end: bigint): Promise<boolean> =>
  (await db.query<{ sent: boolean }>('select not exists (select from stream.outbox where id <= $1) as sent', [end]))
    .rows[0]!.sent

/** Messages that are already made: markers for one partition, records for a dead topic. @param name without the cluster's prefix */
export async function enqueueMessages(tx: Tx, name: string, messages: readonly Outgoing[]): Promise<void> {
  if (messages.length === 0) return
  const rows = messages.map(({ partition, key, value, headers: { traceparent = null, ...headers } }) => ({
    topic: name,
    partition,
    key,
    value,
    headers: JSON.stringify(headers),
    traceparent,
  }))
  for (const { key, value, headers } of rows) {
    const bytes = key.length + headers.length + (value?.byteLength ?? 0)
    if (bytes > MOST_BYTES) throw new Error(`a message of ${bytes} bytes is too large for ${name}`)
  }
  // The transaction has its number before its rows have theirs: the relay knows by it when nothing can come any more below an id.
  await tx.query(
    `insert into stream.outbox (topic, partition, key, value, headers, traceparent)
     with mine as materialized (select pg_current_xact_id())
     select owed.* from mine, unnest($1::text[], $2::integer[], $3::text[], $4::bytea[], $5::jsonb[], $6::text[]) as owed`,
    columns(rows, 'topic', 'partition', 'key', 'value', 'headers', 'traceparent'),
  )
  const database = (tx as Tx & { database?: string }).database ?? ''
  const now = performance.now()
  if (now - (called.get(database) ?? -Infinity) < CALL_MS) return
  called.set(database, now)
  await tx.query(`notify ${OUTBOX_CHANNEL}`)
}
