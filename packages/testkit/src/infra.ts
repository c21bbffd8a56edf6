import { randomBytes } from 'node:crypto'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    kafkaBrokers: string
    postgresUrl: string
    redisUrl: string
    /** Marks what belongs to this run. */
    run: string
  }
}

/**
 * One infrastructure per run. Order of choice: addresses in the environment, else the local binaries of deploy/local.
 * It says which.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { KAFKA_BROKERS, POSTGRES_URL, REDIS_URL } = process.env
  const run = randomBytes(3).toString('hex')
  const provide = (kafka: string, postgres: string, redis: string) => {
    project.provide('kafkaBrokers', kafka)
    project.provide('postgresUrl', postgres)
    project.provide('redisUrl', redis)
    project.provide('run', run)
  }
  if (KAFKA_BROKERS !== undefined && POSTGRES_URL !== undefined && REDIS_URL !== undefined) {
    process.stdout.write('infrastructure: addresses from the environment\n')
    provide(KAFKA_BROKERS, POSTGRES_URL, REDIS_URL)
    return () => dropTemplates(POSTGRES_URL, run)
  }
  process.stdout.write('infrastructure: local binaries\n')
  const { temporaryInfra } = await import('@timbang/deploy/local/temporary')
  const infra = await temporaryInfra()
  provide(infra.kafkaBrokers, infra.postgresUrl, infra.redisUrl)
  return () => infra.stop()
}

/** On a server that outlives the run nothing may stay behind. */
async function dropTemplates(url: string, run: string): Promise<void> {
  const { connectDirect } = await import('@timbang/postgres/pool')
  const client = await connectDirect(url, 'testkit')
  const { rows } = await client.query<{ datname: string }>(`select datname from pg_database where datname like $1`, [
    `template_${run}_%`,
  ])
  for (const { datname } of rows) await client.query(`drop database ${datname} with (force)`)
  await client.end()
}

export default setup
