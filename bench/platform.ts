import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { assemble, assembledIsCurrent, assembledOf } from '../deploy/local/assemble.ts'
import { readEnv, root } from '../deploy/local/env.ts'
import { freePorts } from '../deploy/local/ports.ts'
import { environmentOf, processes, type World } from '../deploy/local/processes.ts'
import { doorsOf, newSecrets, owners } from '../deploy/local/secrets.ts'
import { type TemporaryInfra, temporaryInfra } from '../deploy/local/temporary.ts'
import { prepareDatabases } from '../deploy/migrate.ts'
import { prepareTopics } from '../deploy/topics.ts'
import { tokenIssuer, type TokenIssuer } from '../packages/testkit/src/tokens.ts'

/** Some services of the platform, every one a process of its own as it really runs, on a real Kafka and Postgres. */
export interface Platform {
  /** Addresses of everything, as the operator comes to it. */
  readonly environment: Readonly<Record<string, string>>
  /** Signs for people and machines, where the pages and the identity provider would. */
  readonly issuer: TokenIssuer
  /** The same as each replica of the processes sees it: it speaks with the other processes' replica of its own number. */
  readonly environments: readonly Readonly<Record<string, string>>[]
  pid(name: string, replica?: number): number
  /** Resolves when it says that it is ready. @param replica its number, from 0 */
  start(name: string, replica?: number): Promise<void>
  /** kill -9; it stays down until it is started. */
  kill(name: string, replica?: number): Promise<void>
  stop(): Promise<void>
}

const READY_WITHIN_MS = 180_000

const ended = (child: ChildProcess | undefined, signal: NodeJS.Signals) =>
  new Promise<void>((resolve) => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill(signal)
  })

/** The components with doors as the platform has them, and the secrets that open these. */
export type GuardedInfra = TemporaryInfra & { readonly secrets: Readonly<Record<string, string>> }

export async function guardedInfra(): Promise<GuardedInfra> {
  const secrets = newSecrets()
  return { ...(await temporaryInfra(doorsOf(secrets))), secrets }
}

/** Kafka, Postgres and Redis of one run's own. Whoever breaks it off by Ctrl-C leaves none of them behind. */
export async function withInfra<T>(act: (infra: GuardedInfra) => Promise<T>): Promise<T> {
  const infra = await guardedInfra()
  const broken = () => void infra.stop().finally(() => process.exit(130))
  for (const signal of signals) process.once(signal, broken)
  try {
    return await act(infra)
  } finally {
    for (const signal of signals) process.off(signal, broken)
    await infra.stop()
  }
}
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Makes topics and databases, and starts the named services.
 * @param logs a folder for what they write
 * @param of.replicas how many of each, one when absent; `partitions` of each topic, for a test: fewer than the table says
 */
export async function standUp(
  infra: GuardedInfra,
  names: readonly string[],
  logs: string,
  of: { readonly replicas?: number; readonly partitions?: number } = {},
): Promise<Platform> {
  const { replicas = 1, partitions } = of
  mkdirSync(logs, { recursive: true })
  const known = readEnv()
  const portNames = Object.keys(known).filter((name) => name.endsWith('_PORT'))
  const ports = await freePorts(portNames.length * replicas)
  const envs = Array.from({ length: replicas }, (_, replica) => ({
    ...known,
    ...Object.fromEntries(portNames.map((name, at) => [name, String(ports[replica * portNames.length + at])])),
  }))
  const { secrets } = infra
  const [issuer] = await Promise.all([
    tokenIssuer(),
    prepareTopics([infra.kafkaBrokers], { partitions }),
    prepareDatabases(infra.postgresUrl, owners(secrets)),
    assembledIsCurrent() ? undefined : assemble(),
  ])
  const stores = {
    kafka: `127.0.0.1:${infra.ports.kafka}`,
    postgres: `127.0.0.1:${infra.ports.postgres}`,
    redis: `127.0.0.1:${infra.ports.redis}`,
  }
  const worlds: readonly World[] = envs.map((env) => ({ env, secrets, stores, peopleFile: `${logs}/people.json` }))
  const issuers = {
    WEB_ISSUER: issuer.issuer,
    WEB_JWKS_URL: issuer.jwksUrl,
    LOG_LEVEL: 'warn',
    ...(names.includes('idp') ? {} : { IDP_ISSUER: issuer.issuer, IDP_JWKS_URL: issuer.jwksUrl }),
  }
  const children = new Map<string, ChildProcess>()
  const start = async (name: string, replica = 0) => {
    const world = worlds[replica]!
    const one = processes(world.env).find((each) => each.name === name)!
    const log = `${logs}/${name}${replica === 0 ? '' : `-${replica}`}.log`
    const out = openSync(log, 'a')
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', assembledOf(one.entry)], {
      cwd: root,
      stdio: ['ignore', out, out],
      env: {
        PATH: process.env['PATH'] ?? '',
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? `${root}.timbang/compile-cache`,
        ...environmentOf(name, world),
        ...issuers,
        // A few people write here as a whole province would.
        ACTIVITY_INGEST_OWN_RECORDS: '1000000',
        ...one.environment,
      },
    })
    closeSync(out)
    // Whoever ends in the middle leaves nothing behind.
    if (child.pid !== undefined) infra.remember(`${name}-${replica}`, child.pid)
    children.set(`${name}/${replica}`, child)
    for (const until = performance.now() + READY_WITHIN_MS; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
      if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}: see ${log}`)
      if (
        await fetch(one.ready, { signal: AbortSignal.timeout(2_000) }).then(
          (response) => response.ok,
          () => false,
        )
      )
        return
      if (performance.now() > until)
        throw new Error(`${name} is not ready after ${READY_WITHIN_MS / 1_000} s: see ${log}`)
    }
  }
  const stop = async () => {
    await Promise.all([...children.values()].map((child) => ended(child, 'SIGTERM')))
    await issuer.close()
  }
  try {
    for (let replica = 0; replica < replicas; replica++) await Promise.all(names.map((name) => start(name, replica)))
  } catch (error) {
    await stop()
    throw error
  }
  const environments = worlds.map((world) => ({ ...environmentOf('cli', world), ...issuers }))
  return {
    environment: environments[0]!,
    environments,
    issuer,
    start,
    stop,
    pid: (name, replica = 0) => children.get(`${name}/${replica}`)!.pid!,
    kill: (name, replica = 0) => ended(children.get(`${name}/${replica}`), 'SIGKILL'),
  }
}
