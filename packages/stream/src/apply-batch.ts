import { fromMessage, isPoison, partitionOf, type Outgoing } from '@timbang/contracts/envelope'
import { DEAD_PARTITIONS, deadTopicName, type Topic } from '@timbang/contracts/topics'
import { transaction } from '@timbang/postgres/transaction'
import type { Pool, Tx } from '@timbang/postgres/pool'
import { enqueueMessages } from './outbox.ts'
import { lockPosition, savePosition } from './position.ts'

/** A record as it lay in the log. */
export interface RawRecord {
  readonly offset: bigint
  readonly key: string
  readonly value: Uint8Array | null
  readonly headers: Readonly<Record<string, string>>
  /** When the broker appended it, epoch milliseconds. */
  readonly appendedAt: number
}

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

/** The identity by which a record is recognised when it is read again: its event id, or its place where it has none. */
export const identityOf = (record: Pick<RawRecord, 'headers' | 'offset'>): string => record.headers['ce_id'] ?? `offset:${record.offset}`

/** What became of a batch. `seek`: it began behind the stored position; read from there instead. */
export type Applied = { readonly position: bigint; readonly lastAppendedAt: number; readonly applied: number; readonly dead: number } | { readonly seek: bigint }

/**
 * Applies one batch of one partition in one transaction: locks the position, checks on the first batch after a join that the log is the same
 * log, drops what was applied before, hands the rest to the handler, saves the position. Rows, position and outgoing events commit together.
 * @param options.first whether this is the first batch of the partition since it was assigned
 */
export async function applyBatch(options: {
  pool: Pool
  consumer: string
  topic: Topic
  partition: number
  records: readonly RawRecord[]
  first: boolean
  handle: Handle
}): Promise<Applied> {
  const { consumer, topic, partition, records } = options
  return transaction(options.pool, async (tx): Promise<Applied> => {
    const stored = await lockPosition(tx, consumer, topic.name, partition)
    const position = stored?.position ?? 0n
    const first = records[0]!
    const last = records.at(-1)!

    if (stored !== undefined && options.first) {
      const again = records.find((record) => record.offset === position - 1n)
      if (again === undefined) {
        // Not there: either the fetch began elsewhere (read from the last applied record), or the record is gone.
        if (first.offset > position - 1n && topic.cleanup === 'delete') return { seek: position - 1n }
        if (first.offset < position - 1n && last.offset < position - 1n) return { seek: position - 1n }
        if (topic.cleanup === 'delete') throw new LogMismatch(`${topic.name}/${partition}: the record at ${position - 1n}, which ${consumer} applied last, is missing from the log`)
      } else if (identityOf(again) !== stored.lastId) {
        throw new LogMismatch(`${topic.name}/${partition}: at ${position - 1n} stands another record than the one ${consumer} applied; the topic was made again, or this is another cluster`)
      }
    }
    if (stored === undefined && options.first && first.offset > 0n && topic.cleanup === 'delete') return { seek: 0n }

    const fresh = records.filter((record) => record.offset >= position)
    if (fresh.length === 0) return { position, lastAppendedAt: stored?.lastAppendedAt ?? 0, applied: 0, dead: 0 }

    const good: AppliedRecord[] = []
    const dead: Outgoing[] = []
    for (const record of fresh) {
      // A tombstone of a compacted topic is a message, not poison: its handler erases.
      if (record.value === null && topic.cleanup === 'compact') {
        good.push({ event: undefined, offset: record.offset, appendedAt: record.appendedAt, key: record.key })
        continue
      }
      const event = fromMessage(topic, record)
      if (isPoison(event)) dead.push(deadLetter(topic, partition, record, event.reason, event.detail))
      else good.push({ event, offset: record.offset, appendedAt: record.appendedAt, key: record.key })
    }
    if (good.length > 0) await options.handle(tx, { topic, partition, records: good })
    await enqueueMessages(tx, deadTopicName(consumer), dead)
    const next = { position: last.offset + 1n, lastId: identityOf(last), lastAppendedAt: last.appendedAt }
    await savePosition(tx, consumer, topic.name, partition, next)
    return { position: next.position, lastAppendedAt: next.lastAppendedAt, applied: good.length, dead: dead.length }
  })
}

/** The record as it was, with where it lay and why it could not be read. */
const deadLetter = (topic: Topic, partition: number, record: RawRecord, reason: string, detail: string): Outgoing => ({
  key: record.key, value: record.value, partition: partitionOf(record.key, DEAD_PARTITIONS),
  headers: { ...record.headers, dead_topic: topic.name, dead_partition: String(partition), dead_offset: String(record.offset), dead_reason: reason, dead_detail: detail.slice(0, 200) },
})
