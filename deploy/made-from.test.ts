import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, onTestFinished, test } from 'vitest'
import { madeFrom } from './local/made-from.ts'

test('a source that changes, comes, goes or moves with its folder makes what was made of it old; a test and a library do not', () => {
  const home = mkdtempSync(`${tmpdir()}/timbang-made-`)
  onTestFinished(() => rmSync(home, { recursive: true }))
  const write = (file: string, text: string) => {
    mkdirSync(`${home}/one/${file}`.replace(/\/[^/]*$/, ''), { recursive: true })
    writeFileSync(`${home}/one/${file}`, text)
  }
  const now = (folder = 'one') => madeFrom(`${home}/${folder}/`, ['src/**/*.ts'], ['**/*.test.ts'])
  write('src/a.ts', 'a')
  write('src/deep/b.ts', 'b')
  const first = now()
  expect(now()).toBe(first)

  write('src/a.test.ts', 'x')
  write('src/node_modules/c/c.ts', 'x')
  write('other/d.ts', 'x')
  expect(now()).toBe(first)

  write('src/a.ts', 'b')
  expect(now()).not.toBe(first)
  write('src/a.ts', 'a')
  expect(now()).toBe(first)
  write('src/e.ts', '')
  expect(now()).not.toBe(first)
  rmSync(`${home}/one/src/e.ts`)
  rmSync(`${home}/one/src/deep/b.ts`)
  expect(now()).not.toBe(first)

  write('src/deep/b.ts', 'b')
  cpSync(`${home}/one`, `${home}/two`, { recursive: true })
  expect(now('two')).not.toBe(first)
})
