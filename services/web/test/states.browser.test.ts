import { globSync } from 'node:fs'
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axe, openChromium } from '@timbang/testkit/browser'
import { scenes } from './scenes.ts'
import { type Site, startSite } from './site.ts'

let site: Site
let browser: Browser
/** One for all scenes: to open another for each, with a process of its own, takes as long as to look at it. */
let page: Page
let debug: CDPSession
const contexts: BrowserContext[] = []

beforeAll(async () => {
  site = await startSite()
  browser = await openChromium()
  const context = await browser.newContext({ reducedMotion: 'reduce' })
  contexts.push(context)
  page = await context.newPage()
  debug = await context.newCDPSession(page)
})
afterAll(async () => {
  await Promise.all(contexts.map((context) => context.close()))
  await browser.close()
  await site.close()
})

/** The usual state of each page: a name without a dash. */
const usual = Object.keys(scenes).filter((name) => !name.includes('-'))
/** A piece of a list that an island asks for, the way to the latest quarter, and what only shows when the site itself fails. */
const noPages = ['verifikasi/baris.astro', 'kinerja/index.astro', 'galat/[status].astro', '500.astro']

test('every page has a scene', () => {
  const pages = globSync('**/*.astro', { cwd: new URL('../src/pages/', import.meta.url) }).filter(
    (file) => !noPages.includes(file),
  )
  const routeOf = (file: string) =>
    new RegExp(
      `^/${file
        .replace(/(^|\/)index\.astro$/, '')
        .replace(/\.astro$/, '')
        .replace('[...path]', '.+')
        .replace(/\[\w+\]/g, '[^/?]+')}/?(\\?|$)`,
    )
  expect(pages.length).toBeGreaterThan(15)
  expect(pages.filter((file) => !Object.values(scenes).some(({ path }) => routeOf(file).test(path)))).toEqual([])
})

/** The statuses that a scene shows on purpose. */
const expected = /Failed to load resource: the server responded with a status of (401|403|404|409|422|429|500|503)/

/** As if nobody had been in this browser: what the page before it kept goes, its cookies, its service worker and who listened to it too. */
const forget = async () => {
  page.removeAllListeners()
  if (page.url().startsWith(site.url)) await page.evaluate(() => sessionStorage.clear())
  await page.goto('about:blank')
  await debug.send('Storage.clearDataForOrigin', { origin: site.url, storageTypes: 'all' })
}

for (const [name, scene] of Object.entries(scenes)) {
  test(`${name}: axe finds nothing, nothing scrolls sideways, the policy is kept`, async () => {
    await forget()
    site.world = scene.world
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.emulateMedia({ colorScheme: scene.dark ? 'dark' : 'light' })
    const complaints: string[] = []
    page.on(
      'console',
      (message) => message.type() === 'error' && !expected.test(message.text()) && complaints.push(message.text()),
    )
    page.on('pageerror', (error) => complaints.push(error.message))
    const answer = await page.goto(site.url + scene.path)
    expect(answer?.headers()['content-security-policy']).toContain("script-src 'self'; style-src 'self'")
    await scene.act?.(page)
    // Each state once on a phone; of every page its usual state on a desk too.
    if (usual.includes(name)) expect(await axe(page)).toEqual([])
    for (const width of [360, 320]) {
      await page.setViewportSize({ width, height: 800 })
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `at ${width} px`).toBeLessThanOrEqual(
        width,
      )
      if (width === 360) expect(await axe(page)).toEqual([])
    }
    // Text at 200 % on a phone: what must not happen is a second way to scroll.
    await page.setViewportSize({ width: 360, height: 800 })
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
    expect(await page.evaluate(() => document.documentElement.scrollWidth), 'text at 200 %').toBeLessThanOrEqual(360)
    expect(complaints).toEqual([])
  })
}

test('every page can be read without script, and a page says which language it speaks', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  contexts.push(context)
  const page = await context.newPage()
  for (const name of usual) {
    const scene = scenes[name]!
    site.world = scene.world
    const asked = `${site.url}${scene.path}${scene.path.includes('?') ? '&' : '?'}lang=`
    await page.goto(`${asked}en`)
    expect(await page.getAttribute('html', 'lang'), name).toBe('en')
    expect((await page.textContent('h1'))?.trim().length, name).toBeGreaterThan(0)
    await page.goto(`${asked}id`)
    expect(await page.getAttribute('html', 'lang'), name).toBe('id')
  }
})

/** Words without which no Indonesian sentence is made, and that stand in no name of an office. */
const indonesian =
  /(?<!\p{L})(?:yang|tidak|belum|sudah|menunggu|oleh|dengan|untuk|pada|dari|dalam|adalah|atau|ini|itu|akan|sampai|sejak|setiap|kami|anda|catatan|lihat|unduh|kembali|semua|diterima|tertua|terlambat|tepat)(?!\p{L})/iu
test('an English page holds no Indonesian sentence that does not say that it is one', async () => {
  const context = await browser.newContext()
  contexts.push(context)
  const page = await context.newPage()
  await page.goto(`${site.url}/bantuan`)
  const found: string[] = []
  for (const [name, scene] of Object.entries(scenes)) {
    site.world = scene.world
    const { pathname, searchParams } = new URL(scene.path, site.url)
    searchParams.set('lang', 'en')
    const html = await (await fetch(`${site.url}${pathname}?${searchParams}`)).text()
    const texts = await page.evaluate((text) => {
      const told = new DOMParser().parseFromString(text, 'text/html')
      for (const other of told.querySelectorAll('[lang=id], script, style')) other.remove()
      const labels = [...told.querySelectorAll('[aria-label], [data-h]')].flatMap((one) => [
        one.getAttribute('aria-label') ?? '',
        one.getAttribute('data-h') ?? '',
      ])
      const walker = told.createTreeWalker(told, NodeFilter.SHOW_TEXT)
      const said: string[] = []
      while (walker.nextNode()) said.push(walker.currentNode.textContent ?? '')
      return [...said, ...labels]
    }, html)
    // Somebody's words are quoted as they are.
    for (const text of texts) if (indonesian.test(text.replace(/“[^”]*”/g, ''))) found.push(`${name}: ${text.trim()}`)
  }
  expect(found).toEqual([])
})

test('the language chosen once stays', async () => {
  const context = await browser.newContext()
  contexts.push(context)
  const page = await context.newPage()
  site.world = scenes['p1']!.world
  await page.goto(`${site.url}/hari-ini`)
  await page.click('a[hreflang=en]')
  await page.goto(`${site.url}/hari-ini`)
  expect(await page.getAttribute('html', 'lang')).toBe('en')
  expect(await page.textContent('h1')).toContain('Good morning')
})

test('text size and colours are chosen without script, hold for every page of this device from its first byte, and nonsense changes nothing', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, colorScheme: 'light' })
  contexts.push(context)
  const page = await context.newPage()
  site.world = scenes['p14']!.world
  const shown = async () => [
    await page.getAttribute('html', 'data-size'),
    await page.getAttribute('html', 'data-theme'),
    await page.getAttribute('html', 'lang'),
  ]
  await page.goto(`${site.url}/pengaturan`)
  expect(await shown()).toEqual(['100', 'auto', 'id'])
  await page.getByText('150 %').click()
  await page.getByText('Gelap', { exact: true }).click()
  await page.getByText('English', { exact: true }).first().click()
  await page.getByRole('button', { name: 'Simpan tampilan' }).click()
  await page.waitForURL('**/pengaturan?disimpan=1')
  expect(await shown()).toEqual(['150', 'dark', 'en'])
  await page.goto(`${site.url}/publik`)
  expect(await shown()).toEqual(['150', 'dark', 'en'])
  expect(await page.getAttribute('meta[name=color-scheme]', 'content')).toBe('dark')
  const device = await browser.newContext({ storageState: await context.storageState(), colorScheme: 'light' })
  contexts.push(device)
  const drawn = await device.newPage()
  await drawn.goto(`${site.url}/publik`)
  const looks = () =>
    drawn.evaluate(() => [
      getComputedStyle(document.documentElement).fontSize,
      getComputedStyle(document.body).backgroundColor,
    ])
  expect(await looks()).toEqual(['24px', 'rgb(18, 22, 29)'])
  // Who chose light has it on a dark device too.
  await device.addCookies([{ name: 'tema', value: 'light', url: site.url }])
  await drawn.emulateMedia({ colorScheme: 'dark' })
  await drawn.reload()
  expect(await looks()).toEqual(['24px', 'rgb(255, 255, 255)'])

  const send = (body: string) =>
    context.request.post(`${site.url}/pengaturan/tampilan`, {
      headers: { origin: site.url, 'content-type': 'application/x-www-form-urlencoded' },
      data: body,
      maxRedirects: 0,
    })
  const refused = await send('ukuran=900&tema=dark&bahasa=en')
  expect([refused.status(), refused.headers()['location']]).toEqual([303, '/pengaturan?disimpan=belum'])
  expect(refused.headers()['set-cookie']).toBeUndefined()
  await page.goto(`${site.url}/pengaturan?disimpan=belum`)
  expect(await shown()).toEqual(['150', 'dark', 'en'])
  expect(await page.getByRole('alert').textContent()).toBe('There is no such choice. Nothing was changed.')
})

test('axe is seen to complain', async () => {
  const page = await browser.newPage()
  await page.setContent('<html lang="id"><title>x</title><main><h1>x</h1><img src="data:,"><input></main></html>')
  expect((await axe(page)).map((one) => one.id)).toEqual(expect.arrayContaining(['image-alt', 'label']))
  await page.close()
})
