import { IndicatorChanged } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { columns, type Pool, type Tx } from '@timbang/postgres/pool'

/** Whoever says an indicator anew waits for who does so too: it has one next version. */
export const lockIndicator = (tx: Tx, indicatorId: string) =>
  tx.query(`select pg_advisory_xact_lock(hashtextextended('indicator ' || $1, 0))`, [indicatorId])

/** Only `apply` calls this: the table equals a fold of the topic. */
export const putIndicators = (tx: Tx, indicators: readonly IndicatorChanged[]) =>
  tx.query(
    `insert into indicator as known (indicator_id, agency_id, code, state, version)
     select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[], $5::integer[])
     on conflict (indicator_id) do update set state = excluded.state, version = excluded.version where known.version < excluded.version`,
    columns(
      indicators.map((indicator) => ({ ...indicator, state: JSON.stringify(IndicatorChanged.toJSON(indicator)) })),
      'indicatorId',
      'agencyId',
      'code',
      'state',
      'version',
    ),
  )

export const loadIndicator = async (tx: Tx, indicatorId: string): Promise<IndicatorChanged | undefined> =>
  (await tx.query<{ state: unknown }>(`select state from indicator where indicator_id = $1`, [indicatorId])).rows.map(
    ({ state }) => IndicatorChanged.fromJSON(state),
  )[0]

/** Those of an agency, by their codes. */
export const listIndicators = async (pool: Pool, agencyId: string): Promise<IndicatorChanged[]> =>
  (
    await pool.query<{ state: unknown }>(`select state from indicator where agency_id = $1 order by code`, [agencyId])
  ).rows.map(({ state }) => IndicatorChanged.fromJSON(state))
