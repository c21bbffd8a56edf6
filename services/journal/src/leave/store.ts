import type { Pool } from '@timbang/postgres/pool'
import type { CivilDate } from '@timbang/rules/civil-date'
import { type LeaveReason, leaveReasons } from '@timbang/rules/facts'
import type { Leave } from '@timbang/rules/kernel/1/leave'
import { type Employment, employments } from '@timbang/rules/kernel/1/pack'

/** A person's leaves that touch a span, in the order of their first days; none that was taken back, and none of a kind that nobody knows. */
export async function leavesBetween(pool: Pool, employeeId: string, from: CivilDate, to: CivilDate): Promise<Leave[]> {
  const { rows } = await pool.query<Omit<Leave, 'reason'> & { kind: string }>(
    `select record_id as "recordId", kind, from_date as from, to_date as to from leave
     where employee_id = $1 and from_date <= $3 and to_date >= $2 and not withdrawn order by from_date, record_id`,
    [employeeId, from, to],
  )
  const known = (kind: string): LeaveReason | undefined => leaveReasons.find((one) => one === kind)
  return rows.flatMap(({ kind, ...leave }) => {
    const reason = known(kind)
    return reason === undefined ? [] : [{ ...leave, reason }]
  })
}

/** How somebody is employed, and the first day of a post of his; undefined: nothing is known of either. */
export async function serviceOf(
  pool: Pool,
  employeeId: string,
): Promise<{ employment: Employment; since: CivilDate } | undefined> {
  const { rows } = await pool.query<{ employment: string; since: CivilDate }>(
    `select employment, min(from_date) as since from roster.employee join roster.assignment a using (employee_id)
     where employee_id = $1 and not a.withdrawn group by employment`,
    [employeeId],
  )
  const employment = employments.find((one) => one === rows[0]?.employment)
  return employment && { employment, since: rows[0]!.since }
}
