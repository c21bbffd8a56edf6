import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const require = createRequire(import.meta.url)
const axeSource = require.resolve('axe-core/axe.min.js')
let axeText: Promise<string> | undefined

const launching = async () => {
  // The packaged Chromium brings its own NSS libraries only where it believes to run in a Lambda.
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs22.x'
  const packaged = (
    (await import(require.resolve('@sparticuz/chromium'))) as { default: { executablePath(): Promise<string> } }
  ).default
  // Not the package's own arguments: they switch web security off, and with it the Origin header that our origin check reads.
  return {
    executablePath: process.env['CHROME_PATH'] ?? (await packaged.executablePath()),
    // A graphics card that is imitated costs a fifth of the processor's time; painted without one the pages are the same.
    args: ['--no-sandbox', '--font-render-hinting=none', '--disable-gpu'],
    headless: true,
  }
}
export const openChromium = async (): Promise<Browser> => chromium.launch(await launching())
/** A browser whose storage outlives it. */
export const keepBrowser = async (directory: string): Promise<BrowserContext> =>
  chromium.launchPersistentContext(directory, await launching())

/** kill -9 of every process of the browser that keeps its storage there: no chance to tidy up. */
export const killBrowser = async (directory: string): Promise<void> => {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (command.includes(`--user-data-dir=${directory}`)) process.kill(Number(pid), 'SIGKILL')
  }
}

type Box = { x: number; y: number; width: number; height: number }
type Shift = {
  value: number
  sources: { node: { outerHTML?: string; textContent: string | null } | null; previousRect: Box; currentRect: Box }[]
}
/** From now on every layout shift is noted, with what moved. */
export const watchShifts = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const shifts: string[] = []
    Object.assign(globalThis, { shifts })
    new PerformanceObserver((list) => {
      for (const shift of list.getEntries() as unknown as Shift[])
        shifts.push(
          `${shift.value}: ${shift.sources.map(({ node, previousRect: was, currentRect: is }) => `${node?.outerHTML?.slice(0, 90) ?? node?.textContent} from ${was.x},${was.y} ${was.width}x${was.height} to ${is.x},${is.y} ${is.width}x${is.height}`).join(' | ')}`,
        )
    }).observe({ type: 'layout-shift' as 'mark', buffered: false })
  })
export const shifts = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => (globalThis as unknown as { shifts: string[] }).shifts)

export type Violation = { id: string; impact: string; nodes: readonly string[] }
export const axe = async (page: Page): Promise<readonly Violation[]> => {
  if (!(await page.evaluate(() => 'axe' in globalThis))) {
    // Injected through the debugger, so the page's policy stays as strict as it is; and as it stands: to wrap half a megabyte as an argument takes as
    // long as to run it.
    const debug = await page.context().newCDPSession(page)
    await debug.send('Runtime.evaluate', { expression: await (axeText ??= readFile(axeSource, 'utf8')) })
    await debug.detach()
  }
  return page.evaluate(async () => {
    const found = await (
      globalThis as unknown as {
        axe: {
          run(options: object): Promise<{
            violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[]
          }>
        }
      }
    ).axe.run({ resultTypes: ['violations'] })
    return found.violations.map((one) => ({
      id: one.id,
      impact: one.impact,
      nodes: one.nodes.map((node) => `${node.html.slice(0, 160)} :: ${node.failureSummary}`),
    }))
  })
}
