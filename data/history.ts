import { agencyIdOf } from '@timbang/contracts/official-id'
import {
  addDays,
  boundsOf,
  type CivilDate,
  DAY,
  dateAt,
  type Instant,
  periodOf,
  startOf,
} from '@timbang/rules/civil-date'
import { type PermissionReason, permissionReasons, type PunchKey } from '@timbang/rules/facts'
import { timing, type TimingVerdict } from '@timbang/rules/kernel/1/lateness'
import type { Shift } from '@timbang/rules/shift'
import { agencyPlans, type AgencyPlan } from './agencies.ts'
import { workingDays } from './calendars.ts'
import { dutyDays, shiftOn, worksShifts } from './duty.ts'
import { uuidV7Of } from './identifier.ts'
import { pools } from './jobs/words.ts'
import { contractShift, hoursOf, isByContract, isMissed, machineOf, scansOf } from './machines.ts'
import { type Plan, planOf, type PlannedResult } from './plans.ts'
import type { Assignment, Person, Province } from './province.ts'
import { random, type Random } from './random.ts'
import { strictnessOf, type Temperament, temperamentOf } from './temperament.ts'
import { GRACE_DAYS, outage } from './windows.ts'

const MINUTE = 60_000
const ZONE = 'WIB'

interface Happening {
  readonly recordId: string
  readonly person: Person
  readonly agencyId: string /** When the other system recorded it. */
  readonly recordedAt: Instant
}

export interface Entry extends Happening {
  readonly kind: 'activity'
  readonly workDate: CivilDate
  readonly sentence: string
  readonly resultId: string | undefined
  readonly quantity: number
  readonly unit: string
  readonly startMinute: number
  readonly endMinute: number
  readonly evidenceLink: string | undefined
  readonly timing: TimingVerdict
  /** Without which the timing would be worse. */
  readonly movedBy: string | undefined
  readonly verdict: { readonly verified: boolean; readonly reasonCode: string; readonly at: Instant } | undefined
}
export interface Attendance extends Happening {
  readonly kind: 'attendance'
  readonly workDate: CivilDate
  readonly present: boolean
  readonly lateMinutes: number
  readonly earlyLeaveMinutes: number
}
export interface Leave extends Happening {
  readonly kind: 'leave'
  readonly fromDate: CivilDate
  readonly toDate: CivilDate
  readonly leaveKind: 'leave' | 'sick' | 'duty-travel'
}
/** To come later, or to go earlier, by leave of one's superior. */
export interface Permission extends Happening {
  readonly kind: 'permission'
  readonly workDate: CivilDate
  readonly fromMinute: number
  readonly untilMinute: number
  readonly reason: PermissionReason
}
/** What a machine saw of a day. */
export interface Punch extends Happening {
  readonly kind: 'punch'
  readonly workDate: CivilDate
  readonly device: string
  readonly key: PunchKey | undefined
}
export type Record = Entry | Attendance | Leave | Permission | Punch

/** A span of days, and the instant after which nothing is known yet. */
export interface Span {
  readonly from: CivilDate
  readonly to: CivilDate
  readonly before: Instant
}

const agencies = new Map(agencyPlans.map((agency) => [agency.code, agency]))

/** Everybody's records of a span, person after person. Lazy: a province of five thousand does not lie in memory. */
export function* history(province: Province, span: Span): Generator<Record> {
  const posts = Map.groupBy(
    province.assignments.filter((assignment) => assignment.capacity === 'definitive'),
    (assignment) => assignment.person,
  )
  const quarters = quartersOf(span)
  for (const person of province.people) for (const part of quarters) yield* lifeOf(person, posts.get(person)!, part)
}

/** A span cut where quarters begin: plans, leave and what was already said are of a quarter. */
function quartersOf(span: Span): Span[] {
  const { to } = boundsOf(periodOf(span.from))
  return span.to <= to ? [span] : [{ ...span, to }, ...quartersOf({ ...span, from: addDays(to, 1) })]
}

/** One person's records of a span within a quarter. What a day holds does not depend on the span that is asked for. */
export function* lifeOf(person: Person, assignments: readonly Assignment[], span: Span): Generator<Record> {
  const temperament = temperamentOf(person.employeeId, person.cast !== undefined)
  const quarter = periodOf(span.from)
  const bounds = boundsOf(quarter)
  const leaves = leavesOf(person, assignments, bounds.from, bounds.to)
  const used = new Set<string>()
  for (const assignment of assignments) {
    const agency = agencies.get(assignment.post.agencyCode)!
    const plan = planOf(assignment, quarter)
    const first = assignment.from > bounds.from ? assignment.from : bounds.from
    const last = assignment.to !== undefined && assignment.to < span.to ? assignment.to : span.to
    for (const leave of leaves) {
      if (
        leave.fromDate >= first &&
        leave.fromDate <= last &&
        leave.fromDate <= span.to &&
        leave.toDate >= span.from &&
        leave.recordedAt < span.before
      )
        yield { ...leave, agencyId: agencyIdOf(agency.code) }
    }
    const dates = worksShifts(assignment) ? dutyDays(assignment, quarter) : workingDays(agency.calendar, quarter)
    for (const date of dates) {
      if (date < first || date > last || leaves.some((leave) => leave.fromDate <= date && date <= leave.toDate))
        continue
      const asked = date >= span.from
      for (const record of dayOf(person, assignment, agency, plan, temperament, date, used))
        if (asked && record.recordedAt < span.before) yield known(record, span.before)
    }
  }
}

/** A verdict that is still to come is not known. */
const known = (record: Record, before: Instant): Record =>
  record.kind === 'activity' && record.verdict !== undefined && record.verdict.at >= before
    ? { ...record, verdict: undefined }
    : record

function* dayOf(
  person: Person,
  assignment: Assignment,
  agency: AgencyPlan,
  plan: Plan | undefined,
  temperament: Temperament,
  date: CivilDate,
  used: Set<string>,
): Generator<Entry | Attendance | Permission | Punch> {
  const draw = random('day', person.employeeId, date)
  const agencyId = agencyIdOf(agency.code)
  const shift = worksShifts(assignment)
    ? shiftOn(assignment, date)
    : isByContract(assignment)
      ? contractShift
      : undefined
  const absent = draw.chance(temperament.absent)
  const lateMinutes = !absent && draw.chance(temperament.unpunctual) ? 1 + Math.round(draw.exponential(16)) : 0
  const earlyLeaveMinutes =
    !absent && draw.chance(temperament.unpunctual / 3) ? 1 + Math.round(draw.exponential(18)) : 0
  const hours = hoursOf(assignment, date)
  const permission =
    absent || hours === undefined
      ? undefined
      : permissionOf(person, date, hours, { late: lateMinutes, early: earlyLeaveMinutes })
  if (permission !== undefined) yield { ...permission, agencyId }
  const machine = machineOf(assignment, date)
  if (machine !== undefined && !absent)
    for (const { recordId, at, key } of scansOf(assignment, machine, date, {
      late: Math.min(lateMinutes, 240),
      early: Math.min(earlyLeaveMinutes, 240),
    }))
      yield { kind: 'punch', recordId, person, agencyId, recordedAt: at, workDate: date, device: machine.device, key }
  const missed = machine !== undefined && isMissed(assignment, date)
  if (agency.attendance) {
    const recordedAt = startOf(date, ZONE) + ((shift?.endMinute ?? 19 * 60) + draw.between(0, 50)) * MINUTE
    const told = {
      kind: 'attendance' as const,
      recordId: uuidV7Of(recordedAt, `attendance ${person.employeeId} ${date}`),
      person,
      agencyId,
      recordedAt,
      workDate: date,
      present: !absent && !missed,
      lateMinutes: missed ? 0 : Math.min(lateMinutes, 240),
      earlyLeaveMinutes: missed ? 0 : Math.min(earlyLeaveMinutes, 240),
    }
    // Where a machine tells who was there, the nightly job tells only whom it did not find.
    if (machine === undefined || !told.present) yield told
  }
  if (absent) return
  const manner = draw.weighted([
    temperament.inTime,
    temperament.late,
    temperament.tooLate,
    Math.max(0, 1 - temperament.inTime - temperament.late - temperament.tooLate),
  ])
  if (manner === 3) return
  // Whoever is on a shift works in its hours, and writes of a night when it is over.
  const [begins, ends] = [shift?.beginMinute ?? 8 * 60, Math.min(shift?.endMinute ?? 16 * 60, 24 * 60 - 1)]
  const written = Math.max(
    writtenAt(draw, agency, date, manner),
    startOf(date, ZONE) + (shift?.endMinute ?? 0) * MINUTE - 20 * MINUTE,
  )
  const count = 1 + draw.weighted(temperament.more)
  const strictness = strictnessOf(assignment.post.superiorCode)
  let minute = begins + draw.between(0, 30)
  for (let nth = 0; nth < count; nth++) {
    const result = plan?.results[draw.weighted(plan.results.map(({ template }) => template.share))]
    const told = tell(draw, assignment, result, date, used)
    const endMinute = Math.min(minute + draw.between(3, Math.floor(24 / count)) * 15, ends)
    const recordedAt = afterOutage(draw, agency, written + nth * draw.between(40, 200) * 1_000)
    const { verdict, movedBy } = timing({
      workDate: date,
      employeeId: person.employeeId,
      unitId: assignment.post.unitCode,
      zone: ZONE,
      recordedAt,
      sourceRecordedAt: recordedAt,
      rule: { days: agency.windowDays, graceDays: GRACE_DAYS },
      outages: agency.code === outage.agencyCode ? [{ id: outage.outageId, from: outage.from, to: outage.to }] : [],
      graces: [],
      offlineAllowance: 0,
    })
    yield {
      kind: 'activity',
      recordId: uuidV7Of(recordedAt, `activity ${person.employeeId} ${date} ${nth}`),
      person,
      agencyId,
      recordedAt,
      workDate: date,
      ...told,
      startMinute: minute,
      endMinute: Math.max(endMinute, minute + 5),
      evidenceLink: draw.chance(0.12)
        ? `https://berkas.contoh.jambiprov.go.id/${date.replaceAll('-', '')}/${draw.between(1000, 9999)}`
        : undefined,
      timing: verdict,
      movedBy,
      verdict: verdict === 'closed' ? undefined : verdictOf(draw, strictness, recordedAt),
    }
    minute = Math.min(endMinute + draw.between(0, 3) * 5, ends - 10)
  }
}

/** Who comes much later or goes much earlier has often asked for it, the day before; to the quarter of an hour. */
function permissionOf(
  person: Person,
  date: CivilDate,
  { beginMinute, endMinute, arrivalUntilMinute = beginMinute }: Shift,
  { late, early }: { readonly late: number; readonly early: number },
): Omit<Permission, 'agencyId'> | undefined {
  const draw = random('permission', person.employeeId, date)
  if (Math.max(late, early) < 30 || !draw.chance(0.6)) return undefined
  const [from, until] =
    late > early
      ? [beginMinute, arrivalUntilMinute + Math.min(late, 240)]
      : [endMinute - Math.min(early, 240), endMinute + arrivalUntilMinute - beginMinute]
  const quarter = (minute: number) => Math.round(minute / 15) * 15
  const recordedAt = startOf(date, ZONE) - 9 * 60 * MINUTE
  return {
    kind: 'permission',
    recordId: uuidV7Of(recordedAt, `permission ${person.employeeId} ${date}`),
    person,
    recordedAt,
    workDate: date,
    fromMinute: quarter(from),
    untilMinute: quarter(until),
    reason: draw.pick(permissionReasons),
  }
}

/** When the entries of a day are written. @param manner 0 in the window, 1 in the grace, 2 after it */
function writtenAt(draw: Random, agency: AgencyPlan, date: CivilDate, manner: number): Instant {
  const { windowDays } = agency
  const onLastDay = agency.code === outage.agencyCode && date === outage.lastWorkDate && draw.chance(0.4)
  const days =
    manner === 1
      ? windowDays + draw.between(1, GRACE_DAYS)
      : manner === 2
        ? windowDays + GRACE_DAYS + draw.between(1, 5)
        : onLastDay
          ? windowDays
          : draw.chance(0.76)
            ? 0
            : Math.min(windowDays, 1 + Math.floor(draw.exponential(0.9)))
  const minute =
    days === 0
      ? minuteOfWriting(draw)
      : onLastDay
        ? 19 * 60 + draw.between(0, 120)
        : Math.round(draw.between(7 * 60 + 30, 21 * 60))
  return startOf(addDays(date, days), ZONE) + (minute * 60 + draw.between(0, 59)) * 1_000
}

/** Most write in the last two hours of the office, some at noon, some at home. */
function minuteOfWriting(draw: Random): number {
  switch (draw.weighted([62, 14, 16, 8])) {
    case 0:
      return 14 * 60 + draw.between(0, 125)
    case 1:
      return 11 * 60 + draw.between(30, 125)
    case 2:
      return 16 * 60 + draw.between(5, 90)
    default:
      return 19 * 60 + draw.between(0, 200)
  }
}

/** Nobody could write while the network was gone: they wrote when it was back. */
const afterOutage = (draw: Random, agency: AgencyPlan, instant: Instant): Instant =>
  agency.code === outage.agencyCode && instant >= outage.from && instant < outage.to
    ? outage.to + draw.between(5, 6 * 60) * MINUTE
    : instant

const reasons = ['evidence-missing', 'quantity-wrong', 'unclear', 'result-wrong', 'duplicate'] as const

function verdictOf(draw: Random, strictness: ReturnType<typeof strictnessOf>, recordedAt: Instant): Entry['verdict'] {
  const forgotten = draw.chance(strictness.forgets)
  const returned = draw.chance(strictness.returns)
  const reasonCode = returned ? draw.pick(reasons) : ''
  // Superiors look at their list in working hours.
  const after = Math.floor(recordedAt + draw.exponential(strictness.hours) * 3_600_000 + 10 * MINUTE)
  const at = Math.max(after, startOf(dateAt(after, ZONE), ZONE) + (7 * 60 + 40 + draw.between(0, 50)) * MINUTE)
  return forgotten ? undefined : { verified: !returned, reasonCode, at }
}

const months = [
  'Januari',
  'Februari',
  'Maret',
  'April',
  'Mei',
  'Juni',
  'Juli',
  'Agustus',
  'September',
  'Oktober',
  'November',
  'Desember',
]

/** The sentence of an entry. One that reads like another of the quarter is told anew, a few times: people repeat themselves, but seldom. */
export function tell(
  draw: Random,
  assignment: Assignment,
  result: PlannedResult | undefined,
  date: CivilDate,
  used: Set<string>,
): Pick<Entry, 'sentence' | 'resultId' | 'quantity' | 'unit'> {
  if (result === undefined)
    return { sentence: draw.pick(firstDays), resultId: undefined, quantity: 1, unit: 'kegiatan' }
  const { template } = result
  const [least, most] = template.each ?? [1, 1]
  const month = Number(date.slice(5, 7)) - 1
  for (let attempt = 0; ; attempt++) {
    const pattern = draw.pick(template.sentences)
    const quantity =
      pattern.includes('{n}') || least === most
        ? draw.between(least, most)
        : Math.max(1, Math.round((least + most) / 2))
    const sentence = pattern.replace(/\{(\w+)\}/g, (_, name: string) => {
      if (name === 'n') return String(quantity)
      if (name === 'topik') return assignment.post.topic
      if (name === 'bulan') return months[(month + 11 + draw.between(0, 1)) % 12]!
      return draw.pick(pools[name] ?? [name])
    })
    const wording = sentence.replace(/\d+/g, '')
    if (!used.has(wording) || attempt === 7) {
      used.add(wording)
      return { sentence, resultId: result.resultId, quantity, unit: template.unit }
    }
  }
}

const firstDays = [
  'Mengikuti orientasi pegawai baru.',
  'Mempelajari standar pelayanan perizinan.',
  'Mendampingi rekan di loket pelayanan.',
]

/** Leave of a quarter: some days of rest, seldom an illness, a journey now and then. */
function leavesOf(person: Person, assignments: readonly Assignment[], from: CivilDate, to: CivilDate): Leave[] {
  const draw = random('leave', person.employeeId, from)
  const leaves: Leave[] = []
  const length = (Date.parse(to) - Date.parse(from)) / DAY
  const add = (kind: Leave['leaveKind'], days: number) => {
    const fromDate = addDays(from, draw.between(2, length - 6))
    const toDate = addDays(fromDate, days - 1)
    const holds = assignments.some(
      (assignment) => assignment.from <= fromDate && (assignment.to === undefined || assignment.to >= toDate),
    )
    if (!holds || leaves.some((leave) => leave.fromDate <= toDate && fromDate <= leave.toDate)) return
    const recordedAt =
      startOf(kind === 'sick' ? fromDate : addDays(fromDate, -draw.between(1, 6)), ZONE) + 9 * 3_600_000
    leaves.push({
      kind: 'leave',
      recordId: uuidV7Of(recordedAt, `leave ${person.employeeId} ${fromDate}`),
      person,
      agencyId: '',
      recordedAt,
      fromDate,
      toDate,
      leaveKind: kind,
    })
  }
  if (draw.chance(0.42)) add('leave', draw.between(1, 5))
  if (draw.chance(0.16)) add('sick', draw.between(1, 3))
  if (draw.chance(0.24)) add('duty-travel', draw.between(1, 3))
  return leaves
}
