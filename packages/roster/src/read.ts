import type { PositionGroup, WorkingHours } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import type { Duty, DutyMonth } from '@timbang/rules/shift'

/** Whoever can ask: a transaction, or the pool when nothing is decided on the answer. */
export type Reader = Tx | Pool

/** `YYYY-MM-DD` */
export type CivilDate = string

export interface Assignment {
  readonly assignmentId: string
  readonly employeeId: string
  readonly positionId: string
  readonly agencyId: string
  readonly unitId: string
  readonly capacity: 'definitive' | 'plt' | 'plh'
  readonly fromDate: CivilDate
  /** Inclusive; none while it lasts. */
  readonly toDate: CivilDate | null
  /** WIB, WITA or WIT */
  readonly zone: 'WIB' | 'WITA' | 'WIT'
  /** Of the post; none as long as the post itself has not arrived. */
  readonly positionGroup: PositionGroup | null
  readonly positionKind: string | null
  readonly headsAgency: boolean
}

export interface PersonDay {
  readonly employeeId: string
  readonly date: CivilDate
}
export const personDay = (day: PersonDay): string => `${day.employeeId} ${day.date}`

const assignmentColumns = `a.assignment_id as "assignmentId", a.employee_id as "employeeId", a.position_id as "positionId", a.agency_id as "agencyId", a.unit_id as "unitId",
  (array['definitive', 'plt', 'plh'])[a.capacity] as capacity, a.from_date as "fromDate", a.to_date as "toDate", a.zone,
  p.position_group as "positionGroup", p.kind as "positionKind", coalesce(p.heads_agency, false) as "headsAgency"`

/**
 * The assignment that each day counts for: the definitive one; without one, the Plt, then the Plh, that began first.
 * @returns by `personDay`; a day without any post is absent
 */
export async function assignmentsOn(reader: Reader, days: readonly PersonDay[]): Promise<Map<string, Assignment>> {
  if (days.length === 0) return new Map()
  const { rows } = await reader.query<Assignment & { date: CivilDate }>(
    `select distinct on (a.employee_id, asked.date) asked.date, ${assignmentColumns}
     from unnest($1::uuid[], $2::date[]) as asked (employee_id, date)
     join roster.assignment a on a.employee_id = asked.employee_id and not a.withdrawn and a.from_date <= asked.date and (a.to_date is null or a.to_date >= asked.date)
     left join roster.position p on p.position_id = a.position_id
     order by a.employee_id, asked.date, a.capacity, a.from_date, a.assignment_id`,
    columns(days, 'employeeId', 'date'),
  )
  return new Map(
    rows.map(({ date, ...assignment }) => [personDay({ employeeId: assignment.employeeId, date }), assignment]),
  )
}

export const assignmentOf = async (
  reader: Reader,
  employeeId: string,
  date: CivilDate,
): Promise<Assignment | undefined> =>
  (await assignmentsOn(reader, [{ employeeId, date }])).get(personDay({ employeeId, date }))

/** Every assignment of a person that holds on any day of a span, the earliest first; Plt and Plh among them. */
export async function assignmentsBetween(
  reader: Reader,
  employeeId: string,
  from: CivilDate,
  to: CivilDate,
): Promise<Assignment[]> {
  const { rows } = await reader.query<Assignment>(
    `select ${assignmentColumns}
     from roster.assignment a left join roster.position p on p.position_id = a.position_id
     where a.employee_id = $1 and not a.withdrawn and a.from_date <= $3 and (a.to_date is null or a.to_date >= $2)
     order by a.from_date, a.capacity, a.assignment_id`,
    [employeeId, from, to],
  )
  return rows
}

/** In which agency somebody has a post, from and to inclusive. */
export interface Post {
  readonly agencyId: string
  readonly from: CivilDate
  readonly to: CivilDate | undefined
}

/** The posts of people that hold on any day of a span, in whatever capacity. @returns by employee; who has none is absent */
export async function postsBetween(
  reader: Reader,
  employeeIds: readonly string[],
  from: CivilDate,
  to: CivilDate,
): Promise<Map<string, Post[]>> {
  const { rows } = await reader.query<{ employeeId: string; agencyId: string; from: CivilDate; to: CivilDate | null }>(
    `select employee_id as "employeeId", agency_id as "agencyId", from_date as from, to_date as to
     from roster.assignment where employee_id = any ($1::uuid[]) and not withdrawn and from_date <= $3 and (to_date is null or to_date >= $2)
     order by from_date, assignment_id`,
    [employeeIds, from, to],
  )
  const posts = new Map<string, Post[]>()
  for (const { employeeId, agencyId, from: since, to: until } of rows) {
    const post = { agencyId, from: since, to: until ?? undefined }
    const known = posts.get(employeeId)
    if (known === undefined) posts.set(employeeId, [post])
    else known.push(post)
  }
  return posts
}

/**
 * The people whom a person assesses on a day, each by the assignment that the day counts for. Position to position: those who hold a post
 * below one of his, and those below a vacant one. The mirror of `assessorsOn`, rule for rule.
 * @param postsOn the day whose posts of theirs are meant, where it is another one: the mirror of `linesFrom`
 */
export async function peopleAssessedBy(
  reader: Reader,
  employeeId: string,
  date: CivilDate,
  postsOn: CivilDate = date,
): Promise<Assignment[]> {
  const { rows } = await reader.query<Assignment>(
    `with recursive today as not materialized (
       select * from roster.assignment where not withdrawn and from_date <= $2 and (to_date is null or to_date >= $2)
     ),
     meant as not materialized (
       select * from roster.assignment where not withdrawn and from_date <= $3 and (to_date is null or to_date >= $3)
     ),
     below (position_id, passed, path) as (
       select s.position_id, null::uuid, array[s.reports_to, s.position_id]
       from roster.superior s where s.reports_to in (select position_id from today where employee_id = $1) and s.from_date <= $2 and s.to_date >= $2
       union all
       -- Past a vacant post; and past one whose only holder is the very person below, who cannot assess himself.
       select s.position_id, coalesce(below.passed, held.employee_id), below.path || s.position_id
       from below
       cross join lateral (select count(distinct employee_id) as people, min(employee_id::text)::uuid as employee_id from today where position_id = below.position_id) held
       join roster.superior s on s.reports_to = below.position_id and s.from_date <= $2 and s.to_date >= $2
       where (held.people = 0 or (held.people = 1 and coalesce(below.passed, held.employee_id) = held.employee_id)) and not s.position_id = any (below.path)
     )
     select distinct on (a.employee_id) ${assignmentColumns}
     from below
     -- A few posts: each is looked up (the offset keeps the planner, who expects hundreds, from reading every assignment there is).
     cross join lateral (select * from meant where position_id = below.position_id offset 0) a
     join roster.position p on p.position_id = a.position_id
     where a.employee_id <> $1 and (below.passed is null or below.passed = a.employee_id) and not exists (
       select from meant other where other.employee_id = a.employee_id
         and (other.capacity, other.from_date, other.assignment_id) < (a.capacity, a.from_date, a.assignment_id))
     order by a.employee_id`,
    [employeeId, date, postsOn],
  )
  return rows
}

export interface Agency {
  readonly agencyId: string
  readonly code: string
  readonly name: string
  readonly kind: string
  readonly calendarCode: string
  readonly attendanceConnected: boolean
  /** One practises in it: nothing of it counts. */
  readonly practice: boolean
}

export async function agencyOf(reader: Reader, agencyId: string): Promise<Agency | undefined> {
  const { rows } = await reader.query<Agency>(
    `select agency_id as "agencyId", code, name, kind, calendar_code as "calendarCode", attendance_connected as "attendanceConnected", practice from roster.agency where agency_id = $1`,
    [agencyId],
  )
  return rows[0]
}

export interface Holiday {
  readonly date: CivilDate
  readonly name: string
  readonly jointLeave: boolean
}
export interface Calendar {
  readonly calendarCode: string
  readonly year: number
  readonly workingWeekdays: readonly number[]
  readonly holidays: readonly Holiday[]
  readonly hours: readonly WorkingHours[]
}

/** The working days of an agency in a year; none as long as its calendar is not known. */
export async function calendarOf(reader: Reader, agencyId: string, year: number): Promise<Calendar | undefined> {
  const { rows } = await reader.query<Calendar>(
    `select c.calendar_code as "calendarCode", c.year, c.working_weekdays as "workingWeekdays", c.holidays, c.hours
     from roster.agency a join roster.calendar c on c.calendar_code = a.calendar_code where a.agency_id = $1 and c.year = $2`,
    [agencyId, year],
  )
  return rows[0]
}

/**
 * What people are scheduled to work in some months (`2026-12`); in a month that is absent, the calendar of their agency holds.
 * @returns by employee; who has no schedule in any of the months is absent
 */
export async function dutiesOf(
  reader: Reader,
  employeeIds: readonly string[],
  months: readonly string[],
): Promise<Map<string, Duty>> {
  const { rows } = await reader.query<{ employeeId: string; month: string; days: DutyMonth }>(
    `select employee_id as "employeeId", month, days from roster.duty where employee_id = any ($1::uuid[]) and month = any ($2::text[])`,
    [employeeIds, months],
  )
  const duties = new Map<string, Record<string, DutyMonth>>()
  for (const { employeeId, month, days } of rows) {
    const known = duties.get(employeeId)
    if (known === undefined) duties.set(employeeId, { [month]: days })
    else known[month] = days
  }
  return duties
}

export interface Role {
  readonly role: string
  readonly agencyIds: readonly string[]
}

/** The roles that a subject has been granted and not lost. No agencies: the whole province. */
export async function rolesOf(reader: Reader, subject: string): Promise<Role[]> {
  const { rows } = await reader.query<Role>(
    `select role, agency_ids as "agencyIds" from roster.role where subject = $1 and not revoked order by role`,
    [subject],
  )
  return rows
}
