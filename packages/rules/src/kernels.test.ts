import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { context, NOW, packsWith, scored, units, workedExample } from './example.ts'
import { kernelNamed, kernelOn, kernels, type Kernel } from './kernels.ts'
import { recompute, recomputers } from './recompute.ts'

/** Kernels that a sealed quarter names, each with the hash of its folder: never edited. A change is the next folder. */
const frozen: Readonly<Record<string, string>> = {}

/** A second semantics, which only this test has: everybody has a hundred. */
const second: Kernel = {
  ...kernels['1']!,
  evaluate: (...of) => {
    const { result, receipt } = kernels['1']!.evaluate(...of)
    return { result, receipt: { ...receipt, kernel: '2', index: 100_000 } }
  },
}
const both = { ...kernels, '2': second }
const packs = packsWith({ kernel: '2' })

test('the pack in force on a span’s last day names the kernel that evaluates it', () => {
  const first = packsWith({})[0]!
  const next = { ...packs[0]!, version: 2, effectiveFrom: '2026-10-01' }
  const indexOn = (period: string, from: string, to: string) =>
    kernelOn([first, next, packs[1]!], to, both).evaluate(
      workedExample(),
      units,
      context({ period, from, to }),
      [first, next, packs[1]!],
      NOW,
    ).receipt
  expect(indexOn('2026-Q3', '2026-07-01', '2026-09-30')).toMatchObject({ kernel: '1', index: 89_716 })
  expect(indexOn('2026-Q4', '2026-10-01', '2026-12-31')).toMatchObject({ kernel: '2', index: 100_000 })
})
test('a receipt is computed again by the kernel that it names', () => {
  const receipt = { ...scored(), kernel: '2' }
  const by = { ...recomputers, '2': () => ({ ...receipt, index: 100_000 }) }
  expect(recompute(receipt, packs, by).index).toBe(100_000)
  expect(recompute(scored(), packsWith({}), by).index).toBe(89_716)
  expect(() => recompute(receipt, packs)).toThrow(RangeError)
})
test('a kernel that is not here is named', () => {
  for (const name of ['2', 'toString']) expect(() => kernelNamed(name)).toThrow(`there is no kernel ${name} here`)
  expect(() => kernelOn(packs, '2021-12-31')).toThrow(RangeError)
})

/** One hash over all files of a folder but its tests. */
function hashOf(folder: URL): string {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort()
  return names
    .reduce(
      (hash, name) =>
        hash.update(name.slice(folder.pathname.length)).update('\0').update(readFileSync(name)).update('\0'),
      createHash('sha256'),
    )
    .digest('hex')
}
const folderOf = (name: string) => new URL(`./kernel/${name}/`, import.meta.url)

test('a frozen kernel is the folder that it was', () => {
  for (const [name, hash] of Object.entries(frozen)) expect([name, hashOf(folderOf(name))]).toEqual([name, hash])
  // That it is held is seen on one that is not frozen yet: its hash tells of every file, by name and by content.
  expect(hashOf(folderOf('1'))).toMatch(/^[0-9a-f]{64}$/)
  expect(hashOf(folderOf('1'))).not.toBe(hashOf(new URL('./kernel/1/criterion/', import.meta.url)))
})
test('a kernel leans on little outside its folder: days, hours, fractions, facts, parts, what is published', () => {
  const outside = ['civil-date', 'context', 'facts', 'fraction', 'parts', 'published', 'schema', 'shift']
  for (const name of Object.keys(kernels)) {
    const folder = folderOf(name)
    for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!file.name.endsWith('.ts') || file.name.endsWith('.test.ts')) continue
      const here = pathToFileURL(`${file.parentPath}/${file.name}`)
      for (const [, from] of readFileSync(here, 'utf8').matchAll(/ from '([^']+)'/g)) {
        const target = new URL(from!, here).href
        if (target.startsWith(folder.href)) continue
        expect(outside.map((one) => new URL(`./${one}.ts`, import.meta.url).href)).toContain(target)
      }
    }
  }
})
