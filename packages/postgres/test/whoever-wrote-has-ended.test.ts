import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { eventually } from '@timbang/testkit/eventually'
import { transaction } from '../src/transaction.ts'
import { drawLine, haveEnded } from '../src/writers.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

/** A transaction that stays open until it is told to end, also when all that it does is to read. */
function held(pool = database.pool) {
  let end = () => {}
  const told = new Promise<void>((resolve) => {
    end = resolve
  })
  let begun = () => {}
  const standing = new Promise<void>((resolve) => {
    begun = resolve
  })
  const ended = transaction(pool, async (tx) => {
    await tx.query('select 1')
    begun()
    await told
  })
  return {
    standing,
    end: () => {
      end()
      return ended
    },
  }
}

test('a line waits for every transaction that was open when it was drawn, and for none that began behind it', async () => {
  const before = held()
  await before.standing
  const line = await drawLine(database.pool)
  const behind = held()
  await behind.standing
  expect(await haveEnded(database.pool, line)).toBe(false)
  await before.end()
  await eventually(async () => expect(await haveEnded(database.pool, line)).toBe(true))
  await behind.end()
})

test('a line does not wait for what is written in another database of the cluster', async () => {
  const other = await testDatabase()
  const elsewhere = held(other.pool)
  await elsewhere.standing
  expect(await haveEnded(database.pool, await drawLine(database.pool))).toBe(true)
  await elsewhere.end()
  await other.close()
})
