import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import type { CivilDate } from '@timbang/rules/civil-date'
import type { AttendanceFact, PunchKey } from '@timbang/rules/facts'

/** A scan as it is kept: one a person, second and machine. Instants are epoch milliseconds. */
export interface PunchRow {
  readonly employeeId: string
  readonly at: number
  readonly device: string
  readonly recordId: string
  readonly revision: number
  readonly key: PunchKey | undefined
  readonly withdrawn: boolean
}

/** What an agency's system told of a whole day. */
export interface DailyRow {
  readonly employeeId: string
  readonly recordId: string
  readonly revision: number
  readonly workDate: CivilDate
  readonly present: boolean
  readonly lateMinutes: number
  readonly earlyLeaveMinutes: number
  readonly occurredAt: number
}

/** The first content of a revision stands, the highest revision counts: in the order of the log. */
export const savePunches = (tx: Tx, punches: readonly PunchRow[]) =>
  tx.query(
    `insert into punch (employee_id, punched_at, device, record_id, revision, key, withdrawn)
   select distinct on (employee_id, punched_at, device) employee_id, punched_at, device, record_id, revision, key, withdrawn
   from unnest($1::uuid[], $2::bigint[], $3::text[], $4::uuid[], $5::int[], $6::text[], $7::boolean[]) with ordinality as p (employee_id, punched_at, device, record_id, revision, key, withdrawn, at)
   order by employee_id, punched_at, device, revision desc, at
   on conflict (employee_id, punched_at, device) do update set revision = excluded.revision, key = excluded.key, withdrawn = excluded.withdrawn
   where punch.revision < excluded.revision`,
    columns(punches, 'employeeId', 'at', 'device', 'recordId', 'revision', 'key', 'withdrawn'),
  )

export const saveDailyResults = (tx: Tx, results: readonly DailyRow[]) =>
  tx.query(
    `insert into daily_result (employee_id, record_id, revision, work_date, present, late_minutes, early_leave_minutes, occurred_at)
   select distinct on (employee_id, record_id) employee_id, record_id, revision, work_date, present, late_minutes, early_leave_minutes, occurred_at
   from unnest($1::uuid[], $2::uuid[], $3::int[], $4::date[], $5::boolean[], $6::int[], $7::int[], $8::bigint[]) with ordinality
     as r (employee_id, record_id, revision, work_date, present, late_minutes, early_leave_minutes, occurred_at, at)
   order by employee_id, record_id, revision desc, at
   on conflict (employee_id, record_id) do update set revision = excluded.revision, work_date = excluded.work_date, present = excluded.present,
     late_minutes = excluded.late_minutes, early_leave_minutes = excluded.early_leave_minutes, occurred_at = excluded.occurred_at
   where daily_result.revision < excluded.revision`,
    columns(
      results,
      'employeeId',
      'recordId',
      'revision',
      'workDate',
      'present',
      'lateMinutes',
      'earlyLeaveMinutes',
      'occurredAt',
    ),
  )

/** Which scans of a machine are here, whatever became of them; in the order asked. */
export async function knownPunches(
  pool: Pool,
  device: string,
  asked: readonly Pick<PunchRow, 'employeeId' | 'at'>[],
): Promise<boolean[]> {
  const { rows } = await pool.query<{ known: boolean }>(
    `select exists (select from punch where employee_id = asked.employee_id and punched_at = asked.punched_at and device = $3) as known
     from unnest($1::uuid[], $2::bigint[]) with ordinality as asked (employee_id, punched_at, nth) order by nth`,
    [...columns(asked, 'employeeId', 'at'), device],
  )
  return rows.map(({ known }) => known)
}

/** A person's scans between two instants, the later one excluded; none that was taken back. */
export async function punchesBetween(
  pool: Pool,
  employeeId: string,
  from: number,
  to: number,
): Promise<Pick<PunchRow, 'recordId' | 'at' | 'device' | 'key'>[]> {
  const { rows } = await pool.query<{ record_id: string; punched_at: bigint; device: string; key: PunchKey | null }>(
    `select record_id, punched_at, device, key from punch
     where employee_id = $1 and punched_at >= $2 and punched_at < $3 and not withdrawn order by punched_at, device`,
    [employeeId, from, to],
  )
  return rows.map((row) => ({
    recordId: row.record_id,
    at: Number(row.punched_at),
    device: row.device,
    key: row.key ?? undefined,
  }))
}

/** What was told of whole days of a span, by day, as the rules take it. */
export async function dailyResultsOf(
  pool: Pool,
  employeeId: string,
  from: CivilDate,
  to: CivilDate,
): Promise<Map<CivilDate, AttendanceFact[]>> {
  const { rows } = await pool.query<{
    record_id: string
    revision: number
    work_date: CivilDate
    present: boolean
    late_minutes: number
    early_leave_minutes: number
    occurred_at: bigint
  }>(
    `select record_id, revision, work_date, present, late_minutes, early_leave_minutes, occurred_at from daily_result
     where employee_id = $1 and work_date between $2 and $3 order by work_date, record_id`,
    [employeeId, from, to],
  )
  const days = new Map<CivilDate, AttendanceFact[]>()
  for (const row of rows) {
    const fact: AttendanceFact = {
      kind: 'attendance',
      recordId: row.record_id,
      revision: row.revision,
      // One row a record is kept, so places in the log decide nothing here.
      offset: 0n,
      recordedAt: 0,
      occurredAt: Number(row.occurred_at),
      settlement: false,
      present: row.present,
      lateMinutes: row.late_minutes,
      earlyLeaveMinutes: row.early_leave_minutes,
    }
    const day = days.get(row.work_date)
    if (day === undefined) days.set(row.work_date, [fact])
    else day.push(fact)
  }
  return days
}
