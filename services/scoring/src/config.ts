import type { JWK } from 'jose'
import { readConfig } from '@timbang/process/config'
import { port, postgresUrl, surroundings, surroundingsOf, type Surroundings } from '@timbang/process/surroundings'
import Type from 'typebox'

/** The name under which the fold keeps its positions. */
export const CONSUMER = 'scoring'

const all = { ...surroundings, SCORING_POSTGRES_URL: postgresUrl }
const masterKey = Type.String({
  pattern: '^[0-9a-f]{64}$',
  description: '32 bytes in hexadecimal: the keys of the quarters come from it',
})
/** The environments of the three processes: the fold with its doors, the live figures, the seals. */
export const environment = Type.Object({
  ...all,
  SCORING_HTTP_PORT: port('port of health and metrics'),
  SCORING_GRPC_PORT: port('port of scores, packs and seals'),
  SCORING_MASTER_KEY: masterKey,
})
export const liveEnvironment = Type.Object({ ...all, SCORING_LIVE_PORT: port('port of health and metrics') })
export const sealEnvironment = Type.Object({
  ...all,
  SCORING_SEAL_PORT: port('port of health and metrics'),
  SCORING_MASTER_KEY: masterKey,
  SCORING_SIGNING_KEY: Type.String({ minLength: 1, description: 'a private Ed25519 JWK with a kid: signs manifests' }),
})

/** Ports: 0 takes any free one. */
export interface LiveConfig extends Surroundings {
  readonly httpPort: number
  readonly postgresUrl: string
}
export interface Config extends LiveConfig {
  readonly grpcPort: number
  readonly masterKey: Uint8Array
}
export interface SealConfig extends LiveConfig {
  readonly masterKey: Uint8Array
  readonly signingKey: JWK
}

export function configFromEnvironment(): Config {
  const read = readConfig(environment)
  return {
    ...surroundingsOf(read, 'scoring'),
    httpPort: read.SCORING_HTTP_PORT,
    grpcPort: read.SCORING_GRPC_PORT,
    postgresUrl: read.SCORING_POSTGRES_URL,
    masterKey: Buffer.from(read.SCORING_MASTER_KEY, 'hex'),
  }
}
export function liveConfigFromEnvironment(): LiveConfig {
  const read = readConfig(liveEnvironment)
  return {
    ...surroundingsOf(read, 'scoring-live'),
    httpPort: read.SCORING_LIVE_PORT,
    postgresUrl: read.SCORING_POSTGRES_URL,
  }
}
export function sealConfigFromEnvironment(): SealConfig {
  const read = readConfig(sealEnvironment)
  return {
    ...surroundingsOf(read, 'scoring-seal'),
    httpPort: read.SCORING_SEAL_PORT,
    postgresUrl: read.SCORING_POSTGRES_URL,
    masterKey: Buffer.from(read.SCORING_MASTER_KEY, 'hex'),
    signingKey: JSON.parse(read.SCORING_SIGNING_KEY) as JWK,
  }
}
