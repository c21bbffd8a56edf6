import { readConfig } from '@timbang/process/config'
import { port, postgresUrl, surroundings, surroundingsOf, type Surroundings } from '@timbang/process/surroundings'
import Type from 'typebox'

/** The environment that this service reads. */
export const environment = Type.Object({
  ...surroundings,
  JOURNAL_HTTP_PORT: port('port of GET /records/{id}'),
  JOURNAL_GRPC_PORT: port('port of the gRPC services'),
  JOURNAL_INNER_PORT: port('port of health and metrics, for those inside'),
  JOURNAL_POSTGRES_URL: postgresUrl,
  JOURNAL_POOL: Type.Integer({ minimum: 2, default: 12, description: 'database connections' }),
  JOURNAL_FILES: Type.String({
    default: '',
    description: 'S3-compatible store of evidence, https://key:secret@host/bucket/folder?region=…; empty: the database',
  }),
})

export interface Config extends Surroundings {
  /** 0 takes any free port. */
  readonly httpPort: number
  readonly grpcPort: number
  readonly innerPort: number
  readonly postgresUrl: string
  readonly poolSize: number
  /** Where evidence lies; empty: in the database. */
  readonly files: string
}

export function configFromEnvironment(): Config {
  const read = readConfig(environment)
  return {
    ...surroundingsOf(read, 'journal'),
    httpPort: read.JOURNAL_HTTP_PORT,
    grpcPort: read.JOURNAL_GRPC_PORT,
    innerPort: read.JOURNAL_INNER_PORT,
    postgresUrl: read.JOURNAL_POSTGRES_URL,
    poolSize: read.JOURNAL_POOL,
    files: read.JOURNAL_FILES,
  }
}
