import { columns, type Pool } from '@timbang/postgres/pool'
import { packsAt } from '@timbang/rulebook/pack'
import { type PersonDay, personDay } from '@timbang/roster/read'
import { excuses } from '../rules.ts'

/** What stands on one day of one person; what its writer took back stands nowhere. */
export interface DayCount {
  /** Entries that stand: what was refused is none. */
  readonly entries: number
  readonly waiting: number
  readonly verified: number
  readonly toMend: number
  /** Epoch milliseconds, when the latest that stands was written down; 0 where there is none. */
  readonly latestAt: number
}

/** The days of many people in one statement. @returns by `personDay`; a day without any entry is absent */
export async function countTeam(pool: Pool, days: readonly PersonDay[]): Promise<Map<string, DayCount>> {
  const { rows } = await pool.query<{
    employee_id: string
    work_date: string
    entries: number
    waiting: number
    verified: number
    to_mend: number
    latest_at: bigint
  }>(
    `select employee_id, work_date, count(*) filter (where state <> 'refused')::int as entries, count(*) filter (where state = 'waiting')::int as waiting,
       count(*) filter (where state = 'verified')::int as verified, count(*) filter (where state in ('returned', 'refused') or conflicted)::int as to_mend,
       coalesce(max(written_down_at) filter (where state <> 'refused'), 0) as latest_at
     from unnest($1::uuid[], $2::date[]) as asked (employee_id, work_date) join entry using (employee_id, work_date)
     where state <> 'withdrawn' group by employee_id, work_date`,
    columns(days, 'employeeId', 'date'),
  )
  return new Map(
    rows.map((row) => [
      personDay({ employeeId: row.employee_id, date: row.work_date }),
      {
        entries: row.entries,
        waiting: row.waiting,
        verified: row.verified,
        toMend: row.to_mend,
        latestAt: Number(row.latest_at),
      },
    ]),
  )
}

/** What excuses these days, in one statement and by the rules of each day; of several the one that lasts longest. @returns by `personDay` */
export async function leaveOn(
  pool: Pool,
  days: readonly PersonDay[],
): Promise<Map<string, { kind: string; until: string }>> {
  const { rows } = await pool.query<{ employee_id: string; date: string; kind: string; to_date: string }>(
    `select asked.employee_id, asked.date, leave.kind, leave.to_date
     from unnest($1::uuid[], $2::date[]) as asked (employee_id, date)
     join leave on leave.employee_id = asked.employee_id and leave.from_date <= asked.date and leave.to_date >= asked.date and not leave.withdrawn
     order by leave.to_date, leave.record_id desc`,
    columns(days, 'employeeId', 'date'),
  )
  const packs = rows.length === 0 ? [] : await packsAt(pool)
  // The last one stands: that which lasts longest.
  return new Map(
    rows
      .filter((row) => excuses(packs, row.kind, row.date))
      .map((row) => [
        personDay({ employeeId: row.employee_id, date: row.date }),
        { kind: row.kind, until: row.to_date },
      ]),
  )
}
