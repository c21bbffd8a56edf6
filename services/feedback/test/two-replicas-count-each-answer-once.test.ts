import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { fromMessage } from '@timbang/contracts/envelope'
import { AnswerServiceService } from '@timbang/contracts/gen/timbang/feedback/v1/answer'
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
import { buildFeedback } from '../src/service.ts'
import { elements } from '../src/survey/domain.ts'

// Whatever stands here stands where one replica stood.
let database: TestDatabase
let kafka: Awaited<ReturnType<typeof testTopics>>
let issuer: TokenIssuer
let replicas: ReturnType<typeof buildFeedback>[]
let surveys: ReturnType<typeof grpcClient<typeof SurveyServiceService>>[]
let importing: ReturnType<typeof grpcClient<typeof AnswerServiceService>>
const AGENCY = randomUUID()

beforeAll(async () => {
  ;[database, kafka, issuer] = await Promise.all([
    testDatabase('feedback'),
    testTopics({ consumers: ['feedback'] }),
    tokenIssuer(),
  ])
  const linkSecret = randomBytes(32)
  replicas = Array.from({ length: 2 }, () =>
    buildFeedback({
      host: '127.0.0.1',
      httpPort: 0,
      innerPort: 0,
      grpcPort: 0,
      postgresUrl: database.url,
      linkSecret,
      threshold: 10,
      answersPerMinute: 10_000,
      answersPerPoint: 10_000,
      brokers: inject('kafkaBrokers').split(','),
      topicPrefix: kafka.prefix,
      issuers: [{ issuer: issuer.issuer, jwksUrl: issuer.jwksUrl }],
      clock: { now: () => Date.now() },
      log: logger('test', { level: 'silent' }),
      onCrash: unexpected,
    }),
  )
  await Promise.all(replicas.map((replica) => replica.start()))
  surveys = replicas.map(({ addresses }) => grpcClient(SurveyServiceService, addresses.grpc))
  importing = grpcClient(AnswerServiceService, replicas[0]!.addresses.grpc)
})
afterAll(async () => {
  for (const client of [...surveys, importing]) client.close()
  await Promise.all(replicas.map((replica) => replica.stop()))
  await issuer.close()
  await kafka.close()
  await database.close()
})

const survey = (of: { agencyId?: string; fromDate?: string } = {}) => ({
  surveyId: randomUUID(),
  unitId: randomUUID(),
  agencyId: AGENCY,
  unitName: '',
  fromDate: '2026-07-01',
  toDate: '2036-06-30',
  elements: [...elements],
  threshold: 5,
  closed: false,
  ...of,
})
type Survey = ReturnType<typeof survey>
const importer = () => issuer.machine('importer')
const today = () => dateAt(Date.now(), 'WIB')
const ok = <T>(answer: T) => {
  if (isRefusal(answer)) throw new Error(answer.code)
  return answer as Exclude<T, { refused: true }>
}
const open = async (of: Survey, replica = 0) =>
  surveys[replica]!.openSurvey({ survey: of }, { token: await importer(), deadline: 20_000 })
const opened = async () => {
  const one = survey()
  ok(await open(one))
  const { token } = ok(
    await surveys[0]!.createLink({ surveyId: one.surveyId, servicePoint: 'Loket 1' }, { token: await importer() }),
  )
  return { ...one, token }
}
const give = (token: string, replica = 0, formId: string = randomUUID()) =>
  fetch(`${replicas[replica]!.addresses.http}/surveys/${token}/answers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      form_id: formId,
      answers: Object.fromEntries(elements.map((element) => [element, 3])),
    }),
  })
type Rows = readonly { row: number; day: string; scores: number[] }[]
/** Rows of a file, as an import brings them. */
async function sent(surveyId: string, answers: Rows): Promise<{ accepted: number; refused: number }> {
  async function* messages() {
    yield { importId: '00000000-0000-4000-8000-0000000000f1', surveyId, answers: [...answers] }
  }
  const sums = { accepted: 0, refused: 0 }
  for await (const { accepted, refused } of importing.importAnswers(messages(), { token: await importer() })) {
    sums.accepted += accepted
    sums.refused += refused
  }
  return sums
}
const told = async (surveyId: string) => {
  await eventually(async () => {
    const { rows } = await database.pool.query('select count(*)::int as left from stream.outbox')
    expect(rows[0].left).toBe(0)
  })
  const bodies: NonNullable<FeedbackEvent['body']>[] = []
  for await (const batch of readTopic(kafka, topics.feedback, await wholeTopic(kafka, topics.feedback)))
    for (const record of batch) {
      const { body } = fromMessage(topics.feedback, record) as FeedbackEvent
      if (body !== undefined && 'surveyId' in body.value && body.value.surveyId === surveyId) bodies.push(body)
    }
  return bodies
}
const kept = async (surveyId: string) =>
  (
    await database.pool.query<{ kept: number; left: number }>(
      'select count(*)::int as kept, count(batch)::int as left from answer where survey_id = $1',
      [surveyId],
    )
  ).rows[0]!
const blocked = (count: number) =>
  eventually(
    async () => {
      const { rows } = await database.pool.query(
        `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
      expect(rows[0].waiting).toBeGreaterThanOrEqual(count)
    },
    { within: 15_000 },
  )

test('a survey that is opened at once at two replicas is opened once', async () => {
  const one = survey()
  const answers = await Promise.all(Array.from({ length: 10 }, (_, at) => open(one, at % 2)))
  for (const answer of answers) expect(answer).toMatchObject({ survey: { surveyId: one.surveyId } })
  expect((await told(one.surveyId)).map(({ $case }) => $case)).toEqual(['surveyOpened'])
})

test('two that open one survey with other terms at once: one of them is told so, and the log has one', async () => {
  const one = survey()
  const answers = await Promise.all([open(one, 0), open({ ...one, threshold: 6 }, 1)])
  expect(answers.filter(isRefusal)).toMatchObject([{ code: 'survey.already-open' }])
  expect(await told(one.surveyId)).toHaveLength(1)
})

test('answers that two replicas take at once leave once each, in batches with a number of their own', async () => {
  const { surveyId, token } = await opened()
  // All of them wait for the survey, then go on one after the other.
  let answers: Promise<Response[]> | undefined
  await transaction(database.pool, async (tx) => {
    await tx.query('select from survey where survey_id = $1 for update', [surveyId])
    answers = Promise.all(Array.from({ length: 40 }, (_, at) => give(token, at % 2)))
    await blocked(8)
  })
  expect((await answers!).map(({ status }) => status)).toEqual(Array.from({ length: 40 }, () => 202))
  const batches = (await told(surveyId)).flatMap((body) => (body.$case === 'answersReleased' ? [body.value] : []))
  expect(new Set(batches.map(({ batch }) => batch)).size).toBe(batches.length)
  const counted = batches.reduce((sum, batch) => sum + batch.counted, 0)
  expect(await kept(surveyId)).toEqual({ kept: 40, left: counted })
  expect(batches.every((batch) => batch.counted >= 5 && batch.sums.every((sum) => sum === 3 * batch.counted))).toBe(
    true,
  )
})

test('a form that is sent twice is one answer, at whichever replica, and also when the survey was closed in between', async () => {
  const { surveyId, token } = await opened()
  const formId = randomUUID()
  const answers = await Promise.all(Array.from({ length: 6 }, (_, at) => give(token, at % 2, formId)))
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202, 202])
  expect(await kept(surveyId)).toMatchObject({ kept: 1 })
  // Kept under another name: the form's own would tell the order, or whose it is.
  const { rows } = await database.pool.query('select answer_id from answer where survey_id = $1', [surveyId])
  expect(rows[0].answer_id).not.toBe(formId)

  ok(await surveys[0]!.closeSurvey({ surveyId, closedOn: today() }, { token: await importer() }))
  expect((await give(token, 1, formId)).status).toBe(202)
  expect((await give(token, 1)).status).toBe(409)
  expect(await kept(surveyId)).toMatchObject({ kept: 1 })
})

test('an answer that comes while the survey is being closed is refused', async () => {
  const { surveyId, token } = await opened()
  let late: Promise<Response> | undefined
  await transaction(database.pool, async (tx) => {
    await tx.query('select from survey where survey_id = $1 for update', [surveyId])
    await tx.query('update survey set closed_on = $2, version = 2 where survey_id = $1', [surveyId, today()])
    late = give(token, 1)
    await blocked(1)
  })
  expect((await late!).status).toBe(409)
  expect(await kept(surveyId)).toMatchObject({ kept: 0 })
})

test('rows that are imported while the survey is being closed are refused', async () => {
  const { surveyId } = await opened()
  let late: ReturnType<typeof sent> | undefined
  await transaction(database.pool, async (tx) => {
    await tx.query('select from survey where survey_id = $1 for update', [surveyId])
    await tx.query(`update survey set closed_on = '2026-07-05', version = 2 where survey_id = $1`, [surveyId])
    late = sent(surveyId, [{ row: 0, day: '2026-07-02', scores: elements.map(() => 2) }])
    await blocked(1)
  })
  expect(await late).toEqual({ accepted: 0, refused: 1 })
  expect(await kept(surveyId)).toMatchObject({ kept: 0 })
})

test('a survey that is closed at once at two replicas is closed once, and what it held leaves once', async () => {
  const { surveyId, token } = await opened()
  for (let given = 0; given < 6; given++) await give(token)
  let closing: Promise<unknown[]> | undefined
  const bearer = await importer()
  await transaction(database.pool, async (tx) => {
    await tx.query('select from survey where survey_id = $1 for update', [surveyId])
    closing = Promise.all(surveys.map((at) => at.closeSurvey({ surveyId, closedOn: today() }, { token: bearer })))
    await blocked(2)
  })
  expect(await closing).toMatchObject([{ survey: { closed: true } }, { survey: { closed: true } }])
  expect((await told(surveyId)).map(({ $case }) => $case)).toEqual(['surveyOpened', 'answersReleased', 'surveyClosed'])
})

test('a survey closes on no day before its last answer', async () => {
  const { surveyId, token } = await opened()
  await give(token)
  const close = async (closedOn: string) => surveys[0]!.closeSurvey({ surveyId, closedOn }, { token: await importer() })
  expect(await close('2026-08-01')).toMatchObject({ code: 'survey.span-invalid', field: 'closed_on' })
  expect(await close(today())).toMatchObject({ survey: { closed: true } })
})

test('imported rows are counted once however often they come, and those that come after the close are told to be refused', async () => {
  const { surveyId } = await opened()
  const rows = Array.from({ length: 12 }, (_, row) => ({ row, day: '2026-07-02', scores: elements.map(() => 2) }))
  const send = (answers: Rows) => sent(surveyId, answers)
  expect(await send(rows)).toEqual({ accepted: 12, refused: 0 })
  expect(await send(rows)).toEqual({ accepted: 12, refused: 0 })
  ok(await surveys[0]!.closeSurvey({ surveyId, closedOn: '2026-07-05' }, { token: await importer() }))
  expect(await send([...rows.slice(0, 3), { ...rows[0]!, row: 99 }])).toEqual({ accepted: 3, refused: 1 })
  expect(await kept(surveyId)).toEqual({ kept: 12, left: 12 })
  // The last batch has the day of the close: that of its last answer would be of fewer than leave together.
  expect(
    (await told(surveyId)).flatMap((body) =>
      body.$case === 'answersReleased' ? [[body.value.counted, body.value.day]] : [],
    ),
  ).toEqual([
    [7, '2026-07-02'],
    [5, '2026-07-05'],
  ])
})

test('surveys are listed page by page, and an officer sees those of his agency alone', async () => {
  const agencyId = randomUUID()
  const three = ['2026-07-03', '2026-07-01', '2026-07-02'].map((fromDate) => survey({ agencyId, fromDate }))
  for (const one of three) ok(await open(one))
  const token = await issuer.person(randomUUID(), { roles: ['personnel_officer'], agencies: [agencyId] })
  const seen: string[] = []
  for (let after = ''; ; ) {
    const page = ok(await surveys[0]!.listSurveys({ agencyId: undefined, limit: 2, after }, { token }))
    seen.push(...page.surveys.map(({ fromDate }) => fromDate))
    if (page.next === '') break
    after = page.next
  }
  expect(seen).toEqual(['2026-07-01', '2026-07-02', '2026-07-03'])
  expect(ok(await surveys[0]!.listSurveys({ agencyId: AGENCY, limit: 0, after: '' }, { token })).surveys).toEqual([])
  const bkd = ok(
    await surveys[0]!.listSurveys({ agencyId, limit: 0, after: '' }, { token: await issuer.machine('bkd') }),
  )
  expect(bkd.surveys).toHaveLength(3)
})

test('who may not have a survey hears of one that is there what he hears of one that is not', async () => {
  const { surveyId } = await opened()
  const token = await issuer.person(randomUUID(), { roles: ['personnel_officer'], agencies: [randomUUID()] })
  const heard = async (id: string) => [
    await surveys[0]!.closeSurvey({ surveyId: id, closedOn: today() }, { token }),
    await surveys[0]!.createLink({ surveyId: id, servicePoint: 'x' }, { token }),
  ]
  expect(await heard(surveyId)).toEqual(await heard(randomUUID()))
})
