import { setTimeout as sleep } from 'node:timers/promises'
import { withTrace } from '@timbang/contracts/trace'
import type { Pool, Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import type { Log } from '@timbang/process/log'
import { Gauge, type Registry } from '@timbang/process/metrics'
import { overdue, type Json, type Owed } from './owe.ts'

/** Work in hand: nobody else has it until its transaction ends. */
export interface Work {
  readonly kind: string
  readonly key: string
  readonly dueAt: number
  readonly payload: Json
  readonly bytes: Uint8Array | null
}

/** What of a page is not done yet: its key, and how it goes on. Absent parts stay as they are. */
export type Left = Pick<Owed, 'key'> & Partial<Pick<Owed, 'payload' | 'bytes' | 'dueAt'>>

export interface Kind {
  /** How much is taken at once: as much as a transaction of a second or two can do. 1 when absent. */
  readonly page?: number
  /**
   * Does a page of work inside the transaction that holds it: no effect outside of it, since it may run again.
   * @returns what is not done yet: it goes on later; all else is done and forgotten
   */
  readonly handle: (tx: Tx, page: readonly Work[]) => Promise<readonly Left[] | void>
}

export interface DueOptions {
  readonly pool: Pool
  readonly kinds: Readonly<Record<string, Kind>>
  readonly clock: { now(): number }
  readonly log: Pick<Log, 'warn'>
  /** Pages that this process does at once. 2 when absent; each takes a connection. */
  readonly workers?: number
  /** Where count and age of what is due can be read. */
  readonly metrics?: Registry
}

interface Row {
  readonly id: bigint
  readonly key: string
  readonly due_at: bigint
  readonly payload: Json
  readonly bytes: Buffer | null
  readonly failures: number
  readonly traceparent: string | null
}

const IDLE_MS = 250
const LONGEST_PAUSE_MS = 300_000
/** A worker that was held in the middle of a page keeps its work from others no longer than this. */
const BEGIN = `begin; set local idle_in_transaction_session_timeout = 15000`

/**
 * Does what is due, in pages, each a transaction of its own, together with any number of other replicas. A page whose worker dies is there again.
 * A page that fails is taken apart: each of it is tried alone, so that one which always fails keeps nobody else from his turn; it comes again
 * after a pause that doubles, for ever.
 */
export function startDue(options: DueOptions): { stop(): Promise<void> } {
  const { pool, clock, log } = options
  const stopping = new AbortController()
  if (options.metrics !== undefined) measure(pool, clock, options.metrics)

  const names = Object.keys(options.kinds)
  const work = async () => {
    let pauseMs = IDLE_MS
    while (!stopping.signal.aborted) {
      let done = 0
      try {
        for (const kind of await dueKinds(pool, names, clock.now()))
          if (!stopping.signal.aborted) done += await page(options, kind, options.kinds[kind]!)
        pauseMs = IDLE_MS
      } catch (error) {
        // Not the work, but the way to it: the database is not there.
        log.warn({ err: error, pauseMs }, 'work that is due could not be looked for; trying again')
        pauseMs = Math.min(pauseMs * 2, 5_000)
      }
      // Only the abort of `stop` rejects it, and the loop asks for that itself.
      if (done === 0) await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  const running = Promise.all(Array.from({ length: options.workers ?? 2 }, work))
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

/** One look for all kinds, in their order. A transaction for each, four times a second, cost an idle process a twelfth of a core. */
const dueKinds = async (pool: Pool, names: readonly string[], now: number): Promise<readonly string[]> =>
  (
    await pool.query<{ kind: string }>(
      `select kind from unnest($1::text[]) with ordinality as asked (kind, place)
        where exists (select from due.work where work.kind = asked.kind and due_at <= $2) order by place`,
      [names, now],
    )
  ).rows.map(({ kind }) => kind)

/** Takes a page and does it. @returns how much was taken */
async function page(options: DueOptions, kind: string, how: Kind): Promise<number> {
  const { pool, clock } = options
  return transaction(
    pool,
    async (tx) => {
      const taken = await take(tx, kind, clock.now(), how.page ?? 1)
      if (taken.length === 0) return 0
      // Put off under the same lock: between its failure and its pause another worker would have taken it again.
      await tx.query('savepoint page')
      try {
        await doPage(tx, kind, how, taken)
      } catch (error) {
        await tx.query('rollback to savepoint page')
        await putOff(tx, taken, clock.now(), error)
        options.log.warn(
          { err: error, kind, count: taken.length, failures: taken[0]!.failures + 1 },
          'work that is due failed and was rolled back; it will be tried again',
        )
      }
      return taken.length
    },
    { begin: BEGIN },
  )
}

async function doPage(tx: Tx, kind: string, how: Kind, taken: readonly Row[]): Promise<void> {
  const works = taken.map(({ key, due_at, payload, bytes }) => ({ kind, key, dueAt: Number(due_at), payload, bytes }))
  const trace = taken.length === 1 ? (taken[0]!.traceparent ?? undefined) : undefined
  const left = (await withTrace(trace, () => how.handle(tx, works))) ?? []
  await settle(tx, taken, left)
}

/** What is due longest, locked; what failed before is taken alone. */
async function take(tx: Tx, kind: string, now: number, most: number): Promise<readonly Row[]> {
  const { rows } = await tx.query<Row>(
    `select id, key, due_at, payload, bytes, failures, traceparent from due.work
      where kind = $1 and due_at <= $2 order by due_at, id limit $3 for update skip locked`,
    [kind, now, most],
  )
  return rows[0] !== undefined && rows[0].failures > 0 ? [rows[0]] : rows.filter(({ failures }) => failures === 0)
}

/** Forgets what is done, and writes down how the rest goes on. */
async function settle(tx: Tx, taken: readonly Row[], left: readonly Left[]): Promise<void> {
  const rows = new Map(taken.map((row) => [row.key, row]))
  const going = left.map(({ key, payload, bytes, dueAt }) => {
    const row = rows.get(key)
    if (row === undefined) throw new Error(`${key} is none of the work that was taken`)
    rows.delete(key)
    return {
      id: row.id,
      payload: payload === undefined ? row.payload : payload,
      bytes: bytes === undefined ? row.bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      dueAt: dueAt ?? Number(row.due_at),
    }
  })
  if (rows.size > 0)
    await tx.query(`delete from due.work where id = any($1::bigint[])`, [[...rows.values()].map(({ id }) => id)])
  if (going.length > 0)
    await tx.query(
      `update due.work set payload = going.payload, bytes = going.bytes, due_at = going.due_at, failures = 0, failed_by = null
         from unnest($1::bigint[], $2::jsonb[], $3::bytea[], $4::bigint[]) as going (id, payload, bytes, due_at)
        where work.id = going.id`,
      [
        going.map(({ id }) => id),
        going.map(({ payload }) => (payload === null ? null : JSON.stringify(payload))),
        going.map(({ bytes }) => bytes),
        going.map(({ dueAt }) => dueAt),
      ],
    )
}

/** One of many that failed together may be fine: each is tried alone at once. One that failed alone waits, longer each time. */
async function putOff(tx: Tx, taken: readonly Row[], now: number, error: unknown): Promise<void> {
  const { failures } = taken[0]!
  const pause = taken.length > 1 ? 0 : Math.min(1_000 * 2 ** failures, LONGEST_PAUSE_MS)
  await tx.query(
    `update due.work set failures = failures + 1, failed_by = $3, due_at = greatest(due_at, $2) where id = any($1::bigint[])`,
    [taken.map(({ id }) => id), now + pause, kindOf(error)],
  )
}

/** Not its message: Postgres writes values into it. */
const kindOf = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? `${error.constructor.name} ${code}` : error.constructor.name
}

function measure(pool: Pool, clock: { now(): number }, registry: Registry): void {
  const gauge = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ['kind'], registers: [registry], collect: () => collected() })
  const count = gauge('timbang_due_count', 'Work that is due and not done yet')
  const age = gauge('timbang_due_oldest_seconds', 'For how long the oldest of it has been due')
  const failing = gauge('timbang_due_failing', 'Work that failed when it was last tried')
  // Three gauges ask at once, for one and the same page of metrics.
  let asked: Promise<void> | undefined
  const collected = () => {
    asked ??= (async () => {
      const now = clock.now()
      const kinds = await overdue(pool, now)
      for (const metric of [count, age, failing]) metric.reset()
      for (const { kind, ...of } of kinds) {
        count.set({ kind }, of.count)
        age.set({ kind }, (now - of.oldestDueAt) / 1_000)
        failing.set({ kind }, of.failing)
      }
    })().finally(() => {
      asked = undefined
    })
    return asked
  }
}
