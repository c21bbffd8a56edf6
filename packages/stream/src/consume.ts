import { setTimeout as sleep } from 'node:timers/promises'
import type { EachBatchPayload, KafkaMessage } from 'kafkajs'
import type { Topic } from '@timbang/contracts/topics'
import type { Pool } from '@timbang/postgres/pool'
import { applyBatch, LogMismatch, type Handle, type RawRecord } from './apply-batch.ts'
import { patiently, topicEnds, type Kafka } from './kafka.ts'
import { positionsOf } from './position.ts'
import type { StreamLog } from './relay.ts'

/** What a consumer leaves beside its commit in Kafka, for lag meters: its true position, and when the broker appended the last applied record. */
export interface CommitNote {
  readonly position: string
  readonly appendedAt: number
}

export interface Consumer {
  stop(): Promise<void>
  /** Partitions held now, by topic. */
  assignment(): Readonly<Record<string, readonly number[]>>
  /** False once it gets nowhere: for liveness. */
  alive(): boolean
}

export interface ConsumerOptions {
  readonly kafka: Kafka
  readonly pool: Pool
  /** The consumer's name: also its group, and the first part of its dead topic. */
  readonly consumer: string
  readonly topics: readonly Topic<never>[] | readonly Topic<any>[]
  readonly handle: Handle
  readonly log: StreamLog
  /** Something that no retry mends: the process should end and be started again, or a person should look. */
  readonly onCrash: (error: Error) => void
  /** Partitions worked on at a time; each is a transaction of its own. */
  readonly concurrency?: number
  readonly onApplied?: (topic: string, partition: number, applied: number, appendedAt: number) => void
}

const TRIES = 8

/** Text of a record's headers: the client gives buffers. */
const headersOf = (message: KafkaMessage): Record<string, string> => {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(message.headers ?? {})) if (value !== undefined) headers[name] = Array.isArray(value) ? value.map(String).join(',') : value.toString()
  return headers
}

export const toRaw = (message: KafkaMessage): RawRecord => ({
  offset: BigInt(message.offset), key: message.key?.toString() ?? '', value: message.value, headers: headersOf(message), appendedAt: Number(message.timestamp),
})

/**
 * Folds topics into a database, exactly once by value: Postgres holds the truth about positions, Kafka's commit is a hint that stands one record
 * before it, so that on every assignment the last applied record is read again and compared.
 * Stops with a sentence when the log has lost its tail, is another log, or when the database is older than it once was.
 */
export async function startConsumer(options: ConsumerOptions): Promise<Consumer> {
  const { kafka, pool, log } = options
  const byName = new Map((options.topics as readonly Topic[]).map((topic) => [kafka.name(topic), topic]))
  const group = kafka.prefix + options.consumer
  const client = kafka.client.consumer({
    groupId: group, sessionTimeout: 6_000, heartbeatInterval: 1_500, rebalanceTimeout: 10_000, maxWaitTimeInMs: 250, minBytes: 1, maxBytesPerPartition: 1_048_576, allowAutoTopicCreation: false,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8 },
  })
  let assigned: Record<string, readonly number[]> = {}
  let checked = new Set<string>()
  let sought = new Set<string>()
  let alive = true
  let crashed: Error | undefined

  const crash = (error: Error) => {
    if (crashed !== undefined) return
    crashed = error
    alive = false
    log.error({ err: error, consumer: options.consumer }, error instanceof LogMismatch ? error.message : 'the consumer stopped')
    options.onCrash(error)
  }

  client.on(client.events.GROUP_JOIN, ({ payload }) => {
    assigned = payload.memberAssignment
    checked = new Set()
    sought = new Set()
  })
  client.on(client.events.CRASH, ({ payload }) => {
    if (!payload.restart) crash(payload.error)
    else log.warn({ err: payload.error, consumer: options.consumer }, 'the consumer lost its group and joins again')
  })

  const eachBatch = async ({ batch, heartbeat, isRunning, isStale }: EachBatchPayload) => {
    if (crashed !== undefined || !isRunning() || isStale() || batch.messages.length === 0) return
    const topic = byName.get(batch.topic)!
    const place = `${topic.name}/${batch.partition}`
    const records = batch.messages.map(toRaw)
    const beating = setInterval(() => void heartbeat().catch(() => { /* a lost membership shows itself at the next fetch */ }), 1_000)
    try {
      for (let attempt = 1; ; attempt++) {
        try {
          const done = await applyBatch({ pool, consumer: options.consumer, topic, partition: batch.partition, records, first: !checked.has(place), handle: options.handle })
          if ('seek' in done) {
            if (sought.has(place)) throw new LogMismatch(`${place}: the record at ${done.seek}, which ${options.consumer} applied last, cannot be read any more: the log has lost its tail or its head`)
            sought.add(place)
            client.seek({ topic: batch.topic, partition: batch.partition, offset: String(done.seek) })
            return
          }
          checked.add(place)
          options.onApplied?.(topic.name, batch.partition, done.applied, done.lastAppendedAt)
          if (done.dead > 0) log.warn({ consumer: options.consumer, topic: topic.name, partition: batch.partition, dead: done.dead }, 'records that cannot be read went to the dead topic')
          await hint(batch.topic, batch.partition, done.position, done.lastAppendedAt)
          return
        } catch (error) {
          if (error instanceof LogMismatch || attempt >= TRIES) throw error
          log.warn({ err: error, consumer: options.consumer, topic: topic.name, partition: batch.partition, attempt }, 'a batch failed and was rolled back; trying again')
          await sleep(Math.min(50 * 2 ** attempt, 3_000))
          if (!isRunning() || isStale()) return
        }
      }
    } catch (error) {
      crash(error instanceof Error ? error : new Error(String(error)))
    } finally {
      clearInterval(beating)
    }
  }

  /** Kafka's commit, a hint: one record before the position, so that this record is read again after a join. */
  const hint = async (topic: string, partition: number, position: bigint, appendedAt: number) => {
    const note: CommitNote = { position: String(position), appendedAt }
    try {
      await client.commitOffsets([{ topic, partition, offset: String(position > 0n ? position - 1n : 0n), metadata: JSON.stringify(note) }])
    } catch (error) {
      log.warn({ err: error, consumer: options.consumer }, 'the hint could not be committed; the position in Postgres stands')
    }
  }

  await compareWithLog(options, [...byName.keys()])
  await client.connect()
  await client.subscribe({ topics: [...byName.keys()], fromBeginning: true })
  const joined = new Promise<void>((resolve) => client.on(client.events.GROUP_JOIN, () => resolve()))
  await client.run({ autoCommit: false, eachBatchAutoResolve: false, partitionsConsumedConcurrently: options.concurrency ?? 4, eachBatch: async (payload) => {
    await eachBatch(payload)
    // Ours is the only position; what the client resolves only says where to fetch next.
    if (crashed === undefined && payload.isRunning() && !payload.isStale() && payload.batch.messages.length > 0) payload.resolveOffset(payload.batch.lastOffset())
  } })
  await Promise.race([joined, sleep(15_000)])
  return {
    stop: async () => {
      alive = false
      await client.disconnect()
    },
    assignment: () => assigned,
    alive: () => alive,
  }
}

/**
 * What can be noticed before the first record is read: a log shorter than what was applied, and a database older than the group's own hint.
 * The second is a restored database: what it published since would be decided a second time, so a person must re-fold it first.
 */
async function compareWithLog(options: ConsumerOptions, names: readonly string[]): Promise<void> {
  const { kafka } = options
  const client = await options.pool.connect()
  const stored = await positionsOf(client, options.consumer).finally(() => client.release())
  const hints = await commitNotes(kafka, options.consumer, names)
  for (const name of names) {
    const topic = name.slice(kafka.prefix.length)
    const ends = new Map((await topicEnds(kafka, name)).map((end) => [end.partition, end.high]))
    for (const [partition, high] of ends) {
      const position = stored.find((row) => row.topic === topic && row.partition === partition)?.position ?? 0n
      if (position > high) throw new LogMismatch(`${topic}/${partition}: the log ends at ${high}, but ${options.consumer} has applied up to ${position}: the log has lost its tail, or the topic was made again`)
      const hinted = hints.get(`${name}/${partition}`)
      if (hinted !== undefined && BigInt(hinted.position) > position && BigInt(hinted.position) <= high)
        throw new LogMismatch(`${topic}/${partition}: ${options.consumer} had applied up to ${hinted.position}, but its database says ${position}: the database was restored to an earlier point; re-fold it from its own topic first`)
    }
  }
}

/** The notes beside a group's commits, by `topic/partition`. */
export async function commitNotes(kafka: Kafka, consumer: string, names: readonly string[]): Promise<Map<string, CommitNote>> {
  const notes = new Map<string, CommitNote>()
  const committed = await patiently(async () => (await kafka.admin()).fetchOffsets({ groupId: kafka.prefix + consumer, topics: [...names] }))
  for (const { topic, partitions } of committed)
    for (const { partition, metadata } of partitions) {
      if (metadata === null || metadata === undefined || metadata === '') continue
      const note: unknown = JSON.parse(metadata)
      if (typeof note === 'object' && note !== null && 'position' in note) notes.set(`${topic}/${partition}`, note as CommitNote)
    }
  return notes
}
