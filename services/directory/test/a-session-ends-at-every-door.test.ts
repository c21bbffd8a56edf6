import { SessionServiceService } from '@timbang/contracts/gen/timbang/directory/v1/session'
import { isRefusal } from '@timbang/contracts/refusal'
import { drivenClock } from '@timbang/process/clock'
import { grpcClient } from '@timbang/process/grpc'
import { logger } from '@timbang/process/log'
import { startVerifier, type Verifier } from '@timbang/process/verifier'
import { eventually } from '@timbang/testkit/eventually'
import { proxyTo } from '@timbang/testkit/proxy'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { MOST_SESSIONS } from '../src/session/grpc.ts'
import { employee, startDirectory, type Directory } from './given.ts'

const PREFIX = `sessions-${inject('run')}-${process.pid}-`
const redisUrl = inject('redisUrl')
const redisAddress = redisUrl.replace(/^redis:\/\/(?:.*@)?/, '')
const log = logger('test', { level: 'silent' })
const tokenClock = drivenClock(Date.now())
let directory: Directory
let client: ReturnType<typeof grpcClient<typeof SessionServiceService>>
const doors: Verifier[] = []

beforeAll(async () => {
  directory = await startDirectory({ tokenClock, sessions: { redisUrl, prefix: PREFIX, directory: '' } })
  client = grpcClient(SessionServiceService, directory.addresses.grpc)
})
afterAll(async () => {
  for (const door of doors) door.stop()
  client.close()
  await directory.stop()
})

/** The door of another process. */
const door = (redis = redisUrl, at = directory.addresses.grpc, prefix = PREFIX): Verifier => {
  const verifier = startVerifier({
    issuers: [directory.issuer],
    log,
    sessions: { redisUrl: redis, prefix, directory: at },
  })
  doors.push(verifier)
  return verifier
}
let number = 100
/** Somebody who signs in, on one or several devices. */
const someone = async (devices = 1) => {
  const id = employee(number++)
  const tokens = await Promise.all(
    Array.from({ length: devices }, (_, at) =>
      directory.issuer.token({ sub: id, employeeId: id, sid: `${id}-${at}` }, { expiresIn: 100_000 }),
    ),
  )
  for (const token of tokens) await client.beginSession({ browser: 'Chrome', system: 'Android' }, { token })
  return { id, tokens, sid: (at: number) => `${id}-${at}` }
}
const said = (answer: unknown) => (isRefusal(answer) ? answer.code : 'yes')
const verified = async (at: Verifier, token: string) => said(await at.verify(token))
const isOut = (at: Verifier, token: string) =>
  eventually(async () => expect(await verified(at, token)).toBe('access.token-revoked'))
const isIn = (at: Verifier, token: string) => eventually(async () => expect(await verified(at, token)).toBe('yes'))

test('an ended session is refused at every other door, its renewal too, and the other devices go on', async () => {
  const { tokens, sid } = await someone(2)
  const [first, second] = [door(), door()]
  for (const at of [first, second]) for (const token of tokens) await isIn(at, token)
  expect(await client.endSessions({ sids: [sid(0)], others: false }, { token: tokens[1]! })).toEqual({ ended: 1 })
  for (const at of [first, second]) {
    await isOut(at, tokens[0]!)
    expect(await verified(at, tokens[1]!)).toBe('yes')
  }
  expect(said(await client.renewSession({}, { token: tokens[0]! }))).toBe('access.token-revoked')
  expect(said(await client.renewSession({}, { token: tokens[1]! }))).toBe('yes')
  // Not even its name begins again.
  expect(said(await client.beginSession({ browser: '', system: '' }, { token: tokens[0]! }))).toBe(
    'access.token-revoked',
  )
})

test('the very moment after a session has ended its renewal is refused, before any door has heard of it', async () => {
  const { tokens, sid } = await someone(2)
  for (let round = 0; round < 2; round++) {
    expect(said(await client.renewSession({}, { token: tokens[0]! }))).toBe(
      round === 0 ? 'yes' : 'access.token-revoked',
    )
    await client.endSessions({ sids: [sid(0)], others: false }, { token: tokens[1]! })
  }
})

test('all other devices end in one step, the one that asks goes on', async () => {
  const { tokens } = await someone(3)
  expect(await client.endSessions({ sids: [], others: true }, { token: tokens[2]! })).toEqual({ ended: 2 })
  const list = await client.listSessions({}, { token: tokens[2]! })
  expect(isRefusal(list) ? list : list.sessions).toMatchObject([
    { sid: expect.stringMatching(/-2$/), browser: 'Chrome', system: 'Android', current: true },
  ])
})

test("nobody ends another one's session, nor learns whether it is there", async () => {
  const [mine, other] = [await someone(), await someone()]
  const before = await client.endSessions({ sids: [other.sid(0)], others: false }, { token: mine.tokens[0]! })
  const nothing = await client.endSessions({ sids: ['no-such-session'], others: false }, { token: mine.tokens[0]! })
  expect([before, nothing]).toEqual([{ ended: 0 }, { ended: 0 }])
  expect(said(await client.renewSession({}, { token: other.tokens[0]! }))).toBe('yes')
  const list = await client.listSessions({}, { token: mine.tokens[0]! })
  expect(isRefusal(list) ? list : list.sessions.map(({ sid }) => sid)).toEqual([mine.sid(0)])
})

test('a session begun again is the same one, and a name that is taken opens nothing to another person', async () => {
  const { tokens, sid } = await someone()
  const again = await client.beginSession({ browser: 'Firefox', system: '' }, { token: tokens[0]! })
  expect(isRefusal(again)).toBe(false)
  const list = await client.listSessions({}, { token: tokens[0]! })
  expect(isRefusal(list) ? list : list.sessions).toMatchObject([{ browser: 'Chrome' }])
  const thief = await directory.issuer.token({ sub: employee(9), employeeId: employee(9), sid: sid(0) })
  expect(said(await client.beginSession({ browser: '', system: '' }, { token: thief }))).toBe('access.token-revoked')
  expect(said(await client.renewSession({}, { token: thief }))).toBe('access.token-revoked')
})

test('renewal ends twelve hours after the sign-in, however often it was renewed', async () => {
  const { tokens } = await someone()
  const began = tokenClock.now()
  for (const hours of [3, 6, 9, 11.99]) {
    tokenClock.set(began + hours * 3_600_000)
    expect(await client.renewSession({}, { token: tokens[0]! })).toEqual({ endsAt: BigInt(began + 12 * 3_600_000) })
  }
  tokenClock.set(began + 12 * 3_600_000)
  expect(said(await client.renewSession({}, { token: tokens[0]! }))).toBe('access.token-revoked')
  expect(await client.listSessions({}, { token: tokens[0]! })).toEqual({ sessions: [] })
  tokenClock.set(began)
})

test('the oldest session ends when one more begins than a person may have', async () => {
  const { tokens } = await someone(MOST_SESSIONS + 2)
  const list = await client.listSessions({}, { token: tokens.at(-1)! })
  expect(isRefusal(list) ? list : list.sessions.length).toBe(MOST_SESSIONS)
})

test('machines, the public and words that are none begin and end no session', async () => {
  const { tokens } = await someone()
  const noSid = await directory.issuer.token({ sub: employee(8), employeeId: employee(8) })
  for (const token of [directory.importer, noSid]) {
    expect(said(await client.beginSession({ browser: '', system: '' }, { token }))).toBe('access.denied')
    expect(said(await client.renewSession({}, { token }))).toBe('access.denied')
    expect(said(await client.listSessions({}, { token }))).toBe('access.denied')
    expect(said(await client.endSessions({ sids: [], others: true }, { token }))).toBe('access.denied')
  }
  expect(said(await client.listSessions({}))).toBe('access.token-missing')
  const token = tokens[0]!
  for (const browser of ['a\u0000', 'x'.repeat(41)])
    expect(said(await client.beginSession({ browser, system: '' }, { token }))).toBe('request.value-invalid')
  expect(said(await client.endSessions({ sids: ['\u0000'], others: false }, { token }))).toBe('request.value-invalid')
  expect(said(await client.endSessions({ sids: Array(21).fill('a'), others: false }, { token }))).toBe(
    'request.too-many-items',
  )
})

test('without Redis the doors hear of it from the directory: nobody is logged out, and nobody comes back', async () => {
  const proxy = await proxyTo(redisAddress)
  const url = `redis://${proxy.address}`
  let closed = false
  try {
    const { tokens, sid } = await someone(3)
    const at = door(url)
    for (const token of tokens) await isIn(at, token)
    await client.endSessions({ sids: [sid(0)], others: false }, { token: tokens[2]! })
    await isOut(at, tokens[0]!)
    // Half-open first: nothing answers, nothing is closed.
    proxy.pause()
    await client.endSessions({ sids: [sid(1)], others: false }, { token: tokens[2]! })
    await isOut(at, tokens[1]!)
    expect(await verified(at, tokens[0]!)).toBe('access.token-revoked')
    expect(await verified(at, tokens[2]!)).toBe('yes')
    // A process that starts now, with no Redis at all, knows the same.
    await proxy.close()
    closed = true
    const late = door(url)
    await isIn(late, tokens[2]!)
    for (const token of tokens.slice(0, 2)) await isOut(late, token)
  } finally {
    if (!closed) await proxy.close()
  }
})

test('a Redis that was emptied lets nobody back in, neither at a door that stood nor at one that opens', async () => {
  const { tokens, sid } = await someone(2)
  const stood = door()
  await client.endSessions({ sids: [sid(0)], others: false }, { token: tokens[1]! })
  await isOut(stood, tokens[0]!)
  const redis = new Redis(redisUrl)
  await redis.del(`${PREFIX}timbang:revoked-sessions`)
  expect(await verified(stood, tokens[0]!)).toBe('access.token-revoked')
  const opened = door()
  await isOut(opened, tokens[0]!)
  // And Redis is told again what was lost.
  await eventually(async () => expect(await redis.zcard(`${PREFIX}timbang:revoked-sessions`)).toBeGreaterThanOrEqual(2))
  redis.disconnect()
})

/** A Redis beside the one that the directory writes: its mark says what a test says. */
async function otherRedis(prefix: string) {
  const redis = new Redis(redisUrl)
  const mark = async () => void (await redis.zadd(`${prefix}timbang:revoked-sessions`, Date.now(), 'as-of'))
  await mark()
  return { mark, close: () => redis.disconnect() }
}

test('a Redis whose mark stands still is believed no more: the directory is asked', async () => {
  const { tokens, sid } = await someone(2)
  const stale = await otherRedis(`${PREFIX}stale-`)
  const at = door(redisUrl, directory.addresses.grpc, `${PREFIX}stale-`)
  await isIn(at, tokens[0]!)
  await client.endSessions({ sids: [sid(0)], others: false }, { token: tokens[1]! })
  await isOut(at, tokens[0]!)
  stale.close()
})

test('a process that starts asks the directory first, whatever Redis says by then', async () => {
  const { tokens, sid } = await someone(2)
  await client.endSessions({ sids: [sid(0)], others: false }, { token: tokens[1]! })
  const emptied = await otherRedis(`${PREFIX}emptied-`)
  const moving = setInterval(() => void emptied.mark(), 100)
  const at = door(redisUrl, directory.addresses.grpc, `${PREFIX}emptied-`)
  await isIn(at, tokens[1]!)
  expect(await verified(at, tokens[0]!)).toBe('access.token-revoked')
  clearInterval(moving)
  emptied.close()
})

test('a door that has not heard of any list yet says that it cannot answer, and lets nobody in', async () => {
  const { tokens } = await someone()
  const at = door('redis://127.0.0.1:1', '127.0.0.1:1')
  expect(await verified(at, tokens[0]!)).toBe('service.unavailable')
  // Whoever has no session is not concerned.
  expect(await verified(at, directory.importer)).toBe('yes')
})

test('what the doors are told names no session', async () => {
  const { tokens, sid } = await someone(2)
  await client.endSessions({ sids: [sid(0)], others: false }, { token: tokens[1]! })
  const told = await client.listRevokedSessions({ after: 0n })
  if (isRefusal(told)) throw new Error(told.code)
  expect(told.revoked.length).toBeGreaterThan(0)
  for (const { hash } of told.revoked) expect(hash).toMatch(/^[0-9a-f]{64}$/)
})
