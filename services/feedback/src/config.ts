import { readConfig } from '@timbang/process/config'
import { port, postgresUrl, surroundings, surroundingsOf, type Surroundings } from '@timbang/process/surroundings'
import Type from 'typebox'
import { LOWEST_THRESHOLD } from './survey/domain.ts'

/** The environment that this service reads. */
export const environment = Type.Object({
  ...surroundings,
  FEEDBACK_HTTP_PORT: port('port of the public surveys'),
  FEEDBACK_GRPC_PORT: port('port of the gRPC services'),
  FEEDBACK_INNER_PORT: port('port of health and metrics, for those inside'),
  FEEDBACK_POSTGRES_URL: postgresUrl,
  FEEDBACK_LINK_SECRET: Type.String({
    pattern: '^[0-9a-f]{64}$',
    description: '32 bytes in hexadecimal: signs the links of service points',
  }),
  FEEDBACK_SURVEY_THRESHOLD: Type.Integer({
    minimum: LOWEST_THRESHOLD,
    default: 10,
    description: 'answers that are shown together at least, for a survey that is opened without saying how many',
  }),
  FEEDBACK_ANSWERS_PER_MINUTE: Type.Integer({
    minimum: 1,
    default: 6,
    description: 'answers that one address may send, over all replicas',
  }),
  FEEDBACK_ANSWERS_PER_POINT: Type.Integer({
    minimum: 1,
    default: 60,
    description: 'answers a minute that come by the link of one service point, over all replicas',
  }),
})

export interface Config extends Surroundings {
  /** 0 takes any free port. */
  readonly httpPort: number
  readonly grpcPort: number
  readonly innerPort: number
  readonly postgresUrl: string
  readonly linkSecret: Uint8Array
  /** Of a survey that is opened without one. */
  readonly threshold: number
  readonly answersPerMinute: number
  readonly answersPerPoint: number
}

export function configFromEnvironment(): Config {
  const read = readConfig(environment)
  return {
    ...surroundingsOf(read, 'feedback'),
    httpPort: read.FEEDBACK_HTTP_PORT,
    grpcPort: read.FEEDBACK_GRPC_PORT,
    innerPort: read.FEEDBACK_INNER_PORT,
    postgresUrl: read.FEEDBACK_POSTGRES_URL,
    linkSecret: Buffer.from(read.FEEDBACK_LINK_SECRET, 'hex'),
    threshold: read.FEEDBACK_SURVEY_THRESHOLD,
    answersPerMinute: read.FEEDBACK_ANSWERS_PER_MINUTE,
    answersPerPoint: read.FEEDBACK_ANSWERS_PER_POINT,
  }
}
