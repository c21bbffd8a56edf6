import { randomBytes } from 'node:crypto'
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { kept, readEnv, root } from '../local/env.ts'
import { forgetInfra, freePorts, startInfra } from '../local/infra.ts'
import { buildPages, pagesAreCurrent } from '../local/pages.ts'
import { environmentOf, owners, type Process, processes } from '../local/processes.ts'
import { registerIn } from '../local/register.ts'
import { newSecrets } from '../local/secrets.ts'
import { prepareDatabases } from '../migrate.ts'
import { prepareTopics } from '../topics.ts'

/** The whole platform as it really runs, every process of its own, on any free ports. */
export interface Province {
  /** Where browsers reach it. */
  readonly site: string
  /** All that a process sees of the world: addresses and secrets. */
  readonly environment: Readonly<Record<string, string>>
  /** kill -9; it stays down until it is started. */
  kill(name: string): Promise<void>
  start(name: string): Promise<void>
  /** One more of a process, as another replica of it, on a port of its own. @returns its address */
  another(name: string, port: string): Promise<string>
  /** Last started, first stopped; nothing stays. */
  close(): Promise<void>
}

const READY_WITHIN_MS = 60_000

const ended = (child: ChildProcess, signal: NodeJS.Signals) =>
  new Promise<void>((resolve) => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill(signal)
  })

/**
 * Starts Kafka, PostgreSQL and Redis, makes topics and databases, and runs the processes of the platform. Empty: nobody works there yet.
 * @param only names of processes; absent: all of them
 */
export async function standUp(only?: readonly string[]): Promise<Province> {
  // The name by which a run of tests that was killed is found and ended by the next one.
  const directory = `${kept}test-${randomBytes(4).toString('hex')}`
  await mkdir(`${directory}/logs`, { recursive: true })
  const register = registerIn(directory)
  register.take()
  const known = readEnv()
  const names = Object.keys(known).filter((name) => name.endsWith('_PORT'))
  const ports = await freePorts(names.length)
  const env = { ...known, ...Object.fromEntries(names.map((name, at) => [name, String(ports[at])])) }
  const port = (name: string) => Number(env[name])
  const infra = await startInfra({
    directory,
    durable: false,
    ports: {
      kafka: port('KAFKA_PORT'),
      controller: port('KAFKA_CONTROLLER_PORT'),
      postgres: port('POSTGRES_PORT'),
      redis: port('REDIS_PORT'),
    },
    onStarted: register.remember,
  })
  const children = new Map<string, ChildProcess>()
  const close = async () => {
    for (const child of [...children.values()].reverse()) await ended(child, 'SIGTERM')
    await infra.stop()
    await forgetInfra(directory)
    await rm(directory, { recursive: true, force: true })
  }
  try {
    const secrets = newSecrets()
    await Promise.all([
      prepareTopics([infra.kafkaBrokers]),
      prepareDatabases(infra.postgresUrl, owners(secrets)),
      pagesAreCurrent() ? undefined : buildPages(),
    ])
    const environment: Record<string, string> = {
      ...environmentOf(env, secrets, {
        kafkaBrokers: infra.kafkaBrokers,
        postgres: `127.0.0.1:${port('POSTGRES_PORT')}`,
        redisUrl: infra.redisUrl,
      }),
      IDP_PEOPLE_FILE: `${directory}/people.json`,
      POSTGRES_URL: infra.postgresUrl,
    }
    const all = processes(env)
    const start = async (name: string) => {
      const one = all.find((each) => each.name === name)!
      const child = begin(one, environment, `${directory}/logs/${name}.log`)
      children.set(name, child)
      register.remember(name, child.pid!)
      await ready(one, child, `${directory}/logs/${name}.log`)
    }
    const another = async (name: string, portName: string) => {
      const [free] = await freePorts(1)
      const one = processes({ ...env, [portName]: String(free) }).find((each) => each.name === name)!
      const log = `${directory}/logs/${name}-${free}.log`
      const child = begin(one, { ...environment, [portName]: String(free) }, log)
      children.set(`${name}-${free}`, child)
      register.remember(`${name}-${free}`, child.pid!)
      await ready(one, child, log)
      return new URL(one.ready).origin
    }
    const [idp, web, ...rest] = all.filter(({ name }) => only === undefined || only.includes(name))
    await Promise.all([start(idp!.name), start(web!.name)])
    await Promise.all(rest.map(({ name }) => start(name)))
    return {
      site: environment['WEB_ORIGIN']!,
      environment,
      start,
      another,
      kill: (name) => ended(children.get(name)!, 'SIGKILL'),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

function begin(one: Process, environment: Readonly<Record<string, string>>, log: string): ChildProcess {
  const out = openSync(log, 'a')
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--enable-source-maps', `${root}${one.entry}`],
    {
      cwd: root,
      stdio: ['ignore', out, out],
      env: { PATH: process.env['PATH'] ?? '', ...environment, ...one.environment },
    },
  )
  closeSync(out)
  return child
}

async function ready(one: Process, child: ChildProcess, log: string): Promise<void> {
  for (const until = performance.now() + READY_WITHIN_MS; performance.now() < until; ) {
    if (child.exitCode !== null) throw new Error(`${one.name} ended with ${child.exitCode}: see ${log}`)
    if (
      await fetch(one.ready, { signal: AbortSignal.timeout(2_000) }).then(
        (response) => response.ok,
        () => false,
      )
    )
      return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`${one.name} is not ready after ${READY_WITHIN_MS / 1_000} s: see ${log}`)
}
