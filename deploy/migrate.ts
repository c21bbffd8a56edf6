import { fileURLToPath } from 'node:url'
import { auditMigrations } from '@timbang/identity/migrations'
import { dueMigrations } from '@timbang/due/migrations'
import { filesMigrations } from '@timbang/files/migrations'
import { connectDirect } from '@timbang/postgres/pool'
import { migrate } from '@timbang/postgres/migrate'
import { rosterMigrations } from '@timbang/roster/migrations'
import { rulebookMigrations } from '@timbang/rulebook/migrations'
import { sealMigrations } from '@timbang/seal/migrations'
import { streamMigrations } from '@timbang/stream/migrations'

/** A service's database and its role's password. */
export interface Owner {
  readonly service: string
  readonly password: string
}

/** What packages keep in the database of a service, each in a schema of its own. */
export const sharedMigrations = [
  streamMigrations,
  dueMigrations,
  rosterMigrations,
  rulebookMigrations,
  sealMigrations,
  auditMigrations,
  filesMigrations,
]

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
const at = (url: string, database: string) => Object.assign(new URL(url), { pathname: `/${database}` }).href

/**
 * Makes a database and a role per service, lets nobody else in, and runs the migrations. The one place where tables are made: a service's boot makes none.
 * @param url of the superuser
 * @returns the migrations that ran now
 */
export async function prepareDatabases(url: string, owners: readonly Owner[]): Promise<string[]> {
  const admin = await connectDirect(url, 'migrate')
  try {
    // The databases of the cluster itself are nobody's: one who stays in template1 keeps the next database from being made.
    for (const own of ['postgres', 'template1'])
      await admin.query(`revoke connect, temporary on database ${own} from public`)
    for (const { service, password } of owners) {
      const role = await admin.query(`select from pg_roles where rolname = $1`, [service])
      await admin.query(
        `${role.rowCount === 0 ? 'create' : 'alter'} role ${service} login password ${quoted(password)}`,
      )
      const database = await admin.query(`select from pg_database where datname = $1`, [service])
      if (database.rowCount === 0) await admin.query(`create database ${service} owner ${service}`)
      await admin.query(`revoke connect, temporary on database ${service} from public`)
    }
  } finally {
    await admin.end()
  }
  const ran = await Promise.all(
    owners.map(async ({ service, password }) => {
      const own = new URL(at(url, service))
      own.username = service
      own.password = password
      const done: string[] = []
      for (const shared of sharedMigrations) done.push(...(await migrate(own.href, shared)))
      done.push(
        ...(await migrate(own.href, {
          directory: fileURLToPath(new URL(`../services/${service}/migrations`, import.meta.url)),
          schema: 'public',
        })),
      )
      return done.map((name) => `${service}/${name}`)
    }),
  )
  return ran.flat()
}
