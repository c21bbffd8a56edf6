import type { BinaryWriter } from '@bufbuild/protobuf/wire'
import { ActivityEvent, ActivityTextEvent } from '../gen/timbang/activity/v1/events.ts'
import { AppraisalEvent } from '../gen/timbang/appraisal/v1/events.ts'
import { DirectoryEvent } from '../gen/timbang/directory/v1/events.ts'
import { FeedbackEvent } from '../gen/timbang/feedback/v1/events.ts'
import { FigureEvent } from '../gen/timbang/figure/v1/events.ts'
import { JournalEvent } from '../gen/timbang/journal/v1/events.ts'
import { ReportingEvent } from '../gen/timbang/reporting/v1/events.ts'
import { ScoringEvent } from '../gen/timbang/scoring/v1/events.ts'
import { LiveFrame } from '../gen/timbang/scoring/v1/live.ts'

/** Who comes to the log with a name of his own. */
export const services = [
  'directory',
  'activity-ingest',
  'journal',
  'appraisal',
  'feedback',
  'scoring',
  'reporting',
] as const
export type Service = (typeof services)[number]

/** What ts-proto gives for a message; only what the envelope needs. */
export interface Codec<E> {
  /** @param writer reused by who encodes one message after the other; a new one when absent */
  encode(message: E, writer?: BinaryWriter): { finish(): Uint8Array }
  decode(input: Uint8Array): E
}

/**
 * One topic of the log. `writer` is the only service that may publish to it, `readers` are the others that may read it: the broker lets in nobody else.
 * `key` is the message's key; `spread` the text whose hash gives the partition, where that differs from the key.
 */
export interface Topic<E = unknown> {
  readonly name: string
  readonly writer: Service | 'operator'
  readonly readers: readonly (Service | 'replay')[]
  readonly codec: Codec<E>
  readonly partitions: number
  readonly cleanup: 'delete' | 'compact'
  readonly key: (event: E) => string
  readonly spread?: (event: E) => string
  /** Identity of the event, for headers and for the check of the last applied record. */
  readonly id: (event: E) => string
  readonly occurredAt: (event: E) => bigint
  /** The event's type as in CloudEvents, for example `timbang.journal.v1.EntryVerified`. */
  readonly type: (event: E) => string
  /** False: the record breaks the contract (no body that this code knows, no key). */
  readonly whole: (event: E) => boolean
}

/** A topic keyed by employee has 24 partitions, so that a person has one number everywhere. Partitions never change. */
const BY_EMPLOYEE = 24
const OTHERS = 12

type Enveloped = {
  eventId: string
  occurredAt: bigint
  employeeId?: string | undefined
  agencyId: string
  body?: { $case: string; value: unknown } | undefined
}

const capital = (name: string) => name[0]!.toUpperCase() + name.slice(1)

function enveloped<E extends Enveloped>(options: {
  name: string
  writer: Service
  readers: readonly (Service | 'replay')[]
  codec: Codec<E>
  partitions: number
  key: (event: E) => string
}): Topic<E> {
  const context = options.name.replace(/\.v\d+$/, '')
  return {
    ...options,
    cleanup: 'delete',
    id: (event) => event.eventId,
    occurredAt: (event) => event.occurredAt,
    type: (event) => `timbang.${context}.v1.${event.body ? capital(event.body.$case) : 'Unknown'}`,
    whole: (event) => event.eventId !== '' && event.body !== undefined && options.key(event) !== '',
  }
}

/** A person's event goes to the person; anything else to the aggregate that the body names, or to its agency. */
const personOr = (own: (body: NonNullable<Enveloped['body']>) => string | undefined) => (event: Enveloped) =>
  event.employeeId ?? (event.body ? own(event.body) : undefined) ?? event.agencyId

const value = <T>(body: { value: unknown }) => body.value as T

/** Every topic of the platform. A topic's name stands nowhere else. */
export const topics = {
  activity: enveloped<ActivityEvent>({
    name: 'activity.v1',
    writer: 'activity-ingest',
    readers: ['journal', 'scoring', 'replay'],
    codec: ActivityEvent,
    partitions: BY_EMPLOYEE,
    key: (event) => event.employeeId ?? '',
  }),
  activityText: {
    name: 'activity.text.v1',
    writer: 'activity-ingest',
    readers: ['journal'],
    codec: ActivityTextEvent,
    partitions: BY_EMPLOYEE,
    cleanup: 'compact',
    key: (event) => event.eventId,
    spread: (event) => event.employeeId,
    id: (event) => event.eventId,
    occurredAt: (event) => event.occurredAt,
    type: () => 'timbang.activity.text.v1.EntryWritten',
    whole: (event) => event.eventId !== '' && event.employeeId !== '' && event.recordId !== '',
  } satisfies Topic<ActivityTextEvent> as Topic<ActivityTextEvent>,
  figure: enveloped<FigureEvent>({
    name: 'figure.v1',
    writer: 'activity-ingest',
    readers: ['scoring', 'reporting', 'replay'],
    codec: FigureEvent,
    partitions: OTHERS,
    key: (event) => event.body?.value.unitId ?? '',
  }),
  directory: enveloped<DirectoryEvent>({
    name: 'directory.v1',
    writer: 'directory',
    readers: ['journal', 'appraisal', 'feedback', 'scoring', 'reporting', 'replay'],
    codec: DirectoryEvent,
    partitions: BY_EMPLOYEE,
    key: personOr((body) => {
      switch (body.$case) {
        case 'unitChanged':
          return value<{ unitId: string }>(body).unitId
        case 'positionChanged':
          return value<{ positionId: string }>(body).positionId
        case 'calendarChanged':
          return value<{ calendarCode: string }>(body).calendarCode
        case 'roleChanged':
          return value<{ subject: string }>(body).subject
        case 'deviceChanged':
        case 'pinChanged':
          return value<{ device: string }>(body).device
        case 'roleRequestChanged':
          return value<{ requestId: string }>(body).requestId
        case 'indicatorChanged':
          return value<{ indicatorId: string }>(body).indicatorId
        default:
          return undefined
      }
    }) as (event: DirectoryEvent) => string,
  }),
  journal: enveloped<JournalEvent>({
    name: 'journal.v1',
    writer: 'journal',
    readers: ['scoring', 'reporting', 'replay'],
    codec: JournalEvent,
    partitions: BY_EMPLOYEE,
    key: personOr((body) => {
      switch (body.$case) {
        case 'outageRecorded':
          return (
            value<{ agencyId?: string; outageId: string }>(body).agencyId ?? value<{ outageId: string }>(body).outageId
          )
        case 'graceOpened':
          return (
            value<{ agencyId?: string; graceId: string }>(body).agencyId ?? value<{ graceId: string }>(body).graceId
          )
        default:
          return undefined
      }
    }) as (event: JournalEvent) => string,
  }),
  appraisal: enveloped<AppraisalEvent>({
    name: 'appraisal.v1',
    writer: 'appraisal',
    readers: ['journal', 'scoring', 'replay'],
    codec: AppraisalEvent,
    partitions: BY_EMPLOYEE,
    key: personOr(() => undefined) as (event: AppraisalEvent) => string,
  }),
  feedback: enveloped<FeedbackEvent>({
    name: 'feedback.v1',
    writer: 'feedback',
    readers: ['scoring', 'reporting', 'replay'],
    codec: FeedbackEvent,
    partitions: OTHERS,
    key: personOr((body) => (body.$case === 'cutOffReached' ? undefined : value<{ unitId: string }>(body).unitId)) as (
      event: FeedbackEvent,
    ) => string,
  }),
  scoring: enveloped<ScoringEvent>({
    name: 'scoring.v1',
    writer: 'scoring',
    readers: ['directory', 'journal', 'appraisal', 'feedback', 'reporting', 'replay'],
    codec: ScoringEvent,
    partitions: OTHERS,
    key: personOr((body) =>
      body.$case === 'packPublished' ? value<{ name: string }>(body).name : value<{ period: string }>(body).period,
    ) as (event: ScoringEvent) => string,
  }),
  scoringLive: {
    name: 'scoring.live.v1',
    writer: 'scoring',
    readers: ['reporting'],
    codec: LiveFrame,
    partitions: OTHERS,
    cleanup: 'compact',
    key: (frame) => frame.key,
    id: (frame) => `${frame.key}/${frame.version}`,
    occurredAt: (frame) => frame.computedAt,
    type: () => 'timbang.scoring.live.v1.AgencyFrame',
    whole: (frame) => frame.key !== '',
  } satisfies Topic<LiveFrame> as Topic<LiveFrame>,
  reporting: enveloped<ReportingEvent>({
    name: 'reporting.v1',
    writer: 'reporting',
    readers: [],
    codec: ReportingEvent,
    partitions: OTHERS,
    key: personOr(() => undefined) as (event: ReportingEvent) => string,
  }),
} as const

/** The topics in a list, for those who create, check or draw them all. */
export const allTopics = Object.values(topics) as unknown as readonly Topic<unknown>[]

/** The consumers that fold topics. Each has a dead topic `<consumer>.dead.v1` of its own for what it cannot read. */
export const consumers = ['journal', 'appraisal', 'feedback', 'directory', 'scoring', 'reporting'] as const
export const deadTopicName = (consumer: string) => `${consumer}.dead.v1`
/** What a person puts back, to be applied once: letters of the dead topic, as they are. The consumer folds it beside its inputs. */
export const againTopicName = (consumer: string) => `${consumer}.again.v1`
export const DEAD_PARTITIONS = 3
