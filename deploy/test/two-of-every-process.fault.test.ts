import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { fromMessage, isPoison } from '@timbang/contracts/envelope'
import { AgencyFigures } from '@timbang/contracts/gen/timbang/scoring/v1/live'
import { topics, type Topic } from '@timbang/contracts/topics'
import { createPool, type Pool } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import { batchOf } from '@timbang/stream/batch'
import { connectKafka, type Kafka } from '@timbang/stream/kafka'
import { readTopic, wholeTopic } from '@timbang/stream/read'
import { testDatabase } from '@timbang/testkit/database'
import { eventually } from '@timbang/testkit/eventually'
import { TEST_PARTITIONS } from '@timbang/testkit/topic'
import { recordsOf, sendUntilAnswered } from '../../bench/chaos.ts'
import { judge } from '../../bench/oracle.ts'
import { sample, settle, staffOf } from '../../bench/people.ts'
import { type Platform, standUp, withInfra } from '../../bench/platform.ts'
import { readEnv } from '../local/env.ts'
import { buildPages, pagesAreCurrent } from '../local/pages.ts'
import { processes } from '../local/processes.ts'
import { handle, inputs } from '../../services/scoring/src/fold/consume.ts'

const EVERY = processes(readEnv()).map(({ name }) => name)
/** As many for each replica as a test's single consumer has. */
const PARTITIONS = 2 * TEST_PARTITIONS
/** A second's records. They come for as long as there is somebody to kill. */
const RATE = 40
const CLIENTS = 8
const MOST_RECORDS = 8_000

/** A board that somebody has open, as a browser keeps it: begun again when its line breaks, the latest frame of each agency in sight. */
function openBoard(address: string, token: string) {
  const seen = new Map<string, { version: number; entriesToday: number }>()
  const leaving = new AbortController()
  const watching = (async () => {
    while (!leaving.signal.aborted) {
      try {
        const response = await fetch(`${address}/live?papan=provinsi`, {
          headers: { authorization: `Bearer ${token}` },
          signal: leaving.signal,
        })
        let text = ''
        for await (const bytes of response.body!) {
          text += Buffer.from(bytes).toString('utf8')
          const events = text.split('\n\n')
          text = events.pop()!
          for (const event of events) {
            const data = /^event: agency\ndata: (.*)$/m.exec(event)?.[1]
            if (data === undefined) continue
            const { version, figures } = JSON.parse(data) as {
              version: number
              figures: { agencyId: string; entriesToday: number }
            }
            seen.set(figures.agencyId, { version, entriesToday: figures.entriesToday })
          }
        }
      } catch {
        // Its process was killed: it comes again.
      }
      await sleep(300)
    }
  })()
  return {
    seen,
    leave: async () => {
      leaving.abort()
      await watching
    },
  }
}

const rowsOf = async (pool: Pool, sql: string) => (await pool.query<Record<string, unknown>>(sql)).rows
/** All that scoring's fold has made, apart from the order in which facts were packed. */
async function foldOf(pool: Pool) {
  const bytewise = (facts: unknown) => [...(facts as Buffer)].sort((a, b) => a - b).join(' ')
  const parts = async (table: string) =>
    (await rowsOf(pool, `select employee_id, work_date, facts from ${table} order by 1, 2`)).map((row) => ({
      ...row,
      facts: bytewise(row['facts']),
    }))
  return {
    entries: await parts('entry_part'),
    verdicts: await parts('verdict_part'),
    states: await rowsOf(
      pool,
      'select kind, id, version, about, within, appended_at, state from context_state order by kind, id, version',
    ),
    chain: await rowsOf(pool, 'select topic, partition, records, digest, next from partition_chain order by 1, 2'),
  }
}

/** The same fold from the log alone, from its beginning. */
async function replayed(kafka: Kafka) {
  const database = await testDatabase('scoring')
  try {
    for (const topic of inputs as readonly Topic[])
      for await (const records of readTopic(kafka, topic, await wholeTopic(kafka, topic)))
        await transaction(database.pool, (tx) =>
          handle(
            tx,
            batchOf(
              records.map((record) => {
                const event = fromMessage(topic, record)
                if (isPoison(event)) throw new Error(event.detail)
                return { ...record, topic, event } as never
              }),
            ),
          ),
        )
    return await foldOf(database.pool)
  } finally {
    await database.close()
  }
}

/** Kills one replica of each process in turn, and starts it again when it has been missed for a moment. The next is killed while it still begins. */
async function killEach(platform: Platform): Promise<void> {
  const back: Promise<void>[] = []
  for (const [at, name] of EVERY.entries()) {
    const replica = at % 2
    await platform.kill(name, replica)
    await sleep(300)
    back.push(platform.start(name, replica))
    await sleep(1_000)
  }
  await Promise.all(back)
}

test('two of every process stand side by side, one of each is killed in turn under load, and nothing is lost, doubled or told differently', async () => {
  const folder = await mkdtemp(`${tmpdir()}/timbang-two-`)
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  if (!pagesAreCurrent()) await buildPages()
  await withInfra(async (infra) => {
    const platform = await standUp(infra, EVERY, folder, { replicas: 2, partitions: PARTITIONS })
    const kafka = connectKafka({ brokers: [infra.kafkaBrokers], clientId: 'test' })
    const boards: ReturnType<typeof openBoard>[] = []
    try {
      const province = sample()
      const [there, coming] = await Promise.all(
        [['SETDA', 'DPMPTSP'], ['DISKOMINFO']].map((agencies) => staffOf(province, agencies, platform.issuer)),
      )
      await settle(platform, province, there!)
      const watcher = await platform.issuer.token(
        { sub: there!.workers[0]!.employeeId, roles: ['bkd'] },
        { expiresIn: 3_600 },
      )
      boards.push(...platform.environments.map((one) => openBoard(one['REPORTING_LIVE']!, watcher)))

      // Each client sends to both doors by turns; to the other one when one does not answer.
      const doors = platform.environments.map((one) => `${one['ACTIVITY_INGEST_HTTP']}/records`)
      const load = recordsOf(2, [...there!.workers, ...coming!.workers], MOST_RECORDS)
      const acknowledged: Awaited<ReturnType<typeof sendUntilAnswered>>[] = []
      let [next, silences, killing] = [0, 0, true]
      const begun = performance.now()
      const client = async () => {
        while (killing && next < load.length) {
          const number = next++
          await sleep(Math.max(0, begun + (number / RATE) * 1_000 - performance.now()))
          const sent = load[number]!
          let turn = number
          const send = () =>
            sendUntilAnswered(
              () => doors[turn++ % 2]!,
              sent,
              () => void silences++,
            )
          acknowledged.push(await send())
          if (sent.again) await send()
        }
      }
      const killer = (async () => {
        // The staff and plans of an agency arrive while its people write and its owners are killed.
        const arriving = settle(platform, province, coming!)
        arriving.catch(() => undefined)
        await killEach(platform)
        await arriving
      })().finally(() => {
        killing = false
      })
      await Promise.all([killer, ...Array.from({ length: CLIENTS }, client)])
      expect(silences).toBeGreaterThan(0)

      // I1, I2, I10: what was acknowledged is where its receipt says, counts once in the journal and in scoring, and nothing is owed to the log.
      expect((await judge(platform, acknowledged)).broken).toEqual([])

      // I10: of one record the journal never takes back what it told: held, perhaps, and then admitted.
      const told = new Map<string, string[]>()
      for await (const records of readTopic(kafka, topics.journal, await wholeTopic(kafka, topics.journal)))
        for (const record of records) {
          const event = fromMessage(topics.journal, record)
          if (isPoison(event)) throw new Error(event.detail)
          const { body, eventId } = event
          if (body?.$case !== 'entryHeld' && body?.$case !== 'entryAdmitted') continue
          const recordId = body.value.entry!.recordId
          const before = told.get(recordId) ?? []
          // A relay that was killed between its send and its deletion tells the same event again.
          if (!before.includes(`${body.$case} ${eventId}`)) told.set(recordId, [...before, `${body.$case} ${eventId}`])
        }
      for (const [recordId, list] of told)
        expect(list.map((one) => one.split(' ')[0]).join(' '), recordId).toMatch(/^(entryHeld )*entryAdmitted$/)

      // I4, I5, I9: the boards say what its people wrote, in scoring, in reporting and on every open page.
      const agencyOf = new Map([...there!.workers, ...coming!.workers].map((one) => [one.employeeId, one.agencyId]))
      const wrote = new Map<string, number>()
      for (const { employeeId } of acknowledged)
        wrote.set(agencyOf.get(employeeId)!, (wrote.get(agencyOf.get(employeeId)!) ?? 0) + 1)
      const pools = {
        scoring: createPool(platform.environment['SCORING_POSTGRES_URL']!, { max: 2 }),
        reporting: createPool(platform.environment['REPORTING_POSTGRES_URL']!, { max: 2 }),
      }
      try {
        await eventually(
          async () => {
            const sums = await rowsOf(
              pools.scoring,
              'select agency_id, sum(entries_today)::integer as today from live_summary where agency_id is not null group by agency_id',
            )
            const people = new Map(sums.map((row) => [row['agency_id'] as string, row['today'] as number]))
            const frames = new Map(
              (await rowsOf(pools.reporting, 'select agency_id, version, figures from frame')).map((row) => [
                row['agency_id'] as string,
                { version: Number(row['version']), figures: AgencyFigures.decode(row['figures'] as Buffer) },
              ]),
            )
            for (const [agencyId, count] of wrote) {
              expect(people.get(agencyId), `people of ${agencyId}`).toBe(count)
              expect(frames.get(agencyId)?.figures.entriesToday, `frame of ${agencyId}`).toBe(count)
              for (const board of boards)
                expect(board.seen.get(agencyId), `open board of ${agencyId}`).toEqual({
                  version: frames.get(agencyId)!.version,
                  entriesToday: count,
                })
            }
          },
          { within: 60_000, every: 200 },
        )
        // I3: what two folds and their killed predecessors made together is what one makes from the log alone.
        expect(await replayed(kafka)).toEqual(await foldOf(pools.scoring))
      } finally {
        await Promise.all(Object.values(pools).map((pool) => pool.end()))
      }
    } finally {
      await Promise.all(boards.map((board) => board.leave()))
      await kafka.close()
      await platform.stop()
    }
  })
}, 900_000)
