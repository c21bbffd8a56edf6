import { fromMessage, isPoison, type Outgoing } from '@timbang/contracts/envelope'
import { deadTopicName, type Topic } from '@timbang/contracts/topics'
import { transaction } from '@timbang/postgres/transaction'
import type { Pool, Tx } from '@timbang/postgres/pool'
import { deadLetter } from './dead.ts'
import { enqueueMessages } from './outbox.ts'
import { lockPosition, savePosition, type Position } from './position.ts'
import { identityOf, type PlacedRecord, type RawRecord } from './record.ts'

export interface AppliedRecord<E = unknown> {
  readonly event: E
  readonly offset: bigint
  readonly appendedAt: number
  readonly key: string
}

export interface Batch<E = unknown> {
  readonly topic: Topic<E>
  readonly partition: number
  readonly records: readonly AppliedRecord<E>[]
}

export type Handle = (tx: Tx, batch: Batch) => Promise<void>

/** The log is not the one that was read before, or not all of it: nothing may go on until a person has looked. */
export class LogMismatch extends Error {}

/**
 * What is known of a partition since it was assigned. `unknown`: nothing, so the last applied record has to be seen again first.
 * `sought`: it was asked for; what comes now is all there is. `known`: batches follow each other.
 */
export type Acquaintance = 'unknown' | 'sought' | 'known'

/** What became of a batch. `seek`: it is not the one that follows; read from there instead. */
export type Applied =
  | { readonly position: bigint; readonly lastAppendedAt: number; readonly applied: number; readonly dead: number }
  | { readonly seek: bigint }

/** An owner that was held in the middle of a batch keeps its successor waiting no longer than this. */
const BEGIN = `begin; select pg_current_xact_id(); set local idle_in_transaction_session_timeout = 15000`

/**
 * Applies one batch of one partition in one transaction: locks the position, sees that the batch belongs to the log that was read so far, drops
 * what was applied before, hands the rest to the handler, saves the position. Rows, position and outgoing events commit together.
 */
export async function applyBatch(options: {
  pool: Pool
  consumer: string
  topic: Topic
  partition: number
  /** In the order of the log, at least one. */
  records: readonly PlacedRecord[]
  acquaintance: Acquaintance
  handle: Handle
  /** After `hasBadValue`: finds the records that no column takes, and applies the others. */
  sift?: boolean
}): Promise<Applied> {
  const { consumer, topic, partition, records } = options
  return transaction(
    options.pool,
    async (tx): Promise<Applied> => {
      const stored = await lockPosition(tx, consumer, topic.name, partition)
      const seek = follows({ consumer, topic, partition, stored, records, acquaintance: options.acquaintance })
      if (seek !== undefined) return { seek }

      const position = stored?.position ?? 0n
      const fresh = records.filter((record) => record.offset >= position)
      const last = fresh.at(-1)
      if (last === undefined) return { position, lastAppendedAt: stored?.lastAppendedAt ?? 0, applied: 0, dead: 0 }

      const good: (AppliedRecord & { readonly record: PlacedRecord })[] = []
      const dead: Outgoing[] = []
      for (const record of fresh) {
        // A tombstone of a compacted topic is a message, not poison: its handler erases.
        const event = record.value === null && topic.cleanup === 'compact' ? undefined : fromMessage(topic, record)
        if (isPoison(event)) dead.push(deadLetter(record, event))
        else good.push({ event, offset: record.offset, appendedAt: record.appendedAt, key: record.key, record })
      }
      const apply = (some: typeof good) => options.handle(tx, { topic, partition, records: some })
      const bad = options.sift === true ? await sifted(tx, good, apply) : []
      if (options.sift !== true && good.length > 0) await apply(good)
      for (const [{ record }, error] of bad)
        dead.push(deadLetter(record, { poison: true, reason: 'envelope.value-invalid', detail: error.message }))
      await enqueueMessages(tx, deadTopicName(consumer), dead)
      await savePosition(tx, consumer, topic.name, partition, {
        position: last.offset + 1n,
        lastId: identityOf(last),
        lastAppendedAt: last.appendedAt,
      })
      return {
        position: last.offset + 1n,
        lastAppendedAt: last.appendedAt,
        applied: good.length - bad.length,
        dead: dead.length,
      }
    },
    { begin: BEGIN },
  )
}

/** Of Postgres, class 22: a text that is no uuid, a date that is no day, a number too large, a character that cannot be kept. */
const BAD_VALUES = new Set(['22P02', '22007', '22008', '22003', '22021', '22P05'])
/** Whether a batch failed for a value that no column takes: it decodes, and yet breaks the contract. Trying again would never help. */
export const hasBadValue = (error: unknown): error is Error =>
  error instanceof Error && BAD_VALUES.has((error as { code?: string }).code ?? '')

/** Applies records in halves until the bad ones stand alone. How a batch is cut never matters to a handler. @returns the bad ones, which left no trace */
async function sifted<R>(
  tx: Tx,
  records: readonly R[],
  apply: (some: R[]) => Promise<void>,
): Promise<readonly (readonly [R, Error])[]> {
  if (records.length === 0) return []
  await tx.query('savepoint sift')
  try {
    await apply([...records])
    await tx.query('release savepoint sift')
    return []
  } catch (error) {
    if (!hasBadValue(error)) throw error
    await tx.query('rollback to savepoint sift; release savepoint sift')
    if (records.length === 1) return [[records[0]!, error]]
    const half = records.length >> 1
    return [...(await sifted(tx, records.slice(0, half), apply)), ...(await sifted(tx, records.slice(half), apply))]
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
