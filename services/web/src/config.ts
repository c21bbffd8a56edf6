import { readConfig } from '@timbang/process/config'
import { systemClock, type Clock } from '@timbang/process/clock'
import { logger, type Log } from '@timbang/process/log'
import { port, sessionSources, sessionSourcesOf } from '@timbang/process/surroundings'
import type { SessionSources } from '@timbang/process/verifier'
import Type from 'typebox'

const address = (what: string) => Type.String({ minLength: 1, description: `host:port of ${what}` })

/** The environment that this service reads. */
export const environment = Type.Object({
  BIND_HOST: Type.String({ default: '127.0.0.1', description: 'address to listen on' }),
  WEB_PORT: port('port of the pages'),
  WEB_INNER_PORT: port('port of health and metrics, for those inside'),
  WEB_ORIGIN: Type.String({ minLength: 1, description: 'where browsers reach this site' }),
  WEB_ISSUER: Type.String({ minLength: 1, description: 'issuer of the five-minute tokens: this site' }),
  WEB_SIGNING_KEY: Type.String({ minLength: 1, description: 'a private Ed25519 JWK with a kid' }),
  WEB_SEALING_SECRET: Type.String({
    pattern: '^[0-9a-f]{64}$',
    description: '32 bytes in hexadecimal, for the renewal cookie',
  }),
  WEB_CLIENT_ID: Type.String({ default: 'web', description: 'client id at the identity provider' }),
  WEB_CLIENT_SECRET: Type.String({ minLength: 16, description: 'client secret at the identity provider' }),
  WEB_TRUSTED_HOPS: Type.Integer({
    default: 0,
    minimum: 0,
    maximum: 5,
    description: 'proxies before this site whose X-Forwarded-For is believed',
  }),
  WEB_SAMPLE_DATA: Type.Boolean({ default: true, description: 'whether the data are invented: every page says so' }),
  IDP_ISSUER: Type.String({ minLength: 1, description: 'the OpenID provider' }),
  KAFKA_TOPIC_PREFIX: Type.String({ default: '', description: 'in front of what is shared in Redis' }),
  ...sessionSources,
  JOURNAL_GRPC: address('journal'),
  APPRAISAL_GRPC: address('appraisal'),
  SCORING_GRPC: address('scoring'),
  REPORTING_GRPC: address('reporting'),
  JOURNAL_HTTP: Type.String({ minLength: 1, description: 'address of evidence' }),
  ACTIVITY_INGEST_HTTP: Type.String({ minLength: 1, description: 'address of POST /records' }),
  FEEDBACK_GRPC: address('feedback'),
  FEEDBACK_HTTP: Type.String({ minLength: 1, description: 'address of the surveys' }),
  REPORTING_LIVE: Type.String({ minLength: 1, description: 'address of the live events' }),
})

export interface Config {
  readonly host: string
  readonly port: number
  readonly innerPort: number
  readonly origin: string
  readonly issuer: string
  readonly signingKey: { readonly kid: string; readonly [name: string]: unknown }
  readonly sealingSecret: Uint8Array
  readonly clientId: string
  readonly clientSecret: string
  readonly sampleData: boolean
  readonly trustedHops: number
  readonly idpIssuer: string
  readonly services: {
    readonly directory: string
    readonly journal: string
    readonly appraisal: string
    readonly scoring: string
    readonly reporting: string
    readonly ingest: string
    readonly evidence: string
    readonly feedback: string
    readonly surveys: string
    readonly live: string
  }
  readonly sessions: SessionSources
  readonly clock: Clock
  readonly log: Log
}

export function configFromEnvironment(): Config {
  const read = readConfig(environment)
  return {
    host: read.BIND_HOST,
    port: read.WEB_PORT,
    innerPort: read.WEB_INNER_PORT,
    origin: read.WEB_ORIGIN,
    issuer: read.WEB_ISSUER,
    signingKey: JSON.parse(read.WEB_SIGNING_KEY),
    sealingSecret: Buffer.from(read.WEB_SEALING_SECRET, 'hex'),
    clientId: read.WEB_CLIENT_ID,
    clientSecret: read.WEB_CLIENT_SECRET,
    sampleData: read.WEB_SAMPLE_DATA,
    trustedHops: read.WEB_TRUSTED_HOPS,
    idpIssuer: read.IDP_ISSUER,
    services: {
      directory: read.DIRECTORY_GRPC,
      journal: read.JOURNAL_GRPC,
      appraisal: read.APPRAISAL_GRPC,
      scoring: read.SCORING_GRPC,
      reporting: read.REPORTING_GRPC,
      ingest: read.ACTIVITY_INGEST_HTTP,
      evidence: read.JOURNAL_HTTP,
      feedback: read.FEEDBACK_HTTP,
      surveys: read.FEEDBACK_GRPC,
      live: read.REPORTING_LIVE,
    },
    sessions: sessionSourcesOf(read),
    clock: systemClock,
    log: logger('web'),
  }
}
