import type { Clock } from '@timbang/process/clock'
import { readConfig } from '@timbang/process/config'
import { port, postgresUrl, surroundings, surroundingsOf, type Surroundings, zone } from '@timbang/process/surroundings'
import type { Zone } from '@timbang/rules/civil-date'
import Type from 'typebox'

/** The environment that this service reads. */
export const environment = Type.Object({
  ...surroundings,
  DIRECTORY_INNER_PORT: port('port of health and metrics, for those inside'),
  DIRECTORY_GRPC_PORT: port('port of DirectoryService'),
  DIRECTORY_POSTGRES_URL: postgresUrl,
  DIRECTORY_ZONE: zone,
  DIRECTORY_SESSION_HOURS: Type.Integer({
    default: 12,
    minimum: 1,
    maximum: 24,
    description: 'hours after the sign-in at which a session ends, whatever happens',
  }),
})

export interface Config extends Surroundings {
  /** 0 takes any free port. */
  readonly innerPort: number
  readonly grpcPort: number
  readonly postgresUrl: string
  readonly zone: Zone
  readonly sessionHours: number
  /** The clock that dates the tokens; the machine's when absent, also in a simulated year. */
  readonly tokenClock?: Clock
}

export function configFromEnvironment(): Config {
  const read = readConfig(environment)
  return {
    ...surroundingsOf(read, 'directory'),
    innerPort: read.DIRECTORY_INNER_PORT,
    grpcPort: read.DIRECTORY_GRPC_PORT,
    postgresUrl: read.DIRECTORY_POSTGRES_URL,
    zone: read.DIRECTORY_ZONE,
    sessionHours: read.DIRECTORY_SESSION_HOURS,
  }
}
