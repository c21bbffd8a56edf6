import { createSecretKey, type KeyObject } from 'node:crypto'
import type { Issuer } from '@timbang/identity/verify'
import { systemClock, type Clock } from '@timbang/process/clock'
import { readConfig } from '@timbang/process/config'
import { logger, type Log } from '@timbang/process/log'
import Type from 'typebox'

const port = (description: string) => Type.Integer({ minimum: 0, maximum: 65_535, description })

/** The environment that this service reads. */
export const environment = Type.Object({
  BIND_HOST: Type.String({ default: '127.0.0.1', description: 'address to listen on' }),
  ACTIVITY_INGEST_HTTP_PORT: port('port of POST /records'),
  ACTIVITY_INGEST_GRPC_PORT: port('port of SubmitRecords'),
  KAFKA_BROKERS: Type.String({ minLength: 1, description: 'host:port, several with commas' }),
  KAFKA_TOPIC_PREFIX: Type.String({ default: '', description: 'in front of every topic name' }),
  WEB_ISSUER: Type.String({ minLength: 1, description: 'issuer of the five-minute tokens' }),
  WEB_JWKS_URL: Type.String({ minLength: 1, description: 'its published keys' }),
  IDP_ISSUER: Type.String({ minLength: 1, description: 'the OpenID provider, for machines' }),
  IDP_JWKS_URL: Type.String({ minLength: 1, description: 'its published keys' }),
  ACTIVITY_INGEST_DIGEST_KEY: Type.String({ pattern: '^[0-9a-fA-F]{64}$', description: '32 bytes in hexadecimal; the same for ever, or retries look like conflicts' }),
  ACTIVITY_INGEST_MEMORY_MB: Type.Integer({ minimum: 16, default: 256, description: 'memory for requests in hand; beyond it clients are told to wait' }),
  ACTIVITY_INGEST_ACKNOWLEDGE_MS: Type.Integer({ minimum: 100, default: 10_000, description: 'how long a request waits for the log before it is told to come again' }),
})

export interface Config {
  readonly host: string
  /** 0 takes any free port. */
  readonly httpPort: number
  readonly grpcPort: number
  readonly brokers: readonly string[]
  readonly topicPrefix: string
  readonly issuers: readonly Issuer[]
  /** Key of the digests: deterministic, so that a retry is recognised and a conflict seen without the words. A key object, because with a Buffer each HMAC costs 16 µs instead of 3. */
  readonly digestKey: KeyObject
  readonly memoryBytes: number
  readonly acknowledgeWithin: number
  readonly clock: Clock
  readonly log: Log
}

export function configFromEnvironment(): Config {
  const read = readConfig(environment)
  return {
    host: read.BIND_HOST, httpPort: read.ACTIVITY_INGEST_HTTP_PORT, grpcPort: read.ACTIVITY_INGEST_GRPC_PORT, brokers: read.KAFKA_BROKERS.split(','), topicPrefix: read.KAFKA_TOPIC_PREFIX,
    issuers: [{ issuer: read.WEB_ISSUER, jwksUrl: read.WEB_JWKS_URL }, { issuer: read.IDP_ISSUER, jwksUrl: read.IDP_JWKS_URL }], digestKey: createSecretKey(read.ACTIVITY_INGEST_DIGEST_KEY, 'hex'),
    memoryBytes: read.ACTIVITY_INGEST_MEMORY_MB * 1024 * 1024, acknowledgeWithin: read.ACTIVITY_INGEST_ACKNOWLEDGE_MS, clock: systemClock, log: logger('activity-ingest'),
  }
}
