import { createPool, poolAnswers } from '@timbang/postgres/pool'
import { httpServer } from '@timbang/process/http'
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
  const addresses = { http: '' }
  const worker = part(() => startLive({ pool, kafka, now: () => clock.now(), log }))
  const door = part(
    async () => {
      const http = await httpServer({
        name: 'scoring-live',
        log,
        metrics: createMetrics('scoring-live'),
        health: { ready: { database: () => poolAnswers(pool), log: () => kafka.answers() }, live: {} },
      })
      addresses.http = await http.listen({ host: config.host, port: config.httpPort })
      return http
    },
    (http) => http.close(),
  )
  return { addresses, ...inOrder([atEnd(() => pool.end()), atEnd(() => kafka.close()), worker, door]) }
}
