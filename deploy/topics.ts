import { connectKafka } from '@timbang/stream/kafka'
import { createTopics } from '@timbang/stream/topics'

/** Creates the topics that are missing, from the one table in packages/contracts. Run before any service starts. */
export async function prepareTopics(
  brokers: readonly string[],
  options: { prefix?: string; replication?: number } = {},
): Promise<string[]> {
  const kafka = connectKafka({
    brokers,
    clientId: 'deploy',
    ...(options.prefix === undefined ? {} : { prefix: options.prefix }),
  })
  try {
    return await createTopics(kafka, { replication: options.replication ?? 1 })
  } finally {
    await kafka.close()
  }
}
