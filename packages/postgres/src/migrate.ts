import { runner } from 'node-pg-migrate'
import { createPool } from './pool.ts'

/**
 * Runs the numbered SQL files of a folder, each once, in order, each in a transaction of its own.
 * @param url of the database's owner
 * @param options.directory absolute; files `0001_….sql`
 * @param options.schema where tables go and where the list of those that ran is kept; made when absent
 * @returns the names of the files that ran now
 */
export async function migrate(url: string, options: { directory: string; schema: string }): Promise<string[]> {
  const pool = createPool(url, { max: 1 })
  const client = await pool.connect()
  try {
    const done = await runner({
      dbClient: client,
      dir: options.directory,
      schema: options.schema,
      createSchema: true,
      migrationsSchema: options.schema,
      createMigrationsSchema: true,
      migrationsTable: 'migration',
      direction: 'up',
      checkOrder: true,
      singleTransaction: false,
      advisoryLockMode: 'wait',
      log: () => undefined,
    })
    return done.map((migration) => migration.name)
  } finally {
    client.release()
    await pool.end()
  }
}
