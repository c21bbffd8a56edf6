// Measures: `node test/paint.ts https://… [name of a person]` prints when the largest thing of each page is painted, on emulated 3G (300 ms,
// 700 kbit/s) with a processor six times slower, as a first visit, and what was fetched for it. Without an address it is the built pages with fixed data.
// It measures a machine too: a busy one is slower. What a test holds is bytes and blocking requests (budgets.browser.test.ts).
import { openChromium } from '@timbang/testkit/browser'
import type { BrowserContext } from 'playwright-core'
import { scenes } from './scenes.ts'
import { startSite } from './site.ts'

const ROUNDS = 3
const [address, person] = process.argv.slice(2)
const browser = await openChromium()

type Paint = { lcp: number; fcp: number; bytes: number; requests: number; element: string }
async function paint(context: BrowserContext, url: string): Promise<Paint> {
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 300,
    downloadThroughput: 700_000 / 8,
    uploadThroughput: 700_000 / 8,
  })
  await session.send('Emulation.setCPUThrottlingRate', { rate: 6 })
  let [bytes, requests] = [0, 0]
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
    requests++
  })
  await page.goto(url, { waitUntil: 'load' })
  await page.waitForTimeout(500)
  const seen = await page.evaluate(
    () =>
      new Promise<{ lcp: number; fcp: number; element: string }>((done) => {
        new PerformanceObserver((list) => {
          const last = list.getEntries().at(-1) as PerformanceEntry & { element?: Element }
          done({
            lcp: last.startTime,
            fcp: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
            element: `${last.element?.tagName.toLowerCase()} ${last.element?.textContent?.slice(0, 30).trim() ?? ''}`,
          })
        }).observe({ type: 'largest-contentful-paint', buffered: true })
      }),
  )
  await page.close()
  return { ...seen, bytes, requests }
}
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
async function tell(name: string, url: string, signedIn?: BrowserContext): Promise<void> {
  const rounds: Paint[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const context =
      signedIn ?? (await browser.newContext({ viewport: { width: 412, height: 900 }, deviceScaleFactor: 2 }))
    // Cookies stay, what was fetched does not.
    rounds.push(await paint(context, url))
    if (context !== signedIn) await context.close()
  }
  const { bytes, requests, element } = rounds[0]!
  console.log(
    `${name.padEnd(22)} LCP ${median(rounds.map(({ lcp }) => lcp)).toFixed(0)} ms, first paint ${median(rounds.map(({ fcp }) => fcp)).toFixed(0)} ms, ${(bytes / 1000).toFixed(1)} KB in ${requests} requests; ${element}`,
  )
}

if (address === undefined) {
  const site = await startSite()
  for (const name of ['w1', 'w2', 'w4', 'p1', 'p9', 'a1', 'i1', 'g1', 'o1']) {
    site.world = scenes[name]!.world
    await tell(name, site.url + scenes[name]!.path)
  }
  await site.close()
} else if (person === undefined) {
  for (const path of ['/', '/publik']) await tell(path, address + path)
} else {
  const context = await browser.newContext({ viewport: { width: 412, height: 900 }, deviceScaleFactor: 2 })
  const page = await context.newPage()
  await page.goto(`${address}/masuk?lanjut=%2Fpengaturan`)
  await page.waitForURL((url) => url.origin !== address)
  await page.fill('input[type=search]', person)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: person }).first().click()
  await page.waitForURL((url) => url.origin === address)
  const ways = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLAnchorElement>('.nav a')].map((link) => link.pathname),
  )
  await page.close()
  for (const path of ways) await tell(path, address + path, context)
}
await browser.close()
