import { writeFileSync } from 'node:fs'
import { importStaff, inTime, registerStructure } from '@timbang/data/loading/staff'
import { tokens } from '@timbang/data/loading/token'
import { province as sample } from '@timbang/data/province'
import { importIds } from '@timbang/data/sample'
import { DirectoryServiceService } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { isRefusal } from '@timbang/contracts/refusal'
import { sessionCookie } from '@timbang/identity/caller'
import { grpcClient } from '@timbang/process/grpc'
import { openChromium } from '@timbang/testkit/browser'
import { eventually } from '@timbang/testkit/eventually'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Province, standUp } from './province.ts'

type Browser = Awaited<ReturnType<typeof openChromium>>
type BrowserContext = Awaited<ReturnType<Browser['newContext']>>
type Page = Awaited<ReturnType<BrowserContext['newPage']>>

let province: Province
let browser: Browser
let secondWeb: string
const contexts: BrowserContext[] = []
const AGENCY = 'DPMPTSP'
const people = () => {
  const all = sample(300)
  const assignments = inTime(all).filter(({ post }) => post.agencyCode === AGENCY || post.agencyCode === 'SETDA')
  const agencies = all.agencies.filter(({ code }) => code === AGENCY || code === 'SETDA')
  const units = all.units.filter(({ agencyCode }) => agencies.some(({ code }) => code === agencyCode))
  return { ...all, assignments, agencies, units }
}
const { person } = people().assignments.find(({ post }) => post.agencyCode === AGENCY)!

beforeAll(async () => {
  ;[province, browser] = await Promise.all([standUp(['idp', 'web', 'directory', 'live']), openChromium()])
  const env = province.environment
  writeFileSync(
    env['IDP_PEOPLE_FILE']!,
    JSON.stringify([{ sub: person.employeeId, name: person.name, position: '-', agency: AGENCY, cast: true }]),
  )
  const token = tokens(env['IDP_ISSUER']!, 'importer', env['IMPORTER_CLIENT_SECRET']!)
  const directory = grpcClient(DirectoryServiceService, env['DIRECTORY_GRPC']!)
  await registerStructure(directory, await token(), people())
  await importStaff(directory, await token(), importIds.staff, people().assignments)
  directory.close()
  secondWeb = await province.another('web', 'WEB_PORT')
}, 240_000)
afterAll(async () => {
  await Promise.all(contexts.map((context) => context.close()))
  await browser?.close()
  await province?.close()
}, 60_000)

/** Signs in on a device of its own. */
async function device(
  options: { javaScriptEnabled?: boolean } = {},
): Promise<{ page: Page; copied(): Promise<string> }> {
  const context = await browser.newContext(options)
  contexts.push(context)
  const page = await context.newPage()
  await page.goto(`${province.site}/masuk`)
  await page.click('main .btn')
  await page.getByRole('button', { name: person.name }).click()
  await page.waitForURL((url) => url.origin === province.site && !url.pathname.startsWith('/masuk'))
  return {
    page,
    // What a thief of the device would take along.
    copied: async () => (await context.cookies(province.site)).map(({ name, value }) => `${name}=${value}`).join('; '),
  }
}
const asked = async (url: string, cookie: string) =>
  (await fetch(url, { headers: { cookie }, redirect: 'manual' })).status
const tokenIn = (cookies: string) => new RegExp(`${sessionCookie(province.site)}=([^;]+)`).exec(cookies)?.[1] ?? ''

/** Listens like a board that was left open. @returns what says whether the line was ended */
async function listen(cookie: string): Promise<{ ended: () => boolean; leave(): void }> {
  const gone = new AbortController()
  const answer = await fetch(`${province.site}/langsung?daftar=verifikasi`, {
    headers: { cookie },
    signal: gone.signal,
  })
  expect(answer.status).toBe(200)
  let ended = false
  const read = async () => {
    for await (const chunk of answer.body!) void chunk
  }
  read().then(
    () => (ended = true),
    () => (ended = true),
  )
  return { ended: () => ended, leave: () => gone.abort() }
}

for (const javaScriptEnabled of [true, false]) {
  test(`${javaScriptEnabled ? 'with' : 'without'} script one tap signs out here, at every door, at every replica and at the provider`, async () => {
    const { page, copied } = await device({ javaScriptEnabled })
    await page.goto(`${province.site}/pengaturan`)
    const stolen = await copied()
    const doors = async () => {
      const directory = grpcClient(DirectoryServiceService, province.environment['DIRECTORY_GRPC']!)
      const login = await directory.getLogin({}, { token: tokenIn(stolen) })
      directory.close()
      return {
        page: await asked(`${province.site}/pengaturan`, stolen),
        replica: await asked(`${secondWeb}/pengaturan`, stolen),
        live: await asked(`${province.environment['REPORTING_LIVE']}/live?papan=TIDAKADA`, stolen),
        grpc: isRefusal(login) ? login.code : 'answered',
      }
    }
    // 403: known and let in, but there is no such board.
    expect(await doors()).toEqual({ page: 200, replica: 200, live: 403, grpc: 'answered' })
    const line = await listen(stolen)

    const visited: string[] = []
    page.on('request', (request) => visited.push(new URL(request.url()).origin + new URL(request.url()).pathname))
    await page.click('footer form[action="/keluar"] button')
    await page.waitForURL((url) => url.pathname === '/masuk' && url.searchParams.get('sebab') === 'signed-out')
    expect(await page.locator('main [role=status]').textContent()).toMatch(/sudah keluar/)
    expect(visited).toContain(`${province.environment['IDP_ISSUER']}/session/end`)

    await eventually(async () =>
      expect(await doors()).toEqual({ page: 401, replica: 401, live: 401, grpc: 'access.token-revoked' }),
    )
    await eventually(() => expect(line.ended()).toBe(true))
    expect(await asked(`${province.site}/langsung?daftar=verifikasi`, stolen)).toBe(401)
    // The provider has forgotten him too: it offers nobody to log out.
    await page.goto(`${province.environment['IDP_ISSUER']}/session/end`)
    expect(await page.content()).not.toMatch(/Keluar dari penyedia identitas/)
    // The way back in, in this browser and for this person, is the ordinary one.
    await page.goto(`${province.site}/pengaturan`)
    expect(await page.locator('main').textContent()).toMatch(/Masuk dahulu/)
  })
}

test('a renewal that was copied alone, without the short token, is of no use after the sign-out', async () => {
  const { page, copied } = await device()
  const renewal = (await copied())
    .split('; ')
    .filter((one) => !one.startsWith(sessionCookie(province.site)))
    .join('; ')
  expect(await asked(`${secondWeb}/pengaturan`, renewal)).toBe(200)
  await page.click('footer form[action="/keluar"] button')
  await page.waitForURL((url) => url.pathname === '/masuk')
  // At once: renewal is the directory's word, not that of any list.
  expect(await asked(`${secondWeb}/pengaturan`, renewal)).toBe(401)
})

/** On the page there is also a list of who looked at one and decided about one. */
const SESSIONS = '[aria-labelledby=sesi] .list > li'

test('one sees where one is signed in, and ends one of them or all others', async () => {
  const [here, lost, other] = [await device(), await device(), await device({ javaScriptEnabled: false })]
  await here.page.goto(`${province.site}/pengaturan`)
  expect(await here.page.locator(SESSIONS).count()).toBe(3)
  expect(await here.page.locator(SESSIONS).first().textContent()).toMatch(/Chrome di Linux\s+perangkat ini/)
  const line = await listen(await lost.copied())
  await here.page
    .locator(SESSIONS)
    .nth(2)
    .getByRole('button', { name: /^Akhiri/ })
    .click()
  await here.page.waitForURL((url) => url.searchParams.get('diakhiri') === '1')
  expect(await here.page.locator(SESSIONS).count()).toBe(2)
  await here.page.getByRole('button', { name: 'Akhiri lainnya' }).click()
  await here.page.waitForURL((url) => url.searchParams.get('diakhiri') === '1')
  await eventually(async () => {
    for (const { page } of [lost, other]) {
      await page.goto(`${province.site}/pengaturan`)
      expect(await page.locator('main').textContent()).toMatch(/Masuk dahulu/)
    }
  })
  await eventually(() => expect(line.ended()).toBe(true))
  await here.page.reload()
  expect(await here.page.locator(SESSIONS).count()).toBe(1)
})

test('a form from elsewhere signs nobody out', async () => {
  const { copied } = await device()
  const cookie = await copied()
  const forged = await fetch(`${province.site}/keluar`, {
    method: 'POST',
    headers: { cookie, origin: 'https://elsewhere.example', 'content-type': 'application/x-www-form-urlencoded' },
    body: '',
    redirect: 'manual',
  })
  expect(forged.status).toBe(403)
  expect(await asked(`${province.site}/pengaturan`, cookie)).toBe(200)
})

test('where the directory does not answer, it is said that the session goes on there', async () => {
  const { page } = await device()
  await province.kill('directory')
  try {
    await page.click('footer form[action="/keluar"] button')
    await page.waitForURL((url) => url.searchParams.get('sebab') === 'half-signed-out')
    expect(await page.locator('main [role=status]').textContent()).toMatch(/Server belum menjawab/)
  } finally {
    await province.start('directory')
  }
})
