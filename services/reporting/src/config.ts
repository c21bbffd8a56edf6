import type { Issuer } from '@timbang/identity/verify'
import { systemClock, type Clock } from '@timbang/process/clock'
import { readConfig } from '@timbang/process/config'
import { logger, type Log } from '@timbang/process/log'
import Type from 'typebox'

const port = (description: string) => Type.Integer({ minimum: 0, maximum: 65_535, description })

const both = {
  BIND_HOST: Type.String({ default: '127.0.0.1', description: 'address to listen on' }),
  REPORTING_POSTGRES_URL: Type.String({ minLength: 1, description: 'database of this service, with its role' }),
  REDIS_URL: Type.String({ minLength: 1, description: 'latest frames; may be gone' }),
  KAFKA_BROKERS: Type.String({ minLength: 1, description: 'host:port, several with commas' }),
  KAFKA_TOPIC_PREFIX: Type.String({ default: '', description: 'in front of every topic name' }),
  WEB_ISSUER: Type.String({ minLength: 1, description: 'issuer of the five-minute tokens' }),
  WEB_JWKS_URL: Type.String({ minLength: 1, description: 'its published keys' }),
  IDP_ISSUER: Type.String({ minLength: 1, description: 'the OpenID provider, for machines' }),
  IDP_JWKS_URL: Type.String({ minLength: 1, description: 'its published keys' }),
}
/** The environment of the boards' process, and of the live events' process. */
export const environment = Type.Object({ ...both, REPORTING_HTTP_PORT: port('port of health and metrics'), REPORTING_GRPC_PORT: port('port of ReportingService') })
export const liveEnvironment = Type.Object({ ...both, REPORTING_LIVE_PORT: port('port of the live events') })

export interface Common {
  readonly host: string
  readonly postgresUrl: string
  readonly redisUrl: string
  readonly brokers: readonly string[]
  readonly topicPrefix: string
  readonly issuers: readonly Issuer[]
  readonly clock: Clock
  readonly log: Log
  /** Something that no retry mends. */
  readonly onCrash: (error: Error) => void
}
/** 0 takes any free port. */
export type Config = Common & { readonly httpPort: number; readonly grpcPort: number }
export type LiveConfig = Common & { readonly port: number }

type Read = { BIND_HOST: string; REPORTING_POSTGRES_URL: string; REDIS_URL: string; KAFKA_BROKERS: string; KAFKA_TOPIC_PREFIX: string; WEB_ISSUER: string; WEB_JWKS_URL: string; IDP_ISSUER: string; IDP_JWKS_URL: string }
const common = (read: Read, name: string): Common => ({
  host: read.BIND_HOST, postgresUrl: read.REPORTING_POSTGRES_URL, redisUrl: read.REDIS_URL, brokers: read.KAFKA_BROKERS.split(','), topicPrefix: read.KAFKA_TOPIC_PREFIX,
  issuers: [{ issuer: read.WEB_ISSUER, jwksUrl: read.WEB_JWKS_URL }, { issuer: read.IDP_ISSUER, jwksUrl: read.IDP_JWKS_URL }], clock: systemClock, log: logger(name),
  // Out of whatever caught it: the process ends with one line and is started again.
  onCrash: (error) => { setImmediate(() => { throw error }) },
})

export function configFromEnvironment(): Config {
  const read = readConfig(environment)
  return { ...common(read, 'reporting'), httpPort: read.REPORTING_HTTP_PORT, grpcPort: read.REPORTING_GRPC_PORT }
}
export function liveConfigFromEnvironment(): LiveConfig {
  const read = readConfig(liveEnvironment)
  return { ...common(read, 'live'), port: read.REPORTING_LIVE_PORT }
}
