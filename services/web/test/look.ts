// Looks: `node test/look.ts /tmp/look p1 a1` writes pictures of the named states at 360 and 1280 px.
import { mkdirSync } from 'node:fs'
import { axe, openChromium } from '@timbang/testkit/browser'
import { scenes } from './scenes.ts'
import { startSite } from './site.ts'

const [directory = '/tmp/look', ...wanted] = process.argv.slice(2)
mkdirSync(directory, { recursive: true })
const site = await startSite()
const browser = await openChromium()
for (const [name, scene] of Object.entries(scenes)) {
  if (wanted.length > 0 && !wanted.some((start) => name.startsWith(start))) continue
  site.world = scene.world
  for (const width of [360, 1280]) {
    const context = await browser.newContext({
      viewport: { width, height: 800 },
      colorScheme: scene.dark ? 'dark' : 'light',
    })
    const page = await context.newPage()
    page.on('console', (message) => message.type() === 'error' && console.log(`  ${name}: ${message.text()}`))
    page.on('pageerror', (error) => console.log(`  ${name}: ${error.message}`))
    await page.goto(site.url + scene.path)
    await scene.act?.(page)
    // As high as the page: what is sticky then stands where it ends.
    await page.setViewportSize({ width, height: await page.evaluate(() => document.documentElement.scrollHeight) })
    await page.screenshot({ path: `${directory}/${name}-${width}.png` })
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    if (wide > width) console.log(`  ${name} at ${width}: scrolls sideways, ${wide}`)
    for (const violation of await axe(page))
      console.log(`  ${name} at ${width}: ${violation.id}`, violation.nodes.slice(0, 3))
    await context.close()
  }
  console.log(name)
}
await browser.close()
await site.close()
