import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { expand, readEnv, root } from './local/env.ts'
import { environmentOf, processes } from './local/processes.ts'
import { databases } from './local/secrets.ts'

const text = readFileSync(`${root}docker-compose.yml`, 'utf8')
const compose = parse(text, { merge: true }) as { services: Record<string, { image?: string; environment?: Record<string, unknown>; depends_on?: Record<string, unknown>; healthcheck?: unknown; ports?: string[] }>; volumes: Record<string, unknown> }
const env = readEnv()
const own = [...processes(env)]

test('compose runs every process that npm start runs, each with a health check and behind the preparation', () => {
  for (const { name, entry } of own) {
    const service = compose.services[name]
    expect(service, name).toBeDefined()
    expect(service!.environment!['ENTRY'], name).toBe(entry)
    expect(service!.healthcheck, name).toBeDefined()
    expect(service!.depends_on, name).toHaveProperty('prepare')
  }
  for (const store of ['kafka', 'postgres', 'redis']) expect(compose.services[store]!.healthcheck, store).toBeDefined()
})
test('ports and versions stand in .env only', () => {
  for (const line of text.split('\n').filter((one) => !one.trim().startsWith('#'))) expect(line).not.toMatch(/\b46\d\d\b|:(?:\d+\.\d+|18|24)\b/)
  for (const [, name] of text.matchAll(/\$\{([A-Z_]+)\}/g)) expect(env, name).toHaveProperty(name!)
})
test('a process gets the same names from compose as from the launcher', () => {
  const secrets = Object.fromEntries(databases.map((name) => [`${name.toUpperCase()}_PASSWORD`, 'x']))
  const launcher = Object.keys(environmentOf(env, secrets, { kafkaBrokers: 'k', postgres: 'p', redisUrl: 'r' }))
  const given = Object.keys(compose.services['journal']!.environment!)
  for (const name of launcher.filter((one) => /_(GRPC|HTTP|URL|PORT|ISSUER|ORIGIN|LIVE)$|^KAFKA_BROKERS$/.test(one) && !/^(KAFKA|POSTGRES|REDIS)_(PORT|CONTROLLER_PORT)$|^KAFKA_CONTROLLER_PORT$/.test(one))) expect(given, name).toContain(name)
})
test('one variable moves all ports', () => {
  const moved = expand(readFileSync(`${root}.env`, 'utf8'), { TIMBANG_PORTS: '47' })
  for (const [name, value] of Object.entries(moved)) if (name.endsWith('_PORT')) expect(value, name).toMatch(/^47\d\d$/)
})
