import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fromMessage } from '@timbang/contracts/envelope'
import type { DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { topics } from '@timbang/contracts/topics'
import { transaction } from '@timbang/postgres/transaction'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { testTopics } from '@timbang/testkit/topic'
import type { Kafka } from '../src/kafka.ts'
import { enqueue } from '../src/outbox.ts'
import { readTopic, wholeTopic } from '../src/read.ts'
import { startRelay } from '../src/relay.ts'
import { fact, quiet } from './spine.ts'

let database: TestDatabase
let kafka: Kafka

beforeAll(async () => {
  database = await testDatabase()
  await database.pool.query(`create table counter (id uuid primary key, version int not null)`)
  kafka = await testTopics()
})
afterAll(async () => {
  await kafka.close()
  await database.close()
})

/** One command on one aggregate: its row is locked before the event is enqueued. */
const change = (id: string) =>
  transaction(database.pool, async (tx) => {
    const { rows } = await tx.query<{ version: number }>(`insert into counter values ($1, 1) on conflict (id) do update set version = counter.version + 1 returning version`, [id])
    await enqueue(tx, kafka, topics.directory, [fact(id, rows[0]!.version)])
  })

const published = async (): Promise<DirectoryEvent[]> => {
  const events: DirectoryEvent[] = []
  for await (const batch of readTopic(kafka, topics.directory, await wholeTopic(kafka, topics.directory))) events.push(...batch.map((record) => fromMessage(topics.directory, record) as DirectoryEvent))
  return events
}
const versions = (events: readonly DirectoryEvent[], id: string) => events.filter((event) => event.employeeId === id).map((event) => (event.body?.$case === 'employeeChanged' ? event.body.value.version : -1))

test('outbox rows equal topic messages, in the order of commits per key, although writers run side by side', async () => {
  const relay = startRelay({ pool: database.pool, url: database.url, kafka, log: quiet })
  const ids = Array.from({ length: 5 }, () => randomUUID())
  await Promise.all(Array.from({ length: 8 }, async (_, writer) => {
    for (let turn = 0; turn < 25; turn++) await change(ids[(turn + writer) % ids.length]!)
  }))
  await relay.drained()
  await relay.stop()
  const events = await published()
  expect(events.length).toBe(200)
  for (const id of ids) expect(versions(events, id)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1))
})

test('the relay killed between send and delete changes nothing, and order per key holds', async () => {
  const id = randomUUID()
  let killed = false
  // The first relay dies after the broker has acknowledged and before the rows are gone.
  const dying = startRelay({ pool: database.pool, url: database.url, kafka, log: quiet, onSent: () => {
    killed = true
    throw new Error('killed')
  } })
  for (let turn = 0; turn < 5; turn++) await change(id)
  while (!killed) await new Promise((resolve) => setTimeout(resolve, 10))
  await dying.stop()
  const successor = startRelay({ pool: database.pool, url: database.url, kafka, log: quiet })
  await successor.drained()
  await successor.stop()

  const seen = versions(await published(), id)
  // Sent again, yes; but the last word of each is the same, nothing is missing, and what a reader who drops repetitions sees is in order.
  expect(seen.length).toBeGreaterThan(5)
  expect([...new Set(seen)]).toEqual([1, 2, 3, 4, 5])
})

test('two relays never publish at the same time', async () => {
  const id = randomUUID()
  let inside = 0
  let most = 0
  const watch = async () => {
    most = Math.max(most, ++inside)
    await new Promise((resolve) => setTimeout(resolve, 20))
    inside--
  }
  const relays = [1, 2].map(() => startRelay({ pool: database.pool, url: database.url, kafka, log: quiet, onSent: watch }))
  for (let turn = 0; turn < 20; turn++) await change(id)
  await relays[0]!.drained()
  await Promise.all(relays.map((relay) => relay.stop()))
  expect(most).toBe(1)
  expect(versions(await published(), id)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
})
