import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import type { EntryWindow, Grace, Outage } from './domain.ts'

/** All that moves windows. Some rows per agency and year: a batch reads them whole. */
export interface Windows {
  readonly windows: readonly EntryWindow[]
  readonly outages: readonly Outage[]
  readonly graces: readonly Grace[]
}

export async function loadWindows(pool: Pool | Tx): Promise<Windows> {
  // One statement: a batch of a few records is as many statements as a batch of thousands.
  const { rows } = await pool.query<{ windows: EntryWindow[]; outages: OrNull<Outage>[]; graces: OrNull<Grace>[] }>(
    `select
       (select coalesce(json_agg(json_build_object('windowId', window_id, 'agencyId', agency_id, 'days', days, 'graceDays', grace_days, 'effectiveFrom', effective_from, 'version', version) order by window_id), '[]') from entry_window) as windows,
       (select coalesce(json_agg(json_build_object('outageId', outage_id, 'agencyId', agency_id, 'fromInstant', from_instant, 'toInstant', to_instant, 'causeCode', cause_code, 'version', version, 'withdrawn', withdrawn) order by outage_id), '[]') from outage) as outages,
       (select coalesce(json_agg(json_build_object('graceId', grace_id, 'agencyId', agency_id, 'workFrom', work_from, 'workTo', work_to, 'untilInstant', until_instant, 'reasonCode', reason_code, 'version', version, 'withdrawn', withdrawn) order by grace_id), '[]') from grace) as graces`,
  )
  const { windows, outages, graces } = rows[0]!
  return { windows, outages: outages.map(ofAll), graces: graces.map(ofAll) }
}

/** Without an agency it is of all. */
type OrNull<T extends { agencyId?: string | undefined }> = Omit<T, 'agencyId'> & { agencyId: string | null }
const ofAll = <T extends { agencyId: string | null }>(row: T) => ({ ...row, agencyId: row.agencyId ?? undefined })

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
    `insert into grace (grace_id, agency_id, work_from, work_to, until_instant, reason_code, version, withdrawn)
   select distinct on (grace_id) * from unnest($1::text[], $2::uuid[], $3::date[], $4::date[], $5::bigint[], $6::text[], $7::int[], $8::boolean[]) as g (grace_id, agency_id, work_from, work_to, until_instant, reason_code, version, withdrawn) order by grace_id, version desc
   on conflict (grace_id) do update set agency_id = excluded.agency_id, work_from = excluded.work_from, work_to = excluded.work_to, until_instant = excluded.until_instant, reason_code = excluded.reason_code, version = excluded.version, withdrawn = excluded.withdrawn
   where grace.version < excluded.version`,
    columns(graces, 'graceId', 'agencyId', 'workFrom', 'workTo', 'untilInstant', 'reasonCode', 'version', 'withdrawn'),
  )

const WINDOWS = 7_411_001

/** A window, an outage, a grace period is decided on by one at a time; others are not held up. */
export const lockWindow = (tx: Tx, id: string) =>
  tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [WINDOWS, id])
