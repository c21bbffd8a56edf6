import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { fromMessage } from '@timbang/contracts/envelope'
import { AuditServiceService } from '@timbang/contracts/gen/timbang/audit/v1/audit'
import type { FeedbackEvent } from '@timbang/contracts/gen/timbang/feedback/v1/events'
import { SurveyServiceService } from '@timbang/contracts/gen/timbang/feedback/v1/survey'
import { isRefusal } from '@timbang/contracts/refusal'
import { topics } from '@timbang/contracts/topics'
import { transaction } from '@timbang/postgres/transaction'
import { grpcClient } from '@timbang/process/grpc'
import { logger } from '@timbang/process/log'
import { dateAt } from '@timbang/rules/civil-date'
import { readTopic, wholeTopic } from '@timbang/stream/read'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { eventually } from '@timbang/testkit/eventually'
import { tokenIssuer, type TokenIssuer } from '@timbang/testkit/tokens'
import { testTopics } from '@timbang/testkit/topic'
import { unexpected } from '@timbang/testkit/unexpected'
import { apply } from '../src/apply.ts'
import { elements } from '../src/survey/domain.ts'
import { buildFeedback } from '../src/service.ts'
import { fromEvent } from '../src/wire.ts'

let database: TestDatabase
let kafka: Awaited<ReturnType<typeof testTopics>>
let issuer: TokenIssuer
let service: ReturnType<typeof buildFeedback>
let client: ReturnType<typeof grpcClient<typeof SurveyServiceService>>
/** Answers of one address. */
const A_MINUTE = 12
/** More than fit into two minutes, for one may end among them. */
const TOO_MANY = 2 * A_MINUTE + 1
const survey = {
  surveyId: randomUUID(),
  unitId: randomUUID(),
  agencyId: randomUUID(),
  unitName: '',
  fromDate: '2026-07-01',
  toDate: '2036-06-30',
  elements: [...elements],
  threshold: 5,
  closed: false,
}

beforeAll(async () => {
  ;[database, kafka, issuer] = await Promise.all([
    testDatabase('feedback'),
    testTopics({ consumers: ['feedback'] }),
    tokenIssuer(),
  ])
  service = buildFeedback({
    host: '127.0.0.1',
    httpPort: 0,
    innerPort: 0,
    grpcPort: 0,
    postgresUrl: database.url,
    linkSecret: randomBytes(32),
    threshold: 10,
    answersPerMinute: A_MINUTE,
    answersPerPoint: 1_000,
    trustedHops: 1,
    brokers: inject('kafkaBrokers').split(','),
    topicPrefix: kafka.prefix,
    issuers: [{ issuer: issuer.issuer, jwksUrl: issuer.jwksUrl }],
    clock: { now: () => Date.now() },
    log: logger('test', { level: 'silent' }),
    onCrash: unexpected,
  })
  await service.start()
  client = grpcClient(SurveyServiceService, service.addresses.grpc)
  const opened = await client.openSurvey({ survey }, { token: await issuer.machine('importer') })
  if (isRefusal(opened)) throw new Error(opened.code)
})
afterAll(async () => {
  client.close()
  await service.stop()
  await issuer.close()
  await kafka.close()
  await database.close()
})

const link = async () => {
  const made = await client.createLink(
    { surveyId: survey.surveyId, servicePoint: 'Loket 1' },
    { token: await issuer.machine('importer') },
  )
  if (isRefusal(made)) throw new Error(made.code)
  return made.token
}
const give = (
  token: string,
  answers: Record<string, unknown>,
  from: string = randomUUID(),
  formId: string = randomUUID(),
) =>
  fetch(`${service.addresses.http}/surveys/${token}/answers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
    body: JSON.stringify({ form_id: formId, answers }),
  })
const all = (score: number) => Object.fromEntries(elements.map((element) => [element, score]))
const log = async (): Promise<FeedbackEvent[]> => {
  const events: FeedbackEvent[] = []
  for await (const batch of readTopic(kafka, topics.feedback, await wholeTopic(kafka, topics.feedback)))
    events.push(...batch.map((record) => fromMessage(topics.feedback, record) as FeedbackEvent))
  return events
}
const released = (events: readonly FeedbackEvent[]) =>
  events.flatMap(({ body }) => (body?.$case === 'answersReleased' ? [body.value] : []))

test('a citizen reads and answers a survey by its link, without login', async () => {
  const token = await link()
  const read = (await (await fetch(`${service.addresses.http}/surveys/${token}`)).json()) as Record<string, unknown>
  expect(read).toMatchObject({ state: 'open', servicePoint: 'Loket 1', threshold: 5 })
  expect((await give(token, all(4))).status).toBe(202)
})

test('a link that was changed, a score beyond the choices, an unknown field and an empty form are refused with a code', async () => {
  const token = await link()
  const code = async (response: Response) => [response.status, ((await response.json()) as { code: string }).code]
  expect(await code(await give(`${token.slice(0, -2)}xx`, all(4)))).toEqual([404, 'survey.not-found'])
  expect(await code(await give(token, { u1: 5 }))).toEqual([422, 'request.value-invalid'])
  expect(await code(await give(token, { u10: 1 }))).toEqual([422, 'request.unknown-field'])
  expect(await code(await give(token, {}))).toEqual([422, 'survey.answer-empty'])
})

test('answers are held until a whole threshold stays behind, and leave as sums without a time of the day', async () => {
  const token = await link()
  // One is there already; ten complete ones and an incomplete one are needed before five go out.
  for (let given = 0; given < 8; given++) expect((await give(token, all(3))).status).toBe(202)
  await give(token, { u1: 2 })
  expect(released(await log())).toEqual([])
  expect((await give(token, all(3))).status).toBe(202)
  const [batch] = await eventually(async () => {
    const out = released(await log())
    expect(out.length).toBe(1)
    return out
  })
  expect(batch).toMatchObject({ counted: 5, incomplete: 1, batch: 1 })
  expect(batch!.sums.length).toBe(9)
  for (const event of await log()) expect(Number(event.occurredAt) % 86_400_000).toBe(17 * 3_600_000)
})

test('one address that answers too often is told to wait, and how long', async () => {
  const token = await link()
  const answers = await Promise.all(Array.from({ length: TOO_MANY }, () => give(token, all(3), '10.9.9.9')))
  const late = answers.find((response) => response.status === 429)!
  expect(late).toBeDefined()
  expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0)
})

test('whoever writes another address before his own is counted as himself', async () => {
  const token = await link()
  const answers = await Promise.all(
    Array.from({ length: TOO_MANY }, (_, nth) => give(token, all(3), `10.8.8.${nth}, 10.7.7.7`)),
  )
  expect(answers.some((response) => response.status === 429)).toBe(true)
})

test('the close releases what is left, and closes once', async () => {
  const token = await issuer.machine('importer')
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)
  for (let times = 0; times < 2; times++)
    expect(await client.closeSurvey({ surveyId: survey.surveyId, closedOn: today }, { token })).toMatchObject({
      survey: { closed: true },
    })
  await eventually(async () =>
    expect((await log()).filter(({ body }) => body?.$case === 'surveyClosed').length).toBe(1),
  )
  const { rows } = await database.pool.query(
    `select count(*)::int as held from answer where complete and batch is null`,
  )
  expect(rows[0].held).toBe(0)
  expect(released(await log()).every(({ counted }) => counted >= 5)).toBe(true)
})

test('the tables of feedback equal a re-fold of its own topic, answers excepted', async () => {
  const tables = async (db: TestDatabase) => ({
    survey: (await db.pool.query(`select * from survey order by survey_id`)).rows,
    released: (await db.pool.query(`select * from released order by survey_id, batch`)).rows,
  })
  const other = await testDatabase('feedback')
  try {
    const events = (await log()).flatMap((event) => fromEvent(event) ?? [])
    await transaction(other.pool, (tx) => apply(tx, [...events, ...events]))
    expect(await tables(other)).toEqual(await tables(database))
  } finally {
    await other.close()
  }
})

test('an officer of another agency may not open or close a survey', async () => {
  const token = await issuer.person(randomUUID(), { roles: ['personnel_officer'], agencies: [randomUUID()] })
  const another = { ...survey, surveyId: randomUUID(), unitId: randomUUID() }
  expect(await client.openSurvey({ survey: another }, { token })).toMatchObject({ code: 'access.denied' })
  expect(await client.closeSurvey({ surveyId: survey.surveyId, closedOn: '2026-11-01' }, { token })).toMatchObject({
    code: 'survey.not-found',
  })
})

test('where one practises no citizen is asked', async () => {
  const agencyId = randomUUID()
  await database.pool.query(
    `insert into roster.agency (agency_id, code, name, kind, calendar_code, attendance_connected, practice, version)
     values ($1, 'L', 'Latihan', 'badan', '5-hari', false, true, 1)`,
    [agencyId],
  )
  const practised = { ...survey, surveyId: randomUUID(), unitId: randomUUID(), agencyId }
  const token = await issuer.machine('importer')
  expect(await client.openSurvey({ survey: practised }, { token })).toMatchObject({ code: 'survey.practice' })
})

test('who opened and who closed a survey stands on record, once, an answer never; without a row nothing is opened and nothing closed', async () => {
  const { pool } = database
  const token = await issuer.token({
    sub: 'officer',
    sid: 's',
    roles: ['personnel_officer'],
    agencies: [survey.agencyId],
  })
  const surveyId = randomUUID()
  const of = { ...survey, surveyId, unitId: randomUUID() }
  const rows = async () =>
    (
      await pool.query<{ row: string }>(
        `select kind || ' ' || reader || ' ' || operation || ' ' || cardinality(subjects) as row from audit.look where object = $1 order by at, look_id`,
        [surveyId],
      )
    ).rows.map(({ row }) => row)
  const code = (answer: unknown) => (isRefusal(answer) ? answer.code : 'yes')
  const open = async () => code(await client.openSurvey({ survey: of }, { token }))
  const close = async () => code(await client.closeSurvey({ surveyId, closedOn: dateAt(Date.now(), 'WIB') }, { token }))
  const unwritten = async (act: () => Promise<string>) => {
    await pool.query('alter table audit.look rename to gone')
    try {
      return await act()
    } finally {
      await pool.query('alter table audit.gone rename to look')
    }
  }
  expect(await unwritten(open)).toBe('service.unavailable')
  expect([await open(), await open()]).toEqual(['yes', 'yes'])
  const made = await client.createLink({ surveyId, servicePoint: 'Loket 2' }, { token })
  if (isRefusal(made)) throw new Error(made.code)
  expect((await give(made.token, all(4))).status).toBe(202)
  expect(await unwritten(close)).toBe('service.unavailable')
  expect([await close(), await close()]).toEqual(['yes', 'yes'])
  expect(await rows()).toEqual(['decision officer feedback.OpenSurvey 0', 'decision officer feedback.CloseSurvey 0'])
  const auditor = grpcClient(AuditServiceService, service.addresses.grpc)
  const listed = await auditor.listLooks(
    {
      subject: '',
      reader: 'officer',
      operation: '',
      kind: 'decision',
      from: 0n,
      until: 0n,
      limit: 0,
      afterAt: 0n,
      afterId: '',
    },
    { token: await issuer.token({ sub: 'inspector', sid: 's', roles: ['auditor'] }) },
  )
  auditor.close()
  expect(isRefusal(listed) ? listed.code : listed.looks.map(({ object, agencyId }) => [object, agencyId])).toEqual([
    [surveyId, survey.agencyId],
    [surveyId, survey.agencyId],
  ])
})
