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
  return rows.flatMap(known)
}

/** A row as the rules take it; none of a kind that nobody knows. */
function known<Row extends { kind: string }>({ kind, ...leave }: Row): (Omit<Row, 'kind'> & { reason: LeaveReason })[] {
  const reason = leaveReasons.find((one) => one === kind)
  return reason === undefined ? [] : [{ ...leave, reason }]
}

/** A leave of somebody, and how he is employed. */
export type LeaveOf = Leave & { readonly employeeId: string; readonly employment: Employment }

/** Leaves that touch a month of those who have a post in an agency within them, the latest first. */
export async function leavesOfAgency(pool: Pool, agencyId: string, month: string, limit: number): Promise<LeaveOf[]> {
  const { rows } = await pool.query<Omit<LeaveOf, 'reason'> & { kind: string }>(
    `select l.employee_id as "employeeId", record_id as "recordId", kind, l.from_date as from, l.to_date as to, employment
     from (select distinct employee_id from roster.assignment where agency_id = $1 and not withdrawn) person
     join leave l using (employee_id) join roster.employee using (employee_id)
     where not l.withdrawn and l.from_date <= (($2 || '-01')::date + interval '1 month - 1 day')::date and l.to_date >= ($2 || '-01')::date
       and employment = any($4::text[])
       and exists (select from roster.assignment a where a.employee_id = l.employee_id and a.agency_id = $1 and not a.withdrawn
              and a.from_date <= l.to_date and (a.to_date is null or a.to_date >= l.from_date))
     order by l.from_date desc, l.employee_id, record_id limit $3`,
    [agencyId, month, limit, employments],
  )
  return rows.flatMap(known)
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
