import type { Capacity } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import type { CivilDate } from '@timbang/rules/civil-date'
import { DAYS_AHEAD, DAYS_BACK, type ErrorKind } from './domain.ts'

export interface FoundError {
  readonly kind: ErrorKind
  /** Of a post; a person's error has none. */
  readonly positionId: string | null
  readonly employeeId: string | null
  readonly onDate: CivilDate | null
  /** Who work directly below the post today. */
  readonly people: number
  /** How many of its kind there are in the agency. */
  readonly total: number
}

const HOLDS = (a: string, date: string) =>
  `not ${a}.withdrawn and ${a}.from_date <= ${date} and (${a}.to_date is null or ${a}.to_date >= ${date})`

const ANSWERS = (s: string, date: string) => `${s}.from_date <= ${date} and ${s}.to_date >= ${date}`

/**
 * What is wrong in one agency on a day, by the posts and the people of that agency alone: every step is a look-up by its posts, its people, or those
 * above them. @param kind undefined: the first `limit` of each @param shown so many of each are left out @param topmost kinds of posts above which nobody need be
 */
export const findErrors = async (
  pool: Pool,
  agencyId: string,
  date: CivilDate,
  asked: { readonly kind: ErrorKind | undefined; readonly shown: number; readonly limit: number },
  topmost: readonly string[],
): Promise<FoundError[]> =>
  (
    await pool.query<FoundError>(
      `with recursive posts as materialized (
         select p.*, s.reports_to, (p.kind = any ($3::text[]) or (g.practice and p.heads_agency)) as may_be_top
         from roster.position p join roster.agency g using (agency_id)
         left join roster.superior s on s.position_id = p.position_id and ${ANSWERS('s', '$2')}
         where p.agency_id = $1
       ),
       held as materialized (
         select a.position_id, a.employee_id, a.capacity, a.to_date from posts join roster.assignment a using (position_id) where ${HOLDS('a', '$2')}
       ),
       -- Whom today counts as of this agency, each by the post that it counts for.
       people as materialized (
         select counted.employee_id, counted.position_id from (
           select distinct on (a.employee_id) a.employee_id, a.position_id, a.agency_id
           from roster.assignment a
           where a.employee_id in (select h.employee_id from roster.assignment h where h.agency_id = $1 and ${HOLDS('h', '$2')}) and ${HOLDS('a', '$2')}
           order by a.employee_id, a.capacity, a.from_date, a.assignment_id
         ) counted where counted.agency_id = $1
       ),
       climb (start, position_id, path) as (
         select position_id, reports_to, array[position_id] from posts where reports_to is not null
         union all
         select climb.start, s.reports_to, climb.path || s.position_id
         from climb join roster.superior s on s.position_id = climb.position_id and ${ANSWERS('s', '$2')}
         where s.reports_to is not null and not climb.position_id = any (climb.path)
       ),
       looping as (select distinct start from climb where position_id = start),
       above as materialized (
         select distinct climb.start, h.employee_id
         from climb join roster.assignment h on h.position_id = climb.position_id and ${HOLDS('h', '$2')}
         where climb.position_id <> climb.start
       ),
       below as materialized (
         select s.reports_to as position_id, count(distinct a.employee_id)::int as people
         from posts join roster.superior s on s.reports_to = posts.position_id and ${ANSWERS('s', '$2')}
         join roster.assignment a on a.position_id = s.position_id and ${HOLDS('a', '$2')}
         group by s.reports_to
       ),
       vacant as (
         select posts.*, below.people, past.capacity as past_capacity, past.to_date as past_end,
           (sup.position_id is null or sup.unit_id <> posts.unit_id) as heads_unit
         from posts join below using (position_id)
         left join roster.position sup on sup.position_id = posts.reports_to
         left join lateral (
           select a.capacity, a.to_date from roster.assignment a
           where a.position_id = posts.position_id and not a.withdrawn and a.to_date < $2 order by a.to_date desc, a.capacity desc limit 1
         ) past on true
         where not exists (select from held where held.position_id = posts.position_id)
       ),
       ending as (
         select held.position_id, max(held.to_date) as on_date
         from held join below using (position_id)
         group by held.position_id having bool_and(held.to_date is not null) and max(held.to_date) < $2::date + ${DAYS_AHEAD}
       ),
       found (kind, rank, sort, position_id, employee_id, on_date, people) as (
         select 'no-assessor', 1, people.employee_id::text, null::uuid, people.employee_id, null::date, 0
         from people join posts using (position_id)
         where not posts.may_be_top
           and not exists (select from above where above.start = people.position_id and above.employee_id <> people.employee_id)
         union all
         select 'post-without-superior', 2, posts.code, posts.position_id, null, null, coalesce(below.people, 0)
         from posts left join below using (position_id)
         where exists (select from held where held.position_id = posts.position_id) and not posts.may_be_top
           and not exists (select from roster.position sup where sup.position_id = posts.reports_to)
         union all
         select 'superior-loop', 3, posts.code, posts.position_id, null, null, coalesce(below.people, 0)
         from looping join posts on posts.position_id = looping.start left join below using (position_id)
         union all
         select 'two-holders', 4, posts.code, posts.position_id, null, null, coalesce(below.people, 0)
         from posts left join below using (position_id)
         where (select count(distinct held.employee_id) from held where held.position_id = posts.position_id and held.capacity = 1) > 1
         union all
         select case when past_capacity in (2, 3) and past_end >= $2::date - ${DAYS_BACK} then 'acting-ended' when heads_unit then 'unit-headless' else 'post-vacant' end,
           case when past_capacity in (2, 3) and past_end >= $2::date - ${DAYS_BACK} then 5 when heads_unit then 6 else 7 end,
           code, position_id, null, past_end, people
         from vacant
         union all
         select 'ends-soon', 8, ending.on_date::text || posts.code, posts.position_id, null, ending.on_date, below.people
         from ending join posts using (position_id) join below using (position_id)
         where not exists (select from roster.assignment a where a.position_id = ending.position_id and ${HOLDS('a', '(ending.on_date + 1)')})
         union all
         select 'no-post', 9, gone.employee_id::text, null, gone.employee_id, gone.to_date, 0
         from (
           select a.employee_id, max(a.to_date) as to_date from roster.assignment a
           where a.agency_id = $1 and not a.withdrawn and a.to_date < $2 and a.to_date >= $2::date - ${DAYS_BACK} group by a.employee_id
         ) gone
         join roster.employee e on e.employee_id = gone.employee_id and e.active
         where not exists (
           select from roster.assignment a where a.employee_id = gone.employee_id and not a.withdrawn and (a.to_date is null or a.to_date >= $2))
       ),
       placed as (
         select found.*, (count(*) over (partition by kind))::int as total, row_number() over (partition by kind order by sort) as place from found
       )
       select kind, position_id as "positionId", employee_id as "employeeId", on_date as "onDate", people, total
       from placed
       -- Of each kind the first row comes along: its total is asked too.
       where place = 1 or (($4::text is null or kind = $4) and place > $5 and place <= $5 + $6)
       order by rank, place`,
      [agencyId, date, topmost, asked.kind, asked.shown, asked.limit],
    )
  ).rows

export interface PostShown {
  readonly positionId: string
  readonly code: string
  readonly title: string
  readonly unit: string
  readonly version: number
}
export interface HolderShown {
  readonly positionId: string
  readonly assignmentId: string
  readonly employeeId: string
  readonly capacity: Capacity
  readonly fromDate: CivilDate
  readonly toDate: CivilDate | null
  readonly version: number
}

export const showPosts = async (db: Pool | Tx, positionIds: readonly string[]): Promise<PostShown[]> =>
  (
    await db.query<PostShown>(
      `select p.position_id as "positionId", p.code, p.title, coalesce(u.name, '') as unit, p.version
       from roster.position p left join roster.unit u on u.unit_id = p.unit_id where p.position_id = any ($1::uuid[])`,
      [positionIds],
    )
  ).rows

export const holdersOn = async (
  db: Pool | Tx,
  positionIds: readonly string[],
  date: CivilDate,
): Promise<HolderShown[]> =>
  (
    await db.query<HolderShown>(
      `select a.position_id as "positionId", a.assignment_id as "assignmentId", a.employee_id as "employeeId", a.capacity,
         a.from_date as "fromDate", a.to_date as "toDate", a.version
       from roster.assignment a where a.position_id = any ($1::uuid[]) and ${HOLDS('a', '$2')}
       order by a.position_id, a.capacity, a.from_date, a.assignment_id`,
      [positionIds, date],
    )
  ).rows

/** Who holds, or held, or will hold each of some posts on any day of its span. @param spans `to` null: without an end */
export const holdersWithin = async (
  tx: Tx,
  spans: readonly { readonly positionId: string; readonly from: CivilDate; readonly to: CivilDate | null }[],
): Promise<{ positionId: string; employeeId: string }[]> =>
  (
    await tx.query<{ positionId: string; employeeId: string }>(
      `select distinct a.position_id as "positionId", a.employee_id as "employeeId"
       from unnest($1::uuid[], $2::date[], $3::date[]) as asked (position_id, first_day, last_day)
       join roster.assignment a on a.position_id = asked.position_id and not a.withdrawn
         and a.from_date <= coalesce(asked.last_day, 'infinity') and (a.to_date is null or a.to_date >= asked.first_day)
       order by 1, 2`,
      columns(spans, 'positionId', 'from', 'to'),
    )
  ).rows

/** Posts of an agency that others report to, or did, or will: a change that was a mistake is taken back. With who is the one to address there today. */
export const leadingPosts = async (
  db: Pool | Tx,
  agencyId: string,
  date: CivilDate,
  limit: number,
): Promise<(Omit<PostShown, 'code' | 'version'> & { readonly employeeId: string | null })[]> =>
  (
    await db.query<Omit<PostShown, 'code' | 'version'> & { employeeId: string | null }>(
      `select p.position_id as "positionId", p.title, coalesce(u.name, '') as unit, held.employee_id as "employeeId"
       from roster.position p
       left join roster.unit u on u.unit_id = p.unit_id
       left join lateral (
         select h.employee_id from roster.assignment h where h.position_id = p.position_id and ${HOLDS('h', '$2')}
         order by (h.capacity = 3) desc, h.capacity, h.from_date, h.assignment_id limit 1
       ) held on true
       where p.agency_id = $1 and exists (select from roster.superior s where s.reports_to = p.position_id)
       order by p.code limit $3`,
      [agencyId, date, limit],
    )
  ).rows

export const agencyOfAssignment = async (
  tx: Tx,
  assignmentId: string,
): Promise<{ employeeId: string; positionId: string; agencyId: string } | undefined> =>
  (
    await tx.query<{ employeeId: string; positionId: string; agencyId: string }>(
      `select employee_id as "employeeId", position_id as "positionId", agency_id as "agencyId" from roster.assignment where assignment_id = $1`,
      [assignmentId],
    )
  ).rows[0]
