import { setTimeout as sleep } from 'node:timers/promises'
import type { Outgoing } from '@timbang/contracts/envelope'
import { connectDirect, type Pool } from '@timbang/postgres/pool'
import { drawLine, haveEnded, type Line } from '@timbang/postgres/writers'
import { createProducer, type Kafka, type Producer } from './kafka.ts'
import { OUTBOX_CHANNEL } from './outbox.ts'

type Client = Awaited<ReturnType<typeof connectDirect>>

/** What of a logger the spine needs; pino fits. */
export interface StreamLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export interface Relay {
  stop(): Promise<void>
  /** Resolves when the outbox is empty. */
  drained(): Promise<void>
}

export interface RelayOptions {
  readonly pool: Pool
  /** Of the same database, for a connection that no pooler shares. */
  readonly url: string
  readonly kafka: Kafka
  readonly log: StreamLog
  /**
   * By how many the partitions are shared, where one send in flight is not enough: 1 when absent; a divisor of 24. Replicas may differ in it for
   * a while: a partition is never led by two.
   */
  readonly shards?: number
  /** Between the broker's acknowledgement and the deletion of the rows. */
  readonly onSent?: (count: number) => void | Promise<void>
}

interface Row {
  readonly id: bigint
  readonly topic: string
  readonly partition: number
  readonly key: string
  readonly value: Buffer | null
  readonly headers: Record<string, string>
  readonly traceparent: string | null
}

/** Partitions whose number is the same by this are led together, however they are shared. */
const SLOTS = 24
const LOCK = 743_329_020
const BATCH = 2_000
/** A send may put all of it into one partition, and the broker takes a megabyte of records at a time (message.max.bytes). */
const BATCH_BYTES = 700_000
/** Not every commit calls: look often for a moment after one that did, and after every row. Then seldom, until called. */
const HOT_MS = 5
const HOT_FOR_MS = 150
const IDLE_MS = 200
/** How often it is asked below which id nothing can come any more. */
const FLOOR_MS = 1_000

/** What one leader has: its connection, which holds its locks, and its part of the partitions. */
interface Lead {
  readonly connection: Client
  readonly producer: Producer
  readonly shards: number
  readonly number: number
  /** Whoever loses the locks stops at once: another relay may have them. */
  readonly mine: AbortSignal
  readonly stopping: AbortSignal
}

/**
 * Publishes the outbox of one database in the order of its ids: one leader for each partition at a time (advisory locks), one send in flight, rows
 * deleted once acknowledged. Killed between send and delete it sends again, which every consumer bears.
 */
export function startRelay(options: RelayOptions): Relay {
  const { pool, log, shards = 1 } = options
  if (SLOTS % shards !== 0)
    throw new Error(`the partitions cannot be shared by ${shards}: it is no divisor of ${SLOTS}`)
  const stopping = new AbortController()
  const numbers = Array.from({ length: shards }, (_, number) => ({ number, alarm: createAlarm(stopping.signal) }))

  const lead = async (number: number, alarm: ReturnType<typeof createAlarm>) => {
    const connection = await connectDirect(options.url, 'timbang-relay')
    const lost = new AbortController()
    connection.on('error', () => lost.abort())
    connection.on('end', () => lost.abort())
    connection.on('notification', alarm.ring)
    const producer = createProducer(options.kafka)
    const on: Lead = { connection, producer, shards, number, mine: lost.signal, stopping: stopping.signal }
    try {
      while (!over(on) && !(await takeLocks(on))) await alarm.sleep(500)
      // Deleted rows that an open snapshot keeps look like many to the planner, and a scan of the table walks them all.
      await connection.query(`listen ${OUTBOX_CHANNEL}; set enable_seqscan = off; set enable_bitmapscan = off`)
      const floor = await startFloor(on)
      while (!over(on)) {
        const settled = await floor.settled()
        const { count, whole } = await publish(options, on, floor.at())
        if (whole) await floor.rise(settled, count)
        if (count > 0) alarm.ring()
        else await alarm.sleep(IDLE_MS)
      }
    } finally {
      await producer.close()
      await connection
        .end()
        .catch((error: unknown) =>
          log.warn({ err: error }, 'the relay could not give back its lock; the server does when the connection ends'),
        )
    }
  }

  const running = Promise.all(
    numbers.map(async ({ number, alarm }) => {
      let pauseMs = 100
      while (!stopping.signal.aborted) {
        try {
          await lead(number, alarm)
          pauseMs = 100
        } catch (error) {
          // Nothing is lost: the rows stay until they are acknowledged.
          log.warn({ err: error, pauseMs }, 'the relay could not publish; trying again')
          await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
          pauseMs = Math.min(pauseMs * 2, 5_000)
        }
      }
    }),
  )

  return {
    stop: async () => {
      stopping.abort()
      await running
    },
    drained: async () => {
      for (;;) {
        const { rows } = await pool.query<{ floor: bigint }>(
          `select case when count(*) = $1 then min(floor) else 0 end::bigint as floor from stream.relay_floor where shards = $1`,
          [shards],
        )
        const left = await pool.query(`select from stream.outbox where id > $1 order by id limit 1`, [rows[0]!.floor])
        if (left.rowCount === 0) return
        for (const { alarm } of numbers) alarm.ring()
        await sleep(10)
      }
    },
  }
}

const over = ({ mine, stopping }: Lead): boolean => mine.aborted || stopping.aborted

/** All slots of its part, or none. */
async function takeLocks({ connection, shards, number }: Lead): Promise<boolean> {
  const { rows } = await connection.query<{ held: boolean }>(
    `select bool_and(pg_try_advisory_lock($1, slot)) as held
       from (select slot from generate_series(0, ${SLOTS - 1}) as slot where slot % $2 = $3 order by slot) as mine`,
    [LOCK, shards, number],
  )
  if (!rows[0]!.held) await connection.query(`select pg_advisory_unlock_all()`)
  return rows[0]!.held
}

/**
 * Below which id nothing is left, nor can come. An id is taken before its row commits, so the lowest row that is there says nothing; but a
 * transaction has its own number before it takes ids: once all that ran when an id was the last are over, whatever has a lower one is there or
 * never will be. Readers have no such number, so an open snapshot holds nothing up.
 */
async function startFloor({ connection, shards, number }: Lead) {
  const { rows } = await connection.query<{ floor: bigint }>(
    `select floor from stream.relay_floor where shards = $1 and number = $2`,
    [shards, number],
  )
  let floor = rows[0]?.floor ?? 0n
  let next: { readonly id: bigint; readonly line: Line } | undefined
  let since = 0
  let lookedAt = -Infinity
  return {
    at: () => floor,
    /** Asked before a pass: whether all who may have ids up to the next floor are over. */
    settled: async (): Promise<boolean> => next !== undefined && (await haveEnded(connection, next.line)),
    /** After a pass that left nothing behind. */
    rise: async (settled: boolean, count: number): Promise<void> => {
      since += count
      if (settled && next !== undefined) {
        floor = next.id
        next = undefined
        await connection.query(
          `insert into stream.relay_floor values ($1, $2, $3) on conflict (shards, number) do update set floor = excluded.floor`,
          [shards, number, floor],
        )
      }
      if (next !== undefined || since === 0 || performance.now() - lookedAt < FLOOR_MS) return
      lookedAt = performance.now()
      since = 0
      // One after the other: whoever took an id before the first look runs at the second, or is over.
      const last = await connection.query<{ id: bigint }>(`select last_value as id from stream.outbox_id_seq`)
      next = { id: last.rows[0]!.id, line: await drawLine(connection) }
    },
  }
}

/**
 * One pass over the outbox, from its lowest id, since what commits late has a low one. While a batch is sent the next is read: of one key no
 * row with a lower id can still come, because its aggregate was locked.
 * @returns rows published, and whether nothing was left of what the pass saw
 */
async function publish(
  { pool, kafka, onSent }: RelayOptions,
  on: Lead,
  floor: bigint,
): Promise<{ count: number; whole: boolean }> {
  let count = 0
  let whole = true
  let deleted: Promise<unknown> = Promise.resolve()
  for (let rows = await read(on, floor); rows.length > 0; ) {
    const more = rows.length === BATCH
    if (more && on.stopping.aborted) whole = false
    const next = !more || on.stopping.aborted ? Promise.resolve([]) : read(on, rows.at(-1)!.id)
    // Failed before it is awaited, it must not end the process; awaited, it throws.
    next.catch(() => undefined)
    for (const part of parts(rows)) {
      if (on.mine.aborted) return { count, whole: false }
      await on.producer.send(kafka.name(part[0]!.topic), part.map(asMessage))
      await onSent?.(part.length)
      await deleted
      deleted = pool.query(`delete from stream.outbox where id = any($1::bigint[])`, [part.map((row) => row.id)])
      deleted.catch(() => undefined)
      count += part.length
    }
    rows = await next
  }
  await deleted
  return { count, whole }
}

const asMessage = ({ traceparent, headers, ...row }: Row): Outgoing => ({
  ...row,
  headers: traceparent === null ? headers : { ...headers, traceparent },
})

const read = async ({ connection, shards, number }: Lead, after: bigint): Promise<Row[]> =>
  (
    await connection.query<Row>(
      `select id, topic, partition, key, value, headers, traceparent from stream.outbox
        where id > $1 and partition % $2 = $3 order by id limit ${BATCH}`,
      [after, shards, number],
    )
  ).rows

/** Neighbours of one topic go together, as many as the broker takes at once; so the order between topics is kept too. */
function* parts(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let from = 0; from < rows.length; ) {
    let to = from + 1
    let bytes = sizeOf(rows[from]!)
    while (to < rows.length && rows[to]!.topic === rows[from]!.topic && (bytes += sizeOf(rows[to]!)) <= BATCH_BYTES)
      to++
    yield rows.slice(from, to)
    from = to
  }
}

const sizeOf = (row: Row): number => {
  let bytes = 32 + row.key.length + (row.value?.length ?? 0)
  for (const [name, value] of Object.entries(row.headers)) bytes += name.length + value.length + 4
  return bytes
}

/** A sleep that ends early when the alarm rings, and is short for a while after it rang. */
function createAlarm(stopping: AbortSignal) {
  let hotUntil = 0
  let wake: (() => void) | undefined
  stopping.addEventListener('abort', () => wake?.())
  return {
    ring: () => {
      hotUntil = performance.now() + HOT_FOR_MS
      wake?.()
    },
    sleep: (milliseconds: number) =>
      new Promise<void>((resolve) => {
        if (stopping.aborted) return resolve()
        const hot = performance.now() < hotUntil
        const done = () => {
          clearTimeout(timer)
          wake = undefined
          resolve()
        }
        const timer = setTimeout(done, hot ? HOT_MS : milliseconds)
        if (!hot) wake = done
      }),
  }
}
