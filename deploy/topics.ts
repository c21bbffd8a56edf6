import { grantAccess } from '@timbang/stream/access'
import { asWhom, connectKafka } from '@timbang/stream/kafka'
import { createTopics } from '@timbang/stream/topics'

/**
 * Creates the topics that are missing, and lets each service do what the one table in packages/contracts says. Run before any service starts.
 * @param brokers with the login of who may do everything; without one, of a cluster that asks nobody, there is nothing to grant
 * @param options.partitions for tests: fewer than the table says
 */
export async function prepareTopics(
  brokers: readonly string[],
  options: { prefix?: string; replication?: number; partitions?: number | undefined } = {},
): Promise<string[]> {
  const kafka = connectKafka({
    brokers,
    clientId: 'deploy',
    ...(options.prefix === undefined ? {} : { prefix: options.prefix }),
  })
  try {
    const created = await createTopics(kafka, {
      replication: options.replication ?? 1,
      ...(options.partitions === undefined ? {} : { partitions: options.partitions }),
    })
    if (asWhom(brokers).login !== undefined) await grantAccess(kafka)
    return created
  } finally {
    await kafka.close()
  }
}
