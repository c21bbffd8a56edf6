import { afterAll, beforeAll, expect, test } from 'vitest'
import { isRefusal } from '@timbang/contracts/refusal'
import { tokenIssuer, type TokenIssuer } from '@timbang/testkit/tokens'
import { createVerifier, type Verify } from '../src/verify.ts'

let issuer: TokenIssuer
let foreign: TokenIssuer
let verify: Verify
let now = Date.now()

beforeAll(async () => {
  ;[issuer, foreign] = await Promise.all([tokenIssuer(), tokenIssuer()])
  verify = createVerifier({ issuers: [issuer], now: () => now })
})
afterAll(() => Promise.all([issuer.close(), foreign.close()]))

const code = async (token: string | undefined) => {
  const answer = await verify(token)
  return isRefusal(answer) ? answer.code : answer.sub
}
const parts = (token: string) => token.split('.') as [string, string, string]
const json = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

test('a good token gives its caller, without names', async () => {
  expect(await verify(await issuer.token({ sub: 'e1', employeeId: 'e1', roles: ['bkd'], agencies: ['a'], sid: 's' }))).toMatchObject({ kind: 'person', sub: 'e1', employeeId: 'e1', roles: ['bkd'], agencies: ['a'] })
})
test('no token, one of a foreign issuer, one for another audience, one that is over', async () => {
  expect(await code(undefined)).toBe('access.token-missing')
  expect(await code(await foreign.person('e1'))).toBe('access.token-invalid')
  expect(await code(await issuer.token({ sub: 'e1' }, { audience: 'other' }))).toBe('access.token-invalid')
  expect(await code(await issuer.token({ sub: 'e1' }, { expiresIn: -5 }))).toBe('access.token-expired')
})
test("a token signed by a stranger's key in our issuer's name is not ours", async () => {
  expect(await code(await foreign.token({ sub: 'e1' }, { issuer: issuer.issuer }))).toBe('access.token-invalid')
})
test('a token without signature, or with changed claims, is not valid', async () => {
  const [, payload, signature] = parts(await issuer.person('e1'))
  expect(await code(`${json({ alg: 'none' })}.${payload}.`)).toBe('access.token-invalid')
  const [header] = parts(await issuer.person('e1'))
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
  expect(await code(`${header}.${json({ ...claims, roles: ['bkd'] })}.${signature}`)).toBe('access.token-invalid')
  expect(await code('x'.repeat(9_000))).toBe('access.token-invalid')
})
test('a verified token is remembered, but never longer than it is valid', async () => {
  const token = await issuer.token({ sub: 'e9' }, { expiresIn: 60 })
  expect(await code(token)).toBe('e9')
  now += 61_000
  expect(await code(token)).toBe('access.token-expired')
})
test('a role that nobody knows is no role', async () => {
  now = Date.now()
  expect(await verify(await issuer.token({ sub: 'e2', roles: ['superuser' as 'bkd'] }))).toMatchObject({ roles: [] })
})
