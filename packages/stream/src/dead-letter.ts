import { partitionOf, type Outgoing, type Poison } from '@timbang/contracts/envelope'
import { DEAD_PARTITIONS } from '@timbang/contracts/topics'
import { storable, type PlacedRecord, type RawRecord } from './record.ts'

/** The broker takes a megabyte; a record of nearly that size has no room for the reasons beside it. It still lies where it lay. */
const MOST_BYTES = 512 * 1024

/** A record that cannot be read, as it was, with where it lay and why: for the consumer's own dead topic. */
export function deadLetter(record: PlacedRecord, poison: Poison): Outgoing {
  const whole = (record.value?.byteLength ?? 0) <= MOST_BYTES
  const headers: Record<string, string> = {
    ...record.headers,
    dead_topic: record.topic,
    dead_partition: String(record.partition),
    dead_offset: String(record.offset),
    dead_appended_at: String(record.appendedAt),
    dead_reason: poison.reason,
    dead_detail: poison.detail.slice(0, 200),
    ...(whole ? {} : { dead_bytes: String(record.value!.byteLength) }),
  }
  return {
    key: storable(record.key),
    value: whole ? record.value : null,
    partition: partitionOf(record.key, DEAD_PARTITIONS),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [storable(name), storable(value)])),
  }
}

/** Where a letter's record lay: its place names it. */
export const placeOfLetter = ({ headers }: Pick<RawRecord, 'headers'>): string =>
  `${headers['dead_topic']}/${headers['dead_partition']}/${headers['dead_offset']}`

/** The record in a letter, as it lay; undefined when its bytes were too many to be carried. */
export function recordOf(letter: RawRecord): PlacedRecord | undefined {
  const { dead_topic, dead_partition, dead_offset, dead_appended_at, dead_bytes, ...rest } = letter.headers
  const headers = Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('dead_')))
  if (dead_bytes !== undefined || dead_topic === undefined || dead_offset === undefined) return undefined
  return {
    topic: dead_topic,
    partition: Number(dead_partition),
    offset: BigInt(dead_offset),
    appendedAt: Number(dead_appended_at),
    key: letter.key,
    value: letter.value,
    headers,
  }
}
