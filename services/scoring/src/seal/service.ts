import { startDue } from '@timbang/due/work'
import { createPool, poolAnswers } from '@timbang/postgres/pool'
import { openInner } from '@timbang/process/inner'
import { createMetrics } from '@timbang/process/metrics'
import { atEnd, inOrder, part } from '@timbang/process/parts'
import { connectKafka } from '@timbang/stream/kafka'
import type { SealConfig } from '../config.ts'
import { oweQuarters, QUARTERS, quartersAhead } from '../fold/ahead.ts'
import { COMPACT, compacting } from '../fold/compact.ts'
import { startSealing } from './work.ts'

/** A worker of the seals as a process. What it tells the log goes through the outbox, which the fold's process relays. */
export function buildSealing(config: SealConfig) {
  const { log, clock, masterKey, signingKey } = config
  const pool = createPool(config.postgresUrl, { max: 6, name: 'scoring-seal' })
  const kafka = connectKafka({ brokers: config.brokers, clientId: 'scoring-seal', prefix: config.topicPrefix })
  const metrics = createMetrics('scoring-seal')
  const worker = part(() => startSealing({ pool, kafka, now: () => clock.now(), masterKey, signingKey, log }))
  // What a seal leaves to be done in its own time, and the parts for what is to come.
  const due = part(async () => {
    await oweQuarters(pool, clock.now())
    const kinds = { [COMPACT]: compacting, [QUARTERS]: quartersAhead({ now: () => clock.now(), log }) }
    return startDue({ pool, clock, log, metrics, workers: 1, kinds })
  })
  const inner = part(() =>
    openInner({
      ...config,
      metrics,
      health: { ready: { database: () => poolAnswers(pool), log: () => kafka.answers() }, live: {} },
    }),
  )
  return inOrder([atEnd(() => pool.end()), atEnd(() => kafka.close()), worker, due, inner])
}
