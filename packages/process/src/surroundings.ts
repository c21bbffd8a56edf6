import Type, { type Static } from 'typebox'
import type { Issuer } from '@timbang/identity/verify'
import { systemClock, type Clock } from './clock.ts'
import { logger, type Log } from './log.ts'
import type { SessionSources } from './verifier.ts'

export const port = (description: string) => Type.Integer({ minimum: 0, maximum: 65_535, description })
export const postgresUrl = Type.String({
  minLength: 1,
  description: 'postgres://… of the database of this service, with its role',
})
export const zone = Type.Union([Type.Literal('WIB'), Type.Literal('WITA'), Type.Literal('WIT')], {
  default: 'WIB',
  description: 'zone of the seat of government',
})

/** Where a door hears which sessions have ended. */
export const sessionSources = {
  REDIS_URL: Type.String({ minLength: 1, description: 'ended sessions, latest frames; may be gone' }),
  DIRECTORY_GRPC: Type.String({ minLength: 1, description: 'host:port of directory: the truth about sessions' }),
}
export const sessionSourcesOf = (read: {
  REDIS_URL: string
  DIRECTORY_GRPC: string
  KAFKA_TOPIC_PREFIX?: string
}): SessionSources => ({
  redisUrl: read.REDIS_URL,
  prefix: read.KAFKA_TOPIC_PREFIX ?? '',
  directory: read.DIRECTORY_GRPC,
})

/** What every service reads of its environment, besides what is its own. */
export const surroundings = {
  BIND_HOST: Type.String({ default: '127.0.0.1', description: 'address to listen on' }),
  KAFKA_BROKERS: Type.String({
    minLength: 1,
    description: 'host:port or user:password@host:port, several with commas',
  }),
  KAFKA_TOPIC_PREFIX: Type.String({ default: '', description: 'in front of every topic name' }),
  RELAY_SHARDS: Type.Integer({
    minimum: 1,
    maximum: 24,
    default: 1,
    description: 'by how many the partitions are shared when the outbox is published; a divisor of 24',
  }),
  POISON_AT_MOST: Type.Integer({
    minimum: 0,
    default: 5,
    description: 'records that may be unreadable within ten minutes of the log; with more the service stops',
  }),
  WEB_ISSUER: Type.String({ minLength: 1, description: 'issuer of the five-minute tokens' }),
  WEB_JWKS_URL: Type.String({ minLength: 1, description: 'its published keys' }),
  IDP_ISSUER: Type.String({ minLength: 1, description: 'the OpenID provider: machines, and people who log in' }),
  IDP_JWKS_URL: Type.String({ minLength: 1, description: 'its published keys' }),
  TRUSTED_HOPS: Type.Integer({
    minimum: 0,
    maximum: 8,
    default: 0,
    description:
      'proxies before the HTTP door that append to X-Forwarded-For; more than there are lets a stranger write his address himself',
  }),
  ...sessionSources,
}
const schema = Type.Object(surroundings)

export interface Surroundings {
  readonly host: string
  readonly brokers: readonly string[]
  readonly topicPrefix: string
  /** Absent: one relay for all partitions. */
  readonly relayShards?: number
  /** Absent: a handful. */
  readonly mostPoison?: number
  readonly issuers: readonly Issuer[]
  /** The pages: they alone say from where a visitor came. Absent where a test starts one service without them. */
  readonly site?: Issuer
  /** Absent where a test starts one service without `directory`: nobody's session ends before his token. */
  readonly sessions?: SessionSources
  /** Proxies before the HTTP door whose X-Forwarded-For is believed; none when absent. */
  readonly trustedHops?: number
  readonly clock: Clock
  readonly log: Log
  /** What no retry mends: another log, a restored database. The process ends, and a person reads the sentence. */
  readonly onCrash: (error: Error) => void
}

/** @param service the name under which it logs */
export const surroundingsOf = (read: Static<typeof schema>, service: string): Surroundings => ({
  site: { issuer: read.WEB_ISSUER, jwksUrl: read.WEB_JWKS_URL },
  host: read.BIND_HOST,
  brokers: read.KAFKA_BROKERS.split(','),
  topicPrefix: read.KAFKA_TOPIC_PREFIX,
  relayShards: read.RELAY_SHARDS,
  mostPoison: read.POISON_AT_MOST,
  issuers: [
    { issuer: read.WEB_ISSUER, jwksUrl: read.WEB_JWKS_URL },
    { issuer: read.IDP_ISSUER, jwksUrl: read.IDP_JWKS_URL },
  ],
  sessions: sessionSourcesOf(read),
  trustedHops: read.TRUSTED_HOPS,
  clock: systemClock,
  log: logger(service),
  // Out of whatever caught it: the process ends with one line and is started again.
  onCrash: (error) => {
    setImmediate(() => {
      throw error
    })
  },
})
