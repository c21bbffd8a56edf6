import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { topics } from '@timbang/contracts/topics'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { eventually } from '@timbang/testkit/eventually'
import { testTopics } from '@timbang/testkit/topic'
import { createTopics } from '../src/topics.ts'
import type { Kafka } from '../src/kafka.ts'
import { consume, fact, probeTable, publish, seenIds } from './spine.ts'

let kafka: Kafka
let database: TestDatabase

/** A consumer that has applied five records of each partition and stopped. */
beforeAll(async () => {
  kafka = await testTopics({ partitions: 1 })
  database = await testDatabase()
  await probeTable(database)
  const events = Array.from({ length: 5 }, () => fact(randomUUID()))
  await publish(kafka, events)
  const consumer = await consume(kafka, database)
  await eventually(async () => expect((await seenIds(database)).length).toBe(5))
  await consumer.stop()
})
afterAll(async () => {
  await kafka.close()
  await database.close()
})

/** How the consumer ends when it meets the log: by a refusal to start, or by a crash on the first batch. */
const meets = async (log: Kafka): Promise<string> => {
  let crashed: ((error: Error) => void) | undefined
  const crash = new Promise<Error>((resolve) => { crashed = resolve })
  try {
    const consumer = await consume(log, database, { onCrash: (error) => crashed!(error) })
    onTestFinished(() => consumer.stop())
  } catch (error) {
    return (error as Error).message
  }
  return (await crash).message
}

const emptied = async (records: number): Promise<Kafka> => {
  const other = await testTopics({ partitions: 1 })
  onTestFinished(() => other.close())
  if (records > 0) await publish(other, Array.from({ length: records }, () => fact(randomUUID())))
  return other
}

test('a log with a lost tail is refused with a sentence', async () => {
  expect(await meets(await emptied(3))).toMatch(/ends at 3, but directory has applied up to 5/)
})

test('a topic that was made again and has grown past the position is refused with a sentence', async () => {
  expect(await meets(await emptied(9))).toMatch(/stands another record/)
})

test('an empty topic under the old name is refused with a sentence', async () => {
  const other = await testTopics({ partitions: 1 })
  onTestFinished(() => other.close())
  await createTopics(other, { partitions: 1 })
  expect(await meets(other)).toMatch(/lost its tail, or the topic was made again/)
})

test('a database restored to an earlier point is refused with a sentence', async () => {
  await database.pool.query(`update stream.consumer_position set position = 2`)
  expect(await meets(kafka)).toMatch(/had applied up to 5, but its database says 2/)
  await database.pool.query(`update stream.consumer_position set position = 5`)
})

test('the right log goes on from where it was', async () => {
  const consumer = await consume(kafka, database)
  const event = fact(randomUUID())
  await publish(kafka, [event])
  await eventually(async () => expect(await seenIds(database)).toContain(event.eventId))
  await consumer.stop()
  expect((await seenIds(database)).length).toBe(6)
  expect(topics.directory.cleanup).toBe('delete')
})
