import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deadTopicName, topics, type Topic } from '@timbang/contracts/topics'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { applyBatch } from '../src/apply-batch.ts'
import { positionsOf } from '../src/position.ts'
import type { PlacedRecord } from '../src/record.ts'
import { fact, probeTable, see } from './spine.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  await probeTable(database)
})
afterAll(() => database.close())

const PARTITIONS = 3
const LENGTH = 20
/** In each partition a record that nobody can read and one that no column takes. */
const log: PlacedRecord[][] = Array.from({ length: PARTITIONS }, (_, partition) =>
  Array.from({ length: LENGTH }, (_, at) => {
    const event = fact(at === 13 ? 'bukan-uuid' : randomUUID(), at + 1)
    return {
      topic: topics.directory.name,
      partition,
      offset: BigInt(at),
      key: event.employeeId!,
      value: at === 7 ? Buffer.from([0xff]) : topics.directory.codec.encode(event).finish(),
      headers: { ce_id: event.eventId },
      // Hours between them: poison by chance.
      appendedAt: (partition * LENGTH + at) * 3_600_000,
    }
  }),
)

/** What a fetch brings: of some partitions so many records, some of them once more. */
type Cut = readonly { readonly partition: number; readonly take: number; readonly again: number }[]

async function tablesAfter(cuts: readonly Cut[]) {
  await database.pool.query(
    `truncate seen restart identity; truncate stream.consumer_position; truncate stream.outbox; truncate stream.poison`,
  )
  const next = log.map(() => 0)
  const whole: Cut = log.map((_, partition) => ({ partition, take: LENGTH, again: 0 }))
  for (const cut of [...cuts, whole]) {
    const fetched = [...new Map(cut.map((part) => [part.partition, part])).values()].flatMap(
      ({ partition, take, again }) => {
        const from = Math.max(0, next[partition]! - again)
        const records = log[partition]!.slice(from, next[partition]! + take)
        next[partition] = Math.min(LENGTH, next[partition]! + take)
        return records.length === 0
          ? []
          : [{ topic: topics.directory as Topic<any>, partition, records, acquaintance: 'known' as const }]
      },
    )
    if (fetched.length === 0) continue
    const options = { pool: database.pool, consumer: 'cut', fetched, handle: see, mostPoison: 5 }
    await applyBatch(options).catch(() => applyBatch({ ...options, sift: true }))
  }
  const { rows: seen } = await database.pool.query(`select event_id from seen order by event_id`)
  const { rows: dead } = await database.pool.query(
    `select headers ->> 'dead_partition' as partition, headers ->> 'dead_offset' as "offset" from stream.outbox where topic = $1 order by 1, 2`,
    [deadTopicName('cut')],
  )
  return { seen, dead, positions: await positionsOf(database.pool, 'cut') }
}

test('however a log is cut into fetches, and whatever comes again, the tables, the positions and the dead are the same', async () => {
  const { seen, dead, positions } = await tablesAfter([])
  expect(seen).toHaveLength(PARTITIONS * (LENGTH - 2))
  expect(dead).toHaveLength(PARTITIONS * 2)
  expect(positions.map(({ position }) => position)).toEqual(Array(PARTITIONS).fill(BigInt(LENGTH)))
  const part = fc.record({
    partition: fc.nat(PARTITIONS - 1),
    take: fc.nat(8),
    again: fc.nat(6),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(part, { minLength: 1, maxLength: 3 }), { maxLength: 12 }), async (cuts) => {
      expect(await tablesAfter(cuts)).toEqual({ seen, dead, positions })
    }),
    { numRuns: 25, seed: 11 },
  )
})
