import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { SurveyServiceService } from '@timbang/contracts/gen/timbang/feedback/v1/survey'
import { isRefusal } from '@timbang/contracts/refusal'
import { VISITOR, visitorHeader } from '@timbang/identity/visitor'
import { grpcClient } from '@timbang/process/grpc'
import { logger } from '@timbang/process/log'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { eventually } from '@timbang/testkit/eventually'
import { tokenIssuer, type TokenIssuer } from '@timbang/testkit/tokens'
import { testTopics } from '@timbang/testkit/topic'
import { walk } from '@timbang/testkit/walk'
import { unexpected } from '@timbang/testkit/unexpected'
import { buildFeedback } from '../src/service.ts'
import { elements } from '../src/survey/domain.ts'

const OF_A_POINT = 6
const OF_A_NETWORK = 4
let database: TestDatabase
let kafka: Awaited<ReturnType<typeof testTopics>>
let issuer: TokenIssuer
let replicas: ReturnType<typeof buildFeedback>[]
/** One whose limit a walk does not meet. */
let roomy: ReturnType<typeof buildFeedback>

beforeAll(async () => {
  ;[database, kafka, issuer] = await Promise.all([
    testDatabase('feedback'),
    testTopics({ consumers: ['feedback'] }),
    tokenIssuer(),
  ])
  const linkSecret = randomBytes(32)
  const replica = (answersPerMinute: number) =>
    buildFeedback({
      host: '127.0.0.1',
      httpPort: 0,
      innerPort: 0,
      grpcPort: 0,
      postgresUrl: database.url,
      linkSecret,
      threshold: 10,
      answersPerMinute,
      answersPerPoint: OF_A_POINT,
      brokers: inject('kafkaBrokers').split(','),
      topicPrefix: kafka.prefix,
      issuers: [issuer],
      site: issuer,
      sessions: {
        redisUrl: inject('redisUrl'),
        prefix: kafka.prefix,
        directory: async () => ({ revoked: [], asOf: Date.now() }),
      },
      clock: { now: () => Date.now() },
      log: logger('test', { level: 'silent' }),
      onCrash: unexpected,
    })
  replicas = [replica(OF_A_NETWORK), replica(OF_A_NETWORK)]
  roomy = replica(1_000)
  await Promise.all([...replicas, roomy].map((one) => one.start()))
})
afterAll(async () => {
  await Promise.all([...replicas, roomy].map((one) => one.stop()))
  await issuer.close()
  await kafka.close()
  await database.close()
})

/** The link of a counter where nobody has stood yet. */
async function newCounter(): Promise<string> {
  const client = grpcClient(SurveyServiceService, replicas[0]!.addresses.grpc)
  const token = await issuer.machine('importer')
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
  try {
    const opened = await client.openSurvey({ survey }, { token, deadline: 20_000 })
    if (isRefusal(opened)) throw new Error(opened.code)
    const link = await client.createLink({ surveyId: survey.surveyId, servicePoint: 'Loket 1' }, { token })
    if (isRefusal(link)) throw new Error(link.code)
    return link.token
  } finally {
    client.close()
  }
}

/** Answers one after the other, at one replica and the other in turn. */
async function give(counter: string, headers: readonly Record<string, string>[]): Promise<number[]> {
  const statuses: number[] = []
  for (const [nth, more] of headers.entries()) {
    const response = await fetch(`${replicas[nth % 2]!.addresses.http}/surveys/${counter}/answers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...more },
      body: JSON.stringify({
        form_id: randomUUID(),
        answers: Object.fromEntries(elements.map((element) => [element, 3])),
      }),
    })
    statuses.push(response.status)
  }
  return statuses
}
const each = <T>(count: number, make: (nth: number) => T): T[] => Array.from({ length: count }, (_, nth) => make(nth))
const signed = async (address: string, audience = VISITOR) => ({
  [visitorHeader]: await issuer.token({ sub: address }, { audience }),
})
/** The first half of an address of the sixth version, from which nobody has answered yet. */
const newNetwork = () =>
  `2001:db8:${randomBytes(4)
    .toString('hex')
    .replace(/^0*(.+?)(.{4})$/, '$1:$2')}`
const counted = (count: number, of: number) => each(count, (nth) => (nth < of ? 202 : 429))

test('one service point takes so many answers a minute, from however many addresses, over both replicas together', async () => {
  const headers = await Promise.all(each(OF_A_POINT + 2, (nth) => signed(`198.51.100.${nth}`)))
  // The minute may end in between: then once more at another point.
  await eventually(async () => expect(await give(await newCounter(), headers)).toEqual(counted(8, OF_A_POINT)))
})

test('one network gives so many answers a minute, whatever address it writes itself; only the pages say that it is another one', async () => {
  const forged: ((address: string) => Record<string, string> | Promise<Record<string, string>>)[] = [
    (address) => ({ 'x-forwarded-for': address }),
    (address) => ({ forwarded: `for="[${address}]"`, 'x-real-ip': address }),
    (address) => ({ [visitorHeader]: address }),
    // A token for a door is none for the counter.
    (address) => signed(address, 'timbang'),
  ]
  for (const forge of forged)
    await eventually(async () => {
      // New ones each time: none of them has been counted before.
      const headers = await Promise.all(each(OF_A_NETWORK + 1, () => forge(`${newNetwork()}::1`)))
      expect((await give(await newCounter(), headers)).at(-1)).toBe(429)
    })
  const his = await signed('192.0.2.7')
  await eventually(async () =>
    expect(
      await give(
        await newCounter(),
        each(OF_A_NETWORK + 1, () => his),
      ),
    ).toEqual(counted(5, OF_A_NETWORK)),
  )
  // Of the sixth version a household has a whole network, and each of its devices many addresses in it.
  await eventually(async () => {
    const network = newNetwork()
    const devices = await Promise.all(each(OF_A_NETWORK + 1, (nth) => signed(`${network}::${nth + 1}`)))
    expect(await give(await newCounter(), devices)).toEqual(counted(5, OF_A_NETWORK))
  })
})

test('whatever a stranger sends to an address that is described is answered as it is described, and never with a fault', async () => {
  const { asked, complaints } = await walk(roomy.addresses.http, await issuer.machine('importer'))
  expect(complaints).toEqual([])
  expect(asked).toBeGreaterThan(150)
}, 60_000)
