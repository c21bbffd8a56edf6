import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { topics, deadTopicName, type Topic } from '@timbang/contracts/topics'
import { createPool } from '@timbang/postgres/pool'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { eventually } from '@timbang/testkit/eventually'
import { testTopics } from '@timbang/testkit/topic'
import { createProducer, topicEnds, type Kafka } from '../src/kafka.ts'
import { startRelay } from '../src/relay.ts'
import { readTopic, wholeTopic } from '../src/read.ts'
import { applyBatch } from '../src/apply-batch.ts'
import { consume, fact, probeTable, publish, quiet, see, seenIds } from './spine.ts'

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

test('a batch replayed after a crash changes nothing', async () => {
  const events = [fact(randomUUID()), fact(randomUUID()), fact(randomUUID())]
  await publish(kafka, events)
  // Dies after Postgres has committed and before Kafka hears of it: the next owner gets the same batch again.
  const first = await consume(kafka, database)
  await eventually(async () => expect((await seenIds(database)).toSorted()).toEqual(events.map((event) => event.eventId).toSorted()))
  await first.stop()
  await (await kafka.admin()).resetOffsets({ groupId: kafka.name('directory'), topic: kafka.name(topics.directory), earliest: true })

  const second = await consume(kafka, database)
  const more = fact(randomUUID())
  await publish(kafka, [more])
  await eventually(async () => expect(await seenIds(database)).toContain(more.eventId))
  await second.stop()
  expect((await seenIds(database)).toSorted()).toEqual([...events, more].map((event) => event.eventId).toSorted())
})

test('two owners of one partition leave each fact once', async () => {
  const records = Array.from({ length: 50 }, (_, index) => ({ event: fact(randomUUID()), offset: BigInt(index) }))
  const raw = records.map(({ event, offset }) => ({ topic: topics.directory.name, partition: 0, offset, key: event.employeeId!, value: topics.directory.codec.encode(event).finish(), headers: { ce_id: event.eventId }, appendedAt: 1 }))
  const other = createPool(database.url, { max: 2, name: 'stale owner' })
  const apply = (pool: typeof other) => applyBatch({ pool, consumer: 'twice', topic: topics.directory as Topic<any>, partition: 0, records: raw, acquaintance: 'known', handle: see })
  await Promise.all([apply(database.pool), apply(other)])
  await other.end()
  const ids = (await seenIds(database)).filter((id) => records.some(({ event }) => event.eventId === id))
  expect(ids.length).toBe(50)
})

test('poison goes to the dead topic with its reason, its neighbours are applied and the position moves on', async () => {
  const consumer = await consume(kafka, database)
  const relay = startRelay({ pool: database.pool, url: database.url, kafka, log: quiet })
  const producer = createProducer(kafka)
  const [before, after] = [fact(randomUUID()), fact(randomUUID())]
  const wrap = (value: Uint8Array) => ({ key: 'k', value, headers: { ce_id: 'poison' }, partition: 1 })
  await producer.send(kafka.name(topics.directory), [wrap(topics.directory.codec.encode(before).finish()), wrap(new Uint8Array([0xff, 0xff, 0xff])), wrap(topics.directory.codec.encode(after).finish())])
  await producer.close()

  await eventually(async () => expect(await seenIds(database)).toEqual(expect.arrayContaining([before.eventId, after.eventId])))
  await relay.drained()
  await consumer.stop()
  await relay.stop()
  const dead = []
  for await (const batch of readTopic(kafka, { name: deadTopicName('directory') }, await wholeTopic(kafka, { name: deadTopicName('directory') }))) dead.push(...batch)
  expect(dead.map((record) => record.headers['dead_reason'])).toEqual(['envelope.undecodable'])
  expect(dead[0]!.headers['dead_partition']).toBe('1')
})

test('shutdown finishes the batch in hand', async () => {
  let entered: () => void
  const inHand = new Promise<void>((resolve) => { entered = resolve })
  const consumer = await consume(kafka, database, {
    handle: async (tx, batch) => {
      entered()
      await new Promise((resolve) => setTimeout(resolve, 800))
      await see(tx, batch)
    },
  })
  const event = fact(randomUUID())
  await publish(kafka, [event])
  await inHand
  await consumer.stop()
  expect(await seenIds(database)).toContain(event.eventId)
})

test('a fault rolls everything back, and the batch is applied once it has passed', async () => {
  let faults = 2
  const consumer = await consume(kafka, database, {
    handle: async (tx, batch) => {
      await see(tx, batch)
      if (faults-- > 0) throw new Error('the disk is full')
    },
  })
  const event = fact(randomUUID())
  await publish(kafka, [event])
  await eventually(async () => expect((await seenIds(database)).filter((id) => id === event.eventId)).toEqual([event.eventId]))
  await consumer.stop()
  expect(faults).toBeLessThan(0)
})

test('the ends of a topic are those that the broker has', async () => {
  const [placed] = await publish(kafka, [fact(randomUUID())])
  const end = (await topicEnds(kafka, kafka.name(topics.directory))).find(({ partition }) => partition === placed!.partition)
  expect(end!.high).toBe(placed!.offset + 1n)
})
