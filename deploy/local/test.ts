import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { kept, root } from './env.ts'

/** One check of `npm test`: a command, and how many tests it counts. */
interface Check {
  readonly name: string
  readonly command: readonly string[]
  readonly cwd?: string
  /** A vitest project: its own tests are counted. */
  readonly project?: string
}

const { values: only } = parseArgs({ options: { only: { type: 'string' } }, strict: false })
const bin = `${root}node_modules/.bin/`
const vitest = (project: string): Check => ({ name: project, project, command: [`${bin}vitest`, 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${kept}test-${project}.json`] })

/** Fast things first. */
const checks: readonly Check[] = [
  { name: 'buf lint', command: [`${bin}buf`, 'lint'] },
  ...(existsSync(`${root}proto/released.binpb`) ? [{ name: 'buf breaking', command: [`${bin}buf`, 'breaking', '--against', 'proto/released.binpb'] }] : []),
  { name: 'generated code is current', command: ['sh', '-c', 'cp -r packages/contracts/gen .timbang/gen-before && buf generate && buf build -o packages/contracts/gen/descriptors.binpb; diff -r .timbang/gen-before packages/contracts/gen; code=$?; rm -rf .timbang/gen-before; exit $code'] },
  { name: 'lint', command: [`${bin}biome`, 'lint', '--error-on-warnings', '.'] },
  { name: 'types', command: [`${bin}tsc`, '--noEmit'] },
  { name: 'types of the pages', command: [process.execPath, 'check.ts'], cwd: `${root}services/web` },
  { name: 'boundaries', command: [`${bin}depcruise`, '--config', '.dependency-cruiser.cjs', 'packages', 'services', 'deploy', 'data'] },
  vitest('unit'),
  { name: 'pages build', command: ['node_modules/.bin/astro', 'build'], cwd: `${root}services/web` },
  vitest('integration'),
  vitest('browser'),
  vitest('faults'),
]

const execute = (check: Check) =>
  new Promise<number>((resolve) => {
    const child = spawn(check.command[0]!, check.command.slice(1), { cwd: check.cwd ?? root, stdio: 'inherit', env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', FORCE_COLOR: '0' } })
    child.once('error', () => resolve(1))
    child.once('exit', (code) => resolve(code ?? 1))
  })

let passed = 0
let failed = 0
await mkdir(kept, { recursive: true })
for (const check of checks) {
  if (typeof only.only === 'string' && !only.only.split(',').includes(check.name)) continue
  const begun = performance.now()
  console.log(`\n── ${check.name}`)
  const report = `${kept}test-${check.project}.json`
  if (check.project !== undefined) await rm(report, { force: true })
  const code = await execute(check)
  if (check.project === undefined) {
    if (code === 0) passed++
    else failed++
  } else {
    const counted = await readFile(report, 'utf8').then((text) => JSON.parse(text) as { numPassedTests: number; numFailedTests: number; numFailedTestSuites: number }, () => undefined)
    passed += counted?.numPassedTests ?? 0
    // A file that cannot even be read counts as a failure, and so does a run that ends badly although every test passed.
    const bad = counted === undefined ? 1 : counted.numFailedTests
    failed += bad === 0 && code !== 0 ? 1 : bad
  }
  console.log(`── ${check.name}: ${code === 0 ? 'ok' : 'FAILED'}, ${((performance.now() - begun) / 1000).toFixed(1)} s`)
}
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
