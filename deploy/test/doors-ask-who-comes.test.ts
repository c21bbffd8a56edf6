import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { toMessage } from '@timbang/contracts/envelope'
import { Capacity, type DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { DEAD_PARTITIONS, deadTopicName, topics } from '@timbang/contracts/topics'
import { connectDirect } from '@timbang/postgres/pool'
import { allow, users } from '@timbang/stream/access'
import { membersOf } from '@timbang/stream/commit'
import { connectKafka, createProducer, topicEnds } from '@timbang/stream/kafka'
import { readTopic, wholeTopic } from '@timbang/stream/read'
import { createTopic, topicNames } from '@timbang/stream/topics'
import { root } from '../local/env.ts'
import { addKafkaUsers, type Doors, type Infra, startInfra } from '../local/infra.ts'
import { temporaryFolder } from '../local/temporary.ts'
import { prepareDatabases } from '../migrate.ts'
import { prepareTopics } from '../topics.ts'

// Broker, database and cache as npm start runs them: they ask who comes, and let him do what he must, nothing else.
const password = (name: string) => `secret-of-${name}`
const doors: Doors = {
  kafka: { admin: password('admin'), ...Object.fromEntries(users.map((name) => [name, password(name)])) },
  postgres: password('postgres'),
  redis: { directory: password('directory'), reporting: password('reporting') },
}
let infra: Infra
let directory: string

beforeAll(async () => {
  const made = await temporaryFolder()
  directory = made.directory
  infra = await startInfra({ directory, ports: 'free', durable: false, doors, onStarted: made.register.remember })
  await prepareTopics([infra.kafkaBrokers])
  await prepareDatabases(
    infra.postgresUrl,
    ['directory', 'journal'].map((service) => ({ service, password: password(service), roster: true })),
  )
}, 120_000)
afterAll(() => infra?.stop({ remove: true }))

const address = () => `127.0.0.1:${infra.ports.kafka}`
/** A client that comes with these words before the address. */
function comes(login: string) {
  const kafka = connectKafka({ brokers: [`${login}${address()}`], clientId: 'stranger', retries: 1 })
  onTestFinished(() => kafka.close().catch(() => undefined))
  return kafka
}
const as = (user: string) => comes(`${user}:${password(user)}@`)
const admin = () => comes(`admin:${password('admin')}@`)

const forged: DirectoryEvent = {
  eventId: '019a0000-0000-7000-8000-000000000001',
  occurredAt: 0n,
  employeeId: '00000000-0000-4000-8000-000000000001',
  agencyId: '00000000-0000-4000-8000-000000000002',
  body: {
    $case: 'assignmentChanged',
    value: {
      assignmentId: '00000000-0000-4000-8000-000000000003',
      employeeId: '00000000-0000-4000-8000-000000000001',
      positionId: '00000000-0000-4000-8000-000000000004',
      agencyId: '00000000-0000-4000-8000-000000000002',
      unitId: '00000000-0000-4000-8000-000000000005',
      capacity: Capacity.CAPACITY_DEFINITIVE,
      fromDate: '2026-01-01',
      zone: 'WIB',
      version: 1,
      withdrawn: false,
    },
  },
}

/** How many records all partitions of a topic hold. */
const count = async (name: string) =>
  (await topicEnds(admin(), name)).reduce((sum, { low, high }) => sum + high - low, 0n)

async function sends(user: string, topic: string, partitions = 24): Promise<void> {
  const producer = createProducer(as(user), { retries: 1 })
  try {
    await producer.send(topic, [toMessage(topics.directory, forged, { partitions })])
  } finally {
    await producer.close()
  }
}

test('a client without a name, with an unknown one or with a wrong password learns nothing of the log', async () => {
  for (const login of ['', 'mallory:guess@', `directory:${password('journal')}@`])
    await expect(topicNames(comes(login)), login).rejects.toThrow()
})

test('only the directory may say who is whose superior: another service that forges it is refused, and nothing is on the topic', async () => {
  for (const user of users.filter((one) => one !== 'directory'))
    await expect(sends(user, topics.directory.name), user).rejects.toThrow(/authoriz|GROUP_COORDINATOR/i)
  expect(await count(topics.directory.name)).toBe(0n)
  await sends('directory', topics.directory.name)
  expect(await count(topics.directory.name)).toBe(1n)
})

test('a topic is read by those whom the table names, and by nobody else', async () => {
  const read = async (user: string) => {
    const kafka = as(user)
    let records = 0
    for await (const batch of readTopic(kafka, topics.directory, await wholeTopic(kafka, topics.directory)))
      records += batch.length
    return records
  }
  if ((await count(topics.directory.name)) === 0n) await sends('directory', topics.directory.name)
  for (const reader of ['directory', ...topics.directory.readers]) expect(await read(reader), reader).toBe(1)
  await expect(read('activity-ingest')).rejects.toThrow(/authoriz/i)
})

test("a service writes to its own dead topic and commits for its own group, not for another's", async () => {
  await sends('journal', deadTopicName('journal'), DEAD_PARTITIONS)
  await expect(sends('journal', deadTopicName('scoring'), DEAD_PARTITIONS)).rejects.toThrow(/authoriz/i)
  expect(await membersOf(as('journal'), 'journal')).toBe(0)
  // So the client calls it when it may not ask who keeps a group.
  await expect(membersOf(as('journal'), 'scoring')).rejects.toThrow(/group coordinator/i)
})

test('no service makes topics or grants', async () => {
  await expect(createTopic(as('scoring'), 'mine.v1', 1)).rejects.toThrow()
  await expect(prepareTopics([`scoring:${password('scoring')}@${address()}`])).rejects.toThrow()
})

test('what the table does not say is taken back at the next preparation', async () => {
  // READ on scoring.v1 for the service that writes nothing of it: as an older version might have granted.
  await allow(admin(), [
    { user: 'activity-ingest', kind: 'topic', name: topics.scoring.name, prefix: false, may: 'read' },
  ])
  const asks = async () => topicEnds(as('activity-ingest'), topics.scoring.name)
  await expect(asks()).resolves.toHaveLength(12)
  await prepareTopics([infra.kafkaBrokers])
  await expect(asks()).rejects.toThrow(/authoriz/i)
})

test('a user whom a newer version has besides is made, and the others keep their passwords', async () => {
  const newer = { ...doors, kafka: { ...doors.kafka, subscription: password('subscription') } }
  const options = { directory, ports: infra.ports, durable: false, doors: newer }
  expect(await addKafkaUsers(options)).toEqual(['subscription'])
  expect(await addKafkaUsers(options)).toEqual([])
  await expect(topicNames(as('subscription'))).resolves.toEqual([])
  await expect(topicNames(as('journal'))).resolves.toContain(topics.directory.name)
})

test('a database lets in its own role with its password, nobody else', async () => {
  const connects = async (role: string, secret: string, database: string) => {
    const client = await connectDirect(
      `postgres://${role}:${secret}@127.0.0.1:${infra.ports.postgres}/${database}`,
      'test',
    )
    await client.end()
  }
  await connects('journal', password('journal'), 'journal')
  await expect(connects('journal', password('directory'), 'journal')).rejects.toMatchObject({ code: '28P01' })
  await expect(connects('postgres', 'postgres', 'journal')).rejects.toMatchObject({ code: '28P01' })
  for (const other of ['directory', 'postgres', 'template1'])
    await expect(connects('journal', password('journal'), other), other).rejects.toMatchObject({ code: '42501' })
})

test('Redis answers those who are known; it empties itself for none of them, and runs a script for one alone', async () => {
  const comes = async (login: string, act: (redis: Redis) => Promise<unknown>) => {
    const redis = new Redis(`redis://${login}127.0.0.1:${infra.ports.redis}`, {
      maxRetriesPerRequest: 0,
      retryStrategy: () => null,
    })
    let why: Error | undefined
    redis.on('error', (error) => {
      why ??= error
    })
    try {
      return await act(redis).catch((error: Error) => Promise.reject(why ?? error))
    } finally {
      redis.disconnect()
    }
  }
  const remembers = async (redis: Redis) => {
    await redis.set('frame', 'latest')
    return redis.get('frame')
  }
  expect(await comes(`directory:${password('directory')}@`, remembers)).toBe('latest')
  for (const login of ['', 'mallory:guess@', `directory:${password('reporting')}@`])
    await expect(comes(login, remembers), login).rejects.toThrow(/NOAUTH|WRONGPASS/)
  const script = (redis: Redis) => redis.eval('return 1', 0)
  expect(await comes(`reporting:${password('reporting')}@`, script)).toBe(1)
  await expect(comes(`directory:${password('directory')}@`, script)).rejects.toThrow(/NOPERM/)
  for (const act of [(redis: Redis) => redis.flushall(), (redis: Redis) => redis.config('GET', 'requirepass')])
    await expect(comes(`reporting:${password('reporting')}@`, act)).rejects.toThrow(/NOPERM/)
})

test("the container's health check tells a broker that answers from one that is held, whoever asks", async () => {
  const compose = parse(readFileSync(`${root}docker-compose.yml`, 'utf8'), { merge: true }) as {
    services: { kafka: { healthcheck: { test: string[] } } }
  }
  const [, ...command] = compose.services.kafka.healthcheck.test.map((word) =>
    word.replaceAll('$$', '$').replaceAll(`\${KAFKA_PORT}`, String(infra.ports.kafka)),
  )
  const healthy = () => spawnSync(command[0]!, command.slice(1), { stdio: 'ignore' }).status === 0
  expect(healthy()).toBe(true)
  process.kill(infra.pids.kafka, 'SIGSTOP')
  onTestFinished(() => void process.kill(infra.pids.kafka, 'SIGCONT'))
  expect(healthy()).toBe(false)
})

test('whoever loses his connection in the middle of his login comes again: that says nothing of his password', async () => {
  let connections = 0
  // The first one is cut at the last word of its login.
  const proxy = createServer((client) => {
    const nth = ++connections
    let said = 0
    const broker = connect(infra.ports.kafka, '127.0.0.1')
    for (const socket of [client, broker]) socket.on('error', () => undefined)
    client.on('data', (bytes) => {
      if (nth === 1 && ++said === 4) client.destroy()
      else broker.write(bytes)
    })
    client.on('close', () => broker.destroy())
    broker.pipe(client)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void proxy.close())
  const { port } = proxy.address() as AddressInfo
  const kafka = connectKafka({
    brokers: [`journal:${password('journal')}@127.0.0.1:${port}`],
    clientId: 'cut',
    retries: 3,
  })
  onTestFinished(() => kafka.close())
  expect(await kafka.clusterId()).not.toBe('')
  expect(connections).toBe(2)
})
