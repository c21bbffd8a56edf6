import { existsSync, globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { hosts, stores } from './containers/network.ts'
import { expand, readEnv, root } from './local/env.ts'
import { environmentOf, feeder, processes } from './local/processes.ts'
import { newSecrets } from './local/secrets.ts'

interface Service {
  readonly image: string
  readonly environment?: Readonly<Record<string, string>>
  readonly depends_on?: Readonly<Record<string, { condition: string }>>
  readonly healthcheck?: unknown
  readonly ports?: readonly string[]
  readonly network_mode?: string
  readonly volumes?: readonly string[]
  readonly build?: { dockerfile: string }
}
const text = readFileSync(`${root}docker-compose.yml`, 'utf8')
const register = readFileSync(`${root}.env`, 'utf8')
const compose = parse(text, { merge: true }) as { services: Record<string, Service>; volumes: Record<string, unknown> }
const env = expand(register, {})
const given = Object.entries(compose.services)
const inside = environmentOf(env, newSecrets(), stores(env), hosts)
const filled = (value: string) => value.replace(/\$\{(\w+)\}/g, (_, name: string) => env[name] ?? `no ${name}`)

test('compose runs every process that npm start runs, with the same health address, behind the preparation', () => {
  for (const { name, entry, ready } of processes(env)) {
    const service = compose.services[name]!
    expect(service, name).toBeDefined()
    expect(service.environment!['ENTRY'], name).toBe(entry)
    expect(filled(service.environment!['READY']!), name).toBe(ready)
    expect(service.healthcheck, name).toBeDefined()
    expect(service.depends_on!['prepare'], name).toEqual({ condition: 'service_completed_successfully' })
  }
  expect(compose.services['feeder']!.environment!['ENTRY']).toBe(feeder(env, 300).entry)
  for (const store of ['kafka', 'postgres', 'redis']) expect(compose.services[store]!.healthcheck, store).toBeDefined()
})

test('every entry exists, every image but our own is an official one of a version in .env', () => {
  for (const [name, { environment, image }] of given) {
    if (image === 'timbang') expect(existsSync(`${root}${environment!['ENTRY']}`), name).toBe(true)
    else expect(image).toMatch(/^(apache\/kafka|postgres|redis):\$\{[A-Z]+_VERSION\}$/)
  }
  expect(compose.services['keys']!.build!.dockerfile).toBe('deploy/Dockerfile')
})

test('ports and versions stand in .env only', () => {
  const numbers = Object.entries(env)
    .filter(([name]) => name.endsWith('_PORT'))
    .map(([, value]) => value)
  for (const line of text.split('\n').filter((one) => !one.trim().startsWith('#'))) {
    expect(line).not.toMatch(new RegExp(`\\b(?:${numbers.join('|')})\\b|:(?:\\d+\\.\\d+|18|24)\\b`))
    for (const [, name] of line.matchAll(/\$\{([A-Z_]+)\}/g)) expect(env, line).toHaveProperty(name!)
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

test('every address inside names a service of the file, or what the provider shares with web', () => {
  const unseen = /^(?:WEB_ORIGIN|WEB_ISSUER|IDP_ISSUER)$/
  for (const [name, value] of Object.entries(inside)) {
    const host = unseen.test(name)
      ? undefined
      : /^(?:\w+:\/\/(?:\w+:\w+@)?)?([a-z][a-z-]*):\d+(?:\/|$)/.exec(value)?.[1]
    if (host !== undefined) expect(Object.keys(compose.services), `${name}=${value}`).toContain(host)
  }
  // The issuers are seen by browsers: within web's network the same address leads to the provider.
  expect(inside['IDP_ISSUER']).toBe(`http://${env['BIND_HOST']}:${env['IDP_PORT']}`)
  for (const name of ['idp', 'sample', 'feeder']) expect(compose.services[name]!.network_mode, name).toBe('service:web')
  expect(compose.services['web']!.ports).toEqual(
    ['WEB_PORT', 'IDP_PORT'].map((port) => `\${BIND_HOST}:\${${port}}:\${${port}}`),
  )
})

test('no secret stands in the file, and all of them lie in the volume that the first container fills', () => {
  for (const secret of Object.keys(newSecrets())) expect(text).not.toContain(`\${${secret}`)
  for (const [name, { image, volumes = [] }] of given)
    if (image === 'timbang')
      expect(
        volumes.some((volume) => volume.startsWith('kept:/kept')),
        name,
      ).toBe(true)
})

test('the image holds what its processes need', () => {
  const dockerfile = readFileSync(`${root}deploy/Dockerfile`, 'utf8')
  const copied = [...dockerfile.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, files]) => files!.split(' '))
  for (const file of [
    '.env',
    'package.json',
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    ...globSync('tsconfig*.json', { cwd: root }),
  ])
    expect(copied, file).toContain(file)
  for (const [name, { environment, image }] of given)
    if (image === 'timbang') expect(copied, name).toContain(environment!['ENTRY']!.split('/')[0])
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
