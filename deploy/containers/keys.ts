import { chownSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { brokerSettings, clusterId, scramArguments } from '../local/component/kafka.ts'
import { redisSettings } from '../local/component/redis.ts'
import { kept, readEnv } from '../local/env.ts'
import { environmentOf, feeder, processes, type World } from '../local/processes.ts'
import { doorsOf, lines, secrets } from '../local/secrets.ts'
import { hosts, stores, users } from './network.ts'

// The first container, on every start: makes the secrets of this installation once, and writes for every other container what it reads, and nothing
// else, into a file that only its user may read. Ports and addresses come from .env anew each time; nothing is read of what was written before.
const env = readEnv()
const own = secrets()
const peopleFolder = process.env['PEOPLE_FOLDER'] ?? '/people'
const world: World = { env, secrets: own, stores: stores(env), hosts, peopleFile: `${peopleFolder}/people.json` }
const ours = [...processes(env), feeder(env, 300)].map(({ name }) => name).concat('sample', 'prepare', 'cli')

const asRoot = process.getuid?.() === 0
function give(container: string, file: string, text: string): void {
  const folder = `${kept}${container}`
  const user = users[container]
  if (user === undefined) throw new Error(`${container} has no user in deploy/containers/network.ts`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(`${folder}/${file}.new`, text, { mode: 0o400 })
  if (asRoot) for (const one of [folder, `${folder}/${file}.new`]) chownSync(one, user, user)
  renameSync(`${folder}/${file}.new`, `${folder}/${file}`)
}

for (const name of ours) give(name, 'environment', lines(environmentOf(name, world)))
const doors = doorsOf(own)
give(
  'kafka',
  'server.properties',
  `${brokerSettings({
    listen: `0.0.0.0:${env['KAFKA_PORT']}`,
    advertised: stores(env).kafka,
    controller: `127.0.0.1:${env['KAFKA_CONTROLLER_PORT']}`,
    data: '/var/lib/kafka/data',
    users: doors.kafka,
  }).join('\n')}\n`,
)
// Read at the first start alone, when the data are made.
if (!existsSync(`${kept}kafka/format`))
  give('kafka', 'format', `-t ${clusterId()} ${scramArguments(doors.kafka).join(' ')}\n`)
give('postgres', 'password', doors.postgres)
give(
  'redis',
  'redis.conf',
  `${redisSettings({ host: '0.0.0.0', port: Number(env['REDIS_PORT']) }, doors.redis).join('\n')}\n`,
)
// Who can log in is written by the container that loads the sample and read by the provider.
mkdirSync(peopleFolder, { recursive: true })
if (asRoot) chownSync(peopleFolder, users['sample']!, users['sample']!)
