import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { chooseInfra } from '@timbang/testkit/choose'
import { kept, root } from './env.ts'

/** One check of `npm test`: a command that ends with 0 when all is well. */
interface Check {
  readonly name: string
  readonly command: readonly string[]
  readonly cwd?: string
  /** A vitest project: its own tests are counted, any other check counts as one. */
  readonly project?: string
}
interface Count {
  readonly passed: number
  readonly failed: number
}

const bin = `${root}node_modules/.bin/`
const generated = '.timbang/generated'
const vitest = (project: string): Check => ({
  name: project,
  project,
  command: [
    `${bin}vitest`,
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${kept}test-${project}.json`,
  ],
})

/** Need nothing but the sources: two at a time, their words shown when they are done. */
const still: readonly Check[] = [
  { name: 'buf lint', command: [`${bin}buf`, 'lint'] },
  // Until the first release there is nothing that could be broken.
  ...(existsSync(`${root}proto/released.binpb`)
    ? [{ name: 'buf breaking', command: [`${bin}buf`, 'breaking', '--against', 'proto/released.binpb'] }]
    : []),
  {
    name: 'generated code is current',
    command: [
      'sh',
      '-c',
      `rm -rf ${generated} && buf generate -o ${generated} && buf build -o ${generated}/packages/contracts/gen/descriptors.binpb && diff -r ${generated}/packages/contracts/gen packages/contracts/gen`,
    ],
  },
  { name: 'lint', command: [`${bin}biome`, 'check', '--error-on-warnings', '--diagnostic-level=warn', '.'] },
  { name: 'types', command: [`${bin}tsc`, '--noEmit'] },
  { name: 'types of the pages', command: [process.execPath, 'check.ts'], cwd: `${root}services/web` },
  {
    name: 'boundaries',
    command: [
      `${bin}depcruise`,
      '--config',
      '.dependency-cruiser.cjs',
      ...['packages', 'services', 'cli', 'deploy', 'data', 'bench'].filter((folder) => existsSync(`${root}${folder}`)),
    ],
  },
  { name: 'pages build', command: [process.execPath, 'deploy/local/pages.ts'] },
  { name: 'processes put together', command: [process.execPath, 'deploy/local/assemble.ts'] },
]
/** Fast things first. */
const before: readonly Check[] = [vitest('unit')]
/** On the real components, one after the other. */
const real: readonly Check[] = [vitest('integration'), vitest('browser'), vitest('faults')]

let infra: ReturnType<typeof chooseInfra> | undefined
const stop = async () => void (await (await infra?.catch(() => undefined))?.stop())
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => void stop().finally(() => process.exit(130)))

/** @returns the exit code, and what was said when it was not shown at once */
const execute = (check: Check, environment: Readonly<Record<string, string>>, shown: boolean) =>
  new Promise<{ code: number; said: string }>((resolve) => {
    let said = ''
    const child = spawn(check.command[0]!, check.command.slice(1), {
      cwd: check.cwd ?? root,
      stdio: ['ignore', shown ? 'inherit' : 'pipe', shown ? 'inherit' : 'pipe'],
      env: {
        ...process.env,
        ASTRO_TELEMETRY_DISABLED: '1',
        ...(process.stdout.isTTY ? {} : { NO_COLOR: '1', FORCE_COLOR: '0' }),
        ...environment,
      },
    })
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
    child.once('error', (error) => resolve({ code: 1, said: error.message }))
    child.once('close', (code) => resolve({ code: code ?? 1, said }))
  })

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[]
}
/** A file that cannot even be read counts as a failure, and so does a run that ends badly although every test passed. */
async function countOf(report: string, code: number): Promise<Count> {
  const read = await readFile(report, 'utf8').then(
    (text) => JSON.parse(text) as Report,
    () => undefined,
  )
  if (read === undefined) return { passed: 0, failed: 1 }
  const failed =
    read.numFailedTests +
    read.testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0)
      .length
  return { passed: read.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed }
}

async function run(check: Check, environment: Readonly<Record<string, string>> = {}): Promise<Count> {
  const begun = performance.now()
  const report = `${kept}test-${check.project}.json`
  if (check.project !== undefined) {
    await rm(report, { force: true })
    console.log(`\n── ${check.name}`)
  }
  const { code, said } = await execute(check, environment, check.project !== undefined)
  const count =
    check.project === undefined
      ? { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 }
      : await countOf(report, code)
  if (code !== 0) console.log(said.trimEnd())
  console.log(
    `── ${check.name}: ${count.failed === 0 ? 'ok' : 'FAILED'}, ${((performance.now() - begun) / 1_000).toFixed(1)} s`,
  )
  return count
}

const { values } = parseArgs({ options: { only: { type: 'string' } } })
const only = values.only?.split(',')
// A browser sees the pages that were built last, and a process runs as it was put together last.
if (only?.some((name) => name === 'browser' || name === 'faults') && !only.includes('pages build'))
  only.push('pages build', 'processes put together')
const wanted = (checks: readonly Check[]) => checks.filter(({ name }) => only === undefined || only.includes(name))
const unknown = only?.filter((name) => ![...still, ...before, ...real].some((check) => check.name === name)) ?? []
if (unknown.length > 0) {
  console.error(
    `There is no check "${unknown.join('", "')}". There are: ${[...still, ...before, ...real].map(({ name }) => name).join(', ')}.`,
  )
  process.exit(1)
}

const begun = performance.now()
await mkdir(kept, { recursive: true })
const counts: Count[] = []
// One for all kinds of tests, as each of them would start its own; it starts while the sources are looked at.
if (wanted(real).length > 0) infra = chooseInfra(console.log)
infra?.catch(() => undefined)
const waiting = wanted(still)
await Promise.all(
  [1, 2].map(async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) counts.push(await run(check))
  }),
)
for (const check of wanted(before)) counts.push(await run(check))

if (infra !== undefined) {
  const { kafkaBrokers, postgresUrl, redisUrl } = await infra
  const addresses = { KAFKA_BROKERS: kafkaBrokers, POSTGRES_URL: postgresUrl, REDIS_URL: redisUrl }
  console.log(`Kafka, PostgreSQL and Redis of this run: ${kafkaBrokers}, ${postgresUrl}, ${redisUrl}`)
  for (const check of wanted(real)) counts.push(await run(check, addresses))
  await stop()
}

const [passed, failed] = [
  counts.reduce((sum, count) => sum + count.passed, 0),
  counts.reduce((sum, count) => sum + count.failed, 0),
]
console.log(`\nAll of it in ${((performance.now() - begun) / 1_000).toFixed(0)} s`)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
