import { setTimeout as sleep } from 'node:timers/promises'
import type { EachBatchPayload } from 'kafkajs'
import type { Topic } from '@timbang/contracts/topics'
import type { Pool } from '@timbang/postgres/pool'
import { clientOf } from './client.ts'
import { againTopic } from './again.ts'
import { applyBatch, hasBadValue, LogMismatch, type Acquaintance } from './apply-batch.ts'
import type { Handle } from './batch.ts'
import { byTopic, commitNotes, commitOf, type Noted } from './commit.ts'
import { topicEnds, type Kafka } from './kafka.ts'
import { TooMuchPoison } from './poison-limit.ts'
import { placeKey, positionsOf } from './position.ts'
import { toRecord } from './record.ts'
import type { StreamLog } from './relay.ts'

export interface Consumer {
  /** Finishes the batch in hand. */
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
  /** How many unreadable records in ten minutes of the log are chance: a handful when absent. With more it stops. */
  readonly mostPoison?: number
  /** How often a batch is tried before the consumer ends: 8, over ten seconds, when absent. */
  readonly tries?: number
  /** After the commit. `appendedAt`: when the broker appended the last applied record. */
  readonly onApplied?: (topic: string, partition: number, applied: number, appendedAt: number) => void
}

const TRIES = 8
const NOTE_MS = 200
/** Fetches follow each other within the 250 ms that one may wait. Nobody makes a topic again and fills it past a position in less than this. */
const HELD_MS = 2_000
/** A batch is a matter of seconds; one that takes this long hangs on something that will not come back. */
const STUCK_MS = 120_000

/**
 * Folds topics into a database, exactly once by value: Postgres holds the truth about positions, Kafka's commit is a hint.
 * Stops with a sentence when the log has lost its tail, is another log, or when the database is older than it once was.
 */
export async function startConsumer(options: ConsumerOptions): Promise<Consumer> {
  const { kafka, pool, consumer, log } = options
  const inputs = new Map((options.topics as readonly Topic<any>[]).map((topic) => [topic.name, topic]))
  const byName = new Map<string, Topic<any>>(
    [...inputs.values(), againTopic(consumer)].map((topic) => [kafka.name(topic), topic]),
  )
  const client = clientOf(kafka).consumer({
    groupId: kafka.prefix + consumer,
    sessionTimeout: 6_000,
    heartbeatInterval: 1_500,
    rebalanceTimeout: 10_000,
    maxWaitTimeInMs: 250,
    minBytes: 1,
    maxBytesPerPartition: 1_048_576,
    allowAutoTopicCreation: false,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8 },
  })
  let assigned: Record<string, readonly number[]> = {}
  /** By place. Replaced when the partitions are shared anew, or something failed, so that a batch still in hand cannot speak for what comes. */
  let acquaintances = new Map<string, Acquaintance>()
  const noted = new Map<string, Noted>()
  const inHand = new Set<{ readonly since: number }>()
  let crashed: Error | undefined
  let stopped = false

  const crash = (error: Error) => {
    if (crashed !== undefined) return
    crashed = error
    log.error(
      { err: error, consumer },
      error instanceof LogMismatch || error instanceof TooMuchPoison ? error.message : 'the consumer stopped',
    )
    // Not awaited: this may be a batch in hand, which stopping waits for.
    client
      .stop()
      .catch((failed: unknown) => log.warn({ err: failed, consumer }, 'the consumer could not leave its group'))
    options.onCrash(error)
  }
  client.on(client.events.GROUP_JOIN, ({ payload }) => {
    assigned = payload.memberAssignment
    noted.clear()
    acquaintances = new Map()
  })
  // Not every failure ends in a new assignment, and after any of them the log may be another: a broker came back without its tail, a topic was made again.
  const doubt = () => {
    acquaintances = new Map([...acquaintances].filter(([, acquaintance]) => acquaintance === 'sought'))
  }
  client.on(client.events.FETCH_FAILED, doubt)
  const doubtNoMore = kafka.onLost(doubt)
  // Nor does every other log show a failure: who was held for long, by a batch or by the machine, saw none of what happened meanwhile.
  const fetchedAt = new Map<number, number>()
  client.on(client.events.FETCH, ({ payload }) => {
    const now = performance.now()
    if (now - (fetchedAt.get(payload.nodeId) ?? now) > HELD_MS) doubt()
    fetchedAt.set(payload.nodeId, now)
  })
  client.on(client.events.CRASH, ({ payload }) => {
    if (!payload.restart) crash(payload.error)
    else log.warn({ err: payload.error, consumer }, 'the consumer lost its group and joins again')
  })

  /** Everything of one fetch, in one transaction; tried again as a whole. @returns the batches that were dealt with, so that the next ones may follow */
  const work = async (payloads: readonly EachBatchPayload[]): Promise<readonly EachBatchPayload[]> => {
    const known = acquaintances
    const fetch = payloads.map((payload) => {
      const { batch } = payload
      const topic = byName.get(batch.topic)!
      const { partition } = batch
      const records = batch.messages.map((message) => toRecord(topic.name, partition, message))
      return { payload, topic, partition, records, place: placeKey({ topic: topic.name, partition }) }
    })
    let sift = false
    for (let attempt = 1; ; attempt++) {
      if (crashed !== undefined) return []
      const current = fetch.filter(({ payload }) => payload.isRunning() && !payload.isStale())
      if (current.length === 0) return []
      try {
        const applied = await applyBatch({
          pool,
          consumer,
          fetched: current.map((one) => ({ ...one, acquaintance: known.get(one.place) ?? 'unknown' })),
          handle: options.handle,
          inputs,
          sift,
          mostPoison: options.mostPoison,
        })
        return current.flatMap(({ payload, topic, partition, place }, at) => {
          const done = applied[at]!
          if ('seek' in done) {
            known.set(place, 'sought')
            client.seek({ topic: payload.batch.topic, partition, offset: String(done.seek) })
            return []
          }
          known.set(place, 'known')
          const { position, lastAppendedAt: appendedAt } = done
          noted.set(place, { topic: payload.batch.topic, partition, position, appendedAt })
          options.onApplied?.(topic.name, partition, done.applied, appendedAt)
          if (done.dead > 0)
            log.warn(
              { consumer, topic: topic.name, partition, dead: done.dead },
              'records that cannot be read went to the dead topic',
            )
          return [payload]
        })
      } catch (error) {
        if (error instanceof LogMismatch || error instanceof TooMuchPoison || attempt >= (options.tries ?? TRIES))
          throw error
        if (!sift && hasBadValue(error)) {
          sift = true
          continue
        }
        log.warn(
          { err: error, consumer, places: current.map(({ place }) => place), attempt },
          'a batch failed and was rolled back; trying again',
        )
        await sleep(Math.min(50 * 2 ** attempt, 3_000))
      }
    }
  }

  const dealWith = async (payloads: readonly EachBatchPayload[]): Promise<void> => {
    const hold = { since: performance.now() }
    inHand.add(hold)
    const [first] = payloads as [EachBatchPayload]
    const beating = setInterval(
      () =>
        void first.heartbeat().catch(() => {
          /* a lost membership shows itself at the next fetch */
        }),
      1_000,
    )
    try {
      // Ours is the only position; what the client resolves only says where to fetch next.
      for (const { batch, resolveOffset } of await work(payloads)) resolveOffset(batch.lastOffset())
      // Of a consumer that stops, the client takes a commit only here.
      if (!first.isRunning()) await note((commits) => first.commitOffsetsIfNecessary(byTopic(commits)))
    } catch (error) {
      crash(error instanceof Error ? error : new Error(String(error)))
    } finally {
      clearInterval(beating)
      inHand.delete(hold)
    }
  }

  /** The client tells of a fetch partition by partition, all in one turn of the loop, and fetches again when each was answered. */
  let gathered: { readonly payloads: EachBatchPayload[]; readonly done: Promise<void> } | undefined
  const eachBatch = (payload: EachBatchPayload): Promise<void> => {
    if (payload.batch.messages.length === 0) return Promise.resolve()
    if (gathered === undefined) {
      const payloads: EachBatchPayload[] = []
      const done = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
        gathered = undefined
        return dealWith(payloads)
      })
      gathered = { payloads, done }
    }
    gathered.payloads.push(payload)
    return gathered.done
  }

  const note = async (commit: (commits: ReturnType<typeof commitOf>[]) => Promise<void>) => {
    if (noted.size === 0) return
    const commits = [...noted.values()].map(commitOf)
    noted.clear()
    try {
      await commit(commits)
    } catch (error) {
      log.warn({ err: error, consumer }, 'the hint could not be committed; the position in Postgres stands')
    }
  }

  await compareWithLog(options, [...byName.keys()])
  await client.connect()
  await client.subscribe({ topics: [...byName.keys()], fromBeginning: true })
  const joined = new Promise<void>((resolve) => client.on(client.events.GROUP_JOIN, () => resolve()))
  await client.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    // All that a fetch brought, at once: it is gathered into one transaction.
    partitionsConsumedConcurrently: (await Promise.all([...byName.keys()].map(kafka.partitions))).reduce(
      (a, b) => a + b,
    ),
    eachBatch,
  })
  await Promise.race([joined, sleep(15_000, undefined, { ref: false })])
  const noting = setInterval(() => void note(client.commitOffsets), NOTE_MS)
  return {
    stop: async () => {
      stopped = true
      clearInterval(noting)
      doubtNoMore()
      if (crashed === undefined) await note(client.commitOffsets)
      await client.disconnect()
    },
    assignment: () => assigned,
    alive: () =>
      !stopped && crashed === undefined && [...inHand].every(({ since }) => performance.now() - since < STUCK_MS),
  }
}

/**
 * What can be noticed before the first record is read: a log shorter than what was applied, and a database older than the group's own hint.
 * The second is a restored database: what it published since would be decided a second time, so a person must re-fold it first.
 * Asked in this order, because another replica may be at work: a note never runs ahead of its position, nor a position of the log's end.
 */
async function compareWithLog({ kafka, pool, consumer }: ConsumerOptions, names: readonly string[]): Promise<void> {
  const notes = await commitNotes(kafka, consumer, names)
  const stored = new Map(
    (await positionsOf(pool, consumer)).map((row) => [kafka.prefix + `${row.topic}/${row.partition}`, row.position]),
  )
  for (const name of names) {
    for (const { partition, high } of await topicEnds(kafka, name)) {
      const place = `${name.slice(kafka.prefix.length)}/${partition}`
      const position = stored.get(`${name}/${partition}`) ?? 0n
      if (position > high)
        throw new LogMismatch(
          `${place}: the log ends at ${high}, but ${consumer} has applied up to ${position}: the log has lost its tail, or the topic was made again`,
        )
      const noted = BigInt(notes.get(`${name}/${partition}`)?.position ?? 0)
      if (noted > position && noted <= high)
        throw new LogMismatch(
          `${place}: ${consumer} had applied up to ${noted}, but its database says ${position}: the database was restored to an earlier point, and what it published since would be decided a second time. Stop every ${consumer} and run: timbang refold ${consumer}`,
        )
    }
  }
}
