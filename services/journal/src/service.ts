import { topics } from '@timbang/contracts/topics'
import { createPool } from '@timbang/postgres/pool'
import { grpcServer, type GrpcServer } from '@timbang/process/grpc'
import { type HttpServer, httpServer } from '@timbang/process/http'
import { Counter, createMetrics, Gauge } from '@timbang/process/metrics'
import { startVerifier } from '@timbang/process/verifier'
import { type Consumer, startConsumer } from '@timbang/stream/consume'
import { startCutOff } from '@timbang/seal/cut-off'
import { connectKafka } from '@timbang/stream/kafka'
import { type Relay, startRelay } from '@timbang/stream/relay'
import type { Config } from './config.ts'
import { handle, inputs } from './consume.ts'
import { entryService } from './entry/grpc.ts'
import { recordRoutes } from './entry/http.ts'
import { verdictService } from './verdict/grpc.ts'
import { windowService } from './window/grpc.ts'
import { lockDecisions } from './window/store.ts'

/** Consumer, relay, answers to seals, and the two doors, on one pool. */
export function buildJournal(config: Config) {
  const { log, clock } = config
  const metrics = createMetrics('journal')
  const applied = new Counter({
    name: 'timbang_consumed_total',
    help: 'Records applied',
    labelNames: ['topic'],
    registers: [metrics],
  })
  const age = new Gauge({
    name: 'timbang_consumed_appended_at',
    help: 'Append time of the last applied record, epoch seconds',
    labelNames: ['topic', 'partition'],
    registers: [metrics],
  })
  const pool = createPool(config.postgresUrl, { max: config.poolSize, name: 'journal' })
  const kafka = connectKafka({ brokers: config.brokers, clientId: 'journal', prefix: config.topicPrefix })
  const means = { pool, kafka, clock, log }
  const addresses = { http: '', grpc: '' }
  let relay: Relay | undefined
  let consumer: Consumer | undefined
  let cutOff: { stop(): Promise<void> } | undefined
  let http: HttpServer | undefined
  let grpc: GrpcServer | undefined

  const verifier = startVerifier(config)
  return {
    addresses,
    async start() {
      relay = startRelay({ pool, url: config.postgresUrl, kafka, log })
      consumer = await startConsumer({
        kafka,
        pool,
        consumer: 'journal',
        topics: inputs,
        handle: handle(means),
        log,
        onCrash: config.onCrash,
        onApplied: (topic, partition, count, appendedAt) => {
          applied.inc({ topic }, count)
          age.set({ topic, partition }, appendedAt / 1_000)
        },
      })
      cutOff = startCutOff({
        pool,
        kafka,
        log,
        clock,
        relay,
        consumer: 'journal',
        inputs,
        topic: topics.journal,
        onCrash: config.onCrash,
        before: async (tx) => void (await lockDecisions(tx, 'exclusive')),
      })
      http = await httpServer({
        name: 'journal',
        log,
        metrics,
        verify: verifier.verify,
        openapi: { title: 'Timbang journal', version: '1' },
        health: {
          ready: { database: async () => (await pool.query('select 1')).rowCount === 1 },
          live: { consumer: () => consumer!.alive() },
        },
      })
      recordRoutes(http, means)
      addresses.http = await http.listen({ host: config.host, port: config.httpPort })
      grpc = await grpcServer({
        log,
        verify: verifier.verify,
        listen: `${config.host}:${config.grpcPort}`,
        services: [entryService(means), verdictService(means), windowService(means)],
      })
      addresses.grpc = grpc.address
    },
    /** Doors first, then the batch in hand, then what is owed to the log. */
    async stop() {
      await Promise.all([http?.close(), grpc?.stop()])
      verifier.stop()
      await consumer?.stop()
      await cutOff?.stop()
      await relay?.stop()
      await kafka.close()
      await pool.end()
    },
    /** For tests and tools: resolves when everything decided so far is in the log. */
    drained: async () => relay?.drained(),
  }
}
