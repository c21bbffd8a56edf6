import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { promisify } from 'node:util'
import { downloads, readEnv, root } from './env.ts'

const run = promisify(execFile)
const MAVEN_DEPENDENCY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1'

/** Where the jars of Kafka and the Redis server lie. */
export interface Fetched {
  readonly kafkaClasspath: string
  readonly redisServer: string
}

/** Fills a folder once: into a neighbour first, so that a broken download is never taken for a whole one. */
async function once(folder: string, fill: (into: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) return
  const into = `${folder}.${process.pid}`
  await rm(into, { recursive: true, force: true })
  await mkdir(into, { recursive: true })
  await fill(into)
  // Two runs at once fetch the same: the second finds it there.
  await rename(into, folder).catch(async (error: unknown) => {
    await rm(into, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  })
}

const maven = (into: string, goal: string, ...given: readonly string[]) =>
  run(
    'mvn',
    [
      '-q',
      '-B',
      '-f',
      `${root}deploy/local/pom.xml`,
      `-Dkafka.version=${readEnv()['KAFKA_VERSION']}`,
      `-Dinto=${into}/maven`,
      `${MAVEN_DEPENDENCY}:${goal}`,
      `-DoutputDirectory=${into}`,
      ...given,
    ],
    { maxBuffer: 16 * 1024 * 1024 },
  ).catch((error: { stdout?: string }) => {
    throw new Error(
      `Maven could not fetch ${goal === 'unpack' ? 'Redis' : 'Kafka'} (is Maven Central or its mirror reachable?): ${error.stdout?.split('\n').find((line) => line.includes('ERROR')) ?? error}`,
    )
  })

const folders = () => {
  const { KAFKA_VERSION, EMBEDDED_REDIS_VERSION } = readEnv()
  return { kafka: `${downloads}kafka-${KAFKA_VERSION}`, redis: `${downloads}redis-${EMBEDDED_REDIS_VERSION}` }
}
/** Of the machine itself; empty when it has none. */
const redisOnPath = () =>
  run('sh', ['-c', 'command -v redis-server']).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  )

/** Whether nothing has to be downloaded before the components can start. */
export const isFetched = async (): Promise<boolean> =>
  existsSync(folders().kafka) && (existsSync(folders().redis) || (await redisOnPath()) !== '')

/** Fetches Apache Kafka and a Redis server from Maven Central, once; a `redis-server` on the PATH wins. */
export async function fetchComponents(): Promise<Fetched> {
  const { kafka, redis } = folders()
  await mkdir(downloads, { recursive: true })
  await once(kafka, async (into) => void (await maven(into, 'copy-dependencies')))
  const kafkaClasspath = `${kafka}/*`
  const own = await redisOnPath()
  if (own !== '') return { kafkaClasspath, redisServer: own }
  await once(redis, async (into) => {
    await maven(
      into,
      'unpack',
      `-Dartifact=com.github.codemonstur:embedded-redis:${readEnv()['EMBEDDED_REDIS_VERSION']}`,
      '-Dmdep.unpack.includes=redis-server-*-linux-*',
    )
    for (const file of await readdir(into)) await chmod(`${into}/${file}`, 0o755)
  })
  const binary = (await readdir(redis)).find((file) =>
    file.endsWith(process.arch === 'arm64' ? 'linux-arm64' : 'linux-amd64'),
  )
  if (binary === undefined)
    throw new Error(`There is no Redis server for ${process.arch} in the package: put a redis-server on the PATH.`)
  return { kafkaClasspath, redisServer: `${redis}/${binary}` }
}
