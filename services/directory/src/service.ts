import { randomUUID } from 'node:crypto'
import { topics } from '@timbang/contracts/topics'
import { REVOKED_FOR_MS } from '@timbang/identity/revoked'
import { createPool } from '@timbang/postgres/pool'
import { systemClock } from '@timbang/process/clock'
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
import { directoryService } from './grpc.ts'
import { sessionService } from './session/grpc.ts'
import { startTelling } from './session/revoke.ts'
import { revokedSince } from './session/store.ts'
import { takeTurn } from './store/apply.ts'

/** The directory as one process: commands and reads by gRPC, its events through the outbox, seal requests answered. */
export function buildDirectory(config: Config) {
  const { log, clock, onCrash } = config
  const pool = createPool(config.postgresUrl, { max: 10, name: 'directory' })
  const kafka = connectKafka({ brokers: config.brokers, clientId: 'directory', prefix: config.topicPrefix })
  const tokenClock = config.tokenClock ?? systemClock
  const telling =
    config.sessions === undefined ? undefined : startTelling({ pool, log, now: tokenClock.now, ...config.sessions })
  const verifier = startVerifier({
    ...config,
    // This process is the truth: it asks its own table, not itself over the wire.
    sessions: config.sessions && {
      ...config.sessions,
      directory: async (after) => {
        const asOf = tokenClock.now()
        const ended = await revokedSince(pool, BigInt(Math.max(after, asOf - REVOKED_FOR_MS)))
        return { revoked: ended.map(({ hash, endedAt }) => ({ hash, endedAt: Number(endedAt) })), asOf }
      },
    },
  })
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
        verify: verifier.verify,
        listen: `${config.host}:${config.grpcPort}`,
        services: [
          directoryService(deps, log),
          sessionService({
            pool,
            now: tokenClock.now,
            lastsMs: config.sessionHours * 3_600_000,
            onEnded: () => telling?.tell(),
          }),
        ],
      })
      addresses.grpc = grpc.address
    },
    /** Doors first, then what is folded, then what is still to be published. */
    async stop() {
      await Promise.all([http?.close(), grpc?.stop()])
      verifier.stop()
      await telling?.stop()
      await cutOff?.stop()
      await consumer?.stop()
      await relay?.stop()
      await kafka.close()
      await pool.end()
    },
  }
}
