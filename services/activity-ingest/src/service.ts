import { topics } from '@timbang/contracts/topics'
import { doors } from '@timbang/process/doors'
import { Counter, createMetrics, Gauge, Histogram } from '@timbang/process/metrics'
import { atEnd, inOrder, part } from '@timbang/process/parts'
import { sharedCount } from '@timbang/process/shared-count'
import { startVerifier } from '@timbang/process/verifier'
import { connectKafka, createProducer } from '@timbang/stream/kafka'
import { createAdmission } from './admission.ts'
import { createAllowance } from './allowance.ts'
import type { Config } from './config.ts'
import { recordService } from './grpc.ts'
import { recordMany, recordOne } from './handle.ts'
import { MANY_BYTES, recordRoutes } from './http.ts'
import { createLanes, type Send } from './lanes.ts'

/** The window in which a caller's records are counted. */
const ALLOWANCE_MS = 600_000
/** So long an acknowledgement says that the log is there. */
const HEARD_MS = 1_000

/** Both doors over one pair of producers. The log is the only store, so a stopped one has lost nothing that it answered for. */
export function buildActivityIngest(config: Config) {
  const { log } = config
  const metrics = createMetrics('activity-ingest')
  const taken = new Counter({
    name: 'timbang_ingest_acknowledged_total',
    help: 'Messages that the log acknowledged',
    labelNames: ['kind'],
    registers: [metrics],
  })
  const failed = new Counter({
    name: 'timbang_ingest_unacknowledged_total',
    help: 'Sends that the log did not acknowledge',
    registers: [metrics],
  })
  const sizes = new Histogram({
    name: 'timbang_ingest_batch_records',
    help: 'Messages in one send',
    labelNames: ['kind'],
    buckets: [1, 10, 100, 500, 1_000, 2_000, 4_000],
    registers: [metrics],
  })
  const admission = createAdmission(config.memoryBytes)
  new Gauge({
    name: 'timbang_ingest_held_bytes',
    help: 'Memory of requests in hand',
    registers: [metrics],
    collect() {
      this.set(admission.held())
    },
  })

  const kafka = connectKafka({ brokers: config.brokers, clientId: 'activity-ingest', prefix: config.topicPrefix })
  const producers = { text: createProducer(kafka), event: createProducer(kafka), figure: createProducer(kafka) }
  const topicOf = { text: topics.activityText, event: topics.activity, figure: topics.figure } as const
  let heardAt = Number.NEGATIVE_INFINITY
  const sendTo = (kind: keyof typeof producers): Send => {
    const name = kafka.name(topicOf[kind])
    return async (messages) => {
      const places = await producers[kind].send(name, messages)
      heardAt = performance.now()
      taken.inc({ kind }, messages.length)
      sizes.observe({ kind }, messages.length)
      return places
    }
  }
  const lanes = createLanes({
    sendTexts: sendTo('text'),
    sendEvents: sendTo('event'),
    sendFigures: sendTo('figure'),
    onFault: (error) => {
      heardAt = Number.NEGATIVE_INFINITY
      failed.inc()
      log.warn({ err: error }, 'the log did not acknowledge a send; its senders were told to come again')
    },
  })

  const verifier = part(() => startVerifier(config))
  const shared = sharedCount({
    url: config.sessions?.redisUrl,
    prefix: config.topicPrefix,
    now: () => config.clock.now(),
    log,
  })
  const open = doors({
    ...config,
    name: 'activity-ingest',
    metrics,
    verify: (token) => verifier.it.verify(token),
    bodyLimit: MANY_BYTES,
    openapi: { title: 'Timbang activity-ingest', version: '1' },
    // A broker that has acknowledged a moment ago need not be asked; one that is frozen answers nothing.
    health: {
      ready: {
        log: async () => performance.now() - heardAt < HEARD_MS || (await kafka.answers()),
        room: () => admission.open(),
      },
      live: {},
    },
    serves: async () => {
      const partitions = await kafka.partitions(kafka.name(topics.activity))
      const figurePartitions = await kafka.partitions(kafka.name(topics.figure))
      const record = recordOne({
        lanes,
        clock: config.clock,
        digestKey: config.digestKey,
        partitions,
        figurePartitions,
      })
      const taking = {
        recordMany: recordMany({ record, acknowledgeWithin: config.acknowledgeWithin }),
        admission,
        allowance: createAllowance({
          most: config.most,
          windowMs: ALLOWANCE_MS,
          shared,
          now: () => config.clock.now(),
        }),
      }
      return {
        http: (server) => recordRoutes(server, { ...taking, lines: config.lines }),
        grpc: [recordService(taking)],
      }
    },
  })
  return {
    addresses: open.addresses,
    ...inOrder([
      atEnd(() => kafka.close()),
      atEnd(() => shared.stop()),
      verifier,
      atEnd(() => Promise.all(Object.values(producers).map((producer) => producer.close()))),
      atEnd(() => lanes.drained()),
      open,
    ]),
  }
}
