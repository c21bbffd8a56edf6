import { randomUUID } from 'node:crypto'
import { fromMessage, isPoison } from '@timbang/contracts/envelope'
import type { Topic } from '@timbang/contracts/topics'
import type { RawRecord } from './apply-batch.ts'
import { toRaw } from './consume.ts'
import { topicEnds, type Kafka } from './kafka.ts'

/** A record with where it lay. */
export interface PlacedRecord extends RawRecord {
  readonly topic: string
  readonly partition: number
}

/** The part of one partition that is read: from and to are offsets, `to` excluded. */
export interface Span {
  readonly partition: number
  readonly from: bigint
  readonly to: bigint
}

/** The whole of a topic as it stands now. */
export const wholeTopic = async (kafka: Kafka, topic: Pick<Topic, 'name'>): Promise<Span[]> =>
  (await topicEnds(kafka, kafka.name(topic))).map(({ partition, low, high }) => ({ partition, from: low, to: high }))

/**
 * Reads spans of a topic once, batch by batch, each batch of one partition and in its order, without leaving a trace in the cluster.
 * The reader sets the pace: the next batch is fetched while the present one is worked on, no more.
 */
export async function* readTopic(kafka: Kafka, topic: Pick<Topic, 'name'>, spans: readonly Span[]): AsyncGenerator<readonly PlacedRecord[]> {
  const name = kafka.name(topic)
  const open = new Map(spans.filter(({ from, to }) => to > from).map(({ partition, from, to }) => [partition, { next: from, to }]))
  if (open.size === 0) return
  const groupId = `${kafka.prefix}read-${randomUUID()}`
  const consumer = kafka.client.consumer({ groupId, maxBytesPerPartition: 4 * 1_048_576, maxWaitTimeInMs: 50, sessionTimeout: 30_000, allowAutoTopicCreation: false })

  // A hand-over of one batch at a time between the client's push and the reader's pull.
  let deliver: ((batch: readonly PlacedRecord[] | undefined) => void) | undefined
  let taken: (() => void) | undefined
  let failed: Error | undefined
  let over = false
  const waiting: (readonly PlacedRecord[])[] = []
  const hand = (batch: readonly PlacedRecord[]) =>
    new Promise<void>((resolve) => {
      taken = resolve
      if (deliver !== undefined) {
        deliver(batch)
        deliver = undefined
      } else waiting.push(batch)
    })

  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (payload.restart) return
    failed = payload.error
    deliver?.(undefined)
  })
  await consumer.connect()
  await consumer.subscribe({ topic: name, fromBeginning: true })
  await consumer.run({
    autoCommit: false, eachBatchAutoResolve: false,
    eachBatch: async ({ batch, resolveOffset }) => {
      const span = open.get(batch.partition)
      if (over || span === undefined) return resolveOffset(batch.lastOffset())
      const last = BigInt(batch.lastOffset())
      if (last < span.next) return consumer.seek({ topic: name, partition: batch.partition, offset: String(span.next) })
      // A client that lost its group begins anew: what was handed over already is not handed over again.
      const records = batch.messages.map((message) => ({ ...toRaw(message), topic: topic.name, partition: batch.partition })).filter(({ offset }) => offset >= span.next && offset < span.to)
      span.next = last + 1n
      if (last >= span.to - 1n) open.delete(batch.partition)
      if (records.length > 0) await hand(records)
      resolveOffset(batch.lastOffset())
      if (open.size === 0) deliver?.(undefined)
    },
  })
  try {
    for (;;) {
      if (failed !== undefined) throw failed
      const batch = waiting.shift() ?? (open.size === 0 ? undefined : await new Promise<readonly PlacedRecord[] | undefined>((resolve) => { deliver = resolve }))
      if (batch === undefined) {
        if (failed !== undefined) throw failed
        return
      }
      yield batch
      taken?.()
    }
  } finally {
    over = true
    taken?.()
    await consumer.disconnect()
    await forget(kafka, groupId)
  }
}

/** Removes what a throw-away group left behind. */
async function forget(kafka: Kafka, groupId: string): Promise<void> {
  const [result] = await (await kafka.admin()).deleteGroups([groupId]).catch((error: { groups?: { errorCode?: number }[] }) => error.groups ?? [])
  // 69: there is no such group; nothing was ever committed to it.
  if (result !== undefined && result.errorCode !== undefined && ![0, 69].includes(result.errorCode)) throw new Error(`the reading group could not be removed (${result.errorCode})`)
}

/** Events of a batch, without what cannot be read. */
export function eventsOf<E>(topic: Topic<E>, records: readonly RawRecord[]): { event: E; record: RawRecord }[] {
  const events: { event: E; record: RawRecord }[] = []
  for (const record of records) {
    const event = fromMessage(topic, record)
    if (!isPoison(event)) events.push({ event, record })
  }
  return events
}

/**
 * Follows topics from their ends on, for what keeps nothing: live lists. A record may be missed while the broker is away; whoever listens
 * asks for the whole state when it connects.
 */
export async function tailTopics(kafka: Kafka, topics: readonly Topic<any>[], onRecord: (topic: Topic<any>, record: PlacedRecord) => void, onCrash: (error: Error) => void): Promise<{ stop(): Promise<void> }> {
  const byName = new Map(topics.map((topic) => [kafka.name(topic), topic]))
  const groupId = `${kafka.prefix}tail-${randomUUID()}`
  const consumer = kafka.client.consumer({ groupId, maxWaitTimeInMs: 250, sessionTimeout: 10_000, allowAutoTopicCreation: false })
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (!payload.restart) onCrash(payload.error)
  })
  await consumer.connect()
  await consumer.subscribe({ topics: [...byName.keys()], fromBeginning: false })
  const joined = new Promise<void>((resolve) => consumer.on(consumer.events.GROUP_JOIN, () => resolve()))
  await consumer.run({
    autoCommit: false, partitionsConsumedConcurrently: 4,
    eachBatch: async ({ batch }) => {
      const topic = byName.get(batch.topic)!
      for (const message of batch.messages) onRecord(topic, { ...toRaw(message), topic: topic.name, partition: batch.partition })
    },
  })
  await joined
  return {
    stop: async () => {
      await consumer.disconnect()
      await forget(kafka, groupId)
    },
  }
}
