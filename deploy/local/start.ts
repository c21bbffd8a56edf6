import { execFile } from 'node:child_process'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { createHash } from 'node:crypto'
import { parseArgs, promisify } from 'node:util'
import { kept, readEnv, root } from './env.ts'
import { fetchComponents, isFetched } from './fetch.ts'
import { startInfra, type Infra } from './infra.ts'
import { environmentOf, owners, processes } from './processes.ts'
import { secrets } from './secrets.ts'
import { endOrphans, remember, supervise, type Supervised } from './supervise.ts'
import { prepareDatabases } from '../migrate.ts'
import { prepareTopics } from '../topics.ts'

const { values: given } = parseArgs({ options: { fresh: { type: 'boolean', default: false }, people: { type: 'string', default: '1200' }, 'no-sample': { type: 'boolean', default: false }, 'no-feeder': { type: 'boolean', default: false } } })

const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`
/** One line a step, with how long it took. A step that fails says its one sentence and ends the start. */
async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const begun = performance.now()
  process.stdout.write(`${what} … `)
  try {
    const done = await work()
    console.log(seconds(begun))
    return done
  } catch (error) {
    console.log('failed')
    throw error
  }
}

const isFree = (port: number, host: string) =>
  new Promise<boolean>((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })

async function portsAreFree(env: Record<string, string>): Promise<void> {
  const taken: string[] = []
  for (const [name, value] of Object.entries(env)) if (name.endsWith('_PORT') && !(await isFree(Number(value), '127.0.0.1'))) taken.push(`${value} (${name})`)
  if (taken.length > 0) throw new Error(`Port ${taken.join(', ')} is taken. Stop what uses it, or choose other first digits: TIMBANG_PORTS=47 npm start`)
}

/** Whether anything that the pages are built from is newer than what was built. */
async function pagesAreStale(): Promise<boolean> {
  const built = await stat(`${root}services/web/dist/server/entry.mjs`).catch(() => undefined)
  if (built === undefined) return true
  for (const folder of ['services/web/src', 'services/web/public', 'packages/rules/src', 'packages/contracts/src']) {
    for (const entry of await readdir(`${root}${folder}`, { recursive: true, withFileTypes: true })) {
      if (entry.isFile() && (await stat(`${entry.parentPath}/${entry.name}`)).mtimeMs > built.mtimeMs) return true
    }
  }
  return false
}

const running: Supervised[] = []
let infra: Infra | undefined
let stopping: Promise<void> | undefined

/** Last started, first stopped; the stores at the very end. However often it is asked. */
const stop = () => {
  stopping ??= (async () => {
    for (let one = running.pop(); one !== undefined; one = running.pop()) await one.stop()
    await infra?.stop()
  })()
  return stopping
}

let asked = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (asked) return
    asked = true
    const begun = performance.now()
    process.stdout.write('\nStopping in reverse order … ')
    stop().then(() => {
      console.log(seconds(begun))
      process.exit(0)
    }, fail)
  })
}

function fail(error: unknown): void {
  console.error(error instanceof Error ? error.message : error)
  void stop().finally(() => process.exit(1))
}

async function main(): Promise<void> {
  const begun = performance.now()
  const env = readEnv()
  const people = Number(given.people)
  if (!Number.isInteger(people) || people < 300 || people > 100_000) throw new Error('--people takes a whole number from 300 to 100000.')
  await mkdir(`${kept}logs`, { recursive: true })
  const orphans = await endOrphans()
  if (orphans.length > 0) console.log(`Ended what an earlier start had left: ${orphans.join(', ')}`)
  await portsAreFree(env)
  const data = `${kept}data`
  if (given.fresh) await step('Forgetting all data', async () => {
    await rm(data, { recursive: true, force: true })
    await rm(`${tmpdir()}/timbang-postgres-${createHash('sha256').update(data).digest('hex').slice(0, 12)}`, { recursive: true, force: true })
    await rm(`${kept}sample`, { force: true })
    await rm(`${kept}people.json`, { force: true })
  })
  if (!isFetched()) await step('Fetching Apache Kafka and Redis from Maven Central', fetchComponents)
  const port = (name: string) => Number(env[name])
  infra = await step('Starting Kafka, PostgreSQL and Redis', () => startInfra({ directory: data, durable: true, ports: { kafka: port('KAFKA_PORT'), controller: port('KAFKA_CONTROLLER_PORT'), postgres: port('POSTGRES_PORT'), redis: port('REDIS_PORT') } }))
  for (const name of ['kafka', 'postgres', 'redis'] as const) remember(name, infra.pids[name])
  const own = secrets()
  await step('Creating topics', () => prepareTopics([infra!.kafkaBrokers]))
  await step('Creating databases and running migrations', () => prepareDatabases(infra!.postgresUrl, owners(own)))
  if (await pagesAreStale()) await step('Building the pages', () => promisify(execFile)(`${root}services/web/node_modules/.bin/astro`, ['build'], { cwd: `${root}services/web`, env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' } }))
  const environment = environmentOf(env, own, { kafkaBrokers: infra.kafkaBrokers, postgres: `127.0.0.1:${env['POSTGRES_PORT']}`, redisUrl: infra.redisUrl })
  const say = (sentence: string) => console.log(`  ! ${sentence}`)
  await step('Starting the services', async () => {
    // Web publishes the keys by which the others know its tokens, the provider its own: these two first, the others side by side.
    const [idp, web, ...rest] = processes(env)
    for (const first of [idp!, web!]) running.push(await supervise(first, environment, say))
    running.push(...await Promise.all(rest.map((one) => supervise(one, environment, say))))
  })
  if (!given['no-sample']) {
    const { loadSample } = await import('@timbang/data/load')
    await loadSample({ people, environment, done: `${kept}sample` })
    if (!given['no-feeder']) running.push(await supervise({ name: 'feeder', entry: 'data/feeder/main.ts', ready: `http://${env['BIND_HOST']}:${env['WEB_PORT']}/health/live` }, { ...environment, SAMPLE_PEOPLE: String(people) }, say))
  }
  console.log(`\nReady after ${seconds(begun)}. Open http://${env['BIND_HOST']}:${env['WEB_PORT']}/ and log in with one click:`)
  if (!given['no-sample']) {
    const { cast } = await import('@timbang/data/load')
    for (const person of cast(people)) console.log(`  ${person.name.padEnd(24)} ${person.position}, ${person.agency}`)
  }
  console.log(`Logs: .timbang/logs/. Ctrl-C stops everything and loses nothing.`)
}

main().catch(fail)
