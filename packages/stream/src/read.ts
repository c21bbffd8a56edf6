import { randomUUID } from 'node:crypto'
import type { EachBatchPayload } from 'kafkajs'
import { fromMessage, isPoison } from '@timbang/contracts/envelope'
import type { Topic } from '@timbang/contracts/topics'
import { clientOf } from './client.ts'
import { forgetGroup } from './commit.ts'
import { topicEnds, type Kafka } from './kafka.ts'
import { toRecord, type PlacedRecord, type RawRecord } from './record.ts'

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
 * The reader sets the pace: a few megabytes are fetched ahead, no more.
 * @throws when the topic does not reach as far as a span says
 */
export async function* readTopic(
  kafka: Kafka,
  topic: Pick<Topic, 'name'>,
  spans: readonly Span[],
): AsyncGenerator<readonly PlacedRecord[]> {
  const left = new Map(spans.filter(({ from, to }) => to > from).map((span) => [span.partition, span.to]))
  if (left.size === 0) return
  const ready: (readonly PlacedRecord[])[] = []
  let failed: Error | undefined
  let over = false
  // One waits for the other: the reader for a batch, or the fetch for room.
  let wake: (() => void) | undefined
  const change = () => wake?.()
  const changed = () =>
    new Promise<void>((resolve) => {
      wake = resolve
    })

  const reading = await follow(kafka, {
    topics: [topic],
    maxBytesPerPartition: 4 * 1_048_576,
    maxWaitTimeInMs: 50,
    from: new Map(
      spans
        .filter(({ partition }) => left.has(partition))
        .map(({ partition, from }) => [`${topic.name}/${partition}`, from]),
    ),
    hand: async (records) => {
      const { partition, offset } = records.at(-1)!
      const to = left.get(partition)
      if (to === undefined) return false
      const wanted = offset < to ? records : records.filter((record) => record.offset < to)
      if (offset >= to - 1n) left.delete(partition)
      if (wanted.length > 0) ready.push(wanted)
      change()
      while (ready.length > AHEAD && !over) await changed()
      return left.has(partition)
    },
    onCrash: (error) => {
      failed = error
      change()
    },
  })
  try {
    for (;;) {
      const batch = ready.shift()
      if (batch !== undefined) {
        change()
        yield batch
      } else if (failed !== undefined) throw failed
      else if (left.size === 0) return
      else await changed()
    }
  } finally {
    over = true
    change()
    await reading.stop()
  }
}

/** Batches that wait for their reader; a fetch brings one per partition. */
const AHEAD = 24

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
 * Follows topics from where they end now, for what keeps nothing: live lists. Whoever listens asks for the whole state when it connects.
 */
export async function tailTopics(
  kafka: Kafka,
  topics: readonly Topic<any>[],
  onRecord: (topic: Topic<any>, record: PlacedRecord) => void,
  onCrash: (error: Error) => void,
): Promise<{ stop(): Promise<void> }> {
  const byName = new Map(topics.map((topic) => [topic.name, topic]))
  const ends = await Promise.all(
    topics.map(async (topic) =>
      (await topicEnds(kafka, kafka.name(topic))).map(
        ({ partition, high }) => [`${topic.name}/${partition}`, high] as const,
      ),
    ),
  )
  return follow(kafka, {
    topics,
    from: new Map(ends.flat()),
    maxBytesPerPartition: 1_048_576,
    maxWaitTimeInMs: 250,
    onCrash,
    hand: async (records) => {
      for (const record of records) onRecord(byName.get(record.topic)!, record)
      return true
    },
  })
}

/**
 * Reads on from given places, in order and without a gap, whatever the client's group goes through. The client knows no reading without a group:
 * this one has a name of its own and never commits.
 * @param options.from where to begin, by `topic/partition`; what is not named is not read
 * @param options.hand answers whether more of the batch's partition is wanted
 */
async function follow(
  kafka: Kafka,
  options: {
    topics: readonly Pick<Topic, 'name'>[]
    from: Map<string, bigint>
    maxBytesPerPartition: number
    maxWaitTimeInMs: number
    hand: (records: readonly PlacedRecord[]) => Promise<boolean>
    onCrash: (error: Error) => void
  },
): Promise<{ stop(): Promise<void> }> {
  const next = new Map(options.from)
  const sought = new Map<string, bigint>()
  const names = new Map(options.topics.map((topic) => [kafka.name(topic), topic.name]))
  const groupId = `${kafka.prefix}read-${randomUUID()}`
  const client = clientOf(kafka).consumer({
    groupId,
    maxBytesPerPartition: options.maxBytesPerPartition,
    maxWaitTimeInMs: options.maxWaitTimeInMs,
    minBytes: 1,
    // Whoever reads slowly holds up the fetch, and with it the heartbeat; nobody waits for the partitions of a group of a moment.
    sessionTimeout: 30_000,
    allowAutoTopicCreation: false,
  })
  let over = false

  const crash = (error: Error) => {
    if (over) return
    over = true
    client.stop().catch(() => undefined)
    options.onCrash(error)
  }
  // Before the first fetch of an assignment: from a listener that waits for something, a seek would race with it.
  client.on(client.events.GROUP_JOIN, ({ payload }) => {
    for (const [name, partitions] of Object.entries(payload.memberAssignment)) {
      for (const partition of partitions) {
        const offset = next.get(`${names.get(name)}/${partition}`)
        if (offset === undefined) client.pause([{ topic: name, partitions: [partition] }])
        else client.seek({ topic: name, partition, offset: String(offset) })
      }
    }
  })
  client.on(client.events.CRASH, ({ payload }) => {
    if (!payload.restart) crash(payload.error)
  })

  const eachBatch = async ({ batch, resolveOffset, pause, isStale }: EachBatchPayload) => {
    const topic = names.get(batch.topic)!
    const place = `${topic}/${batch.partition}`
    const wanted = next.get(place)
    const last = batch.messages.at(-1)
    if (over || wanted === undefined || last === undefined || isStale()) return
    if (BigInt(last.offset) < wanted) {
      // Asked for what is not there, the client goes back to the beginning.
      if (sought.get(place) === wanted)
        throw new Error(`${place} ends before ${wanted}: the log is shorter than it was`)
      sought.set(place, wanted)
      client.seek({ topic: batch.topic, partition: batch.partition, offset: String(wanted) })
      return
    }
    const records = batch.messages.map((message) => toRecord(topic, batch.partition, message))
    next.set(place, BigInt(last.offset) + 1n)
    if (await options.hand(records[0]!.offset >= wanted ? records : records.filter(({ offset }) => offset >= wanted)))
      return resolveOffset(batch.lastOffset())
    next.delete(place)
    pause()
  }

  await client.connect()
  await client.subscribe({ topics: [...names.keys()], fromBeginning: true })
  await client.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    eachBatch: (payload) =>
      eachBatch(payload).catch((error: unknown) => crash(error instanceof Error ? error : new Error(String(error)))),
  })
  return {
    stop: async () => {
      over = true
      await client.disconnect()
      await forgetGroup(kafka, groupId)
    },
  }
}
