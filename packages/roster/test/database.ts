import { createPool, type Pool } from '@timbang/postgres/pool'
import { migrate } from '@timbang/postgres/migrate'
import { rosterMigrations } from '../src/migrations.ts'

export async function freshRoster(): Promise<{ pool: Pool; drop(): Promise<void> }> {
  const base = process.env['POSTGRES_URL']!
  const name = `roster_${crypto.randomUUID().replaceAll('-', '')}`
  const root = createPool(base, { max: 1 })
  await root.query(`create database ${name}`)
  const url = base.replace(/\/[^/]*$/, `/${name}`)
  await migrate(url, rosterMigrations)
  const pool = createPool(url, { max: 2 })
  return { pool, drop: async () => { await pool.end(); await root.query(`drop database ${name} with (force)`); await root.end() } }
}
