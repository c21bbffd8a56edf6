import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import type { GraceRequest } from './domain.ts'

interface Row {
  request_id: string
  employee_id: string
  agency_id: string
  unit_id: string
  work_from: string
  work_to: string
  reason_code: string
  has_note: boolean
  asked_at: bigint
  state: GraceRequest['state']
  decided_at: bigint | null
  decided_by: string | null
  answer_code: string | null
  answer_has_note: boolean
  grace_id: string | null
  until_instant: bigint | null
}
const whole = (value: bigint | null) => (value === null ? undefined : Number(value))
const requestOf = (row: Row): GraceRequest => ({
  requestId: row.request_id,
  employeeId: row.employee_id,
  agencyId: row.agency_id,
  unitId: row.unit_id,
  workFrom: row.work_from,
  workTo: row.work_to,
  reasonCode: row.reason_code,
  hasNote: row.has_note,
  askedAt: Number(row.asked_at),
  state: row.state,
  decidedAt: whole(row.decided_at),
  decidedBy: row.decided_by ?? undefined,
  answerCode: row.answer_code ?? undefined,
  answerHasNote: row.answer_has_note,
  graceId: row.grace_id ?? undefined,
  untilInstant: whole(row.until_instant),
})

const REQUESTS = 7_411_005

/** Who asks does so one request after the other: two at once for the same days see each other. */
export const lockAsking = (tx: Tx, employeeId: string) =>
  tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [REQUESTS, employeeId])

/** Locked, in the order of their ids. */
export const lockRequests = async (tx: Tx, requestIds: readonly string[]): Promise<GraceRequest[]> =>
  (
    await tx.query<Row>(
      'select * from grace_request where request_id = any($1::uuid[]) order by request_id for update',
      [requestIds],
    )
  ).rows.map(requestOf)

export const findRequest = async (db: Pool | Tx, requestId: string): Promise<GraceRequest | undefined> =>
  (await db.query<Row>('select * from grace_request where request_id = $1', [requestId])).rows.map(requestOf)[0]

/** Whether an open request of the person touches these days. */
export const hasOpenOn = async (tx: Tx, employeeId: string, from: string, to: string): Promise<boolean> =>
  (
    await tx.query(
      `select 1 from grace_request where employee_id = $1 and state = 'open' and work_from <= $3 and work_to >= $2 limit 1`,
      [employeeId, from, to],
    )
  ).rows.length > 0

/** What a grace answers: open requests of its agency, or of one unit of it, whose days it covers; nobody decides on his own. */
export interface Covered {
  readonly agencyId: string
  readonly unitId: string | undefined
  readonly workFrom: string
  readonly workTo: string
  /** Who decides, as an employee. */
  readonly but: string | undefined
}
const COVERED = `state = 'open' and agency_id = $1 and ($2::uuid is null or unit_id = $2) and work_from >= $3 and work_to <= $4
  and ($5::uuid is null or employee_id <> $5)`
const covered = ({ agencyId, unitId, workFrom, workTo, but }: Covered) => [agencyId, unitId, workFrom, workTo, but]

export const lockCovered = async (tx: Tx, of: Covered, limit: number): Promise<GraceRequest[]> =>
  (
    await tx.query<Row>(`select * from grace_request where ${COVERED} order by request_id limit $6 for update`, [
      ...covered(of),
      limit,
    ])
  ).rows.map(requestOf)

export const countCovered = async (db: Pool | Tx, of: Covered): Promise<number> =>
  (await db.query<{ count: number }>(`select count(*)::int as count from grace_request where ${COVERED}`, covered(of)))
    .rows[0]!.count

export interface Place {
  readonly askedAt: number
  readonly requestId: string
}

/** A person's own, the newest first. */
export const listOwn = async (
  pool: Pool,
  employeeId: string,
  after: Place | undefined,
  limit: number,
): Promise<GraceRequest[]> =>
  (
    await pool.query<Row>(
      `select * from grace_request where employee_id = $1 and ($2::bigint is null or (asked_at, request_id) < ($2, $3::uuid))
       order by asked_at desc, request_id desc limit $4`,
      [employeeId, after?.askedAt, after?.requestId, limit],
    )
  ).rows.map(requestOf)

/** What waits, the oldest first. @param agencies null: every agency @param but whose own are left out */
export const listOpen = async (
  pool: Pool,
  agencies: readonly string[] | null,
  but: string | undefined,
  after: Place | undefined,
  limit: number,
): Promise<GraceRequest[]> =>
  (
    await pool.query<Row>(
      `select * from grace_request where state = 'open' and ($1::uuid[] is null or agency_id = any($1)) and ($2::uuid is null or employee_id <> $2)
         and ($3::bigint is null or (asked_at, request_id) > ($3, $4::uuid))
       order by asked_at, request_id limit $5`,
      [agencies, but, after?.askedAt, after?.requestId, limit],
    )
  ).rows.map(requestOf)

export async function countOpen(
  pool: Pool,
  agencies: readonly string[] | null,
  but: string | undefined,
): Promise<{ waiting: number; oldest: number }> {
  const { rows } = await pool.query<{ waiting: number; oldest: bigint }>(
    `select count(*)::int as waiting, coalesce(min(asked_at), 0) as oldest from grace_request
     where state = 'open' and ($1::uuid[] is null or agency_id = any($1)) and ($2::uuid is null or employee_id <> $2)`,
    [agencies, but],
  )
  const { waiting, oldest } = rows[0]!
  return { waiting, oldest: Number(oldest) }
}

export const saveRequests = (tx: Tx, requests: readonly GraceRequest[]) =>
  tx.query(
    `insert into grace_request (request_id, employee_id, agency_id, unit_id, work_from, work_to, reason_code, has_note, asked_at,
       state, decided_at, decided_by, answer_code, answer_has_note, grace_id, until_instant)
     select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::date[], $6::date[], $7::text[], $8::boolean[], $9::bigint[],
       $10::text[], $11::bigint[], $12::text[], $13::text[], $14::boolean[], $15::text[], $16::bigint[])
     on conflict (request_id) do update set state = excluded.state, decided_at = excluded.decided_at, decided_by = excluded.decided_by,
       answer_code = excluded.answer_code, answer_has_note = excluded.answer_has_note, grace_id = excluded.grace_id, until_instant = excluded.until_instant`,
    columns(
      requests,
      'requestId',
      'employeeId',
      'agencyId',
      'unitId',
      'workFrom',
      'workTo',
      'reasonCode',
      'hasNote',
      'askedAt',
      'state',
      'decidedAt',
      'decidedBy',
      'answerCode',
      'answerHasNote',
      'graceId',
      'untilInstant',
    ),
  )

export const saveNote = (tx: Tx, requestId: string, employeeId: string, note: string) =>
  tx.query(`insert into grace_request_words (request_id, employee_id, note, answer_note) values ($1, $2, $3, '')`, [
    requestId,
    employeeId,
    note,
  ])

export const saveAnswerNote = (tx: Tx, requestId: string, employeeId: string, note: string) =>
  tx.query(
    `insert into grace_request_words (request_id, employee_id, note, answer_note) values ($1, $2, '', $3)
     on conflict (request_id) do update set answer_note = excluded.answer_note`,
    [requestId, employeeId, note],
  )

/** What is shown beside requests: words, and whether the grace that answered was taken back. */
export interface BesideRequest {
  readonly note: string
  readonly answerNote: string
  readonly graceWithdrawn: boolean
}

export async function besideRequests(
  db: Pool | Tx,
  requests: readonly GraceRequest[],
): Promise<Map<string, BesideRequest>> {
  const { rows } = await db.query<BesideRequest & { requestId: string }>(
    `select r.request_id as "requestId", coalesce(w.note, '') as note, coalesce(w.answer_note, '') as "answerNote", coalesce(g.withdrawn, false) as "graceWithdrawn"
     from grace_request r left join grace_request_words w using (request_id) left join grace g using (grace_id)
     where request_id = any($1::uuid[])`,
    [requests.map(({ requestId }) => requestId)],
  )
  return new Map(rows.map((row) => [row.requestId, row]))
}
