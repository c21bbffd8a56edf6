import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import { connect } from 'node:net'
import { personToken } from '../src/person.ts'
import { createVerifier } from '@timbang/identity/verify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { developmentProvider } from '@timbang/deploy/local/idp/provider'
import { freePorts } from '@timbang/deploy/local/ports'

let server: Server
let issuer: string
const secret = () => randomBytes(16).toString('hex')

beforeAll(async () => {
  const [port] = await freePorts(1)
  issuer = `http://127.0.0.1:${port}`
  server = await developmentProvider({
    issuer,
    webOrigin: 'http://127.0.0.1:4999',
    clientSecrets: { web: secret(), importer: secret(), feeder: secret(), cli: secret() },
    signingKey: {
      ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }),
      kid: 'idp',
      alg: 'EdDSA',
      use: 'sig',
    },
    cookieSecret: 'test',
    people: () => [{ sub: 'e-1', name: 'Ani', position: 'Analis', agency: 'BKD', cast: true }],
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
})
afterAll(
  () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
)

/** A browser without script on the same machine, which clicks one person and follows to the terminal's port. */
async function clickThrough(start: string, sub: string): Promise<void> {
  const jar = new Map<string, string>()
  const go = async (url: string, init: RequestInit = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } })
    for (const line of answer.headers.getSetCookie())
      jar.set(line.split('=')[0]!, line.slice(line.indexOf('=') + 1).split(';')[0]!)
    return answer.headers.get('location')
  }
  const page = new URL((await go(start))!, issuer).href
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  let next = (await go(page, { method: 'POST', body: `sub=${sub}`, headers: form }))!
  for (let step = 0; step < 5 && next !== null; step++) next = (await go(new URL(next, issuer).href))!
}

test('the token of a terminal is that of the person who logged in, and says of no role', async () => {
  const token = await personToken({ IDP_ISSUER: issuer }, (url) => void clickThrough(url, 'e-1'))
  const verify = createVerifier({ issuers: [{ issuer, jwksUrl: `${issuer}/jwks` }], now: Date.now })
  expect(await verify(token)).toMatchObject({ sub: 'e-1', roles: [], agencies: [] })
})

/** What a stranger writes to a port of this machine, bare; resolves when it is answered. */
const writes = (port: string, line: string) =>
  new Promise<void>((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () =>
      socket.write(`${line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`),
    )
    socket.once('error', reject).once('close', () => resolve())
    socket.resume()
  })

test('whoever else finds the port of a terminal neither ends the waiting nor answers for the provider', async () => {
  const verify = createVerifier({ issuers: [{ issuer, jwksUrl: `${issuer}/jwks` }], now: Date.now })
  const token = await personToken({ IDP_ISSUER: issuer }, async (url) => {
    const { port } = new URL(new URL(url).searchParams.get('redirect_uri')!)
    for (const line of ['GET //', 'GET /kembali?code=guess&state=guess', 'GET /kembali?error=access_denied'])
      await writes(port, line)
    await clickThrough(url, 'e-1')
  })
  expect(await verify(token)).toMatchObject({ sub: 'e-1' })
})

test('whoever logs in nowhere is not waited for without end', async () => {
  await expect(personToken({ IDP_ISSUER: issuer }, () => undefined, 100)).rejects.toThrow(/lima menit/)
})
