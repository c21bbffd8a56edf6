import { randomBytes, randomUUID } from 'node:crypto'
import { inject, expect, onTestFinished, test } from 'vitest'
import type { AppraisalEvent } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import type { DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { FeedbackEvent } from '@timbang/contracts/gen/timbang/feedback/v1/events'
import type { JournalEvent } from '@timbang/contracts/gen/timbang/journal/v1/events'
import type { ReportingEvent } from '@timbang/contracts/gen/timbang/reporting/v1/events'
import type { ScoringEvent } from '@timbang/contracts/gen/timbang/scoring/v1/events'
import { toMessage } from '@timbang/contracts/envelope'
import { said } from '@timbang/contracts/said'
import { consumers, topics, type Topic } from '@timbang/contracts/topics'
import { connectDirect, createPool, type Pool } from '@timbang/postgres/pool'
import { startConsumer } from '@timbang/stream/consume'
import { createProducer, type Kafka } from '@timbang/stream/kafka'
import { commitNotes } from '@timbang/stream/commit'
import { positionsOf } from '@timbang/stream/position'
import { startRelay } from '@timbang/stream/relay'
import { enqueue } from '@timbang/stream/outbox'
import { testDatabase } from '@timbang/testkit/database'
import { eventually } from '@timbang/testkit/eventually'
import { testTopics } from '@timbang/testkit/topic'
import { own } from '@timbang/appraisal/refold'
import { listDead, putBack, showDead } from '../src/dead.ts'
import { refoldService, type Consumer } from '../src/refold.ts'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }

async function publish<E>(kafka: Kafka, topic: Topic<E>, events: readonly E[]): Promise<void> {
  const producer = createProducer(kafka)
  const partitions = await kafka.partitions(kafka.name(topic))
  await producer.send(
    kafka.name(topic),
    events.map((event) => toMessage(topic, event, { partitions })),
  )
  await producer.close()
}
const employeeId = randomUUID()
const about = { decidedAt: 1_790_000_000_000, employeeId, agencyId: randomUUID() }
const plan = (planId: string, version = 1) =>
  said<AppraisalEvent>(
    {
      $case: 'planAgreed',
      value: { planId, assignmentId: randomUUID(), fromDate: '2026-07-01', toDate: '2026-09-30', results: [], version },
    },
    about,
  )
const seal = { period: '2026-Q3', kind: 1 as const, edition: 1, cutOff: 5n }

/** Something that each owner has said, and where it must be known again. */
const owners: Readonly<Record<Consumer, { topic: Topic<any>; event: unknown; table: string | undefined }>> = {
  appraisal: { topic: topics.appraisal, event: plan(randomUUID()), table: 'plan' },
  directory: {
    topic: topics.directory,
    event: said<DirectoryEvent>(
      { $case: 'employeeChanged', value: { employeeId, employment: 'pns', active: true, version: 1 } },
      about,
    ),
    table: 'roster.employee',
  },
  feedback: {
    topic: topics.feedback,
    event: said<FeedbackEvent>(
      {
        $case: 'surveyOpened',
        value: {
          surveyId: randomUUID(),
          unitId: randomUUID(),
          fromDate: '2026-07-01',
          toDate: '2026-09-30',
          elements: [1],
          threshold: 10,
          version: 1,
        } as never,
      },
      about,
    ),
    table: 'survey',
  },
  journal: {
    topic: topics.journal,
    event: said<JournalEvent>(
      {
        $case: 'outageRecorded',
        value: {
          outageId: randomUUID(),
          agencyId: undefined,
          fromInstant: 1n,
          toInstant: 2n,
          causeCode: 'network',
          version: 1,
          withdrawn: false,
        } as never,
      },
      { decidedAt: 1 },
    ),
    table: 'outage',
  },
  reporting: {
    topic: topics.reporting,
    event: said<ReportingEvent>(
      {
        $case: 'publicationIssued',
        value: { agencyId: about.agencyId, period: '2026-Q3', edition: 1, hash: randomBytes(32) },
      },
      about,
    ),
    table: undefined,
  },
  scoring: {
    topic: topics.scoring,
    event: said<ScoringEvent>(
      {
        $case: 'quarterSealed',
        value: {
          ...seal,
          root: randomBytes(32),
          previousRoot: Buffer.alloc(0),
          manifest: Buffer.from('{}'),
          signature: 'x',
          people: 0,
          unitPages: 0,
          unitsHash: Buffer.alloc(32),
        } as never,
      },
      { decidedAt: 7 },
    ),
    table: 'seal',
  },
}

test.each(consumers)(
  'timbang refold %s brings back what its topic says, and lets it begin behind its hint',
  async (consumer) => {
    const kafka = await testTopics()
    onTestFinished(() => kafka.close())
    const database = await testDatabase(consumer)
    onTestFinished(() => database.close())
    const { topic, event, table } = owners[consumer]
    await publish(kafka, topic, [event])
    for (let times = 0; times < 2; times++) expect(await refoldService(kafka, consumer, database.url)).toBe(1)
    if (table !== undefined) expect((await database.pool.query(`select from ${table}`)).rowCount).toBe(1)
    expect((await commitNotes(kafka, consumer, [kafka.name(topic)])).size).toBe(0)
  },
)

/** A copy of a database as it is now: what a backup keeps. Nobody may be connected to it. */
async function backup(url: string): Promise<string> {
  const name = new URL(url).pathname.slice(1)
  const admin = await connectDirect(inject('postgresUrl'), 'backup')
  try {
    await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = $1`, [name])
    await admin.query(`create database ${name}_old template ${name} strategy file_copy`)
  } finally {
    await admin.end()
  }
  onTestFinished(async () => {
    const last = await connectDirect(inject('postgresUrl'), 'backup')
    await last.query(`drop database ${name}_old with (force)`)
    await last.end()
  })
  return Object.assign(new URL(url), { pathname: `/${name}_old` }).href
}

test('a database that was restored to an earlier point is refused by a sentence whose command mends it: nothing is decided twice', async () => {
  const kafka = await testTopics({ partitions: 1 })
  onTestFinished(() => kafka.close())
  const database = await testDatabase('appraisal')
  onTestFinished(() => database.close())

  /** An owner in small: for each person that the directory tells of he agrees one plan, if he has none. */
  const owner = async (pool: Pool, url: string, onCrash: (error: Error) => void) => {
    const relay = startRelay({ pool, url, kafka, log })
    const consumer = await startConsumer({
      kafka,
      pool,
      consumer: 'appraisal',
      topics: [topics.directory],
      log,
      onCrash,
      handle: async (tx, batch) => {
        for (const event of batch.events(topics.directory)) {
          const known = await tx.query(`select from plan where employee_id = $1`, [event.employeeId])
          if (known.rowCount !== 0) continue
          const agreed = { ...plan(randomUUID()), employeeId: event.employeeId! }
          await own.apply(tx, [agreed])
          await enqueue(tx, kafka, topics.appraisal, [agreed])
        }
      },
    }).catch(async (error: unknown) => {
      await relay.stop()
      throw error
    })
    return async () => {
      await relay.drained()
      await consumer.stop()
      await relay.stop()
    }
  }
  const crash = (error: Error) => {
    throw error
  }
  const person = () => {
    const id = randomUUID()
    return said<DirectoryEvent>(
      { $case: 'employeeChanged', value: { employeeId: id, employment: 'pns', active: true, version: 1 } },
      { decidedAt: 1, employeeId: id },
    )
  }
  const plans = async (pool: Pool) => (await pool.query(`select plan_id from plan order by 1`)).rows
  const agreedFor = async (pool: Pool, count: number) =>
    eventually(async () => expect(await plans(pool)).toHaveLength(count))

  const pool = createPool(database.url, { max: 4, onError: () => undefined })
  onTestFinished(() => pool.end())
  let stop = await owner(pool, database.url, crash)
  await publish(kafka, topics.directory, [person(), person()])
  await agreedFor(pool, 2)
  await stop()
  const old = await backup(database.url)
  stop = await owner(pool, database.url, crash)
  await publish(kafka, topics.directory, [person(), person(), person()])
  await agreedFor(pool, 5)
  const lost = await plans(pool)
  await eventually(async () =>
    expect((await commitNotes(kafka, 'appraisal', [kafka.name(topics.directory)])).size).toBe(1),
  )
  await expect(refoldService(kafka, 'appraisal', old)).rejects.toThrow(/masih berjalan/)
  await stop()

  const restored = createPool(old, { max: 4 })
  onTestFinished(() => restored.end())
  await expect(owner(restored, old, crash)).rejects.toThrow(/Stop every appraisal and run: timbang refold appraisal$/)
  expect(await refoldService(kafka, 'appraisal', old)).toBe(5)
  stop = await owner(restored, old, crash)
  onTestFinished(() => stop())
  const more = person()
  await publish(kafka, topics.directory, [more])
  await agreedFor(restored, 6)
  expect(await plans(restored)).toEqual(expect.arrayContaining(lost))
  expect((await positionsOf(restored, 'appraisal'))[0]!.position).toBe(6n)
})

test('what is dead is listed, shown and put back by its place; a place that has nothing dead is said', async () => {
  const kafka = await testTopics()
  onTestFinished(() => kafka.close())
  const letter = {
    key: employeeId,
    value: Buffer.from([0xff]),
    partition: 2,
    headers: {
      ce_type: 'timbang.directory.v1.EmployeeChanged',
      dead_topic: topics.directory.name,
      dead_partition: '1',
      dead_offset: '7',
      dead_appended_at: '1790000000000',
      dead_reason: 'envelope.undecodable',
      dead_detail: 'index out of range',
    },
  }
  const producer = createProducer(kafka)
  onTestFinished(() => producer.close())
  await producer.send(kafka.name('journal.dead.v1'), [letter])
  expect((await listDead(kafka, undefined)).find((line) => line.startsWith('journal'))).toMatch(/ 1$/)
  const [line] = await listDead(kafka, 'journal')
  expect(line).toContain('directory.v1/1/7')
  expect(line).toContain('envelope.undecodable: index out of range')
  const shown = await showDead(kafka, 'journal', 'directory.v1/1/7')
  expect(shown).toContain(`key: ${employeeId}`)
  expect(shown.at(-1)).toBe('/w==')
  expect(await putBack(kafka, 'journal', 'directory.v1/1/7')).toBe(1)
  expect(await putBack(kafka, 'journal', 'all')).toBe(1)
  await expect(putBack(kafka, 'journal', 'directory.v1/1/8')).rejects.toThrow('directory.v1/1/8')
  await expect(putBack(kafka, 'scoring', 'all')).rejects.toThrow('scoring')
})
