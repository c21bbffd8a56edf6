import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { createServer, request as httpsRequest, type Server } from 'node:https'
import { writeFileSync } from 'node:fs'
import { importStaff, inTime, registerStructure } from '@timbang/data/loading/staff'
import { tokens } from '@timbang/data/loading/token'
import { province as sample } from '@timbang/data/province'
import { importIds } from '@timbang/data/sample'
import { DirectoryServiceService } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { grpcClient } from '@timbang/process/grpc'
import { eventually } from '@timbang/testkit/eventually'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePorts } from '../local/ports.ts'
import { type Province, standUp } from './province.ts'

/** A value of DER: tag, length, content. */
const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts)
  const length =
    content.length < 128
      ? [content.length]
      : content.length < 256
        ? [0x81, content.length]
        : [0x82, content.length >> 8, content.length & 255]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}
/** A certificate for 127.0.0.1 that nobody but its maker has signed. */
function selfMade(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))
  const ecdsaWithSha256 = der(0x30, oid('2a8648ce3d040302'))
  const name = der(0x30, der(0x31, der(0x30, oid('550403'), der(0x0c, Buffer.from('127.0.0.1')))))
  const day = (text: string) => der(0x17, Buffer.from(text))
  const alternative = der(0x30, oid('551d11'), der(0x04, der(0x30, der(0x87, Buffer.from([127, 0, 0, 1])))))
  const signed = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    name,
    der(0x30, day('200101000000Z'), day('491231235959Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(0x30, alternative)),
  )
  const whole = der(0x30, signed, ecdsaWithSha256, der(0x03, Buffer.from([0]), sign('sha256', signed, privateKey)))
  const pem = whole
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${pem}\n-----END CERTIFICATE-----\n`,
  }
}

const made = selfMade()
const AGENCY = 'SETDA'
const people = () => {
  const all = sample(300)
  const assignments = inTime(all).filter(({ post }) => post.agencyCode === AGENCY)
  const units = all.units.filter(({ agencyCode }) => agencyCode === AGENCY)
  return { ...all, assignments, agencies: all.agencies.filter(({ code }) => code === AGENCY), units }
}
const person = people().assignments[0]!.person.employeeId
let province: Province
let front: Server
let site: string

/** Terminates TLS before `web`, as an ingress does, and appends from where each came. */
const terminate = (port: number, web: () => URL) =>
  new Promise<Server>((resolve) => {
    const server = createServer(made, (request, response) => {
      const { hostname, port: behind } = web()
      const headers = { ...request.headers, 'x-forwarded-for': request.socket.remoteAddress }
      request.pipe(
        httpRequest({ hostname, port: behind, path: request.url, method: request.method, headers }, (answer) => {
          response.writeHead(answer.statusCode!, answer.headers)
          answer.pipe(response)
        }).on('error', () => response.destroy()),
      )
    }).listen(port, '127.0.0.1', () => resolve(server))
  })

beforeAll(async () => {
  const [port] = await freePorts(1)
  site = `https://127.0.0.1:${port}`
  province = await standUp(['idp', 'web', 'directory'], { WEB_ORIGIN: site, WEB_ISSUER: site, WEB_TRUSTED_HOPS: '1' })
  writeFileSync(
    province.environment['IDP_PEOPLE_FILE']!,
    JSON.stringify([{ sub: person, name: 'Sari', position: '-', agency: 'DINAS', cast: true }]),
  )
  const { environment } = province
  const token = tokens(environment['IDP_ISSUER']!, 'importer', environment['IMPORTER_CLIENT_SECRET']!)
  const directory = grpcClient(DirectoryServiceService, environment['DIRECTORY_GRPC']!)
  await registerStructure(directory, await token(), people())
  await importStaff(directory, await token(), importIds.staff, people().assignments)
  directory.close()
  front = await terminate(port!, () => new URL(province.site))
}, 240_000)
afterAll(async () => {
  front?.closeAllConnections()
  front?.close()
  await province?.close()
}, 60_000)

interface Answer {
  readonly status: number
  readonly headers: import('node:http').IncomingHttpHeaders
  readonly cookies: readonly string[]
  readonly text: string
}
/** A browser without script: follows nothing by itself, and keeps the cookies of each host. */
function browser() {
  const jar = new Map<string, Map<string, string>>()
  return (url: string, body?: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { origin } = new URL(url)
      const mine = jar.get(origin) ?? new Map<string, string>()
      jar.set(origin, mine)
      const options = {
        method: body === undefined ? 'GET' : 'POST',
        ca: made.cert,
        headers: {
          cookie: [...mine].map(([name, value]) => `${name}=${value}`).join('; '),
          ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded', origin }),
        },
      }
      const asking = (url.startsWith('https:') ? httpsRequest : httpRequest)(url, options, (answer) => {
        const cookies = answer.headers['set-cookie'] ?? []
        for (const cookie of cookies) {
          const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!
          mine.set(name!, value!)
        }
        let text = ''
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, cookies, text }))
      })
      asking.on('error', reject).end(body)
    })
}

test('over https every cookie is bound to this very host and every answer asks for https from then on', async () => {
  const go = browser()
  const answers: Answer[] = []
  const visit = async (url: string, body?: string) => {
    const answer = await go(url, body)
    if (url.startsWith(site)) answers.push(answer)
    return answer
  }
  for (const path of ['/masuk', '/publik', '/favicon.svg', '/.well-known/jwks.json', '/tidak-ada', '/metrics'])
    await visit(site + path)
  // The site may have begun before the directory: it lets nobody in until it has heard from there which sessions have ended.
  await eventually(
    async () => {
      let at = (await visit(`${site}/masuk/mulai?lanjut=/bantuan`)).headers.location!
      while (!new URL(at).pathname.startsWith('/siapa/')) at = new URL((await visit(at)).headers.location!, at).href
      at = new URL((await visit(at, `sub=${person}`)).headers.location!, at).href
      while (!at.startsWith(`${site}/masuk/kembali`)) at = new URL((await visit(at)).headers.location!, at).href
      expect(await visit(at)).toMatchObject({ status: 303, headers: { location: '/bantuan' } })
    },
    { within: 30_000 },
  )

  for (const { headers } of answers) expect(headers['strict-transport-security']).toBe('max-age=31536000')
  const cookies = answers.flatMap((answer) => answer.cookies)
  const names = new Set(cookies.map((cookie) => cookie.split('=')[0]))
  expect(names).toContain('__Host-timbang_session')
  expect(names).toContain('__Host-timbang_renewal')
  for (const cookie of cookies) {
    expect(cookie).toMatch(/^__Host-/)
    expect(cookie).toMatch(/; Path=\/(;|$)/)
    expect(cookie).toMatch(/; Secure/)
    expect(cookie).toMatch(/; HttpOnly/)
    expect(cookie).toMatch(/; SameSite=Lax/)
    expect(cookie).not.toMatch(/; Domain/i)
  }
  // What a neighbour under the same domain can set is nobody's session.
  const session = cookies.findLast((cookie) => cookie.startsWith('__Host-timbang_session='))!
  const value = /=([^;]*)/.exec(session)![1]!
  const asked = (name: string) =>
    new Promise<number>((resolve, reject) =>
      httpsRequest(`${site}/pengaturan`, { ca: made.cert, headers: { cookie: `${name}=${value}` } }, (answer) =>
        resolve(answer.resume().statusCode!),
      )
        .on('error', reject)
        .end(),
    )
  expect(await asked('timbang_session')).toBe(401)
  expect(await asked('__Host-timbang_session')).not.toBe(401)
})

test('over http it has neither: a browser would keep no such cookie', async () => {
  const plain = await province.another('web', 'WEB_PORT')
  const { headers, cookies } = await browser()(`${plain}/masuk/mulai`)
  expect(headers['strict-transport-security']).toBeUndefined()
  expect(cookies).not.toEqual([])
  for (const cookie of cookies) expect(cookie).not.toMatch(/^__Host-|; Secure/)
}, 60_000)
