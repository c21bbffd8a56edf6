import type { Issuer } from '@timbang/identity/verify'
import { type Clock, systemClock } from '@timbang/process/clock'
import { readConfig } from '@timbang/process/config'
import { type Log, logger } from '@timbang/process/log'
import Type from 'typebox'

const port = (description: string) => Type.Integer({ minimum: 0, maximum: 65_535, description })

/** The environment that this service reads. */
export const environment = Type.Object({
  BIND_HOST: Type.String({ default: '127.0.0.1', description: 'address to listen on' }),
  JOURNAL_HTTP_PORT: port('port of GET /records/{id}'),
  JOURNAL_GRPC_PORT: port('port of JournalService'),
  JOURNAL_POSTGRES_URL: Type.String({ minLength: 1, description: 'postgres://… of the database journal' }),
  JOURNAL_POOL: Type.Integer({ minimum: 2, default: 12, description: 'database connections' }),
  KAFKA_BROKERS: Type.String({ minLength: 1, description: 'host:port, several with commas' }),
  KAFKA_TOPIC_PREFIX: Type.String({ default: '', description: 'in front of every topic name' }),
  WEB_ISSUER: Type.String({ minLength: 1, description: 'issuer of the five-minute tokens' }),
  WEB_JWKS_URL: Type.String({ minLength: 1, description: 'its published keys' }),
  IDP_ISSUER: Type.String({ minLength: 1, description: 'the OpenID provider, for machines' }),
  IDP_JWKS_URL: Type.String({ minLength: 1, description: 'its published keys' }),
})

export interface Config {
  readonly host: string
  /** 0 takes any free port. */
  readonly httpPort: number
  readonly grpcPort: number
  readonly postgresUrl: string
  readonly poolSize: number
  readonly brokers: readonly string[]
  readonly topicPrefix: string
  readonly issuers: readonly Issuer[]
  readonly clock: Clock
  readonly log: Log
  /** What no retry mends: another log, a restored database. The process ends, and a person reads the sentence. */
  readonly onCrash: (error: Error) => void
}

export function configFromEnvironment(): Config {
  const read = readConfig(environment)
  return {
    host: read.BIND_HOST, httpPort: read.JOURNAL_HTTP_PORT, grpcPort: read.JOURNAL_GRPC_PORT, postgresUrl: read.JOURNAL_POSTGRES_URL, poolSize: read.JOURNAL_POOL, brokers: read.KAFKA_BROKERS.split(','), topicPrefix: read.KAFKA_TOPIC_PREFIX,
    issuers: [{ issuer: read.WEB_ISSUER, jwksUrl: read.WEB_JWKS_URL }, { issuer: read.IDP_ISSUER, jwksUrl: read.IDP_JWKS_URL }], clock: systemClock, log: logger('journal'),
    // Out of whatever caught it: the process ends with one line and is started again.
    onCrash: (error) => { setImmediate(() => { throw error }) },
  }
}
