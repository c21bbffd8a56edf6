import { setTimeout as sleep } from 'node:timers/promises'
import { connectDirect, type Pool } from '@timbang/postgres/pool'
import { createProducer, type Kafka, type Producer } from './kafka.ts'
import { OUTBOX_CHANNEL } from './outbox.ts'

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
}

const LOCK = 7_433_290_201n
const BATCH = 2_000
/** A send may put all of it into one partition, and the broker takes a megabyte of records at a time (message.max.bytes). */
const BATCH_BYTES = 700_000
/** Not every commit calls: look often for a moment after one that did, and after every row. Then seldom, until called. */
const HOT_MS = 5
const HOT_FOR_MS = 150
const IDLE_MS = 200

/**
 * Publishes the outbox of one database in the order of its ids: one relay at a time (advisory lock), one send in flight, rows deleted once
 * acknowledged. Killed between send and delete it sends again, which every consumer bears.
 */
export function startRelay(options: RelayOptions): Relay {
  const { pool, log } = options
  const stopping = new AbortController()
  const alarm = createAlarm(stopping.signal)

  const lead = async () => {
    const lock = await connectDirect(options.url, 'timbang-relay')
    // Whoever loses the lock stops at once: another relay may have it.
    const mine = new AbortController()
    lock.on('error', () => mine.abort())
    lock.on('end', () => mine.abort())
    lock.on('notification', alarm.ring)
    const producer = createProducer(options.kafka)
    try {
      while (!stopping.signal.aborted && !mine.signal.aborted) {
        const { rows } = await lock.query<{ held: boolean }>(`select pg_try_advisory_lock(${LOCK}) as held`)
        if (rows[0]!.held) break
        await alarm.sleep(500)
      }
      await lock.query(`listen ${OUTBOX_CHANNEL}`)
      while (!stopping.signal.aborted && !mine.signal.aborted) {
        if ((await publish(options, producer, { mine: mine.signal, stopping: stopping.signal })) > 0) alarm.ring()
        else await alarm.sleep(IDLE_MS)
      }
    } finally {
      await producer.close()
      await lock
        .end()
        .catch((error: unknown) =>
          log.warn({ err: error }, 'the relay could not give back its lock; the server does when the connection ends'),
        )
    }
  }

  const running = (async () => {
    let pauseMs = 100
    while (!stopping.signal.aborted) {
      try {
        await lead()
        pauseMs = 100
      } catch (error) {
        // Nothing is lost: the rows stay until they are acknowledged.
        log.warn({ err: error, pauseMs }, 'the relay could not publish; trying again')
        await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
        pauseMs = Math.min(pauseMs * 2, 5_000)
      }
    }
  })()

  return {
    stop: async () => {
      stopping.abort()
      await running
    },
    drained: async () => {
      for (;;) {
        const { rows } = await pool.query<{ left: boolean }>(`select exists (select from stream.outbox) as left`)
        if (!rows[0]!.left) return
        alarm.ring()
        await sleep(10)
      }
    },
  }
}

/**
 * One pass over the outbox, from its lowest id, since what commits late has a low one. While a batch is sent the next is read: of one key no
 * row with a lower id can still come, because its aggregate was locked.
 * @returns rows published
 */
async function publish(
  { pool, kafka, onSent }: RelayOptions,
  producer: Producer,
  until: { mine: AbortSignal; stopping: AbortSignal },
): Promise<number> {
  let count = 0
  let deleted: Promise<unknown> = Promise.resolve()
  for (let rows = await read(pool, 0n); rows.length > 0; ) {
    const next = rows.length < BATCH || until.stopping.aborted ? Promise.resolve([]) : read(pool, rows.at(-1)!.id)
    // Failed before it is awaited, it must not end the process; awaited, it throws.
    next.catch(() => undefined)
    for (const part of parts(rows)) {
      if (until.mine.aborted) return count
      await producer.send(kafka.name(part[0]!.topic), part)
      await onSent?.(part.length)
      await deleted
      deleted = pool.query(`delete from stream.outbox where id = any($1::bigint[])`, [part.map((row) => row.id)])
      deleted.catch(() => undefined)
      count += part.length
    }
    rows = await next
  }
  await deleted
  return count
}

const read = async (pool: Pool, after: bigint): Promise<Row[]> =>
  (
    await pool.query<Row>(
      `select id, topic, partition, key, value, headers from stream.outbox where id > $1 order by id limit ${BATCH}`,
      [after],
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
