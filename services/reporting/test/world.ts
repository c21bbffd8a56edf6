import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { toMessage } from '@timbang/contracts/envelope'
import type { DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { LiveFrame } from '@timbang/contracts/gen/timbang/scoring/v1/live'
import { ReportingServiceService } from '@timbang/contracts/gen/timbang/reporting/v1/service'
import type { Topic } from '@timbang/contracts/topics'
import { FigureServiceService } from '@timbang/contracts/gen/timbang/reporting/v1/figure'
import { grpcClient } from '@timbang/process/grpc'
import { logger } from '@timbang/process/log'
import { NO_AGENCY } from '@timbang/contracts/said'
import { createProducer, topicEnds } from '@timbang/stream/kafka'
import { testDatabase } from '@timbang/testkit/database'
import { proxyTo } from '@timbang/testkit/proxy'
import { tokenIssuer } from '@timbang/testkit/tokens'
import { testTopics } from '@timbang/testkit/topic'
import { unexpected } from '@timbang/testkit/unexpected'
import { buildLive } from '../src/live/service.ts'
import { buildReporting } from '../src/service.ts'

export const envelope = (employeeId?: string, agencyId: string = NO_AGENCY) => ({
  eventId: randomUUID(),
  occurredAt: BigInt(Date.now()),
  decidedAt: undefined,
  sourceRecordedAt: undefined,
  employeeId,
  agencyId,
  actor: undefined,
})

/** An agency whose head has one person below him. */
export const agency = (code: string) => ({
  agencyId: randomUUID(),
  code,
  head: randomUUID(),
  staff: randomUUID(),
  posts: { head: randomUUID(), staff: randomUUID() },
  units: Array.from({ length: 5 }, (_, nth) => ({
    unitId: randomUUID(),
    code: `${code}.${nth}`,
    name: `Bidang ${nth}`,
  })),
})
export type Agency = ReturnType<typeof agency>

export function structure({ agencyId, code, head, staff, posts, units }: Agency): DirectoryEvent[] {
  const unitId = units[0]!.unitId
  const post = (positionId: string, heads: boolean): DirectoryEvent => ({
    ...envelope(undefined, agencyId),
    body: {
      $case: 'positionChanged',
      value: {
        positionId,
        agencyId,
        unitId,
        code: positionId.slice(0, 8),
        title: heads ? 'Kepala' : 'Pelaksana',
        kind: heads ? 'jpt-pratama' : 'pelaksana-operator',
        group: heads ? 1 : 4,
        reportsToPositionId: heads ? undefined : posts.head,
        superiors: [],
        headsAgency: heads,
        version: 1,
      },
    },
  })
  const holder = (employeeId: string, positionId: string): DirectoryEvent => ({
    ...envelope(employeeId, agencyId),
    body: {
      $case: 'assignmentChanged',
      value: {
        assignmentId: randomUUID(),
        employeeId,
        positionId,
        agencyId,
        unitId,
        capacity: 1,
        fromDate: '2024-01-01',
        toDate: undefined,
        zone: 'WIB',
        version: 1,
        withdrawn: false,
      },
    },
  })
  return [
    {
      ...envelope(undefined, agencyId),
      body: {
        $case: 'agencyChanged',
        value: {
          agencyId,
          code,
          name: `Dinas ${code}`,
          kind: 'dinas',
          calendarCode: '5-hari',
          attendanceConnected: true,
          practice: code === 'LATIHAN',
          version: 1,
        },
      },
    },
    ...units.map(
      (unit): DirectoryEvent => ({
        ...envelope(undefined, agencyId),
        body: {
          $case: 'unitChanged',
          value: { ...unit, agencyId, parentUnitId: undefined, servesPublic: true, version: 1 },
        },
      }),
    ),
    post(posts.head, true),
    post(posts.staff, false),
    holder(head, posts.head),
    holder(staff, posts.staff),
  ]
}

export const frame = ({ agencyId }: Agency, version: bigint, entriesToday: number): LiveFrame => ({
  key: agencyId,
  version,
  computedAt: BigInt(Date.now()),
  agency: {
    agencyId,
    people: 2,
    daysDue: 40,
    daysOnTime: 30,
    daysLate: 5,
    daysAwaiting: 1,
    daysByWriting: 2,
    entriesToday,
    peopleRecordedToday: 1,
    entries: 50,
    entriesVerified: 40,
    entriesReturned: 2,
    entriesWaiting: 8,
    oldestWaitingAt: 0n,
    units: [],
    entriesPerMinute: [],
  },
})

export async function world() {
  const [database, kafka, issuer, redis] = await Promise.all([
    testDatabase('reporting'),
    testTopics(),
    tokenIssuer(),
    proxyTo(new URL(inject('redisUrl')).host),
  ])
  let ahead = 0
  const clock = {
    now: () => Date.now() + ahead,
    advance: (milliseconds: number) => {
      ahead += milliseconds
    },
  }
  const common = {
    host: '127.0.0.1',
    postgresUrl: database.url,
    redisUrl: `redis://${redis.address}`,
    brokers: inject('kafkaBrokers').split(','),
    topicPrefix: kafka.prefix,
    issuers: [{ issuer: issuer.issuer, jwksUrl: issuer.jwksUrl }],
    clock,
    log: logger('test', { level: 'silent' }),
    onCrash: unexpected,
  }
  const boards = buildReporting({ ...common, grpcPort: 0, innerPort: 0 })
  const live = buildLive({ ...common, port: 0, innerPort: 0 })
  const other = buildLive({ ...common, port: 0, innerPort: 0 })
  await Promise.all([boards.start(), live.start(), other.start()])
  const client = grpcClient(ReportingServiceService, boards.addresses.grpc)
  const figures = grpcClient(FigureServiceService, boards.addresses.grpc)
  const producer = createProducer(kafka)
  const listening = new Set<AbortController>()
  return {
    database,
    kafka,
    issuer,
    redis,
    clock,
    client,
    figures,
    live: live.addresses.http,
    publish: async <E>(topic: Topic<E>, events: readonly E[]) => {
      const partitions = await kafka.partitions(kafka.name(topic))
      await producer.send(
        kafka.name(topic),
        events.map((event) => toMessage(topic, event, { partitions })),
      )
    },
    ends: (topic: Pick<Topic, 'name'>) => topicEnds(kafka, kafka.name(topic)),
    /** Listens as a browser does, at one of two replicas; what comes is kept. */
    listen: async (query: string, token: string, at: 'live' | 'other' = 'live') => {
      const over = new AbortController()
      listening.add(over)
      const response = await fetch(`${(at === 'live' ? live : other).addresses.http}/live?${query}`, {
        headers: { authorization: `Bearer ${token}` },
        signal: over.signal,
      })
      const heard: { event: string; data: any }[] = []
      let text = ''
      const ended =
        response.status !== 200
          ? Promise.resolve()
          : (async () => {
              for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
                text += chunk
                for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
                  const [, event, data] = /^event: (.*)\ndata: (.*)$/s.exec(text.slice(0, end)) ?? []
                  text = text.slice(end + 2)
                  if (event !== undefined) heard.push({ event, data: JSON.parse(data!) })
                }
              }
            })().catch((error: unknown) => {
              if (!over.signal.aborted) throw error
            })
      return {
        status: response.status,
        heard,
        of: (event: string) => heard.filter((one) => one.event === event).map(({ data }) => data),
        ended,
        leave: () => over.abort(),
      }
    },
    close: async () => {
      for (const one of listening) one.abort()
      client.close()
      figures.close()
      await producer.close()
      await Promise.all([boards.stop(), live.stop(), other.stop()])
      await Promise.all([issuer.close(), redis.close(), kafka.close()])
      await database.close()
    },
  }
}
export type World = Awaited<ReturnType<typeof world>>
