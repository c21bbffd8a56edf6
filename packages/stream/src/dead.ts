import { partitionOf, type Outgoing, type Poison } from '@timbang/contracts/envelope'
import { DEAD_PARTITIONS } from '@timbang/contracts/topics'
import { storable, type PlacedRecord } from './record.ts'

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
