import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fromMessage } from '@timbang/contracts/envelope'
import type { AppraisalEvent } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import type { ScoringEvent } from '@timbang/contracts/gen/timbang/scoring/v1/events'
import { said } from '@timbang/contracts/said'
import { topics } from '@timbang/contracts/topics'
import { transaction } from '@timbang/postgres/transaction'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { eventually } from '@timbang/testkit/eventually'
import { TEST_PARTITIONS, testTopics } from '@timbang/testkit/topic'
import { rememberSealRequests, startCutOff } from '../src/cut-off.ts'
import type { Kafka } from '@timbang/stream/kafka'
import { readTopic, wholeTopic } from '@timbang/stream/read'
import type { PlacedRecord } from '@timbang/stream/record'
import { enqueue } from '@timbang/stream/outbox'
import { lockPositions, savePositions } from '@timbang/stream/position'
import { startRelay } from '@timbang/stream/relay'
import { fact, publish, quiet } from '../../stream/test/spine.ts'

let database: TestDatabase
let kafka: Kafka
beforeAll(async () => {
  database = await testDatabase()
  kafka = await testTopics()
})
afterAll(async () => {
  await kafka.close()
  await database.close()
})

const request = (cutOff: number): ScoringEvent =>
  said(
    { $case: 'sealRequested', value: { period: '2026-Q3', kind: 1, edition: 1, cutOff: BigInt(cutOff) } },
    { decidedAt: cutOff },
  )
const markersOf = async (): Promise<{ partition: number; event: AppraisalEvent }[]> => {
  const records: PlacedRecord[] = []
  for await (const batch of readTopic(kafka, topics.appraisal, await wholeTopic(kafka, topics.appraisal)))
    records.push(...batch)
  records.sort((a, b) => a.partition - b.partition || Number(a.offset - b.offset))
  return records.map((record) => ({
    partition: record.partition,
    event: fromMessage(topics.appraisal, record) as AppraisalEvent,
  }))
}

test('the answer waits until the inputs are folded up to the cut-off, and follows what was owed before it', async () => {
  const placed = await publish(kafka, [fact(randomUUID())])
  const cutOff = placed[0]!.appendedAt
  await new Promise((resolve) => setTimeout(resolve, 5))
  await publish(kafka, [fact(randomUUID())])
  const relay = startRelay({ pool: database.pool, url: database.url, kafka, log: quiet })
  const start = () =>
    startCutOff({
      pool: database.pool,
      kafka,
      log: quiet,
      clock: { now: () => Date.now() + 10_000 },
      consumer: 'appraisal',
      inputs: [topics.directory],
      topic: topics.appraisal,
      onCrash: (error) => {
        throw error
      },
    })
  const replicas = [start(), start()]
  try {
    for (let twice = 0; twice < 2; twice++)
      await transaction(database.pool, (tx) => rememberSealRequests(tx, [request(cutOff)]))
    await new Promise((resolve) => setTimeout(resolve, 800))
    expect(await markersOf()).toEqual([])

    // The first record is folded; the one after the cut-off need not be.
    const { partition, offset } = placed[0]!
    await transaction(database.pool, async (tx) => {
      await lockPositions(tx, 'appraisal', [{ topic: topics.directory.name, partition }])
      await savePositions(tx, 'appraisal', [
        { topic: topics.directory.name, partition, position: offset + 1n, lastId: 'x', lastAppendedAt: cutOff },
      ])
      await enqueue(tx, kafka, topics.appraisal, [
        {
          ...fact(randomUUID()),
          body: { $case: 'planClosed' as const, value: { planId: randomUUID(), closedOn: '2026-09-30', version: 2 } },
        },
      ])
    })
    const told = await eventually(async () => {
      const records = await markersOf()
      expect(records.filter(({ event }) => event.body?.$case === 'cutOffReached')).toHaveLength(TEST_PARTITIONS)
      return records
    })
    await new Promise((resolve) => setTimeout(resolve, 800))
    expect(await markersOf()).toEqual(told)
    const markers = told.filter(({ event }) => event.body?.$case === 'cutOffReached')
    expect(markers.map((marker) => marker.partition).sort()).toEqual([0, 1, 2])
    expect(new Set(markers.map(({ event }) => event.eventId)).size).toBe(TEST_PARTITIONS)
    expect(markers[0]!.event.body?.value).toEqual({
      period: '2026-Q3',
      kind: 1,
      edition: 1,
      cutOff: BigInt(cutOff),
      inputs: [{ topic: topics.directory.name, partition, position: offset + 1n }],
    })
    const owed = told.find(({ event }) => event.body?.$case === 'planClosed')!
    expect(told.filter((record) => record.partition === owed.partition).at(-1)!.event.body?.$case).toBe('cutOffReached')
  } finally {
    await Promise.all(replicas.map((replica) => replica.stop()))
    await relay.stop()
  }
})

test('what is being decided at the cut-off stands before the marker, and what nobody ends to write does not hold it up', async () => {
  const relay = startRelay({ pool: database.pool, url: database.url, kafka, log: quiet })
  const cutOff = startCutOff({
    pool: database.pool,
    kafka,
    log: quiet,
    clock: { now: () => Date.now() + 10_000 },
    consumer: 'appraisal',
    inputs: [topics.scoring],
    topic: topics.appraisal,
    onCrash: (error) => {
      throw error
    },
  })
  const period = '2026-Q4'
  const planId = randomUUID()
  const markers = async () =>
    (await markersOf()).filter(({ event: { body } }) => body?.$case === 'cutOffReached' && body.value.period === period)
  let writing = true
  const others = (async () => {
    // The outbox is never empty.
    while (writing)
      await transaction(database.pool, (tx) => enqueue(tx, kafka, topics.appraisal, [closing(randomUUID())]))
  })()
  try {
    await transaction(database.pool, async (tx) => {
      await tx.query('select 1')
      await transaction(database.pool, (other) =>
        rememberSealRequests(other, [
          said(
            { $case: 'sealRequested', value: { period, kind: 1, edition: 1, cutOff: 1n } },
            { decidedAt: Date.now() },
          ),
        ]),
      )
      await new Promise((resolve) => setTimeout(resolve, 800))
      expect(await markers()).toEqual([])
      await enqueue(tx, kafka, topics.appraisal, [closing(planId)])
    })
    const told = await eventually(async () => {
      expect(await markers()).toHaveLength(TEST_PARTITIONS)
      return markersOf()
    })
    const at = told.findIndex(({ event: { body } }) => body?.$case === 'planClosed' && body.value.planId === planId)
    const marker = told.findIndex(
      ({ partition, event: { body } }) =>
        partition === told[at]!.partition && body?.$case === 'cutOffReached' && body.value.period === period,
    )
    expect(at).toBeGreaterThanOrEqual(0)
    expect(at).toBeLessThan(marker)
  } finally {
    writing = false
    await others
    await cutOff.stop()
    await relay.stop()
  }
})

const closing = (planId: string): AppraisalEvent => ({
  ...fact(randomUUID()),
  body: { $case: 'planClosed' as const, value: { planId, closedOn: '2026-09-30', version: 2 } },
})
