import type { CivilDate, Reader } from './read.ts'

/**
 * People who may have somebody as the superior of their assessor: those who hold, on a day, a post with one filled post between it and one of his
 * (two, where the one between is their own). More than there are: `linesFrom` says of each. @param postsOn the day whose posts of theirs are meant
 */
export async function peopleBelow(
  reader: Reader,
  employeeId: string,
  date: CivilDate,
  postsOn: CivilDate,
): Promise<string[]> {
  const { rows } = await reader.query<{ employeeId: string }>(
    `with recursive today as not materialized (
       select * from roster.assignment where not withdrawn and from_date <= $2 and (to_date is null or to_date >= $2)
     ),
     -- filled: how many posts between this one and his somebody holds.
     below (position_id, filled, path) as (
       select s.position_id, 0, array[s.reports_to, s.position_id]
       from roster.superior s where s.reports_to in (select position_id from today where employee_id = $1) and s.from_date <= $2 and s.to_date >= $2
       union all
       select s.position_id, below.filled + held.one, below.path || s.position_id
       from below
       cross join lateral (select least(count(*), 1)::integer as one from today where position_id = below.position_id) held
       join roster.superior s on s.reports_to = below.position_id and s.from_date <= $2 and s.to_date >= $2
       where below.filled + held.one <= 2 and not s.position_id = any (below.path)
     )
     select distinct a.employee_id as "employeeId"
     from below
     cross join lateral (
       select employee_id from roster.assignment
       where position_id = below.position_id and not withdrawn and from_date <= $3 and (to_date is null or to_date >= $3) offset 0
     ) a
     where below.filled >= 1 and a.employee_id <> $1
     order by 1`,
    [employeeId, date, postsOn],
  )
  return rows.map((row) => row.employeeId)
}
