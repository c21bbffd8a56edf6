import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { randomUUID } from 'node:crypto'
import { kept, readEnv, root } from '../deploy/local/env.ts'
import { topics } from '../packages/contracts/src/topics.ts'
import { systemClock } from '../packages/process/src/clock.ts'
import { loadAverage, median, quantile, spread } from './figures.ts'
import { fresh } from './fresh.ts'
import { byFiveHundred, bytesOfARecord, oneByOne, type Round, yardstick } from './ingest.ts'
import { outage } from './outage.ts'
import { settle, staffOf } from './people.ts'
import { province as provinceOf } from '../data/province.ts'
import { standUp, withInfra } from './platform.ts'
import { score } from './score.ts'
import { seal } from './seal.ts'
import { connectKafka } from '../packages/stream/src/kafka.ts'
import { createTopic } from '../packages/stream/src/topics.ts'

// A first honest table (figures: ingest one by one and in batches against the log's own producer in the same run, accepted-to-list).
// `npm run bench` runs all lines and keeps what came of them; `npm run bench -- score --people 470000 --days 1` one line, and only says it.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    people: { type: 'string', default: '47000' },
    // Working days with entries: 3 for a score, 60 for a seal.
    days: { type: 'string' },
    boards: { type: 'boolean', default: false },
    // Records a second of the open loop; without it 20 % of what the door takes one by one.
    rate: { type: 'string' },
  },
})
const LINES = ['ingest', 'fresh', 'score', 'outage', 'seal'] as const
const unknown = positionals.filter((name) => !(LINES as readonly string[]).includes(name))
if (unknown.length > 0) {
  console.error(`There is no line "${unknown.join('", "')}". There are: ${LINES.join(', ')}.`)
  process.exit(2)
}
const wanted = (line: (typeof LINES)[number]) => positionals.length === 0 || positionals.includes(line)
const people = Number(values.people)
const daysOr = (usual: number) => (values.days === undefined ? usual : Number(values.days))
const rounds = Number(values.rounds)
const milliseconds = Number(values.seconds) * 1_000
const YARDSTICK_RECORDS = 600_000
const YARDSTICK_TOPIC = 'bench.yardstick'
const FRESH_SECONDS = 15
/** As many as the sample province has: of few people each would write more in a quarter of a minute than in a month. */
const PEOPLE = 1_200
/** A small province beside the large one; a seal that is not asked for by name is of no more. */
const FEW_PEOPLE = 2_500

const count = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const tenths = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const lines: string[] = []
const say = (line: string) => {
  console.log(line)
  lines.push(line)
}

async function ingest(): Promise<{ rate: number }> {
  return withInfra(async (infra) => {
    // Who knows which sessions have ended stands beside: a door that cannot ask lets no person in. It is not measured.
    const platform = await standUp(infra, ['directory', 'activity-ingest'], `${kept}bench`)
    try {
      const kafka = connectKafka({ brokers: [infra.kafkaBrokers], clientId: 'bench' })
      await createTopic(kafka, YARDSTICK_TOPIC, topics.activity.partitions)
      await kafka.close()
      const tokens = await Promise.all(
        Array.from({ length: 1_000 }, () =>
          platform.issuer.person(randomUUID(), { agencyId: 'a0000000-0000-5000-8000-000000000001' }),
        ),
      )
      // Warm: code, connections, caches of tokens. Its records tell how large one is.
      await oneByOne(platform, infra, 2_000, tokens)
      await byFiveHundred(platform, infra, 1_000)
      const bytes = await bytesOfARecord(infra)
      const [p, one, many]: [Round[], Round[], Round[]] = [[], [], []]
      for (let round = 1; round <= rounds; round++) {
        // ABAB, every other round the other way round.
        const steps = [
          async () => p.push(await yardstick(infra, YARDSTICK_TOPIC, bytes, YARDSTICK_RECORDS)),
          async () => one.push(await oneByOne(platform, infra, milliseconds, tokens)),
          async () => many.push(await byFiveHundred(platform, infra, milliseconds)),
        ]
        for (const step of round % 2 === 1 ? steps : steps.reverse()) await step()
        console.log(
          `round ${round} of ${rounds}: P ${count.format(p.at(-1)!.perSecond)}/s, one by one ${count.format(one.at(-1)!.perSecond)}/s, by 500 ${count.format(many.at(-1)!.perSecond)}/s (load ${loadAverage()})`,
        )
      }
      const row = (what: string, of: readonly Round[]) => {
        const rates = of.map(({ perSecond }) => perSecond)
        const shares = of.map(({ perSecond }, at) => perSecond / p[at]!.perSecond)
        say(
          `| ${what} | ${count.format(median(rates))} | ${Math.round(spread(rates) * 100)} % | ${median(shares).toFixed(3)} | ${Math.round(spread(shares) * 100)} % | ${tenths.format(median(of.map(({ p50 }) => p50)))} | ${tenths.format(median(of.map(({ p99 }) => p99)))} | ${tenths.format(median(of.map(({ cpu }) => cpu)))} | ${of[0]!.own >= 0 ? tenths.format(median(of.map(({ own }) => own))) : '–'} |`,
        )
      }
      say(
        `### Ingest against the log's own producer\n\nOne run, ${rounds} rounds in turn, medians; a record of ${bytes} bytes (value, key, headers; its words are a second record, which P does not write), ${topics.activity.partitions} partitions, acks=all, nothing written through to the disk (D1). Closed loop, 1,000 people. P: batch.size=131072, linger.ms=10, ${count.format(YARDSTICK_RECORDS)} records a round, its latencies are of records, ours of requests. After each round the records on the topic equalled the acknowledgements.\n`,
      )
      say(
        '| what | records/s | spread | of P | spread | p50 ms | p99 ms | CPU µs a record | of it activity-ingest |\n|---|---|---|---|---|---|---|---|---|',
      )
      row('P, kafka-producer-perf-test', p)
      row('one a request, 64 connections', one)
      row('NDJSON by 500, 8 connections', many)
      say('\nCPU is of broker, ingest and generator together; of P also the start of its JVM.')
      return { rate: median(one.map(({ perSecond }) => perSecond)) }
    } finally {
      await platform.stop()
    }
  })
}

async function acceptedToList(rate: number): Promise<void> {
  return withInfra(async (infra) => {
    const platform = await standUp(
      infra,
      ['activity-ingest', 'directory', 'appraisal', 'journal', 'scoring'],
      `${kept}bench`,
    )
    try {
      const province = provinceOf(PEOPLE)
      const staff = await staffOf(
        province,
        province.agencies.map(({ code }) => code),
        platform.issuer,
      )
      await settle(platform, province, staff)
      await fresh(platform, staff.workers, 50, 3)
      const { perSecond, probes, waits, acknowledged } = await fresh(
        platform,
        staff.workers,
        Math.round(rate),
        FRESH_SECONDS,
      )
      say(
        `\n### Accepted, until it stands in the superior's list\n\nOpen loop: ${count.format(perSecond)} records/s for ${FRESH_SECONDS} s (20 % of what the door takes one by one, where nothing else was asked for), of ${count.format(staff.workers.length)} people; ${probes} of them watched by asking the journal for the list every 10 ms, so a wait is up to that much too long. Without a browser and without live pages.\n`,
      )
      const row = (what: string, of: readonly number[]) =>
        say(
          `| ${what} | ${tenths.format(median(of))} | ${tenths.format(quantile(of, 0.95))} | ${tenths.format(quantile(of, 0.99))} | ${tenths.format(Math.max(...of))} |`,
        )
      say('| milliseconds | p50 | p95 | p99 | worst |\n|---|---|---|---|---|')
      row('from its time to the acknowledgement', acknowledged)
      row('from the acknowledgement to the list', waits)
    } finally {
      await platform.stop()
    }
  })
}

const begun = performance.now()
const env = readEnv()
const before = loadAverage()
say(
  `# Figures of the last run\n\n\`npm run bench${rounds === 5 ? '' : ` -- --rounds ${rounds}`}\`, ${new Date(systemClock.now()).toISOString().slice(0, 16).replace('T', ' ')} UTC. Node ${process.versions.node}, Kafka ${env['KAFKA_VERSION']}, PostgreSQL 18.4, ${cpus().length} cores (${cpus()[0]!.model.trim()}), everything on them. The load of the machine before: ${before}${Number(before) > 1 ? ': others were at work on it, so absolute numbers are low and spreads wide' : ''}.\n`,
)
/** A province large enough that reading all of it for one person would show. */
async function oneScore(): Promise<void> {
  const days = daysOr(3)
  say(
    `\n### One score by gRPC\n\nA province straight in the log (bench/generate.ts), each with a plan and two verified entries on each of the last working days (${days}); the fold begins with an empty database while the log is written. Scores of people spread over the province, one after the other, nothing of theirs read before. Then the live figures of everybody at once, where they are asked for.\n`,
  )
  say(
    '| people | events | written in s | folded after s | score p50 ms | p95 | p99 | every board after s |\n|---|---|---|---|---|---|---|---|',
  )
  for (const size of [FEW_PEOPLE, people]) {
    const { generated, foldSeconds, boardSeconds, waits } = await withInfra((infra) =>
      score(infra, size, `${kept}bench`, { days, asked: 300, boards: values.boards }, console.log),
    )
    const events = Object.values(generated.events).reduce((sum, one) => sum + one, 0)
    say(
      `| ${count.format(size)} | ${count.format(events)} | ${tenths.format(generated.seconds)} | ${tenths.format(foldSeconds)} | ${tenths.format(median(waits))} | ${tenths.format(quantile(waits, 0.95))} | ${tenths.format(quantile(waits, 0.99))} | ${boardSeconds === undefined ? '–' : tenths.format(boardSeconds)} |`,
    )
  }
}

async function provinceOutage(): Promise<void> {
  const done = await withInfra((infra) => outage(infra, people, daysOr(3), `${kept}bench`, console.log))
  const figures = (of: readonly number[]) =>
    `p50 ${tenths.format(median(of))}, p99 ${tenths.format(quantile(of, 0.99))}, worst ${tenths.format(Math.max(...of))} ms of ${of.length}`
  say(
    `\n### An outage that reaches the whole province\n\n${count.format(people)} people, ${count.format(done.entries)} late entries in the journal; answered after ${tenths.format(done.answeredMs)} ms, all judged anew after ${tenths.format(done.judgedSeconds)} s (${count.format(done.judged)}, of which ${count.format(done.changed)} have another answer). Meanwhile one person after the other wrote and was verified at once. A record, from sending until it stood in the journal: ${figures(done.records)}. A verification: ${figures(done.verifications)}.\n`,
  )
}

/** A seal is a quarter's: of more people than a province has only for a few days. */
async function quarterSeal(): Promise<void> {
  const days = daysOr(60)
  const size = positionals.includes('seal') ? people : FEW_PEOPLE
  const done = await withInfra((infra) => seal(infra, size, days, `${kept}bench`, console.log))
  say(
    `\n### The seal of a quarter\n\n${count.format(done.people)} people with two verified entries on each of ${days} working days, ${count.format(done.events)} events. One worker: sealed after ${tenths.format(done.sealedSeconds)} s, counted in ${tenths.format(done.countedSeconds)} s, ${count.format(done.people / done.countedSeconds)} receipts/s. Replayed by two threads after ${tenths.format(done.replayedSeconds)} s: ${done.same ? 'the same root' : 'ANOTHER ROOT'}.\n`,
  )
}

/** Of an open loop that is run alone, when nothing says what the door can take. */
const USUAL_RATE = 500
const rate = wanted('ingest') ? (await ingest()).rate * 0.2 : USUAL_RATE
if (wanted('fresh')) await acceptedToList(values.rate === undefined ? rate : Number(values.rate))
if (wanted('score')) await oneScore()
if (wanted('outage')) await provinceOutage()
if (wanted('seal')) await quarterSeal()
say(`\nThe whole took ${Math.round((performance.now() - begun) / 1_000)} s.`)
if (positionals.length === 0) writeFileSync(`${root}bench/RESULTS.md`, `${lines.join('\n')}\n`)
