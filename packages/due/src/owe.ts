import { currentTrace } from '@timbang/contracts/trace'
import type { Pool, Tx } from '@timbang/postgres/pool'

/** What JSON can say. A bigint is none: write it as text. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

export interface Owed {
  readonly kind: string
  /** Names one occurrence within its kind: owed twice is owed once. What has to be done again has another key. */
  readonly key: string
  /** Epoch milliseconds by the service's clock: not before. */
  readonly dueAt: number
  /** What it needs, or how far it has come. */
  readonly payload?: Json
  readonly bytes?: Uint8Array
}

/** Owes work, in the transaction of the command that sets it off: both are there, or neither. One statement, however much it is. */
export async function owe(tx: Tx, work: readonly Owed[]): Promise<void> {
  if (work.length === 0) return
  await tx.query(
    `insert into due.work (kind, key, due_at, payload, bytes, traceparent)
     select kind, key, due_at, payload, bytes, $6
       from unnest($1::text[], $2::text[], $3::bigint[], $4::jsonb[], $5::bytea[]) as owed (kind, key, due_at, payload, bytes)
     on conflict (kind, key) do nothing`,
    [
      work.map(({ kind }) => kind),
      work.map(({ key }) => key),
      work.map(({ dueAt }) => dueAt),
      work.map(({ payload }) => (payload === undefined ? null : JSON.stringify(payload))),
      work.map(({ bytes }) => bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
      currentTrace() ?? null,
    ],
  )
}

/** How much of a kind is still owed, due or not. @param keysFrom only keys that begin so */
export async function owed(db: Pool | Tx, kind: string, keysFrom = ''): Promise<number> {
  const { rows } = await db.query<{ left: number }>(
    `select count(*)::integer as left from due.work where kind = $1 and starts_with(key, $2)`,
    [kind, keysFrom],
  )
  return rows[0]!.left
}

/** What is due and not done yet, by kind: for a metric, and for whoever asks why nothing happens. */
export interface Overdue {
  readonly kind: string
  readonly count: number
  /** Since when the oldest has been due, epoch milliseconds. */
  readonly oldestDueAt: number
  /** Of all that is owed: what failed when it was last tried, and waits to be tried again. */
  readonly failing: number
}

export async function overdue(db: Pool | Tx, now: number): Promise<Overdue[]> {
  const { rows } = await db.query<{ kind: string; count: number; oldest: bigint; failing: number }>(
    `select kind, count(*) filter (where due_at <= $1)::integer as count,
            coalesce(min(due_at) filter (where due_at <= $1), $1) as oldest,
            count(*) filter (where failures > 0)::integer as failing
       from due.work group by kind order by kind`,
    [now],
  )
  return rows.map(({ kind, count, oldest, failing }) => ({ kind, count, oldestDueAt: Number(oldest), failing }))
}
