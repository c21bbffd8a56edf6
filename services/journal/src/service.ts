import { topics } from '@timbang/contracts/topics'
import { startDue } from '@timbang/due/work'
import { filesAt } from '@timbang/files/files'
import { createPool, poolAnswers } from '@timbang/postgres/pool'
import { auditService } from '@timbang/process/audit-service'
import { doors } from '@timbang/process/doors'
import { Counter, createMetrics, Gauge } from '@timbang/process/metrics'
import { atEnd, inOrder, part } from '@timbang/process/parts'
import { startVerifier } from '@timbang/process/verifier'
import { startCutOff } from '@timbang/seal/cut-off'
import { startConsumer } from '@timbang/stream/consume'
import { connectKafka } from '@timbang/stream/kafka'
import { startRelay } from '@timbang/stream/relay'
import type { Config } from './config.ts'
import { handle, inputs } from './consume.ts'
import { draftService } from './draft/grpc.ts'
import { forgettingDrafts } from './draft/handle.ts'
import { monthsAhead, oweMonths } from './entry/due.ts'
import { entryService } from './entry/grpc.ts'
import { recordRoutes } from './entry/http.ts'
import { forgetting, oweSweeping, sweeping } from './evidence/due.ts'
import { evidenceRoutes } from './evidence/http.ts'
import { teamService } from './team/grpc.ts'
import { leaveService } from './leave/grpc.ts'
import { presenceService } from './presence/grpc.ts'
import { verdictService } from './verdict/grpc.ts'
import { answers } from './request/due.ts'
import { graceRequestService } from './request/grpc.ts'
import { dueKinds } from './window/due.ts'
import { windowService } from './window/grpc.ts'

/** Consumer, relay, answers to seals, work that is due, and the two doors, on one pool. */
export function buildJournal(config: Config) {
  const { log, clock, onCrash } = config
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
  const means = { pool, kafka, clock, log, files: filesAt(config.files, { pool, clock }) }
  const folding = { kafka, pool, log, onCrash, consumer: 'journal', mostPoison: config.mostPoison }

  const relay = part(() => startRelay({ pool, url: config.postgresUrl, kafka, log, shards: config.relayShards }))
  const consumer = part(() =>
    startConsumer({
      ...folding,
      topics: inputs,
      handle: handle(means),
      onApplied: (topic, partition, count, appendedAt) => {
        applied.inc({ topic }, count)
        age.set({ topic, partition }, appendedAt / 1_000)
      },
    }),
  )
  const cutOff = part(() =>
    startCutOff({
      ...folding,
      clock,
      inputs,
      topic: topics.journal,
    }),
  )
  const due = part(async () => {
    await oweMonths(means)
    await oweSweeping(means)
    return startDue({
      pool,
      clock,
      log,
      metrics,
      kinds: {
        ...dueKinds(means),
        months: monthsAhead(means),
        answer: answers(means),
        draft: forgettingDrafts(means),
        unnamed: forgetting(means),
        erased: forgetting(means),
        sweep: sweeping(means),
      },
    })
  })
  const verifier = part(() => startVerifier(config))
  const open = doors({
    ...config,
    name: 'journal',
    metrics,
    verify: (token) => verifier.it.verify(token),
    openapi: { title: 'Timbang journal', version: '1' },
    health: {
      ready: { database: () => poolAnswers(pool), log: () => kafka.answers() },
      live: { consumer: () => consumer.it.alive() },
    },
    serves: () => ({
      http: (server) => {
        recordRoutes(server, means)
        evidenceRoutes(server, means)
      },
      grpc: [
        entryService(means),
        verdictService(means),
        teamService(means),
        presenceService(means),
        leaveService(means),
        windowService(means),
        graceRequestService(means),
        draftService(means),
        auditService({ pool, now: () => clock.now() }),
      ],
    }),
  })
  return {
    addresses: open.addresses,
    ...inOrder([atEnd(() => pool.end()), atEnd(() => kafka.close()), verifier, relay, consumer, cutOff, due, open]),
    /** For tests and tools: resolves when everything decided so far is in the log. */
    drained: () => relay.it.drained(),
  }
}
