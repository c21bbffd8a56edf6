import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as oidc from 'openid-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isRefusal } from '@timbang/contracts/refusal'
import { createVerifier } from '@timbang/identity/verify'
import { developmentProvider, PERSON_GRANT } from '../local/idp/provider.ts'
import { search } from '../local/idp/people.ts'

const web = 'http://127.0.0.1:4999'
const secrets = { web: randomBytes(16).toString('hex'), importer: randomBytes(16).toString('hex'), feeder: randomBytes(16).toString('hex'), cli: randomBytes(16).toString('hex') }
const people = [
  { sub: 'e-1', name: 'Sari Wulandari', position: 'Pengelola Layanan', agency: 'DPMPTSP', cast: true, note: { id: 'menulis', en: 'writes' } },
  { sub: 'e-2', name: 'Dedi Kurniawan', position: 'Pengelola Data', agency: 'Bappeda' },
]
let server: Server
let issuer: string

beforeAll(async () => {
  // The issuer is its own address: a port has to be had before the provider is made.
  const probe = (await import('node:net')).createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  issuer = `http://127.0.0.1:${port}`
  server = await developmentProvider({ issuer, webOrigin: web, clientSecrets: secrets, signingKey: { ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }), kid: 'idp', alg: 'EdDSA', use: 'sig' }, cookieSecret: 'test', people: () => people })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
})
afterAll(() => new Promise<void>((resolve) => { server.close(() => resolve()); server.closeAllConnections() }))

const configuration = (client: keyof typeof secrets) => oidc.discovery(new URL(issuer), client, undefined, oidc.ClientSecretBasic(secrets[client]), { execute: [oidc.allowInsecureRequests] })

/** A browser without script: follows redirects by hand and keeps cookies. */
function browser() {
  const jar = new Map<string, string>()
  return async (url: string, init: RequestInit = {}) => {
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') } })
    for (const line of response.headers.getSetCookie()) jar.set(line.split('=')[0]!, line.slice(line.indexOf('=') + 1).split(';')[0]!)
    return response
  }
}

test('code flow with PKCE: the page lists the cast, one click answers with the person', async () => {
  const config = await configuration('web')
  const [verifier, state, nonce] = [oidc.randomPKCECodeVerifier(), oidc.randomState(), oidc.randomNonce()]
  const go = browser()
  const begun = oidc.buildAuthorizationUrl(config, { redirect_uri: `${web}/masuk/kembali`, scope: 'openid profile', code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', state, nonce })
  const page = new URL((await go(begun.href)).headers.get('location')!, issuer).href
  const html = await (await go(page)).text()
  expect(html).toMatch(/Sari Wulandari/)
  expect(html).not.toMatch(/Dedi Kurniawan/)
  expect(await (await go(`${page}?q=dedi+bappeda&lang=en`)).text()).toMatch(/Dedi Kurniawan/)
  expect((await go(page, { method: 'POST', body: 'sub=nobody', headers: { 'content-type': 'application/x-www-form-urlencoded' } })).status).toBe(400)
  let next = (await go(page, { method: 'POST', body: 'sub=e-1', headers: { 'content-type': 'application/x-www-form-urlencoded' } })).headers.get('location')!
  while (!next.startsWith(web)) next = (await go(new URL(next, issuer).href)).headers.get('location')!
  const tokens = await oidc.authorizationCodeGrant(config, new URL(next), { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true })
  expect(tokens.claims()).toMatchObject({ sub: 'e-1' })
})

test('a machine gets a token with its role, and only with its secret', async () => {
  const verify = createVerifier({ issuers: [{ issuer, jwksUrl: `${issuer}/jwks` }], now: Date.now })
  const caller = await verify((await oidc.clientCredentialsGrant(await configuration('importer'))).access_token)
  expect(caller).toMatchObject({ kind: 'machine', sub: 'importer', roles: ['importer'] })
  const wrong = await oidc.discovery(new URL(issuer), 'importer', undefined, oidc.ClientSecretBasic('wrong'), { execute: [oidc.allowInsecureRequests] })
  await expect(oidc.clientCredentialsGrant(wrong)).rejects.toThrow()
})

test("the feeder gets a person's token, nobody else does, and nobody who is not there", async () => {
  const verify = createVerifier({ issuers: [{ issuer, jwksUrl: `${issuer}/jwks` }], now: Date.now })
  const caller = await verify((await oidc.genericGrantRequest(await configuration('feeder'), PERSON_GRANT, { sub: 'e-2' })).access_token)
  expect(isRefusal(caller) || caller.employeeId).toBe('e-2')
  await expect(oidc.genericGrantRequest(await configuration('feeder'), PERSON_GRANT, { sub: 'e-9' })).rejects.toThrow()
  await expect(oidc.genericGrantRequest(await configuration('importer'), PERSON_GRANT, { sub: 'e-2' })).rejects.toThrow()
})

test('a search finds by every word, in name, position or agency', () => {
  expect(search(people, 'data bapp').map(({ sub }) => sub)).toEqual(['e-2'])
  expect(search(people, '  ')).toEqual([])
})
