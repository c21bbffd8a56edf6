import type { ActivityEvent, ActivityTextEvent } from '@timbang/contracts/gen/timbang/activity/v1/events'
import type { Record as RecordMessage } from '@timbang/contracts/gen/timbang/activity/v1/service'
import type { FigureEvent } from '@timbang/contracts/gen/timbang/figure/v1/events'
import { punchIdOf } from '@timbang/contracts/punch-id'
import { isRefusal, type Refusal, refuse } from '@timbang/contracts/refusal'
import { said } from '@timbang/contracts/said'
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { type Figure, instantOf, type PersonsBody, type Sent } from '../domain/record.ts'
import { ActivityBody, activityOf, activityRecorded, spokenActivity } from './activity.ts'
import { AttendanceBody, attendanceOf, attendanceRecorded, spokenAttendance } from './attendance.ts'
import type { EventBody, OfRecord } from './event.ts'
import { instant, named, numberOf, only, type Spoken, uuid, uuidV7, type Wrong } from './field.ts'
import { FigureBody, figureOf, figureRecorded, spokenFigure } from './figure.ts'
import { LeaveBody, leaveOf, leaveRecorded, spokenLeave } from './leave.ts'
import { PermissionBody, permissionOf, permissionRecorded, spokenPermission } from './permission.ts'
import { PunchBody, punchOf, punchRecorded, spokenPunch } from './punch.ts'

export const RecordJson = Type.Object(
  {
    // Only of a punch it may be left out: it is made of what the punch is.
    record_id: Type.Optional(uuidV7),
    revision: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, description: '1 – 1000' })),
    employee_id: Type.Optional(uuid),
    agency_id: Type.Optional(uuid),
    source_recorded_at: Type.Optional(instant),
    import_id: Type.Optional(uuid),
    activity: Type.Optional(ActivityBody),
    attendance: Type.Optional(AttendanceBody),
    leave: Type.Optional(LeaveBody),
    permission: Type.Optional(PermissionBody),
    punch: Type.Optional(PunchBody),
    figure: Type.Optional(FigureBody),
  },
  only,
)
type RecordJson = Static<typeof RecordJson>

const recordJson = Compile(RecordJson)

/** Reads one JSON text. Never throws. */
export function fromJsonText(text: string): Sent | Refusal {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return refuse('request.malformed')
  }
  return fromJson(value)
}

export function fromJson(value: unknown): Sent | Refusal {
  if (!recordJson.Check(value)) return firstFault(value)
  const record = value as RecordJson
  const body = bodyOf(record)
  if (isRefusal(body)) return body
  const employeeId = record.employee_id?.toLowerCase()
  if (body.kind === 'punch' && employeeId === undefined) return invalid('employee_id')
  if (body.kind !== 'punch' && record.record_id === undefined) return invalid('record_id')
  return {
    recordId:
      record.record_id?.toLowerCase() ??
      punchIdOf({ ...(body as Extract<Sent['body'], { kind: 'punch' }>), employeeId: employeeId! }),
    revision: record.revision ?? 1,
    employeeId,
    agencyId: record.agency_id?.toLowerCase(),
    sourceRecordedAt: record.source_recorded_at,
    importId: record.import_id?.toLowerCase(),
    body,
  }
}

function bodyOf({ activity, attendance, leave, permission, punch, figure }: RecordJson): Sent['body'] | Refusal {
  const bodies = [
    activity && activityOf(activity),
    attendance && attendanceOf(attendance),
    leave && leaveOf(leave),
    permission && permissionOf(permission),
    punch && punchOf(punch),
    figure && figureOf(figure),
  ].filter((body) => body !== undefined)
  const [body, more] = bodies
  if (body === undefined || more !== undefined)
    return refuse(
      'request.value-invalid',
      { hint: 'activity | attendance | leave | permission | punch | figure' },
      'activity',
    )
  return isWrong(body) ? invalid(body.wrong) : body
}
const isWrong = (body: Sent['body'] | Wrong): body is Wrong => 'wrong' in body

/** The first fault in words that a machine and a person can use. Slow, and only walked by what is refused anyway. */
function firstFault(value: unknown): Refusal {
  const [fault] = recordJson.Errors(value)
  if (!fault || (fault.instancePath === '' && fault.keyword === 'type')) return refuse('request.malformed')
  const path = fault.instancePath.slice(1).replaceAll('/', '.').slice(0, 100)
  if (fault.keyword === 'required') {
    const missing = (fault.params as { requiredProperties: string[] }).requiredProperties[0]!
    return invalid(path === '' ? missing : `${path}.${missing}`)
  }
  if (fault.schemaPath.endsWith('/additionalProperties')) return refuse('request.unknown-field', undefined, path)
  return invalid(path)
}

function invalid(path: string): Refusal {
  let schema: { description?: string; properties?: Record<string, unknown> } | undefined = RecordJson
  for (const name of path.split('.')) schema = schema?.properties?.[name] as typeof schema
  return refuse('request.value-invalid', { hint: schema?.description ?? '' }, path)
}

function spokenIn(body: NonNullable<RecordMessage['body']>): Spoken<Sent['body']> {
  switch (body.$case) {
    case 'activity':
      return spokenActivity(body.value)
    case 'attendance':
      return spokenAttendance(body.value)
    case 'leave':
      return spokenLeave(body.value)
    case 'permission':
      return spokenPermission(body.value)
    case 'punch':
      return spokenPunch(body.value)
    case 'figure':
      return spokenFigure(body.value)
    default:
      return body satisfies never
  }
}

/** Reads one record of the gRPC door: the same rules as for JSON, since what leaves here is checked by the same domain. */
export function fromRecordMessage(record: RecordMessage): Sent | Refusal {
  const common = {
    ...named('record_id', record.recordId),
    revision: record.revision === 0 ? 1 : record.revision,
    ...named('employee_id', record.employeeId),
    ...named('agency_id', record.agencyId),
    ...named('import_id', record.importId),
    ...named('source_recorded_at', numberOf(record.sourceRecordedAt)),
  }
  if (record.body === undefined) return fromJson(common)
  const { json, exact } = spokenIn(record.body)
  const sent = fromJson({ ...common, [record.body.$case]: json })
  return isRefusal(sent) || exact === undefined ? sent : { ...sent, body: { ...sent.body, ...exact } as Sent['body'] }
}

/** When its source said it: by the source's own word, else when its id was made. */
const instantSaid = ({ sourceRecordedAt, recordId }: Sent, now: number): number =>
  sourceRecordedAt ?? Math.min(instantOf(recordId), now)

/** What goes into the log of units: figures have no words. */
export function toFigureEvent(
  sent: Sent<Figure>,
  agencyId: string,
  actor: string,
  eventId: string,
  now: number,
  contentDigest: Buffer,
): FigureEvent {
  const { recordId, revision, importId, sourceRecordedAt } = sent
  return said(figureRecorded(sent.body, { recordId, revision, contentDigest, importId }), {
    eventId,
    occurredAt: instantSaid(sent, now),
    agencyId,
    actor,
    sourceRecordedAt,
  })
}

function recorded(body: PersonsBody, of: OfRecord, wording: Buffer | undefined): EventBody {
  switch (body.kind) {
    case 'activity':
      return activityRecorded(body, of, wording)
    case 'attendance':
      return attendanceRecorded(body, of)
    case 'leave':
      return leaveRecorded(body, of)
    case 'permission':
      return permissionRecorded(body, of)
    case 'punch':
      return punchRecorded(body, of)
    default:
      return body satisfies never
  }
}

/** What goes into the log: the event without words, and the words apart. @param digests of the canonical content and, of an activity, the wording */
export function toEvents(
  sent: Sent<PersonsBody>,
  employeeId: string,
  agencyId: string,
  actor: string,
  eventId: string,
  now: number,
  digests: { content: Buffer; wording: Buffer | undefined },
): { event: ActivityEvent; text: ActivityTextEvent | undefined } {
  const { body, recordId, revision, importId, sourceRecordedAt } = sent
  const occurredAt =
    (body.kind === 'activity' ? body.writtenAt : body.kind === 'punch' ? body.at : undefined) ?? instantSaid(sent, now)
  const of = { recordId, revision, contentDigest: digests.content, importId }
  const saying = { eventId, occurredAt, employeeId, agencyId, actor, sourceRecordedAt }
  return {
    event: said(recorded(body, of, digests.wording), saying),
    text:
      body.kind === 'activity'
        ? {
            eventId,
            employeeId,
            recordId,
            revision,
            sentence: body.sentence,
            evidenceLink: body.evidenceLink,
            occurredAt: BigInt(occurredAt),
          }
        : undefined,
  }
}
