import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import * as oidc from 'openid-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createVerifier } from '@timbang/identity/verify'
import { developmentProvider, PERSON_GRANT } from '../local/idp/provider.ts'
import { freePorts } from '../local/ports.ts'
import { MOST_FOUND, search, type SamplePerson } from '../local/idp/people.ts'

const web = 'http://127.0.0.1:4999'
const secrets = {
  web: randomBytes(16).toString('hex'),
  importer: randomBytes(16).toString('hex'),
  feeder: randomBytes(16).toString('hex'),
  cli: randomBytes(16).toString('hex'),
}
const people: SamplePerson[] = [
  {
    sub: 'e-1',
    name: 'Sari Wulandari',
    position: 'Pengelola Layanan',
    agency: 'DPMPTSP',
    cast: true,
    note: { id: 'menulis', en: 'writes' },
  },
  { sub: 'e-2', name: 'Dedi Kurniawan', position: 'Pengelola Data', agency: 'Bappeda', agencyId: 'a-2' },
  { sub: 'gubernur', name: 'Gubernur', position: 'Gubernur', agency: 'Provinsi', account: true },
]
const signingKey = {
  ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }),
  kid: 'idp',
  alg: 'EdDSA',
  use: 'sig',
}
let server: Server
let issuer: string

const provide = () =>
  developmentProvider({
    issuer,
    webOrigin: web,
    clientSecrets: secrets,
    signingKey,
    cookieSecret: 'test',
    people: () => people,
  })
const begin = async (port: number) => {
  server = await provide()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
}
const end = () =>
  new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

beforeAll(async () => {
  // The issuer is its own address: a port has to be had before the provider is made.
  const [port] = await freePorts(1)
  issuer = `http://127.0.0.1:${port}`
  await begin(port!)
})
afterAll(end)

const configuration = (client: keyof typeof secrets) =>
  oidc.discovery(new URL(issuer), client, undefined, oidc.ClientSecretBasic(secrets[client]), {
    execute: [oidc.allowInsecureRequests],
  })

/** A browser without script: follows redirects by hand and keeps cookies. */
function browser() {
  const jar = new Map<string, string>()
  return async (url: string, init: RequestInit = {}) => {
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    for (const line of response.headers.getSetCookie())
      jar.set(line.split('=')[0]!, line.slice(line.indexOf('=') + 1).split(';')[0]!)
    return response
  }
}

type Browser = ReturnType<typeof browser>
const form = (sub: string) => ({
  method: 'POST',
  body: `sub=${sub}`,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
})

/** Begins a login as web does; gives the page that asks who it is, and what completes it. */
async function begun(go: Browser, more: Record<string, string> = {}) {
  const config = await configuration('web')
  const [verifier, state, nonce] = [oidc.randomPKCECodeVerifier(), oidc.randomState(), oidc.randomNonce()]
  const start = oidc.buildAuthorizationUrl(config, {
    redirect_uri: `${web}/masuk/kembali`,
    scope: 'openid profile',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...more,
  })
  const page = new URL((await go(start.href)).headers.get('location')!, issuer).href
  const tokens = async (sub: string, pkceCodeVerifier = verifier) => {
    let next = (await go(page, form(sub))).headers.get('location')!
    while (!next.startsWith(web)) next = (await go(new URL(next, issuer).href)).headers.get('location')!
    return oidc.authorizationCodeGrant(config, new URL(next), {
      pkceCodeVerifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    })
  }
  return {
    page,
    tokens,
    as: async (sub: string, pkceCodeVerifier = verifier) => (await tokens(sub, pkceCodeVerifier)).claims(),
  }
}

test('code flow with PKCE: the page lists the cast, one click answers with the person', async () => {
  const go = browser()
  const login = await begun(go)
  const html = await (await go(login.page)).text()
  expect(html).toMatch(/Sari Wulandari/)
  expect(html).not.toMatch(/Dedi Kurniawan|<script/)
  expect(await (await go(`${login.page}?q=dedi+bappeda&lang=en`)).text()).toMatch(/1 person fits.*Dedi Kurniawan/s)
  expect((await go(login.page, form('nobody'))).status).toBe(400)
  expect(await login.as('e-1')).toMatchObject({ sub: 'e-1' })
})

test('a code is worth nothing to whoever did not begin the login', async () => {
  await expect((await begun(browser())).as('e-1', oidc.randomPKCECodeVerifier())).rejects.toThrow()
})

test('whoever was somebody a minute ago is asked again, and can be somebody else', async () => {
  const go = browser()
  expect(await (await begun(go)).as('e-1')).toMatchObject({ sub: 'e-1' })
  const second = await begun(go)
  expect(second.page).toMatch(/\/siapa\//)
  expect(await second.as('gubernur')).toMatchObject({ sub: 'gubernur', name: 'Gubernur' })
})

test('the page speaks the language that web asks for, and escapes what it shows', async () => {
  const go = browser()
  const { page } = await begun(go, { ui_locales: 'en' })
  expect(await (await go(page)).text()).toMatch(/<html lang="en">.*Log in as whom/s)
  expect(await (await go(`${page}?q=${encodeURIComponent('"><img src=x>')}`)).text()).not.toMatch(/<img/)
})

test('a login that is over, and a request that is none, say so and lead back', async () => {
  for (const address of ['/siapa/over', '/auth?client_id=nobody']) {
    const answer = await fetch(`${issuer}${address}`, { headers: { accept: 'text/html' } })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toMatch(new RegExp(`<h1>.*href="${web}/masuk"`, 's'))
  }
})

test('a first line that is no address is answered, and ends nothing', async () => {
  const { port } = server.address() as AddressInfo
  const answer = (target: string) =>
    new Promise<string>((resolve, reject) => {
      let text = ''
      const socket = connect(port, '127.0.0.1', () =>
        socket.write(`GET ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`),
      )
      socket.once('error', reject).once('close', () => resolve(text))
      socket.on('data', (chunk) => {
        text += String(chunk)
      })
    })
  for (const target of ['//', '///', 'http://[', '//siapa/'])
    expect(await answer(target), target).toMatch(/^HTTP\/1\.1 40[04] /)
})

test('whoever brings the token of his session leaves in one tap, without script; somebody who came after him stays', async () => {
  const go = browser()
  const config = await configuration('web')
  const endOf = async (hint: string) =>
    await go(
      oidc.buildEndSessionUrl(config, {
        id_token_hint: hint,
        post_logout_redirect_uri: `${web}/masuk?sebab=signed-out`,
      }).href,
    )
  const first = await (await begun(go)).tokens('e-1')
  const left = await endOf(first.id_token!)
  expect([left.status, left.headers.get('location')]).toEqual([303, `${web}/masuk?sebab=signed-out`])
  // Once more, with nobody there: the same, and no page that needs script.
  expect((await endOf(first.id_token!)).status).toBe(303)
  // Somebody else in the same browser is not logged out by an old token.
  const second = await (await begun(go)).tokens('e-2')
  await endOf(first.id_token!)
  const asked = await go(`${issuer}/session/end`)
  expect(await asked.text()).toMatch(/Keluar dari penyedia identitas\?.*<button/s)
  expect((await endOf(second.id_token!)).status).toBe(303)
  expect(await (await go(`${issuer}/session/end`)).text()).not.toMatch(/Keluar dari penyedia identitas/)
  // Nobody is sent anywhere else than home.
  const elsewhere = oidc.buildEndSessionUrl(config, {
    id_token_hint: first.id_token!,
    post_logout_redirect_uri: 'https://elsewhere.example/',
  })
  expect((await go(elsewhere.href)).status).toBe(400)
})

test('a machine gets a token with its role, and only with its secret', async () => {
  const verify = createVerifier({ issuers: [{ issuer, jwksUrl: `${issuer}/jwks` }], now: Date.now })
  const caller = await verify((await oidc.clientCredentialsGrant(await configuration('importer'))).access_token)
  expect(caller).toMatchObject({ kind: 'machine', sub: 'importer', roles: ['importer'] })
  const wrong = await oidc.discovery(new URL(issuer), 'importer', undefined, oidc.ClientSecretBasic('wrong'), {
    execute: [oidc.allowInsecureRequests],
  })
  await expect(oidc.clientCredentialsGrant(wrong)).rejects.toThrow()
})

test('a restart forgets who was logged in, but not the key: a token from before still holds', async () => {
  const token = (await oidc.clientCredentialsGrant(await configuration('cli'))).access_token
  const { port } = server.address() as AddressInfo
  await end()
  await begin(port)
  const verify = createVerifier({ issuers: [{ issuer, jwksUrl: `${issuer}/jwks` }], now: Date.now })
  await expect.poll(() => verify(token)).toMatchObject({ sub: 'cli', roles: ['importer', 'auditor', 'operator'] })
})

test("the feeder gets a person's token, nobody else does, and nobody who is not there", async () => {
  const verify = createVerifier({ issuers: [{ issuer, jwksUrl: `${issuer}/jwks` }], now: Date.now })
  const caller = await verify(
    (await oidc.genericGrantRequest(await configuration('feeder'), PERSON_GRANT, { sub: 'e-2' })).access_token,
  )
  expect(caller).toMatchObject({
    kind: 'person',
    sub: 'e-2',
    employeeId: 'e-2',
    agencyId: 'a-2',
    roles: [],
    agencies: [],
  })
  await expect(oidc.genericGrantRequest(await configuration('feeder'), PERSON_GRANT, { sub: 'e-9' })).rejects.toThrow()
  await expect(
    oidc.genericGrantRequest(await configuration('feeder'), PERSON_GRANT, { sub: 'gubernur' }),
  ).rejects.toThrow()
  await expect(
    oidc.genericGrantRequest(await configuration('importer'), PERSON_GRANT, { sub: 'e-2' }),
  ).rejects.toThrow()
})

test('a search finds by every word, in name, position or agency', () => {
  expect(search(people, 'data bapp').map(({ sub }) => sub)).toEqual(['e-2'])
  expect(search(people, '  ')).toEqual([])
  expect(
    search(
      Array.from({ length: 100 }, () => people[0]!),
      'sari',
    ),
  ).toHaveLength(MOST_FOUND)
})
