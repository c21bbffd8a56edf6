import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { migrate } from '../src/migrate.ts'

let database: TestDatabase
let directory: string
beforeAll(async () => {
  database = await testDatabase()
  directory = await mkdtemp(`${tmpdir()}/timbang-migrations-`)
})
afterAll(async () => {
  await rm(directory, { recursive: true })
  await database.close()
})

const run = () => migrate(database.url, { directory, schema: 'kept' })
const columnsOf = async (table: string) =>
  (
    await database.pool.query<{ column_name: string }>(
      `select column_name from information_schema.columns where table_schema = 'kept' and table_name = $1 order by ordinal_position`,
      [table],
    )
  ).rows.map((row) => row.column_name)

test('each file runs once, in the order of its number, into the schema that was named', async () => {
  await writeFile(`${directory}/0001_first.sql`, `create table thing (id int primary key);`)
  await writeFile(
    `${directory}/0002_second.sql`,
    `alter table thing add column name text;\nupdate thing set name = '';`,
  )
  expect(await run()).toEqual(['0001_first', '0002_second'])
  expect(await columnsOf('thing')).toEqual(['id', 'name'])
  expect(await run()).toEqual([])
})

test('a file that fails leaves nothing of itself, keeps what ran before it, and runs again when it is mended', async () => {
  await writeFile(`${directory}/0003_third.sql`, `alter table thing add column size int;`)
  await writeFile(`${directory}/0004_fourth.sql`, `create table other (id int);\nselect wrong;`)
  await expect(run()).rejects.toThrow(/wrong/)
  expect(await columnsOf('thing')).toEqual(['id', 'name', 'size'])
  expect(await columnsOf('other')).toEqual([])
  await writeFile(`${directory}/0004_fourth.sql`, `create table other (id int);`)
  expect(await run()).toEqual(['0004_fourth'])
})

test('a file that is slipped in below one that ran is refused', async () => {
  await writeFile(`${directory}/0002_other.sql`, `create table slipped (id int);`)
  await expect(run()).rejects.toThrow(/Not run migration 0002_other is preceding/)
  expect(await columnsOf('slipped')).toEqual([])
})

test('two that migrate at once do it once', async () => {
  await rm(`${directory}/0002_other.sql`)
  await writeFile(`${directory}/0005_fifth.sql`, `select pg_sleep(0.3);\ncreate table fifth (id int);`)
  const ran = await Promise.all([run(), run()])
  expect(ran.flat()).toEqual(['0005_fifth'])
})

test('a file that ran and was written anew is told of, and nothing runs behind it', async () => {
  await writeFile(`${directory}/0005_fifth.sql`, `create table fifth (id bigint);`)
  await writeFile(`${directory}/0006_sixth.sql`, `create table sixth (id int);`)
  await expect(run()).rejects.toThrow(
    'this database is of an earlier version: kept/0005_fifth ran in it, and has been written anew since',
  )
  expect(await columnsOf('sixth')).toEqual([])
})
