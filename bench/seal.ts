import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
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
import { generate } from './generate.ts'
import { type GuardedInfra, standUp } from './platform.ts'

export interface Sealed {
  readonly events: number
  readonly people: number
  /** From the request, with the wait for inputs; and the counting alone. */
  readonly sealedSeconds: number
  readonly countedSeconds: number
  readonly replayedSeconds: number
  /** Whether the replay came to the same root. */
  readonly same: boolean
}

/** Threads of the replay. */
const WORKERS = 2
const PERIOD = '2026-Q3'
const seconds = (since: number) => (performance.now() - since) / 1_000
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

/** A quarter sealed by one worker, and replayed from the log. @param days working days of the quarter that have entries, the last ones */
export async function seal(
  infra: GuardedInfra,
  people: number,
  days: number,
  logs: string,
  say: (line: string) => void,
): Promise<Sealed> {
  const platform = await standUp(infra, ['scoring', 'scoring-seal'], logs)
  const kafka = connectKafka({ brokers: [infra.kafkaBrokers], clientId: 'bench' })
  const pool = createPool(platform.environment['SCORING_POSTGRES_URL']!, { max: 2, name: 'bench' })
  const seals = grpcClient(SealServiceService, platform.environment['SCORING_GRPC']!)
  try {
    const made = await generate(kafka, { people, days, verdicts: true, today: '2026-09-30' }, say)
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
    say(`${people} people, ${events} events; the rest of the fold took ${seconds(since).toFixed(1)} s after them`)

    since = performance.now()
    const token = await platform.issuer.machine('importer')
    const asked = await seals.sealQuarter(
      { commandId: randomUUID(), period: PERIOD, kind: SealKind.SEAL_KIND_EVIDENCE },
      { token },
    )
    if (isRefusal(asked)) throw new Error(asked.code)
    await markAll(kafka, asked.cutOff)
    let counting = 0
    let done: { people: number; sealedSeconds: number; countedSeconds: number } | undefined
    for await (const step of seals.watchSeal({ sealId: asked.sealId }, { token })) {
      if (step.stage === 'counting' && counting === 0) counting = performance.now()
      if (step.seal !== undefined)
        done = { people: step.seal.people, sealedSeconds: seconds(since), countedSeconds: seconds(counting) }
    }
    if (done === undefined) throw new Error('the seal was not made')
    say(`sealed in ${done.sealedSeconds.toFixed(1)} s, counted in ${done.countedSeconds.toFixed(1)} s`)
    const bundle = await seals.getAuditBundle(
      { period: PERIOD, kind: SealKind.SEAL_KIND_EVIDENCE, edition: 1 },
      { token: await platform.issuer.machine('auditor') },
    )
    if (isRefusal(bundle)) throw new Error(bundle.code)
    since = performance.now()
    const again = await replay(
      kafka,
      { ...bundle, publicKey: JSON.parse(bundle.publicKeyJwk.toString()) },
      { brokers: [infra.kafkaBrokers], prefix: '', workers: WORKERS },
    )
    say(`replayed: ${JSON.stringify(again)}`)
    return { events, ...done, replayedSeconds: seconds(since), same: again.same }
  } finally {
    seals.close()
    await pool.end()
    await kafka.close()
    await platform.stop()
  }
}
