import type { JWK } from 'jose'
import type { Issuer } from '@timbang/identity/verify'
import { systemClock, type Clock } from '@timbang/process/clock'
import { readConfig } from '@timbang/process/config'
import { logger, type Log } from '@timbang/process/log'
import Type from 'typebox'

const port = (description: string) => Type.Integer({ minimum: 0, maximum: 65_535, description })

/** The name under which the fold keeps its positions. */
export const CONSUMER = 'scoring'

/** The environment that this service reads. */
export const environment = Type.Object({
  BIND_HOST: Type.String({ default: '127.0.0.1', description: 'address to listen on' }),
  SCORING_HTTP_PORT: port('port of health and metrics'),
  SCORING_GRPC_PORT: port('port of ScoringService'),
  SCORING_POSTGRES_URL: Type.String({ minLength: 1, description: 'database of this service, with its role' }),
  SCORING_MASTER_KEY: Type.String({ pattern: '^[0-9a-f]{64}$', description: '32 bytes in hexadecimal: the keys of the quarters come from it' }),
  SCORING_SIGNING_KEY: Type.String({ minLength: 1, description: 'a private Ed25519 JWK with a kid: signs manifests' }),
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
  readonly masterKey: Uint8Array
  readonly signingKey: JWK
  readonly brokers: readonly string[]
  readonly topicPrefix: string
  readonly issuers: readonly Issuer[]
  readonly clock: Clock
  readonly log: Log
  /** Something that no retry mends. */
  readonly onCrash: (error: Error) => void
}

export function configFromEnvironment(): Config {
  const read = readConfig(environment)
  return {
    host: read.BIND_HOST, httpPort: read.SCORING_HTTP_PORT, grpcPort: read.SCORING_GRPC_PORT, postgresUrl: read.SCORING_POSTGRES_URL, masterKey: Buffer.from(read.SCORING_MASTER_KEY, 'hex'), signingKey: JSON.parse(read.SCORING_SIGNING_KEY) as JWK,
    brokers: read.KAFKA_BROKERS.split(','), topicPrefix: read.KAFKA_TOPIC_PREFIX, issuers: [{ issuer: read.WEB_ISSUER, jwksUrl: read.WEB_JWKS_URL }, { issuer: read.IDP_ISSUER, jwksUrl: read.IDP_JWKS_URL }],
    clock: systemClock, log: logger('scoring'),
    // Out of whatever caught it: the process ends with one line and is started again.
    onCrash: (error) => { setImmediate(() => { throw error }) },
  }
}
