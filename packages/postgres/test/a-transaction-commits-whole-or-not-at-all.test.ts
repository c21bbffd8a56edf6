import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { columns, type Tx } from '../src/pool.ts'
import { transaction } from '../src/transaction.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  await database.pool.query(`create table account (id int primary key, amount bigint not null, opened date not null)`)
})
beforeEach(() => database.pool.query(`truncate account`))
afterAll(() => database.close())

const add = (tx: Pick<Tx, 'query'>, id: number) => tx.query(`insert into account values ($1, 1, '2026-07-01')`, [id])
const ids = async () =>
  (await database.pool.query<{ id: number }>(`select id from account order by id`)).rows.map(({ id }) => id)

test('what throws leaves no trace, and the error is thrown on', async () => {
  const wrong = new Error('wrong')
  await expect(
    transaction(database.pool, async (tx) => {
      await add(tx, 1)
      throw wrong
    }),
  ).rejects.toBe(wrong)
  expect(await ids()).toEqual([])
})

test('an error of a statement that somebody caught cannot pass for a commit', async () => {
  await expect(
    transaction(database.pool, async (tx) => {
      await add(tx, 1)
      await add(tx, 1).catch(() => undefined)
      return 'done'
    }),
  ).rejects.toThrow('nothing was committed')
  expect(await ids()).toEqual([])
})

test('a connection that breaks between two statements is an error of that transaction only, and is given to nobody again', async () => {
  const given: unknown[] = []
  const hear = (error: unknown) => given.push(error)
  database.pool.on('release', hear)
  await expect(
    transaction(database.pool, async (tx) => {
      await add(tx, 1)
      const { rows } = await tx.query<{ pid: number }>(`select pg_backend_pid() as pid`)
      await database.pool.query(`select pg_terminate_backend($1)`, [rows[0]!.pid])
      await new Promise((resolve) => setTimeout(resolve, 100))
      await add(tx, 2)
    }),
  ).rejects.toThrow()
  // The pool throws away what comes back with an error.
  expect(given.at(-1)).toBeInstanceOf(Error)
  database.pool.off('release', hear)
  await transaction(database.pool, (tx) => add(tx, 3))
  expect(await ids()).toEqual([3])
})

test('a civil date stays text and a large number stays whole', async () => {
  const rows = [
    { id: 1, amount: 9_007_199_254_740_993n, opened: '2026-07-01' },
    { id: 2, amount: -1n, opened: '1899-12-31' },
  ]
  await database.pool.query(
    `insert into account select * from unnest($1::int[], $2::bigint[], $3::date[])`,
    columns(rows, 'id', 'amount', 'opened'),
  )
  expect((await database.pool.query(`select * from account order by id`)).rows).toEqual(rows)
  const { rows: lists } = await database.pool.query(
    `select array_agg(amount order by id) as amounts, array_agg(opened order by id) as days, array[null, 1]::bigint[] as gaps, '{}'::date[] as none from account`,
  )
  expect(lists[0]).toEqual({
    amounts: rows.map(({ amount }) => amount),
    days: rows.map(({ opened }) => opened),
    gaps: [null, 1n],
    none: [],
  })
})
