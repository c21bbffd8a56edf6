import { Redis } from 'ioredis'
import { createPool } from '@timbang/postgres/pool'
import { grpcServer, type GrpcServer } from '@timbang/process/grpc'
import { httpServer, type HttpServer } from '@timbang/process/http'
import { createMetrics } from '@timbang/process/metrics'
import { startVerifier } from '@timbang/process/verifier'
import { startConsumer, type Consumer } from '@timbang/stream/consume'
import { connectKafka } from '@timbang/stream/kafka'
import { startRelay, type Relay } from '@timbang/stream/relay'
import { operatorFrame, OPERATOR_CHANNEL } from './live/frame.ts'
import type { Config } from './config.ts'
import { CONSUMER, handle, inputs } from './consume.ts'
import { reportingService } from './grpc.ts'
import { watchLog } from './operator.ts'
import { publishSealed } from './publish.ts'

const PUBLISH_MS = 2_000

/** The boards and publications as one process. The live events are another (live/service.ts). */
export function buildReporting(config: Config) {
  const { log, clock, onCrash } = config
  const pool = createPool(config.postgresUrl, { max: 8, name: 'reporting' })
  const kafka = connectKafka({ brokers: config.brokers, clientId: 'reporting', prefix: config.topicPrefix })
  const verifier = startVerifier(config)
  const now = () => clock.now()
  // A cache: when it is gone the live page asks again, and nothing is lost.
  const redis = new Redis(config.redisUrl, { lazyConnect: true, maxRetriesPerRequest: 1, enableOfflineQueue: false })
  redis.on('error', (error) => log.warn({ err: error }, 'redis does not answer'))
  const addresses = { http: '', grpc: '' }
  let relay: Relay | undefined
  let consumer: Consumer | undefined
  let watch: ReturnType<typeof watchLog> | undefined
  let publishing: Promise<void> | undefined
  let http: HttpServer | undefined
  let grpc: GrpcServer | undefined
  let stopped = false

  const publishAll = async () => {
    while (!stopped) {
      try {
        const issued = await publishSealed(pool, kafka, now())
        if (issued > 0) log.info({ issued }, 'issued publications')
      } catch (error) {
        log.warn({ err: error }, 'publications could not be issued; trying again')
      }
      await new Promise((resolve) => setTimeout(resolve, PUBLISH_MS))
    }
  }

  return {
    addresses,
    async start() {
      await redis
        .connect()
        .catch((error: unknown) => log.warn({ err: error }, 'redis does not answer; going on without it'))
      relay = startRelay({ pool, url: config.postgresUrl, kafka, log })
      consumer = await startConsumer({ kafka, pool, consumer: CONSUMER, topics: inputs, handle, log, onCrash })
      watch = watchLog({
        pool,
        kafka,
        now,
        log,
        onLook: (board) => {
          if (redis.status === 'ready')
            void redis
              .publish(kafka.prefix + OPERATOR_CHANNEL, JSON.stringify(operatorFrame(board, now())))
              .catch((error: unknown) => log.warn({ err: error }, 'the operator frame could not be told'))
        },
      })
      publishing = publishAll()
      http = await httpServer({
        name: 'reporting',
        log,
        metrics: createMetrics('reporting'),
        health: {
          ready: {
            database: async () => (await pool.query('select 1')).rowCount === 1,
            log: async () => (await kafka.clusterId()) !== '',
          },
          live: { consumer: () => consumer?.alive() ?? true },
        },
      })
      addresses.http = await http.listen({ host: config.host, port: config.httpPort })
      grpc = await grpcServer({
        log,
        verify: verifier.verify,
        listen: `${config.host}:${config.grpcPort}`,
        services: [reportingService({ pool, now, operator: () => watch!.latest() })],
      })
      addresses.grpc = grpc.address
    },
    /** Doors first, then what is folded, then what is still to be published. */
    async stop() {
      stopped = true
      await Promise.all([http?.close(), grpc?.stop()])
      verifier.stop()
      await watch?.stop()
      await publishing
      await consumer?.stop()
      await relay?.stop()
      redis.disconnect()
      await kafka.close()
      await pool.end()
    },
  }
}
