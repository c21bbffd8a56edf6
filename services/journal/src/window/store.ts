import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import { packsAt } from '@timbang/rulebook/pack'
import type { Packs } from '@timbang/rules/published'
import type { EntryWindow, Grace, Outage } from './domain.ts'

/** All that moves windows. Some rows per agency and year: a batch reads them whole, and of graces for single persons those of its people. */
export interface Windows {
  readonly windows: readonly EntryWindow[]
  readonly outages: readonly Outage[]
  readonly graces: readonly Grace[]
  /** By which pack a day is judged that no agency has said anything of, and which code judges it. */
  readonly packs: Packs
}

/** @param of.employeeIds whose own graces are wanted · of.graceId that one too, whosever it is */
export async function loadWindows(
  pool: Pool | Tx,
  of: { readonly employeeIds?: readonly string[]; readonly graceId?: string | undefined } = {},
): Promise<Windows> {
  // One statement: a batch of a few records is as many statements as a batch of thousands.
  const { rows } = await pool.query<{ windows: EntryWindow[]; outages: OrNull<Outage>[]; graces: OrNull<Grace>[] }>(
    `select
       (select coalesce(json_agg(json_build_object('windowId', window_id, 'agencyId', agency_id, 'days', days, 'graceDays', grace_days, 'effectiveFrom', effective_from, 'version', version) order by window_id), '[]') from entry_window) as windows,
       (select coalesce(json_agg(json_build_object('outageId', outage_id, 'agencyId', agency_id, 'fromInstant', from_instant, 'toInstant', to_instant, 'causeCode', cause_code, 'version', version, 'withdrawn', withdrawn) order by outage_id), '[]') from outage) as outages,
       (select coalesce(json_agg(json_build_object('graceId', grace_id, 'agencyId', agency_id, 'workFrom', work_from, 'workTo', work_to, 'untilInstant', until_instant, 'reasonCode', reason_code, 'employeeId', employee_id, 'unitId', unit_id, 'version', version, 'withdrawn', withdrawn) order by grace_id), '[]') from grace
         where employee_id is null or employee_id = any($1::uuid[]) or grace_id = $2) as graces`,
    [of.employeeIds ?? [], of.graceId],
  )
  const { windows, outages, graces } = rows[0]!
  return {
    windows,
    outages: outages.map(ofAll),
    graces: graces.map(ofAll).map(ofEverybody),
    packs: await packsAt(pool),
  }
}

/** Without an agency it is of all. */
type OrNull<T extends { agencyId?: string | undefined }> = Omit<T, 'agencyId'> & { agencyId: string | null }
const ofAll = <T extends { agencyId: string | null }>(row: T) => ({ ...row, agencyId: row.agencyId ?? undefined })
const ofEverybody = <T extends Pick<Grace, 'employeeId' | 'unitId'>>(row: T) => ({
  ...row,
  employeeId: row.employeeId ?? undefined,
  unitId: row.unitId ?? undefined,
})

export const saveWindows = (tx: Tx, windows: readonly EntryWindow[]) =>
  tx.query(
    `insert into entry_window (window_id, agency_id, days, grace_days, effective_from, version)
   select distinct on (window_id) * from unnest($1::text[], $2::uuid[], $3::int[], $4::int[], $5::date[], $6::int[]) as w (window_id, agency_id, days, grace_days, effective_from, version) order by window_id, version desc
   on conflict (window_id) do update set agency_id = excluded.agency_id, days = excluded.days, grace_days = excluded.grace_days, effective_from = excluded.effective_from, version = excluded.version
   where entry_window.version < excluded.version`,
    columns(windows, 'windowId', 'agencyId', 'days', 'graceDays', 'effectiveFrom', 'version'),
  )

export const saveOutages = (tx: Tx, outages: readonly Outage[]) =>
  tx.query(
    `insert into outage (outage_id, agency_id, from_instant, to_instant, cause_code, version, withdrawn)
   select distinct on (outage_id) * from unnest($1::text[], $2::uuid[], $3::bigint[], $4::bigint[], $5::text[], $6::int[], $7::boolean[]) as o (outage_id, agency_id, from_instant, to_instant, cause_code, version, withdrawn) order by outage_id, version desc
   on conflict (outage_id) do update set agency_id = excluded.agency_id, from_instant = excluded.from_instant, to_instant = excluded.to_instant, cause_code = excluded.cause_code, version = excluded.version, withdrawn = excluded.withdrawn
   where outage.version < excluded.version`,
    columns(outages, 'outageId', 'agencyId', 'fromInstant', 'toInstant', 'causeCode', 'version', 'withdrawn'),
  )

export const saveGraces = (tx: Tx, graces: readonly Grace[]) =>
  tx.query(
    `insert into grace (grace_id, agency_id, work_from, work_to, until_instant, reason_code, version, withdrawn, employee_id, unit_id)
   select distinct on (grace_id) * from unnest($1::text[], $2::uuid[], $3::date[], $4::date[], $5::bigint[], $6::text[], $7::int[], $8::boolean[], $9::uuid[], $10::uuid[])
     as g (grace_id, agency_id, work_from, work_to, until_instant, reason_code, version, withdrawn, employee_id, unit_id) order by grace_id, version desc
   on conflict (grace_id) do update set agency_id = excluded.agency_id, work_from = excluded.work_from, work_to = excluded.work_to, until_instant = excluded.until_instant, reason_code = excluded.reason_code, version = excluded.version, withdrawn = excluded.withdrawn,
     employee_id = excluded.employee_id, unit_id = excluded.unit_id
   where grace.version < excluded.version`,
    columns(
      graces,
      'graceId',
      'agencyId',
      'workFrom',
      'workTo',
      'untilInstant',
      'reasonCode',
      'version',
      'withdrawn',
      'employeeId',
      'unitId',
    ),
  )

/** How far the entries that something reaches have been judged anew. */
export interface Anew {
  readonly id: string
  readonly version: number
  readonly agencyId: string | undefined
  readonly fromDate: string
  readonly toDate: string
  readonly askedAt: number
  readonly parts: number
  readonly partsDone: number
  readonly judged: number
  readonly changed: number
  readonly endedAt: number | undefined
}

export const beginAnew = (tx: Tx, of: Pick<Anew, 'id' | 'version' | 'agencyId' | 'fromDate' | 'toDate' | 'askedAt'>) =>
  tx.query(
    `insert into anew (id, version, agency_id, from_date, to_date, asked_at, parts, parts_done, judged, changed)
   values ($1, $2, $3, $4, $5, $6, 0, 0, 0, 0) on conflict do nothing`,
    [of.id, of.version, of.agencyId, of.fromDate, of.toDate, of.askedAt],
  )

export const cutAnew = (tx: Tx, id: string, version: number, parts: number) =>
  tx.query('update anew set parts = $3 where id = $1 and version = $2', [id, version, parts])

/** After a page. The last statement of its transaction: pages of several workers meet in this row. @param done the part has no further page */
export const countAnew = (
  tx: Tx,
  id: string,
  version: number,
  page: { judged: number; changed: number; done: boolean; now: number },
) =>
  tx.query(
    `update anew set judged = judged + $3, changed = changed + $4, parts_done = parts_done + $5::int,
     ended_at = case when parts_done + $5::int = parts then $6::bigint end
   where id = $1 and version = $2`,
    [id, version, page.judged, page.changed, page.done ? 1 : 0, page.now],
  )

/** Of the newest version. */
export async function findAnew(db: Pool | Tx, id: string): Promise<Anew | undefined> {
  const { rows } = await db.query<{
    id: string
    version: number
    agency_id: string | null
    from_date: string
    to_date: string
    asked_at: bigint
    parts: number
    parts_done: number
    judged: bigint
    changed: bigint
    ended_at: bigint | null
  }>('select * from anew where id = $1 order by version desc limit 1', [id])
  const row = rows[0]
  return (
    row && {
      id: row.id,
      version: row.version,
      agencyId: row.agency_id ?? undefined,
      fromDate: row.from_date,
      toDate: row.to_date,
      askedAt: Number(row.asked_at),
      parts: row.parts,
      partsDone: row.parts_done,
      judged: Number(row.judged),
      changed: Number(row.changed),
      endedAt: row.ended_at === null ? undefined : Number(row.ended_at),
    }
  )
}

const WINDOWS = 7_411_001

/** A window, an outage, a grace period is decided on by one at a time; others are not held up. */
export const lockWindow = (tx: Tx, id: string) =>
  tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [WINDOWS, id])
