// @ts-check
// Runs on the machine's own Node too (20 or later) and needs nothing installed: it fetches while the packages are being installed.
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../', import.meta.url))
/** What was fetched is the same for every platform of this checkout. */
const downloads = `${root}.timbang/downloads/`

/** @param {string} name as `.env` says it, with the environment's own value in front */
const version = (name) =>
  process.env[name] ?? new RegExp(`^${name}=(.*)$`, 'm').exec(readFileSync(`${root}.env`, 'utf8'))?.[1] ?? ''
const versions = { kafka: version('KAFKA_VERSION'), redis: version('EMBEDDED_REDIS_VERSION') }
const folders = { kafka: `${downloads}kafka-${versions.kafka}`, redis: `${downloads}redis-${versions.redis}` }

/** Of the machine itself; empty when it has none. */
const redisOnPath = () =>
  run('sh', ['-c', 'command -v redis-server']).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  )

/** Whether nothing has to be downloaded before the components can start. */
export const isFetched = async () =>
  existsSync(folders.kafka) && (existsSync(folders.redis) || (await redisOnPath()) !== '')

/**
 * Puts a folder in its place once it is whole, so that a broken download is never taken for one.
 * @param {string} from @param {string} folder
 */
async function put(from, folder) {
  if (!existsSync(from)) return
  // Two runs at once fetch the same: the second finds it there.
  await rename(from, folder).catch((error) => {
    if (!existsSync(folder)) throw error
  })
}

/** Both by one Maven, whose start costs more than what it does. @param {{kafka: boolean, redis: boolean}} missing */
async function fetchMissing(missing) {
  const into = `${downloads}fetching.${process.pid}`
  await rm(into, { recursive: true, force: true })
  await mkdir(into, { recursive: true })
  try {
    await run(
      'mvn',
      [
        '-q',
        '-B',
        '-f',
        `${root}deploy/local/pom.xml`,
        `-Dkafka.version=${versions.kafka}`,
        `-Dredis.version=${versions.redis}`,
        `-Dkafka.there=${!missing.kafka}`,
        `-Dredis.there=${!missing.redis}`,
        `-Dinto=${into}`,
        // Half as many at once is Maven's own number; the files are small and the way to them is long: 19 s instead of 22.
        '-Dmaven.artifact.threads=10',
        'generate-resources',
      ],
      {
        maxBuffer: 16 * 1024 * 1024,
        env: { MAVEN_OPTS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC', ...process.env },
      },
    ).catch((error) => {
      const said = /** @type {{ stdout?: string }} */ (error).stdout?.split('\n').find((line) => line.includes('ERROR'))
      throw new Error(
        `Maven could not fetch Kafka and Redis (is Maven Central or its mirror reachable?): ${said ?? error}`,
      )
    })
    if (missing.redis) for (const file of await readdir(`${into}/redis`)) await chmod(`${into}/redis/${file}`, 0o755)
    await put(`${into}/kafka`, folders.kafka)
    await put(`${into}/redis`, folders.redis)
  } finally {
    await rm(into, { recursive: true, force: true })
  }
}

/**
 * Fetches Apache Kafka and a Redis server from Maven Central, once; a `redis-server` on the PATH wins.
 * @returns {Promise<{ readonly kafkaClasspath: string, readonly redisServer: string }>} where the jars and the server lie
 */
export async function fetchComponents() {
  const own = await redisOnPath()
  const missing = { kafka: !existsSync(folders.kafka), redis: own === '' && !existsSync(folders.redis) }
  if (missing.kafka || missing.redis) await fetchMissing(missing)
  const kafkaClasspath = `${folders.kafka}/*`
  if (own !== '') return { kafkaClasspath, redisServer: own }
  const binary = (await readdir(folders.redis)).find((file) =>
    file.endsWith(process.arch === 'arm64' ? 'linux-arm64' : 'linux-amd64'),
  )
  if (binary === undefined)
    throw new Error(`There is no Redis server for ${process.arch} in the package: put a redis-server on the PATH.`)
  return { kafkaClasspath, redisServer: `${folders.redis}/${binary}` }
}
