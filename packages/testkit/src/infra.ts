import { randomBytes } from 'node:crypto'
import type { TestProject } from 'vitest/node'
import { chooseInfra } from './choose.ts'

declare module 'vitest' {
  interface ProvidedContext {
    kafkaBrokers: string
    postgresUrl: string
    redisUrl: string
    /** Marks what belongs to this run. */
    run: string
  }
}

/** One infrastructure per run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const run = randomBytes(3).toString('hex')
  const infra = await chooseInfra((line) => process.stdout.write(`${line}\n`))
  project.provide('kafkaBrokers', infra.kafkaBrokers)
  project.provide('postgresUrl', infra.postgresUrl)
  project.provide('redisUrl', infra.redisUrl)
  project.provide('run', run)
  return async () => {
    if (infra.outlives) await dropTemplates(infra.postgresUrl, run)
    await infra.stop()
  }
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
