import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { SurveyServiceService } from '@timbang/contracts/gen/timbang/feedback/v1/survey'
import { isRefusal } from '@timbang/contracts/refusal'
import { grpcClient } from '@timbang/process/grpc'
import { logger } from '@timbang/process/log'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { eventually } from '@timbang/testkit/eventually'
import { tokenIssuer, type TokenIssuer } from '@timbang/testkit/tokens'
import { testTopics } from '@timbang/testkit/topic'
import { walk } from '@timbang/testkit/walk'
import { buildFeedback } from '../src/service.ts'
import { elements } from '../src/survey/domain.ts'

const OF_A_POINT = 6
let database: TestDatabase
let kafka: Awaited<ReturnType<typeof testTopics>>
let issuer: TokenIssuer
let replicas: ReturnType<typeof buildFeedback>[]

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
      answersPerMinute: 1_000,
      answersPerPoint: OF_A_POINT,
      trustedHops: 1,
      brokers: inject('kafkaBrokers').split(','),
      topicPrefix: kafka.prefix,
      issuers: [{ issuer: issuer.issuer, jwksUrl: issuer.jwksUrl }],
      sessions: {
        redisUrl: inject('redisUrl'),
        prefix: kafka.prefix,
        directory: async () => ({ revoked: [], asOf: Date.now() }),
      },
      clock: { now: () => Date.now() },
      log: logger('test', { level: 'silent' }),
      onCrash: (error) => {
        throw error
      },
    }),
  )
  await Promise.all(replicas.map((replica) => replica.start()))
})
afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.stop()))
  await issuer.close()
  await kafka.close()
  await database.close()
})

test('one service point takes so many answers a minute, from however many addresses, over both replicas together', async () => {
  const client = grpcClient(SurveyServiceService, replicas[0]!.addresses.grpc)
  const token = await issuer.machine('importer')
  // The minute may end in between: then once more at another point.
  await eventually(async () => {
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
    const opened = await client.openSurvey({ survey }, { token, deadline: 20_000 })
    if (isRefusal(opened)) throw new Error(opened.code)
    const link = await client.createLink({ surveyId: survey.surveyId, servicePoint: 'Loket 1' }, { token })
    if (isRefusal(link)) throw new Error(link.code)
    const statuses: number[] = []
    for (let nth = 0; nth < OF_A_POINT + 2; nth++) {
      const response = await fetch(`${replicas[nth % 2]!.addresses.http}/surveys/${link.token}/answers`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': `198.51.100.${nth}` },
        body: JSON.stringify({
          form_id: randomUUID(),
          answers: Object.fromEntries(elements.map((element) => [element, 3])),
        }),
      })
      statuses.push(response.status)
    }
    expect(statuses).toEqual([...Array.from({ length: OF_A_POINT }, () => 202), 429, 429])
  })
  client.close()
})

test('whatever a stranger sends to an address that is described is answered as it is described, and never with a fault', async () => {
  const { asked, complaints } = await walk(replicas[0]!.addresses.http, await issuer.machine('importer'))
  expect(complaints).toEqual([])
  expect(asked).toBeGreaterThan(150)
}, 60_000)
