import { topics } from '@timbang/contracts/topics'
import { createPool } from '@timbang/postgres/pool'
import { grpcServer, type GrpcServer } from '@timbang/process/grpc'
import { httpServer, type HttpServer } from '@timbang/process/http'
import { Counter, createMetrics } from '@timbang/process/metrics'
import { startVerifier } from '@timbang/process/verifier'
import { startConsumer, type Consumer } from '@timbang/stream/consume'
import { connectKafka } from '@timbang/stream/kafka'
import { startRelay, type Relay } from '@timbang/stream/relay'
import { CONSUMER, type Config } from './config.ts'
import { handleWith, inputs } from './fold/consume.ts'
import { scoreService } from './score/grpc.ts'
import { packService } from './pack/grpc.ts'
import { sealService } from './seal/grpc.ts'
import { publishPack, publishShipped } from './pack/handle.ts'
import { startLive, type Live } from './live/tick.ts'

/** The scoring as one process: the fold, the live figures after it, scores and seals by gRPC. */
export function buildScoring(config: Config) {
  const { log, clock, onCrash } = config
  const pool = createPool(config.postgresUrl, { max: 10, name: 'scoring' })
  const kafka = connectKafka({ brokers: config.brokers, clientId: 'scoring', prefix: config.topicPrefix })
  const verifier = startVerifier(config)
  const metrics = createMetrics('scoring')
  const folded = new Counter({
    name: 'timbang_scoring_folded_total',
    help: 'Records folded',
    labelNames: ['topic'],
    registers: [metrics],
  })
  const deps = { pool, kafka, now: () => clock.now(), masterKey: config.masterKey, signingKey: config.signingKey }
  const addresses = { http: '', grpc: '' }
  let relay: Relay | undefined
  let consumer: Consumer | undefined
  let live: Live | undefined
  let http: HttpServer | undefined
  let grpc: GrpcServer | undefined

  return {
    addresses,
    async start() {
      relay = startRelay({ pool, url: config.postgresUrl, kafka, log })
      await publishShipped(publishPack(deps), pool)
      live = startLive({ pool, kafka, now: deps.now, log })
      let touched = new Set<string>()
      consumer = await startConsumer({
        kafka,
        pool,
        consumer: CONSUMER,
        topics: inputs,
        log,
        onCrash,
        handle: handleWith((ids) => {
          for (const id of ids) touched.add(id)
        }),
        // After the commit: a rolled back batch touches nobody.
        onApplied: (topic, _partition, applied) => {
          folded.inc({ topic }, applied)
          const those = touched
          touched = new Set()
          live?.touch(topic === topics.activity.name || topic === topics.journal.name ? those : undefined)
        },
      })
      http = await httpServer({
        name: 'scoring',
        log,
        metrics,
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
        services: [scoreService(deps, log), packService(deps), sealService(deps)],
      })
      addresses.grpc = grpc.address
    },
    /** Doors first, then what is folded, then what is still to be published. */
    async stop() {
      await Promise.all([http?.close(), grpc?.stop()])
      verifier.stop()
      await consumer?.stop()
      await live?.stop()
      await relay?.stop()
      await kafka.close()
      await pool.end()
    },
  }
}
