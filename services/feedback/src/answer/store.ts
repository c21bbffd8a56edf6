import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import type { Answer } from './domain.ts'

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

/** Which of these answers are kept already, held or released. */
export const knownAnswers = async (
  reader: Tx | Pool,
  surveyId: string,
  answerIds: readonly string[],
): Promise<Set<string>> =>
  new Set(
    (
      await reader.query<{ answer_id: string }>(
        'select answer_id from answer where survey_id = $1 and answer_id = any($2::uuid[])',
        [surveyId, answerIds],
      )
    ).rows.map((row) => row.answer_id),
  )

export const lastAnswered = async (tx: Tx, surveyId: string): Promise<string | undefined> =>
  (await tx.query<{ day: string | null }>('select max(day) as day from answer where survey_id = $1', [surveyId]))
    .rows[0]!.day ?? undefined

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
