import { createPool, poolAnswers } from '@timbang/postgres/pool'
import { auditService } from '@timbang/process/audit-service'
import { doors } from '@timbang/process/doors'
import { Counter, createMetrics } from '@timbang/process/metrics'
import { atEnd, inOrder, part } from '@timbang/process/parts'
import { startVerifier } from '@timbang/process/verifier'
import { startConsumer } from '@timbang/stream/consume'
import { connectKafka } from '@timbang/stream/kafka'
import { startRelay } from '@timbang/stream/relay'
import { CONSUMER, type Config } from './config.ts'
import { handle, inputs } from './fold/consume.ts'
import { packService } from './pack/grpc.ts'
import { publishPack, publishShipped } from './pack/handle.ts'
import { scoreService } from './score/grpc.ts'
import { sealService } from './seal/grpc.ts'

/** The fold, and scores, packs and seals by gRPC, as one process. Live figures and seals are made by others (live/service.ts, seal/service.ts). */
export function buildScoring(config: Config) {
  const { log, clock, onCrash } = config
  const pool = createPool(config.postgresUrl, { max: 10, name: 'scoring' })
  const kafka = connectKafka({ brokers: config.brokers, clientId: 'scoring', prefix: config.topicPrefix })
  const metrics = createMetrics('scoring')
  const folded = new Counter({
    name: 'timbang_scoring_folded_total',
    help: 'Records folded',
    labelNames: ['topic'],
    registers: [metrics],
  })
  const deps = { pool, kafka, now: () => clock.now(), masterKey: config.masterKey }

  const relay = part(() => startRelay({ pool, url: config.postgresUrl, kafka, log, shards: config.relayShards }))
  const consumer = part(async () => {
    await publishShipped(publishPack(deps), pool)
    return startConsumer({
      kafka,
      pool,
      consumer: CONSUMER,
      mostPoison: config.mostPoison,
      topics: inputs,
      log,
      onCrash,
      handle,
      onApplied: (topic, _partition, applied) => folded.inc({ topic }, applied),
    })
  })
  const verifier = part(() => startVerifier(config))
  const open = doors({
    ...config,
    name: 'scoring',
    metrics,
    verify: (token) => verifier.it.verify(token),
    health: {
      ready: { database: () => poolAnswers(pool), log: () => kafka.answers() },
      live: { consumer: () => consumer.it.alive() },
    },
    serves: () => ({
      grpc: [scoreService(deps), packService(deps), sealService(deps), auditService({ pool, now: () => clock.now() })],
    }),
  })
  return {
    addresses: open.addresses,
    ...inOrder([atEnd(() => pool.end()), atEnd(() => kafka.close()), verifier, relay, consumer, open]),
  }
}
