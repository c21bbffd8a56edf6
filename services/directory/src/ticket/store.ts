import type { Pool, Tx } from '@timbang/postgres/pool'
import type { DataRow } from '../own/domain.ts'
import type { Ticket } from './domain.ts'

interface Row {
  ticket_id: string
  employee_id: string
  agency_id: string | null
  was: DataRow
  was_version: string
  words: string
  filed_at: bigint
  state: Ticket['state']
  answered_at: bigint | null
  answered_by: string | null
  answer: string
  changed: boolean
}
const ticketOf = (row: Row): Ticket => ({
  ticketId: row.ticket_id,
  employeeId: row.employee_id,
  agencyId: row.agency_id ?? undefined,
  was: row.was,
  wasVersion: row.was_version,
  words: row.words,
  filedAt: Number(row.filed_at),
  state: row.state,
  answeredAt: row.answered_at === null ? undefined : Number(row.answered_at),
  answeredBy: row.answered_by ?? undefined,
  answer: row.answer,
  changed: row.changed,
})

const TICKETS = 5_911_027

/** Who files does so one ticket after the other, and so does one id: two at once see each other. */
export const lockFiling = (tx: Tx, key: string) =>
  tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [TICKETS, key])

export const lockTicket = async (tx: Tx, ticketId: string): Promise<Ticket | undefined> =>
  (await tx.query<Row>('select * from ticket where ticket_id = $1 for update', [ticketId])).rows.map(ticketOf)[0]

export const findTicket = async (db: Pool | Tx, ticketId: string): Promise<Ticket | undefined> =>
  (await db.query<Row>('select * from ticket where ticket_id = $1', [ticketId])).rows.map(ticketOf)[0]

export const openOf = async (tx: Tx, employeeId: string): Promise<Ticket[]> =>
  (await tx.query<Row>(`select * from ticket where employee_id = $1 and state = 'open'`, [employeeId])).rows.map(
    ticketOf,
  )

export const saveTicket = (tx: Tx, ticket: Ticket) =>
  tx.query(
    `insert into ticket (ticket_id, employee_id, agency_id, row_name, was, was_version, words, filed_at, state, answered_at, answered_by, answer, changed)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     on conflict (ticket_id) do update set state = excluded.state, answered_at = excluded.answered_at, answered_by = excluded.answered_by,
       answer = excluded.answer, changed = excluded.changed`,
    [
      ticket.ticketId,
      ticket.employeeId,
      ticket.agencyId,
      ticket.was.row,
      JSON.stringify(ticket.was),
      ticket.wasVersion,
      ticket.words,
      ticket.filedAt,
      ticket.state,
      ticket.answeredAt,
      ticket.answeredBy,
      ticket.answer,
      ticket.changed,
    ],
  )

export interface Place {
  readonly filedAt: number
  readonly ticketId: string
}

/** A person's own, the newest first. */
export const listOwn = async (
  pool: Pool,
  employeeId: string,
  after: Place | undefined,
  limit: number,
): Promise<Ticket[]> =>
  (
    await pool.query<Row>(
      `select * from ticket where employee_id = $1 and ($2::bigint is null or (filed_at, ticket_id) < ($2, $3::uuid))
       order by filed_at desc, ticket_id desc limit $4`,
      [employeeId, after?.filedAt, after?.ticketId, limit],
    )
  ).rows.map(ticketOf)

/** When a person's tickets were answered, those since an instant, the newest first. */
export const answeredSince = async (
  pool: Pool,
  employeeId: string,
  since: number,
): Promise<{ answeredAt: bigint; mended: boolean }[]> =>
  (
    await pool.query<{ answeredAt: bigint; mended: boolean }>(
      `select answered_at as "answeredAt", state = 'mended' as mended from ticket
       where employee_id = $1 and state in ('mended', 'refused') and answered_at > $2 order by answered_at desc limit 20`,
      [employeeId, since],
    )
  ).rows

/** What waits, the oldest first. @param agencies null: every agency, and those who have none @param but whose own are left out */
export const listOpen = async (
  pool: Pool,
  agencies: readonly string[] | null,
  but: string | undefined,
  after: Place | undefined,
  limit: number,
): Promise<Ticket[]> =>
  (
    await pool.query<Row>(
      `select * from ticket where state = 'open' and ($1::uuid[] is null or agency_id = any ($1)) and ($2::uuid is null or employee_id <> $2)
         and ($3::bigint is null or (filed_at, ticket_id) > ($3, $4::uuid))
       order by filed_at, ticket_id limit $5`,
      [agencies, but, after?.filedAt, after?.ticketId, limit],
    )
  ).rows.map(ticketOf)

export async function countOpen(
  pool: Pool,
  agencies: readonly string[] | null,
  but: string | undefined,
): Promise<{ waiting: number; oldest: number }> {
  const { rows } = await pool.query<{ waiting: number; oldest: bigint }>(
    `select count(*)::int as waiting, coalesce(min(filed_at), 0) as oldest from ticket
     where state = 'open' and ($1::uuid[] is null or agency_id = any ($1)) and ($2::uuid is null or employee_id <> $2)`,
    [agencies, but],
  )
  const { waiting, oldest } = rows[0]!
  return { waiting, oldest: Number(oldest) }
}
