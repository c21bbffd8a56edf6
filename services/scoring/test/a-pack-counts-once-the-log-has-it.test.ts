import { afterAll, beforeAll, expect, test } from 'vitest'
import { transaction } from '@timbang/postgres/transaction'
import { noteInLog, packsAt, packsInLog, savePacks } from '@timbang/rulebook/pack'
import { canonicalBytes } from '@timbang/rules/canonical'
import { indeksDaerah } from '@timbang/rules/packs/indeks-daerah'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { sha256 } from '../src/seal/receipts.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase('scoring')
})
afterAll(() => database.close())

test('a pack that was decided before a cut-off and came into the log after it is no part of the seal', async () => {
  const content = canonicalBytes(indeksDaerah)
  const { name, effectiveFrom } = indeksDaerah
  const version = (number: number) => ({
    name,
    version: number,
    effectiveFrom,
    publishedAt: 100,
    hash: sha256(Buffer.from([number])),
    content,
  })
  const versions = async (asOf: number) => (await packsInLog(database.pool, asOf)).map((pack) => pack.version)
  await transaction(database.pool, (tx) => savePacks(tx, [version(1), version(2), version(3)]))
  await transaction(database.pool, (tx) =>
    noteInLog(tx, [
      { name, version: 1, appendedAt: 150 },
      { name, version: 2, appendedAt: 201 },
    ]),
  )
  expect(await versions(200)).toEqual([1])
  expect(await versions(201)).toEqual([1, 2])
  // One that came again came when it came first.
  await transaction(database.pool, (tx) => noteInLog(tx, [{ name, version: 2, appendedAt: 900 }]))
  expect(await versions(201)).toEqual([1, 2])
  // Whoever looks now sees what was decided.
  expect((await packsAt(database.pool, 100)).map((pack) => pack.version)).toEqual([1, 2, 3])
})
