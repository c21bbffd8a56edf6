import { randomUUIDv7 } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { VerdictServiceService } from '../packages/contracts/gen/timbang/journal/v1/verdict.ts'
import { WindowServiceService } from '../packages/contracts/gen/timbang/journal/v1/window.ts'
import { isRefusal } from '../packages/contracts/src/refusal.ts'
import { topics } from '../packages/contracts/src/topics.ts'
import { createPool } from '../packages/postgres/src/pool.ts'
import { systemClock } from '../packages/process/src/clock.ts'
import { grpcClient } from '../packages/process/src/grpc.ts'
import { addDays, startOf } from '../packages/rules/src/civil-date.ts'
import { connectKafka, topicEnds } from '../packages/stream/src/kafka.ts'
import { agencyOf, employeeIdOf, generate, generatedAgencyIdOf, resultOf, superiorOf } from './generate.ts'
import { connection, post } from './http.ts'
import { today } from './people.ts'
import { type GuardedInfra, type Platform, standUp } from './platform.ts'
import { folded } from './score.ts'

export interface Outage {
  /** Late before it, each of them. */
  readonly entries: number
  readonly answeredMs: number
  readonly judgedSeconds: number
  readonly judged: number
  /** For how many it changed the answer. */
  readonly changed: number
  /** Meanwhile, milliseconds of a record from sending until it stands in the journal. */
  readonly records: readonly number[]
  /** Meanwhile, milliseconds of a verification of it by its assessor. */
  readonly verifications: readonly number[]
}

/** Behind the window of three days, within the grace behind it. */
const DAYS_LATE = 5

/** An outage of the whole province over days whose entries all came late, and what others feel of it. */
export async function outage(
  infra: GuardedInfra,
  people: number,
  days: number,
  logs: string,
  say: (line: string) => void,
): Promise<Outage> {
  // Scoring publishes the packs that windows come from, and is not measured here.
  const platform = await standUp(infra, ['scoring', 'directory', 'journal', 'activity-ingest'], logs)
  const url = platform.environment['JOURNAL_POSTGRES_URL']!
  const pool = createPool(url, { max: 2 })
  const windows = grpcClient(WindowServiceService, platform.environment['JOURNAL_GRPC']!)
  try {
    const kafka = connectKafka({ brokers: [infra.kafkaBrokers], clientId: 'bench' })
    while ((await topicEnds(kafka, topics.scoring.name)).every(({ high }) => high === 0n)) await sleep(100)
    await platform.kill('scoring')
    const staffed = () => folded(infra, url, 'journal', [topics.scoring, topics.directory, topics.appraisal])
    const generated = await generate(kafka, { people, days, daysLate: DAYS_LATE, staffed }, say)
    await kafka.close()
    await folded(infra, url, 'journal', [topics.activity])
    const { rows } = await pool.query<{ count: bigint }>(
      `select count(*) as count from entry where timeliness = 'late'`,
    )
    const entries = Number(rows[0]!.count)
    say(`of ${generated.events[topics.activity.name]} records the journal keeps ${entries} late ones`)

    const token = await platform.issuer.token({ sub: employeeIdOf(0), roles: ['bkd'] }, { expiresIn: 3_600 })
    const outageId = randomUUIDv7()
    // As one who works there all day: his connection stands and his token is known.
    await windows.getAnew({ id: outageId }, { token })
    const asked = performance.now()
    const answer = await windows.recordOutage(
      {
        outage: {
          outageId,
          agencyId: undefined,
          fromInstant: BigInt(startOf(addDays(today(), -DAYS_LATE - 2 * days - 4), 'WIB')),
          toInstant: BigInt(systemClock.now()),
          causeCode: 'network',
          version: 1,
          withdrawn: false,
        },
      },
      { token },
    )
    if (isRefusal(answer)) throw new Error(answer.code)
    const answeredMs = performance.now() - asked

    const others = goOn(platform, people, async (recordId) => {
      const { rowCount } = await pool.query('select from entry where record_id = $1', [recordId])
      return rowCount === 1
    })
    try {
      for (;;) {
        const answer = await windows.getAnew({ id: outageId }, { token })
        if (isRefusal(answer)) throw new Error(answer.code)
        const { anew } = answer
        if (anew?.endedAt !== undefined) {
          const judgedSeconds = (performance.now() - asked) / 1_000
          return {
            entries,
            answeredMs,
            judgedSeconds,
            judged: Number(anew.judged),
            changed: Number(anew.changed),
            ...(await others.end()),
          }
        }
        await Promise.race([sleep(100), others.failed])
      }
    } finally {
      await others.end().catch(() => undefined)
    }
  } finally {
    windows.close()
    await pool.end()
    await platform.stop()
  }
}

/** One person after the other writes, and is verified by his assessor as soon as his record stands in the journal. */
function goOn(platform: Platform, people: number, stands: (recordId: string) => Promise<boolean>) {
  const records: number[] = []
  const verifications: number[] = []
  let over = false
  const running = (async () => {
    const address = platform.environment['ACTIVITY_INGEST_HTTP']!
    const door = await connection(address)
    const journal = grpcClient(VerdictServiceService, platform.environment['JOURNAL_GRPC']!)
    try {
      for (let at = 0; !over; at++) {
        const person = (at * 37 + 2) % people
        const superior = superiorOf(person)
        if (superior === undefined) continue
        const agencyId = generatedAgencyIdOf(agencyOf(person, {}))
        const own = await platform.issuer.person(employeeIdOf(person), { agencyId })
        const assessor = await platform.issuer.person(employeeIdOf(superior), { agencyId })
        const recordId = randomUUIDv7()
        const began = performance.now()
        const { status, body } = await door.ask(
          post(
            address,
            own,
            'application/json',
            JSON.stringify({
              record_id: recordId,
              activity: {
                work_date: today(),
                sentence: `Memeriksa berkas nomor ${at}`,
                result_id: resultOf(person, today(), 0),
                quantity: 1,
                unit: 'berkas',
              },
            }),
          ),
        )
        if (status !== 202) throw new Error(`a record was answered ${status}: ${body.slice(0, 200)}`)
        while (!(await stands(recordId))) await sleep(5)
        const stood = performance.now()
        records.push(stood - began)
        const answer = await journal.verifyEntries({ entries: [{ recordId, revision: 1 }] }, { token: assessor })
        if (isRefusal(answer)) throw new Error(answer.code)
        const [outcome] = answer.outcomes
        if (outcome?.refusalCode !== '') throw new Error(`a verification was refused: ${outcome?.refusalCode}`)
        verifications.push(performance.now() - stood)
      }
    } finally {
      door.close()
      journal.close()
    }
  })()
  const failed = running.then(() => new Promise<never>(() => {}))
  failed.catch(() => undefined)
  return {
    /** Rejects when it could not go on. */
    failed,
    end: async () => {
      over = true
      await running
      return { records, verifications }
    },
  }
}
