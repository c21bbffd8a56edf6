import { topics } from '@timbang/contracts/topics'
import { createVerifier } from '@timbang/identity/verify'
import { VISITOR } from '@timbang/identity/visitor'
import { createPool, poolAnswers } from '@timbang/postgres/pool'
import { auditService } from '@timbang/process/audit-service'
import { systemClock } from '@timbang/process/clock'
import { doors } from '@timbang/process/doors'
import { createMetrics } from '@timbang/process/metrics'
import { atEnd, inOrder, part } from '@timbang/process/parts'
import { sharedCount } from '@timbang/process/shared-count'
import { startVerifier } from '@timbang/process/verifier'
import { startCutOff } from '@timbang/seal/cut-off'
import { startConsumer } from '@timbang/stream/consume'
import { connectKafka } from '@timbang/stream/kafka'
import { startRelay } from '@timbang/stream/relay'
import type { Config } from './config.ts'
import { handle, inputs } from './consume.ts'
import { answerService } from './answer/grpc.ts'
import { surveyRoutes } from './answer/http.ts'
import { surveyService } from './survey/grpc.ts'

/** The feedback as one process: surveys for citizens by HTTP, for officers by gRPC; only sums leave it. */
export function buildFeedback(config: Config) {
  const { log, clock, onCrash } = config
  const pool = createPool(config.postgresUrl, { max: 10, name: 'feedback' })
  const kafka = connectKafka({ brokers: config.brokers, clientId: 'feedback', prefix: config.topicPrefix })
  const deps = { pool, kafka, now: () => clock.now() }
  const folding = { kafka, pool, log, onCrash, consumer: 'feedback', mostPoison: config.mostPoison }

  const relay = part(() => startRelay({ pool, url: config.postgresUrl, kafka, log, shards: config.relayShards }))
  const consumer = part(() => startConsumer({ ...folding, topics: inputs, handle }))
  const cutOff = part(() =>
    startCutOff({
      ...folding,
      clock,
      inputs,
      topic: topics.feedback,
    }),
  )
  const verifier = part(() => startVerifier(config))
  const shared = sharedCount({
    url: config.sessions?.redisUrl,
    prefix: config.topicPrefix,
    now: systemClock.now,
    log,
  })
  const visitors = createVerifier({
    issuers: config.site === undefined ? [] : [config.site],
    audience: VISITOR,
    now: systemClock.now,
    // Each is made for one request.
    remembered: 1,
  })
  const open = doors({
    ...config,
    name: 'feedback',
    metrics: createMetrics('feedback'),
    verify: (token) => verifier.it.verify(token),
    bodyLimit: 4_096,
    openapi: { title: 'Timbang feedback', version: '1' },
    health: {
      ready: { database: () => poolAnswers(pool), log: () => kafka.answers() },
      live: { consumer: () => consumer.it.alive() },
    },
    serves: () => ({
      http: (server) => surveyRoutes(server, deps, { ...config, shared, visitors }),
      grpc: [surveyService(deps, config), answerService(deps), auditService({ pool, now: deps.now })],
    }),
  })
  return {
    addresses: open.addresses,
    ...inOrder([
      atEnd(() => pool.end()),
      atEnd(() => kafka.close()),
      atEnd(() => shared.stop()),
      verifier,
      relay,
      consumer,
      cutOff,
      open,
    ]),
  }
}
