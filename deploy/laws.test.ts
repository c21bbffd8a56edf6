import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { topics } from '@timbang/contracts/topics'
import { root } from './local/env.ts'

/** Lints a text as if it stood in these files, in a copy of the root that has nothing else. @returns line and message of what the linter refuses, by file */
function lint(text: string, ...files: string[]): Record<string, string[]> {
  const copy = mkdtempSync(`${tmpdir()}/timbang-lint-`)
  onTestFinished(() => rmSync(copy, { recursive: true }))
  for (const part of ['biome.json', 'deploy/lint']) cpSync(`${root}${part}`, `${copy}/${part}`, { recursive: true })
  for (const file of files) {
    mkdirSync(dirname(`${copy}/${file}`), { recursive: true })
    writeFileSync(`${copy}/${file}`, text)
  }
  const { stdout } = spawnSync(
    `${root}node_modules/.bin/biome`,
    ['lint', '--reporter=json', '--vcs-enabled=false', '.'],
    { cwd: copy, encoding: 'utf8' },
  )
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { severity: string; message: string; location: { path: string; start: { line: number } } }[]
  }
  return Object.fromEntries(
    files.map((file) => [
      file,
      diagnostics
        .filter(({ severity, location }) => severity === 'error' && location.path.endsWith(file))
        .map(({ message, location }) => `${location.start.line} ${message}`)
        .sort(),
    ]),
  )
}
const sources = (...patterns: string[]) =>
  globSync(patterns, {
    cwd: root,
    exclude: (name) => /node_modules|dist|[.]astro|[/]gen[/]|[.]test[.]ts$/.test(name),
  }).map((file) => ({ file, text: readFileSync(`${root}${file}`, 'utf8') }))

const impure = `export const clock = () => Date.now() + new Date().getTime()
export const lots = () => Math.random()
export const waits = async () => { await undefined }
export const environment = () => process.env
export const instant = (now: number) => new Date(now).getUTCDay()
`
const clock = '1 A domain reads no clock: take the instant as an argument.'
test('the linter refuses a domain that reads the clock, draws lots, waits or reads its environment', () => {
  const refused = [
    clock,
    clock,
    '2 A domain draws no lots: take the id as an argument.',
    '3 A domain waits for nothing.',
    '4 Do not use the global variable process.',
  ]
  const files = [
    'services/appraisal/src/domain/impure.ts',
    'services/journal/src/entry/domain/impure.ts',
    'services/journal/src/verdict/domain.ts',
    'packages/rules/src/impure.ts',
  ]
  for (const [file, said] of Object.entries(lint(impure, ...files)))
    expect(
      said.filter((one) => !one.includes('Only packages/process')),
      file,
    ).toEqual(refused)
})
test('the linter refuses whoever reads the clock past packages/process', () => {
  const past = '1 Only packages/process/src/clock.ts reads the clock: take a Clock.'
  expect(lint(impure, 'services/journal/src/verdict/handle.ts', 'packages/process/src/clock.ts')).toEqual({
    'services/journal/src/verdict/handle.ts': [past, past],
    'packages/process/src/clock.ts': [],
  })
})
test('no statement asks the database what time it is', () => {
  const asking =
    /\bnow\(\)|\bcurrent_(?:timestamp|date|time)\b|\b(?:clock|statement|transaction)_timestamp\(|\blocaltimestamp\b/i
  for (const { file, text } of sources('{services,packages}/*/migrations/*.sql')) expect(text, file).not.toMatch(asking)
  for (const { file, text } of sources('{services,packages}/*/src/**/*.ts'))
    for (const [statement] of text.matchAll(/`\s*(?:with|select|insert|update|delete)\b[^`]*`/gi))
      expect(statement, file).not.toMatch(asking)
})
test('a topic is named in one table', () => {
  const names = Object.values(topics).map(({ name }) => name)
  expect(names.length).toBeGreaterThan(5)
  const naming = new RegExp(`['"\`](?:${names.map((name) => name.replaceAll('.', '[.]')).join('|')})['"\`]`)
  const found = sources('{services,packages}/*/src/**/*.{ts,tsx}', '{data,deploy,bench}/**/*.ts')
    .filter(({ text }) => naming.test(text))
    .map(({ file }) => file)
  expect(found).toEqual(['packages/contracts/src/topics.ts'])
})
