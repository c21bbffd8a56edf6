import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import type { Draft } from './domain.ts'

/** Whoever leaves a draft waits for who leaves one for the same person, or under the same name: they are counted; in one order, so that no two wait for each other. */
export async function lockCounts(tx: Tx, people: readonly string[]): Promise<void> {
  for (const employeeId of [...new Set(people)].sort())
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('draft ' || $1, 0))`, [employeeId])
}

const DRAFT = `draft_id as "draftId", record_id as "recordId", writer_id as "writerId", employee_id as "employeeId", work_date as "workDate", sentence, state,
  left_at as "leftAt", expires_at as "expiresAt"`
type Row = Omit<Draft, 'leftAt' | 'expiresAt'> & { readonly leftAt: bigint; readonly expiresAt: bigint }
const draftOf = (row: Row): Draft => ({ ...row, leftAt: Number(row.leftAt), expiresAt: Number(row.expiresAt) })

/** Locked until the transaction ends. */
export const lockDraft = async (tx: Tx, draftId: string): Promise<Draft | undefined> =>
  (await tx.query<Row>(`select ${DRAFT} from draft where draft_id = $1 for update`, [draftId])).rows.map(draftOf)[0]

/** How many wait for somebody, and how many of a writer. */
export const countWaiting = async (
  tx: Tx,
  employeeId: string,
  writerId: string,
  now: number,
): Promise<{ forHer: number; byHim: number }> =>
  (
    await tx.query<{ forHer: number; byHim: number }>(
      `select count(*) filter (where employee_id = $1)::int as "forHer", count(*) filter (where writer_id = $2)::int as "byHim"
       from draft where (employee_id = $1 or writer_id = $2) and state = 'waiting' and expires_at > $3`,
      [employeeId, writerId, now],
    )
  ).rows[0]!

export const saveDraft = (tx: Tx, draft: Draft) =>
  tx.query(
    `insert into draft (draft_id, record_id, writer_id, employee_id, work_date, sentence, state, left_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      draft.draftId,
      draft.recordId,
      draft.writerId,
      draft.employeeId,
      draft.workDate,
      draft.sentence,
      draft.state,
      draft.leftAt,
      draft.expiresAt,
    ],
  )

/** Its words go with it. */
export const dropDraft = (tx: Tx, draftId: string) =>
  tx.query(`update draft set state = 'dropped', sentence = '' where draft_id = $1`, [draftId])

/** What was sent is taken, whatever is judged of the record; its words are the record's from now on. */
export const takeDrafts = (tx: Tx, records: readonly { recordId: string; employeeId: string }[]) =>
  tx.query(
    `update draft set state = 'taken', sentence = '' from unnest($1::uuid[], $2::uuid[]) as sent (record_id, employee_id)
     where draft.record_id = sent.record_id and draft.employee_id = sent.employee_id`,
    columns(records, 'recordId', 'employeeId'),
  )

export const forgetDrafts = (tx: Tx, draftIds: readonly string[], now: number) =>
  tx.query(`delete from draft where draft_id = any ($1::uuid[]) and expires_at <= $2`, [draftIds, now])

/** What waits for somebody, the oldest first. */
export const waitingFor = async (pool: Pool, employeeId: string, now: number): Promise<Draft[]> =>
  (
    await pool.query<Row>(
      `select ${DRAFT} from draft where employee_id = $1 and state = 'waiting' and expires_at > $2 order by left_at, draft_id`,
      [employeeId, now],
    )
  ).rows.map(draftOf)

/** What somebody has left within the time for which it is kept, the newest first. */
export const leftBy = async (pool: Pool, writerId: string, now: number): Promise<Draft[]> =>
  (
    await pool.query<Row>(
      `select ${DRAFT} from draft where writer_id = $1 and expires_at > $2 order by left_at desc, draft_id limit 50`,
      [writerId, now],
    )
  ).rows.map(draftOf)
