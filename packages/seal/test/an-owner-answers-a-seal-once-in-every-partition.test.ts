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
import { unexpected } from '@timbang/testkit/unexpected'
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

const requestOf = (period: string, cutOff: number): ScoringEvent =>
  said(
    { $case: 'sealRequested', value: { period, kind: 1, edition: 1, cutOff: BigInt(cutOff) } },
    { decidedAt: cutOff },
  )
const request = (cutOff: number) => requestOf('2026-Q3', cutOff)
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

const markersFor = async (period: string) =>
  (await markersOf()).filter(({ event: { body } }) => body?.$case === 'cutOffReached' && body.value.period === period)
/** An owner's answering, but for its clock and its inputs. */
const answering = {
  get pool() {
    return database.pool
  },
  get kafka() {
    return kafka
  },
  log: quiet,
  consumer: 'appraisal',
  topic: topics.appraisal,
  onCrash: unexpected,
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
      onCrash: unexpected,
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
      // What it reads beside its inputs is no part of what it says.
      const read = [topics.directory.name, topics.feedback.name].map((topic) => ({ topic, partition }))
      await lockPositions(tx, 'appraisal', read)
      await savePositions(
        tx,
        'appraisal',
        read.map((place) => ({ ...place, position: offset + 1n, lastId: 'x', lastAppendedAt: cutOff })),
      )
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
    // Asked once more, it has been answered.
    await transaction(database.pool, (tx) => rememberSealRequests(tx, [request(cutOff)]))
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
    onCrash: unexpected,
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

test('no seal is answered before its cut-off has passed, also where its inputs are read', async () => {
  const relay = startRelay({ pool: database.pool, url: database.url, kafka, log: quiet })
  let now = 1_000_000
  const cutOff = startCutOff({ ...answering, inputs: [topics.scoring], clock: { now: () => now } })
  const ask = (period: string, at: number) =>
    transaction(database.pool, (tx) => rememberSealRequests(tx, [requestOf(period, at)]))
  const answered = (period: string) =>
    eventually(async () => expect(await markersFor(period)).toHaveLength(TEST_PARTITIONS))
  try {
    await ask('2028-Q4', now)
    // Whoever is asked later is answered in a later round: by the third, a whole round has passed by the first.
    for (const period of ['2028-Q1', '2028-Q2', '2028-Q3']) {
      await ask(period, 1)
      await answered(period)
    }
    expect(await markersFor('2028-Q4')).toEqual([])
    // The second between the broker's clock and ours is over.
    now += 1_000
    await answered('2028-Q4')
  } finally {
    await cutOff.stop()
    await relay.stop()
  }
})

test('all that was owed when a seal is answered stands before its marker, also what a pass of the relay has left behind', async () => {
  const period = '2029-Q1'
  const planId = randomUUID()
  const [owing, passing, asking, goOn] = [1, 2, 3, 4].map(() => Promise.withResolvers<void>())
  // The lowest id commits when a pass is above it.
  const early = transaction(database.pool, async (tx) => {
    await enqueue(tx, kafka, topics.appraisal, [closing(planId)])
    owing!.resolve()
    await passing!.promise
  })
  await owing!.promise
  await transaction(database.pool, (tx) =>
    enqueue(
      tx,
      kafka,
      topics.appraisal,
      Array.from({ length: 4_000 }, () => closing(randomUUID())),
    ),
  )
  const relay = startRelay({
    pool: database.pool,
    url: database.url,
    kafka,
    log: quiet,
    onSent: async () => {
      passing!.resolve()
      await goOn!.promise
    },
  })
  await early
  // It asks whether all is sent, or it has owed its marker without asking.
  const pool = new Proxy(database.pool, {
    get: (of, name) => {
      if (name !== 'query') return Reflect.get(of, name).bind?.(of) ?? Reflect.get(of, name)
      return (statement: string, given: unknown[]) => {
        if (statement.includes('stream.outbox where id <=')) asking!.resolve()
        return of.query(statement, given)
      }
    },
  })
  const cutOff = startCutOff({
    ...answering,
    pool,
    inputs: [topics.scoring],
    clock: { now: () => Date.now() + 10_000 },
  })
  try {
    await transaction(database.pool, (tx) => rememberSealRequests(tx, [requestOf(period, 1)]))
    const owed = eventually(async () => {
      const { rowCount } = await database.pool.query(`select from seal.request where period = $1 and answered_at > 0`, [
        period,
      ])
      expect(rowCount).toBe(1)
    })
    await Promise.race([asking!.promise, owed])
    goOn!.resolve()
    await eventually(async () => expect(await markersFor(period)).toHaveLength(TEST_PARTITIONS))
    await owed
    await relay.drained()
    const told = await markersOf()
    const at = told.findIndex(({ event: { body } }) => body?.$case === 'planClosed' && body.value.planId === planId)
    const marker = told.findIndex(
      ({ partition, event: { body } }) =>
        partition === told[at]!.partition && body?.$case === 'cutOffReached' && body.value.period === period,
    )
    expect(at).toBeGreaterThanOrEqual(0)
    expect(at).toBeLessThan(marker)
  } finally {
    goOn!.resolve()
    await cutOff.stop()
    await relay.stop()
  }
})

const closing = (planId: string): AppraisalEvent => ({
  ...fact(randomUUID()),
  body: { $case: 'planClosed' as const, value: { planId, closedOn: '2026-09-30', version: 2 } },
})
