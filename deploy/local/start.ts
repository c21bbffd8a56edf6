import { existsSync, writeFileSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { cast, loadSample, surveyLink } from '@timbang/data/load'
import { step } from '@timbang/data/loading/progress'
import { prepareDatabases } from '../migrate.ts'
import { prepareTopics } from '../topics.ts'
import { arrive } from './arrive.ts'
import { assemble, assembledIsCurrent } from './assemble.ts'
import type { Charge } from './charge.ts'
import { kept, readEnv } from './env.ts'
import { fetchComponents, isFetched } from './fetch.mjs'
import { addKafkaUsers, components, forgetInfra, type InfraOptions, superuser } from './infra.ts'
import { FORGET, fitsHere, noteLayout } from './layout.ts'
import { buildPages, pagesAreCurrent } from './pages.ts'
import { isFree } from './ports.ts'
import { environmentOf, feeder, type Process, processes, type World } from './processes.ts'
import { registerIn } from './register.ts'
import { doorsOf, lines, owners, secrets, writePrivately } from './secrets.ts'
import { chargeOf, supervise, type Supervised } from './supervise.ts'
import { loaded, peopleOf, size, wishes } from './wishes.ts'

const data = `${kept}data`

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

/** What runs, in the order of its start: all of a stage stop together. */
const stages: Supervised[][] = []
const register = registerIn(kept)
let holdsFolder = false
let asked = false
let stopped: Promise<void> | undefined

/** Last started, first stopped; the stores at the very end. However often it is asked. */
function stop(): Promise<void> {
  stopped ??= (async () => {
    for (let stage = stages.pop(); stage !== undefined; stage = stages.pop())
      await Promise.all(stage.map((one) => one.stop()))
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

const say = (sentence: string) => {
  if (!asked) console.log(`\n  ! ${sentence}`)
}
/** Begins things together and waits until they can serve. */
async function bring(charges: readonly Charge[], options?: { orFail: boolean }): Promise<void> {
  if (asked) return new Promise(() => {})
  const begun = charges.map((charge) =>
    supervise(charge, {
      log: `${kept}logs/${charge.name}.log`,
      say,
      started: register.remember,
      silentSeconds: Number(readEnv()['SILENT_SECONDS']),
    }),
  )
  stages.push(begun)
  await Promise.all(begun.map((one) => one.ready(options)))
}

/** Topics, grants, databases, roles and tables. */
async function prepare(options: InfraOptions, own: Readonly<Record<string, string>>): Promise<void> {
  const { kafkaBrokers, postgresUrl } = superuser(options)
  await during('Creating topics and databases', async () => {
    await addKafkaUsers(options)
    await Promise.all([
      prepareTopics([kafkaBrokers]),
      prepareDatabases(postgresUrl, owners(own)).catch((error: unknown) => {
        throw new Error(`${error instanceof Error ? error.message : error}\n${FORGET}`)
      }),
    ])
  })
}

/** The sample arrives while the pages are open. What breaks in the middle is begun again: what is in already changes nothing. @returns whether it is in */
function loadWith(people: number, world: World): Promise<boolean> {
  writeFileSync(size, String(people))
  if (!existsSync(loaded)) console.log(`\nThe sample province of ${people} people is arriving through the front doors:`)
  const load = () => loadSample({ people, environment: environmentOf('sample', world), done: loaded })
  return arrive(load, { left: () => asked, say, pause: () => sleep(3_000) })
}

async function start(): Promise<void> {
  // Whatever is written here, by whomever of ours, is for this user alone: keys, names, data.
  process.umask(0o077)
  const begun = performance.now()
  const wish = wishes()
  const env = readEnv()
  const own = secrets()
  await mkdir(`${kept}logs`, { recursive: true, mode: 0o700 })
  const people = peopleOf(wish, Number(env['SAMPLE_PEOPLE']))
  register.take()
  holdsFolder = true
  const orphans = await register.endOrphans()
  if (orphans.length > 0) console.log(`Ended what an earlier start had left: ${orphans.join(', ')}`)
  await portsAreFree(env)
  if (wish.fresh)
    await during('Forgetting all data', async () => {
      await forgetInfra(data)
      for (const file of [loaded, size, `${kept}people.json`]) await rm(file, { force: true })
    })
  fitsHere()
  const port = (name: string) => Number(env[name])
  const infra: InfraOptions = {
    directory: data,
    durable: true,
    doors: doorsOf(own),
    ports: {
      kafka: port('KAFKA_PORT'),
      controller: port('KAFKA_CONTROLLER_PORT'),
      postgres: port('POSTGRES_PORT'),
      redis: port('REDIS_PORT'),
    },
  }
  // The pages are built while the network is what one waits for.
  const built = pagesAreCurrent() ? undefined : buildPages()
  built?.catch(() => undefined)
  const assembled = assembledIsCurrent() ? undefined : assemble()
  assembled?.catch(() => undefined)
  if (!(await isFetched())) await during('Fetching Apache Kafka and Redis from Maven Central', fetchComponents)
  await during('Starting Kafka, PostgreSQL and Redis', async () => {
    const made = await components(infra)
    noteLayout()
    await bring(Object.values(made), { orFail: true })
  })
  await prepare(infra, own)
  if (built !== undefined) await during('Building the pages', () => built)
  await assembled

  const stores = {
    kafka: `127.0.0.1:${env['KAFKA_PORT']}`,
    postgres: `127.0.0.1:${env['POSTGRES_PORT']}`,
    redis: `127.0.0.1:${env['REDIS_PORT']}`,
  }
  const world: World = { env, secrets: own, stores }
  await mkdir(`${kept}environment`, { recursive: true, mode: 0o700 })
  // For the command line beside it: npm run timbang.
  writePrivately(`${kept}environment/cli`, lines(environmentOf('cli', world)))
  const charge = (one: Process) => chargeOf(one, environmentOf(one.name, world))
  await during('Starting the services', () => bring(processes(env).map(charge)))
  if (asked) return
  const site = `http://${env['BIND_HOST']}:${env['WEB_PORT']}`
  console.log(`\nReady after ${((performance.now() - begun) / 1_000).toFixed(1)} s. Open ${site}/`)
  if (wish.sample) {
    console.log('Log in by one click as')
    for (const person of cast(people)) console.log(`  ${person.name.padEnd(24)} ${person.position}, ${person.agency}`)
    const whole = await loadWith(people, world)
    if (whole && wish.feeder && !asked)
      await during('Starting the day that keeps arriving', () => bring([charge(feeder(env, people))]))
    const counter = whole ? surveyLink(loaded) : undefined
    if (counter !== undefined && !asked)
      console.log(`A citizen answers the survey of ${counter.unit} at ${site}${counter.path}`)
  } else
    console.log(
      'Nobody is in it yet: npm run timbang -- import staff FILE brings people in; a provider of your own (IDP_ISSUER) says who they are.',
    )
  if (!asked) console.log('Ctrl-C stops everything and loses nothing. Logs: .timbang/logs/')
}

start().catch(fail)
