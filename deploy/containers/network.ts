import type { Hosts, Stores } from '../local/processes.ts'

/** In docker-compose.yml a process has the host name of its service. */
export const hosts: Hosts = { bind: '0.0.0.0', of: (process) => process }

export const stores = (env: Readonly<Record<string, string>>): Stores => ({
  kafka: `kafka:${env['KAFKA_PORT']}`,
  postgres: `postgres:${env['POSTGRES_PORT']}`,
  redis: `redis:${env['REDIS_PORT']}`,
})

/**
 * As which user each container reads what is its own: the official images by theirs, every process of ours by one that nobody else has. Numbers stay
 * when names are added.
 */
export const users: Readonly<Record<string, number>> = {
  kafka: 1000,
  postgres: 999,
  redis: 999,
  web: 10_001,
  idp: 10_002,
  directory: 10_003,
  appraisal: 10_004,
  journal: 10_005,
  'activity-ingest': 10_006,
  feedback: 10_007,
  scoring: 10_008,
  'scoring-live': 10_015,
  'scoring-seal': 10_016,
  reporting: 10_009,
  live: 10_010,
  feeder: 10_011,
  sample: 10_012,
  prepare: 10_013,
  cli: 10_014,
}
