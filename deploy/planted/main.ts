import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { parseArgs } from 'node:util'
import { chooseInfra } from '@timbang/testkit/choose'
import { kept, root } from '../local/env.ts'
import { type Fault, projectOf } from './fault.ts'
import { faults, kinds } from './faults.ts'

// Plants each fault of the list in a copy of this checkout and asks the test that is named with it whether it notices:
//   node deploy/planted/main.ts --all           every fault
//   node deploy/planted/main.ts --only lock     those that have the word in their kind, promise, file, test or its project; may stand several times
//   node deploy/planted/main.ts --rest          those of which RESULT.md does not say that they were noticed; with --only, of those
// What was seen stands in RESULT.md beside this file; the exit code is 1 when a fault was not noticed.

const { values: wish } = parseArgs({
  options: { all: { type: 'boolean' }, only: { type: 'string', multiple: true }, rest: { type: 'boolean' } },
})

/** One row a fault, by what it is: a row of an earlier run stays as long as its fault is the same. */
const idOf = ({ file, found, planted, test }: Fault): string =>
  createHash('sha256')
    .update(JSON.stringify([file, found, planted, test]))
    .digest('hex')
    .slice(0, 8)
const result = `${root}deploy/planted/RESULT.md`
const UNNOTICED = 'UNNOTICED'
const WAITING = 'not planted yet'
/** What noticed each fault, by its id: the last cell of its row. */
const readRows = async (): Promise<Map<string, string>> =>
  new Map(
    (await readFile(result, 'utf8').catch(() => ''))
      .split('\n')
      .map((line) => [line.slice(2, 10), line.slice(0, -2).split(' | ').at(-1)!]),
  )

const kindOf = (fault: Fault): string => Object.entries(kinds).find(([, list]) => list.includes(fault))![0]
const has = (fault: Fault, word: string) =>
  [kindOf(fault), fault.promise, fault.file, fault.test, projectOf(fault.test)].some((text) =>
    text.toLowerCase().includes(word.toLowerCase()),
  )
const known = await readRows()
const chosen = faults.filter((fault) => {
  const due = [undefined, WAITING, UNNOTICED].includes(known.get(idOf(fault)))
  if (wish.all === true) return true
  if (wish.only === undefined && wish.rest !== true) return false
  return (wish.rest !== true || due) && (wish.only?.some((word) => has(fault, word)) ?? true)
})
if (chosen.length === 0) {
  console.error('No fault is meant: say --all, --rest, or --only and a word of a kind, a promise, a file or a test.')
  process.exit(1)
}

/** A test file that says nothing for so long has not noticed anything. */
const SILENT_MS = 300_000
const copy = `${kept}planted-${randomBytes(4).toString('hex')}/`
const report = `${copy}.timbang/report.json`

interface Assertion {
  readonly fullName: string
  readonly status: string
}
interface Seen {
  readonly files: ReadonlyMap<string, readonly Assertion[]>
  readonly said: string
}

/** Another checkout with what is in this one now, whose packages find each other and share what was installed. */
async function makeCopy(): Promise<void> {
  await mkdir(`${copy}.timbang`, { recursive: true })
  for (const name of await readdir(root))
    if (!['node_modules', '.git', '.timbang'].includes(name))
      await cp(`${root}${name}`, `${copy}${name}`, {
        recursive: true,
        // The links of a package name its neighbours from where it stands.
        verbatimSymlinks: true,
        filter: (source) => !source.endsWith('/.astro') && !source.includes('/node_modules/.vite'),
      })
  await symlink(`${root}node_modules`, `${copy}node_modules`)
  if (existsSync(`${kept}downloads`)) await symlink(`${kept}downloads`, `${copy}.timbang/downloads`)
}

let ended: () => void = () => undefined
/** Runs test files of one project in the copy. @param sentence only the tests that have it in their name */
async function ask(
  tests: readonly string[],
  environment: Readonly<Record<string, string>>,
  options: { readonly bail: boolean; readonly sentence?: string | undefined },
): Promise<Seen> {
  await rm(report, { force: true })
  const child = spawn(
    `${root}node_modules/.bin/vitest`,
    [
      ...['run', '--project', projectOf(tests[0]!), '--reporter=json', `--outputFile.json=${report}`],
      ...(options.bail ? ['--bail=1'] : []),
      ...(options.sentence === undefined ? [] : ['--testNamePattern', RegExp.escape(options.sentence)]),
      ...tests,
    ],
    {
      cwd: copy,
      // A group of its own: a test starts processes, and all of them end with it.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment, NO_COLOR: '1', FORCE_COLOR: '0', ASTRO_TELEMETRY_DISABLED: '1' },
    },
  )
  ended = () => {
    try {
      process.kill(-child.pid!, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-4_000)
    })
  const silent = setTimeout(ended, SILENT_MS)
  await new Promise((resolve) => child.once('close', resolve))
  clearTimeout(silent)
  const read = await readFile(report, 'utf8').then(
    (text) => JSON.parse(text) as { testResults: { name: string; assertionResults: Assertion[] }[] },
    () => ({ testResults: [] }),
  )
  return { said, files: new Map(read.testResults.map((one) => [relative(copy, one.name), one.assertionResults])) }
}

/** Before anything is planted every test file passes: else its failure would say nothing. @returns those that do not */
async function unplanted(environment: Readonly<Record<string, string>>): Promise<string[]> {
  const wrong: string[] = []
  const tests = [...new Set(chosen.map(({ test }) => test))]
  for (const ofProject of Map.groupBy(tests, projectOf).values()) {
    const { files, said } = await ask(ofProject, environment, { bail: false })
    const bad = ofProject.filter((test) => {
      const results = files.get(test) ?? []
      return !results.some(({ status }) => status === 'passed') || results.some(({ status }) => status === 'failed')
    })
    if (bad.length > 0) console.log(said)
    wrong.push(...bad)
  }
  return wrong
}

/** @returns the test that noticed; undefined when none did, or when the file could not even be read */
async function plant(fault: Fault, environment: Readonly<Record<string, string>>): Promise<string | undefined> {
  const file = `${copy}${fault.file}`
  const text = await readFile(file, 'utf8')
  if (text.split(fault.found).length !== 2) throw new Error(`${fault.file} does not have once: ${fault.found}`)
  await writeFile(
    file,
    text.replace(fault.found, () => fault.planted),
  )
  try {
    const { files } = await ask([fault.test], environment, { bail: true, sentence: fault.sentence })
    return files.get(fault.test)?.find(({ status }) => status === 'failed')?.fullName
  } finally {
    await writeFile(file, text)
  }
}

const cell = (text: string): string => text.replaceAll('|', '\\|')

async function write(seen: ReadonlyMap<Fault, string>): Promise<void> {
  const before = await readRows()
  const noticed = new Map(faults.map((fault) => [fault, seen.get(fault) ?? before.get(idOf(fault)) ?? WAITING]))
  const count = (what: string) => [...noticed.values()].filter((one) => one === what).length
  const [missed, waiting] = [count(UNNOTICED), count(WAITING)]
  const sections = Object.entries(kinds).map(([kind, list]) =>
    [
      `## ${kind}`,
      '',
      '| | what holds without it | planted in | noticed by |',
      '|---|---|---|---|',
      ...list.map((fault) => `| ${idOf(fault)} | ${cell(fault.promise)} | ${fault.file} | ${noticed.get(fault)} |`),
    ].join('\n'),
  )
  const at = new Date().toISOString().slice(0, 16).replace('T', ' ')
  await writeFile(
    result,
    `# What was planted, and what noticed

Written by \`node deploy/planted/main.ts\`, last at ${at} UTC. ${faults.length} faults: ${faults.length - missed - waiting} noticed, ${missed} unnoticed, ${waiting} not planted yet.

${sections.join('\n\n')}
`,
  )
}
let infra: Awaited<ReturnType<typeof chooseInfra>> | undefined
async function leave(): Promise<void> {
  ended()
  await infra?.stop()
  await rm(copy, { recursive: true, force: true })
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => void leave().finally(() => process.exit(130)))

const environment: Record<string, string> = {}
const seen = new Map<Fault, string>()
const missed: Fault[] = []
const wrong: string[] = []
try {
  await makeCopy()
  if (chosen.some(({ test }) => projectOf(test) !== 'unit')) {
    // One for all of them: each run would start its own.
    infra = await chooseInfra(console.log)
    const { kafkaBrokers, postgresUrl, redisUrl } = infra
    Object.assign(environment, { KAFKA_BROKERS: kafkaBrokers, POSTGRES_URL: postgresUrl, REDIS_URL: redisUrl })
  }
  // What fails by itself can notice nothing.
  wrong.push(...(await unplanted(environment)))
  for (const fault of chosen.filter(({ test }) => !wrong.includes(test))) {
    const begun = performance.now()
    const by = await plant(fault, environment)
    if (by === undefined) missed.push(fault)
    seen.set(fault, cell(by ?? UNNOTICED))
    const seconds = ((performance.now() - begun) / 1_000).toFixed(0).padStart(3)
    console.log(
      `${by === undefined ? UNNOTICED : 'noticed  '} ${seconds} s  ${fault.promise} ${by ?? `(${fault.test})`}`,
    )
    await write(seen)
  }
} finally {
  await leave()
}
console.log(`\n${seen.size} planted: ${seen.size - missed.length} noticed, ${missed.length} unnoticed`)
for (const { promise, file, test } of missed) console.log(`  ${promise}\n    planted in ${file}, asked ${test}`)
for (const test of wrong) console.log(`  ${test} fails with nothing planted: what it is to notice was not planted`)
process.exit(missed.length + wrong.length === 0 ? 0 : 1)
