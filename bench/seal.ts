import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { kept } from '../deploy/local/env.ts'
import { toPartition } from '../packages/contracts/src/envelope.ts'
import { SealServiceService } from '../packages/contracts/gen/timbang/scoring/v1/seal.ts'
import { SealKind } from '../packages/contracts/gen/timbang/seal/v1/cut_off.ts'
import { isRefusal } from '../packages/contracts/src/refusal.ts'
import { said } from '../packages/contracts/src/said.ts'
import { topics, type Topic } from '../packages/contracts/src/topics.ts'
import { createPool } from '../packages/postgres/src/pool.ts'
import { grpcClient } from '../packages/process/src/grpc.ts'
import { connectKafka, createProducer, topicEnds, type Kafka } from '../packages/stream/src/kafka.ts'
import { positionsOf } from '../packages/stream/src/position.ts'
import { replay } from '../services/scoring/src/seal/replay.ts'
import { loadAverage } from './figures.ts'
import { generate } from './generate.ts'
import { standUp, withInfra } from './platform.ts'

// A quarter sealed by one worker, and replayed by some threads: node bench/seal.ts --people 1200 [--days 60] [--workers 2]
const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '2500' },
    days: { type: 'string', default: '60' },
    workers: { type: 'string', default: '2' },
  },
})
const people = Number(values.people)
const PERIOD = '2026-Q3'
const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(1)
const inputs: readonly Topic<any>[] = [
  topics.activity,
  topics.directory,
  topics.journal,
  topics.appraisal,
  topics.scoring,
]

/** Where the owners would stand: a marker in each of their partitions. */
async function markAll(kafka: Kafka, cutOff: bigint): Promise<void> {
  const producer = createProducer(kafka)
  for (const topic of [topics.directory, topics.journal, topics.appraisal, topics.feedback] as readonly Topic<any>[]) {
    const value = { period: PERIOD, kind: SealKind.SEAL_KIND_EVIDENCE, edition: 1, cutOff, inputs: [] }
    await producer.send(
      kafka.name(topic),
      Array.from({ length: await kafka.partitions(kafka.name(topic)) }, (_, partition) =>
        toPartition(topic, said({ $case: 'cutOffReached', value }, { decidedAt: cutOff }), partition),
      ),
    )
  }
  await producer.close()
}

await withInfra(async (infra) => {
  const platform = await standUp(infra, ['scoring', 'scoring-seal'], `${kept}bench`)
  const kafka = connectKafka({ brokers: [infra.kafkaBrokers], clientId: 'bench' })
  const pool = createPool(platform.environment['SCORING_POSTGRES_URL']!, { max: 2, name: 'bench' })
  const seals = grpcClient(SealServiceService, platform.environment['SCORING_GRPC']!)
  try {
    const wish = { people, days: Number(values.days), verdicts: true, today: '2026-09-30' }
    const made = await generate(kafka, wish)
    const events = Object.values(made.events).reduce((sum, count) => sum + count, 0)
    let since = performance.now()
    const behind = async () => {
      const positions = new Map(
        (await positionsOf(pool, 'scoring')).map((row) => [`${row.topic}/${row.partition}`, row.position]),
      )
      for (const topic of inputs)
        for (const { partition, high } of await topicEnds(kafka, kafka.name(topic)))
          if ((positions.get(`${topic.name}/${partition}`) ?? 0n) < high) return true
      return false
    }
    while (await behind()) await sleep(200)
    await pool.query('analyze')
    console.log(`${people} people, ${events} events; the rest of the fold took ${seconds(since)} s after them`)

    since = performance.now()
    const token = await platform.issuer.machine('importer')
    const asked = await seals.sealQuarter(
      { commandId: randomUUID(), period: PERIOD, kind: SealKind.SEAL_KIND_EVIDENCE },
      { token },
    )
    if (isRefusal(asked)) throw new Error(asked.code)
    await markAll(kafka, asked.cutOff)
    let counting = 0
    for await (const step of seals.watchSeal({ sealId: asked.sealId }, { token })) {
      if (step.stage === 'counting' && counting === 0) counting = performance.now()
      if (step.seal !== undefined)
        console.log(
          `sealed ${step.seal.people} people in ${seconds(since)} s, counted in ${seconds(counting)} s; load ${loadAverage()}`,
        )
    }
    const bundle = await seals.getAuditBundle(
      { period: PERIOD, kind: SealKind.SEAL_KIND_EVIDENCE, edition: 1 },
      { token: await platform.issuer.machine('auditor') },
    )
    if (isRefusal(bundle)) throw new Error(bundle.code)
    const again = await replay(
      kafka,
      { ...bundle, publicKey: JSON.parse(bundle.publicKeyJwk.toString()) },
      { brokers: [infra.kafkaBrokers], prefix: '', workers: Number(values.workers) },
    )
    console.log(`replayed with ${values.workers} threads: ${JSON.stringify(again)}`)
  } finally {
    seals.close()
    await pool.end()
    await kafka.close()
    await platform.stop()
  }
})
