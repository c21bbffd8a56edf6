import type { Pool } from '@timbang/postgres/pool'
import {
  agencyOf,
  type Assignment,
  assignmentsOn,
  calendarOf,
  dutiesOf,
  personDay,
  postsBetween,
} from '@timbang/roster/read'
import { packsAt } from '@timbang/rulebook/pack'
import { toCalendar } from '@timbang/rules/calendar'
import { addDays, type Calendar, type CivilDate, DAY, isWorkingDay, startOf } from '@timbang/rules/civil-date'
import type { Kernel } from '@timbang/rules/kernels'
import type { Duty, Shift } from '@timbang/rules/shift'
import { rulesOn } from '../rules.ts'
import type { AttendanceOutage, Settlement } from './domain.ts'
import {
  attendanceOutagesOf,
  type DailyFact,
  dailyResultsOf,
  type PermissionRow,
  permissionsOf,
  type Scan,
  scansBetween,
  type Span,
} from './store.ts'

type Made = ReturnType<Kernel['presencesOf']>
type Attendance = NonNullable<ReturnType<Kernel['attendanceOf']>>
type Permission = Pick<PermissionRow, 'recordId' | 'date' | 'fromMinute' | 'untilMinute' | 'reason'>

/** An agency as presence needs it. */
interface Employer {
  readonly connected: boolean
  readonly calendars: Readonly<Record<string, Calendar>>
}

/** One day of a person as it is counted. */
export interface AttendedDay {
  readonly employeeId: string
  readonly date: CivilDate
  /** Of the post that the day counts for. */
  readonly agencyId: string
  /** A working day of an agency whose attendance is connected. */
  readonly expected: boolean
  readonly shift: Shift | undefined
  /** Undefined: nothing is told of it. */
  readonly attendance: Attendance | undefined
  /** What was told of it, the one that counts first: what an officer settled is none of it, and hides none. */
  readonly told: readonly Attendance['counts'][]
  readonly scans: readonly Scan[]
  /** What was told of it for an agency in which the person has no post on it: scans in the order of time, and daily results. It does not count. */
  readonly elsewhere: {
    readonly scans: readonly Scan[]
    readonly results: readonly (DailyFact & { readonly agencyId: string })[]
  }
  /** Permissions to be away for a part of it, and those of a day beside it that excuse minutes of this one; and what each excuses. */
  readonly permissions: readonly Permission[]
  readonly permitted: ReturnType<Kernel['permittedOn']>
}

/** A day of which facts say different things, or that was settled. */
export interface Contradiction {
  readonly day: AttendedDay
  readonly settlement: Settlement | undefined
  readonly reason: string
}

/** Whether another agency told something of a day. */
export const toldElsewhere = ({ elsewhere: { scans, results } }: AttendedDay): boolean =>
  scans.length + results.length > 0

export interface PersonDate {
  readonly employeeId: string
  readonly date: CivilDate
}

const monthOf = (date: CivilDate): string => date.slice(0, 7)

/** The first and the last of each person's days. */
function spansOf(days: readonly PersonDate[]): Span[] {
  const spans = new Map<string, { employeeId: string; from: CivilDate; to: CivilDate }>()
  for (const { employeeId, date } of days) {
    const known = spans.get(employeeId)
    if (known === undefined) spans.set(employeeId, { employeeId, from: date, to: date })
    else {
      if (date < known.from) known.from = date
      if (date > known.to) known.to = date
    }
  }
  return [...spans.values()]
}

/**
 * What stands of people's presence on some days, computed as it is counted: by the kernel in force, the hours of the agency and the zone of the post on
 * that day. A handful of statements, however many they are. @returns in the order asked; a day without a post, or without rules, is left out
 */
export async function attendancesOf(pool: Pool, days: readonly PersonDate[], asOf: number): Promise<AttendedDay[]> {
  if (days.length === 0) return []
  const spans = spansOf(days)
  const dates = days.flatMap(({ date }) => [addDays(date, -1), date, addDays(date, 1)])
  const ascending = dates.toSorted()
  const people = spans.map(({ employeeId }) => employeeId)
  const [posts, held, results, permissions, packs, duties] = await Promise.all([
    assignmentsOn(pool, days),
    postsBetween(pool, people, ascending[0]!, ascending.at(-1)!),
    dailyResultsOf(pool, spans),
    permissionsOf(
      pool,
      spans.map(({ employeeId, from, to }) => ({ employeeId, from: addDays(from, -1), to: addDays(to, 1) })),
    ),
    packsAt(pool),
    dutiesOf(pool, people, [...new Set(dates.map(monthOf))]),
  ])
  const agencyIds = [...new Set([...posts.values()].map(({ agencyId }) => agencyId))]
  const outages = await attendanceOutagesOf(
    pool,
    agencyIds,
    startOf(ascending[0]!, 'WIT'),
    startOf(addDays(ascending.at(-1)!, 2), 'WIB'),
  )
  const [employers, scans] = await Promise.all([
    employersOf(pool, [...posts.values()], [...new Set(dates.map((date) => date.slice(0, 4)))]),
    // The night before the first day, and the one that begins on the last; where single machines were out, those by which they reach somebody.
    scansBetween(
      pool,
      spans.map(({ employeeId, from, to }) => ({
        employeeId,
        from: Math.min(
          startOf(from, 'WIT') - DAY,
          ...outages.filter(({ devices }) => devices.length > 0).map(({ fromInstant }) => fromInstant - LATELY),
        ),
        to: startOf(to, 'WIB') + 3 * DAY,
      })),
    ),
  ])
  const made = new Map<string, Made>()
  return days.flatMap(({ employeeId, date }): AttendedDay[] => {
    const post = posts.get(personDay({ employeeId, date }))
    const employer = post === undefined ? undefined : employers.get(post.agencyId)
    const kernel = rulesOn(packs, date)?.kernel
    if (post === undefined || employer === undefined || kernel === undefined) return []
    const duty: Duty = duties.get(employeeId) ?? {}
    const of = scans.get(employeeId) ?? []
    const works = kernel.worksIn(held.get(employeeId) ?? [])
    const reaching = kernel.outagesReaching(of, post.agencyId, outagesOf(outages, post.agencyId))
    const key = `${employeeId} ${post.agencyId} ${post.zone}`
    let presences = made.get(key)
    if (presences === undefined)
      made.set(
        key,
        (presences = kernel.presencesOf(of, {
          zone: post.zone,
          shiftOn: (day) => kernel.shiftOn(employer, duty, day),
          outages: reaching,
          worksIn: works,
          asOf,
        })),
      )
    const { here: facts, elsewhere } = kernel.apart(
      results.get(personDay({ employeeId, date })) ?? noResult,
      date,
      works,
    )
    const calendar = employer.calendars[date.slice(0, 4)]
    const scheduled = duty[monthOf(date)]
    const worked = scheduled === undefined ? calendar !== undefined && isWorkingDay(calendar, date) : date in scheduled
    const all = presences.days.get(date)
    const unsettled = facts.some(({ settlement }) => settlement) ? facts.filter((fact) => !fact.settlement) : facts
    const told = kernel.attendanceOf(unsettled, all)
    const attendance = unsettled === facts ? told : kernel.attendanceOf(facts, all)
    const shift = kernel.shiftOn(employer, duty, date)
    const granted = permissions.get(employeeId) ?? noPermission
    const permitted =
      attendance === undefined
        ? []
        : kernel.permittedOn(date, attendance.counts, shift, granted, {
            zone: post.zone,
            outages: reaching,
          })
    return [
      {
        employeeId,
        date,
        agencyId: post.agencyId,
        expected: employer.connected && worked,
        shift,
        attendance,
        told: told === undefined ? [] : [told.counts, ...told.not],
        scans: all?.scans ?? [],
        elsewhere: { scans: presences.elsewhere.get(date) ?? [], results: elsewhere },
        permissions: granted.filter(
          (one) => one.date === date || permitted.some(({ record }) => record === one.recordId),
        ),
        permitted,
      },
    ]
  })
}
/** At least as long as the rules look back for who uses a machine. */
const LATELY = 15 * DAY
const noResult: readonly DailyFact[] = []
const noPermission: readonly Permission[] = []

/** An agency's outages as the rules take them. */
const outagesOf = (outages: readonly AttendanceOutage[], of: string) =>
  outages
    .filter(({ agencyId }) => agencyId === of)
    .map(({ outageId, fromInstant, toInstant, devices }) => ({
      id: outageId,
      from: fromInstant,
      to: toInstant,
      devices,
    }))

/** Agencies with their calendars of the years that the days and their nights touch. */
async function employersOf(
  pool: Pool,
  posts: readonly Assignment[],
  years: readonly string[],
): Promise<Map<string, Employer>> {
  const employers = new Map<string, Employer>()
  for (const agencyId of new Set(posts.map((post) => post.agencyId))) {
    const agency = await agencyOf(pool, agencyId)
    const calendars = await Promise.all(years.map((year) => calendarOf(pool, agencyId, Number(year))))
    employers.set(agencyId, {
      connected: agency?.attendanceConnected ?? false,
      calendars: Object.fromEntries(
        years.flatMap((year, at) => (calendars[at] === undefined ? [] : [[year, toCalendar(calendars[at])]])),
      ),
    })
  }
  return employers
}
