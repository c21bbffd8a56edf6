import { services } from '@timbang/contracts/topics'
import { REPLAY } from '@timbang/stream/access'
import { kept } from './env.ts'
import { cacheUsers, databases, heldBy, name } from './secrets.ts'

/** One process of the platform: what runs, and where it says that it is ready. */
export interface Process {
  readonly name: string
  /** Relative to the root of the checkout. */
  readonly entry: string
  /** Answers 200 when it can serve. */
  readonly ready: string
  /** Answers 200 while it makes progress; absent where nobody can be asked. */
  readonly live?: string
  /** What it reads besides what all of them get. */
  readonly environment?: Readonly<Record<string, string>>
}

/** Under which name `.env` has the inner port of a process. */
export const innerPortOf = (process: string): string => `${name(process)}_INNER_PORT`

/** In the order in which they start; they stop in the reverse. */
export const processes = (env: Readonly<Record<string, string>>): readonly Process[] => {
  const at = (process: string, entry: string): Process => {
    const health = `http://${env['BIND_HOST']}:${env[innerPortOf(process)]}/health`
    return { name: process, entry, ready: `${health}/ready`, live: `${health}/live` }
  }
  return [
    at('idp', 'deploy/local/idp/main.ts'),
    at('web', 'services/web/src/main.ts'),
    at('directory', 'services/directory/src/main.ts'),
    at('appraisal', 'services/appraisal/src/main.ts'),
    at('journal', 'services/journal/src/main.ts'),
    at('activity-ingest', 'services/activity-ingest/src/main.ts'),
    at('feedback', 'services/feedback/src/main.ts'),
    at('scoring', 'services/scoring/src/main.ts'),
    at('scoring-live', 'services/scoring/src/main-live.ts'),
    at('scoring-seal', 'services/scoring/src/main-seal.ts'),
    at('reporting', 'services/reporting/src/main.ts'),
    at('live', 'services/reporting/src/main-live.ts'),
  ]
}

/** Keeps the day of the sample arriving: an ordinary client with each person's token. It serves nobody, so it is ready when the pages are. */
export const feeder = (env: Readonly<Record<string, string>>, people: number): Process => ({
  name: 'feeder',
  entry: 'data/feeder/main.ts',
  ready: `http://${env['BIND_HOST']}:${env['WEB_INNER_PORT']}/health/ready`,
  environment: { SAMPLE_PEOPLE: String(people) },
})

export interface Stores {
  /** host:port of each. */
  readonly kafka: string
  readonly postgres: string
  readonly redis: string
}
/** Where processes find each other. Browsers and issuers go by BIND_HOST of `.env`, wherever the processes run. */
export interface Hosts {
  /** Address to listen on. */
  readonly bind: string
  /** Host name of a process. */
  of(process: string): string
}
/** All that the environments are made from. */
export interface World {
  /** Ports and settings, as `.env` says them. */
  readonly env: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, string>>
  readonly stores: Stores
  /** Absent: all on one machine. */
  readonly hosts?: Hosts
  /** Absent: in the folder that is kept. */
  readonly peopleFile?: string
}

const answerGrpc = ['directory', 'appraisal', 'journal', 'feedback', 'scoring', 'reporting', 'activity-ingest']
const answerHttp = ['activity-ingest', 'journal', 'feedback']

/** Addresses and settings: what everybody may know. */
function known({
  env,
  hosts = { bind: env['BIND_HOST']!, of: () => env['BIND_HOST']! },
  peopleFile,
}: World): Record<string, string> {
  const seen = (port: string) => `http://${env['BIND_HOST']}:${env[port]}`
  const at = (process: string, port: string) => `${hosts.of(process)}:${env[port]}`
  const grpc = answerGrpc.map((service) => [`${name(service)}_GRPC`, at(service, `${name(service)}_GRPC_PORT`)])
  const http = answerHttp.map((service) => [
    `${name(service)}_HTTP`,
    `http://${at(service, `${name(service)}_HTTP_PORT`)}`,
  ])
  return {
    ...env,
    ...Object.fromEntries([...grpc, ...http]),
    BIND_HOST: hosts.bind,
    WEB_ORIGIN: seen('WEB_PORT'),
    WEB_ISSUER: seen('WEB_PORT'),
    WEB_JWKS_URL: `http://${at('web', 'WEB_PORT')}/.well-known/jwks.json`,
    IDP_ISSUER: seen('IDP_PORT'),
    IDP_JWKS_URL: `http://${at('idp', 'IDP_PORT')}/jwks`,
    IDP_PEOPLE_FILE: peopleFile ?? `${kept}people.json`,
    REPORTING_LIVE: `http://${at('live', 'LIVE_PORT')}`,
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info',
  }
}

/**
 * The whole environment of one process: what everybody may know, its own secrets, and the stores as it comes to them.
 * @param process its name; `cli`: the operator's command line, who may mend everything; `prepare`: the step before any service
 */
export function environmentOf(process: string, world: World): Record<string, string> {
  const { secrets, stores } = world
  const log = (user: string) => `${user}:${secrets[`${name(user)}_KAFKA_PASSWORD`]}@${stores.kafka}`
  const database = (service: string) =>
    `postgres://${service}:${secrets[`${name(service)}_PASSWORD`]}@${stores.postgres}/${service}`
  const cache = (user: string) => `redis://${user}:${secrets[`${name(user)}_REDIS_PASSWORD`]}@${stores.redis}`
  const own: Record<string, string> = heldBy(process, secrets)
  const service = serviceOf(process, world.env)
  if (service !== undefined && isOneOf(services, service)) own['KAFKA_BROKERS'] = log(service)
  if (service !== undefined && isOneOf(cacheUsers, service)) own['REDIS_URL'] = cache(service)
  for (const one of databases)
    if (one === service || process === 'cli') own[`${name(one)}_POSTGRES_URL`] = database(one)
  if (process === 'cli') {
    own['REPLAY_KAFKA_BROKERS'] = log(REPLAY)
    own['REDIS_URL'] = cache('directory')
  }
  if (process === 'cli' || process === 'prepare') own['KAFKA_BROKERS'] = log('admin')
  if (process === 'prepare') own['POSTGRES_ADDRESS'] = stores.postgres
  return { ...known(world), ...own }
}

const isOneOf = <T extends string>(all: readonly T[], one: string): one is T => (all as readonly string[]).includes(one)

/** The service whose code a process runs, and as which it comes to the stores. */
const serviceOf = (process: string, env: Readonly<Record<string, string>>): string | undefined =>
  processes(env)
    .find((one) => one.name === process)
    ?.entry.match(/^services\/([^/]+)\//)?.[1]
