import type { Hosts, Stores } from '../local/processes.ts'

/** In docker-compose.yml a process has the host name of its service. Only the provider lives in web's network: there the issuer's address, which browsers see, is true for web too. */
export const hosts: Hosts = { bind: '0.0.0.0', of: (process) => (process === 'idp' ? 'web' : process) }

export const stores = (env: Readonly<Record<string, string>>): Stores => ({
  kafkaBrokers: `kafka:${env['KAFKA_PORT']}`,
  postgres: `postgres:${env['POSTGRES_PORT']}`,
  redisUrl: `redis://redis:${env['REDIS_PORT']}`,
})
