import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { againTopicName, deadTopicName, topics } from '@timbang/contracts/topics'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { eventually } from '@timbang/testkit/eventually'
import { testTopics } from '@timbang/testkit/topic'
import type { Handle } from '../src/batch.ts'
import { createProducer, type Kafka } from '../src/kafka.ts'
import { TooMuchPoison } from '../src/poison-limit.ts'
import { positionsOf } from '../src/position.ts'
import { readTopic, wholeTopic } from '../src/read.ts'
import type { PlacedRecord } from '../src/record.ts'
import { startRelay } from '../src/relay.ts'
import { consume, fact, probeTable, publish, quiet, see, seenIds } from './spine.ts'

let database: TestDatabase
let kafka: Kafka
beforeAll(async () => {
  database = await testDatabase()
  await probeTable(database)
})
beforeEach(async () => {
  await database.pool.query(
    `truncate seen; truncate stream.poison, stream.again, stream.outbox, stream.consumer_position`,
  )
  kafka = await testTopics()
  onTestFinished(() => kafka.close())
})
afterAll(() => database.close())

/** A consumer, and with what it crashed. */
async function running(handle: Handle = see) {
  const crash: { error: Error | undefined } = { error: undefined }
  const consumer = await consume(kafka, database, {
    handle,
    onCrash: (error) => {
      crash.error = error
    },
  })
  onTestFinished(() => consumer.stop())
  return { consumer, crash }
}
const owed = async (): Promise<number> =>
  (await database.pool.query(`select from stream.outbox where topic = $1`, [deadTopicName('directory')])).rowCount!
const garbage = async (count: number) => {
  const producer = createProducer(kafka)
  const message = { key: 'k', value: Buffer.from([0xff]), headers: { ce_id: 'x' }, partition: 1 }
  for (let at = 0; at < count; at++) await producer.send(kafka.name(topics.directory), [message])
  await producer.close()
}

test('a statement that fails for every record throws none of them away: the consumer stops with a sentence, and a right one applies them all', async () => {
  const events = Array.from({ length: 300 }, () => fact(randomUUID()))
  await publish(kafka, events)
  const { crash, consumer } = await running(async (tx, batch) => {
    await see(tx, batch)
    // One wrong cast of ours.
    await tx.query(`select event_id::uuid::text::int from seen`)
  })
  await eventually(() => expect(crash.error).toBeInstanceOf(TooMuchPoison))
  expect(crash.error!.message).toMatch(/a statement of this version is wrong.*Nothing was skipped/)
  await consumer.stop()
  expect(await owed()).toBe(0)
  expect(await positionsOf(database.pool, 'directory')).toEqual([])
  const right = await running()
  await eventually(async () => expect(await seenIds(database)).toHaveLength(300))
  expect(right.crash.error).toBeUndefined()
})

test('a handful that cannot be read is chance, however it is cut; one more within ten minutes of the log stops the consumer, at every start', async () => {
  const { crash, consumer } = await running()
  await garbage(5)
  await eventually(async () => expect(await owed()).toBe(5))
  expect(crash.error).toBeUndefined()
  await garbage(1)
  await eventually(() => expect(crash.error).toBeInstanceOf(TooMuchPoison))
  expect(crash.error!.message).toMatch(
    /directory\.v1\/1\/5: 6 records .* cannot be read by directory \(envelope\.undecodable/,
  )
  expect(crash.error!.message).toContain('POISON_AT_MOST')
  await consumer.stop()
  const again = await running()
  await eventually(() => expect(again.crash.error).toBeInstanceOf(TooMuchPoison))
  expect(await owed()).toBe(5)
})

test('what was dead is applied once when a person puts it back, as often as he does, and as what it was where it lay', async () => {
  const relay = startRelay({ pool: database.pool, url: database.url, kafka, log: quiet })
  onTestFinished(() => relay.stop())
  const old = await running()
  const event = fact('bukan-uuid')
  const [placed] = await publish(kafka, [event])
  await eventually(async () => expect((await positionsOf(database.pool, 'directory')).length).toBe(1))
  await relay.drained()
  await old.consumer.stop()
  const dead = { name: deadTopicName('directory') }
  const letters: PlacedRecord[] = []
  for await (const batch of readTopic(kafka, dead, await wholeTopic(kafka, dead))) letters.push(...batch)
  expect(letters).toHaveLength(1)

  const seen: unknown[] = []
  const { consumer } = await running(async (tx, batch) => {
    for (const { topic, partition, offset, appendedAt, key } of batch.records)
      seen.push({ topic: topic.name, partition, offset, appendedAt, key })
    await tx.query(`insert into seen select $1, $2, 1`, [batch.events(topics.directory)[0]!.eventId, randomUUID()])
  })
  const producer = createProducer(kafka)
  onTestFinished(() => producer.close())
  const { partition } = letters[0]!
  // Each in a fetch of its own, and twice in one.
  for (const [position, many] of [
    [1n, letters],
    [2n, letters],
    [4n, [...letters, ...letters]],
  ] as const) {
    await producer.send(
      kafka.name(againTopicName('directory')),
      many.map(({ key, value, headers }) => ({ key, value, headers, partition })),
    )
    await eventually(async () =>
      expect(await positionsOf(database.pool, 'directory')).toContainEqual(
        expect.objectContaining({ topic: againTopicName('directory'), partition, position }),
      ),
    )
  }
  await consumer.stop()
  expect(await seenIds(database)).toEqual([event.eventId])
  const { offset, appendedAt } = placed!
  expect(seen).toEqual([
    { topic: topics.directory.name, partition: placed!.partition, offset, appendedAt, key: 'bukan-uuid' },
  ])
})
