import { type Refusal, refuse } from '@timbang/contracts/refusal'
import { unitOf } from '@timbang/contracts/units'
import { isDate, isId, isMonth, isSeen, isText, isWriting } from '@timbang/contracts/word'
import { OWN_ENTRY_DAYS } from '@timbang/rules/own-entry'

/** What a person did: one sentence, and what can be counted of it. Quantities in thousandths, instants in epoch ms, minutes since midnight. */
export interface Activity {
  readonly kind: 'activity'
  readonly workDate: string
  readonly sentence: string
  readonly resultId: string | undefined
  readonly quantityThousandths: number | undefined
  readonly unit: string | undefined
  readonly startMinute: number | undefined
  readonly endMinute: number | undefined
  readonly evidenceLink: string | undefined
  readonly writtenAt: number | undefined
  /** A revision that takes it back. */
  readonly withdrawn: boolean
  /** SHA-256 of each photo or PDF as sent, in hexadecimal. Their bytes go to the journal. */
  readonly evidence: readonly string[]
}

export interface Attendance {
  readonly kind: 'attendance'
  readonly workDate: string
  readonly present: boolean
  readonly lateMinutes: number
  readonly earlyLeaveMinutes: number
}

export interface Leave {
  readonly kind: 'leave'
  readonly fromDate: string
  readonly toDate: string
  readonly leaveKind: string
  /** A revision that takes it back. */
  readonly withdrawn: boolean
}

/** Somebody may be away for a part of a day. Minutes from the midnight with which it begins, at the workplace; the end may lie on the next day. */
export interface Permission {
  readonly kind: 'permission'
  readonly date: string
  readonly fromMinute: number
  readonly untilMinute: number
  readonly permissionKind: string
  /** A revision that takes it back. */
  readonly withdrawn: boolean
}

/** A machine saw somebody. */
export interface Punch {
  readonly kind: 'punch'
  readonly device: string
  /** Epoch milliseconds, whole seconds. */
  readonly at: number
  readonly key: 'in' | 'out' | undefined
  /** A revision that takes it back. */
  readonly withdrawn: boolean
}

/** What an indicator was found to be in a unit, on a day or over a month. Thousandths. */
export interface Figure {
  readonly kind: 'figure'
  readonly unitId: string
  readonly indicatorId: string
  /** One of the two. */
  readonly date: string | undefined
  readonly month: string | undefined
  readonly amountThousandths: number
  /** Of a ratio: per how many. */
  readonly perThousandths: number | undefined
  /** A revision that takes it back. */
  readonly withdrawn: boolean
}

/** What is said of a person. */
export type PersonsBody = Activity | Attendance | Leave | Permission | Punch

/** One record as it was sent. Its identity is (employee, record id), of a figure (unit, record id); the highest revision of it counts. */
export interface Sent<B = PersonsBody | Figure> {
  readonly recordId: string
  readonly revision: number
  readonly employeeId: string | undefined
  readonly agencyId: string | undefined
  readonly sourceRecordedAt: number | undefined
  readonly importId: string | undefined
  readonly body: B
}
export const isOfUnit = (sent: Sent): sent is Sent<Figure> => sent.body.kind === 'figure'

/** Bounds of the door, not of the domain: what is longer than this is no sentence, no unit, no link. */
export const limits = {
  sentence: 1_000,
  link: 2_000,
  evidence: 3,
  quantityThousandths: 1_000_000_000,
  figureThousandths: 1_000_000_000_000,
  idDays: OWN_ENTRY_DAYS,
  leaveDays: 366,
  leaveAheadDays: 366,
  /** A permission is for a part of a day: what is longer has its ends the wrong way round, or is a leave. */
  permissionMinutes: 12 * 60,
  minutesOfDay: 24 * 60,
} as const

const DAY = 86_400_000
/** A device's clock may be ahead of ours by this much before its ids look wrong. */
const CLOCK_AHEAD = DAY
/** A day begins first in the east: Papua (WIT) is nine hours ahead of UTC. Where it has not begun even there, it is in the future. */
const WIT = 9 * 3_600_000
/** A machine's clock may be ahead by this much; one that is further ahead stands in another zone, and its punches would be of other minutes. */
const MACHINE_AHEAD = 10 * 60_000
/** Nothing of this platform is older. */
const FIRST_DAY = '2000-01-01'

export const isRealDate = (text: string): boolean => isDate(text) && text >= FIRST_DAY

/** The instant inside a UUIDv7, in epoch milliseconds. */
export const instantOf = (uuidV7: string): number => Number.parseInt(uuidV7.slice(0, 8) + uuidV7.slice(9, 13), 16)

/**
 * Whether a record may enter the log, by what can be known of it at the door. What needs to know the person, the plan or the window is the journal's to say.
 * @param now epoch ms
 * @param history the record comes from a registered import by an importer: it may be as old as it is
 */
export function check(sent: Sent, now: number, history: boolean): Refusal | undefined {
  const made = instantOf(sent.recordId)
  // A source corrects attendance and leave for as long as a period may have another edition; only what a person writes of his day has a bound.
  if (!history && sent.body.kind === 'activity' && made < now - limits.idDays * DAY)
    return refuse('activity.record-id-stale', { days: limits.idDays }, 'record_id')
  if (made > now + CLOCK_AHEAD) return refuse('request.value-invalid', { hint: 'UUIDv7 ≤ now' }, 'record_id')
  if (sent.sourceRecordedAt !== undefined && sent.sourceRecordedAt > now)
    return refuse('request.value-invalid', { hint: 'epoch ms ≤ now' }, 'source_recorded_at')
  switch (sent.body.kind) {
    case 'activity':
      return checkActivity(sent.body, now)
    case 'attendance':
      return checkDay(sent.body.workDate, 'attendance.work_date', now)
    case 'leave':
      return checkLeave(sent.body, now)
    case 'permission':
      return checkPermission(sent.body, now)
    case 'punch':
      return checkPunch(sent.body, now)
    case 'figure':
      return checkFigure(sent.body, now)
  }
}

function checkDay(date: string, field: string, now: number): Refusal | undefined {
  if (!isRealDate(date)) return refuse('request.value-invalid', { hint: 'YYYY-MM-DD' }, field)
  if (Date.parse(date) > now + WIT) return refuse('activity.date-in-future', { date }, field)
  return undefined
}

function checkActivity(activity: Activity, now: number): Refusal | undefined {
  const day = checkDay(activity.workDate, 'activity.work_date', now)
  if (day) return day
  if (!isWriting(activity.sentence)) return refuse('request.value-invalid', { hint: 'UTF-8' }, 'activity.sentence')
  if (!isSeen(activity.sentence)) return refuse('activity.sentence-empty', undefined, 'activity.sentence')
  if (!isText(activity.sentence, limits.sentence))
    return refuse('activity.sentence-too-long', { limit: limits.sentence }, 'activity.sentence')
  if (activity.unit !== undefined && unitOf(activity.unit) === undefined)
    return refuse('activity.unit-unknown', undefined, 'activity.unit')
  const { quantityThousandths: quantity, startMinute: start, endMinute: end } = activity
  if (quantity !== undefined && !(quantity > 0 && quantity <= limits.quantityThousandths))
    return refuse('request.value-invalid', { hint: '0.001 – 1000000' }, 'activity.quantity')
  if (start !== undefined && !isMinute(start))
    return refuse('request.value-invalid', { hint: '00:00 – 24:00' }, 'activity.start')
  if (end !== undefined && (!isMinute(end) || start === undefined || end <= start))
    return refuse('request.value-invalid', { hint: 'start < end ≤ 24:00' }, 'activity.end')
  if (activity.evidenceLink !== undefined && !isEvidenceLink(activity.evidenceLink))
    return refuse('request.value-invalid', { hint: 'https://…' }, 'activity.evidence_link')
  if (activity.evidence.length > 0 && !isEvidence(activity.evidence))
    return refuse('request.value-invalid', { hint: `≤ ${limits.evidence}, SHA-256` }, 'activity.evidence')
  return undefined
}

const HASH = /^[0-9a-f]{64}$/
/** Each named once: what is attached twice is attached. */
const isEvidence = (hashes: readonly string[]): boolean =>
  hashes.length <= limits.evidence && new Set(hashes).size === hashes.length && hashes.every((hash) => HASH.test(hash))

const isMinute = (minute: number) => Number.isInteger(minute) && minute >= 0 && minute <= limits.minutesOfDay

/** Evidence is shown to the assessor as a link: only https, no credentials in it, and no sign that a browser would drop or turn. */
function isEvidenceLink(text: string): boolean {
  if (text.length > limits.link || !isWriting(text) || /\s/.test(text) || !URL.canParse(text)) return false
  const url = new URL(text)
  return url.protocol === 'https:' && url.hostname !== '' && url.username === '' && url.password === ''
}

/** Leave is granted ahead: it may lie in the future. */
function checkLeave(leave: Leave, now: number): Refusal | undefined {
  if (!isRealDate(leave.fromDate)) return refuse('request.value-invalid', { hint: 'YYYY-MM-DD' }, 'leave.from_date')
  if (!isRealDate(leave.toDate) || leave.toDate < leave.fromDate)
    return refuse('request.value-invalid', { hint: 'from_date ≤ to_date' }, 'leave.to_date')
  if (Date.parse(leave.toDate) - Date.parse(leave.fromDate) > limits.leaveDays * DAY)
    return refuse('request.value-invalid', { hint: `≤ ${limits.leaveDays}` }, 'leave.to_date')
  if (Date.parse(leave.toDate) > now + limits.leaveAheadDays * DAY)
    return refuse('activity.date-in-future', { date: leave.toDate }, 'leave.to_date')
  return undefined
}

/** It too is granted ahead. */
function checkPermission({ date, fromMinute, untilMinute }: Permission, now: number): Refusal | undefined {
  if (!isRealDate(date)) return refuse('request.value-invalid', { hint: 'YYYY-MM-DD' }, 'permission.date')
  if (Date.parse(date) > now + limits.leaveAheadDays * DAY)
    return refuse('activity.date-in-future', { date }, 'permission.date')
  if (!isMinute(fromMinute) || fromMinute === limits.minutesOfDay)
    return refuse('request.value-invalid', { hint: '00:00 – 23:59' }, 'permission.from')
  const minutes = untilMinute - fromMinute
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > limits.permissionMinutes)
    return refuse(
      'request.value-invalid',
      { hint: `from < until ≤ ${limits.permissionMinutes / 60} h` },
      'permission.until',
    )
  return undefined
}

function checkPunch({ device, at }: Punch, now: number): Refusal | undefined {
  if (!isId(device)) return refuse('request.value-invalid', { hint: 'id: A–Z a–z 0–9 . _ : -' }, 'punch.device')
  if (at < Date.parse(FIRST_DAY)) return refuse('request.value-invalid', { hint: 'epoch ms' }, 'punch.at')
  if (at > now + MACHINE_AHEAD) return refuse('activity.punch-in-future', { device }, 'punch.at')
  return undefined
}

const isAmount = (thousandths: number) =>
  Number.isInteger(thousandths) && thousandths >= 0 && thousandths <= limits.figureThousandths

/** A month has a figure as soon as it has begun; it counts when it is over. */
function checkFigure({ date, month, amountThousandths, perThousandths }: Figure, now: number): Refusal | undefined {
  if ((date === undefined) === (month === undefined))
    return refuse('request.value-invalid', { hint: 'date | month' }, 'figure.date')
  if (month !== undefined && !isMonth(month))
    return refuse('request.value-invalid', { hint: 'YYYY-MM' }, 'figure.month')
  const day = date === undefined ? checkDay(`${month}-01`, 'figure.month', now) : checkDay(date, 'figure.date', now)
  if (day) return day
  if (!isAmount(amountThousandths)) return refuse('request.value-invalid', { hint: '0 – 1000000000' }, 'figure.amount')
  if (perThousandths !== undefined && !isAmount(perThousandths))
    return refuse('request.value-invalid', { hint: '0 – 1000000000' }, 'figure.per')
  // Nobody came, and nobody waited: that is known. Minutes of nobody are none.
  if (perThousandths === 0 && amountThousandths > 0) return refuse('figure.per-nobody', undefined, 'figure.per')
  return undefined
}

/**
 * What a record says, in one canonical form: equal text is the same content, whatever the spelling of the request.
 * It holds the identity, so that two people's equal sentences have different digests. Where it came from (import, agency) is not content.
 * @param whose the employee, of a figure the unit
 */
export function canonicalContent(whose: string, sent: Sent): string {
  const { body } = sent
  const said =
    body.kind === 'activity'
      ? [
          body.workDate,
          body.sentence,
          body.resultId,
          body.quantityThousandths,
          body.unit,
          body.startMinute,
          body.endMinute,
          body.evidenceLink,
          body.writtenAt,
          ...(body.withdrawn ? ['withdrawn'] : []),
          ...(body.evidence.length > 0 ? [body.evidence] : []),
        ]
      : body.kind === 'attendance'
        ? [body.workDate, body.present, body.lateMinutes, body.earlyLeaveMinutes]
        : body.kind === 'leave'
          ? [body.fromDate, body.toDate, body.leaveKind, ...(body.withdrawn ? ['withdrawn'] : [])]
          : body.kind === 'permission'
            ? [
                body.date,
                body.fromMinute,
                body.untilMinute,
                body.permissionKind,
                ...(body.withdrawn ? ['withdrawn'] : []),
              ]
            : body.kind === 'figure'
              ? [
                  body.indicatorId,
                  body.date,
                  body.month,
                  body.amountThousandths,
                  body.perThousandths,
                  ...(body.withdrawn ? ['withdrawn'] : []),
                ]
              : [body.device, body.at, body.key, ...(body.withdrawn ? ['withdrawn'] : [])]
  // A field that was not said is null in JSON: its place is kept.
  return JSON.stringify([body.kind, 1, whose, sent.recordId, sent.revision, ...said])
}

/**
 * The wording without case, digits, punctuation and order of words: two sentences with the same one are near-identical.
 * "Melayani 12 pemohon izin." and "melayani pemohon izin: 15" are.
 */
export const canonicalWording = (employeeId: string, sentence: string): string =>
  `${employeeId}\n${(sentence.toLowerCase().match(/\p{L}+/gu) ?? [sentence]).sort().join(' ')}`
