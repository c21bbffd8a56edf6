import type { ChildProcess } from 'node:child_process'
import { mkdir, rm } from 'node:fs/promises'
import { begin, type Charge, end, serving } from './charge.ts'
import { addUsers, kafka, type KafkaUsers } from './component/kafka.ts'
import { postgres, rootsHome } from './component/postgres.ts'
import { redis, type RedisUsers } from './component/redis.ts'
import { fetchComponents } from './fetch.mjs'
import { freePorts } from './ports.ts'

export type Component = 'kafka' | 'postgres' | 'redis'

export interface InfraPorts {
  readonly kafka: number
  readonly controller: number
  readonly postgres: number
  readonly redis: number
}
/** Who may come to the components, with their passwords. */
export interface Doors {
  readonly kafka: KafkaUsers
  /** Of the superuser; every other role is made with its database. */
  readonly postgres: string
  readonly redis: RedisUsers
}

export interface InfraOptions {
  /** Absolute; made when absent. */
  readonly directory: string
  readonly ports: InfraPorts
  /** False: no fsync, for tests. */
  readonly durable: boolean
  /** Absent: the components ask nobody who comes, and whoever comes may do everything. For tests, which are one superuser. */
  readonly doors?: Doors
}

/** Addresses of the components, as whoever may do everything comes to them. */
export function superuser({ ports, doors }: Pick<InfraOptions, 'ports' | 'doors'>) {
  const login = (name: string, password: string | undefined) => (password === undefined ? '' : `${name}:${password}@`)
  return {
    kafkaBrokers: `${login('admin', doors?.kafka.admin)}127.0.0.1:${ports.kafka}`,
    postgresUrl: `postgres://${doors === undefined ? 'postgres@' : login('postgres', doors.postgres)}127.0.0.1:${ports.postgres}/postgres`,
    redisUrl: `redis://127.0.0.1:${ports.redis}`,
  }
}

/** Kafka, PostgreSQL and Redis without containers, ready to be begun: their data lie under one folder. Begun again with the same folder they go on with the same data. */
export async function components(options: InfraOptions): Promise<Record<Component, Charge>> {
  const { directory, ports, doors } = options
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const fetched = await fetchComponents()
  const [log, database, cache] = await Promise.all([
    kafka({
      directory,
      port: ports.kafka,
      controllerPort: ports.controller,
      classpath: fetched.kafkaClasspath,
      ...(doors === undefined ? {} : { users: doors.kafka }),
    }),
    postgres({
      directory,
      port: ports.postgres,
      durable: options.durable,
      ...(doors === undefined ? {} : { password: doors.postgres }),
    }),
    redis({
      directory,
      port: ports.redis,
      server: fetched.redisServer,
      ...(doors === undefined ? {} : { users: doors.redis }),
    }),
  ])
  return { kafka: log, postgres: database, redis: cache }
}

/** Makes those users of Kafka that are not there yet. */
export const addKafkaUsers = async ({ directory, ports, doors }: InfraOptions): Promise<string[]> =>
  doors === undefined
    ? []
    : addUsers({
        directory,
        port: ports.kafka,
        classpath: (await fetchComponents()).kafkaClasspath,
        users: doors.kafka,
      })

/** The three, begun and watched by nobody: for tests and measurements. */
export interface Infra {
  /** As who may do everything comes to it. */
  readonly kafkaBrokers: string
  /** Of the superuser. */
  readonly postgresUrl: string
  readonly redisUrl: string
  readonly ports: InfraPorts
  readonly pids: Readonly<Record<Component, number>>
  stop(options?: { remove?: boolean }): Promise<void>
}

/** @param onStarted told as soon as a process runs, long before it answers: who is killed in between can be ended later */
export async function startInfra(
  options: Omit<InfraOptions, 'ports'> & {
    ports: InfraPorts | 'free'
    onStarted?: (component: Component, pid: number) => void
  },
): Promise<Infra> {
  let { ports } = options
  if (ports === 'free') {
    const [kafka, controller, postgres, redis] = (await freePorts(4)) as [number, number, number, number]
    ports = { kafka, controller, postgres, redis }
  }
  const charges = await components({ ...options, ports })
  const children = new Map<Component, ChildProcess>()
  const stop: Infra['stop'] = async ({ remove = false } = {}) => {
    for (const component of ['redis', 'postgres', 'kafka'] as const)
      await end(children.get(component), charges[component].stopsBy)
    if (remove) await forgetInfra(options.directory)
  }
  const begun = await Promise.allSettled(
    (['kafka', 'postgres', 'redis'] as const).map(async (component) => {
      const log = `${options.directory}/${component}.log`
      const child = begin(charges[component], log)
      child.unref()
      children.set(component, child)
      if (child.pid !== undefined) options.onStarted?.(component, child.pid)
      await serving(charges[component], child, log)
    }),
  )
  const failure = begun.find((one) => one.status === 'rejected')
  if (failure !== undefined) {
    await stop()
    throw failure.reason
  }
  const pid = (component: Component) => children.get(component)!.pid!
  return {
    ...superuser({ ports, ...(options.doors === undefined ? {} : { doors: options.doors }) }),
    ports,
    pids: { kafka: pid('kafka'), postgres: pid('postgres'), redis: pid('redis') },
    stop,
  }
}

/** Removes the data of components that are stopped. */
export async function forgetInfra(directory: string): Promise<void> {
  await Promise.all([directory, rootsHome(directory)].map((folder) => rm(folder, { recursive: true, force: true })))
}
