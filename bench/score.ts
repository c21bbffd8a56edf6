import { setTimeout as sleep } from 'node:timers/promises'
import { ScoreServiceService } from '../packages/contracts/gen/timbang/scoring/v1/score.ts'
import { isRefusal } from '../packages/contracts/src/refusal.ts'
import { createPool } from '../packages/postgres/src/pool.ts'
import { grpcClient } from '../packages/process/src/grpc.ts'
import { periodOf } from '../packages/rules/src/civil-date.ts'
import { connectKafka, topicEnds } from '../packages/stream/src/kafka.ts'
import { type Topic, topics } from '../packages/contracts/src/topics.ts'
import { employeeIdOf, generate, type Generated } from './generate.ts'
import { today } from './people.ts'
import { type GuardedInfra, type Platform, standUp } from './platform.ts'

export interface Scored {
  readonly generated: Generated
  /** Until all of it was folded, from when the fold began. */
  readonly foldSeconds: number
  /** Milliseconds a score, one after the other, cold people each time. */
  readonly waits: readonly number[]
  /** Until the board of every agency stood for the first time, from when the worker of the live figures began. Undefined: none was asked for. */
  readonly boardSeconds: number | undefined
}

const inputs = [topics.directory, topics.appraisal, topics.activity, topics.journal]

/** Waits until a consumer has applied what the log holds. */
export async function folded(
  infra: GuardedInfra,
  url: string,
  consumer: string,
  of: readonly Pick<Topic, 'name'>[] = inputs,
): Promise<void> {
  const kafka = connectKafka({ brokers: [infra.kafkaBrokers], clientId: 'bench' })
  const pool = createPool(url, { max: 1 })
  try {
    for (;;) {
      const { rows } = await pool.query<{ place: string; position: bigint }>(
        `select topic || '/' || partition as place, position from stream.consumer_position where consumer = $1`,
        [consumer],
      )
      const applied = new Map(rows.map((row) => [row.place, row.position]))
      const ends = await Promise.all(
        of.map(async (topic) =>
          (await topicEnds(kafka, topic.name)).map(
            ({ partition, high }) => [`${topic.name}/${partition}`, high] as const,
          ),
        ),
      )
      if (ends.flat().every(([place, high]) => (applied.get(place) ?? 0n) >= high)) return
      await sleep(200)
    }
  } finally {
    await pool.end()
    await kafka.close()
  }
}

/** One score by gRPC, in a province of so many people, each with a plan and entries of some days. */
export async function score(
  infra: GuardedInfra,
  people: number,
  logs: string,
  options: { days: number; asked: number; boards: boolean },
  say: (line: string) => void,
): Promise<Scored> {
  const platform = await standUp(infra, ['scoring'], logs)
  try {
    const kafka = connectKafka({ brokers: [infra.kafkaBrokers], clientId: 'bench' })
    const begun = performance.now()
    const generated = await generate(kafka, { people, days: options.days, verdicts: true }, say)
    await kafka.close()
    const url = platform.environment['SCORING_POSTGRES_URL']!
    await folded(infra, url, 'scoring')
    const foldSeconds = (performance.now() - begun) / 1_000
    say(`all of it is folded after ${foldSeconds.toFixed(0)} s, made meanwhile in ${generated.seconds.toFixed(0)} s`)

    const scoring = grpcClient(ScoreServiceService, platform.environment['SCORING_GRPC']!)
    const token = await platform.issuer.token({ sub: employeeIdOf(0), roles: ['auditor'] }, { expiresIn: 3_600 })
    const waits: number[] = []
    const step = Math.max(1, Math.floor(people / (options.asked + 20)))
    for (let at = 0; at < options.asked + 20 && at * step < people; at++) {
      const asked = performance.now()
      const answer = await scoring.getScore(
        { employeeId: employeeIdOf(at * step), period: periodOf(today()), withFigures: false },
        { token },
      )
      if (isRefusal(answer)) throw new Error(answer.code)
      if (answer.receipt.length === 0) throw new Error(`nothing is known of person ${at * step}`)
      // The first few warm code and connections.
      if (at >= 20) waits.push(performance.now() - asked)
    }
    scoring.close()
    const boardSeconds = options.boards ? await boards(platform, url, generated.agencies) : undefined
    return { generated, foldSeconds, boardSeconds, waits }
  } finally {
    await platform.stop()
  }
}

/** How long the worker of the live figures takes for everybody at once. @returns seconds */
async function boards(platform: Platform, url: string, agencies: number): Promise<number> {
  const pool = createPool(url, { max: 1 })
  const begun = performance.now()
  await platform.start('scoring-live')
  try {
    for (;;) {
      const { rows } = await pool.query<{ done: boolean }>(
        `select not exists (select from live_mark) and not exists (select from live_sweep)
           and (select count(*) from live_board where not dirty) >= $1 as done`,
        [agencies],
      )
      if (rows[0]!.done) return (performance.now() - begun) / 1_000
      await sleep(200)
    }
  } finally {
    await pool.end()
  }
}
