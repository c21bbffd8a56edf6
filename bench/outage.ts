import { randomUUIDv7 } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { WindowServiceService } from '../packages/contracts/gen/timbang/journal/v1/window.ts'
import { isRefusal } from '../packages/contracts/src/refusal.ts'
import { topics } from '../packages/contracts/src/topics.ts'
import { createPool } from '../packages/postgres/src/pool.ts'
import { systemClock } from '../packages/process/src/clock.ts'
import { grpcClient } from '../packages/process/src/grpc.ts'
import { addDays, startOf } from '../packages/rules/src/civil-date.ts'
import { connectKafka } from '../packages/stream/src/kafka.ts'
import { agencyOf, employeeIdOf, generate, generatedAgencyIdOf, resultIdOf } from './generate.ts'
import { connection, post } from './http.ts'
import { today } from './people.ts'
import { type GuardedInfra, standUp } from './platform.ts'
import { folded } from './score.ts'

export interface Outage {
  readonly entries: number
  readonly answeredMs: number
  readonly judgedSeconds: number
  readonly judged: number
  /** Meanwhile, milliseconds of a record until it stands in the journal. */
  readonly records: readonly number[]
}

/** An outage of the whole province that reaches every entry of the last days, and what others feel of it. */
export async function outage(
  infra: GuardedInfra,
  people: number,
  days: number,
  logs: string,
  say: (line: string) => void,
): Promise<Outage> {
  const platform = await standUp(infra, ['directory', 'journal', 'activity-ingest'], logs)
  const url = platform.environment['JOURNAL_POSTGRES_URL']!
  const pool = createPool(url, { max: 2 })
  try {
    const kafka = connectKafka({ brokers: [infra.kafkaBrokers], clientId: 'bench' })
    const generated = await generate(kafka, { people, days }, say)
    await kafka.close()
    await folded(infra, url, 'journal', [topics.directory, topics.appraisal, topics.activity])
    const entries = Number((await pool.query<{ count: bigint }>('select count(*) as count from entry')).rows[0]!.count)
    say(`the journal keeps ${entries} entries of ${generated.events[topics.activity.name]} records`)

    const windows = grpcClient(WindowServiceService, platform.environment['JOURNAL_GRPC']!)
    const token = await platform.issuer.token({ sub: employeeIdOf(0), roles: ['bkd'] }, { expiresIn: 3_600 })
    const outageId = randomUUIDv7()
    const from = startOf(addDays(today(), -days - 2), 'WIB')
    const asked = performance.now()
    const answer = await windows.recordOutage(
      {
        outage: {
          outageId,
          agencyId: undefined,
          fromInstant: BigInt(from),
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

    // People go on writing meanwhile: how long until their record stands in the journal?
    const records: number[] = []
    const door = await connection(platform.environment['ACTIVITY_INGEST_HTTP']!)
    let over = false
    const writing = (async () => {
      for (let at = 0; !over; at++) {
        const person = (at * 37) % people
        const own = await platform.issuer.person(employeeIdOf(person), {
          agencyId: generatedAgencyIdOf(agencyOf(person, {})),
        })
        const recordId = randomUUIDv7()
        const year = Number(today().slice(0, 4)) * 4 + Math.floor((Number(today().slice(5, 7)) - 1) / 3)
        const began = performance.now()
        const { status } = await door.ask(
          post(
            platform.environment['ACTIVITY_INGEST_HTTP']!,
            own,
            'application/json',
            JSON.stringify({
              record_id: recordId,
              activity: {
                work_date: today(),
                sentence: `Memeriksa berkas nomor ${at}`,
                result_id: resultIdOf(person, year, 0),
                quantity: 1,
                unit: 'berkas',
              },
            }),
          ),
        )
        if (status !== 202) throw new Error(`a record was answered ${status}`)
        while ((await pool.query('select from entry where record_id = $1', [recordId])).rowCount === 0) await sleep(5)
        records.push(performance.now() - began)
      }
    })()
    for (;;) {
      const { anew } = (await windows.getAnew({ id: outageId }, { token })) as {
        anew?: { endedAt?: bigint; judged: bigint }
      }
      if (anew?.endedAt !== undefined) {
        over = true
        await writing
        const judgedSeconds = (performance.now() - asked) / 1_000
        return { entries, answeredMs, judgedSeconds, judged: Number(anew.judged), records }
      }
      await sleep(100)
    }
  } finally {
    await pool.end()
    await platform.stop()
  }
}
