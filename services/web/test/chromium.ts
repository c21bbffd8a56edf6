import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'

const require = createRequire(new URL('../../../packages/testkit/package.json', import.meta.url))
export const axeSource = require.resolve('axe-core/axe.min.js')

export const openChromium = async (): Promise<Browser> => {
  // The packaged Chromium brings its own NSS libraries only where it believes to run in a Lambda.
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs22.x'
  const { chromium } = require('playwright-core') as typeof import('playwright-core')
  const packaged = ((await import(require.resolve('@sparticuz/chromium'))) as { default: { args: string[]; executablePath(): Promise<string> } }).default
  return chromium.launch({ executablePath: process.env['CHROME_PATH'] ?? (await packaged.executablePath()), args: packaged.args.filter((arg) => arg !== '--single-process'), headless: true })
}

export type Violation = { id: string; impact: string; nodes: readonly string[] }
export const axe = async (page: Page): Promise<readonly Violation[]> => {
  // Injected through the debugger, so the page's policy stays as strict as it is.
  const { readFile } = await import('node:fs/promises')
  await page.evaluate(await readFile(axeSource, 'utf8'))
  return page.evaluate(async () => {
    const found = await (globalThis as unknown as { axe: { run(options: object): Promise<{ violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[] }> } }).axe.run({ resultTypes: ['violations'] })
    return found.violations.map((one) => ({ id: one.id, impact: one.impact, nodes: one.nodes.map((node) => `${node.html.slice(0, 160)} :: ${node.failureSummary}`) }))
  })
}
