import type { DutyChanged, DutySwap, ShiftsChanged } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import type { CivilDate } from '@timbang/rules/civil-date'
import type { DutyMonth } from '@timbang/rules/shift'
import { toDays } from './wire.ts'

/** Only `apply` calls this: the table equals a fold of the topic. */
export const putShifts = (tx: Tx, lists: readonly ShiftsChanged[]) =>
  tx.query(
    `insert into shift_list as known (agency_id, shifts, version)
   select * from unnest($1::uuid[], $2::jsonb[], $3::integer[])
   on conflict (agency_id) do update set shifts = excluded.shifts, version = excluded.version
   where known.version < excluded.version`,
    columns(
      lists.map((list) => ({ ...list, listed: JSON.stringify(list.shifts) })),
      'agencyId',
      'listed',
      'version',
    ),
  )

export async function loadShifts(db: Tx | Pool, agencyId: string): Promise<ShiftsChanged | undefined> {
  const { rows } = await db.query<ShiftsChanged>(
    `select agency_id as "agencyId", shifts, version from shift_list where agency_id = $1`,
    [agencyId],
  )
  return rows[0]
}

export interface Unit {
  readonly unitId: string
  readonly agencyId: string
  readonly name: string
}
export async function loadUnit(db: Tx | Pool, unitId: string): Promise<Unit | undefined> {
  const { rows } = await db.query<Unit>(
    `select unit_id as "unitId", agency_id as "agencyId", name from roster.unit where unit_id = $1`,
    [unitId],
  )
  return rows[0]
}

/**
 * Whoever changes the months of these people waits for who changes them now: each has one next version, also where two units publish for one person.
 * The keys in one order, so that two publications cannot deadlock.
 */
export const lockDuties = async (tx: Tx, employeeIds: readonly string[]): Promise<void> =>
  void (await tx.query(
    `select pg_advisory_xact_lock(lock)
     from (select distinct hashtextextended('duty ' || name, 0) as lock from unnest($1::text[]) as asked (name) order by lock) as locks`,
    [employeeIds],
  ))

/** What is published for people in some months. */
export async function loadDuties(
  db: Tx | Pool,
  employeeIds: readonly string[],
  months: readonly string[],
): Promise<DutyChanged[]> {
  const { rows } = await db.query<{
    employeeId: string
    agencyId: string
    unitId: string
    month: string
    days: DutyMonth
    version: number
    swap: DutySwap | null
  }>(
    `select employee_id as "employeeId", coalesce(u.agency_id::text, '') as "agencyId", d.unit_id as "unitId", month, days, d.version, d.swap
     from roster.duty d left join roster.unit u on u.unit_id = d.unit_id
     where employee_id = any ($1::uuid[]) and month = any ($2::text[]) order by employee_id, month`,
    [employeeIds, months],
  )
  return rows.map(({ days, swap, ...state }) => ({ ...state, days: toDays(days), swap: swap ?? undefined }))
}

/**
 * Whoever has a post in a unit on days of a span, and the runs of those days. @param employeeIds of these only; undefined: of everybody
 * @returns in the order of the ids, then of the days
 */
export const postsInUnit = async (
  db: Tx | Pool,
  unitId: string,
  span: { readonly from: CivilDate; readonly to: CivilDate },
  employeeIds?: readonly string[],
): Promise<{ employeeId: string; from: CivilDate; to: CivilDate }[]> =>
  (
    await db.query<{ employeeId: string; from: CivilDate; to: CivilDate }>(
      `select employee_id as "employeeId", greatest(from_date, $2::date) as "from", least(coalesce(to_date, $3::date), $3::date) as "to"
       from roster.assignment
       where unit_id = $1 and not withdrawn and from_date <= $3 and (to_date is null or to_date >= $2)
         and ($4::uuid[] is null or employee_id = any ($4::uuid[]))
       order by employee_id, from_date`,
      [unitId, span.from, span.to, employeeIds],
    )
  ).rows

/** Whether the directory has closed its part of a quarter's seal: what is published for it now counts in the next edition. */
export const isSealed = async (db: Tx | Pool, period: string): Promise<boolean> =>
  ((await db.query(`select from seal.request where period = $1 and answered_at is not null limit 1`, [period]))
    .rowCount ?? 0) > 0
