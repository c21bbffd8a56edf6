import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SignJWT, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { isRefusal } from '@timbang/contracts/refusal'
import { tokenIssuer, type TokenIssuer } from '@timbang/testkit/tokens'
import { createIssuing } from '../src/issue.ts'
import { createVerifier, type Verify } from '../src/verify.ts'

let issuer: TokenIssuer
let foreign: TokenIssuer
let verify: Verify
let now = Date.now()

beforeAll(async () => {
  ;[issuer, foreign] = await Promise.all([tokenIssuer(), tokenIssuer()])
})
beforeEach(() => {
  now = Date.now()
  verify = createVerifier({ issuers: [issuer], now: () => now })
})
afterAll(() => Promise.all([issuer.close(), foreign.close()]))

const code = async (token: string | undefined, by = verify) => {
  const answer = await by(token)
  return isRefusal(answer) ? answer.code : answer.sub
}
const parts = (token: string) => token.split('.') as [string, string, string]
const json = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Publishes what it is given, and can be told to answer badly. */
async function publishes(keys: readonly JWK[]) {
  let status = 200
  const server = createServer((_request, response) => response.writeHead(status).end(JSON.stringify({ keys })))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: (code: number) => {
      status = code
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

test('a good token gives its caller, without names', async () => {
  expect(
    await verify(await issuer.token({ sub: 'e1', employeeId: 'e1', roles: ['bkd'], agencies: ['a'], sid: 's' })),
  ).toEqual({
    kind: 'person',
    sub: 'e1',
    employeeId: 'e1',
    roles: ['bkd'],
    agencies: ['a'],
    sid: 's',
    amr: ['test'],
    token: expect.any(String),
  })
})
test('no token, one of a foreign issuer, one for another audience, one that is over', async () => {
  expect(await code(undefined)).toBe('access.token-missing')
  expect(await code('')).toBe('access.token-missing')
  expect(await code('nonsense')).toBe('access.token-invalid')
  expect(await code(await foreign.person('e1'))).toBe('access.token-invalid')
  expect(await code(await issuer.token({ sub: 'e1' }, { audience: 'other' }))).toBe('access.token-invalid')
  expect(await code(await issuer.token({ sub: 'e1' }, { expiresIn: -5 }))).toBe('access.token-expired')
})
test("a token signed by a stranger's key in our issuer's name is not ours, even where both are known", async () => {
  const forged = await foreign.token({ sub: 'e1' }, { issuer: issuer.issuer })
  expect(await code(forged)).toBe('access.token-invalid')
  expect(await code(forged, createVerifier({ issuers: [issuer, foreign], now: () => now }))).toBe(
    'access.token-invalid',
  )
})
test('a token without signature, with one made from what is public, or with changed claims, is not valid', async () => {
  const [header, payload, signature] = parts(await issuer.person('e1'))
  expect(await code(`${json({ alg: 'none' })}.${payload}.`)).toBe('access.token-invalid')
  const {
    keys: [published],
  } = (await (await fetch(issuer.jwksUrl)).json()) as { keys: [JWK] }
  const symmetric = `${json({ alg: 'HS256', kid: published.kid })}.${payload}`
  expect(
    await code(
      `${symmetric}.${createHmac('sha256', Buffer.from(published.x!, 'base64url')).update(symmetric).digest('base64url')}`,
    ),
  ).toBe('access.token-invalid')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
  expect(await code(`${header}.${json({ ...claims, roles: ['bkd'] })}.${signature}`)).toBe('access.token-invalid')
  expect(await code('x'.repeat(9_000))).toBe('access.token-invalid')
})
test('a token that never ends, is of nobody, or is signed in a way that we did not choose, is not valid', async () => {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  const keys = await publishes([{ ...(await exportJWK(publicKey)), kid: 'rsa' }])
  const both = createVerifier({ issuers: [issuer, { issuer: keys.url, jwksUrl: keys.url }], now: () => now })
  const make = async (claims: object, alg = 'RS256') =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg, kid: 'rsa' })
      .setIssuer(keys.url)
      .setAudience('timbang')
      .sign(await importJWK(await exportJWK(privateKey), alg))
  const exp = Math.floor(now / 1000) + 60
  expect(await code(await make({ sub: 'rsa', exp }), both)).toBe('rsa')
  expect(await code(await issuer.person('e1'), both)).toBe('e1')
  expect(await code(await make({ sub: 'rsa', exp }, 'RS512'), both)).toBe('access.token-invalid')
  expect(await code(await make({ sub: 'rsa' }), both)).toBe('access.token-invalid')
  expect(await code(await make({ exp }), both)).toBe('access.token-invalid')
  await keys.close()
})
test('a verified token is remembered, but never longer than it is valid', async () => {
  const token = await issuer.token({ sub: 'e9' }, { expiresIn: 60 })
  const caller = await verify(token)
  expect(await verify(token)).toBe(caller)
  now += 61_000
  expect(await code(token)).toBe('access.token-expired')
})
test('no more tokens are remembered than there is room for, and the oldest goes first', async () => {
  const small = createVerifier({ issuers: [issuer], now: () => now, remembered: 2 })
  const tokens = await Promise.all(['a', 'b', 'c'].map((sub) => issuer.token({ sub })))
  const callers = []
  for (const token of tokens) callers.push(await small(token))
  expect(await small(tokens[1])).toBe(callers[1])
  expect(await small(tokens[2])).toBe(callers[2])
  expect(await small(tokens[0])).not.toBe(callers[0])
})
test('an issuer that cannot be reached is our fault, and the keys it gave last still hold', async () => {
  const key = { ...(await exportJWK((await generateKeyPair('EdDSA', { extractable: true })).privateKey)), kid: 'k' }
  const keys = await publishes((await (await createIssuing({ issuer: 'x', key })).jwks()).keys)
  const issuing = await createIssuing({ issuer: keys.url, key })
  const token = (sub: string) => issuing.sign({ sub, roles: [], agencies: [], sid: 's', amr: [] }, now)
  const [known, fresh] = [1, 2].map(() =>
    createVerifier({ issuers: [{ issuer: keys.url, jwksUrl: keys.url }], now: () => now }),
  )
  expect(await code(await token('e1'), known)).toBe('e1')
  keys.answer(503)
  expect(await code(await token('e2'), fresh)).toBe('service.unavailable')
  await keys.close()
  expect(await code(await token('e2'), fresh)).toBe('service.unavailable')
  // Keys are asked for again after ten minutes, by the library's own clock.
  vi.useFakeTimers({ toFake: ['Date'], now: now + 11 * 60_000 })
  try {
    expect(await code(await token('e3'), known)).toBe('e3')
  } finally {
    vi.useRealTimers()
  }
})
test('a role that nobody knows is no role', async () => {
  expect(await verify(await issuer.token({ sub: 'e2', roles: ['superuser' as 'bkd'] }))).toMatchObject({ roles: [] })
})
