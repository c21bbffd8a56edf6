import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { runner } from 'node-pg-migrate'
import type { PoolClient } from 'pg'
import { createPool } from './pool.ts'

/** A file that ran in this database is another one now: nothing here can make its tables what the files say. */
export class MigrationEdited extends Error {
  constructor(name: string) {
    super(`this database is of an earlier version: ${name} ran in it, and has been written anew since`)
  }
}

/**
 * Runs the numbered SQL files of a folder, each once, in order, each in a transaction of its own.
 * @param url of the database's owner
 * @param options.directory absolute; files `0001_….sql`
 * @param options.schema where tables go and where the list of those that ran is kept; made when absent
 * @returns the names of the files that ran now
 * @throws MigrationEdited when one that ran before is not what it was
 */
export async function migrate(url: string, options: { directory: string; schema: string }): Promise<string[]> {
  const pool = createPool(url, { max: 1 })
  const client = await pool.connect()
  try {
    const digests = await digestsOf(options.directory)
    await compare(client, options.schema, digests)
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
    await remember(client, options.schema, digests)
    return done.map((migration) => migration.name)
  } finally {
    client.release()
    await pool.end()
  }
}

async function digestsOf(directory: string): Promise<Map<string, string>> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).sort()
  return new Map(
    await Promise.all(
      files.map(
        async (file) =>
          [
            file.slice(0, -'.sql'.length),
            createHash('sha256')
              .update(await readFile(`${directory}/${file}`))
              .digest('hex'),
          ] as const,
      ),
    ),
  )
}

async function compare(client: PoolClient, schema: string, digests: ReadonlyMap<string, string>): Promise<void> {
  const { rows: there } = await client.query<{ there: boolean }>(`select to_regclass($1) is not null as there`, [
    `${schema}.migration_file`,
  ])
  if (!there[0]!.there) return
  const { rows } = await client.query<{ name: string; digest: string }>(
    `select name, digest from ${schema}.migration_file order by name`,
  )
  for (const { name, digest } of rows) {
    const now = digests.get(name)
    if (now !== undefined && now !== digest) throw new MigrationEdited(`${schema}/${name}`)
  }
}

/** What ran, as it was when it ran. */
async function remember(client: PoolClient, schema: string, digests: ReadonlyMap<string, string>): Promise<void> {
  await client.query(
    `create table if not exists ${schema}.migration_file (name text primary key, digest text not null)`,
  )
  await client.query(
    `insert into ${schema}.migration_file (name, digest)
     select * from unnest($1::text[], $2::text[]) on conflict (name) do nothing`,
    [[...digests.keys()], [...digests.values()]],
  )
}
