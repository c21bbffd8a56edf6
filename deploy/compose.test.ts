import { existsSync, globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { hosts, stores, users } from './containers/network.ts'
import { expand, readEnv, root } from './local/env.ts'
import { environmentOf, feeder, innerPortOf, processes, type World } from './local/processes.ts'
import { newSecrets } from './local/secrets.ts'

// No Docker engine runs where this is written: the files are read and held against what is known, and the steps that are programs are run.
interface Service {
  readonly image: string
  readonly environment?: Readonly<Record<string, string>>
  readonly depends_on?: Readonly<Record<string, { condition: string }>>
  readonly healthcheck?: { test?: readonly string[]; interval?: string; disable?: boolean }
  readonly ports?: readonly string[]
  readonly network_mode?: string
  readonly networks?: readonly string[]
  readonly volumes?: readonly string[]
  readonly restart?: string
  readonly stop_grace_period?: string
  readonly security_opt?: readonly string[]
  readonly cap_drop?: readonly string[]
  readonly cap_add?: readonly string[]
  readonly read_only?: boolean
  readonly user?: string
  readonly mem_limit?: string
  readonly pids_limit?: number
  readonly logging?: { options: Record<string, string> }
  readonly build?: { dockerfile: string }
}
const text = readFileSync(`${root}docker-compose.yml`, 'utf8')
const register = readFileSync(`${root}.env`, 'utf8')
const compose = parse(text, { merge: true }) as {
  name?: string
  services: Record<string, Service>
  volumes: Record<string, unknown>
}
const env = expand(register, {})
const given = Object.entries(compose.services)
const OURS = `\${COMPOSE_PROJECT_NAME}`
const ours = given.filter(([, { image }]) => image === OURS)
const world: World = { env, secrets: newSecrets(), stores: stores(env), hosts }
const once = ['keys', 'prepare', 'sample', 'cli']
const lasting = given.filter(([name]) => !once.includes(name))
const filled = (value: string) => value.replace(/\$\{(\w+)\}/g, (_, name: string) => env[name] ?? `no ${name}`)
const dockerfile = readFileSync(`${root}deploy/Dockerfile`, 'utf8')

test('compose runs every process that npm start runs, with the same health address, behind the preparation', () => {
  for (const { name, entry, ready } of processes(env)) {
    const service = compose.services[name]!
    expect(service, name).toBeDefined()
    expect(service.environment!['ENTRY'], name).toBe(entry)
    expect(filled(service.environment!['READY']!), name).toBe(ready)
    expect(service.healthcheck, name).toBeDefined()
    // The provider needs no store.
    if (name === 'idp') expect(Object.keys(service.depends_on!)).toEqual(['keys'])
    else expect(service.depends_on!['prepare'], name).toEqual({ condition: 'service_completed_successfully' })
  }
  expect(compose.services['feeder']!.environment!['ENTRY']).toBe(feeder(env, 300).entry)
})

test('every entry exists, every image but our own is an official one of a pinned version in .env', () => {
  for (const [name, { environment, image }] of given) {
    if (image === OURS) expect(existsSync(`${root}${environment!['ENTRY']}`), name).toBe(true)
    else expect(image).toMatch(/^(apache\/kafka|postgres|redis):\$\{[A-Z]+_VERSION\}$/)
  }
  for (const image of ['KAFKA', 'POSTGRES', 'REDIS', 'NODE'])
    expect(env[`${image}_VERSION`], image).toMatch(/^\d+\.\d+(\.\d+)?$/)
  expect(compose.services['keys']!.build!.dockerfile).toBe('deploy/Dockerfile')
})

test('ports and versions stand in .env only', () => {
  const numbers = Object.entries(env)
    .filter(([name]) => name.endsWith('_PORT'))
    .map(([, value]) => value)
  for (const line of text.split('\n').filter((one) => !one.trim().startsWith('#'))) {
    expect(line).not.toMatch(new RegExp(`\\b(?:${numbers.join('|')})\\b|:(?:\\d+\\.\\d+|18|24)\\b`))
    for (const [, name] of line.matchAll(/\$\{([A-Z_]+)\}/g))
      if (name !== 'COMPOSE_PROJECT_NAME') expect(env, line).toHaveProperty(name!)
  }
})

test('whoever waits, waits for a service that exists and can be as far', () => {
  for (const [name, { depends_on = {} }] of given) {
    for (const [other, { condition }] of Object.entries(depends_on)) {
      expect(compose.services[other], `${name} → ${other}`).toBeDefined()
      if (condition === 'service_healthy')
        expect(compose.services[other]!.healthcheck, `${name} → ${other}`).toBeDefined()
    }
  }
})

test('whatever ends is begun again: nothing shares a network with another, whose end would take it along', () => {
  for (const [name, { restart, stop_grace_period, network_mode }] of lasting) {
    expect(restart, name).toBe('unless-stopped')
    expect(stop_grace_period, name).toBe('20s')
    expect(network_mode, name).toBeUndefined()
  }
  // A name of its own would be another clone's too.
  expect(compose.name).toBeUndefined()
})

test('whatever lasts is asked after, and not so often that asking costs a machine', () => {
  for (const [name, { healthcheck }] of lasting) {
    expect(healthcheck, name).toBeDefined()
    if (name === 'feeder') continue
    const seconds = Number(/^(\d+)s$/.exec(healthcheck!.interval!)![1])
    expect(seconds, name).toBeGreaterThanOrEqual(15)
    expect(seconds, name).toBeLessThanOrEqual(30)
  }
  expect(dockerfile).toMatch(/^HEALTHCHECK --interval=20s /m)
})

test('nothing grows without end and nothing may do more than it must', () => {
  for (const [name, service] of given) {
    expect(service.mem_limit, name).toMatch(/^\d+m$/)
    expect(service.pids_limit, name).toBeGreaterThan(0)
    expect(service.logging?.options, name).toEqual({ 'max-size': '10m', 'max-file': '5' })
    expect(service.security_opt, name).toEqual(['no-new-privileges:true'])
    expect(service.cap_drop, name).toEqual(['ALL'])
    // Those that begin as root, to hand something to another user.
    expect(service.cap_add !== undefined, name).toBe(['keys', 'postgres'].includes(name))
    // The broker and the database write beside their data.
    expect(service.read_only === true, name).toBe(!['kafka', 'postgres'].includes(name))
    for (const volume of service.volumes ?? [])
      if (!/^[./]/.test(volume)) expect(compose.volumes, name).toHaveProperty(volume.split(':')[0]!)
  }
})

test('every process of ours has a user of its own, and of the secrets only its own', () => {
  const held = new Map<string, string>()
  for (const [name, { user, environment, volumes }] of ours) {
    expect(
      volumes!.some((volume) => volume.startsWith('kept:/kept')),
      name,
    ).toBe(true)
    if (name === 'keys') continue
    expect(user, name).toBe(String(users[name]))
    expect(environment!['PROCESS'], name).toBe(name)
    expect(held.has(user!), name).toBe(false)
    held.set(user!, name)
    if (name !== 'keys')
      expect(
        volumes!.find((volume) => volume.startsWith('kept:')),
        name,
      ).toBe('kept:/kept:ro')
  }
  for (const secret of Object.keys(newSecrets())) expect(text).not.toContain(`\${${secret}`)
})

test('every address inside names a service of the file', () => {
  const unseen = /^(?:WEB_ORIGIN|WEB_ISSUER|IDP_ISSUER)$/
  for (const [process] of ours.filter(([name]) => name !== 'keys'))
    for (const [name, value] of Object.entries(environmentOf(process, world))) {
      const host = unseen.test(name)
        ? undefined
        : /^(?:\w+:\/\/)?(?:[\w-]+:\w+@)?([a-z][a-z-]*):\d+(?:\/|$)/.exec(value)?.[1]
      if (host !== undefined) expect(Object.keys(compose.services), `${name}=${value}`).toContain(host)
    }
  // The provider is seen by browsers at this address; whoever speaks with it in a container of his own is led there.
  expect(environmentOf('web', world)['IDP_ISSUER']).toBe(`http://${env['BIND_HOST']}:${env['IDP_PORT']}`)
  for (const name of ['web', 'sample', 'feeder', 'cli'])
    expect(compose.services[name]!.environment!['ISSUER_LEADS_TO'], name).toBe(`idp:\${IDP_PORT}`)
  for (const [name, port] of [
    ['web', 'WEB_PORT'],
    ['idp', 'IDP_PORT'],
  ] as const)
    expect(compose.services[name]!.ports).toEqual([`\${BIND_HOST}:\${${port}}:\${${port}}`])
})

test('no inner port is published', () => {
  const inner = processes(env).map(({ name }) => innerPortOf(name))
  for (const port of inner) expect(env, port).toHaveProperty(port)
  for (const [name, { ports = [] }] of given)
    for (const port of ports) for (const one of inner) expect(port, name).not.toContain(one)
})

test('the image installs before it takes sources, for production only, and holds what its processes need', () => {
  const final = dockerfile.slice(dockerfile.lastIndexOf('\nFROM'))
  expect(dockerfile.match(/^FROM node:\$\{NODE_VERSION\}-slim/gm)).toHaveLength(2)
  expect(final).not.toContain('pnpm install')
  const production = dockerfile.slice(dockerfile.indexOf('AS production'), dockerfile.lastIndexOf('\nFROM'))
  expect(production).toContain('--frozen-lockfile --prod')
  expect(production).not.toContain('COPY')
  const manifests = dockerfile.slice(0, dockerfile.indexOf('AS build'))
  for (const file of globSync('{cli,data,deploy,packages/*,services/*}/package.json', { cwd: root }))
    expect(manifests, file).toContain(`COPY ${file} ${file.slice(0, -'package.json'.length)}\n`)
  const copied = [...final.matchAll(/^COPY (?:--from=\w+ )?(.+) \S+$/gm)].flatMap(([, files]) => files!.split(' '))
  for (const file of ['.env', ...globSync('tsconfig*.json', { cwd: root })]) expect(copied, file).toContain(file)
  for (const [name, { environment }] of ours) expect(copied, name).toContain(environment!['ENTRY']!.split('/')[0])
  const ignored = readFileSync(`${root}.dockerignore`, 'utf8').split('\n')
  for (const folder of ['.git', '.timbang', '**/node_modules', '**/test', '**/*.md']) expect(ignored).toContain(folder)
})

test('one variable moves all ports', () => {
  const moved = expand(register, { TIMBANG_PORTS: '47' })
  for (const [name, value] of Object.entries(moved)) if (name.endsWith('_PORT')) expect(value, name).toMatch(/^47\d\d$/)
  expect(
    new Set(
      Object.entries(moved)
        .filter(([name]) => name.endsWith('_PORT'))
        .map(([, value]) => value),
    ).size,
  ).toBe(Object.keys(moved).filter((name) => name.endsWith('_PORT')).length)
  expect(readEnv()).toHaveProperty('WEB_PORT')
})
