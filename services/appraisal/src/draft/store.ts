import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import type { Period } from '@timbang/rules/civil-date'
import type { Draft } from './domain.ts'

export interface OfQuarter {
  readonly employeeId: string
  readonly period: Period
}
export interface Written extends OfQuarter {
  readonly writer: string
}

/** What somebody has typed about a person's quarter; nobody else's. */
export async function draftOf(reader: Tx | Pool, { employeeId, period, writer }: Written): Promise<Draft | undefined> {
  const { rows } = await reader.query<{ judgement: Draft['judgement']; keptAt: bigint }>(
    `select judgement, kept_at as "keptAt" from assessment_draft where employee_id = $1 and period = $2 and writer = $3`,
    [employeeId, period, writer],
  )
  return rows[0] && { judgement: rows[0].judgement, keptAt: Number(rows[0].keptAt) }
}

export const saveDraft = (tx: Tx, { employeeId, period, writer }: Written, { judgement, keptAt }: Draft) =>
  tx.query(
    `insert into assessment_draft (employee_id, period, writer, judgement, kept_at) values ($1, $2, $3, $4, $5)
     on conflict (employee_id, period, writer) do update set judgement = excluded.judgement, kept_at = excluded.kept_at`,
    [employeeId, period, writer, JSON.stringify(judgement), keptAt],
  )

export const dropDraft = (tx: Tx, { employeeId, period, writer }: Written) =>
  tx.query(`delete from assessment_draft where employee_id = $1 and period = $2 and writer = $3`, [
    employeeId,
    period,
    writer,
  ])

/** Whoever typed them. */
export const dropDrafts = (tx: Tx, quarters: readonly OfQuarter[]) =>
  tx.query(
    `delete from assessment_draft using unnest($1::uuid[], $2::text[]) as gone (employee_id, period)
     where assessment_draft.employee_id = gone.employee_id and assessment_draft.period = gone.period`,
    columns(quarters, 'employeeId', 'period'),
  )
