import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { CompressionTypes } from 'kafkajs'
import { toMessage } from '@timbang/contracts/envelope'
import { topics } from '@timbang/contracts/topics'
import { eventually } from '@timbang/testkit/eventually'
import { testTopics } from '@timbang/testkit/topic'
import { adminOf, clientOf } from '../src/client.ts'
import { topicEnds, type Kafka, type Placed } from '../src/kafka.ts'
import { readTopic, tailTopics, wholeTopic, type Span } from '../src/read.ts'
import type { PlacedRecord } from '../src/record.ts'
import { fact, publish } from './spine.ts'

let kafka: Kafka
let placed: Placed[]
const events = Array.from({ length: 3_000 }, () => fact(randomUUID()))
const groups = async () =>
  (await (await adminOf(kafka)).listGroups()).groups.filter(({ groupId }) => groupId.startsWith(kafka.prefix))

beforeAll(async () => {
  kafka = await testTopics()
  placed = await publish(kafka, events)
})
afterAll(() => kafka.close())

const read = async (spans: readonly Span[]): Promise<PlacedRecord[]> => {
  const records: PlacedRecord[] = []
  for await (const batch of readTopic(kafka, topics.directory, spans)) {
    expect(new Set(batch.map(({ partition }) => partition)).size).toBe(1)
    records.push(...batch)
  }
  return records
}
const of = (records: readonly PlacedRecord[], partition: number) =>
  records.filter((record) => record.partition === partition).map(({ offset }) => offset)
const range = (from: bigint, to: bigint) =>
  Array.from({ length: Number(to - from) }, (_, index) => from + BigInt(index))

test('the whole of a topic is read once, each partition in its order, and no trace is left in the cluster', async () => {
  const whole = await wholeTopic(kafka, topics.directory)
  const records = await read(whole)
  expect(records).toHaveLength(events.length)
  for (const { partition, to } of whole) expect(of(records, partition)).toEqual(range(0n, to))
  const first = records.find(
    (record) => record.partition === placed[0]!.partition && record.offset === placed[0]!.offset,
  )!
  expect(first).toMatchObject({ topic: 'directory.v1', key: events[0]!.employeeId, appendedAt: placed[0]!.appendedAt })
  expect(first.headers).toMatchObject({
    ce_id: events[0]!.eventId,
    ce_specversion: '1.0',
    'content-type': 'application/protobuf',
  })
  expect(await groups()).toEqual([])
})

test('a part is read as it was asked for: from the middle to the middle, of some partitions', async () => {
  const records = await read([
    { partition: 0, from: 100n, to: 107n },
    { partition: 2, from: 5n, to: 6n },
    { partition: 1, from: 9n, to: 9n },
  ])
  expect(of(records, 0)).toEqual(range(100n, 107n))
  expect(of(records, 1)).toEqual([])
  expect(of(records, 2)).toEqual([5n])
})

test('a reader that has seen enough leaves nothing running', async () => {
  for await (const batch of readTopic(kafka, topics.directory, await wholeTopic(kafka, topics.directory))) {
    expect(batch.length).toBeGreaterThan(0)
    break
  }
  expect(await groups()).toEqual([])
})

test('a topic that does not reach as far as it should is an error, not an endless wait', async () => {
  const end = (await topicEnds(kafka, kafka.name(topics.directory)))[0]!.high
  await expect(read([{ partition: 0, from: end + 5n, to: end + 6n }])).rejects.toThrow(/directory.v1\/0 ends before/)
})

test('what a topic keeps compressed is read like the rest', async () => {
  const other = await testTopics({ partitions: 1 })
  onTestFinished(() => other.close())
  const producer = clientOf(other).producer()
  await producer.connect()
  const messages = events.slice(0, 500).map((event) => toMessage(topics.directory, event, { partitions: 1 }))
  await producer.send({
    topic: other.name(topics.directory),
    compression: CompressionTypes.ZSTD,
    messages: messages.map((message) => ({ ...message, value: Buffer.from(message.value!) })),
  })
  await producer.disconnect()
  const records: PlacedRecord[] = []
  for await (const batch of readTopic(other, topics.directory, await wholeTopic(other, topics.directory)))
    records.push(...batch)
  expect(records.map(({ headers }) => headers['ce_id'])).toEqual(events.slice(0, 500).map((event) => event.eventId))
  expect(records.map(({ value }) => Buffer.from(value!))).toEqual(
    messages.map((message) => Buffer.from(message.value!)),
  )
})

test('who follows a topic hears everything from the moment of asking, and nothing from before', async () => {
  const heard: string[] = []
  const tail = await tailTopics(
    kafka,
    [topics.directory, topics.journal],
    (topic, record) => heard.push(`${topic.name} ${record.headers['ce_id']}`),
    (error) => {
      throw error
    },
  )
  const more = Array.from({ length: 50 }, () => fact(randomUUID()))
  await publish(kafka, more)
  await eventually(() =>
    expect(heard.toSorted()).toEqual(more.map((event) => `directory.v1 ${event.eventId}`).toSorted()),
  )
  await tail.stop()
  expect(await groups()).toEqual([])
})
