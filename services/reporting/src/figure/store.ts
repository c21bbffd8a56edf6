import { IndicatorChanged, type DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { FigureEvent } from '@timbang/contracts/gen/timbang/figure/v1/events'
import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import type { AppliedRecord } from '@timbang/stream/batch'
import type { Figure } from './domain.ts'

/** States with versions: the highest wins, whatever the order of arrival. */
export async function saveIndicators(tx: Tx, events: readonly DirectoryEvent[]): Promise<void> {
  const latest = new Map<string, IndicatorChanged>()
  for (const { body } of events)
    if (body?.$case === 'indicatorChanged' && (latest.get(body.value.indicatorId)?.version ?? 0) < body.value.version)
      latest.set(body.value.indicatorId, body.value)
  if (latest.size === 0) return
  const rows = [...latest.values()]
    .sort((a, b) => (a.indicatorId < b.indicatorId ? -1 : 1))
    .map((indicator) => ({ ...indicator, state: Buffer.from(IndicatorChanged.encode(indicator).finish()) }))
  await tx.query(
    `insert into indicator as known (indicator_id, agency_id, code, state, version)
     select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[], $5::integer[])
     on conflict (indicator_id) do update set state = excluded.state, version = excluded.version where known.version < excluded.version`,
    columns(rows, 'indicatorId', 'agencyId', 'code', 'state', 'version'),
  )
}

/** Keeps a batch's records of figures: members of a set. */
export async function saveFigures(
  tx: Tx,
  records: readonly Pick<AppliedRecord<FigureEvent | undefined>, 'event' | 'offset' | 'appendedAt'>[],
): Promise<void> {
  const rows = records
    .flatMap(({ event, offset, appendedAt }) => {
      const { value } = event?.body ?? {}
      const span = value?.date ?? value?.month
      if (event === undefined || value === undefined || span === undefined) return []
      return [
        {
          ...value,
          offset,
          agencyId: event.agencyId,
          span,
          per: value.perThousandths ?? null,
          occurredAt: event.occurredAt,
          digest: Buffer.from(value.contentDigest),
          appendedAt,
          importId: value.importId ?? null,
        },
      ]
    })
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  if (rows.length === 0) return
  await tx.query(
    `insert into figure (unit_id, record_id, revision, log_offset, agency_id, indicator_id, span, amount, per, withdrawn, occurred_at, digest,
       appended_at, import_id)
     select * from unnest($1::uuid[], $2::uuid[], $3::integer[], $4::bigint[], $5::uuid[], $6::uuid[], $7::text[], $8::bigint[], $9::bigint[],
       $10::boolean[], $11::bigint[], $12::bytea[], $13::bigint[], $14::uuid[]) on conflict do nothing`,
    columns(
      rows,
      'unitId',
      'recordId',
      'revision',
      'offset',
      'agencyId',
      'indicatorId',
      'span',
      'amountThousandths',
      'per',
      'withdrawn',
      'occurredAt',
      'digest',
      'appendedAt',
      'importId',
    ),
  )
}
const keyOf = ({
  unitId,
  recordId,
  revision,
  offset,
}: Record<'unitId' | 'recordId', string> & { revision: number; offset: bigint }) =>
  `${unitId} ${recordId} ${revision} ${offset}`

/** Later than any instant: all that is there. */
const EVER = 9_223_372_036_854_775_807n

export const readIndicators = async (reader: Tx | Pool, agencyId: string): Promise<IndicatorChanged[]> =>
  (
    await reader.query<{ state: Buffer }>(`select state from indicator where agency_id = $1 order by code`, [agencyId])
  ).rows.map(({ state }) => IndicatorChanged.decode(state))

/** Units of an agency of which anything was told for it in a span. */
export const unitsTold = async (
  reader: Tx | Pool,
  agencyId: string,
  unitId: string,
  span: { readonly from: string; readonly to: string },
): Promise<string[]> =>
  (
    await reader.query<{ unitId: string }>(
      `select distinct unit_id as "unitId" from figure
       where agency_id = $1 and ($2 = '' or unit_id::text = $2) and span between $3 and $4 order by 1`,
      [agencyId, unitId, span.from.slice(0, 7), span.to],
    )
  ).rows.map((row) => row.unitId)

/** Whatever was said by an instant of a unit for its agency in records that speak of a span: all their revisions. @param asOf epoch ms; absent: all of it */
export async function readFigures(
  reader: Tx | Pool,
  agencyId: string,
  unitId: string,
  span: { readonly from: string; readonly to: string },
  asOf?: number,
): Promise<Figure[]> {
  type Row = Omit<Figure, 'amount' | 'per' | 'occurredAt'> & { amount: bigint; per: bigint | null; occurredAt: bigint }
  const { rows } = await reader.query<Row>(
    `with spoken as (
       select distinct unit_id, record_id from figure where agency_id = $1 and unit_id = $2 and span between $3 and $4)
     select unit_id as "unitId", record_id as "recordId", revision, log_offset as "offset", indicator_id as "indicatorId", span, amount, per, withdrawn,
       occurred_at as "occurredAt", encode(digest, 'hex') as digest, import_id is not null as imported
     from spoken join figure using (unit_id, record_id) where agency_id = $1 and appended_at <= $5`,
    [agencyId, unitId, span.from.slice(0, 7), span.to, asOf === undefined ? EVER : BigInt(asOf)],
  )
  return rows.map((row) => ({
    ...row,
    amount: Number(row.amount),
    per: row.per === null ? undefined : Number(row.per),
    occurredAt: Number(row.occurredAt),
  }))
}
