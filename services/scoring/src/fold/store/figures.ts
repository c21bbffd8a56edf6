import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import type { LoggedFigure } from '../../score/domain.ts'

/** Keeps a batch's records of figures: members of a set, so that one which came again is there already. */
export async function saveFigures(tx: Tx, figures: readonly LoggedFigure[]): Promise<void> {
  if (figures.length === 0) return
  const rows = figures
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
    .map((one) => ({ ...one, per: one.per ?? null }))
  await tx.query(
    `insert into figure_part (unit_id, record_id, revision, log_offset, agency_id, indicator_id, span, amount, per, withdrawn, occurred_at, appended_at)
     select * from unnest($1::uuid[], $2::uuid[], $3::integer[], $4::bigint[], $5::uuid[], $6::uuid[], $7::text[], $8::bigint[], $9::bigint[],
       $10::boolean[], $11::bigint[], $12::bigint[]) on conflict do nothing`,
    columns(
      rows,
      'unitId',
      'recordId',
      'revision',
      'offset',
      'agencyId',
      'indicatorId',
      'span',
      'amount',
      'per',
      'withdrawn',
      'occurredAt',
      'appendedAt',
    ),
  )
}
const keyOf = ({ unitId, recordId, revision, offset }: LoggedFigure) => `${unitId} ${recordId} ${revision} ${offset}`

/** What of a unit is asked for. */
export interface AskedFigure {
  readonly unitId: string
  readonly indicatorId: string
}

/**
 * Whatever was said by an instant in records that speak of these indicators of these units in a span: all their revisions, since one may have moved
 * a record into the span, or out of it.
 */
export async function readFigures(
  reader: Tx | Pool,
  asked: readonly AskedFigure[],
  span: { readonly from: string; readonly to: string },
  asOf: bigint,
): Promise<LoggedFigure[]> {
  type Row = Omit<LoggedFigure, 'amount' | 'per' | 'occurredAt' | 'appendedAt'> &
    Record<'amount' | 'occurredAt' | 'appendedAt', bigint> & { per: bigint | null }
  const { rows } = await reader.query<Row>(
    `with spoken as (
       select distinct unit_id, record_id from unnest($1::uuid[], $2::uuid[]) as asked (unit_id, indicator_id)
         join figure_part using (unit_id, indicator_id) where span between $3 and $4)
     select unit_id as "unitId", record_id as "recordId", revision, log_offset as "offset", agency_id as "agencyId", indicator_id as "indicatorId", span,
       amount, per, withdrawn, occurred_at as "occurredAt", appended_at as "appendedAt"
     from spoken join figure_part using (unit_id, record_id) where appended_at <= $5`,
    [...columns(asked, 'unitId', 'indicatorId'), span.from.slice(0, 7), span.to, asOf],
  )
  return rows.map((row) => ({
    ...row,
    amount: Number(row.amount),
    per: row.per === null ? undefined : Number(row.per),
    occurredAt: Number(row.occurredAt),
    appendedAt: Number(row.appendedAt),
  }))
}
