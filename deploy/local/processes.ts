import { databases } from './secrets.ts'
import { kept } from './env.ts'

/** One process of the platform: what runs, and where it says that it is ready. */
export interface Process {
  readonly name: string
  /** Relative to the root of the checkout. */
  readonly entry: string
  /** Answers 200 when it can serve. */
  readonly ready: string
  /** What it reads besides what all of them get. */
  readonly environment?: Readonly<Record<string, string>>
}

/** In the order in which they start; they stop in the reverse. */
export const processes = (env: Readonly<Record<string, string>>): readonly Process[] => {
  const ready = (port: string) => `http://${env['BIND_HOST']}:${env[port]}/health/ready`
  return [
    { name: 'idp', entry: 'deploy/local/idp/main.ts', ready: ready('IDP_PORT') },
    { name: 'web', entry: 'services/web/src/main.ts', ready: ready('WEB_PORT') },
    { name: 'directory', entry: 'services/directory/src/main.ts', ready: ready('DIRECTORY_HTTP_PORT') },
    { name: 'appraisal', entry: 'services/appraisal/src/main.ts', ready: ready('APPRAISAL_HTTP_PORT') },
    { name: 'journal', entry: 'services/journal/src/main.ts', ready: ready('JOURNAL_HTTP_PORT') },
    {
      name: 'activity-ingest',
      entry: 'services/activity-ingest/src/main.ts',
      ready: ready('ACTIVITY_INGEST_HTTP_PORT'),
    },
    { name: 'feedback', entry: 'services/feedback/src/main.ts', ready: ready('FEEDBACK_HTTP_PORT') },
    { name: 'scoring', entry: 'services/scoring/src/main.ts', ready: ready('SCORING_HTTP_PORT') },
    { name: 'reporting', entry: 'services/reporting/src/main.ts', ready: ready('REPORTING_HTTP_PORT') },
    { name: 'live', entry: 'services/reporting/src/main-live.ts', ready: ready('REPORTING_LIVE_PORT') },
  ]
}

/** Keeps the day of the sample arriving: an ordinary client with each person's token. It serves nobody, so it is ready when the pages are. */
export const feeder = (env: Readonly<Record<string, string>>, people: number): Process => ({
  name: 'feeder',
  entry: 'data/feeder/main.ts',
  ready: `http://${env['BIND_HOST']}:${env['WEB_PORT']}/health/ready`,
  environment: { SAMPLE_PEOPLE: String(people) },
})

/** Databases, each with the roster beside its own tables: every owner asks who is whose superior. */
export const owners = (secrets: Readonly<Record<string, string>>) =>
  databases.map((service) => ({ service, password: secrets[`${service.toUpperCase()}_PASSWORD`]! }))

export interface Stores {
  readonly kafkaBrokers: string
  /** host:port */
  readonly postgres: string
  readonly redisUrl: string
}
/** Where processes find each other. Browsers and issuers go by BIND_HOST of `.env`, wherever the processes run. */
export interface Hosts {
  /** Address to listen on. */
  readonly bind: string
  /** Host name of a process. */
  of(process: string): string
}

/**
 * The environment of every process: ports from `.env`, secrets of this machine, addresses made from both.
 * @param hosts absent: all on one machine
 */
export function environmentOf(
  env: Readonly<Record<string, string>>,
  secrets: Readonly<Record<string, string>>,
  stores: Stores,
  hosts: Hosts = { bind: env['BIND_HOST']!, of: () => env['BIND_HOST']! },
): Record<string, string> {
  const seen = (port: string) => `http://${env['BIND_HOST']}:${env[port]}`
  const at = (process: string, port: string) => `${hosts.of(process)}:${env[port]}`
  const name = (process: string) => process.toUpperCase().replaceAll('-', '_')
  const urls = Object.fromEntries(
    databases.map((service) => [
      `${name(service)}_POSTGRES_URL`,
      `postgres://${service}:${secrets[`${name(service)}_PASSWORD`]}@${stores.postgres}/${service}`,
    ]),
  )
  const grpc = Object.fromEntries(
    ['directory', 'appraisal', 'journal', 'feedback', 'scoring', 'reporting', 'activity-ingest'].map((service) => [
      `${name(service)}_GRPC`,
      at(service, `${name(service)}_GRPC_PORT`),
    ]),
  )
  const http = Object.fromEntries(
    ['activity-ingest', 'journal', 'feedback', 'reporting'].map((service) => [
      `${name(service)}_HTTP`,
      `http://${at(service, `${name(service)}_HTTP_PORT`)}`,
    ]),
  )
  return {
    ...env,
    ...secrets,
    ...urls,
    ...grpc,
    ...http,
    BIND_HOST: hosts.bind,
    KAFKA_BROKERS: stores.kafkaBrokers,
    REDIS_URL: stores.redisUrl,
    WEB_ORIGIN: seen('WEB_PORT'),
    WEB_ISSUER: seen('WEB_PORT'),
    WEB_JWKS_URL: `http://${at('web', 'WEB_PORT')}/.well-known/jwks.json`,
    IDP_ISSUER: seen('IDP_PORT'),
    IDP_JWKS_URL: `http://${at('idp', 'IDP_PORT')}/jwks`,
    IDP_PEOPLE_FILE: `${kept}people.json`,
    REPORTING_LIVE: `http://${at('live', 'REPORTING_LIVE_PORT')}`,
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info',
  }
}
