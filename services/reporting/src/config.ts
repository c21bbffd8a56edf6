import { readConfig } from '@timbang/process/config'
import { port, postgresUrl, surroundings, surroundingsOf, type Surroundings } from '@timbang/process/surroundings'
import Type from 'typebox'

const both = { ...surroundings, REPORTING_POSTGRES_URL: postgresUrl }
/** The environment of the boards' process, and of the live events' process. */
export const environment = Type.Object({
  ...both,
  REPORTING_INNER_PORT: port('port of health and metrics, for those inside'),
  REPORTING_GRPC_PORT: port('port of ReportingService'),
})
export const liveEnvironment = Type.Object({
  ...both,
  LIVE_PORT: port('port of the live events'),
  LIVE_INNER_PORT: port('port of health and metrics, for those inside'),
})

interface Stores {
  readonly postgresUrl: string
  readonly redisUrl: string
}
/** 0 takes any free port. */
export type Config = Surroundings & Stores & { readonly grpcPort: number; readonly innerPort: number }
export type LiveConfig = Surroundings & Stores & { readonly port: number; readonly innerPort: number }

const stores = (read: { REPORTING_POSTGRES_URL: string; REDIS_URL: string }): Stores => ({
  postgresUrl: read.REPORTING_POSTGRES_URL,
  redisUrl: read.REDIS_URL,
})

export function configFromEnvironment(): Config {
  const read = readConfig(environment)
  return {
    ...surroundingsOf(read, 'reporting'),
    ...stores(read),
    innerPort: read.REPORTING_INNER_PORT,
    grpcPort: read.REPORTING_GRPC_PORT,
  }
}
export function liveConfigFromEnvironment(): LiveConfig {
  const read = readConfig(liveEnvironment)
  return { ...surroundingsOf(read, 'live'), ...stores(read), port: read.LIVE_PORT, innerPort: read.LIVE_INNER_PORT }
}
