import { setTimeout as sleep } from 'node:timers/promises'
import { connectDirect, type Pool } from '@timbang/postgres/pool'
import { createProducer, type Kafka } from './kafka.ts'
import { enqueued } from './outbox.ts'

/** What of a logger the spine needs; pino fits. */
export interface StreamLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

const LOCK = 7_433_290_201n
const BATCH = 5_000
/** A send may put all of it into one partition, and the broker takes a megabyte of records at a time (message.max.bytes). */
const BATCH_BYTES = 700_000
/** A commit follows its enqueue within milliseconds: look often while something was enqueued in the last second, seldom otherwise. */
const HOT_MS = 5
const HOT_FOR_MS = 1_000
const IDLE_MS = 200

export interface Relay {
  stop(): Promise<void>
  /** Resolves when the outbox is empty. */
  drained(): Promise<void>
}

/**
 * Publishes the outbox of one database in the order of its ids: one relay at a time (advisory lock), one send in flight, rows deleted once
 * acknowledged. Killed between send and delete it sends again, which every consumer bears.
 * @param options.url of the same database, for a connection that no pooler shares
 */
export function startRelay(options: { pool: Pool; url: string; kafka: Kafka; log: StreamLog; onSent?: (count: number) => void | Promise<void> }): Relay {
  const { pool, kafka, log } = options
  const stopping = new AbortController()
  let hotUntil = 0
  let wake: (() => void) | undefined
  const heat = () => {
    hotUntil = performance.now() + HOT_FOR_MS
    wake?.()
  }
  enqueued.addEventListener('enqueued', heat)

  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(done, milliseconds)
      function done() {
        clearTimeout(timer)
        wake = undefined
        stopping.signal.removeEventListener('abort', done)
        resolve()
      }
      if (milliseconds > HOT_MS) wake = done
      stopping.signal.addEventListener('abort', done)
    })

  const publishOnce = async (producer: ReturnType<typeof createProducer>): Promise<number> => {
    const { rows } = await pool.query<{ id: bigint; topic: string; partition: number; key: string; value: Buffer | null; headers: Record<string, string> }>(
      `select id, topic, partition, key, value, headers from stream.outbox order by id limit ${BATCH}`,
    )
    // Neighbours of one topic go together; the order between topics is kept too.
    for (let from = 0; from < rows.length; ) {
      let to = from + 1
      let bytes = sizeOf(rows[from]!)
      while (to < rows.length && rows[to]!.topic === rows[from]!.topic && (bytes += sizeOf(rows[to]!)) <= BATCH_BYTES) to++
      const part = rows.slice(from, to)
      await producer.send(kafka.name(part[0]!.topic), part)
      await options.onSent?.(part.length)
      await pool.query(`delete from stream.outbox where id = any($1::bigint[])`, [part.map((row) => row.id)])
      from = to
    }
    return rows.length
  }

  const lead = async () => {
    const lock = await connectDirect(options.url, 'timbang-relay')
    let lost = false
    lock.on('error', () => { lost = true })
    lock.on('end', () => { lost = true })
    const producer = createProducer(kafka)
    try {
      while (!stopping.signal.aborted) {
        const { rows } = await lock.query<{ held: boolean }>(`select pg_try_advisory_lock(${LOCK}) as held`)
        if (rows[0]!.held) break
        await pause(500)
      }
      while (!stopping.signal.aborted && !lost) {
        const sent = await publishOnce(producer)
        if (sent === 0) await pause(performance.now() < hotUntil ? HOT_MS : IDLE_MS)
      }
    } finally {
      await producer.close()
      await lock.end().catch((error: unknown) => log.warn({ err: error }, 'the relay could not give back its lock; the server does when the connection ends'))
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
        await pause(pauseMs)
        pauseMs = Math.min(pauseMs * 2, 5_000)
      }
    }
  })()

  return {
    stop: async () => {
      stopping.abort()
      enqueued.removeEventListener('enqueued', heat)
      await running
    },
    drained: async () => {
      for (;;) {
        const { rows } = await pool.query<{ left: boolean }>(`select exists (select from stream.outbox) as left`)
        if (!rows[0]!.left) return
        heat()
        await sleep(10)
      }
    },
  }
}

const sizeOf = (row: { key: string; value: Buffer | null; headers: Record<string, string> }): number => {
  let bytes = 32 + row.key.length + (row.value?.length ?? 0)
  for (const [name, value] of Object.entries(row.headers)) bytes += name.length + value.length + 4
  return bytes
}
