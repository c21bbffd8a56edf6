import type { JWK } from 'jose'
import { readConfig } from '@timbang/process/config'
import { systemClock } from '@timbang/process/clock'
import { logger } from '@timbang/process/log'
import { port, postgresUrl, surroundings, surroundingsOf, type Surroundings } from '@timbang/process/surroundings'
import Type from 'typebox'

/** The name under which the fold keeps its positions. */
export const CONSUMER = 'scoring'

const masterKey = Type.String({
  pattern: '^[0-9a-f]{64}$',
  description: '32 bytes in hexadecimal: the keys of the quarters come from it',
})
/** What a process reads that serves nobody. */
const { BIND_HOST, KAFKA_BROKERS, KAFKA_TOPIC_PREFIX } = surroundings
const worker = { BIND_HOST, KAFKA_BROKERS, KAFKA_TOPIC_PREFIX, SCORING_POSTGRES_URL: postgresUrl }
/** The environments of the three processes: the fold with its doors, the live figures, the seals. */
export const environment = Type.Object({
  ...surroundings,
  SCORING_POSTGRES_URL: postgresUrl,
  SCORING_INNER_PORT: port('port of health and metrics, for those inside'),
  SCORING_GRPC_PORT: port('port of scores, packs and seals'),
  SCORING_MASTER_KEY: masterKey,
})
export const liveEnvironment = Type.Object({
  ...worker,
  SCORING_LIVE_INNER_PORT: port('port of health and metrics, for those inside'),
})
export const sealEnvironment = Type.Object({
  ...worker,
  SCORING_SEAL_INNER_PORT: port('port of health and metrics, for those inside'),
  SCORING_MASTER_KEY: masterKey,
  SCORING_SIGNING_KEY: Type.String({ minLength: 1, description: 'a private Ed25519 JWK with a kid: signs manifests' }),
})

/** Ports: 0 takes any free one. */
export interface Config extends Surroundings {
  readonly innerPort: number
  readonly grpcPort: number
  readonly postgresUrl: string
  readonly masterKey: Uint8Array
}
export interface LiveConfig extends Pick<Config, 'host' | 'brokers' | 'topicPrefix' | 'clock' | 'log'> {
  readonly innerPort: number
  readonly postgresUrl: string
}
export interface SealConfig extends LiveConfig {
  readonly masterKey: Uint8Array
  readonly signingKey: JWK
}

const workerOf = (
  read: { BIND_HOST: string; KAFKA_BROKERS: string; KAFKA_TOPIC_PREFIX: string; SCORING_POSTGRES_URL: string },
  name: string,
) => ({
  host: read.BIND_HOST,
  brokers: read.KAFKA_BROKERS.split(','),
  topicPrefix: read.KAFKA_TOPIC_PREFIX,
  clock: systemClock,
  log: logger(name),
  postgresUrl: read.SCORING_POSTGRES_URL,
})

export function configFromEnvironment(): Config {
  const read = readConfig(environment)
  return {
    ...surroundingsOf(read, 'scoring'),
    innerPort: read.SCORING_INNER_PORT,
    grpcPort: read.SCORING_GRPC_PORT,
    postgresUrl: read.SCORING_POSTGRES_URL,
    masterKey: Buffer.from(read.SCORING_MASTER_KEY, 'hex'),
  }
}
export function liveConfigFromEnvironment(): LiveConfig {
  const read = readConfig(liveEnvironment)
  return {
    ...workerOf(read, 'scoring-live'),
    innerPort: read.SCORING_LIVE_INNER_PORT,
  }
}
export function sealConfigFromEnvironment(): SealConfig {
  const read = readConfig(sealEnvironment)
  return {
    ...workerOf(read, 'scoring-seal'),
    innerPort: read.SCORING_SEAL_INNER_PORT,
    masterKey: Buffer.from(read.SCORING_MASTER_KEY, 'hex'),
    signingKey: JSON.parse(read.SCORING_SIGNING_KEY) as JWK,
  }
}
