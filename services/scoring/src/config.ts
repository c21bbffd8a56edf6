import type { JWK } from 'jose'
import { readConfig } from '@timbang/process/config'
import { port, postgresUrl, surroundings, surroundingsOf, type Surroundings } from '@timbang/process/surroundings'
import Type from 'typebox'

/** The name under which the fold keeps its positions. */
export const CONSUMER = 'scoring'

/** The environment that this service reads. */
export const environment = Type.Object({
  ...surroundings,
  SCORING_HTTP_PORT: port('port of health and metrics'),
  SCORING_GRPC_PORT: port('port of ScoringService'),
  SCORING_POSTGRES_URL: postgresUrl,
  SCORING_MASTER_KEY: Type.String({
    pattern: '^[0-9a-f]{64}$',
    description: '32 bytes in hexadecimal: the keys of the quarters come from it',
  }),
  SCORING_SIGNING_KEY: Type.String({ minLength: 1, description: 'a private Ed25519 JWK with a kid: signs manifests' }),
})

export interface Config extends Surroundings {
  /** 0 takes any free port. */
  readonly httpPort: number
  readonly grpcPort: number
  readonly postgresUrl: string
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
    signingKey: JSON.parse(read.SCORING_SIGNING_KEY) as JWK,
  }
}
