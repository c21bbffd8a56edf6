import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { topics } from '@timbang/contracts/topics'
import { createPool } from '@timbang/postgres/pool'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { eventually } from '@timbang/testkit/eventually'
import { proxyTo } from '@timbang/testkit/proxy'
import { testTopics } from '@timbang/testkit/topic'
import { clientOf } from '../src/client.ts'
import { applyBatch } from '../src/apply-batch.ts'
import type { Handle } from '../src/batch.ts'
import { commitNotes, forgetCommits } from '../src/commit.ts'
import { topicEnds, type Kafka } from '../src/kafka.ts'
import { positionsOf } from '../src/position.ts'
import { consume, fact, held, probeTable, publish, see, seenIds } from './spine.ts'

let database: TestDatabase
let kafka: Kafka

beforeAll(async () => {
  database = await testDatabase()
  await probeTable(database)
  kafka = await testTopics()
})
afterAll(async () => {
  await kafka.close()
  await database.close()
})

const name = () => kafka.name(topics.directory)
const count = (ids: readonly string[], events: readonly DirectoryEvent[]) =>
  events.map((event) => ids.filter((id) => id === event.eventId).length)
/** Every one of them once: not lost, not twice. */
const once = async (events: readonly DirectoryEvent[]) =>
  expect(count(await seenIds(database), events)).toEqual(events.map(() => 1))

test('a batch replayed after a crash changes nothing', async () => {
  const events = [fact(randomUUID()), fact(randomUUID()), fact(randomUUID())]
  await publish(kafka, events)
  const first = await consume(kafka, database)
  await eventually(() => once(events))
  await first.stop()
  // As if it had died after Postgres committed and before Kafka heard of it: its successor is given everything again.
  await forgetCommits(kafka, 'directory')

  const second = await consume(kafka, database)
  const more = fact(randomUUID())
  await publish(kafka, [more])
  await eventually(async () => expect(await seenIds(database)).toContain(more.eventId))
  await second.stop()
  await once([...events, more])
})

test('two owners of one partition leave each fact once', async () => {
  const events = Array.from({ length: 50 }, () => fact(randomUUID()))
  const records = events.map((event, index) => ({
    topic: topics.directory.name,
    partition: 0,
    offset: BigInt(index),
    key: event.employeeId!,
    value: topics.directory.codec.encode(event).finish(),
    headers: { ce_id: event.eventId },
    appendedAt: 1,
  }))
  const apply = (from: number, to: number, handle: Handle) =>
    applyBatch({
      pool: database.pool,
      consumer: 'twice',
      fetched: [{ topic: topics.directory, partition: 0, records: records.slice(from, to), acquaintance: 'known' }],
      handle,
    })
  // The first has lost the partition and does not know; the second has it, and the same batch. At the very beginning, and later.
  for (const [from, to] of [
    [0, 20],
    [20, 50],
  ] as const) {
    const stale = held()
    const first = apply(from, to, stale.handle)
    await stale.entered
    const second = apply(from, to, see)
    await new Promise((resolve) => setTimeout(resolve, 200))
    stale.release()
    expect(await first).toMatchObject([{ applied: to - from }])
    expect(await second).toMatchObject([{ applied: 0, position: BigInt(to) }])
  }
  await once(events)
})

test('an owner that is held in the middle of a batch is let go by the database, so that its successor can go on', async () => {
  let patience: string | undefined
  const consumer = await consume(kafka, database, {
    handle: async (tx, batch) => {
      patience = (
        await tx.query<{ idle_in_transaction_session_timeout: string }>(`show idle_in_transaction_session_timeout`)
      ).rows[0]!.idle_in_transaction_session_timeout
      await see(tx, batch)
    },
  })
  onTestFinished(() => consumer.stop())
  await publish(kafka, [fact(randomUUID())])
  await eventually(() => expect(patience).toBe('15s'))
})

test('a batch that begins ahead of the position waits: what lies between is read first', async () => {
  const ahead = await testTopics({ partitions: 1 })
  onTestFinished(() => ahead.close())
  const own = await testDatabase()
  onTestFinished(() => own.close())
  await probeTable(own)
  const events = Array.from({ length: 8 }, () => fact(randomUUID()))
  await publish(ahead, events.slice(0, 3))
  const first = await consume(ahead, own)
  await eventually(async () => expect(await seenIds(own)).toHaveLength(3))
  await first.stop()
  await publish(ahead, events.slice(3))
  // Kafka's commit is a hint: it may be wrong.
  const liar = clientOf(ahead).consumer({ groupId: ahead.name('directory'), maxWaitTimeInMs: 50 })
  await liar.subscribe({ topic: ahead.name(topics.directory) })
  await liar.run({ autoCommit: false, eachBatch: async () => undefined })
  await liar.commitOffsets([{ topic: ahead.name(topics.directory), partition: 0, offset: '6' }])
  await liar.disconnect()
  const second = await consume(ahead, own)
  await eventually(async () => expect(await seenIds(own)).toEqual(events.map((event) => event.eventId)))
  await second.stop()
})

test('a connection to the database that is cut in the middle of a batch, or of its commit, leaves each fact once', async () => {
  const server = new URL(database.url)
  const proxy = await proxyTo(server.host)
  onTestFinished(() => proxy.close())
  server.host = proxy.address
  const pool = createPool(server.href, { max: 4, onError: () => undefined })
  onTestFinished(() => pool.end())
  let cuts = 0
  const consumer = await consume(kafka, database, {
    pool,
    handle: async (tx, batch) => {
      await see(tx, batch)
      cuts++
      if (cuts === 1) proxy.cut()
      if (cuts === 2) setTimeout(proxy.cut, 1)
    },
  })
  onTestFinished(() => consumer.stop())
  const events = [fact(randomUUID()), fact(randomUUID()), fact(randomUUID()), fact(randomUUID())]
  await publish(kafka, events)
  await eventually(() => once(events))
  expect(cuts).toBeGreaterThan(1)
})

test('shutdown finishes the batch in hand, and notes it', async () => {
  const slow = held()
  const consumer = await consume(kafka, database, { handle: slow.handle })
  const event = fact(randomUUID())
  const [placed] = await publish(kafka, [event])
  await slow.entered
  const stopped = consumer.stop()
  setTimeout(slow.release, 300)
  await stopped
  await once([event])
  const note = (await commitNotes(kafka, 'directory', [name()])).get(`${name()}/${placed!.partition}`)
  expect(note).toEqual({ position: String(placed!.offset + 1n), appendedAt: placed!.appendedAt })
})

test('a fault rolls everything back, and the batch is applied once it has passed', async () => {
  let faults = 2
  const consumer = await consume(kafka, database, {
    handle: async (tx, batch) => {
      await see(tx, batch)
      if (faults-- > 0) throw new Error('the disk is full')
    },
  })
  onTestFinished(() => consumer.stop())
  const event = fact(randomUUID())
  await publish(kafka, [event])
  await eventually(() => once([event]))
  expect(faults).toBeLessThan(0)
})

test('a fault that does not pass ends the consumer instead of skipping the batch', async () => {
  const broken = await testTopics({ partitions: 1 })
  onTestFinished(() => broken.close())
  const own = await testDatabase()
  onTestFinished(() => own.close())
  let crashed: Error | undefined
  const consumer = await consume(broken, own, {
    tries: 3,
    handle: async () => {
      throw new Error('the disk is full')
    },
    onCrash: (error) => {
      crashed = error
    },
  })
  onTestFinished(() => consumer.stop())
  await publish(broken, [fact(randomUUID())])
  await eventually(() => expect(crashed?.message).toBe('the disk is full'), { within: 20_000 })
  expect(consumer.alive()).toBe(false)
})

test('a consumer leaves beside its commit how far it is and when the broker appended the last applied record', async () => {
  const consumer = await consume(kafka, database)
  onTestFinished(() => consumer.stop())
  const events = Array.from({ length: 20 }, () => fact(randomUUID()))
  const placed = await publish(kafka, events)
  await eventually(async () => {
    const notes = await commitNotes(kafka, 'directory', [name()])
    const positions = await positionsOf(database.pool, 'directory')
    for (const { partition, high } of await topicEnds(kafka, name())) {
      expect(notes.get(`${name()}/${partition}`)?.position).toBe(String(high))
      expect(positions.find((row) => row.partition === partition)?.position).toBe(high)
    }
    for (const { partition, appendedAt } of placed)
      expect(notes.get(`${name()}/${partition}`)?.appendedAt).toBe(appendedAt)
  })
})
