import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import type { Answer, Survey, SurveyEvent } from './domain/survey.ts'

const surveyColumns = `survey_id as "surveyId", unit_id as "unitId", agency_id as "agencyId", from_date as "fromDate", to_date as "toDate", elements, threshold, closed_on as "closedOn", version`
const whole = (row: Survey & { closedOn: string | null }): Survey => ({ ...row, closedOn: row.closedOn ?? undefined })

/** @param lock for a command: answers and releases of one survey go one after the other */
export async function loadSurvey(reader: Tx | Pool, surveyId: string, lock = false): Promise<Survey | undefined> {
  const { rows } = await reader.query<Survey & { closedOn: string | null }>(
    `select ${surveyColumns} from survey where survey_id = $1 ${lock ? 'for update' : ''}`,
    [surveyId],
  )
  return rows[0] === undefined ? undefined : whole(rows[0])
}

/** Surveys with the names of their unit and agency. */
export async function listSurveys(
  reader: Tx | Pool,
  agencyId: string | undefined,
): Promise<(Survey & { unitName: string })[]> {
  const { rows } = await reader.query<Survey & { closedOn: string | null; unitName: string | null }>(
    `select ${surveyColumns}, (select name from roster.unit where unit.unit_id = survey.unit_id) as "unitName" from survey where $1::uuid is null or agency_id = $1 order by from_date, survey_id`,
    [agencyId ?? null],
  )
  return rows.map((row) => ({ ...whole(row), unitName: row.unitName ?? '' }))
}

export async function namesOf(
  reader: Tx | Pool,
  survey: Survey,
): Promise<{ unitName: string; agencyName: string; agencyCode: string }> {
  const { rows } = await reader.query<{ unitName: string; agencyName: string; agencyCode: string }>(
    `select u.name as "unitName", a.name as "agencyName", a.code as "agencyCode" from roster.unit u join roster.agency a on a.agency_id = u.agency_id where u.unit_id = $1`,
    [survey.unitId],
  )
  return rows[0] ?? { unitName: '', agencyName: '', agencyCode: '' }
}

/** The one writer of the owner's tables: for commands and for a re-fold alike. Twice is once. */
export async function apply(tx: Tx, events: readonly { event: SurveyEvent; agencyId: string }[]): Promise<void> {
  for (const { event } of events) {
    switch (event.type) {
      case 'SurveyOpened':
        await tx.query(
          `insert into survey (survey_id, unit_id, agency_id, from_date, to_date, elements, threshold, version) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
          [
            event.surveyId,
            event.unitId,
            event.agencyId,
            event.fromDate,
            event.toDate,
            event.elements,
            event.threshold,
            event.version,
          ],
        )
        break
      case 'AnswersReleased':
        await tx.query(
          `insert into released (survey_id, batch, counted, sums, incomplete, day) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
          [event.surveyId, event.batch, event.counted, event.sums, event.incomplete, event.day],
        )
        break
      case 'SurveyClosed':
        await tx.query(`update survey set closed_on = $2, version = $3 where survey_id = $1 and version < $3`, [
          event.surveyId,
          event.closedOn,
          event.version,
        ])
        break
      default:
        event satisfies never
    }
  }
}

export interface KeptAnswer extends Answer {
  readonly answerId: string
  readonly complete: boolean
}

/** Keeps answers; one with the same id is the same. @returns how many are new */
export async function keepAnswers(tx: Tx, surveyId: string, answers: readonly KeptAnswer[]): Promise<number> {
  const rows = answers.map((answer) => ({ ...answer, list: `{${answer.scores.join(',')}}` }))
  const { rowCount } = await tx.query(
    `insert into answer (survey_id, answer_id, day, scores, complete)
     select $5, id, day, scores::smallint[], complete from unnest($1::uuid[], $2::date[], $3::text[], $4::boolean[]) as given (id, day, scores, complete) on conflict do nothing`,
    [...columns(rows, 'answerId', 'day', 'list', 'complete'), surveyId],
  )
  return rowCount ?? 0
}

export async function countHeld(
  tx: Tx,
  surveyId: string,
): Promise<{ complete: number; incomplete: number; batches: number }> {
  const { rows } = await tx.query<{ complete: bigint; incomplete: bigint; batches: bigint }>(
    `select count(*) filter (where complete) as complete, count(*) filter (where not complete) as incomplete, (select count(*) from released where survey_id = $1) as batches from answer where survey_id = $1 and batch is null`,
    [surveyId],
  )
  return {
    complete: Number(rows[0]!.complete),
    incomplete: Number(rows[0]!.incomplete),
    batches: Number(rows[0]!.batches),
  }
}

/** Takes so many complete answers, the earliest days first, and all incomplete ones, into a batch; answers with their sums. */
export async function takeBatch(
  tx: Tx,
  surveyId: string,
  batch: number,
  count: number,
  width: number,
): Promise<{ sums: number[]; incomplete: number; day: string }> {
  const { rows } = await tx.query<{ sums: bigint[]; incomplete: bigint; day: string }>(
    `with taken as (
       update answer set batch = $2 where survey_id = $1 and batch is null and (not complete or answer_id in (
         select answer_id from answer where survey_id = $1 and batch is null and complete order by day, answer_id limit $3))
       returning scores, complete, day
     )
     select (select array_agg(total order by at) from (select at, sum(scores[at]) as total from taken, generate_series(1, $4::integer) as at where complete group by at) by_element) as sums,
       count(*) filter (where not complete) as incomplete, max(day)::text as day from taken`,
    [surveyId, batch, count, width],
  )
  const row = rows[0]!
  return {
    sums: (row.sums as unknown as (string | bigint)[]).map(Number),
    incomplete: Number(row.incomplete),
    day: row.day,
  }
}
