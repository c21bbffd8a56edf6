import { spawn } from 'node:child_process'
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { ActivityEvent } from '@timbang/contracts/gen/timbang/activity/v1/events'
import type { AppraisalEvent } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import type { DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { FeedbackEvent } from '@timbang/contracts/gen/timbang/feedback/v1/events'
import type { FigureEvent } from '@timbang/contracts/gen/timbang/figure/v1/events'
import type { JournalEvent } from '@timbang/contracts/gen/timbang/journal/v1/events'
import { ScoreServiceService } from '@timbang/contracts/gen/timbang/scoring/v1/score'
import {
  SealServiceService,
  type Seal,
  type SealQuarterResponse,
  type WatchSealResponse,
} from '@timbang/contracts/gen/timbang/scoring/v1/seal'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { SealKind } from '@timbang/contracts/gen/timbang/seal/v1/cut_off'
import { toMessage, toPartition, type Outgoing } from '@timbang/contracts/envelope'
import { punchIdOf } from '@timbang/contracts/punch-id'
import { indicatorIdOf } from '@timbang/contracts/official-id'
import { topics, type Topic } from '@timbang/contracts/topics'
import { grpcClient } from '@timbang/process/grpc'
import { logger } from '@timbang/process/log'
import { addDays, daysOfMonth, startOf, weekdayOf } from '@timbang/rules/civil-date'
import { NO_AGENCY } from '@timbang/contracts/said'
import { createProducer, type Kafka } from '@timbang/stream/kafka'
import { testDatabase } from '@timbang/testkit/database'
import { tokenIssuer } from '@timbang/testkit/tokens'
import { testTopics } from '@timbang/testkit/topic'
import { unexpected } from '@timbang/testkit/unexpected'
import type { JWK } from 'jose'
import { inject } from 'vitest'
import { buildLive } from '../src/live/service.ts'
import { buildSealing } from '../src/seal/service.ts'
import { buildScoring } from '../src/service.ts'

export const PERIOD = '2026-Q3'
/** A minute ahead of the broker's clock, which stamps what the tests publish. */
const ahead = () => Date.now() + 60_000
export const NOW = ahead()
const HOUR = 3_600_000

/** A small province: one agency, two units, three people and what they did in July. */
export const cast = (people = 3) => {
  const [agency, unit, post, head] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  return {
    agency,
    unit,
    post,
    head,
    people: Array.from({ length: people }, () => ({
      id: randomUUID(),
      assignment: randomUUID(),
      plan: randomUUID(),
      result: randomUUID(),
    })),
  }
}
export type Cast = ReturnType<typeof cast>

const envelope = (employeeId?: string, agencyId = NO_AGENCY) => ({
  eventId: randomUUID(),
  occurredAt: BigInt(NOW),
  decidedAt: undefined,
  sourceRecordedAt: undefined as bigint | undefined,
  employeeId,
  agencyId,
  actor: undefined,
})

/** What the second of them is held against besides his entries: minutes of waiting by people who waited, as the unit's system tells them. */
export const waitingOf = ({ agency }: Pick<Cast, 'agency'>): string => indicatorIdOf(agency, 'TUNGGU')
const waitingTime = (agencyId: Cast['agency']): DirectoryEvent => ({
  ...envelope(undefined, agencyId),
  body: {
    $case: 'indicatorChanged',
    value: {
      indicatorId: waitingOf({ agency: agencyId }),
      agencyId,
      code: 'TUNGGU',
      meaningId: 'Waktu tunggu',
      meaningEn: 'Waiting time',
      unit: 'menit',
      perUnit: 'orang',
      measure: 2,
      lessIsBetter: true,
      targets: [],
      source: 'SIM antrean',
      verifiedBy: 'Catatan antrean',
      fromDate: '2026-01-01',
      toDate: undefined,
      version: 1,
    },
  },
})
/** A figure of the unit of the story. */
export const figureOf = (
  of: Pick<Cast, 'agency' | 'unit'>,
  span: string,
  amount: number,
  per: number,
  more: Partial<NonNullable<FigureEvent['body']>['value']> & { agencyId?: string } = {},
): FigureEvent => {
  const { agencyId = of.agency, ...value } = more
  return {
    ...envelope(undefined, agencyId),
    body: {
      $case: 'figureRecorded',
      value: {
        recordId: randomUUID(),
        revision: 1,
        unitId: of.unit,
        indicatorId: waitingOf(of),
        date: span.length === 10 ? span : undefined,
        month: span.length === 7 ? span : undefined,
        amountThousandths: BigInt(amount * 1000),
        perThousandths: BigInt(per * 1000),
        withdrawn: false,
        contentDigest: Buffer.alloc(32),
        importId: undefined,
        ...value,
      },
    },
  }
}

const held = (of: Cast) => ({
  resultId: 'c0000000-0000-4000-8000-000000000001',
  code: 'RHK 2',
  additional: false,
  weightThousandths: 40_000,
  indicators: [
    {
      aspect: 1 as const,
      targetThousandths: 15_000n,
      unit: 'menit',
      // How it is read is said by the registry.
      measure: 0 as const,
      lessIsBetter: false,
      quarterTargetsThousandths: [],
      indicatorId: waitingOf(of),
    },
  ],
})

/** The first of them says something of himself and is rated, above what was expected, to which his assessor's superior agrees; the second is not, the third is rated by another system. */
function assessmentsOf(of: Cast): AppraisalEvent[] {
  const decided = (nth: number, standing: 0 | 1, assignmentId = of.people[nth]!.assignment): AppraisalEvent => ({
    ...envelope(of.people[nth]!.id, of.agency),
    body: {
      $case: 'assessmentDecided',
      value: {
        period: PERIOD,
        assignmentId,
        answers: { quality: 4, teamwork: 5, innovation: 3 },
        result: 3,
        behaviour: 2,
        reasonsDigest: Buffer.alloc(32, nth + 1),
        standing,
        delegationId: undefined,
        version: 1,
      },
    },
  })
  return [
    ...of.people.slice(0, 2).map(
      ({ id }): AppraisalEvent => ({
        ...envelope(id, of.agency),
        body: {
          $case: 'selfAssessed',
          value: {
            period: PERIOD,
            answers: { quality: 4, teamwork: 4, innovation: 4 },
            wordsDigest: Buffer.alloc(32),
            version: 1,
          },
        },
      }),
    ),
    decided(0, 1),
    {
      ...envelope(of.people[0]!.id, of.agency),
      body: {
        $case: 'assessmentSecondLooked',
        value: {
          period: PERIOD,
          assignmentId: of.people[0]!.assignment,
          decisionVersion: 1,
          look: 1,
          wordsDigest: Buffer.alloc(32),
          version: 1,
        },
      },
    },
    ...(of.people.length > 2 ? [decided(2, 0)] : []),
  ]
}

/** Every event of the story by topic, in the order in which it happened. @param with_.figures the unit's system tells some, and a plan names them; `assessments` people are rated */
export function story(of: Cast, with_: { figures?: boolean; assessments?: boolean } = {}) {
  const directory: DirectoryEvent[] = [
    {
      ...envelope(undefined, of.agency),
      body: {
        $case: 'agencyChanged',
        value: {
          agencyId: of.agency,
          code: 'A',
          name: 'Dinas A',
          kind: 'dinas',
          calendarCode: '5-hari',
          attendanceConnected: true,
          practice: false,
          version: 1,
        },
      },
    },
    {
      ...envelope(undefined, of.agency),
      body: {
        $case: 'unitChanged',
        value: {
          unitId: of.unit,
          agencyId: of.agency,
          parentUnitId: undefined,
          code: 'A.1',
          name: 'Bidang 1',
          servesPublic: true,
          version: 1,
        },
      },
    },
    {
      ...envelope(undefined, of.agency),
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
    {
      ...envelope(undefined, of.agency),
      body: {
        $case: 'positionChanged',
        value: {
          positionId: of.post,
          agencyId: of.agency,
          unitId: of.unit,
          code: 'P',
          title: 'Pelaksana',
          kind: 'pelaksana-operator',
          group: 4,
          reportsToPositionId: of.head,
          superiors: [],
          headsAgency: false,
          version: 1,
        },
      },
    },
    ...of.people.map(
      (one): DirectoryEvent => ({
        ...envelope(one.id, of.agency),
        body: {
          $case: 'assignmentChanged',
          value: {
            assignmentId: one.assignment,
            employeeId: one.id,
            positionId: of.post,
            agencyId: of.agency,
            unitId: of.unit,
            capacity: 1,
            fromDate: '2024-01-01',
            toDate: undefined,
            zone: 'WIB',
            version: 1,
            withdrawn: false,
          },
        },
      }),
    ),
    // September of the first one as the calendar has it: what it says is worked is no other day.
    ...of.people.slice(0, 1).map(
      (one): DirectoryEvent => ({
        ...envelope(one.id, of.agency),
        body: {
          $case: 'dutyChanged',
          value: {
            employeeId: one.id,
            agencyId: of.agency,
            unitId: of.unit,
            month: '2026-09',
            days: daysOfMonth('2026-09')
              .filter((date) => weekdayOf(date) <= 5)
              .map((date) => ({ date, shifts: [{ code: 'P', beginMinute: 420, endMinute: 840, breakMinutes: 30 }] })),
            version: 1,
            swap: undefined,
          },
        },
      }),
    ),
  ]
  const figure: FigureEvent[] = []
  if (with_.figures === true) {
    directory.push(waitingTime(of.agency))
    const told = figureOf(of, '2026-07-06', 900, 30)
    const away = figureOf(of, '2026-07-10', 7_000, 1)
    figure.push(
      ...['2026-07-01', '2026-07-02', '2026-08-03'].map((date) => figureOf(of, date, 400, 20)),
      // Mended, moved to another day, and taken back.
      told,
      figureOf(of, '2026-07-07', 600, 30, { recordId: told.body!.value.recordId, revision: 2 }),
      figureOf(of, '2026-07-08', 5_000, 1),
      // Out of the quarter, and into it: what it had said of another one counts nowhere.
      away,
      figureOf(of, '2026-10-05', 7_000, 1, { recordId: away.body!.value.recordId, revision: 2 }),
      // A month of which no day is known, and one of which some are.
      figureOf(of, '2026-09', 4_500, 250),
      figureOf(of, '2026-08', 90_000, 1),
    )
    const back = figure[5]!.body!.value
    figure.push(figureOf(of, back.date!, 5_000, 1, { recordId: back.recordId, revision: 2, withdrawn: true }))
  }
  const appraisal = of.people.map(
    (one, nth): AppraisalEvent => ({
      ...envelope(one.id, of.agency),
      body: {
        $case: 'planAgreed',
        value: {
          planId: one.plan,
          assignmentId: one.assignment,
          fromDate: '2026-01-01',
          toDate: '2026-12-31',
          version: 1,
          results: [
            {
              resultId: one.result,
              code: 'RHK 1',
              additional: false,
              weightThousandths: with_.figures === true && nth === 1 ? 60_000 : 100_000,
              indicators: [
                {
                  aspect: 1,
                  targetThousandths: 20_000n,
                  unit: 'berkas',
                  measure: 0,
                  lessIsBetter: false,
                  quarterTargetsThousandths: [],
                },
              ],
            },
            ...(with_.figures === true && nth === 1 ? [held(of)] : []),
          ],
        },
      },
    }),
  )
  if (with_.assessments === true) appraisal.push(...assessmentsOf(of))
  const activity: ActivityEvent[] = []
  const journal: JournalEvent[] = [
    {
      ...envelope(undefined, of.agency),
      body: {
        $case: 'entryWindowChanged',
        value: {
          windowId: randomUUID(),
          agencyId: of.agency,
          days: 3,
          graceDays: 3,
          effectiveFrom: '2026-01-01',
          version: 1,
        },
      },
    },
  ]
  for (const [nth, one] of of.people.entries()) {
    for (let day = 0; day < 92; day++) {
      const workDate = addDays('2026-07-01', day)
      const recordId = randomUUID()
      const source = BigInt(startOf(workDate, 'WIB') + (day % 7 === nth ? 5 * 24 : 16) * HOUR)
      activity.push({
        ...envelope(one.id, of.agency),
        sourceRecordedAt: source,
        body: {
          $case: 'attendanceRecorded',
          value: {
            recordId: randomUUID(),
            revision: 1,
            workDate,
            present: day !== 9,
            lateMinutes: day === 3 ? 20 : 0,
            earlyLeaveMinutes: 0,
            contentDigest: Buffer.alloc(32),
            importId: '00000000-0000-4000-8000-0000000000f1',
          },
        },
      })
      // The nightly job missed the machine on the tenth day; who was taken for him there was taken back.
      if (day === 9)
        for (const [minute, withdrawn] of [
          [480, false],
          [962, false],
          [430, false],
          [430, true],
        ] as const) {
          const at = startOf(workDate, 'WIB') + minute * 60_000
          activity.push({
            ...envelope(one.id, of.agency),
            body: {
              $case: 'punchRecorded',
              value: {
                recordId: punchIdOf({ employeeId: one.id, device: 'M-1', at }),
                revision: withdrawn ? 2 : 1,
                punchedAt: BigInt(at),
                device: 'M-1',
                key: undefined,
                withdrawn,
                contentDigest: Buffer.alloc(32),
                importId: undefined,
              },
            },
          })
        }
      // The second one may come later on that day; a revision has brought that forward from the day after.
      if (day === 9 && nth === 1) {
        const permissionId = randomUUID()
        for (const [revision, date] of [addDays(workDate, 1), workDate].entries())
          activity.push({
            ...envelope(one.id, of.agency),
            body: {
              $case: 'permissionRecorded',
              value: {
                recordId: permissionId,
                revision: revision + 1,
                date,
                fromMinute: 450,
                untilMinute: 465,
                kind: 'medical',
                withdrawn: false,
                contentDigest: Buffer.alloc(32),
                importId: undefined,
              },
            },
          })
      }
      // He was there on every day of the quarter, and wrote of the first two months.
      if (day >= 60) continue
      activity.push({
        ...envelope(one.id, of.agency),
        sourceRecordedAt: source,
        body: {
          $case: 'activityRecorded',
          value: {
            recordId,
            revision: 1,
            workDate,
            resultId: one.result,
            quantityThousandths: 1000n,
            unit: 'berkas',
            startMinute: undefined,
            endMinute: undefined,
            writtenAt: undefined,
            withdrawn: false,
            hasEvidence: false,
            evidenceHashes: [],
            contentDigest: Buffer.alloc(32),
            importId: '00000000-0000-4000-8000-0000000000f1',
            wordingDigest: Buffer.alloc(8),
          },
        },
      })
      if (day % 10 !== 9)
        journal.push({
          ...envelope(one.id, of.agency),
          body: {
            $case: 'entryVerified',
            value: { recordId, revision: 1, workDate, entryRecordedAt: 0n, verdictVersion: 1 },
          },
        })
    }
  }
  const survey = randomUUID()
  const feedback: FeedbackEvent[] = [
    {
      ...envelope(undefined, of.agency),
      body: {
        $case: 'surveyOpened',
        value: {
          surveyId: survey,
          unitId: of.unit,
          fromDate: '2026-07-01',
          toDate: '2026-09-30',
          elements: ['u1', 'u2'],
          threshold: 10,
          version: 1,
        },
      },
    },
    {
      ...envelope(undefined, of.agency),
      body: {
        $case: 'answersReleased',
        value: {
          surveyId: survey,
          unitId: of.unit,
          batch: 1,
          counted: 40,
          sums: [120, 140],
          incomplete: 2,
          day: '2026-09-30',
        },
      },
    },
  ]
  return { directory, appraisal, activity, journal, feedback, figure }
}
export type Story = Omit<ReturnType<typeof story>, 'figure'> & { readonly figure?: readonly FigureEvent[] }

/** The service from outside: its three processes, with a clock that the test drives. @param workers how many there are of the live figures and of the seals @param at what it is when the service starts */
export async function world(workers: { live?: number; seal?: number } = {}, at = ahead()) {
  const [database, kafka, issuer] = await Promise.all([
    testDatabase('scoring'),
    testTopics({ consumers: ['scoring'] }),
    tokenIssuer(),
  ])
  const clock = { at, now: () => clock.at }
  const config = {
    host: '127.0.0.1',
    innerPort: 0,
    grpcPort: 0,
    postgresUrl: database.url,
    masterKey: randomBytes(32),
    signingKey: {
      ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }),
      kid: 'k',
      alg: 'EdDSA',
    } as JWK,
    brokers: inject('kafkaBrokers').split(','),
    topicPrefix: kafka.prefix,
    issuers: [{ issuer: issuer.issuer, jwksUrl: issuer.jwksUrl }],
    clock,
    log: logger('test', { level: process.env['TEST_LOG'] ?? 'silent' }),
    onCrash: unexpected,
  }
  const service = buildScoring(config)
  const others = [
    ...Array.from({ length: workers.live ?? 0 }, () => buildLive(config)),
    ...Array.from({ length: workers.seal ?? 1 }, () => buildSealing(config)),
  ]
  await service.start()
  for (const one of others) await one.start()
  const scores = grpcClient(ScoreServiceService, service.addresses.grpc)
  const seals = grpcClient(SealServiceService, service.addresses.grpc)
  return {
    database,
    kafka,
    issuer,
    clock,
    config,
    service,
    scores,
    seals,
    close: async () => {
      scores.close()
      seals.close()
      for (const one of others) await one.stop()
      await service.stop()
      await issuer.close()
      await kafka.close()
      await database.close()
    },
  }
}
export type World = Awaited<ReturnType<typeof world>>

/** Publishes as the owners do. @param order how the events of a topic come */
export async function tell(
  kafka: Kafka,
  told: Story,
  order: <T>(events: readonly T[]) => readonly T[] = (events) => events,
): Promise<void> {
  const producer = createProducer(kafka)
  const send = async <E>(topic: Topic<E>, events: readonly E[]) => {
    const partitions = await kafka.partitions(kafka.name(topic))
    await producer.send(
      kafka.name(topic),
      order(events).map((event) => toMessage(topic, event, { partitions })),
    )
  }
  await send(topics.directory, told.directory)
  await send(topics.appraisal, told.appraisal)
  await send(topics.activity, told.activity)
  await send(topics.journal, told.journal)
  await send(topics.feedback, told.feedback)
  await send(topics.figure, told.figure ?? [])
  await producer.close()
}

/** Answers a seal request as every owner does: a marker in each of its partitions. */
export async function markAll(kafka: Kafka, cutOff: bigint, edition = 1): Promise<void> {
  const producer = createProducer(kafka)
  for (const topic of [topics.directory, topics.journal, topics.appraisal, topics.feedback] as readonly Topic<any>[]) {
    const partitions = await kafka.partitions(kafka.name(topic))
    const marker = {
      ...envelope(),
      body: {
        $case: 'cutOffReached',
        value: { period: PERIOD, kind: SealKind.SEAL_KIND_EVIDENCE, edition, cutOff, inputs: [] },
      },
    }
    await producer.send(
      kafka.name(topic),
      Array.from(
        { length: partitions },
        (_, partition): Outgoing => toPartition(topic, { ...marker, eventId: randomUUID() }, partition),
      ),
    )
  }
  await producer.close()
}

/** Asks for a seal and watches it to its end. @param onWaiting what the owners do, at the first look */
export async function sealed(
  here: World,
  onWaiting: (step: WatchSealResponse, asked: SealQuarterResponse) => Promise<void>,
): Promise<{ stages: string[]; seal: Seal | undefined; asked: SealQuarterResponse; refusal: Refusal | undefined }> {
  const token = await here.issuer.machine('importer')
  const asked = await here.seals.sealQuarter(
    { commandId: randomUUID(), period: PERIOD, kind: SealKind.SEAL_KIND_EVIDENCE },
    { token },
  )
  if (isRefusal(asked)) throw new Error(asked.code)
  const stages: string[] = []
  const answers = here.seals.watchSeal({ sealId: asked.sealId }, { token })
  let seal: Seal | undefined
  let told = false
  for await (const step of answers) {
    stages.push(step.stage)
    seal = step.seal
    if (step.stage === 'waiting' && !told && step.awaited.length > 0) {
      told = true
      await onWaiting(step, asked)
    }
  }
  return { stages, seal, asked, refusal: answers.refusal() }
}

/** Another process of the service, as the platform starts it; killed whenever the test likes. */
export function processOf(here: World, entry: 'main-live.ts' | 'main-seal.ts') {
  const { brokers, topicPrefix, postgresUrl, masterKey, signingKey } = here.config
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', fileURLToPath(new URL(`../src/${entry}`, import.meta.url))],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        LOG_LEVEL: 'silent',
        KAFKA_BROKERS: brokers.join(','),
        KAFKA_TOPIC_PREFIX: topicPrefix,
        SCORING_POSTGRES_URL: postgresUrl,
        SCORING_LIVE_INNER_PORT: '0',
        SCORING_SEAL_INNER_PORT: '0',
        SCORING_MASTER_KEY: Buffer.from(masterKey).toString('hex'),
        SCORING_SIGNING_KEY: JSON.stringify(signingKey),
      },
    },
  )
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}
