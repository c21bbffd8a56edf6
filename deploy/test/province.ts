import type { ChildProcess } from 'node:child_process'
import { mkdir, rm } from 'node:fs/promises'
import { TEST_PARTITIONS } from '@timbang/testkit/topic'
import { assemble, assembledIsCurrent } from '../local/assemble.ts'
import { begin, end, serving } from '../local/charge.ts'
import { readEnv } from '../local/env.ts'
import { forgetInfra, startInfra } from '../local/infra.ts'
import { buildPages, pagesAreCurrent } from '../local/pages.ts'
import { freePorts } from '../local/ports.ts'
import { environmentOf, innerPortOf, processes, type World } from '../local/processes.ts'
import { doorsOf, newSecrets, owners } from '../local/secrets.ts'
import { chargeOf } from '../local/supervise.ts'
import { temporaryFolder } from '../local/temporary.ts'
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

/**
 * Starts Kafka, PostgreSQL and Redis, makes topics and databases, and runs the processes of the platform. Empty: nobody works there yet.
 * @param only names of processes; absent: all of them
 * @param changed settings that every process reads otherwise than a machine by itself would have them
 */
export async function standUp(
  only?: readonly string[],
  changed: Readonly<Record<string, string>> = {},
): Promise<Province> {
  const { directory, register } = await temporaryFolder()
  await mkdir(`${directory}/logs`)
  const known = readEnv()
  const names = Object.keys(known).filter((name) => name.endsWith('_PORT'))
  const ports = await freePorts(names.length)
  const env = { ...known, ...Object.fromEntries(names.map((name, at) => [name, String(ports[at])])) }
  const port = (name: string) => Number(env[name])
  const secrets = newSecrets()
  const infra = await startInfra({
    doors: doorsOf(secrets),
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
    for (const child of [...children.values()].reverse()) await end(child, 'SIGTERM')
    await infra.stop()
    await forgetInfra(directory)
    await rm(directory, { recursive: true, force: true })
  }
  try {
    await Promise.all([
      prepareTopics([infra.kafkaBrokers], { partitions: TEST_PARTITIONS }),
      prepareDatabases(infra.postgresUrl, owners(secrets)),
      pagesAreCurrent() ? undefined : buildPages(),
      assembledIsCurrent() ? undefined : assemble(),
    ])
    const world: World = {
      env,
      secrets,
      stores: {
        kafka: `127.0.0.1:${port('KAFKA_PORT')}`,
        postgres: `127.0.0.1:${port('POSTGRES_PORT')}`,
        redis: `127.0.0.1:${port('REDIS_PORT')}`,
      },
      peopleFile: `${directory}/people.json`,
    }
    // A test is the operator, the loader, and whoever else it wants to be.
    const environment: Record<string, string> = {
      ...environmentOf('cli', world),
      ...secrets,
      POSTGRES_URL: infra.postgresUrl,
    }
    const all = processes(env)
    const start = async (name: string) => {
      const charge = chargeOf(all.find((each) => each.name === name)!, { ...environmentOf(name, world), ...changed })
      const log = `${directory}/logs/${name}.log`
      const child = begin(charge, log)
      children.set(name, child)
      register.remember(name, child.pid!)
      await serving(charge, child, log)
    }
    const another = async (name: string, portName: string) => {
      const [free, inner] = await freePorts(2)
      const ports = { [portName]: String(free), [innerPortOf(name)]: String(inner) }
      const moved = { ...env, ...ports }
      const one = processes(moved).find((each) => each.name === name)!
      // A replica listens elsewhere and is known by the same address: its sessions are those of the first.
      const own = { ...environmentOf(name, world), ...ports }
      const charge = { ...chargeOf(one, own), name: `${name}-${free}` }
      const log = `${directory}/logs/${charge.name}.log`
      const child = begin(charge, log)
      children.set(charge.name, child)
      register.remember(charge.name, child.pid!)
      await serving(charge, child, log)
      return `http://${env['BIND_HOST']}:${free}`
    }
    const [idp, web, ...rest] = all.filter(({ name }) => only === undefined || only.includes(name))
    await Promise.all([start(idp!.name), start(web!.name)])
    await Promise.all(rest.map(({ name }) => start(name)))
    return {
      site: environment['WEB_ORIGIN']!,
      environment,
      start,
      another,
      kill: (name) => end(children.get(name), 'SIGKILL'),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
