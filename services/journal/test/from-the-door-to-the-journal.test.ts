import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUIDv7 } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { isRefusal } from '@timbang/contracts/refusal'
import { topics } from '@timbang/contracts/topics'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { eventually } from '@timbang/testkit/eventually'
import { freePorts } from '../../../deploy/local/ports.ts'
import { AGENCY, journalWorld, people, type World, RESULT } from './world.ts'

// Processes as they are in production: they meet in the log only, and each door asks the directory whose session has ended.
let world: World
let sessions: TestDatabase
const started: ChildProcess[] = []
let door: string
beforeAll(async () => {
  world = await journalWorld()
  sessions = await testDatabase('directory')
  const [http, grpc, directoryInner, ingestInner] = await freePorts(4)
  door = `http://127.0.0.1:${http}`
  const { issuer, jwksUrl } = world.issuer
  const run = (service: string, env: Record<string, string>) =>
    started.push(
      spawn(process.execPath, [fileURLToPath(new URL(`../../${service}/src/main.ts`, import.meta.url))], {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: {
          PATH: process.env['PATH'],
          KAFKA_BROKERS: inject('kafkaBrokers'),
          KAFKA_TOPIC_PREFIX: world.kafka.prefix,
          WEB_ISSUER: issuer,
          WEB_JWKS_URL: jwksUrl,
          IDP_ISSUER: issuer,
          IDP_JWKS_URL: jwksUrl,
          REDIS_URL: inject('redisUrl'),
          DIRECTORY_GRPC: `127.0.0.1:${grpc!}`,
          LOG_LEVEL: 'warn',
          ...env,
        },
      }),
    )
  run('directory', {
    DIRECTORY_INNER_PORT: String(directoryInner),
    DIRECTORY_GRPC_PORT: String(grpc),
    DIRECTORY_POSTGRES_URL: sessions.url,
  })
  run('activity-ingest', {
    ACTIVITY_INGEST_HTTP_PORT: String(http),
    ACTIVITY_INGEST_GRPC_PORT: '0',
    ACTIVITY_INGEST_INNER_PORT: String(ingestInner),
    ACTIVITY_INGEST_DIGEST_KEY: '07'.repeat(32),
    ACTIVITY_INGEST_OWN_RECORDS: '10000',
  })
  for (const inner of [directoryInner, ingestInner])
    await eventually(async () => expect((await fetch(`http://127.0.0.1:${inner}/health/ready`)).status).toBe(200), {
      within: 30_000,
    })
  const token = await world.issuer.person(randomUUIDv7())
  await eventually(async () => expect((await post(token, '')).status).not.toBe(503), { within: 30_000 })
})
afterAll(async () => {
  for (const one of started.toReversed()) {
    const ended = new Promise((resolve) => one.once('exit', resolve))
    one.kill('SIGTERM')
    expect(await ended).toBe(0)
  }
  await world.close()
  await sessions.close()
})
const post = async (token: string, body: string, type = 'application/x-ndjson') =>
  fetch(`${door}/records`, {
    method: 'POST',
    body,
    headers: { 'content-type': type, authorization: `Bearer ${token}` },
  })
const record = (sentence: string, recordId = randomUUIDv7()) =>
  JSON.stringify({
    record_id: recordId,
    activity: { work_date: world.today(), sentence, result_id: RESULT, quantity: 2, unit: 'berkas' },
  })

test('the same file posted twice by two clients at once counts once', async () => {
  const {
    staff: [ani],
  } = await people(world)
  const token = await world.issuer.person(ani!)
  const file = Array.from({ length: 300 }, (_, i) =>
    record(`Memeriksa berkas ${String.fromCharCode(97 + (i % 26), 97 + Math.floor(i / 26))}`),
  ).join('\n')
  const answers = await Promise.all([post(token, file), post(token, file)])
  expect(answers.map((answer) => answer.status)).toEqual([202, 202])
  await world.settled()
  const { rows } = await world.database.pool.query<{
    entries: number
    quantity: bigint
    conflicts: number
    states: string[]
  }>(
    `select count(*)::int as entries, sum(quantity_thousandths)::bigint as quantity, count(*) filter (where conflicted)::int as conflicts, array_agg(distinct state) as states from entry where employee_id = $1`,
    [ani],
  )
  expect(rows).toEqual([{ entries: 300, quantity: 600_000n, conflicts: 0, states: ['waiting'] }])
  expect((await world.told()).filter((event) => event.employeeId === ani)).toHaveLength(300)
})

test("a sentence is received, waits in the assessor's list with its words, and the same id with other words is a conflict within seconds", async () => {
  const {
    head,
    staff: [ani],
  } = await people(world)
  const token = await world.issuer.person(ani!, { agencyId: AGENCY })
  const recordId = randomUUIDv7()
  const received = (await (await post(token, record('Menyusun laporan', recordId), 'application/json')).json()) as {
    receipt: string
  }
  const begun = performance.now()
  await eventually(
    async () => {
      const queue = await world.client.listQueue(
        { filter: 'all', limit: 10, after: '' },
        { token: await world.issuer.person(head) },
      )
      expect(isRefusal(queue) ? [] : queue.entries.map((entry) => [entry.facts?.recordId, entry.sentence])).toEqual([
        [recordId, 'Menyusun laporan'],
      ])
    },
    { every: 5 },
  )
  console.log(`received → in the assessor's list with its words: ${(performance.now() - begun).toFixed(0)} ms`)
  await post(token, record('Menyusun laporan lain', recordId), 'application/json')
  await eventually(
    async () => {
      const state = await (
        await fetch(`${world.service.addresses.http}/records/${recordId}`, {
          headers: { authorization: `Bearer ${token}` },
        })
      ).json()
      expect(state).toMatchObject({ state: 'waiting', conflicted: true, receipt: received.receipt })
    },
    { within: 3_000 },
  )
})

test("the words of a person are erased without a trace in the journal's own topic", async () => {
  const {
    staff: [ani],
  } = await people(world)
  await post(await world.issuer.person(ani!), record('Rahasiasekali'), 'application/json')
  await world.settled()
  expect(
    (await world.database.pool.query('select sentence from entry_words where employee_id = $1', [ani])).rows,
  ).toEqual([{ sentence: 'Rahasiasekali' }])
  const own = JSON.stringify(await world.told(), (_key, value) => (typeof value === 'bigint' ? String(value) : value))
  expect(own.toLowerCase()).not.toContain('rahasiasekali')
  expect(topics.journal.cleanup).toBe('delete')
})
