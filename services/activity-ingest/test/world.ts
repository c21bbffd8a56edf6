import { createSecretKey, randomUUID, randomUUIDv7 } from 'node:crypto'
import { inject } from 'vitest'
import { fromMessage } from '@timbang/contracts/envelope'
import type { ActivityEvent, ActivityTextEvent } from '@timbang/contracts/gen/timbang/activity/v1/events'
import type { FigureEvent } from '@timbang/contracts/gen/timbang/figure/v1/events'
import { topics, type Topic } from '@timbang/contracts/topics'
import { systemClock } from '@timbang/process/clock'
import { logger } from '@timbang/process/log'
import { dateAt } from '@timbang/rules/civil-date'
import { readTopic, wholeTopic } from '@timbang/stream/read'
import { tokenIssuer } from '@timbang/testkit/tokens'
import { testTopics } from '@timbang/testkit/topic'
import { buildActivityIngest } from '../src/service.ts'

/** The ingest on a real broker, with a small real issuer. @param options.brokers of another one than the run's, where a test holds it */
export async function ingestWorld(
  options: {
    brokers?: string
    memoryBytes?: number
    acknowledgeWithin?: number
    /** Records of a person in ten minutes. */
    own?: number
    wholeWithin?: number
    sessions?: { redisUrl: string; prefix: string; directory: string }
    topics?: Awaited<ReturnType<typeof testTopics>>
  } = {},
) {
  const [kafka, issuer] = await Promise.all([testTopics({ brokers: options.brokers }), tokenIssuer()])
  const service = await buildActivityIngest({
    host: '127.0.0.1',
    httpPort: 0,
    innerPort: 0,
    grpcPort: 0,
    brokers: (options.brokers ?? inject('kafkaBrokers')).split(','),
    topicPrefix: kafka.prefix,
    issuers: [issuer],
    digestKey: createSecretKey(Buffer.alloc(32, 7)),
    memoryBytes: options.memoryBytes ?? 256 * 1024 * 1024,
    acknowledgeWithin: options.acknowledgeWithin ?? 10_000,
    lines: 1_000,
    streams: 4,
    most: { people: options.own ?? 10_000, files: 10_000, imports: 1_000_000 },
    ...(options.wholeWithin === undefined ? {} : { wholeWithin: options.wholeWithin }),
    clock: systemClock,
    log: logger('activity-ingest', { level: process.env['TEST_LOG'] ?? 'silent' }),
  })
  await service.start()

  const post = async (token: string | undefined, body: string | Buffer | ReadableStream, type = 'application/json') => {
    const response = await fetch(`${service.addresses.http}/records`, {
      method: 'POST',
      body,
      headers: { 'content-type': type, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
    } as RequestInit)
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      text,
      lines: text
        .trimEnd()
        .split('\n')
        .map((line) => {
          try {
            return JSON.parse(line)
          } catch {
            return line
          }
        }),
    }
  }
  async function read<E>(topic: Topic<E>): Promise<{ event: E; partition: number; offset: bigint }[]> {
    const events: { event: E; partition: number; offset: bigint }[] = []
    for await (const records of readTopic(kafka, topic, await wholeTopic(kafka, topic)))
      for (const record of records)
        events.push({ event: fromMessage(topic, record) as E, partition: record.partition, offset: record.offset })
    return events
  }
  return {
    kafka,
    issuer,
    service,
    post,
    events: (): Promise<{ event: ActivityEvent; partition: number; offset: bigint }[]> => read(topics.activity),
    texts: (): Promise<{ event: ActivityTextEvent; partition: number; offset: bigint }[]> => read(topics.activityText),
    figures: (): Promise<{ event: FigureEvent; partition: number; offset: bigint }[]> => read(topics.figure),
    close: async () => {
      await service.stop()
      await Promise.all([kafka.close(), issuer.close()])
    },
  }
}
export type World = Awaited<ReturnType<typeof ingestWorld>>

export const today = () => dateAt(systemClock.now(), 'WIB')
export const record = (of: Record<string, unknown> = {}, activity: Record<string, unknown> = {}) => ({
  record_id: randomUUIDv7(),
  activity: { work_date: today(), sentence: 'Melayani 12 pemohon izin', quantity: 12, unit: 'berkas', ...activity },
  ...of,
})
export const somebody = () => randomUUID()
export const OURS = 'a0000000-0000-5000-8000-000000000001'
