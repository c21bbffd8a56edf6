import type { ActivityEvent } from '@timbang/contracts/gen/timbang/activity/v1/events'
import type { JournalEvent } from '@timbang/contracts/gen/timbang/journal/v1/events'
import type {
  ContradictedDay,
  PermittedSpan,
  PresenceDay,
  ToldElsewhere,
  ToldOfDay,
} from '@timbang/contracts/gen/timbang/journal/v1/presence'
import { isDate, isUuid } from '@timbang/contracts/word'
import type { CivilDate } from '@timbang/rules/civil-date'
import { permissionReasons, punchKeys } from '@timbang/rules/facts'
import type { AttendedDay, Contradiction } from './attendance.ts'
import { type AttendanceOutage, type AttendanceOutageEvent, contradict, type SettlementEvent } from './domain.ts'
import type { DailyRow, DayPlace, PermissionRow, PunchRow } from './store.ts'

/** What events tell of presence, in their order. */
export function presenceOf(events: readonly ActivityEvent[]): {
  punches: PunchRow[]
  results: DailyRow[]
  permissions: PermissionRow[]
} {
  const [punches, results, permissions]: [PunchRow[], DailyRow[], PermissionRow[]] = [[], [], []]
  for (const { employeeId, agencyId, body, occurredAt } of events) {
    if (employeeId === undefined) continue
    if (body?.$case === 'punchRecorded') {
      const { recordId, revision, punchedAt, device, key, withdrawn } = body.value
      const known = punchKeys.find((one) => one === key)
      punches.push({ employeeId, agencyId, at: Number(punchedAt), device, recordId, revision, key: known, withdrawn })
    } else if (body?.$case === 'attendanceRecorded') {
      const { recordId, revision, workDate, present, lateMinutes, earlyLeaveMinutes } = body.value
      const said = { recordId, revision, workDate, present, lateMinutes, earlyLeaveMinutes }
      results.push({ employeeId, agencyId, ...said, occurredAt: Number(occurredAt) })
    } else if (body?.$case === 'permissionRecorded') {
      const { recordId, revision, date, fromMinute, untilMinute, kind, withdrawn } = body.value
      const reason = permissionReasons.find((one) => one === kind)
      if (reason !== undefined)
        permissions.push({ employeeId, recordId, revision, date, fromMinute, untilMinute, reason, withdrawn })
    }
  }
  return { punches, results, permissions }
}

/** The body of the log's record for what is settled. */
export function toSettlementBody({ type: _, ...value }: SettlementEvent): NonNullable<JournalEvent['body']> {
  return { $case: 'attendanceSettled', value }
}

/** Undefined: of something else than a settlement. */
export const fromSettlementBody = (body: JournalEvent['body']): SettlementEvent | undefined =>
  body?.$case === 'attendanceSettled' ? { type: 'AttendanceSettled', ...body.value } : undefined

export const toOutageMessage = ({ fromInstant, toInstant, devices, ...outage }: AttendanceOutage) => ({
  ...outage,
  devices: [...devices],
  fromInstant: BigInt(fromInstant),
  toInstant: BigInt(toInstant),
})
export const toOutageBody = ({ type: _, ...outage }: AttendanceOutageEvent): NonNullable<JournalEvent['body']> => ({
  $case: 'attendanceOutageRecorded',
  value: toOutageMessage(outage),
})
export const fromOutageBody = (body: JournalEvent['body']): AttendanceOutageEvent | undefined =>
  body?.$case === 'attendanceOutageRecorded'
    ? {
        type: 'AttendanceOutageRecorded',
        ...body.value,
        fromInstant: Number(body.value.fromInstant),
        toInstant: Number(body.value.toInstant),
      }
    : undefined

/** @param day undefined: nobody can say what stands of it */
export function toPresenceMessage(
  date: CivilDate,
  day: AttendedDay | undefined,
  reason: string,
  excused: string,
): PresenceDay {
  if (day === undefined) return { ...nothingOn(date), excused }
  const { expected, shift, attendance, scans } = day
  const permissions = day.permissions.map((one) => toPermittedMessage(one, day))
  const elsewhere = toElsewhereMessages(day)
  const hours =
    shift === undefined ? {} : { shift: shift.code, beginMinute: shift.beginMinute, endMinute: shift.endMinute }
  const counts = attendance?.counts
  if (counts === undefined) return { ...nothingOn(date), ...hours, expected, excused, permissions, elsewhere }
  const { came, went } = counts.made ?? {}
  return {
    ...nothingOn(date),
    ...hours,
    expected,
    excused,
    source: counts.settlement ? 'settlement' : sourceOf(counts),
    present: counts.present,
    lateMinutes: counts.lateMinutes - sumOf(permissions, 'lateMinutes'),
    earlyLeaveMinutes: counts.earlyLeaveMinutes - sumOf(permissions, 'earlyLeaveMinutes'),
    cameAt: came && BigInt(came.at),
    wentAt: went && BigInt(went.at),
    forgot: counts.made?.forgot ?? '',
    contradicted: attendance!.not.length > 0,
    punches: scans.map(({ recordId, at, key, device }) => ({
      recordId,
      at: BigInt(at),
      device,
      key: key ?? '',
      counts: recordId === came?.recordId || recordId === went?.recordId,
    })),
    reason: counts.settlement ? reason : '',
    machineOut: counts.made?.excusedBy !== undefined,
    permissions,
    elsewhere,
  }
}

function toPermittedMessage(permission: AttendedDay['permissions'][number], { permitted }: AttendedDay): PermittedSpan {
  const { recordId, reason: kind, date, fromMinute, untilMinute } = permission
  const minutesOf = (wanted: string) =>
    permitted.find(({ record, what }) => record === recordId && what === wanted)?.minutes ?? 0
  return {
    recordId,
    kind,
    date,
    fromMinute,
    untilMinute,
    lateMinutes: minutesOf('late'),
    earlyLeaveMinutes: minutesOf('early-leave'),
  }
}
const sumOf = (spans: readonly PermittedSpan[], what: 'lateMinutes' | 'earlyLeaveMinutes'): number =>
  spans.reduce((sum, span) => sum + span[what], 0)

type Result = NonNullable<AttendedDay['attendance']>['counts']
const sourceOf = ({ made }: Result): string => (made === undefined ? 'daily-result' : 'punches')

const nothingOn = (date: CivilDate): PresenceDay => ({
  date,
  expected: false,
  source: '',
  present: false,
  lateMinutes: 0,
  earlyLeaveMinutes: 0,
  cameAt: undefined,
  wentAt: undefined,
  forgot: '',
  shift: '',
  beginMinute: undefined,
  endMinute: undefined,
  contradicted: false,
  punches: [],
  reason: '',
  machineOut: false,
  excused: '',
  permissions: [],
  elsewhere: [],
})

function toElsewhereMessages({ elsewhere: { scans, results } }: AttendedDay): ToldElsewhere[] {
  const none = { at: undefined, device: '', present: true, lateMinutes: 0, earlyLeaveMinutes: 0 }
  return [
    ...scans.map(({ agencyId, at, device }) => ({ ...none, agencyId, source: 'punches', at: BigInt(at), device })),
    ...results.map(({ agencyId, present, lateMinutes, earlyLeaveMinutes }) => {
      return { ...none, agencyId, source: 'daily-result', present, lateMinutes, earlyLeaveMinutes }
    }),
  ]
}

const instant = (at: number | undefined) => (at === undefined ? undefined : BigInt(at))

function toToldMessage(one: Result, scans: AttendedDay['scans']): ToldOfDay {
  const { recordId, present, lateMinutes, earlyLeaveMinutes, occurredAt, made } = one
  return {
    recordId,
    source: sourceOf(one),
    present,
    lateMinutes,
    earlyLeaveMinutes,
    toldAt: BigInt(occurredAt),
    cameAt: instant(made?.came?.at),
    wentAt: instant(made?.went?.at),
    devices: made === undefined ? [] : [...new Set(scans.map(({ device }) => device))],
  }
}

/** @param own the caller's key: a day of his own is somebody else's to settle */
export function toContradictionMessage(
  { day, settlement, reason }: Contradiction,
  own: string | undefined,
): ContradictedDay {
  const stands = settlement !== undefined && !settlement.withdrawn
  return {
    employeeId: day.employeeId,
    date: day.date,
    told: day.told.map((one) => toToldMessage(one, day.scans)),
    version: settlement?.version ?? 0,
    settled: stands,
    present: stands && settlement.present,
    lateMinutes: stands ? settlement.lateMinutes : 0,
    earlyLeaveMinutes: stands ? settlement.earlyLeaveMinutes : 0,
    reason: stands ? reason : '',
    settledAt: stands ? BigInt(settlement.settledAt) : undefined,
    settledBy: stands ? settlement.settledBy : '',
    own: day.employeeId === own,
    differs: contradict(day.told),
    elsewhere: toElsewhereMessages(day),
  }
}

/** Where a page ended, as text that a client hands back. */
export const cursor = {
  of: ({ date, employeeId }: DayPlace) => `${date}~${employeeId}`,
  read: (text: string): DayPlace | undefined => {
    const [date = '', employeeId = ''] = text.split('~')
    return isDate(date) && isUuid(employeeId) ? { date, employeeId } : undefined
  },
}
