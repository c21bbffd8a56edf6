import { isCivilDate } from '@timbang/rules/civil-date'
import { fault, type Problem } from './problem.ts'

export interface Agency {
  readonly code: string
  readonly name: string
  readonly kind: string
  readonly calendarCode: string
  readonly attendanceConnected: boolean
  /** One practises in it: boards of the province, seals and publications leave it out. */
  readonly practice: boolean
}
export interface Unit {
  readonly code: string
  readonly name: string
  readonly agencyCode: string | undefined
  readonly parentCode: string | undefined
  readonly servesPublic: boolean
}
export interface Calendar {
  readonly code: string
  readonly year: number
  readonly workingWeekdays: readonly number[]
  readonly holidays: readonly Holiday[]
  readonly hours: readonly Hours[]
}
/** Hours of some weekdays, always or in a span of days; minutes since the midnight with which the day begins. */
export interface Hours {
  readonly code: string
  readonly weekdays: readonly number[]
  readonly beginMinute: number
  readonly endMinute: number
  readonly breakMinutes: number
  readonly arrivalUntilMinute: number | undefined
  readonly fromDate: string | undefined
  readonly toDate: string | undefined
}
export interface Holiday {
  readonly date: string
  readonly name: string
  readonly jointLeave: boolean
}

/** The tree of a government is at most eight units deep (the root is the first). */
export const DEEPEST = 8

/** Codes of posts by the code of their unit. */
export type Posts = ReadonlyMap<string, readonly string[]>

export interface Structure {
  /** All by code; a calendar by `calendarKey`. */
  readonly agencies: ReadonlyMap<string, Agency>
  readonly units: ReadonlyMap<string, Unit>
  readonly calendars: ReadonlyMap<string, Calendar>
}
export const calendarKey = (calendar: Calendar): string => `${calendar.code} ${calendar.year}`

/**
 * What is said about agencies, units and calendars, joined with what is known; all that is wrong is told at once.
 * The line of a problem is the place in its list, from 1.
 * A unit with posts stays in its agency: who held them when, and whose they were, is told by dates that a move does not have.
 */
export function join(
  known: Structure,
  posts: Posts,
  said: { agencies: readonly Agency[]; units: readonly Unit[]; calendars: readonly Calendar[] },
): { structure: Structure; problems: Problem[] } {
  const problems: Problem[] = []
  const calendars = put(known.calendars, said.calendars, calendarKey, 'calendars', problems)
  const agencies = put(known.agencies, said.agencies, (agency) => agency.code, 'agencies', problems)
  const units = put(known.units, said.units, (unit) => unit.code, 'units', problems)

  for (const [at, calendar] of said.calendars.entries()) {
    if (!isWhole(calendar))
      problems.push(fault(at + 1, 'calendars', 'structure.calendar-invalid', calendarKey(calendar)))
    if (!areOneHours(calendar))
      problems.push(fault(at + 1, 'calendars.hours', 'structure.hours-invalid', calendarKey(calendar)))
  }
  const calendarCodes = new Set([...calendars.values()].map((calendar) => calendar.code))
  for (const [at, agency] of said.agencies.entries()) {
    if (agency.code === '' || agency.name === '')
      problems.push(fault(at + 1, 'agencies', 'structure.field-empty', agency.code))
    // What was sealed with it, or without it, stays so.
    if ((known.agencies.get(agency.code)?.practice ?? agency.practice) !== agency.practice)
      problems.push(fault(at + 1, 'agencies.practice', 'structure.practice-fixed', agency.code))
    if (!calendarCodes.has(agency.calendarCode))
      problems.push(fault(at + 1, 'agencies.calendarCode', 'structure.calendar-unknown', agency.calendarCode))
  }
  // A unit that moves can lengthen the lines of units that nobody named: all are looked at, those that were said are blamed.
  const lines = new Map(said.units.map((unit, at) => [unit.code, at + 1]))
  for (const unit of units.values()) {
    const line = lines.get(unit.code) ?? 0
    const parent = unit.parentCode === undefined ? undefined : units.get(unit.parentCode)
    if (unit.code === '' || unit.name === '') problems.push(fault(line, 'units', 'structure.field-empty', unit.code))
    if (unit.agencyCode === undefined || !agencies.has(unit.agencyCode))
      problems.push(fault(line, 'units.agencyId', 'structure.agency-unknown', unit.code))
    if (unit.parentCode !== undefined && parent === undefined)
      problems.push(fault(line, 'units.parentUnitId', 'structure.parent-unknown', unit.code))
    else if (parent !== undefined && parent.agencyCode !== unit.agencyCode)
      problems.push(fault(line, 'units.parentUnitId', 'structure.parent-elsewhere', unit.code))
    const before = known.units.get(unit.code)
    if (before !== undefined && before.agencyCode !== unit.agencyCode)
      for (const post of posts.get(unit.code) ?? [])
        problems.push(fault(line, 'units.agencyId', 'structure.unit-has-posts', post))
    const depth = depthOf(unit, units)
    if (depth === undefined) problems.push(fault(line, 'units.parentUnitId', 'structure.loop', unit.code))
    else if (depth > DEEPEST) problems.push(fault(line, 'units.parentUnitId', 'structure.too-deep', unit.code))
  }
  return { structure: { agencies, units, calendars }, problems }
}

function put<T>(
  known: ReadonlyMap<string, T>,
  said: readonly T[],
  keyOf: (item: T) => string,
  field: string,
  problems: Problem[],
): Map<string, T> {
  const joined = new Map(known)
  const seen = new Set<string>()
  for (const [at, item] of said.entries()) {
    const key = keyOf(item)
    if (seen.has(key)) problems.push(fault(at + 1, field, 'structure.repeated', key))
    seen.add(key)
    joined.set(key, item)
  }
  return joined
}

/** 1 for a root; nothing when the line of parents never ends. */
function depthOf(unit: Unit, units: ReadonlyMap<string, Unit>): number | undefined {
  const walked = new Set<string>()
  for (
    let at: Unit | undefined = unit;
    at !== undefined;
    at = at.parentCode === undefined ? undefined : units.get(at.parentCode)
  ) {
    if (walked.has(at.code)) return undefined
    walked.add(at.code)
  }
  return walked.size
}

/** Whether hours can be worked: they end after they begin, within a day, and leave more than their break. */
const canBeWorked = ({ code, weekdays, beginMinute, endMinute, breakMinutes, arrivalUntilMinute }: Hours): boolean =>
  code !== '' &&
  weekdays.length > 0 &&
  weekdays.every((weekday) => weekday >= 1 && weekday <= 7) &&
  beginMinute < 1440 &&
  endMinute - beginMinute > breakMinutes &&
  endMinute - beginMinute <= 1440 &&
  (arrivalUntilMinute === undefined || (arrivalUntilMinute >= beginMinute && arrivalUntilMinute < endMinute))

/** First and last day of the span: both or neither, in the calendar's year. */
const lieIn = ({ fromDate: from, toDate: to }: Hours, year: number): boolean =>
  from === undefined || to === undefined
    ? from === to
    : isCivilDate(from) && isCivilDate(to) && from <= to && [from, to].every((date) => date.startsWith(`${year}-`))

/** Whether two say the hours of one day: both always, or both in spans that meet. Nobody could tell which of them counts. */
const compete = (one: Hours, other: Hours): boolean =>
  one.weekdays.some((weekday) => other.weekdays.includes(weekday)) &&
  (one.fromDate === undefined
    ? other.fromDate === undefined
    : other.fromDate !== undefined && one.fromDate <= other.toDate! && other.fromDate <= one.toDate!)

const areOneHours = ({ hours, year }: Calendar): boolean =>
  hours.every(
    (one, at) => canBeWorked(one) && lieIn(one, year) && hours.every((other, nth) => nth <= at || !compete(one, other)),
  )

function isWhole(calendar: Calendar): boolean {
  const weekdays = new Set(calendar.workingWeekdays)
  const days = new Set(calendar.holidays.map((holiday) => holiday.date))
  return (
    calendar.code !== '' &&
    Number.isInteger(calendar.year) &&
    weekdays.size > 0 &&
    weekdays.size === calendar.workingWeekdays.length &&
    [...weekdays].every((weekday) => Number.isInteger(weekday) && weekday >= 1 && weekday <= 7) &&
    days.size === calendar.holidays.length &&
    [...days].every((date) => isCivilDate(date) && date.startsWith(`${calendar.year}-`))
  )
}
