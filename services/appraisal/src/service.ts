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
import { handleWith, inputs } from './consume.ts'
import { appraisalService } from './grpc.ts'
import { decideAlone } from './store.ts'

/** The appraisal as one process: plans in by gRPC, the directory folded, its events through the outbox, seal requests answered. */
export function buildAppraisal(config: Config) {
  const { log, clock, onCrash } = config
  const pool = createPool(config.postgresUrl, { max: 10, name: 'appraisal' })
  const kafka = connectKafka({ brokers: config.brokers, clientId: 'appraisal', prefix: config.topicPrefix })
  const verifier = startVerifier(config)
  const metrics = createMetrics('appraisal')
  const deps = { pool, kafka, clock, zone: config.zone }
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
      consumer = await startConsumer({
        kafka,
        pool,
        consumer: 'appraisal',
        topics: inputs,
        handle: handleWith(deps),
        log,
        onCrash,
      })
      cutOff = startCutOff({
        pool,
        kafka,
        log,
        clock,
        relay,
        consumer: 'appraisal',
        inputs,
        topic: topics.appraisal,
        before: decideAlone,
        onCrash,
      })
      http = await httpServer({
        name: 'appraisal',
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
        services: [appraisalService(deps, log)],
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
