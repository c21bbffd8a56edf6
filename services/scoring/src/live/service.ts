import { createPool, poolAnswers } from '@timbang/postgres/pool'
import { openInner } from '@timbang/process/inner'
import { createMetrics } from '@timbang/process/metrics'
import { atEnd, inOrder, part } from '@timbang/process/parts'
import { connectKafka } from '@timbang/stream/kafka'
import type { LiveConfig } from '../config.ts'
import { startLive } from './work.ts'

/** A worker of the live figures as a process. */
export function buildLive(config: LiveConfig) {
  const { log, clock } = config
  const pool = createPool(config.postgresUrl, { max: 4, name: 'scoring-live' })
  const kafka = connectKafka({ brokers: config.brokers, clientId: 'scoring-live', prefix: config.topicPrefix })
  const worker = part(() => startLive({ pool, kafka, now: () => clock.now(), log }))
  const inner = part(() =>
    openInner({
      ...config,
      metrics: createMetrics('scoring-live'),
      health: { ready: { database: () => poolAnswers(pool), log: () => kafka.answers() }, live: {} },
    }),
  )
  return inOrder([atEnd(() => pool.end()), atEnd(() => kafka.close()), worker, inner])
}
