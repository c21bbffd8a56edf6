import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { type Charge, replies } from '../charge.ts'
import { readEnv, root } from '../env.ts'

const run = promisify(execFile)

/**
 * For a virtual machine that lives for a second, or for the minutes of a test: to compile its code well costs more than that gives. Measured for a
 * broker, from its format to its first answer: 7 s of a core instead of 12.
 */
export const SHORT_LIVED: readonly string[] = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC']

/** Who may come to the broker, each with his password. `admin` may do everything. */
export type KafkaUsers = Readonly<Record<string, string>> & { readonly admin: string }

/** Sixteen bytes in base64url. Never with a dash in front: one start in sixty-four would be told that an option is unknown. */
export function clusterId(): string {
  const bytes = randomBytes(16)
  bytes[0]! &= 0x7f
  return bytes.toString('base64url')
}

/**
 * What a broker reads, as lines of its file: for the local one and for the container.
 * @param listen where it listens; `advertised` how others reach it; `users` absent: it asks nobody who comes
 */
export function brokerSettings(options: {
  listen: string
  advertised: string
  controller: string
  data: string
  users?: KafkaUsers
}): string[] {
  const protocol = options.users === undefined ? 'PLAINTEXT' : 'SASL_PLAINTEXT'
  return [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@${options.controller}`,
    `listeners=CLIENTS://${options.listen},CONTROLLER://${options.controller}`,
    `advertised.listeners=CLIENTS://${options.advertised}`,
    `listener.security.protocol.map=CLIENTS:${protocol},CONTROLLER:${protocol}`,
    'inter.broker.listener.name=CLIENTS',
    'controller.listener.names=CONTROLLER',
    `log.dirs=${options.data}`,
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
    ...(options.users === undefined ? [] : doors(options.users)),
  ]
}

/** Users come by SCRAM and may do what is granted, nothing else. The controller, of the same process, is known to itself alone. */
function doors({ admin }: KafkaUsers): string[] {
  const node = randomBytes(24).toString('hex')
  const login = 'org.apache.kafka.common.security'
  return [
    'sasl.enabled.mechanisms=SCRAM-SHA-512',
    'sasl.mechanism.inter.broker.protocol=SCRAM-SHA-512',
    'sasl.mechanism.controller.protocol=PLAIN',
    `listener.name.clients.scram-sha-512.sasl.jaas.config=${login}.scram.ScramLoginModule required username="admin" password="${admin}";`,
    'listener.name.controller.sasl.enabled.mechanisms=PLAIN',
    `listener.name.controller.plain.sasl.jaas.config=${login}.plain.PlainLoginModule required username="node" password="${node}" user_node="${node}";`,
    'authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users=User:admin;User:node',
    'allow.everyone.if.no.acl.found=false',
  ]
}

/** ApiVersions, version 0, without a client's name: what anybody may ask, also who has not said yet who he is. */
const HELLO = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff])

/** What the tool that prepares the data is told of the users. */
export const scramArguments = (users: Readonly<Record<string, string>>): string[] =>
  Object.entries(users).flatMap(([name, password]) => [
    '--add-scram',
    `SCRAM-SHA-512=[name=${name},password=${password}]`,
  ])

/** @param users absent: it asks nobody who comes */
export async function kafka(options: {
  directory: string
  port: number
  controllerPort: number
  classpath: string
  users?: KafkaUsers
}): Promise<Charge> {
  const { directory, port, classpath, users } = options
  const data = `${directory}/kafka`
  const settings = `${directory}/kafka.properties`
  await writeFile(
    settings,
    brokerSettings({
      listen: `127.0.0.1:${port}`,
      advertised: `127.0.0.1:${port}`,
      controller: `127.0.0.1:${options.controllerPort}`,
      data,
      ...(users === undefined ? {} : { users }),
    }).join('\n'),
    { mode: 0o600 },
  )
  const java = [`-Dlog4j2.configurationFile=${root}deploy/local/log4j2.yaml`, '-cp', classpath]
  if (!existsSync(`${data}/meta.properties`)) {
    await tool(directory, [
      ...java,
      'kafka.tools.StorageTool',
      'format',
      '-t',
      clusterId(),
      '-c',
      settings,
      ...scramArguments(users ?? {}),
    ])
    await writeFile(`${data}/users`, Object.keys(users ?? {}).join('\n'), { mode: 0o600 })
  }
  return {
    name: 'kafka',
    command: 'java',
    given: [...readEnv()['KAFKA_JAVA']!.split(' '), ...java, 'kafka.Kafka', settings],
    environment: { LC_ALL: 'C.UTF-8' },
    stopsBy: 'SIGTERM',
    ready: () => replies(port, HELLO),
    answers: () => replies(port, HELLO),
  }
}

/** Its arguments go by a file that nobody else reads: there are passwords among them. What it says is thrown away: it prints keys. */
async function tool(directory: string, given: readonly string[]): Promise<void> {
  const file = `${directory}/kafka.arguments`
  await writeFile(file, given.map((one) => `"${one.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join('\n'), {
    mode: 0o600,
  })
  try {
    await run('java', [...SHORT_LIVED, `@${file}`])
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.split('\n').find((line) => /Exception|rror/.test(line))
    throw new Error(`Kafka's data could not be prepared: ${said ?? 'it gave no reason'}`)
  } finally {
    await rm(file, { force: true })
  }
}

/** What a tool of the broker's own reads to come as who may do everything. */
export const asAdmin = ({ admin }: KafkaUsers): string =>
  `security.protocol=SASL_PLAINTEXT\nsasl.mechanism=SCRAM-SHA-512\nsasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="admin" password="${admin}";\n`

/**
 * Makes the users that a newer version has besides, through a broker that runs; those who are there already keep their passwords.
 * @returns their names
 */
export async function addUsers(options: {
  directory: string
  port: number
  classpath: string
  users: KafkaUsers
}): Promise<string[]> {
  const { directory, port, classpath, users } = options
  const file = `${directory}/kafka/users`
  const known = new Set(existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [])
  const missing = Object.keys(users).filter((name) => !known.has(name))
  const client = `${directory}/kafka.client`
  try {
    if (missing.length > 0) await writeFile(client, asAdmin(users), { mode: 0o600 })
    for (const name of missing) {
      await tool(directory, [
        '-cp',
        classpath,
        'org.apache.kafka.tools.ConfigCommand',
        '--bootstrap-server',
        `127.0.0.1:${port}`,
        '--command-config',
        client,
        '--alter',
        '--add-config',
        `SCRAM-SHA-512=[password=${users[name]!}]`,
        '--entity-type',
        'users',
        '--entity-name',
        name,
      ])
    }
  } finally {
    await rm(client, { force: true })
  }
  if (missing.length > 0) await writeFile(file, [...known, ...missing].join('\n'), { mode: 0o600 })
  return missing
}
