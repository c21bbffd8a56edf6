import { randomUUID } from 'node:crypto'
import type { AppraisalEvent } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import { AssessmentServiceService } from '@timbang/contracts/gen/timbang/appraisal/v1/assessment'
import { AppraisalServiceService, type Plan } from '@timbang/contracts/gen/timbang/appraisal/v1/service'
import type { DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { toMessage } from '@timbang/contracts/envelope'
import { topics, type Topic } from '@timbang/contracts/topics'
import { transaction } from '@timbang/postgres/transaction'
import { drivenClock } from '@timbang/process/clock'
import { grpcClient } from '@timbang/process/grpc'
import { logger } from '@timbang/process/log'
import { rowOf, savePacks } from '@timbang/rulebook/pack'
import { shipped } from '@timbang/rules/packs/shipped'
import { createProducer } from '@timbang/stream/kafka'
import { eventsOf, readTopic, wholeTopic } from '@timbang/stream/read'
import { testDatabase } from '@timbang/testkit/database'
import { eventually } from '@timbang/testkit/eventually'
import { tokenIssuer } from '@timbang/testkit/tokens'
import { testTopics } from '@timbang/testkit/topic'
import { unexpected } from '@timbang/testkit/unexpected'
import { expect, inject } from 'vitest'
import { buildAppraisal } from '../src/service.ts'

export const NOW = Date.parse('2026-11-26T03:00:00Z')

/** The service on a database and topics of its own, with a client, whoever may call, and a hand that writes what the directory would. */
export async function startAppraisal(options: { replicas?: number } = {}) {
  const [database, kafka, issuer] = await Promise.all([
    testDatabase('appraisal'),
    testTopics({ consumers: ['appraisal'] }),
    tokenIssuer(),
  ])
  const clock = drivenClock(NOW)
  await transaction(database.pool, (tx) =>
    savePacks(
      tx,
      shipped.map((pack) => rowOf(pack, 0)),
    ),
  )
  const replicas = Array.from({ length: options.replicas ?? 1 }, () =>
    buildAppraisal({
      host: '127.0.0.1',
      innerPort: 0,
      grpcPort: 0,
      postgresUrl: database.url,
      zone: 'WIB',
      brokers: inject('kafkaBrokers').split(','),
      topicPrefix: kafka.prefix,
      issuers: [issuer],
      clock,
      log: logger('appraisal', { level: 'silent' }),
      onCrash: unexpected,
    }),
  )
  await Promise.all(replicas.map((replica) => replica.start()))
  const clients = replicas.map(({ addresses }) => grpcClient(AppraisalServiceService, addresses.grpc))
  const client = clients[0]!
  const assessments = replicas.map(({ addresses }) => grpcClient(AssessmentServiceService, addresses.grpc))
  const producer = createProducer(kafka)
  const importer = await issuer.machine('importer')

  const publish = async <E>(topic: Topic<E>, events: readonly E[]) => {
    const partitions = await kafka.partitions(kafka.name(topic))
    await producer.send(
      kafka.name(topic),
      events.map((event) => toMessage(topic, event, { partitions })),
    )
  }
  return {
    database,
    kafka,
    issuer,
    clock,
    client,
    /** Of each replica. */
    assessments,
    importer,
    publish,
    /** Publishes states of the directory and waits until they are folded here. */
    async directorySays(events: readonly DirectoryEvent[]) {
      await publish(topics.directory, events)
      await eventually(async () => {
        const { rows } = await database.pool.query<{ folded: bigint }>(
          `select coalesce(sum(position), 0)::bigint as folded from stream.consumer_position where topic = $1`,
          [topics.directory.name],
        )
        expect(rows[0]!.folded).toBe(
          (await wholeTopic(kafka, topics.directory)).reduce((sum, span) => sum + span.to, 0n),
        )
      })
    },
    async importPlans(
      plans: readonly Plan[],
      token = importer,
      replica = 0,
      importId = '00000000-0000-4000-8000-0000000000f1',
    ) {
      async function* requests() {
        yield { importId, sourceRecordedAt: undefined, plans: [...plans] }
      }
      const answers = clients[replica]!.importPlans(requests(), { token })
      const codes: string[] = []
      for await (const answer of answers) codes.push(...answer.outcomes.map((outcome) => outcome.refusalCode))
      return answers.refusal()?.code ?? codes
    },
    /** Everything published so far, once the outbox is empty, in the order of each partition. */
    async published(): Promise<AppraisalEvent[]> {
      await eventually(async () => expect((await database.pool.query('select from stream.outbox')).rowCount).toBe(0))
      const events: AppraisalEvent[] = []
      for await (const batch of readTopic(kafka, topics.appraisal, await wholeTopic(kafka, topics.appraisal)))
        events.push(...eventsOf(topics.appraisal, batch).map(({ event }) => event))
      return events
    },
    async stop() {
      for (const one of [...clients, ...assessments]) one.close()
      await producer.close()
      await Promise.all(replicas.map((replica) => replica.stop()))
      await Promise.all([kafka.close(), database.close(), issuer.close()])
    },
  }
}
export type Appraisal = Awaited<ReturnType<typeof startAppraisal>>

const id = (kind: string, n: number) => `${kind}0000000-0000-4000-8000-${String(n).padStart(12, '0')}`
export const employee = (n: number): string => id('e', n)
export const assignmentId = (n: number): string => id('a', n)
export const planId = (n: number): string => id('b', n)
export const agency = (n: number): string => id('d', n)
const position = (n: number): string => id('f', n)

const event = (body: NonNullable<DirectoryEvent['body']>, employeeId?: string): DirectoryEvent => ({
  eventId: randomUUID(),
  occurredAt: 0n,
  decidedAt: undefined,
  sourceRecordedAt: 7n,
  employeeId,
  agencyId: agency(1),
  actor: 'importer',
  body,
})

export const post = (n: number, reportsTo?: number, agencyOf = 1): DirectoryEvent =>
  event({
    $case: 'positionChanged',
    value: {
      positionId: position(n),
      agencyId: agency(agencyOf),
      unitId: agency(9),
      code: `P${n}`,
      title: `Jabatan ${n}`,
      kind: 'pengawas',
      group: 1,
      reportsToPositionId: reportsTo === undefined ? undefined : position(reportsTo),
      superiors: [],
      headsAgency: false,
      version: 1,
    },
  })
/** Person n holds post n by assignment n, unless it says otherwise. */
export const holds = (
  n: number,
  more: {
    assignment?: number
    post?: number
    from?: string
    to?: string
    version?: number
    agency?: number
    withdrawn?: boolean
  } = {},
): DirectoryEvent =>
  event(
    {
      $case: 'assignmentChanged',
      value: {
        assignmentId: assignmentId(more.assignment ?? n),
        employeeId: employee(n),
        positionId: position(more.post ?? n),
        agencyId: agency(more.agency ?? 1),
        unitId: agency(9),
        capacity: 1,
        fromDate: more.from ?? '2026-01-05',
        toDate: more.to,
        zone: 'WIB',
        version: more.version ?? 1,
        withdrawn: more.withdrawn ?? false,
      },
    },
    employee(n),
  )

/** Person n lets another one stand in for him, on those days. */
export const standsIn = (n: number, delegate: number, from: string, to: string, nth = n): DirectoryEvent =>
  event(
    {
      $case: 'delegationChanged',
      value: {
        delegationId: id('c', nth),
        employeeId: employee(n),
        delegateId: employee(delegate),
        scope: 1,
        fromDate: from,
        toDate: to,
        zone: 'WIB',
        endedAt: undefined,
        agencyId: agency(1),
        version: 1,
      },
    },
    employee(n),
  )

/** The plan n of person n for assignment n. */
export const plan = (n: number, more: Partial<Plan> & { target?: bigint } = {}): Plan => {
  const { target = 40_000n, ...rest } = more
  return {
    planId: planId(n),
    employeeId: employee(n),
    agencyId: agency(1),
    assignmentId: assignmentId(n),
    fromDate: '2026-01-05',
    toDate: '2026-12-31',
    version: 0,
    results: [
      {
        title: 'Terlayaninya pemohon izin',
        result: {
          resultId: id('c', n * 10 + 1),
          code: 'RHK 1',
          additional: false,
          weightThousandths: 70_000,
          indicators: [
            {
              aspect: 1,
              targetThousandths: target,
              unit: 'berkas',
              measure: 0,
              lessIsBetter: false,
              quarterTargetsThousandths: [],
            },
          ],
        },
      },
      {
        title: 'Tersusunnya laporan',
        result: {
          resultId: id('c', n * 10 + 2),
          code: 'RHK 2',
          additional: true,
          weightThousandths: 30_000,
          indicators: [],
        },
      },
    ],
    ...rest,
  }
}
