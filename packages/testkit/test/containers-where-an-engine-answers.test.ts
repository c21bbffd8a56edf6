import { Redis } from 'ioredis'
import { expect, onTestFinished, test } from 'vitest'
import { connectDirect } from '@timbang/postgres/pool'
import { connectKafka, createProducer } from '@timbang/stream/kafka'
import { createTopic } from '@timbang/stream/topics'
import { inContainers, noEngine } from '../src/containers.ts'

const none = await noEngine()

test('an engine is there, or its absence is one sentence', () => {
  expect(none ?? 'none').toMatch(/^none$|container runtime/)
})

test('Kafka, PostgreSQL and Redis of the official images can be worked with', async ({ skip }) => {
  if (none !== undefined) skip(`no container engine answers here: ${none}`)
  const infra = await inContainers()
  onTestFinished(() => infra.stop())
  const kafka = connectKafka({ brokers: [infra.kafkaBrokers], clientId: 'test' })
  const producer = createProducer(kafka)
  await createTopic(kafka, 'told', 1)
  const [placed] = await producer.send('told', [{ key: 'one', value: Buffer.from('word'), headers: {}, partition: 0 }])
  expect(placed!.offset).toBe(0n)
  await producer.close()
  await kafka.close()
  const database = await connectDirect(infra.postgresUrl, 'test')
  expect((await database.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await database.end()
  const redis = new Redis(infra.redisUrl)
  expect(await redis.ping()).toBe('PONG')
  redis.disconnect()
}, 300_000)
