import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import type { CivilDate } from '@timbang/rules/civil-date'
import type { AttendanceFact, PermissionReason, PunchKey } from '@timbang/rules/facts'
import type { AttendanceOutage, Settlement } from './domain.ts'

/** A scan as it is kept: one a person, second, machine and agency that tells it. Instants are epoch milliseconds. */
export interface PunchRow {
  readonly employeeId: string
  /** For which it was told. */
  readonly agencyId: string
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
  readonly agencyId: string
  readonly recordId: string
  readonly revision: number
  readonly workDate: CivilDate
  readonly present: boolean
  readonly lateMinutes: number
  readonly earlyLeaveMinutes: number
  readonly occurredAt: number
}

/** Who may be away for a part of a day. */
export interface PermissionRow {
  readonly employeeId: string
  readonly recordId: string
  readonly revision: number
  readonly date: CivilDate
  readonly fromMinute: number
  readonly untilMinute: number
  readonly reason: PermissionReason
  readonly withdrawn: boolean
}

/** The first content of a revision stands, the highest revision counts: in the order of the log. */
export const savePunches = (tx: Tx, punches: readonly PunchRow[]) =>
  tx.query(
    `insert into punch (employee_id, punched_at, device, agency_id, record_id, revision, key, withdrawn)
   select distinct on (employee_id, punched_at, device, agency_id) employee_id, punched_at, device, agency_id, record_id, revision, key, withdrawn
   from unnest($1::uuid[], $2::bigint[], $3::text[], $4::uuid[], $5::uuid[], $6::int[], $7::text[], $8::boolean[]) with ordinality
     as p (employee_id, punched_at, device, agency_id, record_id, revision, key, withdrawn, at)
   order by employee_id, punched_at, device, agency_id, revision desc, at
   on conflict (employee_id, punched_at, device, agency_id) do update set revision = excluded.revision, key = excluded.key, withdrawn = excluded.withdrawn
   where punch.revision < excluded.revision`,
    columns(punches, 'employeeId', 'at', 'device', 'agencyId', 'recordId', 'revision', 'key', 'withdrawn'),
  )

export const saveDailyResults = (tx: Tx, results: readonly DailyRow[]) =>
  tx.query(
    `insert into daily_result (employee_id, record_id, agency_id, revision, work_date, present, late_minutes, early_leave_minutes, occurred_at)
   select distinct on (employee_id, record_id, agency_id) employee_id, record_id, agency_id, revision, work_date, present, late_minutes, early_leave_minutes, occurred_at
   from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::date[], $6::boolean[], $7::int[], $8::int[], $9::bigint[]) with ordinality
     as r (employee_id, record_id, agency_id, revision, work_date, present, late_minutes, early_leave_minutes, occurred_at, at)
   order by employee_id, record_id, agency_id, revision desc, at
   on conflict (employee_id, record_id, agency_id) do update set revision = excluded.revision, work_date = excluded.work_date, present = excluded.present,
     late_minutes = excluded.late_minutes, early_leave_minutes = excluded.early_leave_minutes, occurred_at = excluded.occurred_at
   where daily_result.revision < excluded.revision`,
    columns(
      results,
      'employeeId',
      'recordId',
      'agencyId',
      'revision',
      'workDate',
      'present',
      'lateMinutes',
      'earlyLeaveMinutes',
      'occurredAt',
    ),
  )

export const savePermissions = (tx: Tx, permissions: readonly PermissionRow[]) =>
  tx.query(
    `insert into permission (employee_id, record_id, revision, from_date, from_minute, until_minute, kind, withdrawn)
   select distinct on (employee_id, record_id) employee_id, record_id, revision, from_date, from_minute, until_minute, kind, withdrawn
   from unnest($1::uuid[], $2::uuid[], $3::int[], $4::date[], $5::int[], $6::int[], $7::text[], $8::boolean[]) with ordinality
     as p (employee_id, record_id, revision, from_date, from_minute, until_minute, kind, withdrawn, at)
   order by employee_id, record_id, revision desc, at
   on conflict (employee_id, record_id) do update set revision = excluded.revision, from_date = excluded.from_date, from_minute = excluded.from_minute,
     until_minute = excluded.until_minute, kind = excluded.kind, withdrawn = excluded.withdrawn
   where permission.revision < excluded.revision`,
    columns(
      permissions,
      'employeeId',
      'recordId',
      'revision',
      'date',
      'fromMinute',
      'untilMinute',
      'reason',
      'withdrawn',
    ),
  )

/** Permissions that begin within spans of days, in the order of time; none that was taken back. By employee. */
export async function permissionsOf(
  pool: Pool,
  spans: readonly Span[],
): Promise<Map<string, Omit<PermissionRow, 'employeeId' | 'revision' | 'withdrawn'>[]>> {
  const { rows } = await pool.query<PermissionRow>(
    `select p.employee_id as "employeeId", record_id as "recordId", from_date as date, from_minute as "fromMinute", until_minute as "untilMinute", kind as reason
     from unnest($1::uuid[], $2::date[], $3::date[]) as asked (employee_id, since, until)
     join permission p on p.employee_id = asked.employee_id and from_date between since and until
     where not withdrawn order by from_date, from_minute, record_id`,
    columns(spans, 'employeeId', 'from', 'to'),
  )
  return Map.groupBy(rows, ({ employeeId }) => employeeId)
}

/** Which scans of a machine were told for its agency, whatever became of them; in the order asked. */
export async function knownPunches(
  pool: Pool,
  { device, agencyId }: Pick<PunchRow, 'device' | 'agencyId'>,
  asked: readonly Pick<PunchRow, 'employeeId' | 'at'>[],
): Promise<boolean[]> {
  const { rows } = await pool.query<{ known: boolean }>(
    `select exists (select from punch where employee_id = asked.employee_id and punched_at = asked.punched_at and device = $3 and agency_id = $4) as known
     from unnest($1::uuid[], $2::bigint[]) with ordinality as asked (employee_id, punched_at, nth) order by nth`,
    [...columns(asked, 'employeeId', 'at'), device, agencyId],
  )
  return rows.map(({ known }) => known)
}

export type Scan = Pick<PunchRow, 'recordId' | 'at' | 'device' | 'key' | 'agencyId'>

/** Of each person the scans between two instants, the later one excluded; none that was taken back. By employee, in the order of time. */
export async function scansBetween(
  pool: Pool,
  spans: readonly { readonly employeeId: string; readonly from: number; readonly to: number }[],
): Promise<Map<string, Scan[]>> {
  const { rows } = await pool.query<{
    employee_id: string
    record_id: string
    punched_at: bigint
    device: string
    key: PunchKey | null
    agency_id: string
  }>(
    `select punch.employee_id, record_id, punched_at, device, key, agency_id
     from unnest($1::uuid[], $2::bigint[], $3::bigint[]) as asked (employee_id, since, until)
     join punch on punch.employee_id = asked.employee_id and punched_at >= since and punched_at < until
     where not withdrawn order by punch.employee_id, punched_at, device, agency_id`,
    columns(spans, 'employeeId', 'from', 'to'),
  )
  const scans = new Map<string, Scan[]>()
  for (const row of rows) {
    const scan = {
      recordId: row.record_id,
      at: Number(row.punched_at),
      device: row.device,
      key: row.key ?? undefined,
      agencyId: row.agency_id,
    }
    const known = scans.get(row.employee_id)
    if (known === undefined) scans.set(row.employee_id, [scan])
    else known.push(scan)
  }
  return scans
}

/** Days of one person, the last one included. */
export interface Span {
  readonly employeeId: string
  readonly from: CivilDate
  readonly to: CivilDate
}
export type DailyFact = AttendanceFact

/** What was told of whole days, and what an officer settled of them, as the rules take it; by `personDay`. */
export async function dailyResultsOf(pool: Pool, spans: readonly Span[]): Promise<Map<string, DailyFact[]>> {
  const { rows } = await pool.query<{
    employee_id: string
    record_id: string
    revision: number
    work_date: CivilDate
    present: boolean
    late_minutes: number
    early_leave_minutes: number
    occurred_at: bigint
    settlement: boolean
    agency_id: string | null
    withdrawn: boolean
  }>(
    `with asked as (select * from unnest($1::uuid[], $2::date[], $3::date[]) as a (employee_id, since, until))
     select r.employee_id, record_id, revision, work_date, present, late_minutes, early_leave_minutes, occurred_at, false as settlement, r.agency_id, false as withdrawn
     from asked join daily_result r on r.employee_id = asked.employee_id and work_date between since and until
     union all
     select s.employee_id, settlement_id, version, work_date, present, late_minutes, early_leave_minutes, settled_at, true, null, s.withdrawn
     from asked join settlement s on s.employee_id = asked.employee_id and work_date between since and until
     order by work_date, record_id, agency_id`,
    columns(spans, 'employeeId', 'from', 'to'),
  )
  const days = new Map<string, DailyFact[]>()
  for (const row of rows) {
    const fact: AttendanceFact = {
      kind: 'attendance',
      recordId: row.record_id,
      revision: row.revision,
      // One row a record and agency is kept, so places in the log decide nothing here.
      offset: 0n,
      recordedAt: 0,
      occurredAt: Number(row.occurred_at),
      settlement: row.settlement,
      agencyId: row.agency_id ?? undefined,
      present: row.present,
      lateMinutes: row.late_minutes,
      earlyLeaveMinutes: row.early_leave_minutes,
      withdrawn: row.withdrawn,
    }
    const key = `${row.employee_id} ${row.work_date}`
    const day = days.get(key)
    if (day === undefined) days.set(key, [fact])
    else day.push(fact)
  }
  return days
}

/** A day of a person in a list, which goes back in time. */
export interface DayPlace {
  readonly employeeId: string
  readonly date: CivilDate
}

/**
 * Days of an agency's people in a month of which more than one fact tells, or another agency, or that were settled: whether they contradict each other, and
 * whether the other one may tell, only the rules can say. A day is its agency's by a post that somebody holds on it. A punch is near it: from the day before to the noon after the night.
 */
export async function candidates(
  pool: Pool,
  agencyId: string,
  month: string,
  after: DayPlace | undefined,
  limit: number,
): Promise<DayPlace[]> {
  const { rows } = await pool.query<DayPlace>(
    `select employee_id as "employeeId", work_date as date from (
       select r.employee_id, r.work_date
       from (select distinct employee_id from roster.assignment where agency_id = $1 and not withdrawn) person
       join daily_result r on r.employee_id = person.employee_id and r.work_date between ($2 || '-01')::date and (($2 || '-01')::date + interval '1 month - 1 day')::date
       where r.agency_id <> $1 or exists (select from daily_result other where other.employee_id = r.employee_id and other.work_date = r.work_date and other.record_id <> r.record_id)
          or exists (select from punch where punch.employee_id = r.employee_id and not punch.withdrawn
               and punched_at >= (extract(epoch from r.work_date - 1) * 1000)::bigint and punched_at < (extract(epoch from r.work_date + 2) * 1000)::bigint)
       union
       -- Which day a scan makes only the rules can say: that of its instant, or one beside it.
       select punch.employee_id, (to_timestamp(punched_at / 1000) at time zone 'Asia/Jakarta')::date - back
       from (select distinct employee_id from roster.assignment where agency_id = $1 and not withdrawn) person
       join punch on punch.employee_id = person.employee_id and punch.agency_id <> $1 and not punch.withdrawn
         and punched_at >= (extract(epoch from ($2 || '-01')::date - 2) * 1000)::bigint
         and punched_at < (extract(epoch from ($2 || '-01')::date + interval '1 month 2 days') * 1000)::bigint
       cross join generate_series(-1, 1) back
       union
       select employee_id, work_date from settlement where agency_id = $1 and not withdrawn
         and work_date between ($2 || '-01')::date and (($2 || '-01')::date + interval '1 month - 1 day')::date
     ) day
     where exists (select from roster.assignment a where a.employee_id = day.employee_id and a.agency_id = $1 and not a.withdrawn
              and a.from_date <= day.work_date and (a.to_date is null or a.to_date >= day.work_date))
       and work_date between ($2 || '-01')::date and (($2 || '-01')::date + interval '1 month - 1 day')::date
       and ($3::date is null or work_date < $3 or (work_date = $3 and employee_id > $4::uuid))
     order by work_date desc, employee_id limit $5`,
    [agencyId, month, after?.date, after?.employeeId, limit],
  )
  return rows
}

interface SettlementRow {
  readonly employee_id: string
  readonly work_date: CivilDate
  readonly settlement_id: string
  readonly version: number
  readonly agency_id: string
  readonly chosen_record_id: string
  readonly present: boolean
  readonly late_minutes: number
  readonly early_leave_minutes: number
  readonly withdrawn: boolean
  readonly settled_at: bigint
  readonly settled_by: string
}
const settlementOf = (row: SettlementRow): Settlement => ({
  employeeId: row.employee_id,
  workDate: row.work_date,
  settlementId: row.settlement_id,
  version: row.version,
  agencyId: row.agency_id,
  chosenRecordId: row.chosen_record_id,
  present: row.present,
  lateMinutes: row.late_minutes,
  earlyLeaveMinutes: row.early_leave_minutes,
  withdrawn: row.withdrawn,
  settledAt: Number(row.settled_at),
  settledBy: row.settled_by,
})

const SETTLEMENTS = 7_411_008

/** Who settles a day does so one after the other, also where it was not settled before. */
export const lockSettling = (tx: Tx, employeeId: string, date: CivilDate) =>
  tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [SETTLEMENTS, `${employeeId} ${date}`])

/** By `personDay`. */
export async function settlementsOn(db: Pool | Tx, days: readonly DayPlace[]): Promise<Map<string, Settlement>> {
  const { rows } = await db.query<SettlementRow>(
    `select s.* from unnest($1::uuid[], $2::date[]) as asked (employee_id, work_date)
     join settlement s on s.employee_id = asked.employee_id and s.work_date = asked.work_date`,
    columns(days, 'employeeId', 'date'),
  )
  return new Map(rows.map((row) => [`${row.employee_id} ${row.work_date}`, settlementOf(row)]))
}
export const findSettlement = async (tx: Tx, employeeId: string, date: CivilDate): Promise<Settlement | undefined> =>
  (await settlementsOn(tx, [{ employeeId, date }])).get(`${employeeId} ${date}`)

/** The higher version stands. */
export const saveSettlements = (tx: Tx, settlements: readonly Settlement[]) =>
  tx.query(
    `insert into settlement (employee_id, work_date, settlement_id, version, agency_id, chosen_record_id, present, late_minutes, early_leave_minutes,
       withdrawn, settled_at, settled_by)
     select * from unnest($1::uuid[], $2::date[], $3::uuid[], $4::int[], $5::uuid[], $6::uuid[], $7::boolean[], $8::int[], $9::int[], $10::boolean[], $11::bigint[], $12::text[])
     on conflict (employee_id, work_date) do update set settlement_id = excluded.settlement_id, version = excluded.version, agency_id = excluded.agency_id,
       chosen_record_id = excluded.chosen_record_id, present = excluded.present, late_minutes = excluded.late_minutes,
       early_leave_minutes = excluded.early_leave_minutes, withdrawn = excluded.withdrawn, settled_at = excluded.settled_at, settled_by = excluded.settled_by
     where settlement.version < excluded.version`,
    columns(
      settlements,
      'employeeId',
      'workDate',
      'settlementId',
      'version',
      'agencyId',
      'chosenRecordId',
      'present',
      'lateMinutes',
      'earlyLeaveMinutes',
      'withdrawn',
      'settledAt',
      'settledBy',
    ),
  )

export const saveReason = (tx: Tx, employeeId: string, date: CivilDate, reason: string) =>
  tx.query(
    `insert into settlement_words (employee_id, work_date, reason) values ($1, $2, $3)
     on conflict (employee_id, work_date) do update set reason = excluded.reason`,
    [employeeId, date, reason],
  )

/** Why days were settled so, by `personDay`. */
export async function reasonsOf(
  pool: Pool,
  days: readonly Pick<Settlement, 'employeeId' | 'workDate'>[],
): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ employee_id: string; work_date: CivilDate; reason: string }>(
    `select w.* from unnest($1::uuid[], $2::date[]) as asked (employee_id, work_date)
     join settlement_words w on w.employee_id = asked.employee_id and w.work_date = asked.work_date`,
    columns(days, 'employeeId', 'workDate'),
  )
  return new Map(rows.map((row) => [`${row.employee_id} ${row.work_date}`, row.reason]))
}

const OUTAGES = 7_411_009

/** One outage is decided on by one at a time. */
export const lockAttendanceOutage = (tx: Tx, outageId: string) =>
  tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [OUTAGES, outageId])

const outageColumns = `outage_id as "outageId", agency_id as "agencyId", from_instant as "fromInstant", to_instant as "toInstant", cause_code as "causeCode", version, withdrawn, devices`
type OutageRow = Omit<AttendanceOutage, 'fromInstant' | 'toInstant'> & { fromInstant: bigint; toInstant: bigint }
const outageOf = ({ fromInstant, toInstant, ...row }: OutageRow): AttendanceOutage => ({
  ...row,
  fromInstant: Number(fromInstant),
  toInstant: Number(toInstant),
})

export const findAttendanceOutage = async (tx: Tx, outageId: string): Promise<AttendanceOutage | undefined> =>
  (
    await tx.query<OutageRow>(`select ${outageColumns} from attendance_outage where outage_id = $1`, [outageId])
  ).rows.map(outageOf)[0]

/** Of some agencies those that touch a span of instants, the latest first; none that was taken back. */
export const attendanceOutagesOf = async (
  pool: Pool,
  agencyIds: readonly string[],
  from: number,
  to: number,
): Promise<AttendanceOutage[]> =>
  (
    await pool.query<OutageRow>(
      `select ${outageColumns} from attendance_outage
       where agency_id = any($1::uuid[]) and not withdrawn and to_instant > $2 and from_instant < $3 order by from_instant desc, outage_id`,
      [agencyIds, from, to],
    )
  ).rows.map(outageOf)

/** Machines that told for an agency of people who had a post in it, in a span of instants; in the order of their names. */
export const machinesOf = async (pool: Pool, agencyId: string, from: number, to: number): Promise<string[]> =>
  (
    await pool.query<{ device: string }>(
      `select distinct device
       from (select distinct employee_id from roster.assignment where agency_id = $1 and not withdrawn) person
       join punch on punch.employee_id = person.employee_id and punched_at >= $2 and punched_at < $3
       where punch.agency_id = $1 and not punch.withdrawn order by device limit 200`,
      [agencyId, from, to],
    )
  ).rows.map(({ device }) => device)

/** The higher version stands. */
export const saveAttendanceOutages = (tx: Tx, outages: readonly AttendanceOutage[]) =>
  tx.query(
    `insert into attendance_outage (outage_id, agency_id, from_instant, to_instant, cause_code, version, withdrawn, devices)
     select distinct on (outage_id) * from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::text[], $6::int[], $7::boolean[], $8::jsonb[])
       as o (outage_id, agency_id, from_instant, to_instant, cause_code, version, withdrawn, devices) order by outage_id, version desc
     on conflict (outage_id) do update set from_instant = excluded.from_instant, to_instant = excluded.to_instant, cause_code = excluded.cause_code,
       version = excluded.version, withdrawn = excluded.withdrawn, devices = excluded.devices
     where attendance_outage.version < excluded.version`,
    [
      ...columns(outages, 'outageId', 'agencyId', 'fromInstant', 'toInstant', 'causeCode', 'version', 'withdrawn'),
      outages.map(({ devices }) => JSON.stringify(devices)),
    ],
  )
