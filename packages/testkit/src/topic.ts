import { randomBytes } from 'node:crypto'
import { inject, onTestFinished } from 'vitest'
import { connectKafka, type Kafka } from '@timbang/stream/kafka'
import { createTopics, deleteTopics } from '@timbang/stream/topics'

/** Few partitions, so that a test meets several keys in one. */
export const TEST_PARTITIONS = 3

/**
 * The platform's topics under a prefix of their own, in the cluster of the run; removed by `close`.
 * @param options.partitions of each topic, 3 when absent; `consumers` whose dead topics are needed, all when absent; `brokers` of another cluster
 * than the run's
 */
export async function testTopics(
  options: { partitions?: number | undefined; consumers?: readonly string[]; clientId?: string; brokers?: string } = {},
): Promise<Kafka & { close(): Promise<void> }> {
  const prefix = `t${randomBytes(5).toString('hex')}.`
  const kafka = connectKafka({
    brokers: (options.brokers ?? inject('kafkaBrokers')).split(','),
    clientId: options.clientId ?? 'test',
    prefix,
  })
  await createTopics(kafka, {
    partitions: options.partitions ?? TEST_PARTITIONS,
    ...(options.consumers === undefined ? {} : { dead: options.consumers }),
  })
  return {
    ...kafka,
    close: async () => {
      await deleteTopics(kafka)
      await kafka.close()
    },
  }
}

/** The same, closed when the running test ends. */
export async function topicsOfThisTest(options: Parameters<typeof testTopics>[0] = {}): Promise<Kafka> {
  const kafka = await testTopics(options)
  onTestFinished(() => kafka.close())
  return kafka
}
