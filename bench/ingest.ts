import { execFile } from 'node:child_process'
import { randomUUID, randomUUIDv7 } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { asAdmin } from '../deploy/local/component/kafka.ts'
import { kept } from '../deploy/local/env.ts'
import { fetchComponents } from '../deploy/local/fetch.mjs'
import type { Infra } from '../deploy/local/infra.ts'
import { doorsOf, writePrivately } from '../deploy/local/secrets.ts'
import { topics } from '../packages/contracts/src/topics.ts'
import { connectKafka, topicEnds } from '../packages/stream/src/kafka.ts'
import { readTopic } from '../packages/stream/src/read.ts'
import { cpuOf } from './figures.ts'
import { connection, post } from './http.ts'
import { today } from './people.ts'
import type { GuardedInfra, Platform } from './platform.ts'

const run = promisify(execFile)
const AGENCY = 'a0000000-0000-5000-8000-000000000001'

export interface Round {
  readonly perSecond: number
  /** Microseconds of CPU a record, of broker, ingest and generator together. */
  readonly cpu: number
  /** Of these the ones of activity-ingest itself; of P none. */
  readonly own: number
  /** Milliseconds, of requests. */
  readonly p50: number
  readonly p99: number
  readonly records: number
}

/** The log's own producer from the broker's jars, at settings that suit it: the yardstick P. Into a topic of its own, with as many partitions as activity.v1. */
export async function yardstick(
  infra: GuardedInfra,
  topic: string,
  recordBytes: number,
  records: number,
): Promise<Round> {
  const { kafkaClasspath } = await fetchComponents()
  const login = `${kept}bench-login`
  writePrivately(login, asAdmin(doorsOf(infra.secrets).kafka))
  const before = cpuOf(infra.pids.kafka)
  const { stdout } = await run('sh', [
    '-c',
    `java -Xmx256m -cp '${kafkaClasspath}' org.apache.kafka.tools.ProducerPerformance --topic ${topic} --num-records ${records} --record-size ${recordBytes} --throughput -1 --command-config ${login} --producer-props bootstrap.servers=127.0.0.1:${infra.ports.kafka} acks=all batch.size=131072 linger.ms=10 2>/dev/null; times`,
  ])
  const last =
    stdout
      .split('\n')
      .filter((line) => line.includes('records sent'))
      .at(-1) ?? ''
  const [, perSecond, p50, p99] = /, ([\d.]+) records\/sec.* ([\d.]+) ms 50th.* ([\d.]+) ms 99th/.exec(last) ?? []
  if (perSecond === undefined) throw new Error(`the producer's own measure is not understood: ${last}`)
  // The shell's word on its children: user and system time, minutes and seconds.
  const producer = [...(stdout.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  )
  return {
    perSecond: Number(perSecond),
    cpu: ((cpuOf(infra.pids.kafka) - before + producer) / records) * 1e6,
    own: Number.NaN,
    p50: Number(p50),
    p99: Number(p99),
    records,
  }
}

export const activity = (at: number) => ({
  work_date: today(),
  sentence: `Memeriksa berkas permohonan izin nomor ${at} di loket pelayanan`,
  quantity: 3,
  unit: 'berkas',
  start: '08:00',
  end: '09:30',
})

/** Waits until the door knows the keys and the ended sessions: the keys are asked of this process, which has no time for an answer once it drives. */
async function served(address: string, requestOf: () => Buffer): Promise<void> {
  const one = await connection(address)
  try {
    for (const until = performance.now() + 20_000; ; await sleep(200)) {
      const { status, body } = await one.ask(requestOf())
      if (status === 202) return
      if (status !== 503 || performance.now() > until)
        throw new Error(`the ingest answered ${status}: ${body.slice(0, 300)}`)
    }
  } finally {
    one.close()
  }
}

/** Closed loop for so long. After it the records on the topic are held against the acknowledgements. */
async function drive(
  platform: Platform,
  infra: Infra,
  connections: number,
  milliseconds: number,
  requestOf: () => Buffer,
  perRequest: number,
): Promise<Round> {
  const address = platform.environment['ACTIVITY_INGEST_HTTP']!
  const kafka = connectKafka({ brokers: [infra.kafkaBrokers], clientId: 'bench' })
  const held = async () => (await topicEnds(kafka, topics.activity.name)).reduce((sum, { high }) => sum + high, 0n)
  try {
    const pids = [infra.pids.kafka, platform.pid('activity-ingest'), process.pid]
    await served(address, requestOf)
    const before = await held()
    const open = await Promise.all(Array.from({ length: connections }, () => connection(address)))
    const cpuBefore = pids.map(cpuOf)
    const begun = performance.now()
    const taken: number[] = []
    let acknowledged = 0
    await Promise.all(
      open.map(async (one) => {
        while (performance.now() - begun < milliseconds) {
          const asked = performance.now()
          const { status, body } = await one.ask(requestOf())
          taken.push(performance.now() - asked)
          if (status !== 202) throw new Error(`the ingest answered ${status}: ${body.slice(0, 200)}`)
          acknowledged += perRequest === 1 ? 1 : body.split('"status":"accepted"').length - 1
        }
      }),
    )
    const seconds = (performance.now() - begun) / 1_000
    const [broker, own, generator] = pids.map((pid, at) => cpuOf(pid) - cpuBefore[at]!) as [number, number, number]
    for (const one of open) one.close()
    const there = (await held()) - before
    if (there !== BigInt(acknowledged))
      throw new Error(`${acknowledged} records were acknowledged and ${there} are on the topic`)
    const sorted = taken.toSorted((a, b) => a - b)
    return {
      perSecond: acknowledged / seconds,
      cpu: ((broker + own + generator) / acknowledged) * 1e6,
      own: (own / acknowledged) * 1e6,
      p50: sorted[Math.floor(sorted.length / 2)]!,
      p99: sorted[Math.floor(sorted.length * 0.99)]!,
      records: acknowledged,
    }
  } finally {
    await kafka.close()
  }
}

/** One record a request, of a thousand people with a token each, by 64 connections. */
export async function oneByOne(
  platform: Platform,
  infra: Infra,
  milliseconds: number,
  tokens: readonly string[],
): Promise<Round> {
  const address = platform.environment['ACTIVITY_INGEST_HTTP']!
  let at = 0
  return drive(
    platform,
    infra,
    64,
    milliseconds,
    () => {
      at++
      return post(
        address,
        tokens[at % tokens.length]!,
        'application/json',
        JSON.stringify({ record_id: randomUUIDv7(), activity: activity(at) }),
      )
    },
    1,
  )
}

/** 500 records a request as NDJSON, of a thousand people, by a machine on 8 connections. */
export async function byFiveHundred(platform: Platform, infra: Infra, milliseconds: number): Promise<Round> {
  const address = platform.environment['ACTIVITY_INGEST_HTTP']!
  const token = await platform.issuer.machine('feeder')
  const people = Array.from({ length: 1_000 }, () => randomUUID())
  let at = 0
  return drive(
    platform,
    infra,
    8,
    milliseconds,
    () => {
      const lines: string[] = []
      for (let line = 0; line < 500; line++)
        lines.push(
          JSON.stringify({
            record_id: randomUUIDv7(),
            employee_id: people[++at % people.length],
            agency_id: AGENCY,
            activity: activity(at),
          }),
        )
      return post(address, token, 'application/x-ndjson', lines.join('\n'))
    },
    500,
  )
}

/** Bytes of a record of activity.v1: value, key and headers, of what the rounds wrote. */
export async function bytesOfARecord(infra: Infra): Promise<number> {
  const kafka = connectKafka({ brokers: [infra.kafkaBrokers], clientId: 'bench' })
  try {
    const [end] = (await topicEnds(kafka, topics.activity.name)).filter(({ high }) => high > 0n)
    let [bytes, count] = [0, 0]
    for await (const batch of readTopic(kafka, topics.activity, [
      { partition: end!.partition, from: 0n, to: end!.high < 200n ? end!.high : 200n },
    ])) {
      for (const { key, value, headers } of batch) {
        count++
        bytes +=
          key.length +
          (value?.length ?? 0) +
          Object.entries(headers).reduce((sum, [name, text]) => sum + name.length + text.length, 0)
      }
    }
    return Math.round(bytes / count)
  } finally {
    await kafka.close()
  }
}
