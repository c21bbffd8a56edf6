import { readConfig } from '@timbang/process/config'
import { port, postgresUrl, surroundings, surroundingsOf, type Surroundings, zone } from '@timbang/process/surroundings'
import type { Zone } from '@timbang/rules/civil-date'
import Type from 'typebox'

/** The environment that this service reads. */
export const environment = Type.Object({
  ...surroundings,
  APPRAISAL_INNER_PORT: port('port of health and metrics, for those inside'),
  APPRAISAL_GRPC_PORT: port('port of AppraisalService'),
  APPRAISAL_POSTGRES_URL: postgresUrl,
  APPRAISAL_ZONE: zone,
})

export interface Config extends Surroundings {
  /** 0 takes any free port. */
  readonly innerPort: number
  readonly grpcPort: number
  readonly postgresUrl: string
  readonly zone: Zone
}

export function configFromEnvironment(): Config {
  const read = readConfig(environment)
  return {
    ...surroundingsOf(read, 'appraisal'),
    innerPort: read.APPRAISAL_INNER_PORT,
    grpcPort: read.APPRAISAL_GRPC_PORT,
    postgresUrl: read.APPRAISAL_POSTGRES_URL,
    zone: read.APPRAISAL_ZONE,
  }
}
