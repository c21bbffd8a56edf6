import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { services } from '@timbang/contracts/topics'
import { REPLAY } from '@timbang/stream/access'
import { expand, kept } from './env.ts'
import type { Doors } from './infra.ts'

/** Services that have a database and a role of their own. */
export const databases = ['directory', 'journal', 'appraisal', 'feedback', 'scoring', 'reporting'] as const

/** Who comes to Redis with a name of his own: every door hears there which sessions have ended. */
export const cacheUsers = [...services, 'web'] as const
export const logUsers = ['admin', ...services, REPLAY] as const

const hex = (bytes: number) => () => randomBytes(bytes).toString('hex')
const signingKey = (kid: string) => () =>
  JSON.stringify({ ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }), kid, alg: 'EdDSA' })

interface Secret {
  readonly make: () => string
  /** The processes that hold it, by the names of processes.ts; nobody else ever sees it. */
  readonly held: readonly string[]
}
const secret = (make: () => string, ...held: string[]): Secret => ({ make, held })
export const name = (text: string) => text.toUpperCase().replaceAll('-', '_')

/** Every secret of an installation. Those that open a store are handed on inside its address, the others by their name. */
export const secretTable: Readonly<Record<string, Secret>> = {
  ACTIVITY_INGEST_DIGEST_KEY: secret(hex(32), 'activity-ingest'),
  WEB_SIGNING_KEY: secret(signingKey('web-1'), 'web'),
  WEB_SEALING_SECRET: secret(hex(32), 'web'),
  IDP_SIGNING_KEY: secret(signingKey('idp-1'), 'idp'),
  WEB_CLIENT_SECRET: secret(hex(32), 'idp', 'web'),
  IMPORTER_CLIENT_SECRET: secret(hex(32), 'idp', 'sample', 'cli'),
  // With it one acts as a person of the sample: who records all day, and who has handed over his queue.
  FEEDER_CLIENT_SECRET: secret(hex(32), 'idp', 'feeder', 'sample'),
  // The first roles of the sample come from the operator's command line, as everywhere.
  CLI_CLIENT_SECRET: secret(hex(32), 'idp', 'sample', 'cli'),
  FEEDBACK_LINK_SECRET: secret(hex(32), 'feedback'),
  SCORING_MASTER_KEY: secret(hex(32), 'scoring', 'scoring-seal'),
  SCORING_SIGNING_KEY: secret(signingKey('seal-1'), 'scoring-seal'),
  POSTGRES_PASSWORD: secret(hex(24), 'prepare'),
  ...Object.fromEntries(databases.map((service) => [`${name(service)}_PASSWORD`, secret(hex(24), 'prepare')])),
  ...Object.fromEntries(logUsers.map((user) => [`${name(user)}_KAFKA_PASSWORD`, secret(hex(24))])),
  ...Object.fromEntries(cacheUsers.map((user) => [`${name(user)}_REDIS_PASSWORD`, secret(hex(24))])),
}

export const newSecrets = (): Record<string, string> =>
  Object.fromEntries(Object.entries(secretTable).map(([name, { make }]) => [name, make()]))

/** What this process holds by name. */
export const heldBy = (process: string, secrets: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(secretTable).flatMap(([name, { held }]) => (held.includes(process) ? [[name, secrets[name]!]] : [])),
  )

/** Who may come to the components. */
export const doorsOf = (secrets: Readonly<Record<string, string>>): Doors => ({
  kafka: {
    admin: secrets['ADMIN_KAFKA_PASSWORD']!,
    ...Object.fromEntries(logUsers.map((user) => [user, secrets[`${name(user)}_KAFKA_PASSWORD`]!])),
  },
  postgres: secrets['POSTGRES_PASSWORD']!,
  redis: Object.fromEntries(cacheUsers.map((user) => [user, secrets[`${name(user)}_REDIS_PASSWORD`]!])),
})

/** Databases with the password of their owner. */
export const owners = (secrets: Readonly<Record<string, string>>) =>
  databases.map((service) => ({ service, password: secrets[`${name(service)}_PASSWORD`]!, roster: true }))

/** A file of this machine's owner alone, also where it was there with another mode. */
export function writePrivately(file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600 })
  chmodSync(file, 0o600)
}

/** Secrets of this machine: made once, readable by nobody else, never changed. What a newer version needs besides is added. */
export function secrets(): Record<string, string> {
  mkdirSync(kept, { recursive: true, mode: 0o700 })
  chmodSync(kept, 0o700)
  const file = `${kept}secrets.env`
  const known = existsSync(file) ? expand(readFileSync(file, 'utf8'), {}) : {}
  const all = { ...newSecrets(), ...known }
  writePrivately(file, lines(all))
  return all
}

export const lines = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
