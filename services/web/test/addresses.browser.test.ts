import { request as http } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ofHendra } from '../src/place/verifikasi/scenes.ts'
import { type Site, startSite } from './site.ts'

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())
beforeEach(() => {
  site.world = ofHendra
})

type Asked = { method: string; path: string; headers?: Record<string, string>; body?: string | Buffer }
/** Past whatever a browser or `fetch` would refuse to send. */
const ask = ({ method, path, headers = {}, body }: Asked): Promise<{ status: number; type: string; text: string }> =>
  new Promise((done, failed) => {
    const { hostname, port } = new URL(site.url)
    const asked = http({ hostname, port, method, path, headers: { origin: site.url, ...headers } }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', failed)
      answer.on('end', () =>
        done({
          status: answer.statusCode ?? 0,
          type: answer.headers['content-type'] ?? '',
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      )
    })
    asked.on('error', failed)
    asked.end(body)
  })
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const inWords = async (asked: Asked, statuses: readonly number[]): Promise<void> => {
  const { status, type, text } = await ask(asked)
  const said = `${asked.method} ${asked.path}`
  expect(statuses, said).toContain(status)
  expect(type, said).toContain('text/html')
  expect(text, said).toMatch(/<title>[^<]{5,} – Timbang<\/title>/)
  expect(text, said).toMatch(/<h1>[^<]{5,}<\/h1>/)
}

test.each(['TRACE', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s is answered with a page that says how', (method) =>
  inWords({ method, path: '/verifikasi' }, [405]),
)

test.each([
  '/%',
  '/%zz',
  '/%E0%A4%A',
  '/%00',
  `/${'a'.repeat(400)}`,
  '/publik/..%2f..%2fetc',
  '/_astro/none.js',
  '/a/b/c/d',
  '//evil',
  '/?lang[]=1',
  '/galat/503',
  '/galat/413',
  '/galat/__proto__',
  '/500',
])('GET %s is never a fault', async (path) => {
  const { status } = await ask({ method: 'GET', path })
  // 303: the address of a site leads whoever is signed in to his own first screen.
  expect([200, 303, 400, 404, 414]).toContain(status)
  if (!path.startsWith('/?')) await inWords({ method: 'GET', path }, [400, 404, 414])
})

test('a form that is too large, broken, of another kind or from elsewhere is answered in words, and a page that takes no form says so', async () => {
  const large = `note=${'x'.repeat(70_000)}`
  await inWords({ method: 'POST', path: '/verifikasi', headers: form, body: large }, [413])
  await inWords(
    { method: 'POST', path: '/verifikasi', headers: { ...form, 'transfer-encoding': 'chunked' }, body: large },
    [413],
  )
  await inWords(
    {
      method: 'POST',
      path: '/verifikasi',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: '--y\r\n',
    },
    [400],
  )
  await inWords(
    { method: 'POST', path: '/verifikasi', headers: { 'content-type': 'multipart/form-data' }, body: 'x' },
    [400],
  )
  await inWords(
    { method: 'POST', path: '/verifikasi', headers: { 'content-type': 'application/json' }, body: '{' },
    [400],
  )
  await inWords({ method: 'POST', path: '/verifikasi', headers: { 'content-type': 'text/xml' }, body: '<a/>' }, [415])
  await inWords({ method: 'POST', path: '/verifikasi' }, [400])
  await inWords(
    { method: 'POST', path: '/verifikasi', headers: { ...form, origin: 'http://evil' }, body: 'a=1' },
    [403],
  )
  await inWords({ method: 'POST', path: '/bantuan', headers: form, body: 'a=1' }, [405])
  await inWords({ method: 'POST', path: '/tidak/ada', headers: form, body: 'a=1' }, [404, 405])
})

test('a script that asked for JSON is not answered with a page', async () => {
  const { status, type } = await ask({
    method: 'POST',
    path: '/verifikasi',
    headers: { ...form, accept: 'application/json' },
    body: `note=${'x'.repeat(70_000)}`,
  })
  expect(status).toBe(413)
  expect(type).toContain('application/problem+json')
})
