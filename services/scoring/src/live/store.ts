import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import type { Summary } from './domain.ts'

/** Whether there is anything for a worker, also what another one has in hand: one look, where each kind of work would begin a transaction. */
export const somethingWaits = async (pool: Pool, now: number): Promise<boolean> =>
  (
    await pool.query<{ waits: boolean }>(
      `select exists (select from live_sweep) or exists (select from live_mark)
           or exists (select from live_summary where due_at <= $1)
           or exists (select from live_board where dirty or due_at <= $1) as waits`,
      [now],
    )
  ).rows[0]!.waits

/** Takes marks, the oldest first, that no other worker has in hand. @returns whom they name, in the order of their ids */
export async function takeMarks(tx: Tx, limit: number): Promise<string[]> {
  const { rows } = await tx.query<{ employee_id: string }>(
    `delete from live_mark where id in (select id from live_mark order by id limit $1 for update skip locked) returning employee_id`,
    [limit],
  )
  return [...new Set(rows.map((row) => row.employee_id))].sort()
}

/**
 * Holds people until the end of the transaction, in the order of their ids. Whoever has them may read: what he then writes rests on all that
 * was marked before, and a worker that began earlier cannot write over it.
 * @returns the agencies in which they counted until now
 */
export async function holdPeople(tx: Tx, employeeIds: readonly string[]): Promise<string[]> {
  await tx.query(
    `insert into live_summary (employee_id) select unnest($1::uuid[]) order by 1 on conflict (employee_id) do nothing`,
    [employeeIds],
  )
  const { rows } = await tx.query<{ agency_id: string | null }>(
    `select agency_id from live_summary where employee_id = any($1::uuid[]) order by employee_id for update`,
    [employeeIds],
  )
  return rows.flatMap((row) => row.agency_id ?? [])
}

/** People whose figures change by themselves: another day has begun. Held, unless another worker holds them. */
export async function takeDue(tx: Tx, now: number, limit: number): Promise<string[]> {
  const { rows } = await tx.query<{ employee_id: string }>(
    `select employee_id from live_summary where due_at <= $1 order by due_at limit $2 for update skip locked`,
    [now, limit],
  )
  return rows.map((row) => row.employee_id).sort()
}

export type SummaryRow = Omit<Summary, 'agencyId' | 'unitId'> & {
  readonly employeeId: string
  /** Undefined: he holds no post. */
  readonly agencyId: string | undefined
  readonly unitId: string | undefined
  readonly dueAt: number
}

/** Writes what held people add to the boards. */
export async function saveSummaries(tx: Tx, rows: readonly SummaryRow[]): Promise<void> {
  await tx.query(
    `update live_summary set agency_id = given.agency_id, unit_id = given.unit_id, due = given.due, on_time = given.on_time, late = given.late,
       awaiting = given.awaiting, entries_today = given.entries_today, entries = given.entries, verified = given.verified, returned = given.returned,
       waiting = given.waiting, written = given.written, oldest_waiting_at = given.oldest_waiting_at, recent = string_to_array(given.recent, ' ')::integer[], due_at = given.due_at
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::integer[], $5::integer[], $6::integer[], $7::integer[], $8::integer[], $9::integer[], $10::integer[],
       $11::integer[], $12::integer[], $13::bigint[], $14::text[], $15::bigint[], $16::integer[]) as given (employee_id, agency_id, unit_id, due, on_time, late, awaiting,
       entries_today, entries, verified, returned, waiting, oldest_waiting_at, recent, due_at, written)
     where live_summary.employee_id = given.employee_id`,
    columns(
      rows.map((row) => ({ ...row, recent: row.recent.join(' ') })),
      'employeeId',
      'agencyId',
      'unitId',
      'due',
      'onTime',
      'late',
      'awaiting',
      'entriesToday',
      'entries',
      'verified',
      'returned',
      'waiting',
      'oldestWaitingAt',
      'recent',
      'dueAt',
      'written',
    ),
  )
}

/** Boards that are to be published again. */
export async function markBoards(tx: Tx, agencyIds: Iterable<string>): Promise<void> {
  const ids = [...new Set(agencyIds)].sort()
  if (ids.length > 0)
    await tx.query(
      `insert into live_board (agency_id) select unnest($1::uuid[]) order by 1 on conflict (agency_id) do update set dirty = true`,
      [ids],
    )
}

export interface Sweep {
  readonly id: bigint
  readonly agencyId: string
  readonly after: string
}
export const takeSweep = async (tx: Tx): Promise<Sweep | undefined> =>
  (
    await tx.query<Sweep>(
      `select id, agency_id as "agencyId", after from live_sweep order by id limit 1 for update skip locked`,
    )
  ).rows[0]
/** @param after undefined: nobody is left */
export const goOnSweeping = (tx: Tx, id: bigint, after: string | undefined) =>
  after === undefined
    ? tx.query(`delete from live_sweep where id = $1`, [id])
    : tx.query(`update live_sweep set after = $2 where id = $1`, [id, after])

/** Takes boards that changed, or whose last hour moved on, that no other worker has in hand. */
export const takeBoards = async (
  tx: Tx,
  now: number,
  limit: number,
): Promise<{ agencyId: string; version: bigint }[]> =>
  (
    await tx.query<{ agencyId: string; version: bigint }>(
      `select agency_id as "agencyId", version from live_board where dirty or due_at <= $1 order by agency_id limit $2 for update skip locked`,
      [now, limit],
    )
  ).rows

/** A number above every one that it gave, also to a worker that died before it wrote it down, and not behind the clock: a restored database goes on above what it had published. */
export const nextVersion = async (tx: Tx, now: number): Promise<bigint> =>
  (
    await tx.query<{ version: bigint }>(
      `select setval('live_version', greatest(nextval('live_version'), $1::bigint)) as version`,
      [now],
    )
  ).rows[0]!.version

export interface Sums {
  readonly agencyId: string
  /** Null: of the whole agency. */
  readonly unitId: string | null
  readonly people: number
  readonly daysDue: number
  readonly daysOnTime: number
  readonly daysLate: number
  readonly daysAwaiting: number
  readonly daysByWriting: number
  readonly entriesToday: number
  readonly peopleRecordedToday: number
  readonly entries: number
  readonly entriesVerified: number
  readonly entriesReturned: number
  readonly entriesWaiting: number
  readonly oldestWaitingAt: bigint
}
/** An agency's figures are the sums over its people, and so are those of its units. */
export const readSums = async (reader: Tx | Pool, agencyIds: readonly string[]): Promise<Sums[]> =>
  (
    await reader.query<Sums>(
      `select agency_id as "agencyId", unit_id as "unitId", count(*)::integer as people, sum(due)::integer as "daysDue", sum(on_time)::integer as "daysOnTime",
         sum(late)::integer as "daysLate", sum(awaiting)::integer as "daysAwaiting", sum(written)::integer as "daysByWriting", sum(entries_today)::integer as "entriesToday",
         (count(*) filter (where entries_today > 0))::integer as "peopleRecordedToday", sum(entries)::integer as entries,
         sum(verified)::integer as "entriesVerified", sum(returned)::integer as "entriesReturned", sum(waiting)::integer as "entriesWaiting",
         coalesce(min(oldest_waiting_at) filter (where oldest_waiting_at > 0), 0) as "oldestWaitingAt"
       from live_summary where agency_id = any($1::uuid[]) group by grouping sets ((agency_id, unit_id), (agency_id)) order by agency_id, unit_id`,
      [agencyIds],
    )
  ).rows

/** How many entries were recorded in each minute since one. */
export const readMinutes = async (
  reader: Tx | Pool,
  agencyIds: readonly string[],
  since: number,
): Promise<{ agencyId: string; minute: number; entries: number }[]> =>
  (
    await reader.query<{ agencyId: string; minute: number; entries: number }>(
      `select agency_id as "agencyId", minute, count(*)::integer as entries from live_summary cross join unnest(recent) as minute
       where agency_id = any($1::uuid[]) and recent <> '{}' and minute >= $2 group by agency_id, minute`,
      [agencyIds, since],
    )
  ).rows

/** @param boards `dueAt` undefined: nothing was recorded in the last hour */
export const savePublished = (
  tx: Tx,
  boards: readonly { agencyId: string; version: bigint; dueAt: number | undefined }[],
) =>
  tx.query(
    `update live_board set dirty = false, version = given.version, due_at = given.due_at
     from unnest($1::uuid[], $2::bigint[], $3::bigint[]) as given (agency_id, version, due_at) where live_board.agency_id = given.agency_id`,
    columns(boards, 'agencyId', 'version', 'dueAt'),
  )
