import { createHmac, randomUUID, randomUUIDv7 } from 'node:crypto'
import { inject } from 'vitest'
import { fromMessage, toMessage } from '@timbang/contracts/envelope'
import type {
  ActivityEvent,
  ActivityRecorded,
  ActivityTextEvent,
} from '@timbang/contracts/gen/timbang/activity/v1/events'
import { type AppraisalEvent, Aspect } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import type { DirectoryEvent, DutyDay } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { JournalEvent } from '@timbang/contracts/gen/timbang/journal/v1/events'
import { DraftServiceService } from '@timbang/contracts/gen/timbang/journal/v1/draft'
import { EntryServiceService } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { TeamServiceService } from '@timbang/contracts/gen/timbang/journal/v1/team'
import { LeaveServiceService } from '@timbang/contracts/gen/timbang/journal/v1/leave'
import { PresenceServiceService } from '@timbang/contracts/gen/timbang/journal/v1/presence'
import { GraceRequestServiceService } from '@timbang/contracts/gen/timbang/journal/v1/request'
import { VerdictServiceService } from '@timbang/contracts/gen/timbang/journal/v1/verdict'
import { type Anew, WindowServiceService } from '@timbang/contracts/gen/timbang/journal/v1/window'
import { isRefusal } from '@timbang/contracts/refusal'
import { topics, type Topic } from '@timbang/contracts/topics'
import type { Tx } from '@timbang/postgres/pool'
import { drivenClock } from '@timbang/process/clock'
import { type GrpcClient, grpcClient } from '@timbang/process/grpc'
import { logger } from '@timbang/process/log'
import { transaction } from '@timbang/postgres/transaction'
import { rowOf, savePacks } from '@timbang/rulebook/pack'
import { dateAt } from '@timbang/rules/civil-date'
import { shipped } from '@timbang/rules/packs/shipped'
import { createProducer, topicEnds, type Placed } from '@timbang/stream/kafka'
import { readTopic, wholeTopic } from '@timbang/stream/read'
import { eventually } from '@timbang/testkit/eventually'
import { testDatabase } from '@timbang/testkit/database'
import { tokenIssuer } from '@timbang/testkit/tokens'
import { testTopics } from '@timbang/testkit/topic'
import { inputs } from '../src/consume.ts'
import { buildJournal } from '../src/service.ts'

/** The result of the plan that everybody has. */
export const RESULT = 'b0000000-0000-4000-8000-000000000001'

type AllOf = GrpcClient<typeof EntryServiceService> &
  GrpcClient<typeof DraftServiceService> &
  GrpcClient<typeof TeamServiceService> &
  GrpcClient<typeof VerdictServiceService> &
  GrpcClient<typeof WindowServiceService> &
  GrpcClient<typeof GraceRequestServiceService> &
  GrpcClient<typeof PresenceServiceService> &
  GrpcClient<typeof LeaveServiceService>

/** Resolves when so many transactions wait for a lock that somebody holds: then they have come as far as they can. */
export const blocked = (world: World, count: number): Promise<void> =>
  eventually(
    async () => {
      const { rows } = await world.database.pool.query<{ waiting: number }>(
        `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
      if (rows[0]!.waiting < count) throw new Error(`${rows[0]!.waiting} of ${count} wait`)
    },
    { within: 15_000 },
  )

/** A transaction that stays open, with what was done in it, until it is told to end. */
export async function inHand(world: World, work: (tx: Tx) => Promise<unknown>): Promise<() => Promise<void>> {
  let end = () => {}
  const told = new Promise<void>((resolve) => {
    end = resolve
  })
  let begun = () => {}
  let broken = (_: unknown) => {}
  const standing = new Promise<void>((resolve, reject) => {
    begun = resolve
    broken = reject
  })
  const done = transaction(world.database.pool, async (tx) => {
    await work(tx)
    begun()
    await told
  })
  done.catch(broken)
  await standing
  return () => {
    end()
    return done
  }
}

/** What a use case works with, beside the replicas. */
export const meansOf = (world: World) => ({
  pool: world.database.pool,
  kafka: world.kafka,
  clock: world.clock,
  log: logger('test', { level: 'silent' }),
})

/** Resolves when all that something reaches has been judged anew. */
export const judgedAnew = (world: World, id: string): Promise<Anew> =>
  eventually(
    async () => {
      const answer = await world.client.getAnew({ id }, { token: await world.issuer.machine('bkd') })
      if (isRefusal(answer)) throw new Error(answer.code)
      if (answer.anew?.endedAt === undefined) throw new Error('it is still judged anew')
      return answer.anew
    },
    { within: 30_000 },
  )

/** The journal on real components, with a small province: a head, two employees below her, one agency in WIB. */
export async function journalWorld(
  options: { partitions?: number; start?: boolean; replicas?: number; packs?: boolean; files?: string } = {},
) {
  const [database, kafka, issuer] = await Promise.all([
    testDatabase('journal'),
    testTopics({ partitions: options.partitions }),
    tokenIssuer(),
  ])
  const clock = drivenClock(Date.now())
  if (options.packs !== false)
    await transaction(database.pool, (tx) =>
      savePacks(
        tx,
        shipped.map((pack) => rowOf(pack, 0)),
      ),
    )
  const crashes: Error[] = []
  const replicas = Array.from({ length: options.start === false ? 0 : (options.replicas ?? 1) }, () =>
    buildJournal({
      host: '127.0.0.1',
      httpPort: 0,
      innerPort: 0,
      grpcPort: 0,
      postgresUrl: database.url,
      poolSize: 10,
      files: options.files ?? '',
      brokers: inject('kafkaBrokers').split(','),
      topicPrefix: kafka.prefix,
      issuers: [issuer],
      clock,
      log: logger('journal', { level: process.env['TEST_LOG'] ?? 'silent' }),
      onCrash: (error) => crashes.push(error),
    }),
  )
  const producer = createProducer(kafka)
  await Promise.all(replicas.map((replica) => replica.start()))
  const clients = replicas.map(({ addresses }) =>
    (
      [
        EntryServiceService,
        DraftServiceService,
        TeamServiceService,
        VerdictServiceService,
        WindowServiceService,
        GraceRequestServiceService,
        PresenceServiceService,
        LeaveServiceService,
      ] as const
    ).map((definition) => grpcClient(definition as object, addresses.grpc)),
  )
  const asked = clients.map((of) => Object.assign({}, ...of) as AllOf)

  async function publish<E>(topic: Topic<E>, events: readonly E[]): Promise<Placed[]> {
    const partitions = await kafka.partitions(kafka.name(topic))
    return producer.send(
      kafka.name(topic),
      events.map((event) => toMessage(topic, event, { partitions })),
    )
  }
  /** A tombstone, as the erasing of a person's words leaves it. */
  async function erase(text: ActivityTextEvent): Promise<void> {
    const partitions = await kafka.partitions(kafka.name(topics.activityText))
    await producer.send(kafka.name(topics.activityText), [
      { ...toMessage(topics.activityText, text, { partitions }), value: null },
    ])
  }
  /** Resolves when the journal has folded everything that its inputs hold now. */
  const settled = () =>
    eventually(
      async () => {
        const { rows } = await database.pool.query<{ topic: string; partition: number; position: bigint }>(
          'select topic, partition, position from stream.consumer_position',
        )
        const folded = new Map(rows.map((row) => [`${row.topic}/${row.partition}`, row.position]))
        for (const topic of inputs)
          for (const { partition, high } of await topicEnds(kafka, kafka.name(topic)))
            if ((folded.get(`${topic.name}/${partition}`) ?? 0n) < high)
              throw new Error(`${topic.name}/${partition} is not folded yet`)
      },
      { within: 30_000 },
    )
  async function told(): Promise<JournalEvent[]> {
    await replicas[0]!.drained()
    const events: JournalEvent[] = []
    for await (const batch of readTopic(kafka, topics.journal, await wholeTopic(kafka, topics.journal)))
      for (const record of batch) events.push(fromMessage(topics.journal, record) as JournalEvent)
    return events
  }
  return {
    database,
    kafka,
    issuer,
    clock,
    crashes,
    service: replicas[0]!,
    replicas,
    client: asked[0]!,
    /** Of each replica. */
    clients: asked,
    publish,
    erase,
    settled,
    told,
    today: () => dateAt(clock.now(), 'WIB'),
    async close() {
      for (const one of clients.flat()) one.close()
      await Promise.all(replicas.map((replica) => replica.stop()))
      await producer.close()
      await Promise.all([kafka.close(), issuer.close()])
      await database.close()
    },
  }
}
export type World = Awaited<ReturnType<typeof journalWorld>>

export const AGENCY = 'a0000000-0000-5000-8000-000000000001'
export const UNIT = 'a1000000-0000-5000-8000-000000000001'
const envelope = (employeeId?: string) => ({
  eventId: randomUUIDv7(),
  occurredAt: BigInt(Date.now()),
  decidedAt: undefined,
  sourceRecordedAt: undefined,
  employeeId,
  agencyId: AGENCY,
  actor: undefined,
})

export const agencyEvents = (): DirectoryEvent[] => [
  {
    ...envelope(),
    body: {
      $case: 'agencyChanged',
      value: {
        agencyId: AGENCY,
        code: '1.01',
        name: 'Dinas Contoh',
        kind: 'dinas',
        calendarCode: '5-hari',
        attendanceConnected: true,
        practice: false,
        version: 1,
      },
    },
  },
  {
    ...envelope(),
    body: {
      $case: 'calendarChanged',
      value: {
        calendarCode: '5-hari',
        year: 2026,
        workingWeekdays: [1, 2, 3, 4, 5],
        holidays: [],
        hours: [
          {
            code: 'biasa',
            weekdays: [1, 2, 3, 4, 5],
            beginMinute: 450,
            endMinute: 960,
            breakMinutes: 60,
            arrivalUntilMinute: undefined,
            fromDate: undefined,
            toDate: undefined,
          },
        ],
        version: 1,
      },
    },
  },
]
export const positionEvent = (
  positionId: string,
  reportsTo?: string,
  superiors: { fromDate: string; reportsToPositionId: string }[] = [],
): DirectoryEvent => ({
  ...envelope(),
  body: {
    $case: 'positionChanged',
    value: {
      positionId,
      agencyId: AGENCY,
      unitId: UNIT,
      code: positionId,
      title: 'x',
      kind: 'pelaksana-klerek',
      group: 4,
      reportsToPositionId: reportsTo,
      superiors,
      headsAgency: false,
      version: 1,
    },
  },
})
export const assignmentEvent = (
  employeeId: string,
  positionId: string,
  from = '2026-01-01',
  to?: string,
): DirectoryEvent => ({
  ...envelope(employeeId),
  body: {
    $case: 'assignmentChanged',
    value: {
      assignmentId: randomUUID(),
      employeeId,
      positionId,
      agencyId: AGENCY,
      unitId: UNIT,
      capacity: 1,
      fromDate: from,
      toDate: to,
      zone: 'WIB',
      version: 1,
      withdrawn: false,
    },
  },
})
/** How somebody is employed. */
export const employeeEvent = (employeeId: string, employment: string): DirectoryEvent => ({
  ...envelope(employeeId),
  body: { $case: 'employeeChanged', value: { employeeId, employment, active: true, version: 1 } },
})
/** A superior who is away lets somebody verify in his place. */
export const delegationEvent = (
  employeeId: string,
  delegateId: string,
  of: { delegationId?: string; from: string; to: string; endedAt?: number; version?: number },
): DirectoryEvent => ({
  ...envelope(employeeId),
  body: {
    $case: 'delegationChanged',
    value: {
      delegationId: of.delegationId ?? randomUUID(),
      employeeId,
      delegateId,
      scope: 1,
      fromDate: of.from,
      toDate: of.to,
      zone: 'WIB',
      endedAt: of.endedAt === undefined ? undefined : BigInt(of.endedAt),
      agencyId: AGENCY,
      version: of.version ?? 1,
    },
  },
})
/** What somebody works in a month. */
export const dutyEvent = (employeeId: string, month: string, days: DutyDay[], version = 1): DirectoryEvent => ({
  ...envelope(employeeId),
  body: {
    $case: 'dutyChanged',
    value: { employeeId, agencyId: AGENCY, unitId: UNIT, month, days, version, swap: undefined },
  },
})
export const planEvent = (
  employeeId: string,
  of: { planId?: string; version?: number; from?: string; results?: readonly string[] } = {},
): AppraisalEvent => ({
  ...envelope(employeeId),
  body: {
    $case: 'planAgreed',
    value: {
      planId: of.planId ?? randomUUID(),
      assignmentId: randomUUID(),
      fromDate: of.from ?? '2026-01-01',
      toDate: '2026-12-31',
      version: of.version ?? 1,
      results: (of.results ?? [RESULT]).map((resultId, i) => ({
        resultId,
        code: `RHK ${i + 1}`,
        additional: false,
        weightThousandths: 100_000,
        indicators: [
          {
            aspect: Aspect.ASPECT_QUANTITY,
            targetThousandths: 240_000n,
            unit: 'berkas',
            measure: 0,
            lessIsBetter: false,
            quarterTargetsThousandths: [],
          },
        ],
      })),
    },
  },
})

/** Digests as the ingest makes them, from a key of the test. */
const digest = (text: string) => createHmac('sha256', 'test').update(text).digest()
export const activityEvent = (
  employeeId: string,
  of: Partial<ActivityRecorded> & { sentence?: string; sourceRecordedAt?: number } = {},
): ActivityEvent => {
  const { sentence = `Melayani pemohon ${randomUUID().replace(/[^a-f]/g, '')}`, sourceRecordedAt, ...value } = of
  const recordId = value.recordId ?? randomUUIDv7()
  return {
    ...envelope(employeeId),
    sourceRecordedAt: sourceRecordedAt === undefined ? undefined : BigInt(sourceRecordedAt),
    body: {
      $case: 'activityRecorded',
      value: {
        recordId,
        revision: 1,
        workDate: dateAt(Date.now(), 'WIB'),
        resultId: RESULT,
        quantityThousandths: 12_000n,
        unit: 'berkas',
        startMinute: undefined,
        endMinute: undefined,
        writtenAt: undefined,
        hasEvidence: false,
        evidenceHashes: [],
        contentDigest: digest(`${recordId} ${value.revision} ${value.workDate} ${sentence}`),
        importId: undefined,
        wordingDigest: digest(`${employeeId} ${sentence}`),
        withdrawn: false,
        ...value,
      },
    },
  }
}
export const recordIdOf = (event: ActivityEvent): string => (event.body!.value as ActivityRecorded).recordId

/** A head with the given people below her, all with a plan; what tests need most. */
export async function people(
  world: World,
  count = 1,
  of: { plan?: boolean } = {},
): Promise<{ head: string; staff: string[] }> {
  const [headPost, head] = [randomUUID(), randomUUID()]
  const staff = Array.from({ length: count }, () => randomUUID())
  const posts = staff.map(() => randomUUID())
  await world.publish(topics.directory, [
    ...agencyEvents(),
    positionEvent(headPost),
    ...posts.map((post) => positionEvent(post, headPost)),
    assignmentEvent(head, headPost),
    ...staff.map((one, i) => assignmentEvent(one, posts[i]!)),
  ])
  if (of.plan !== false)
    await world.publish(
      topics.appraisal,
      staff.map((one) => planEvent(one)),
    )
  await world.settled()
  return { head, staff }
}
