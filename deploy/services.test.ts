import { existsSync, globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { consumers, type Topic } from '@timbang/contracts/topics'
import { readEnv, root } from './local/env.ts'
import { environmentOf, processes } from './local/processes.ts'
import { databases, newSecrets, secretTable } from './local/secrets.ts'

// What is easily forgotten of a new service, and would be noticed when it is missed.
const env = readEnv()
const environment = environmentOf('cli', {
  env,
  secrets: newSecrets(),
  stores: { kafka: 'k:1', postgres: 'p:2', redis: 'r:3' },
})
const services = globSync('services/*/package.json', { cwd: root })
  .map((file) => file.split('/')[1]!)
  .sort()
const has = (service: string, path: string) => existsSync(`${root}services/${service}/${path}`)
/** A role, in the service itself or in one of its rooms. */
const plays = (service: string, role: string) =>
  globSync(`services/${service}/src/{${role},*/${role}}.ts`, { cwd: root }).length > 0
/** Read here and not in a test: a service with all that it imports takes seconds where the machine is busy. */
const folded = await Promise.all(
  consumers.map(async (consumer) => {
    const [file] = globSync(`services/${consumer}/src/{,*/}consume.ts`, { cwd: root })
    return [consumer, ((await import(`${root}${file}`)) as { inputs: readonly Topic[] }).inputs] as const
  }),
)
const name = (service: string) => service.toUpperCase().replaceAll('-', '_')

test('whoever has migrations has a database, whoever folds has a dead topic, whoever answers gRPC can be found', () => {
  expect(services.length).toBeGreaterThan(7)
  expect([...databases].sort()).toEqual(services.filter((service) => has(service, 'migrations')))
  expect([...consumers].sort()).toEqual(services.filter((service) => plays(service, 'consume')))
  for (const service of services.filter((one) => plays(one, 'grpc')))
    expect(environment, service).toHaveProperty(`${name(service)}_GRPC`)
})

test('whoever folds a topic is named as its reader: the broker lets in nobody else', () => {
  for (const [consumer, inputs] of folded) {
    expect(inputs.length, consumer).toBeGreaterThan(0)
    for (const topic of inputs)
      expect([topic.writer, ...topic.readers], `${consumer} folds ${topic.name}`).toContain(consumer)
  }
})

test('every process of a service is run by npm start and by compose', () => {
  // A replay is a command, not a process that stays.
  const entries = globSync('services/*/src/main*.ts', { cwd: root })
    .filter((entry) => !entry.endsWith('main-replay.ts'))
    .sort()
  const compose = parse(readFileSync(`${root}docker-compose.yml`, 'utf8'), { merge: true }) as {
    services: Record<string, { environment?: Record<string, string> }>
  }
  const ofServices = (all: readonly (string | undefined)[]) =>
    all.filter((entry) => entry?.startsWith('services/')).sort()
  expect(ofServices(processes(env).map(({ entry }) => entry))).toEqual(entries)
  expect(ofServices(Object.values(compose.services).map((one) => one.environment?.['ENTRY']))).toEqual(entries)
})

test("a process holds its own secrets and nobody else's", () => {
  const own = newSecrets()
  const world = { env, secrets: own, stores: { kafka: 'k:1', postgres: 'p:2', redis: 'r:3' } }
  for (const { name: process, entry } of processes(env)) {
    const service = entry.split('/')[1]!
    const said = JSON.stringify(environmentOf(process, world))
    for (const [secret, { held }] of Object.entries(secretTable)) {
      // What opens a store stands inside its address, of the service whose code runs.
      const opens =
        secret === `${name(service)}_PASSWORD` || /^(\w+)_(?:KAFKA|REDIS)_PASSWORD$/.exec(secret)?.[1] === name(service)
      if (!held.includes(process) && !opens)
        expect(said.includes(JSON.stringify(own[secret]!).slice(1, -1)), `${process} holds ${secret}`).toBe(false)
    }
  }
})

test('with no proxy in front no process believes what a stranger writes of his address', () => {
  const world = { env, secrets: newSecrets(), stores: { kafka: 'k', postgres: 'p', redis: 'r' } }
  for (const { name } of processes(env)) {
    const believed = Object.keys(environmentOf(name, world)).filter((key) => key.endsWith('TRUSTED_HOPS'))
    expect(believed, name).toEqual([])
  }
})

test('every service has a README with the five headings, and a line in the two that name them all', () => {
  for (const service of services) {
    expect(
      [...readFileSync(`${root}services/${service}/README.md`, 'utf8').matchAll(/^## (.+)$/gm)].map(
        ([, heading]) => heading,
      ),
      service,
    ).toEqual(['Owns', 'In', 'Out', 'Tables', 'Invariants'])
    for (const file of ['README.md', 'ARCHITECTURE.md'])
      expect(readFileSync(`${root}${file}`, 'utf8'), file).toContain(`services/${service}/README.md`)
  }
})
