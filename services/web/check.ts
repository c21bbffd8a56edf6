// Types of the pages: tsc does not read .astro, so each is turned into TSX beside a copy of the sources and checked there.
// A missing word of a dictionary or a field that no view has fails here, as it does in a .ts file.
import { spawnSync } from 'node:child_process'
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { convertToTsx } from '@astrojs/astro2tsx'

const here = fileURLToPath(new URL('.', import.meta.url))
const copy = `${here}.astro/check/`
const tsc = fileURLToPath(new URL('../../node_modules/.bin/tsc', import.meta.url))
const run = (project: string): number => spawnSync(tsc, ['--noEmit', '-p', project], { stdio: 'inherit' }).status ?? 1

rmSync(copy, { recursive: true, force: true })
cpSync(`${here}src`, `${copy}src`, { recursive: true })
for (const file of globSync(`${copy}src/**/*.astro`)) {
  const { code, diagnostics } = convertToTsx(readFileSync(file, 'utf8'), { filename: file, ambientTypes: true })
  for (const { message } of diagnostics) console.error(`${file}: ${message}`)
  writeFileSync(`${file}.tsx`, code)
}
writeFileSync(
  `${copy}tsconfig.json`,
  JSON.stringify({
    extends: '../../tsconfig.json',
    compilerOptions: { jsx: 'preserve', jsxImportSource: 'astro', types: ['node', 'astro/client', 'astro/astro-jsx'] },
    include: ['src/**/*.astro.tsx', 'src/env.d.ts'],
  }),
)

// Both are run, so that one look shows all that is wrong.
const results = [run(here), run(copy)]
process.exit(results.every((code) => code === 0) ? 0 : 1)
