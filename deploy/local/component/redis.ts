import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { type Charge, replies } from '../charge.ts'

/** Who may come to Redis, each with his password. */
export type RedisUsers = Readonly<Record<string, string>>

/** Who compares and sets in one step. A script that does not end holds up everybody: nobody else runs any. */
const scripted: ReadonlySet<string> = new Set(['reporting'])

/** Everybody who is known may use it, nobody may change how it runs, look at others or empty it. As digests: the file tells no password. */
export const redisDoors = (users: RedisUsers): string[] => [
  'user default off',
  ...Object.entries(users).map(
    ([name, password]) =>
      `user ${name} on #${createHash('sha256').update(password).digest('hex')} ~* &* +@all -@admin -@dangerous +info${scripted.has(name) ? '' : ' -@scripting'}`,
  ),
]

/** It holds nothing that cannot be rebuilt, and writes nothing to disk. */
export const redisSettings = (listen: { host: string; port: number }, users?: RedisUsers): string[] => [
  `port ${listen.port}`,
  `bind ${listen.host}`,
  'save ""',
  'appendonly no',
  'maxmemory 256mb',
  'maxmemory-policy allkeys-lru',
  ...(users === undefined ? [] : redisDoors(users)),
]

/** @param users absent: it asks nobody who comes */
export async function redis(options: {
  directory: string
  port: number
  server: string
  users?: RedisUsers
}): Promise<Charge> {
  const { directory, port, server, users } = options
  const settings = `${directory}/redis.conf`
  await writeFile(settings, [...redisSettings({ host: '127.0.0.1', port }, users), `dir ${directory}`, ''].join('\n'), {
    mode: 0o600,
  })
  // Who is known is told PONG, others that they are not: both are an answer.
  const hello = () => replies(port, 'PING\r\n')
  return {
    name: 'redis',
    command: server,
    given: [settings],
    environment: {},
    stopsBy: 'SIGTERM',
    ready: hello,
    answers: hello,
  }
}
