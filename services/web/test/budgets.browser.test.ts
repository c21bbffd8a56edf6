import { brotliCompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scenes } from './scenes.ts'
import { type Site, startSite } from './site.ts'

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())

const compressed = async (path: string): Promise<{ bytes: number; text: string }> => {
  const text = await (await fetch(site.url + path)).text()
  return { bytes: brotliCompressSync(text).length, text }
}

/** What a first visit fetches, in brotli bytes: the page, its styles, its scripts and all that these import. */
const weigh = async (path: string): Promise<{ all: number; script: number }> => {
  const page = await compressed(path)
  const wanted = [...page.text.matchAll(/(?:href|src)="(\/_astro\/[^"]+)"/g)].map((found) => found[1] ?? '')
  const known = new Set<string>()
  let [all, script] = [page.bytes, 0]
  for (let file = wanted.pop(); file !== undefined; file = wanted.pop()) {
    if (known.has(file)) continue
    known.add(file)
    const { bytes, text } = await compressed(file)
    all += bytes
    if (file.endsWith('.js')) {
      script += bytes
      for (const found of text.matchAll(/(?:from|import)\s*\(?["']\.\/([\w.-]+\.js)["']/g))
        wanted.push(`/_astro/${found[1]}`)
    }
  }
  return { all: all / 1000, script: script / 1000 }
}

const budgets: readonly [string, number, number][] = [
  ['w2', 40, 0],
  ['w4', 40, 0],
  ['sign-in', 40, 0],
  ['p1', 60, 30],
  ['p2', 60, 30],
  ['p13', 60, 30],
  ['p9', 60, 30],
  ['p9-days', 60, 30],
  ['a1', 80, 80],
  ['a2', 80, 80],
  ['i1', 110, 110],
  ['g1', 110, 110],
  ['o1', 140, 140],
]
for (const [name, all, script] of budgets) {
  test(`${name} weighs at most ${all} KB, of which script ${script}`, async () => {
    site.world = scenes[name]!.world
    const weight = await weigh(scenes[name]!.path)
    console.log(`${name}: ${weight.all.toFixed(1)} KB, script ${weight.script.toFixed(1)} KB`)
    expect(weight.all).toBeLessThanOrEqual(all)
    expect(weight.script).toBeLessThanOrEqual(script)
  })
}
