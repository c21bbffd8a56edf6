import { randomUUID } from 'node:crypto'
import { topics } from '@timbang/contracts/topics'
import { createVerifier } from '@timbang/identity/verify'
import { createPool } from '@timbang/postgres/pool'
import { systemClock } from '@timbang/process/clock'
import { grpcServer, type GrpcServer } from '@timbang/process/grpc'
import { httpServer, type HttpServer } from '@timbang/process/http'
import { createMetrics } from '@timbang/process/metrics'
import { startConsumer, type Consumer } from '@timbang/stream/consume'
import { startCutOff } from '@timbang/seal/cut-off'
import { connectKafka } from '@timbang/stream/kafka'
import { startRelay, type Relay } from '@timbang/stream/relay'
import type { Config } from './config.ts'
import { handle, inputs } from './consume.ts'
import { directoryService } from './grpc.ts'
import { takeTurn } from './store/apply.ts'

/** The directory as one process: commands and reads by gRPC, its events through the outbox, seal requests answered. */
export function buildDirectory(config: Config) {
  const { log, clock, onCrash } = config
  const pool = createPool(config.postgresUrl, { max: 10, name: 'directory' })
  const kafka = connectKafka({ brokers: config.brokers, clientId: 'directory', prefix: config.topicPrefix })
  const verify = createVerifier({ issuers: config.issuers, now: systemClock.now })
  const metrics = createMetrics('directory')
  const deps = { pool, kafka, clock, zone: config.zone, newEmployeeId: randomUUID }
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
      consumer = await startConsumer({ kafka, pool, consumer: 'directory', topics: inputs, handle, log, onCrash })
      cutOff = startCutOff({
        pool,
        kafka,
        log,
        clock,
        relay,
        consumer: 'directory',
        inputs,
        topic: topics.directory,
        before: takeTurn,
        onCrash,
      })
      http = await httpServer({
        name: 'directory',
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
        verify,
        listen: `${config.host}:${config.grpcPort}`,
        services: [directoryService(deps, log)],
      })
      addresses.grpc = grpc.address
    },
    /** Doors first, then what is folded, then what is still to be published. */
    async stop() {
      await Promise.all([http?.close(), grpc?.stop()])
      await cutOff?.stop()
      await consumer?.stop()
      await relay?.stop()
      await kafka.close()
      await pool.end()
    },
  }
}
