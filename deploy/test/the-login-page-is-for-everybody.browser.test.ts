import { generateKeyPairSync } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { axe, openChromium } from '@timbang/testkit/browser'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SamplePerson } from '../local/idp/people.ts'
import { developmentProvider } from '../local/idp/provider.ts'
import { freePorts } from '../local/ports.ts'

const agency = 'Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu'
const people: SamplePerson[] = Array.from({ length: 40 }, (_, at) => ({
  sub: `e-${at}`,
  name: `Orang ${at} Contoh`,
  position: 'Pengelola Layanan Perizinan',
  agency,
  ...(at < 10 ? { cast: true, note: { id: 'mencatat pekerjaannya', en: 'records her work' } } : {}),
}))
let browser: Awaited<ReturnType<typeof openChromium>>
let server: Server
let web: Server
let issuer: string
let origin: string

beforeAll(async () => {
  web = createServer((_request, response) => response.end('kembali')).listen(0, '127.0.0.1')
  await new Promise((resolve) => web.once('listening', resolve))
  origin = `http://127.0.0.1:${(web.address() as AddressInfo).port}`
  const [port] = await freePorts(1)
  issuer = `http://127.0.0.1:${port}`
  const secret = 'x'.repeat(32)
  server = await developmentProvider({
    issuer,
    webOrigin: origin,
    clientSecrets: { web: secret, importer: secret, feeder: secret, cli: secret },
    cookieSecret: 'test',
    people: () => people,
    signingKey: {
      ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }),
      kid: 'idp',
      alg: 'EdDSA',
      use: 'sig',
    },
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  browser = await openChromium()
})
afterAll(async () => {
  await browser.close()
  for (const open of [server, web])
    await new Promise<void>((resolve) => {
      open.close(() => resolve())
      open.closeAllConnections()
    })
})

const start = () =>
  `${issuer}/auth?${new URLSearchParams({ client_id: 'web', response_type: 'code', scope: 'openid', redirect_uri: `${origin}/masuk/kembali`, code_challenge: 'a'.repeat(43), code_challenge_method: 'S256', state: 's', nonce: 'n' })}`

test.each([
  [320, 'dark'],
  [1280, 'light'],
] as const)(
  'at %i px, %s, every state of the page is without fault and nothing moves sideways',
  async (width, colorScheme) => {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme })
    const page = await context.newPage()
    await page.goto(start())
    const address = page.url()
    for (const state of [
      address,
      `${address}?lang=en`,
      `${address}?q=orang`,
      `${address}?q=tak+ada`,
      `${issuer}/siapa/lewat`,
      `${issuer}/auth?client_id=nobody`,
    ]) {
      await page.goto(state)
      expect(await axe(page), state).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth'), state).toBe(width)
    }
    await context.close()
  },
)

test('without script and by keyboard alone: search, choose, and be led back to web', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(start())
  await page.getByLabel('Cari orang lain').fill('orang 37')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Orang 37 Contoh' }).focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(`${origin}/masuk/kembali?code=*`)
  expect(await page.textContent('body')).toBe('kembali')
  // Somebody else in the same browser, still without script.
  await page.goto(start())
  await page.getByRole('button', { name: 'Orang 3 Contoh' }).click()
  await page.waitForURL(`${origin}/masuk/kembali?code=*`)
  await context.close()
})
