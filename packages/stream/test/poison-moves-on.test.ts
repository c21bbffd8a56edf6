import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import type { Outgoing } from '@timbang/contracts/envelope'
import { deadTopicName, topics } from '@timbang/contracts/topics'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { eventually } from '@timbang/testkit/eventually'
import { testTopics } from '@timbang/testkit/topic'
import { createProducer, type Kafka } from '../src/kafka.ts'
import { readTopic, wholeTopic } from '../src/read.ts'
import type { PlacedRecord } from '../src/record.ts'
import { startRelay } from '../src/relay.ts'
import { consume, fact, probeTable, quiet, seenIds } from './spine.ts'

let database: TestDatabase
let kafka: Kafka
beforeAll(async () => {
  database = await testDatabase()
  await probeTable(database)
  kafka = await testTopics()
})
// Each of these is one by chance.
beforeEach(() => database.pool.query(`truncate stream.poison`))
afterAll(async () => {
  await kafka.close()
  await database.close()
})

/** What comes of a record between two good ones: both are applied; the dead topic has what it has not had before. */
async function swallow(poison: Partial<Outgoing>): Promise<PlacedRecord> {
  const consumer = await consume(kafka, database)
  const relay = startRelay({ pool: database.pool, url: database.url, kafka, log: quiet })
  onTestFinished(async () => {
    await consumer.stop()
    await relay.stop()
  })
  const dead = { name: deadTopicName('directory') }
  const before = await wholeTopic(kafka, dead)
  const [first, last] = [fact(randomUUID()), fact(randomUUID())]
  const wrap = (value: Uint8Array) => ({ key: 'k', value, headers: { ce_id: randomUUID() }, partition: 1 })
  const producer = createProducer(kafka)
  await producer.send(kafka.name(topics.directory), [
    wrap(topics.directory.codec.encode(first).finish()),
    { ...wrap(new Uint8Array()), ...poison },
    wrap(topics.directory.codec.encode(last).finish()),
  ])
  await producer.close()

  await eventually(async () =>
    expect(await seenIds(database)).toEqual(expect.arrayContaining([first.eventId, last.eventId])),
  )
  await relay.drained()
  const records: PlacedRecord[] = []
  const after = await wholeTopic(kafka, dead)
  for await (const batch of readTopic(
    kafka,
    dead,
    after.map(({ partition, to }) => ({
      partition,
      from: before.find((span) => span.partition === partition)!.to,
      to,
    })),
  ))
    records.push(...batch)
  expect(records).toHaveLength(1)
  return records[0]!
}

test('poison goes to the dead topic with its reason and its place, its neighbours are applied and the position moves on', async () => {
  const value = Buffer.from([0xff, 0xff, 0xff])
  const dead = await swallow({ value })
  expect(dead.headers).toMatchObject({
    dead_reason: 'envelope.undecodable',
    dead_topic: 'directory.v1',
    dead_partition: '1',
    dead_offset: '1',
  })
  expect(dead.value).toEqual(value)
})

test('a record without a value, where every record has one, is poison', async () => {
  expect((await swallow({ value: null })).headers['dead_reason']).toBe('envelope.empty')
})

test('a record that decodes and yet holds what no column takes is poison: its neighbours in the batch are applied', async () => {
  const dead = await swallow({ value: topics.directory.codec.encode(fact('bukan-uuid')).finish() })
  expect(dead.headers).toMatchObject({
    dead_reason: 'envelope.value-invalid',
    dead_detail: expect.stringContaining('uuid'),
  })
})

test('poison whose key and headers hold what Postgres cannot keep moves on too', async () => {
  const dead = await swallow({ value: Buffer.from([0xff]), key: 'a\u0000b', headers: { ce_id: 'x\u0000y' } })
  expect(dead.key).toBe('a\uFFFDb')
  expect(dead.headers['ce_id']).toBe('x\uFFFDy')
})

test('poison that leaves no room for its reason goes without its bytes, which lie where they lay', async () => {
  const dead = await swallow({ value: Buffer.alloc(1_048_000, 0xff) })
  expect(dead.value).toBeNull()
  expect(dead.headers['dead_bytes']).toBe('1048000')
})

test('a record of a kind that this version does not know is poison, and its reason says of which', async () => {
  // As a newer writer would: field 99 of the envelope.
  const known = topics.directory.codec.encode({ ...fact(randomUUID()), body: undefined }).finish()
  const value = Buffer.concat([known, Buffer.from([0x9a, 0x06, 0x00])])
  const headers = { ce_id: randomUUID(), ce_type: 'timbang.directory.v1.DutyChanged' }
  expect((await swallow({ value, headers })).headers).toMatchObject({
    dead_reason: 'envelope.unknown-kind',
    dead_detail: 'this version does not know timbang.directory.v1.DutyChanged',
  })
})
