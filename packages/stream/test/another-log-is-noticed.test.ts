import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { topics, type Topic } from '@timbang/contracts/topics'
import type { Pool } from '@timbang/postgres/pool'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { eventually } from '@timbang/testkit/eventually'
import { testTopics } from '@timbang/testkit/topic'
import { adminOf } from '../src/client.ts'
import { follows } from '../src/apply-batch.ts'
import { forgetCommits } from '../src/commit.ts'
import { createTopics, topicNames } from '../src/topics.ts'
import type { Kafka } from '../src/kafka.ts'
import { consume, fact, held, probeTable, publish, seenIds } from './spine.ts'

let kafka: Kafka
let database: TestDatabase
const facts = (count: number) => Array.from({ length: count }, () => fact(randomUUID()))

/** A consumer that has applied five records of one partition and stopped. */
beforeAll(async () => {
  kafka = await testTopics({ partitions: 1 })
  database = await testDatabase()
  await probeTable(database)
  await publish(kafka, facts(5))
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
  const crash = new Promise<Error>((resolve) => {
    crashed = resolve
  })
  try {
    const consumer = await consume(log, database, { onCrash: (error) => crashed!(error) })
    onTestFinished(() => consumer.stop())
  } catch (error) {
    return (error as Error).message
  }
  return (await crash).message
}

const another = async (records: number): Promise<Kafka> => {
  const other = await testTopics({ partitions: 1 })
  onTestFinished(() => other.close())
  if (records > 0) await publish(other, facts(records))
  return other
}

test('a log with a lost tail is refused with a sentence', async () => {
  expect(await meets(await another(3))).toMatch(/ends at 3, but directory has applied up to 5/)
})

test('a topic that was made again and has grown past the position is refused with a sentence', async () => {
  expect(await meets(await another(9))).toMatch(/stands another record/)
})

test('an empty topic under the old name is refused with a sentence', async () => {
  expect(await meets(await another(0))).toMatch(/lost its tail, or the topic was made again/)
})

test('a log without its head is refused by whoever has read nothing of it', async () => {
  const headless = await another(6)
  await (await adminOf(headless)).deleteTopicRecords({
    topic: headless.name(topics.directory),
    partitions: [{ partition: 0, offset: '4' }],
  })
  const empty = await testDatabase()
  onTestFinished(() => empty.close())
  await probeTable(empty)
  let crashed: Error | undefined
  const consumer = await consume(headless, empty, {
    onCrash: (error) => {
      crashed = error
    },
  })
  onTestFinished(() => consumer.stop())
  await eventually(() =>
    expect(crashed?.message).toMatch(/the log begins at 4; directory has read nothing of it and needs all of it/),
  )
  expect(await seenIds(empty)).toEqual([])
})

test('a database restored to an earlier point is refused with a sentence, until a person says that it is right again', async () => {
  const { rows } = await database.pool.query(`select position, last_id from stream.consumer_position`)
  const events = await seenIds(database)
  const restored = () =>
    database.pool.query(`update stream.consumer_position set position = 2, last_id = $1`, [events[1]])
  await restored()
  expect(await meets(kafka)).toMatch(/had applied up to 5, but its database says 2/)
  await forgetCommits(kafka, 'directory')
  await database.pool.query(`delete from seen where event_id = any($1)`, [events.slice(2)])
  const consumer = await consume(kafka, database)
  await eventually(async () => expect(await seenIds(database)).toEqual(events))
  await consumer.stop()
  expect((await database.pool.query(`select position, last_id from stream.consumer_position`)).rows).toEqual(rows)
})

test('the right log goes on from where it was', async () => {
  const consumer = await consume(kafka, database)
  const event = fact(randomUUID())
  await publish(kafka, [event])
  await eventually(async () => expect(await seenIds(database)).toContain(event.eventId))
  await consumer.stop()
  expect((await seenIds(database)).length).toBe(6)
})

test('a replica that starts while another one works is no restored database', async () => {
  const busy = await testTopics({ partitions: 1 })
  onTestFinished(() => busy.close())
  const own = await testDatabase()
  onTestFinished(() => own.close())
  await probeTable(own)
  const worker = await consume(busy, own)
  onTestFinished(() => worker.stop())
  await publish(busy, facts(3))
  await eventually(async () => expect(await seenIds(own)).toHaveLength(3))
  // Between the new replica's first question and its next, the other one applies more and notes it.
  let asked = false
  const pool = new Proxy(own.pool, {
    get: (target, property) =>
      property !== 'query'
        ? Reflect.get(target, property)
        : async (...query: Parameters<Pool['query']>) => {
            const answer = await target.query(...query)
            if (!asked) {
              asked = true
              await publish(busy, facts(3))
              await eventually(async () => expect(await seenIds(own)).toHaveLength(6))
              await new Promise((resolve) => setTimeout(resolve, 500))
            }
            return answer
          },
  })
  const replica = await consume(busy, own, { pool })
  onTestFinished(() => replica.stop())
  expect(asked).toBe(true)
})

/** Deletes the topic, sees it gone (for a moment the broker goes on to list it and to write to it), makes it again and writes so many records. */
async function madeAgain(log: Kafka, records: number): Promise<void> {
  const name = log.name(topics.directory)
  await (await adminOf(log)).deleteTopics({ topics: [name] })
  await eventually(async () => expect(await topicNames(log)).not.toContain(name), { within: 40_000 })
  await eventually(async () => expect(await createTopics(log, { partitions: 1 })).toEqual([name]), { within: 40_000 })
  await eventually(() => publish(log, facts(records)), { within: 40_000 })
}

test('a topic that is made again under a running consumer is refused with a sentence', async () => {
  for (const records of [3, 9]) {
    const log = await another(0)
    const own = await testDatabase()
    onTestFinished(() => own.close())
    await probeTable(own)
    let crashed: Error | undefined
    const consumer = await consume(log, own, {
      onCrash: (error) => {
        crashed = error
      },
    })
    onTestFinished(() => consumer.stop())
    await publish(log, facts(5))
    await eventually(async () => expect(await seenIds(own)).toHaveLength(5))
    await madeAgain(log, records)
    await eventually(
      () =>
        expect(crashed?.message).toMatch(
          records < 5 ? /lost its tail, or the topic was made again/ : /stands another record/,
        ),
      { within: 20_000 },
    )
    expect(await seenIds(own)).toHaveLength(5)
  }
})

test('a topic that was made again while a batch was long in hand is refused with a sentence', async () => {
  const log = await another(0)
  const own = await testDatabase()
  onTestFinished(() => own.close())
  await probeTable(own)
  const slow = held()
  let crashed: Error | undefined
  const consumer = await consume(log, own, {
    handle: slow.handle,
    onCrash: (error) => {
      crashed = error
    },
  })
  onTestFinished(() => consumer.stop())
  onTestFinished(slow.release)
  await publish(log, facts(1))
  await slow.entered
  const since = performance.now()
  await madeAgain(log, 5)
  await eventually(() => expect(performance.now() - since).toBeGreaterThan(2_500))
  slow.release()
  await eventually(() => expect(crashed?.message).toMatch(/stands another record/), { within: 20_000 })
  expect(await seenIds(own)).toHaveLength(1)
})

const at = (
  cleanup: 'delete' | 'compact',
  acquaintance: 'unknown' | 'sought' | 'known',
  offsets: readonly number[],
  position = 5n,
) =>
  follows({
    consumer: 'c',
    topic: { ...topics.directory, cleanup } as Topic<any>,
    partition: 0,
    acquaintance,
    stored: position === 0n ? undefined : { position, lastId: 'id4', lastAppendedAt: 0 },
    records: offsets.map((offset) => ({
      offset: BigInt(offset),
      key: '',
      value: null,
      appendedAt: 0,
      headers: { ce_id: `id${offset}` },
    })),
  })

test('a compacted topic may have lost the last applied record and those after it, one that keeps everything may not', () => {
  expect(at('compact', 'unknown', [7, 8])).toBe(4n)
  expect(at('compact', 'sought', [7, 8])).toBeUndefined()
  expect(() => at('compact', 'sought', [0, 1])).toThrow(/lost its tail/)
  expect(() => at('delete', 'sought', [7, 8])).toThrow(/lost its head/)
  expect(at('delete', 'known', [7, 8])).toBe(4n)
  expect(at('delete', 'known', [5, 6])).toBeUndefined()
  expect(at('delete', 'known', [0, 1])).toBe(4n)
  expect(at('delete', 'known', [3, 4, 5])).toBeUndefined()
  expect(at('delete', 'unknown', [0], 0n)).toBeUndefined()
  expect(at('delete', 'unknown', [3], 0n)).toBe(0n)
})
