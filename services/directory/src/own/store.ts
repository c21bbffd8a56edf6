import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import { linesOn } from '@timbang/roster/line'
import { personDay } from '@timbang/roster/read'
import { addDays, type CivilDate } from '@timbang/rules/civil-date'
import type { Above, Calendar, Facts, HeldPost, HeldRole } from './domain.ts'

type Db = Pool | Tx

/** What the directory knows of people on a day; a handful of statements, however many they are. @returns by employee; who is nobody here is absent */
export async function loadFacts(db: Db, employeeIds: readonly string[], date: CivilDate): Promise<Map<string, Facts>> {
  // One after the other: a transaction is one connection.
  const people = await loadNames(db, employeeIds)
  const posts = Map.groupBy(await loadPosts(db, employeeIds, date), ({ employeeId }) => employeeId)
  const lines = await linesOn(
    db,
    people.map(({ employeeId }) => ({ employeeId, date })),
  )
  const counting = (employeeId: string) => posts.get(employeeId)?.find((post) => post.fromDate <= date)
  const lineOf = (employeeId: string) => {
    const line = lines.get(personDay({ employeeId, date }))
    return { assessor: line?.assessors[0], superior: line?.superiors[0] }
  }
  const pairs = people.flatMap(({ employeeId }) => {
    const positionId = counting(employeeId)?.positionId
    const { assessor, superior } = lineOf(employeeId)
    return [assessor, superior].flatMap((above) =>
      positionId === undefined || above === undefined ? [] : [{ positionId, above }],
    )
  })
  const above = await loadAbove(db, pairs, date)
  const calendars = await loadCalendars(
    db,
    people.flatMap(({ employeeId }) => counting(employeeId)?.calendarCode ?? []),
    Number(date.slice(0, 4)),
  )
  const roles = Map.groupBy(await loadRoles(db, employeeIds), ({ employeeId }) => employeeId)
  return new Map(
    people.map(({ employeeId, ...person }) => {
      const post = counting(employeeId)
      const { assessor, superior } = lineOf(employeeId)
      const abovePost = (key: string | undefined) =>
        key === undefined || post === undefined ? undefined : above.get(`${post.positionId} ${key}`)
      return [
        employeeId,
        {
          ...person,
          posts: (posts.get(employeeId) ?? []).map(heldPost),
          place: post && { agencyId: post.agencyId, unit: post.unit, agency: post.agency, zone: post.zone },
          assessor: abovePost(assessor),
          superior: abovePost(superior),
          calendar: post && calendars.get(post.calendarCode),
          roles: (roles.get(employeeId) ?? []).map(({ role, agencies }) => ({ role, agencies })),
        },
      ]
    }),
  )
}

/** So far ahead a person is told that somebody else will assess him. */
export const DAYS_AHEAD = 7

/** The first day of the next week on which somebody else assesses a person than today, or nobody does. */
export async function nextAssessor(
  db: Db,
  employeeId: string,
  today: CivilDate,
): Promise<{ fromDate: CivilDate; name: string } | undefined> {
  const days = Array.from({ length: DAYS_AHEAD + 1 }, (_, ahead) => ({ employeeId, date: addDays(today, ahead) }))
  const lines = await linesOn(db, days)
  const assessor = (day: (typeof days)[number]) => lines.get(personDay(day))?.assessors[0]
  const [now, ...ahead] = days
  const next = ahead.find((day) => assessor(day) !== assessor(now!))
  if (next === undefined) return undefined
  const key = assessor(next)
  const [person] = key === undefined ? [] : await loadNames(db, [key])
  return { fromDate: next.date, name: person?.name ?? '' }
}

/** Who verifies in the place of today's assessor: today, or from a day within the next seven on. */
export async function standInOf(
  db: Db,
  employeeId: string,
  today: CivilDate,
): Promise<{ name: string; fromDate: CivilDate; toDate: CivilDate } | undefined> {
  const assessorId = (await linesOn(db, [{ employeeId, date: today }])).get(personDay({ employeeId, date: today }))
    ?.assessors[0]
  if (assessorId === undefined) return undefined
  const { rows } = await db.query<{ name: string; fromDate: CivilDate; toDate: CivilDate }>(
    `select coalesce(person.name, '') as name, d.from_date as "fromDate", d.to_date as "toDate"
     from roster.delegation d left join person on person.employee_id = d.delegate_id
     where d.employee_id = $1 and d.delegate_id <> $2 and d.ended_at is null and d.to_date >= $3 and d.from_date <= $4
     order by d.from_date limit 1`,
    [assessorId, employeeId, today, addDays(today, DAYS_AHEAD)],
  )
  return rows[0]
}

interface PostRow {
  readonly title: string
  readonly capacity: HeldPost['capacity']
  readonly fromDate: CivilDate
  readonly toDate: CivilDate | null
}
const heldPost = ({ title, capacity, fromDate, toDate }: PostRow): HeldPost => ({
  title,
  capacity,
  fromDate,
  toDate: toDate ?? undefined,
})

const loadNames = async (db: Db, employeeIds: readonly string[]) =>
  (
    await db.query<{ employeeId: string; name: string; nip: string; employment: string }>(
      `select employee_id as "employeeId", name, nip, coalesce(employment, '') as employment
       from person left join roster.employee using (employee_id) where employee_id = any ($1::uuid[])`,
      [employeeIds],
    )
  ).rows

// The order in which a day counts for them, as in packages/roster; what is still to come stands behind.
const loadPosts = async (db: Db, employeeIds: readonly string[], date: CivilDate) =>
  (
    await db.query<
      PostRow & {
        employeeId: string
        positionId: string
        agencyId: string
        unit: string
        agency: string
        zone: string
        calendarCode: string
      }
    >(
      `select a.employee_id as "employeeId", a.position_id as "positionId", a.agency_id as "agencyId", coalesce(p.title, '') as title,
         (array['definitive', 'plt', 'plh'])[a.capacity] as capacity, a.from_date as "fromDate", a.to_date as "toDate",
         coalesce(u.name, '') as unit, coalesce(g.name, '') as agency, a.zone, coalesce(g.calendar_code, '') as "calendarCode"
       from roster.assignment a
       left join roster.position p on p.position_id = a.position_id
       left join roster.unit u on u.unit_id = a.unit_id
       left join roster.agency g on g.agency_id = a.agency_id
       where a.employee_id = any ($1::uuid[]) and not a.withdrawn and (a.to_date is null or a.to_date >= $2)
       order by a.employee_id, a.from_date > $2, a.capacity, a.from_date, a.assignment_id`,
      [employeeIds, date],
    )
  ).rows

/** By which post, of those above a post, somebody stands there; the nearest. @returns by post and person */
async function loadAbove(
  db: Db,
  pairs: readonly { positionId: string; above: string }[],
  date: CivilDate,
): Promise<Map<string, Above>> {
  if (pairs.length === 0) return new Map()
  const { rows } = await db.query<PostRow & { positionId: string; above: string; name: string }>(
    `with recursive asked as (select distinct * from unnest($1::uuid[], $2::uuid[]) as pair (start, above)),
     climb (start, position_id, path) as (
       select distinct start, start, array[start] from asked
       union all
       select climb.start, s.reports_to, climb.path || s.reports_to
       from climb join roster.superior s on s.position_id = climb.position_id and s.from_date <= $3 and s.to_date >= $3
       where s.reports_to is not null and not s.reports_to = any (climb.path)
     )
     select distinct on (asked.start, asked.above) asked.start as "positionId", asked.above, coalesce(person.name, '') as name,
       coalesce(p.title, '') as title, (array['definitive', 'plt', 'plh'])[h.capacity] as capacity, h.from_date as "fromDate", h.to_date as "toDate"
     from asked
     join climb on climb.start = asked.start and climb.position_id <> climb.start
     join roster.assignment h on h.position_id = climb.position_id and h.employee_id = asked.above
       and not h.withdrawn and h.from_date <= $3 and (h.to_date is null or h.to_date >= $3)
     left join roster.position p on p.position_id = h.position_id
     left join person on person.employee_id = asked.above
     order by asked.start, asked.above, cardinality(climb.path), (h.capacity = 3) desc, h.capacity, h.from_date, h.assignment_id`,
    [...columns(pairs, 'positionId', 'above'), date],
  )
  return new Map(rows.map((row) => [`${row.positionId} ${row.above}`, { name: row.name, post: heldPost(row) }]))
}

async function loadCalendars(db: Db, codes: readonly string[], year: number): Promise<Map<string, Calendar>> {
  const { rows } = await db.query<Calendar>(
    `select calendar_code as "calendarCode", year, working_weekdays as "workingWeekdays", holidays
     from roster.calendar where calendar_code = any ($1::text[]) and year = $2`,
    [[...new Set(codes)], year],
  )
  return new Map(rows.map((row) => [row.calendarCode, row]))
}

/** Roles under a person's key and under his accounts. */
const loadRoles = async (db: Db, employeeIds: readonly string[]) =>
  (
    await db.query<HeldRole & { employeeId: string }>(
      `with named as (
         select employee_id, employee_id::text as subject from unnest($1::uuid[]) as asked (employee_id)
         union select employee_id, subject from login where employee_id = any ($1::uuid[])
       )
       select distinct named.employee_id as "employeeId", r.role,
         array(select g.name from roster.agency g where g.agency_id = any (r.agency_ids) order by g.code) as agencies
       from named join roster.role r on r.subject = named.subject and not r.revoked
       order by 1, 2, 3`,
      [employeeIds],
    )
  ).rows
