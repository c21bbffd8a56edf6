import { fromMessage, isPoison, type Poison } from '@timbang/contracts/envelope'
import { againTopicName, deadTopicName, type Topic } from '@timbang/contracts/topics'
import { transaction } from '@timbang/postgres/transaction'
import type { Pool, Tx } from '@timbang/postgres/pool'
import { openLetters } from './again.ts'
import { batchOf, type AppliedRecord, type Handle } from './batch.ts'
import { deadLetter } from './dead-letter.ts'
import { enqueueMessages } from './outbox.ts'
import { countPoison, MOST_POISON, placeOf, TooMuchPoison } from './poison-limit.ts'
import { lockPositions, placeKey, savePositions, type Position } from './position.ts'
import { identityOf, type PlacedRecord, type RawRecord } from './record.ts'

/** The log is not the one that was read before, or not all of it: nothing may go on until a person has looked. */
export class LogMismatch extends Error {}

/**
 * What is known of a partition since it was assigned. `unknown`: nothing, so the last applied record has to be seen again first.
 * `sought`: it was asked for; what comes now is all there is. `known`: batches follow each other.
 */
export type Acquaintance = 'unknown' | 'sought' | 'known'

/** What a fetch brought of one partition. */
export interface Fetched {
  readonly topic: Topic<any>
  readonly partition: number
  /** In the order of the log, at least one. */
  readonly records: readonly PlacedRecord[]
  readonly acquaintance: Acquaintance
}

/** What became of it. `seek`: it is not what follows; read from there instead. */
export type Applied =
  | { readonly position: bigint; readonly lastAppendedAt: number; readonly applied: number; readonly dead: number }
  | { readonly seek: bigint }

/** An owner that was held in the middle of a batch keeps its successor waiting no longer than this. */
const BEGIN = `begin; set local idle_in_transaction_session_timeout = 15000`

interface Good extends AppliedRecord {
  readonly record: PlacedRecord
}
interface Dead {
  readonly record: PlacedRecord
  readonly poison: Poison
}

/**
 * Applies what a fetch brought, in one transaction: locks the positions of all its places, sees of each that it belongs to the log that was read so
 * far, drops what was applied before, hands the rest to the handler, saves the positions. Rows, positions and outgoing events commit together.
 * @returns what became of each, in the order given
 */
export async function applyBatch(options: {
  pool: Pool
  consumer: string
  fetched: readonly Fetched[]
  handle: Handle
  /** After `hasBadValue`: finds the records that no column takes, and applies the others. */
  sift?: boolean
  /** The consumer's inputs by name: what letters that are put back may hold. None when absent. */
  inputs?: ReadonlyMap<string, Topic<any>>
  /** How many records in ten minutes of the log may be unreadable; with more something else is wrong. */
  mostPoison?: number
}): Promise<readonly Applied[]> {
  const { pool, consumer, fetched, handle, inputs, sift = false, mostPoison = MOST_POISON } = options
  const work = async (tx: Tx) => {
    const stored = await lockPositions(
      tx,
      consumer,
      fetched.map(({ topic, partition }) => ({ topic: topic.name, partition })),
    )
    const dead: Dead[] = []
    const good: Good[] = []
    const take = (topic: Topic, record: PlacedRecord) => {
      const event = readRecord(topic, record)
      if (isPoison(event)) dead.push({ record, poison: event })
      else good.push(told(topic, record, event))
    }
    const letters: PlacedRecord[] = []
    const places = fetched.map((of): { seek: bigint } | { known: Position | undefined; fresh: PlacedRecord[] } => {
      const known = stored.get(placeKey({ topic: of.topic.name, partition: of.partition }))
      const seek = follows({ ...of, consumer, stored: known })
      if (seek !== undefined) return { seek }
      const fresh = of.records.filter((record) => record.offset >= (known?.position ?? 0n))
      if (of.topic.name === againTopicName(consumer)) letters.push(...fresh)
      else for (const record of fresh) take(of.topic, record)
      return { known, fresh }
    })
    for (const record of await openLetters(tx, consumer, letters)) {
      const topic = inputs?.get(record.topic)
      if (topic !== undefined) take(topic, record)
    }
    dead.push(...(await apply(tx, handle, good, { sift, most: mostPoison })))
    if (dead.length > 0) {
      await countPoison(tx, consumer, dead, mostPoison)
      const letters = dead.map(({ record, poison }) => deadLetter(record, poison))
      await enqueueMessages(tx, deadTopicName(consumer), letters)
    }
    const moved = places.flatMap((place) => {
      const last = 'seek' in place ? undefined : place.fresh.at(-1)
      return last === undefined ? [] : [{ ...positionAfter(last), topic: last.topic, partition: last.partition }]
    })
    if (moved.length > 0) await savePositions(tx, consumer, moved)

    return places.map((place): Applied => {
      if ('seek' in place) return place
      const last = place.fresh.at(-1)
      const { position, lastAppendedAt } = last === undefined ? (place.known ?? NOTHING) : positionAfter(last)
      const lost = dead.filter(({ record }) => place.fresh.includes(record)).length
      return { position, lastAppendedAt, applied: place.fresh.length - lost, dead: lost }
    })
  }
  return transaction(pool, work, { begin: BEGIN })
}

const NOTHING: Pick<Position, 'position' | 'lastAppendedAt'> = { position: 0n, lastAppendedAt: 0 }

const positionAfter = (last: PlacedRecord): Position => ({
  position: last.offset + 1n,
  lastId: identityOf(last),
  lastAppendedAt: last.appendedAt,
})

/** A tombstone of a compacted topic is a message, not poison: its handler erases. */
const readRecord = (topic: Topic, record: PlacedRecord): unknown =>
  record.value === null && topic.cleanup === 'compact' ? undefined : fromMessage(topic, record)

const told = (topic: Topic, record: PlacedRecord, event: unknown): Good => ({
  topic,
  event,
  record,
  partition: record.partition,
  offset: record.offset,
  appendedAt: record.appendedAt,
  key: record.key,
  get traceparent() {
    return record.headers['traceparent']
  },
})

/** Of Postgres, class 22: a text that is no uuid, a date that is no day, a number too large, a character that cannot be kept. */
const BAD_VALUES = new Set(['22P02', '22007', '22008', '22003', '22021', '22P05'])
/** Whether a batch failed for a value that no column takes: it decodes, and yet breaks the contract. Trying again would never help. */
export const hasBadValue = (error: unknown): error is Error =>
  error instanceof Error && BAD_VALUES.has((error as { code?: string }).code ?? '')

/** Hands the records to the handler. @returns with `sift` those that no column takes, which left no trace */
async function apply(
  tx: Tx,
  handle: Handle,
  good: readonly Good[],
  { sift, most }: { sift: boolean; most: number },
): Promise<Dead[]> {
  if (good.length === 0) return []
  if (!sift) {
    await handle(tx, batchOf(good))
    return []
  }
  const bad: { readonly record: PlacedRecord; readonly error: Error }[] = []
  await siftOut(tx, handle, good, bad, most)
  // A value that one record brings is the record's fault. What fails for every record is a statement of ours.
  if (bad.length > most || (bad.length === good.length && bad.length > 1)) {
    const { record, error } = bad.at(-1)!
    throw new TooMuchPoison(
      `${placeOf(record)}: ${bad.length === good.length ? 'every record' : `more than ${most} records at once`} fails with "${error.message}": a statement of this version is wrong, not the records. Nothing was skipped`,
      { cause: error },
    )
  }
  return bad.map(({ record, error }) => ({
    record,
    poison: { poison: true, reason: 'envelope.value-invalid', detail: error.message },
  }))
}

/** Applies records in halves until the bad ones stand alone; gives up where there are too many. How a batch is cut never matters to a handler. */
async function siftOut(
  tx: Tx,
  handle: Handle,
  records: readonly Good[],
  bad: { record: PlacedRecord; error: Error }[],
  most: number,
): Promise<void> {
  if (records.length === 0 || bad.length > most) return
  await tx.query('savepoint sift')
  try {
    await handle(tx, batchOf(records))
    await tx.query('release savepoint sift')
  } catch (error) {
    if (!hasBadValue(error)) throw error
    await tx.query('rollback to savepoint sift; release savepoint sift')
    if (records.length === 1) return void bad.push({ record: records[0]!.record, error })
    const half = records.length >> 1
    await siftOut(tx, handle, records.slice(0, half), bad, most)
    await siftOut(tx, handle, records.slice(half), bad, most)
  }
}

/**
 * Whether a batch follows what was applied: after every assignment the last applied record is seen again and is the same, and none is left out.
 * @returns where to read instead; undefined: it follows
 * @throws LogMismatch when reading there has shown that the log is another one, or not all of it
 */
export function follows(options: {
  consumer: string
  topic: Topic
  partition: number
  stored: Position | undefined
  records: readonly RawRecord[]
  acquaintance: Acquaintance
}): bigint | undefined {
  const { consumer, topic, stored, records, acquaintance } = options
  const place = `${topic.name}/${options.partition}`
  const first = records[0]!.offset
  const next = stored?.position ?? 0n
  const from = stored === undefined ? 0n : next - 1n

  const again = stored && records.find((record) => record.offset === from)
  if (again !== undefined) {
    if (identityOf(again) === stored!.lastId) return undefined
    throw new LogMismatch(
      `${place}: at ${from} stands another record than the one ${consumer} applied; the topic was made again, or this is another cluster`,
    )
  }
  // Compaction takes records out of the middle, the last applied one too; a topic that keeps everything has none left out.
  const whole = topic.cleanup === 'delete'
  const directly = whole ? first === next : first >= next
  if (directly && (stored === undefined || acquaintance === 'known' || (acquaintance === 'sought' && !whole)))
    return undefined

  if (acquaintance !== 'sought') return from
  if (stored === undefined)
    throw new LogMismatch(
      `${place}: the log begins at ${first}; ${consumer} has read nothing of it and needs all of it`,
    )
  // Asked for what is not there, the client goes back to the beginning.
  throw new LogMismatch(
    `${place}: the record at ${from}, which ${consumer} applied last, cannot be read any more: the log has lost its ${first > from ? 'head' : 'tail, or the topic was made again'}`,
  )
}
