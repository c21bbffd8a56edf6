import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { createPool, poolAnswers, type Pool } from '@timbang/postgres/pool'
import { doors } from '@timbang/process/doors'
import type { Log } from '@timbang/process/log'
import { createMetrics } from '@timbang/process/metrics'
import { atEnd, inOrder, part } from '@timbang/process/parts'
import { startVerifier } from '@timbang/process/verifier'
import { startConsumer } from '@timbang/stream/consume'
import { connectKafka, type Kafka } from '@timbang/stream/kafka'
import { startRelay } from '@timbang/stream/relay'
import { OPERATOR_CHANNEL, OPERATOR_FRAME_MS, operatorFrame, operatorKey } from './live/frame.ts'
import type { Config } from './config.ts'
import { CONSUMER, handle, inputs } from './consume.ts'
import { figureService } from './figure/grpc.ts'
import { reportingService } from './grpc.ts'
import { watchLog } from './operator.ts'
import { publishSealed } from './publish.ts'
import { startSumming } from './waiting.ts'

const PUBLISH_MS = 2_000

/** The boards and publications as one process. The live events are another (live/service.ts). */
export function buildReporting(config: Config) {
  const { log, clock, onCrash } = config
  const pool = createPool(config.postgresUrl, { max: 8, name: 'reporting' })
  const kafka = connectKafka({ brokers: config.brokers, clientId: 'reporting', prefix: config.topicPrefix })
  const now = () => clock.now()
  // A cache: when it is gone the live page asks again, and nothing is lost.
  const redis = new Redis(config.redisUrl, { lazyConnect: true, maxRetriesPerRequest: 1, enableOfflineQueue: false })
  redis.on('error', (error) => log.warn({ err: error }, 'redis does not answer'))

  const cache = part(
    () =>
      redis.connect().catch((error: unknown) => log.warn({ err: error }, 'redis does not answer; going on without it')),
    () => redis.disconnect(),
  )
  const relay = part(() => startRelay({ pool, url: config.postgresUrl, kafka, log, shards: config.relayShards }))
  const consumer = part(() =>
    startConsumer({
      kafka,
      pool,
      consumer: CONSUMER,
      topics: inputs,
      handle,
      log,
      onCrash,
      mostPoison: config.mostPoison,
    }),
  )
  const publishing = part(() => startPublishing({ pool, kafka, now, log }))
  const summing = part(() => startSumming({ pool, now, log }))
  const watch = part(() =>
    watchLog({
      pool,
      kafka,
      now,
      log,
      onLook: (board) => {
        if (redis.status !== 'ready') return
        const frame = JSON.stringify(operatorFrame(board, now()))
        void redis
          .multi()
          .set(operatorKey(kafka.prefix), frame, 'PX', OPERATOR_FRAME_MS)
          .publish(kafka.prefix + OPERATOR_CHANNEL, frame)
          .exec()
          .catch((error: unknown) => log.warn({ err: error }, 'the operator frame could not be told'))
      },
    }),
  )
  const verifier = part(() => startVerifier(config))
  const open = doors({
    ...config,
    name: 'reporting',
    metrics: createMetrics('reporting'),
    verify: (token) => verifier.it.verify(token),
    health: {
      ready: { database: () => poolAnswers(pool), log: () => kafka.answers() },
      live: { consumer: () => consumer.it.alive() },
    },
    serves: () => ({
      grpc: [reportingService({ pool, now, operator: () => watch.it.latest() }), figureService({ pool, now })],
    }),
  })
  return {
    addresses: open.addresses,
    ...inOrder([
      atEnd(() => pool.end()),
      atEnd(() => kafka.close()),
      verifier,
      cache,
      relay,
      consumer,
      publishing,
      summing,
      watch,
      open,
    ]),
  }
}

/** Looks for what was sealed and is not published yet. */
function startPublishing(options: { pool: Pool; kafka: Kafka; now: () => number; log: Log }): {
  stop(): Promise<void>
} {
  const { pool, kafka, now, log } = options
  const stopping = new AbortController()
  const running = (async () => {
    while (!stopping.signal.aborted) {
      try {
        const issued = await publishSealed(pool, kafka, now())
        if (issued > 0) log.info({ issued }, 'issued publications')
      } catch (error) {
        log.warn({ err: error }, 'publications could not be issued; trying again')
      }
      // Only the abort of `stop` rejects it, and the loop asks for that itself.
      await sleep(PUBLISH_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}
