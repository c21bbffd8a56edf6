import type { PublicAgency } from '@timbang/contracts/gen/timbang/reporting/v1/service'
import type { Publication } from './domain/publication.ts'
import type { AnswersReleased, SurveyClosed, SurveyOpened } from '@timbang/contracts/gen/timbang/feedback/v1/events'
import { QuarterSealed, UnitsSealed, type SealedFigures } from '@timbang/contracts/gen/timbang/scoring/v1/events'
import { AgencyFigures, type LiveFrame } from '@timbang/contracts/gen/timbang/scoring/v1/live'
import { unitsHash } from '@timbang/contracts/sealed-units'
import { columns, type Pool, type Tx } from '@timbang/postgres/pool'

export interface Frame {
  readonly agencyId: string
  readonly version: bigint
  readonly computedAt: bigint
  readonly figures: AgencyFigures
}

/** Absolute values: the highest version wins, whatever the order of arrival. */
export async function saveFrames(tx: Tx, frames: readonly LiveFrame[]): Promise<void> {
  const latest = new Map<string, LiveFrame>()
  for (const frame of frames)
    if (frame.agency !== undefined && (latest.get(frame.key)?.version ?? -1n) < frame.version)
      latest.set(frame.key, frame)
  if (latest.size === 0) return
  const rows = [...latest.values()]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map((frame) => ({
      key: frame.key,
      version: frame.version,
      computedAt: frame.computedAt,
      figures: Buffer.from(AgencyFigures.encode(frame.agency!).finish()),
    }))
  await tx.query(
    `insert into frame (agency_id, version, computed_at, figures) select * from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bytea[])
     on conflict (agency_id) do update set version = excluded.version, computed_at = excluded.computed_at, figures = excluded.figures where frame.version < excluded.version`,
    columns(rows, 'key', 'version', 'computedAt', 'figures'),
  )
}

export async function readFrames(reader: Tx | Pool, agencyId?: string): Promise<Map<string, Frame>> {
  const { rows } = await reader.query<{ agency_id: string; version: bigint; computed_at: bigint; figures: Buffer }>(
    `select * from frame ${agencyId === undefined ? '' : 'where agency_id = $1'}`,
    agencyId === undefined ? [] : [agencyId],
  )
  return new Map(
    rows.map((row) => [
      row.agency_id,
      {
        agencyId: row.agency_id,
        version: row.version,
        computedAt: row.computed_at,
        figures: AgencyFigures.decode(row.figures),
      },
    ]),
  )
}

/**
 * Frames that are newer than those of which somebody has the versions.
 * @param agencyId undefined: of all boards
 */
export async function framesNewerThan(
  reader: Tx | Pool,
  has: ReadonlyMap<string, bigint>,
  agencyId?: string,
): Promise<LiveFrame[]> {
  const { rows } = await reader.query<{ agency_id: string; version: bigint; computed_at: bigint; figures: Buffer }>(
    `select f.* from frame f left join unnest($1::uuid[], $2::bigint[]) as has (agency_id, version) on has.agency_id = f.agency_id
     where ($3::uuid is null or f.agency_id = $3) and f.version > coalesce(has.version, -1)`,
    [[...has.keys()], [...has.values()], agencyId ?? null],
  )
  return rows.map((row) => ({
    key: row.agency_id,
    version: row.version,
    computedAt: row.computed_at,
    agency: AgencyFigures.decode(row.figures),
  }))
}

export const saveSurvey = (tx: Tx, agencyId: string, survey: SurveyOpened) =>
  tx.query(`insert into survey values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`, [
    survey.surveyId,
    survey.unitId,
    agencyId,
    survey.fromDate,
    survey.toDate,
    survey.elements,
    survey.threshold,
    survey.version,
  ])
export const saveClosed = (tx: Tx, closed: SurveyClosed) =>
  tx.query(`insert into survey_closed values ($1, $2) on conflict do nothing`, [closed.surveyId, closed.closedOn])
export const saveReleased = (tx: Tx, batch: AnswersReleased) =>
  tx.query(`insert into released values ($1, $2, $3, $4, $5) on conflict do nothing`, [
    batch.surveyId,
    batch.batch,
    batch.counted,
    batch.sums,
    batch.incomplete,
  ])

export interface SurveyState {
  readonly surveyId: string
  readonly unitId: string
  readonly unitName: string
  readonly agencyId: string
  readonly from: string
  readonly to: string
  readonly elements: readonly string[]
  readonly threshold: number
  readonly closed: boolean
  readonly answers: number
  readonly incomplete: number
  readonly sums: readonly number[]
}

export async function readSurveys(reader: Tx | Pool, agencyId?: string): Promise<SurveyState[]> {
  const { rows } = await reader.query<
    Omit<SurveyState, 'answers' | 'incomplete' | 'sums'> & {
      answers: bigint
      incomplete: bigint
      batches: number[][] | null
    }
  >(
    `select s.survey_id as "surveyId", s.unit_id as "unitId", coalesce(u.name, '') as "unitName", s.agency_id as "agencyId", s.from_date as "from", s.to_date as "to", s.elements, s.threshold, c.survey_id is not null as closed,
       coalesce(sum(r.counted), 0)::bigint as answers, coalesce(sum(r.incomplete), 0)::bigint as incomplete, json_agg(r.sums) filter (where r.survey_id is not null) as batches
     from survey s left join roster.unit u on u.unit_id = s.unit_id left join survey_closed c on c.survey_id = s.survey_id left join released r on r.survey_id = s.survey_id
     where $1::uuid is null or s.agency_id = $1 group by s.survey_id, u.name, c.survey_id order by s.from_date desc, u.name, s.survey_id`,
    [agencyId ?? null],
  )
  return rows.map(({ batches, ...row }) => ({
    ...row,
    answers: Number(row.answers),
    incomplete: Number(row.incomplete),
    sums: row.elements.map((_, at) => (batches ?? []).reduce((total, sums) => total + (sums[at] ?? 0), 0)),
  }))
}

export interface AgencyRow {
  readonly agencyId: string
  readonly code: string
  readonly name: string
  readonly kind: string
}
/** The agencies that count: where one practises is on no board of the province and in no publication. */
export const readAgencies = async (reader: Tx | Pool): Promise<AgencyRow[]> =>
  (
    await reader.query<AgencyRow>(
      `select agency_id as "agencyId", code, name, kind from roster.agency where not practice order by name`,
    )
  ).rows
export const agencyByCode = async (reader: Tx | Pool, code: string): Promise<AgencyRow | undefined> =>
  (
    await reader.query<AgencyRow>(
      `select agency_id as "agencyId", code, name, kind from roster.agency where code = $1`,
      [code],
    )
  ).rows[0]
export interface UnitRow {
  readonly unitId: string
  readonly agencyId: string
  readonly name: string
  readonly parentUnitId: string | null
}
export const readUnits = async (reader: Tx | Pool, agencyId?: string): Promise<UnitRow[]> =>
  (
    await reader.query<UnitRow>(
      `select unit_id as "unitId", agency_id as "agencyId", name, parent_unit_id as "parentUnitId" from roster.unit where $1::uuid is null or agency_id = $1 order by code`,
      [agencyId ?? null],
    )
  ).rows

export const saveSealed = (tx: Tx, sealed: QuarterSealed) =>
  tx.query(`insert into sealed values ($1, $2, $3, $4) on conflict do nothing`, [
    sealed.period,
    sealed.kind,
    sealed.edition,
    Buffer.from(QuarterSealed.encode({ ...sealed, manifest: Buffer.alloc(0) }).finish()),
  ])

export const saveUnits = (tx: Tx, page: UnitsSealed) =>
  tx.query(`insert into sealed_units values ($1, $2, $3, $4, $5) on conflict do nothing`, [
    page.period,
    page.kind,
    page.edition,
    page.page,
    Buffer.from(UnitsSealed.encode(page).finish()),
  ])

/**
 * The sums of a sealed quarter's units. Its pages lie before it in its partition, so they are there.
 * @throws when they are others than those that were sealed
 */
export async function readUnitSums(reader: Tx | Pool, sealed: QuarterSealed): Promise<SealedFigures[]> {
  const { rows } = await reader.query<{ units: Buffer }>(
    `select units from sealed_units where period = $1 and kind = $2 and edition = $3 order by page`,
    [sealed.period, sealed.kind, sealed.edition],
  )
  const pages = rows.map(({ units }) => UnitsSealed.decode(units))
  if (pages.length !== sealed.unitPages || !unitsHash(pages).equals(sealed.unitsHash))
    throw new Error(`the sums of the units of ${sealed.period} are not those that were sealed`)
  return pages.flatMap(({ figures }) => figures)
}

/** First editions that have no publication yet. A later one holds changed people only: its sums are none of a whole. */
export async function unpublished(reader: Tx | Pool): Promise<QuarterSealed[]> {
  const { rows } = await reader.query<{ figures: Buffer }>(
    `select figures from sealed where edition = 1 and not exists (select from publication p where p.period = sealed.period and p.edition = sealed.edition)`,
  )
  return rows.map((row) => QuarterSealed.decode(row.figures))
}

export interface PublicationRow {
  readonly agencyId: string
  readonly code: string
  readonly name: string
  readonly kind: string
  readonly period: string
  readonly edition: number
  readonly hash: Uint8Array
  readonly content: Uint8Array
  readonly issuedAt: number
}
export const savePublication = (tx: Tx, row: PublicationRow) =>
  tx.query(`insert into publication values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`, [
    row.agencyId,
    row.code,
    row.name,
    row.kind,
    row.period,
    row.edition,
    Buffer.from(row.hash),
    Buffer.from(row.content),
    row.issuedAt,
  ])
export async function readPublication(
  reader: Tx | Pool,
  code: string,
): Promise<{ hash: Buffer; content: Buffer } | undefined> {
  return (
    await reader.query<{ hash: Buffer; content: Buffer }>(
      `select hash, content from publication where code = $1 order by period desc, edition desc limit 1`,
      [code],
    )
  ).rows[0]
}
/** What stands in an agency's latest publication, as far as the start page tells it. */
export async function readPublished(reader: Tx | Pool): Promise<PublicAgency[]> {
  const { rows } = await reader.query<{ kind: string; content: Buffer }>(
    `select distinct on (name, code) kind, content from publication order by name, code, period desc, edition desc`,
  )
  return rows.map(({ kind, content }) => {
    const { code, name, period, issuedAt, whole, units, surveys } = JSON.parse(content.toString('utf8')) as Publication
    return {
      code,
      name,
      kind,
      period,
      issuedAt: BigInt(issuedAt),
      whole: whole.state === 'shown' ? whole : undefined,
      surveys: surveys.map(({ unitName, result }) => ({
        unitName,
        indexHundredths: result.indexHundredths,
        class: result.class,
        answers: result.answers,
      })),
      units: units.map((unit) => unit.name),
    }
  })
}

/** Keeps the first look of a minute; as many days of them as lie between two ends of a month, and a few. */
export async function saveArrival(reader: Pool, minute: number, total: bigint): Promise<void> {
  await reader.query(`insert into arrival values ($1, $2) on conflict do nothing`, [minute, total])
  await reader.query(`delete from arrival where minute < $1`, [minute - 35 * 86_400_000])
}
/** The looks at which a quarter hour of a span began, its end included; a quarter at whose first minute nobody looked is absent. */
export const readQuarters = async (
  reader: Pool,
  from: number,
  to: number,
): Promise<{ minute: bigint; total: bigint }[]> =>
  (
    await reader.query<{ minute: bigint; total: bigint }>(
      `select minute, total from arrival where minute between $1 and $2 and minute % 900000 = 0 order by minute`,
      [from, to],
    )
  ).rows
export const readArrivals = async (reader: Pool, since: number): Promise<{ minute: bigint; total: bigint }[]> =>
  (
    await reader.query<{ minute: bigint; total: bigint }>(
      `select minute, total from arrival where minute >= $1 order by minute`,
      [since],
    )
  ).rows
