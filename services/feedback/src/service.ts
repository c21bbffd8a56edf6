import { topics } from '@timbang/contracts/topics'
import { createPool } from '@timbang/postgres/pool'
import { grpcServer, type GrpcServer } from '@timbang/process/grpc'
import { httpServer, type HttpServer } from '@timbang/process/http'
import { createMetrics } from '@timbang/process/metrics'
import { startVerifier } from '@timbang/process/verifier'
import { startConsumer, type Consumer } from '@timbang/stream/consume'
import { startCutOff } from '@timbang/seal/cut-off'
import { connectKafka } from '@timbang/stream/kafka'
import { startRelay, type Relay } from '@timbang/stream/relay'
import type { Config } from './config.ts'
import { handle, inputs } from './consume.ts'
import { feedbackService } from './grpc.ts'
import { surveyRoutes } from './http.ts'

/** The feedback as one process: surveys for citizens by HTTP, for officers by gRPC; only sums leave it. */
export function buildFeedback(config: Config) {
  const { log, clock, onCrash } = config
  const pool = createPool(config.postgresUrl, { max: 10, name: 'feedback' })
  const kafka = connectKafka({ brokers: config.brokers, clientId: 'feedback', prefix: config.topicPrefix })
  const verifier = startVerifier(config)
  const deps = { pool, kafka, now: () => clock.now() }
  const addresses = { http: '', grpc: '' }
  let relay: Relay | undefined
  let consumer: Consumer | undefined
  let cutOff: { stop(): Promise<void> } | undefined
  let http: HttpServer | undefined
  let grpc: GrpcServer | undefined

  return {
    addresses,
    async start() {
      relay = startRelay({ pool, url: config.postgresUrl, kafka, log })
      consumer = await startConsumer({ kafka, pool, consumer: 'feedback', topics: inputs, handle, log, onCrash })
      cutOff = startCutOff({
        pool,
        kafka,
        log,
        clock,
        relay,
        consumer: 'feedback',
        inputs,
        topic: topics.feedback,
        onCrash,
        // Answers of the same survey wait for the marker's transaction, and it for theirs.
        before: async (tx) => void (await tx.query('lock table survey in exclusive mode')),
      })
      http = await httpServer({
        // One hop: the site that renders the survey, which says from where a citizen came.
        name: 'feedback',
        log,
        metrics: createMetrics('feedback'),
        bodyLimit: 4_096,
        trustedHops: 1,
        health: {
          ready: {
            database: async () => (await pool.query('select 1')).rowCount === 1,
            log: async () => (await kafka.clusterId()) !== '',
          },
          live: { consumer: () => consumer?.alive() ?? true },
        },
      })
      await surveyRoutes(http, deps, config)
      addresses.http = await http.listen({ host: config.host, port: config.httpPort })
      grpc = await grpcServer({
        log,
        verify: verifier.verify,
        listen: `${config.host}:${config.grpcPort}`,
        services: [feedbackService(deps, config.linkSecret)],
      })
      addresses.grpc = grpc.address
    },
    /** Doors first, then what is folded, then what is still to be published. */
    async stop() {
      await Promise.all([http?.close(), grpc?.stop()])
      verifier.stop()
      await cutOff?.stop()
      await consumer?.stop()
      await relay?.stop()
      await kafka.close()
      await pool.end()
    },
  }
}
