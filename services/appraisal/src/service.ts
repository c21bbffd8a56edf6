import { topics } from '@timbang/contracts/topics'
import { startDue } from '@timbang/due/work'
import { createPool, poolAnswers } from '@timbang/postgres/pool'
import { auditService } from '@timbang/process/audit-service'
import { doors } from '@timbang/process/doors'
import { createMetrics } from '@timbang/process/metrics'
import { atEnd, inOrder, part } from '@timbang/process/parts'
import { startVerifier } from '@timbang/process/verifier'
import { startCutOff } from '@timbang/seal/cut-off'
import { startConsumer } from '@timbang/stream/consume'
import { connectKafka } from '@timbang/stream/kafka'
import { startRelay } from '@timbang/stream/relay'
import type { Config } from './config.ts'
import { handleWith, inputs } from './consume.ts'
import { assessmentService } from './assessment/grpc.ts'
import { FORGET, forgettingDrafts } from './draft/handle.ts'
import { appraisalService } from './plan/grpc.ts'

/** The appraisal as one process: plans and assessments in by gRPC, the directory folded, its events through the outbox, seal requests answered, drafts forgotten. */
export function buildAppraisal(config: Config) {
  const { log, clock, onCrash } = config
  const pool = createPool(config.postgresUrl, { max: 10, name: 'appraisal' })
  const kafka = connectKafka({ brokers: config.brokers, clientId: 'appraisal', prefix: config.topicPrefix })
  const deps = { pool, kafka, clock, zone: config.zone }
  const metrics = createMetrics('appraisal')
  const folding = { kafka, pool, log, onCrash, consumer: 'appraisal', mostPoison: config.mostPoison }

  const relay = part(() => startRelay({ pool, url: config.postgresUrl, kafka, log, shards: config.relayShards }))
  const consumer = part(() => startConsumer({ ...folding, topics: inputs, handle: handleWith(deps) }))
  const cutOff = part(() => startCutOff({ ...folding, clock, inputs, topic: topics.appraisal }))
  const due = part(() => startDue({ pool, clock, log, metrics, workers: 1, kinds: { [FORGET]: forgettingDrafts } }))
  const verifier = part(() => startVerifier(config))
  const open = doors({
    ...config,
    name: 'appraisal',
    metrics,
    verify: (token) => verifier.it.verify(token),
    health: {
      ready: { database: () => poolAnswers(pool), log: () => kafka.answers() },
      live: { consumer: () => consumer.it.alive() },
    },
    serves: () => ({
      grpc: [appraisalService(deps), assessmentService(deps), auditService({ pool, now: () => clock.now() })],
    }),
  })
  return {
    addresses: open.addresses,
    ...inOrder([atEnd(() => pool.end()), atEnd(() => kafka.close()), verifier, relay, consumer, cutOff, due, open]),
  }
}
