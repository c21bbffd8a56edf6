import { randomUUID } from 'node:crypto'
import type { DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { toMessage } from '@timbang/contracts/envelope'
import { topics } from '@timbang/contracts/topics'
import type { Tx } from '@timbang/postgres/pool'
import type { Batch } from '../src/batch.ts'
import { startConsumer, type Consumer, type ConsumerOptions } from '../src/consume.ts'
import { createProducer, type Kafka, type Placed } from '../src/kafka.ts'
import type { StreamLog } from '../src/relay.ts'
import type { TestDatabase } from '@timbang/testkit/database'
import { unexpected } from '@timbang/testkit/unexpected'

export const quiet: StreamLog = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** An event that any consumer can fold: a person's state. */
export const fact = (employeeId: string, version = 1): DirectoryEvent => ({
  eventId: crypto.randomUUID(),
  occurredAt: 1_790_000_000_000n,
  decidedAt: undefined,
  sourceRecordedAt: undefined,
  employeeId,
  agencyId: randomUUID(),
  actor: undefined,
  body: { $case: 'employeeChanged', value: { employeeId, employment: 'pns', active: true, version } },
})

export async function publish(kafka: Kafka, events: readonly DirectoryEvent[]): Promise<Placed[]> {
  const producer = createProducer(kafka)
  try {
    const partitions = await kafka.partitions(kafka.name(topics.directory))
    return await producer.send(
      kafka.name(topics.directory),
      events.map((event) => toMessage(topics.directory, event, { partitions })),
    )
  } finally {
    await producer.close()
  }
}

/** What the probe consumers fold into: a row per application, so that a second one is seen. */
export const probeTable = (database: TestDatabase) =>
  database.pool.query(
    `create table seen (event_id text not null, employee_id uuid not null, version int not null, n bigint generated always as identity)`,
  )

export const see = async (tx: Tx, batch: Batch) => {
  const events = batch.events(topics.directory)
  await tx.query(
    `insert into seen (event_id, employee_id, version) select * from unnest($1::text[], $2::uuid[], $3::int[])`,
    [
      events.map((event) => event.eventId),
      events.map((event) => event.employeeId),
      events.map((event) => (event.body?.$case === 'employeeChanged' ? event.body.value.version : 0)),
    ],
  )
}

/** A handler that stops in the middle of its transaction until it is let go. */
export function held() {
  let enter: () => void
  let release: () => void
  const entered = new Promise<void>((resolve) => {
    enter = resolve
  })
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  return {
    entered,
    release: () => release(),
    handle: async (tx: Tx, batch: Batch) => {
      await see(tx, batch)
      enter()
      await released
    },
  }
}

export async function consume(
  kafka: Kafka,
  database: TestDatabase,
  options: Partial<Pick<ConsumerOptions, 'handle' | 'onCrash' | 'pool' | 'tries'>> = {},
): Promise<Consumer> {
  return startConsumer({
    kafka,
    pool: database.pool,
    consumer: 'directory',
    topics: [topics.directory],
    handle: see,
    log: quiet,
    onCrash: unexpected,
    ...options,
  })
}

export const seenIds = async (database: TestDatabase): Promise<string[]> =>
  (await database.pool.query<{ event_id: string }>(`select event_id from seen order by n`)).rows.map(
    (row) => row.event_id,
  )
