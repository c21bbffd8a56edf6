import { setTimeout as sleep } from 'node:timers/promises'
import { againTopicName, DEAD_PARTITIONS, allTopics, consumers, deadTopicName } from '@timbang/contracts/topics'
import { adminOf } from './client.ts'
import { topicEnds, type Kafka } from './kafka.ts'

/** Every topic of the cluster that we may know of, with its prefix. */
export const topicNames = async (kafka: Kafka): Promise<string[]> => (await adminOf(kafka)).listTopics()

/** Creates one that is none of the platform's: a yardstick's. Timed by the broker's append. @param name with its prefix */
export async function createTopic(kafka: Kafka, name: string, partitions: number): Promise<void> {
  const admin = await adminOf(kafka)
  const configEntries = [{ name: 'message.timestamp.type', value: 'LogAppendTime' }]
  await admin.createTopics({
    topics: [{ topic: name, numPartitions: partitions, replicationFactor: 1, configEntries }],
  })
}

/**
 * Creates what is missing of the platform's topics; never changes one that is there. Kept for good, timed by the broker's append.
 * @param options.partitions for tests: fewer than the table says
 */
export async function createTopics(
  kafka: Kafka,
  options: { partitions?: number; replication?: number; dead?: readonly string[] } = {},
): Promise<string[]> {
  const admin = await adminOf(kafka)
  const there = new Set(await topicNames(kafka))
  const config = (cleanup: string) => [
    { name: 'retention.ms', value: '-1' },
    { name: 'cleanup.policy', value: cleanup },
    { name: 'message.timestamp.type', value: 'LogAppendTime' },
  ]
  const wanted = [
    ...allTopics.map((topic) => ({
      topic: kafka.name(topic),
      numPartitions: options.partitions ?? topic.partitions,
      configEntries: config(topic.cleanup),
    })),
    ...(options.dead ?? consumers)
      .flatMap((consumer) => [deadTopicName(consumer), againTopicName(consumer)])
      .map((name) => ({
        topic: kafka.name(name),
        numPartitions: DEAD_PARTITIONS,
        configEntries: config('delete'),
      })),
  ].filter(({ topic }) => !there.has(topic))
  if (wanted.length > 0) {
    await admin.createTopics({
      waitForLeaders: false,
      topics: wanted.map((topic) => ({ ...topic, replicationFactor: options.replication ?? 1 })),
    })
    await led(
      kafka,
      wanted.map(({ topic }) => topic),
    )
  }
  return wanted.map(({ topic }) => topic)
}

/** Waits until every partition has a leader that answers: the broker says "unknown" for a moment after it has created a topic. */
async function led(kafka: Kafka, names: readonly string[]): Promise<void> {
  const admin = await adminOf(kafka)
  for (let look = 1; ; look++) {
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: [...names] })
      if (topics.every(({ partitions }) => partitions.length > 0 && partitions.every(({ leader }) => leader >= 0)))
        break
    } catch (error) {
      if (look >= 100) throw error
    }
    await sleep(50)
  }
  await Promise.all(names.map((name) => topicEnds(kafka, name)))
}

/** Removes every topic under a test's prefix. */
export async function deleteTopics(kafka: Kafka): Promise<void> {
  if (kafka.prefix === '') throw new Error('only topics under a prefix can be removed')
  const admin = await adminOf(kafka)
  const mine = (await admin.listTopics()).filter((name) => name.startsWith(kafka.prefix))
  if (mine.length > 0) await admin.deleteTopics({ topics: mine })
}
