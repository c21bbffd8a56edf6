import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { parseArgs } from 'node:util'
import { cast, loadSample, surveyLink } from '@timbang/data/load'
import { step } from '@timbang/data/loading/progress'
import { prepareDatabases } from '../migrate.ts'
import { prepareTopics } from '../topics.ts'
import { kept, readEnv } from './env.ts'
import { fetchComponents, isFetched } from './fetch.ts'
import { forgetInfra, startInfra, type Infra } from './infra.ts'
import { buildPages, pagesAreCurrent } from './pages.ts'
import { environmentOf, feeder, owners, processes, type Process } from './processes.ts'
import { registerIn } from './register.ts'
import { secrets } from './secrets.ts'
import { supervise, type Supervised } from './supervise.ts'

const data = `${kept}data`
/** Written when the sample province is whole. */
const loaded = `${kept}sample`
/** How many people it was begun with: a start that was broken off goes on with the same. */
const size = `${kept}sample-people`

interface Given {
  readonly fresh: boolean
  readonly people: number | undefined
  readonly sample: boolean
  readonly feeder: boolean
}

function given(): Given {
  try {
    const { values } = parseArgs({
      options: {
        fresh: { type: 'boolean', default: false },
        people: { type: 'string' },
        'no-sample': { type: 'boolean', default: false },
        'no-feeder': { type: 'boolean', default: false },
      },
    })
    const people = values.people === undefined ? undefined : Number(values.people)
    if (people !== undefined && (!Number.isInteger(people) || people < 300 || people > 100_000))
      throw new Error('--people takes a whole number from 300 to 100000.')
    return { fresh: values.fresh, people, sample: !values['no-sample'], feeder: !values['no-feeder'] }
  } catch (error) {
    throw new Error(`${(error as Error).message}\nnpm start -- [--fresh] [--people N] [--no-sample] [--no-feeder]`)
  }
}

/** How many people the sample has: what is loaded already decides. */
function peopleOf({ people, fresh }: Given, usual: number): number {
  const known = !fresh && existsSync(size) ? Number(readFileSync(size, 'utf8')) : undefined
  if (known !== undefined && people !== undefined && people !== known)
    throw new Error(
      `The data here are of ${known} people. To load ${people}, forget them: npm start -- --fresh --people ${people}`,
    )
  return known ?? people ?? usual
}

const isFree = (port: number, host: string) =>
  new Promise<boolean>((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })

async function portsAreFree(env: Readonly<Record<string, string>>): Promise<void> {
  const taken: string[] = []
  for (const [name, value] of Object.entries(env))
    if (name.endsWith('_PORT') && !(await isFree(Number(value), env['BIND_HOST']!))) taken.push(`${value} (${name})`)
  const more = taken.length > 3 ? ` and ${taken.length - 3} more` : ''
  if (taken.length > 0)
    throw new Error(
      `Taken already: port ${taken.slice(0, 3).join(', ')}${more}. Stop what listens there, or move all ports by other first digits: TIMBANG_PORTS=47 npm start`,
    )
}

const running: Supervised[] = []
let infra: Promise<Infra> | undefined
const register = registerIn(kept)
let holdsFolder = false
let asked = false
let stopped: Promise<void> | undefined

/** Last started, first stopped; the stores at the very end. However often it is asked. */
function stop(): Promise<void> {
  stopped ??= (async () => {
    for (let one = running.pop(); one !== undefined; one = running.pop()) await one.stop()
    await (await infra?.catch(() => undefined))?.stop()
    if (holdsFolder) register.leave()
  })()
  return stopped
}

function fail(error: unknown): void {
  // What breaks because everything is being stopped is no news.
  if (asked) return
  asked = true
  console.error(`\n${error instanceof Error ? error.message : String(error)}`)
  void stop().finally(() => process.exit(1))
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (asked) return
    asked = true
    console.log()
    const line = step('Stopping in reverse order')
    stop().then(
      () => {
        line.done()
        process.exit(0)
      },
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  })
}

// Whatever happens here: nobody else knows what runs and would stop it.
process.on('uncaughtException', fail)
process.on('unhandledRejection', fail)

/** A step of the start: one line with how long it took, the seconds shown while it lasts. */
async function during<T>(what: string, work: () => Promise<T>): Promise<T> {
  // Whoever pressed Ctrl-C in the step before does not want the next one.
  if (asked) return new Promise(() => {})
  const line = step(what)
  const ticking = setInterval(() => line.at(), 1_000)
  try {
    const done = await work()
    if (!asked) line.done()
    return done
  } finally {
    clearInterval(ticking)
  }
}

async function start(): Promise<void> {
  const begun = performance.now()
  const wishes = given()
  const env = readEnv()
  await mkdir(`${kept}logs`, { recursive: true })
  const people = peopleOf(wishes, Number(env['SAMPLE_PEOPLE']))
  register.take()
  holdsFolder = true
  const orphans = await register.endOrphans()
  if (orphans.length > 0) console.log(`Ended what an earlier start had left: ${orphans.join(', ')}`)
  await portsAreFree(env)
  if (wishes.fresh)
    await during('Forgetting all data', async () => {
      await forgetInfra(data)
      for (const file of [loaded, size, `${kept}people.json`]) await rm(file, { force: true })
    })
  if (!(await isFetched())) await during('Fetching Apache Kafka and Redis from Maven Central', fetchComponents)
  const stores = await during('Starting Kafka, PostgreSQL and Redis', () => {
    const port = (name: string) => Number(env[name])
    infra = startInfra({
      directory: data,
      durable: true,
      ports: {
        kafka: port('KAFKA_PORT'),
        controller: port('KAFKA_CONTROLLER_PORT'),
        postgres: port('POSTGRES_PORT'),
        redis: port('REDIS_PORT'),
      },
      onStarted: register.remember,
    })
    return infra
  })
  const own = secrets()
  await during('Creating topics', () => prepareTopics([stores.kafkaBrokers]))
  await during('Creating databases and running migrations', () => prepareDatabases(stores.postgresUrl, owners(own)))
  if (!pagesAreCurrent()) await during('Building the pages', buildPages)

  const environment = environmentOf(env, own, {
    kafkaBrokers: stores.kafkaBrokers,
    postgres: `127.0.0.1:${env['POSTGRES_PORT']}`,
    redisUrl: stores.redisUrl,
  })
  const say = (sentence: string) => console.log(`\n  ! ${sentence}`)
  const bring = async (those: readonly Process[]) => {
    const begun = those.map((one) => supervise(one, environment, { say, started: register.remember }))
    running.push(...begun)
    await Promise.all(begun.map((one) => one.ready()))
  }
  await during('Starting the services', async () => {
    // Web publishes the keys by which the others know its tokens, the provider its own: these two first, the others side by side.
    const [idp, web, ...rest] = processes(env)
    await bring([idp!, web!])
    if (!asked) await bring(rest)
  })
  if (wishes.sample && !asked) {
    writeFileSync(size, String(people))
    if (!existsSync(loaded)) console.log(`Loading the sample province of ${people} people through the front doors:`)
    await loadSample({ people, environment, done: loaded })
    if (wishes.feeder) await during('Starting the day that keeps arriving', () => bring([feeder(env, people)]))
  }
  if (asked) return
  console.log(
    `\nReady after ${((performance.now() - begun) / 1_000).toFixed(1)} s. Open http://${env['BIND_HOST']}:${env['WEB_PORT']}/${wishes.sample ? ' and log in by one click as' : ''}`,
  )
  if (wishes.sample)
    for (const person of cast(people)) console.log(`  ${person.name.padEnd(24)} ${person.position}, ${person.agency}`)
  else
    console.log(
      'Nobody is in it yet: npm run timbang -- import staff FILE brings people in; a provider of your own (IDP_ISSUER) says who they are.',
    )
  const counter = wishes.sample ? surveyLink(loaded) : undefined
  if (counter !== undefined)
    console.log(
      `A citizen answers the survey of ${counter.unit} at http://${env['BIND_HOST']}:${env['WEB_PORT']}${counter.path}`,
    )
  console.log('Ctrl-C stops everything and loses nothing. Logs: .timbang/logs/')
}

start().catch(fail)
