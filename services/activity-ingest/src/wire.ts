import { isUtf8 } from 'node:buffer'
import type { ActivityEvent, ActivityTextEvent } from '@timbang/contracts/gen/timbang/activity/v1/events'
import type { FigureEvent } from '@timbang/contracts/gen/timbang/figure/v1/events'
import type { Record as RecordMessage } from '@timbang/contracts/gen/timbang/activity/v1/service'
import { punchIdOf, wholeSecond } from '@timbang/contracts/punch-id'
import { isRefusal, type Refusal, refuse } from '@timbang/contracts/refusal'
import { said } from '@timbang/contracts/said'
import { unitOf } from '@timbang/contracts/units'
import { leaveReasons } from '@timbang/rules/facts'
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Activity, Figure, Permission, PersonsBody, Sent } from './domain/record.ts'
import { instantOf, limits } from './domain/record.ts'

// What may stand in a record of JSON. The description of a field is the hint of its refusal, so it is the same in every language.
const uuid = Type.String({
  pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$',
  description: 'UUID',
})
const uuidV7 = Type.String({
  pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-7[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$',
  description: 'UUIDv7',
})
const date = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'YYYY-MM-DD' })
const time = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$', description: 'HH:MM' })
const instant = Type.Integer({ minimum: 946_684_800_000, maximum: 4_102_444_800_000, description: 'epoch ms' })
const minutes = Type.Integer({ minimum: 0, maximum: 1_440, description: '0 – 1440' })
const only = { additionalProperties: false }

const ActivityBody = Type.Object(
  {
    work_date: date,
    sentence: Type.String({ description: '≤ 1000' }),
    result_id: Type.Optional(uuid),
    quantity: Type.Optional(
      Type.Union([Type.Number(), Type.String({ pattern: '^\\d{1,7}(\\.\\d{1,3})?$' })], {
        description: '12.5, "12.500": ≤ 3 decimals',
      }),
    ),
    unit: Type.Optional(Type.String({ minLength: 1, maxLength: 40, description: '1 – 40' })),
    start: Type.Optional(time),
    end: Type.Optional(time),
    evidence_link: Type.Optional(Type.String({ description: 'https://…' })),
    written_at: Type.Optional(instant),
    withdrawn: Type.Optional(Type.Boolean({ description: 'true, false' })),
    evidence: Type.Optional(
      Type.Array(Type.String({ pattern: '^[0-9a-f]{64}$' }), {
        maxItems: 3,
        description: 'SHA-256 of each photo or PDF, ≤ 3',
      }),
    ),
  },
  only,
)
const AttendanceBody = Type.Object(
  {
    work_date: date,
    present: Type.Boolean({ description: 'true, false' }),
    late_minutes: Type.Optional(minutes),
    early_leave_minutes: Type.Optional(minutes),
  },
  only,
)
const LeaveBody = Type.Object(
  {
    from_date: date,
    to_date: date,
    kind: Type.Union(
      leaveReasons.map((kind) => Type.Literal(kind)),
      { description: leaveReasons.join(', ') },
    ),
    withdrawn: Type.Optional(Type.Boolean({ description: 'true, false' })),
  },
  only,
)
const PermissionBody = Type.Object(
  {
    date,
    from: time,
    until: time,
    kind: Type.Union([Type.Literal('personal'), Type.Literal('medical'), Type.Literal('official')], {
      description: 'personal, medical, official',
    }),
    withdrawn: Type.Optional(Type.Boolean({ description: 'true, false' })),
  },
  only,
)
const amount = Type.Union([Type.Number(), Type.String({ pattern: '^\\d{1,10}(\\.\\d{1,3})?$' })], {
  description: '12.5, "12.500": ≤ 3 decimals',
})
const FigureBody = Type.Object(
  {
    unit_id: uuid,
    indicator_id: uuid,
    date: Type.Optional(date),
    month: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}$', description: 'YYYY-MM' })),
    amount,
    per: Type.Optional(amount),
    withdrawn: Type.Optional(Type.Boolean({ description: 'true, false' })),
  },
  only,
)

const PunchBody = Type.Object(
  {
    device: Type.String({ pattern: '^[0-9A-Za-z][0-9A-Za-z._:-]{0,99}$', description: 'id: A–Z a–z 0–9 . _ : -' }),
    at: instant,
    key: Type.Optional(Type.Union([Type.Literal('in'), Type.Literal('out')], { description: 'in, out' })),
    withdrawn: Type.Optional(Type.Boolean({ description: 'true, false' })),
  },
  only,
)

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
  if ([activity, attendance, leave, permission, punch, figure].filter((body) => body !== undefined).length !== 1)
    return refuse(
      'request.value-invalid',
      { hint: 'activity | attendance | leave | permission | punch | figure' },
      'activity',
    )
  if (punch)
    return {
      kind: 'punch',
      device: punch.device,
      at: wholeSecond(punch.at),
      key: punch.key,
      withdrawn: punch.withdrawn ?? false,
    }
  if (figure) return figureOf(figure)
  if (attendance)
    return {
      kind: 'attendance',
      workDate: attendance.work_date,
      present: attendance.present,
      lateMinutes: attendance.late_minutes ?? 0,
      earlyLeaveMinutes: attendance.early_leave_minutes ?? 0,
    }
  if (leave)
    return {
      kind: 'leave',
      fromDate: leave.from_date,
      toDate: leave.to_date,
      // Who says leave and no more means that of the year.
      leaveKind: leave.kind === 'leave' ? 'annual' : leave.kind,
      withdrawn: leave.withdrawn ?? false,
    }
  if (permission) return permissionOf(permission)
  const { quantity } = activity!
  const thousandths = quantity === undefined ? undefined : thousandthsOf(quantity)
  if (Number.isNaN(thousandths)) return invalid('activity.quantity')
  return activityOf({
    ...activity!,
    thousandths,
    startMinute: minuteOf(activity!.start),
    endMinute: minuteOf(activity!.end),
  })
}

/** An end that is not after the begin lies on the next day: a night is left early, too. */
function permissionOf({ date, from, until, kind, withdrawn }: Static<typeof PermissionBody>): Permission {
  const [fromMinute, end] = [minuteOf(from)!, minuteOf(until)!]
  const untilMinute = end > fromMinute ? end : end + limits.minutesOfDay
  return {
    kind: 'permission',
    date,
    fromMinute,
    untilMinute,
    permissionKind: kind,
    withdrawn: withdrawn ?? false,
  }
}

function figureOf(figure: Static<typeof FigureBody>): Figure | Refusal {
  const amountThousandths = thousandthsOf(figure.amount)
  if (Number.isNaN(amountThousandths)) return invalid('figure.amount')
  const perThousandths = figure.per === undefined ? undefined : thousandthsOf(figure.per)
  if (Number.isNaN(perThousandths)) return invalid('figure.per')
  return {
    kind: 'figure',
    unitId: figure.unit_id.toLowerCase(),
    indicatorId: figure.indicator_id.toLowerCase(),
    date: figure.date,
    month: figure.month,
    amountThousandths,
    perThousandths,
    withdrawn: figure.withdrawn ?? false,
  }
}

/** Exact thousandths of a decimal number or text; NaN where it has more than three decimals. */
export function thousandthsOf(quantity: number | string): number {
  if (typeof quantity === 'string') {
    const [whole, part = ''] = quantity.split('.')
    return Number(whole) * 1_000 + Number(part.padEnd(3, '0'))
  }
  const thousandths = Math.round(quantity * 1_000)
  return Math.abs(quantity * 1_000 - thousandths) < 1e-6 * Math.max(1, Math.abs(quantity)) ? thousandths : Number.NaN
}

const minuteOf = (text: string | undefined) =>
  text === undefined ? undefined : Number(text.slice(0, 2)) * 60 + Number(text.slice(3))

/** Writing is one text whatever the keyboard composed it of, without the space around it. */
const activityOf = (from: {
  work_date: string
  sentence: string
  result_id?: string
  thousandths: number | undefined
  unit?: string
  startMinute: number | undefined
  endMinute: number | undefined
  evidence_link?: string
  written_at?: number
  withdrawn?: boolean
  evidence?: readonly string[]
}): Activity => ({
  kind: 'activity',
  workDate: from.work_date,
  sentence: from.sentence.trim().normalize('NFC'),
  resultId: from.result_id?.toLowerCase(),
  quantityThousandths: from.thousandths,
  // As the list spells it: "Berkas" and "berkas" are the same content. What the list has not is refused by the domain.
  unit: from.unit === undefined ? undefined : (unitOf(from.unit) ?? from.unit),
  startMinute: from.startMinute,
  endMinute: from.endMinute,
  evidenceLink: from.evidence_link,
  writtenAt: from.written_at,
  withdrawn: from.withdrawn ?? false,
  evidence: from.evidence ?? NONE,
})
/** Most records have none, and it is the same for all of them. */
const NONE: readonly never[] = []

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

/** A line of a body; without a text it is of another encoding. */
export interface Line {
  readonly line: number
  readonly text: string | undefined
}

/**
 * The lines of an NDJSON body, numbered from 1; empty ones are skipped. A line in another encoding does not spoil its neighbours.
 * @param most lines that are not empty; of empty ones there may be as many
 */
export function linesOf(body: Buffer, most: number): readonly Line[] | Refusal {
  const tooMany = refuse('request.too-many-items', { limit: most })
  const whole = isUtf8(body) ? body.toString('utf8') : undefined
  const lines: Line[] = []
  let line = 0
  let from = whole?.charCodeAt(0) === 0xfeff ? 1 : 0
  const end = whole?.length ?? body.length
  while (from < end) {
    if (++line > most * 2) return tooMany
    const found = whole === undefined ? body.indexOf(10, from) : whole.indexOf('\n', from)
    const to = found === -1 ? end : found
    let text = whole?.slice(from, to)
    if (whole === undefined) {
      const part = body.subarray(from, to)
      if (isUtf8(part)) text = part.toString('utf8')
    }
    if (text === undefined || text.trim() !== '') {
      if (lines.length === most) return tooMany
      lines.push({ line, text })
    }
    from = to + 1
  }
  return lines.length === 0 ? refuse('request.malformed') : lines
}

/** Reads one record of the gRPC door: the same rules as for JSON, since what leaves here is checked by the same domain. */
export function fromRecordMessage(record: RecordMessage): Sent | Refusal {
  const number = (value: bigint | undefined) => (value === undefined ? undefined : Number(value))
  const common = {
    ...named('record_id', record.recordId),
    revision: record.revision === 0 ? 1 : record.revision,
    ...named('employee_id', record.employeeId),
    ...named('agency_id', record.agencyId),
    ...named('import_id', record.importId),
    ...named('source_recorded_at', number(record.sourceRecordedAt)),
  }
  switch (record.body?.$case) {
    case undefined:
      return fromJson(common)
    case 'attendance': {
      const { workDate, present, lateMinutes, earlyLeaveMinutes } = record.body.value
      return fromJson({
        ...common,
        attendance: { work_date: workDate, present, late_minutes: lateMinutes, early_leave_minutes: earlyLeaveMinutes },
      })
    }
    case 'leave': {
      const { fromDate, toDate, kind, withdrawn } = record.body.value
      return fromJson({ ...common, leave: { from_date: fromDate, to_date: toDate, kind, withdrawn } })
    }
    case 'permission': {
      const { date, fromMinute, untilMinute, kind, withdrawn } = record.body.value
      const sent = fromJson({ ...common, permission: { date, from: '00:00', until: '24:00', kind, withdrawn } })
      if (isRefusal(sent) || sent.body.kind !== 'permission') return sent
      return { ...sent, body: { ...sent.body, fromMinute, untilMinute } }
    }
    case 'punch': {
      const { device, punchedAt, key, withdrawn } = record.body.value
      return fromJson({ ...common, punch: { device, at: Number(punchedAt), ...named('key', key), withdrawn } })
    }
    case 'figure': {
      const { unitId, indicatorId, date, month, amountThousandths, perThousandths, withdrawn } = record.body.value
      const sent = fromJson({
        ...common,
        figure: {
          unit_id: unitId,
          indicator_id: indicatorId,
          ...named('date', date),
          ...named('month', month),
          amount: 0,
          withdrawn,
        },
      })
      if (isRefusal(sent) || sent.body.kind !== 'figure') return sent
      const amounts = { amountThousandths: Number(amountThousandths), perThousandths: number(perThousandths) }
      return { ...sent, body: { ...sent.body, ...amounts } }
    }
    case 'activity': {
      const {
        workDate,
        sentence,
        resultId,
        quantityThousandths,
        unit,
        startMinute,
        endMinute,
        evidenceLink,
        writtenAt,
        withdrawn,
        evidenceHashes,
      } = record.body.value
      const sent = fromJson({
        ...common,
        activity: {
          work_date: workDate,
          sentence,
          ...named('result_id', resultId),
          ...named('unit', unit),
          ...named('evidence_link', evidenceLink),
          ...named('written_at', number(writtenAt)),
          withdrawn,
          ...(evidenceHashes.length === 0 ? undefined : { evidence: evidenceHashes.map(hex) }),
        },
      })
      if (isRefusal(sent) || sent.body.kind !== 'activity') return sent
      return {
        ...sent,
        body: { ...sent.body, quantityThousandths: number(quantityThousandths), startMinute, endMinute },
      }
    }
  }
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
const named = (name: string, value: unknown) => (value === undefined || value === '' ? undefined : { [name]: value })

const NO_HASHES: Buffer[] = []
/** When its source said it: by the source's own word, else when its id was made. */
const instantSaid = ({ sourceRecordedAt, recordId }: Sent, now: number): number =>
  sourceRecordedAt ?? Math.min(instantOf(recordId), now)

/** What goes into the log of units: figures have no words. */
export function toFigureEvent(
  { body, recordId, revision, importId, ...sent }: Sent<Figure>,
  agencyId: string,
  actor: string,
  eventId: string,
  now: number,
  contentDigest: Buffer,
): FigureEvent {
  return said(
    {
      $case: 'figureRecorded',
      value: {
        recordId,
        revision,
        unitId: body.unitId,
        indicatorId: body.indicatorId,
        date: body.date,
        month: body.month,
        amountThousandths: BigInt(body.amountThousandths),
        perThousandths: body.perThousandths === undefined ? undefined : BigInt(body.perThousandths),
        withdrawn: body.withdrawn,
        contentDigest,
        importId,
      },
    },
    {
      eventId,
      occurredAt: instantSaid({ ...sent, body, recordId, revision, importId }, now),
      agencyId,
      actor,
      sourceRecordedAt: sent.sourceRecordedAt,
    },
  )
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
  const { body, recordId, revision, importId } = sent
  const occurredAt =
    (body.kind === 'activity' ? body.writtenAt : body.kind === 'punch' ? body.at : undefined) ?? instantSaid(sent, now)
  const saying = { eventId, occurredAt, employeeId, agencyId, actor, sourceRecordedAt: sent.sourceRecordedAt }
  const same = { recordId, revision, contentDigest: digests.content, importId }
  switch (body.kind) {
    case 'attendance':
      return {
        event: said(
          {
            $case: 'attendanceRecorded',
            value: {
              ...same,
              workDate: body.workDate,
              present: body.present,
              lateMinutes: body.lateMinutes,
              earlyLeaveMinutes: body.earlyLeaveMinutes,
            },
          },
          saying,
        ),
        text: undefined,
      }
    case 'leave':
      return {
        event: said(
          {
            $case: 'leaveRecorded',
            value: {
              ...same,
              fromDate: body.fromDate,
              toDate: body.toDate,
              kind: body.leaveKind,
              withdrawn: body.withdrawn,
            },
          },
          saying,
        ),
        text: undefined,
      }
    case 'permission':
      return {
        event: said(
          {
            $case: 'permissionRecorded',
            value: {
              ...same,
              date: body.date,
              fromMinute: body.fromMinute,
              untilMinute: body.untilMinute,
              kind: body.permissionKind,
              withdrawn: body.withdrawn,
            },
          },
          saying,
        ),
        text: undefined,
      }
    case 'punch':
      return {
        event: said(
          {
            $case: 'punchRecorded',
            value: {
              ...same,
              punchedAt: BigInt(body.at),
              device: body.device,
              key: body.key,
              withdrawn: body.withdrawn,
            },
          },
          saying,
        ),
        text: undefined,
      }
    case 'activity': {
      const facts = {
        workDate: body.workDate,
        resultId: body.resultId,
        quantityThousandths: body.quantityThousandths === undefined ? undefined : BigInt(body.quantityThousandths),
        unit: body.unit,
        startMinute: body.startMinute,
        endMinute: body.endMinute,
        writtenAt: body.writtenAt === undefined ? undefined : BigInt(body.writtenAt),
        hasEvidence: body.evidenceLink !== undefined || body.evidence.length > 0,
        wordingDigest: digests.wording ?? Buffer.alloc(0),
        withdrawn: body.withdrawn,
        evidenceHashes: body.evidence.length === 0 ? NO_HASHES : body.evidence.map((hash) => Buffer.from(hash, 'hex')),
      }
      return {
        event: said({ $case: 'activityRecorded', value: { ...same, ...facts } }, saying),
        text: {
          eventId,
          employeeId,
          recordId,
          revision,
          sentence: body.sentence,
          evidenceLink: body.evidenceLink,
          occurredAt: BigInt(occurredAt),
        },
      }
    }
  }
}
