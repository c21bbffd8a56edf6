import { randomUUID } from 'node:crypto'
import { topics } from '@timbang/contracts/topics'
import { REVOKED_FOR_MS } from '@timbang/identity/revoked'
import { startDue } from '@timbang/due/work'
import { createPool, poolAnswers } from '@timbang/postgres/pool'
import { systemClock } from '@timbang/process/clock'
import { auditService } from '@timbang/process/audit-service'
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
import { delegationService } from './delegation/grpc.ts'
import { dutyService } from './duty/grpc.ts'
import { fileService } from './file/grpc.ts'
import { forgettingFiles } from './file/handle.ts'
import { directoryService } from './grpc.ts'
import { lineService } from './line/grpc.ts'
import { ownDataService } from './own/grpc.ts'
import { indicatorService } from './indicator/grpc.ts'
import { pinService } from './pin/grpc.ts'
import { roleService } from './role/grpc.ts'
import { sessionService } from './session/grpc.ts'
import { startTelling } from './session/tell-doors.ts'
import { revokedSince } from './session/store.ts'
import { ticketService } from './ticket/grpc.ts'

/** The directory as one process: commands and reads by gRPC, its events through the outbox, seal requests answered. */
export function buildDirectory(config: Config) {
  const { log, clock, onCrash } = config
  const pool = createPool(config.postgresUrl, { max: 10, name: 'directory' })
  const kafka = connectKafka({ brokers: config.brokers, clientId: 'directory', prefix: config.topicPrefix })
  const deps = { pool, kafka, clock, zone: config.zone, newEmployeeId: randomUUID }
  const metrics = createMetrics('directory')
  const folding = { kafka, pool, log, onCrash, consumer: 'directory', mostPoison: config.mostPoison }

  const relay = part(() => startRelay({ pool, url: config.postgresUrl, kafka, log, shards: config.relayShards }))
  const consumer = part(() => startConsumer({ ...folding, topics: inputs, handle }))
  const cutOff = part(() => startCutOff({ ...folding, clock, inputs, topic: topics.directory }))
  const due = part(() =>
    startDue({ pool, clock, log, metrics, workers: 1, kinds: { 'waiting-file': forgettingFiles } }),
  )
  const tokenClock = config.tokenClock ?? systemClock
  const telling = part(
    () => config.sessions && startTelling({ pool, log, now: tokenClock.now, ...config.sessions }),
    (it) => it?.stop(),
  )
  const finds = sharedCount({
    url: config.sessions?.redisUrl,
    prefix: config.topicPrefix,
    now: clock.now,
    log,
  })
  const verifier = part(() =>
    startVerifier({
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
    }),
  )
  const open = doors({
    ...config,
    name: 'directory',
    metrics,
    verify: (token) => verifier.it.verify(token),
    health: {
      ready: { database: () => poolAnswers(pool), log: () => kafka.answers() },
      live: { consumer: () => consumer.it.alive() },
    },
    serves: () => ({
      grpc: [
        directoryService(deps, log, finds),
        roleService(deps),
        dutyService(deps),
        ownDataService(deps),
        lineService(deps),
        delegationService(deps),
        ticketService(deps),
        indicatorService(deps),
        pinService(deps),
        fileService(deps),
        auditService({ pool, now: () => clock.now() }),
        sessionService({
          pool,
          now: tokenClock.now,
          lastsMs: config.sessionHours * 3_600_000,
          onEnded: () => telling.it?.tell(),
        }),
      ],
    }),
  })
  return {
    addresses: open.addresses,
    ...inOrder([
      atEnd(() => pool.end()),
      atEnd(() => kafka.close()),
      atEnd(() => finds.stop()),
      verifier,
      relay,
      consumer,
      cutOff,
      due,
      telling,
      open,
    ]),
  }
}
