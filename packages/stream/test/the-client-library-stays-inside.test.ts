import { spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { patiently, some } from '../src/kafka.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

test('no type that this package shows is one of the client library: another can take its place', () => {
  const folder = mkdtempSync(`${tmpdir()}/timbang-types-`)
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const project = `${root}packages/stream/tsconfig.types.json`
  writeFileSync(
    project,
    JSON.stringify({
      extends: '../../tsconfig.base.json',
      compilerOptions: {
        noEmit: false,
        declaration: true,
        emitDeclarationOnly: true,
        outDir: folder,
        rootDir: '../..',
      },
      include: ['src/*.ts'],
      exclude: ['src/*.test.ts'],
    }),
  )
  onTestFinished(() => rmSync(project))
  const { status, stdout } = spawnSync(`${root}node_modules/.bin/tsc`, ['-p', project], { encoding: 'utf8' })
  expect(stdout).toBe('')
  expect(status).toBe(0)
  const naming = globSync(`${folder}/packages/stream/src/*.d.ts`)
    .filter((file) => readFileSync(file, 'utf8').includes('kafkajs'))
    .map((file) => basename(file))
  // The one that is not among its exports: and this test is seen to find it.
  expect(naming).toEqual(['client.d.ts'])
  const { exports } = JSON.parse(readFileSync(`${root}packages/stream/package.json`, 'utf8')) as {
    exports: Record<string, string | null>
  }
  expect(exports['./client']).toBeNull()
})

test('a broker that tells of no partition right after it made a topic is asked again', async () => {
  const answers: number[][] = [[], [], [0, 1, 2]]
  expect(await patiently(async () => some(answers.shift()!))).toEqual([0, 1, 2])
  expect(answers).toEqual([])
})
