import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'
import { connectDirect, createPool, type Pool } from '@timbang/postgres/pool'
import { migrate } from '@timbang/postgres/migrate'
import { sharedMigrations } from '@timbang/deploy/migrate'

export interface TestDatabase {
  readonly url: string
  readonly pool: Pool
  /** Drops it; throws when a connection other than the pool's is still open: somebody forgot to close. */
  close(): Promise<void>
}

const MIGRATING = 7_433_290_202n
const migrations = (service: string) => ({
  directory: fileURLToPath(new URL(`../../../services/${service}/migrations`, import.meta.url)),
  schema: 'public',
})
const at = (url: string, database: string) => {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

/**
 * A database of its own, cloned in milliseconds from a template that holds the service's tables and those of the packages.
 * @param service its folder under services/; absent: those of the packages alone
 */
export async function testDatabase(service?: string): Promise<TestDatabase> {
  const server = inject('postgresUrl')
  const template = `template_${inject('run')}_${(service ?? 'bare').replaceAll('-', '_')}`
  const admin = await connectDirect(server, 'testkit')
  const name = `t_${randomBytes(6).toString('hex')}`
  try {
    await admin.query(`select pg_advisory_lock(${MIGRATING})`)
    const { rowCount } = await admin.query(`select from pg_database where datname = $1`, [template])
    if (rowCount === 0) {
      await admin.query(`create database ${template}`)
      try {
        for (const shared of sharedMigrations) await migrate(at(server, template), shared)
        if (service !== undefined) await migrate(at(server, template), migrations(service))
      } catch (error) {
        await admin.query(`drop database ${template} with (force)`)
        throw error
      }
    }
    await admin.query(`create database ${name} template ${template} strategy file_copy`)
  } finally {
    await admin.query(`select pg_advisory_unlock(${MIGRATING})`)
    await admin.end()
  }
  const url = at(server, name)
  const pool = createPool(url, { max: 10, name: 'testkit' })
  return {
    url,
    pool,
    close: async () => {
      await pool.end()
      const last = await connectDirect(server, 'testkit')
      try {
        const left = await stillOpen(last, name)
        await last.query(`drop database ${name} with (force)`)
        if (left.length > 0) throw new Error(`connections left open in ${name}: ${left.join(', ')}`)
      } finally {
        await last.end()
      }
    },
  }
}

/** A connection that was ended needs a moment to leave the server's list. */
async function stillOpen(client: Awaited<ReturnType<typeof connectDirect>>, name: string): Promise<string[]> {
  for (let look = 0; ; look++) {
    const { rows } = await client.query<{ application_name: string }>(
      `select application_name from pg_stat_activity where datname = $1`,
      [name],
    )
    if (rows.length === 0 || look === 40) return rows.map((row) => row.application_name)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
