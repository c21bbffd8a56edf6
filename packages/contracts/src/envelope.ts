import { BinaryWriter } from '@bufbuild/protobuf/wire'
import type { Topic } from './topics.ts'
import { currentTrace } from './trace.ts'

/** A message as the log wants it. The partition is ours, never the client library's. */
export interface Outgoing {
  readonly key: string
  readonly value: Uint8Array | null
  readonly headers: Record<string, string>
  readonly partition: number
}

/** A record that breaks the contract: it goes to the dead topic and the position moves on. */
export interface Poison {
  readonly poison: true
  readonly reason:
    | 'envelope.undecodable'
    /** Of a kind that this version does not know: its writer is newer. */
    | 'envelope.unknown-kind'
    | 'envelope.unknown-body'
    | 'envelope.empty'
    | 'envelope.value-invalid'
  readonly detail: string
}

const SPEC_VERSION = '1.0'
const CONTENT_TYPE = 'application/protobuf'

/**
 * Java's murmur2 of a key's UTF-8 bytes: what Kafka's own clients choose a partition by.
 * Source: org.apache.kafka.common.utils.Utils.murmur2. Returns a signed 32-bit integer.
 */
export function murmur2(bytes: Uint8Array): number {
  const m = 0x5bd1e995
  const length = bytes.length
  let h = (0x9747b28c ^ length) | 0
  const whole = length >> 2
  for (let i = 0; i < whole; i++) {
    const at = i * 4
    let k = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
    k = Math.imul(k, m)
    k ^= k >>> 24
    k = Math.imul(k, m)
    h = Math.imul(h, m) ^ k
  }
  const tail = whole * 4
  const rest = length & 3
  if (rest === 3) h ^= bytes[tail + 2]! << 16
  if (rest >= 2) h ^= bytes[tail + 1]! << 8
  if (rest >= 1) {
    h ^= bytes[tail]!
    h = Math.imul(h, m)
  }
  h ^= h >>> 13
  h = Math.imul(h, m)
  h ^= h >>> 15
  return h
}

const utf8 = new TextEncoder()

/** The bytes of a key; ids are plain, and a call out of the engine for each cost more than the partition. */
function bytesOf(key: string): Uint8Array {
  if (key.length > room.length) return utf8.encode(key)
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at)
    if (code > 0x7f) return utf8.encode(key)
    room[at] = code
  }
  return room.subarray(0, key.length)
}
const room = new Uint8Array(64)

/** An event and its words, and most of a batch, are of one millisecond. */
let lastTime: { instant: bigint; text: string } = { instant: 0n, text: new Date(0).toISOString() }
function timeOf(instant: bigint): string {
  if (lastTime.instant !== instant) lastTime = { instant, text: new Date(Number(instant)).toISOString() }
  return lastTime.text
}

/** One for all messages: encoding is done in one go, and a buffer per message was 6 % of the ingest's time. */
let writer = new BinaryWriter()
function encoded<E>(topic: Topic<E>, event: E): Uint8Array {
  try {
    return topic.codec.encode(event, writer).finish()
  } catch (error) {
    // It holds half a message.
    writer = new BinaryWriter()
    throw error
  }
}

/** The partition that Java's default partitioner would choose for a key. */
export const partitionOf = (key: string, partitions: number): number =>
  (murmur2(bytesOf(key)) & 0x7fffffff) % partitions

/**
 * CloudEvents 1.0 in Kafka's binary mode: the value is the protobuf, the attributes are headers.
 * @param partitions of the topic as it stands in the cluster: tests run with fewer.
 * @param options.traceparent W3C trace context of what caused the event; that of what is being done now when absent.
 */
export function toMessage<E>(
  topic: Topic<E>,
  event: E,
  options: { partitions?: number; traceparent?: string } = {},
): Outgoing {
  const key = topic.key(event)
  if (key === '') throw new Error(`an event of ${topic.name} has no key`)
  const headers: Record<string, string> = {
    'content-type': CONTENT_TYPE,
    ce_id: topic.id(event),
    ce_source: `/${topic.writer}`,
    ce_specversion: SPEC_VERSION,
    ce_type: topic.type(event),
    ce_time: timeOf(topic.occurredAt(event)),
    ce_subject: topic.spread?.(event) ?? key,
  }
  const traceparent = options.traceparent ?? currentTrace()
  if (traceparent !== undefined) headers['traceparent'] = traceparent
  return {
    key,
    value: encoded(topic, event),
    headers,
    partition: partitionOf(topic.spread?.(event) ?? key, options.partitions ?? topic.partitions),
  }
}

/** The same event for one named partition: a marker that must stand in every one. */
export const toPartition = <E>(topic: Topic<E>, event: E, partition: number): Outgoing => ({
  ...toMessage(topic, event),
  partition,
})

/** Reads a message's value. Headers are for those who do not know the contract; the value alone is the truth. */
export function fromMessage<E>(
  topic: Topic<E>,
  message: { value: Uint8Array | null; headers?: Readonly<Record<string, string>> },
): E | Poison {
  if (message.value === null)
    return { poison: true, reason: 'envelope.empty', detail: `a record of ${topic.name} has no value` }
  let event: E
  try {
    event = topic.codec.decode(message.value)
  } catch (error) {
    return {
      poison: true,
      reason: 'envelope.undecodable',
      detail: error instanceof Error ? error.message : String(error),
    }
  }
  if (!topic.whole(event)) {
    const kind = hasNoBody(event) ? message.headers?.['ce_type'] : undefined
    if (kind !== undefined)
      return { poison: true, reason: 'envelope.unknown-kind', detail: `this version does not know ${kind}` }
    return {
      poison: true,
      reason: 'envelope.unknown-body',
      detail: `a record of ${topic.name} says nothing that this version knows`,
    }
  }
  return event
}

/** Its other fields were read, its body was not: protobuf skips what it does not know. */
const hasNoBody = (event: unknown): boolean =>
  typeof event === 'object' && event !== null && 'body' in event && event.body === undefined

export const isPoison = (read: unknown): read is Poison =>
  typeof read === 'object' && read !== null && (read as Poison).poison === true
