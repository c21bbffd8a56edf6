import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { transaction } from '@timbang/postgres/transaction'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { filesAt } from '../src/files.ts'
import type { Files, Name } from '../src/port.ts'

// One test for every store. An S3-compatible one is started by whoever has it (versitygw 1.8 was): TEST_S3=http://key:secret@127.0.0.1:7070/bucket
const stores = [
  { store: 'Postgres', address: '' },
  { store: 'S3', address: process.env['TEST_S3'] },
]

let database: TestDatabase
let now = 1_000_000
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const fileOf = (text: string = randomUUID(), owner: string = randomUUID()): { name: Name; bytes: Buffer } => {
  const bytes = Buffer.from(text)
  return { name: { owner, hash: createHash('sha256').update(bytes).digest('hex') }, bytes }
}

for (const { store, address } of stores)
  describe.skipIf(address === undefined)(`${store} (skipped where TEST_S3 has no address of a bucket)`, () => {
    let files: Files
    beforeAll(() => {
      files = filesAt(address!, { pool: database.pool, clock: { now: () => now } })
    })
    const kept = async (of = fileOf()) => {
      const laid = await files.put(of.name, of.bytes)
      await transaction(database.pool, laid)
      return of
    }
    const get = async (name: Name) => (await files.get(name))?.toString()
    const sweep = (before: number, needed: readonly Name[] = []) =>
      transaction(database.pool, (tx) => files.sweep(tx, before, async () => needed))

    test('what was given is got back, by its owner alone', async () => {
      const { name, bytes } = await kept()
      expect(Buffer.from((await files.get(name))!).equals(bytes)).toBe(true)
      expect(await files.get({ ...name, owner: randomUUID() })).toBeUndefined()
    })

    test('the same file twice is one file', async () => {
      const of = await kept()
      await kept(of)
      expect(Buffer.from((await files.get(of.name))!).equals(of.bytes)).toBe(true)
      await transaction(database.pool, (tx) => files.remove(tx, of.name))
      await sweep(now)
      expect(await get(of.name)).toBeUndefined()
    })

    test('what was laid down and never told of is swept, what is told of stays', async () => {
      const [lone, told] = [fileOf(), await kept()]
      await files.put(lone.name, lone.bytes)
      await sweep(now)
      expect(await files.get(lone.name)).toBeUndefined()
      expect(await files.get(told.name)).toBeDefined()
    })

    test('a transaction that fails tells of nothing', async () => {
      const { name, bytes } = fileOf()
      const laid = await files.put(name, bytes)
      await expect(
        transaction(database.pool, async (tx) => {
          await laid(tx)
          throw new Error('x')
        }),
      ).rejects.toThrow('x')
      await sweep(now)
      expect(await files.get(name)).toBeUndefined()
    })

    test('a removal that is rolled back removes nothing', async () => {
      const { name } = await kept()
      await expect(
        transaction(database.pool, async (tx) => {
          await files.remove(tx, name)
          throw new Error('x')
        }),
      ).rejects.toThrow('x')
      await sweep(now)
      expect(await files.get(name)).toBeDefined()
    })

    test.skipIf(address === '')(
      'what was laid down just now is not swept, and what something tells of never is',
      async () => {
        const [young, needed] = [fileOf(), fileOf()]
        await files.put(needed.name, needed.bytes)
        await sweep(now, [needed.name])
        expect(await files.get(needed.name)).toBeDefined()
        now += 10
        const laid = await files.put(young.name, young.bytes)
        await sweep(now - 1)
        expect(await files.get(young.name)).toBeDefined()
        await transaction(database.pool, laid)
      },
    )

    test.skipIf(address === '')('nothing is told of a file that was swept meanwhile', async () => {
      const { name, bytes } = fileOf()
      const laid = await files.put(name, bytes)
      await sweep(now)
      await expect(transaction(database.pool, laid)).rejects.toThrow('swept')
    })

    test.skipIf(address === '')('bytes that are not what they are called are neither taken nor given', async () => {
      const { name } = fileOf()
      await expect(files.put(name, Buffer.from('others'))).rejects.toThrow('answered PUT with 4')
      await expect(
        filesAt(address!.replace(/:[^:@/]+@/, ':wrong@'), { pool: database.pool, clock: { now: () => now } }).get(name),
      ).rejects.toThrow('answered GET with 403')
    })
  })

test('an address that is none is said at the start', () => {
  const pool = database.pool
  for (const address of ['x', 's3://bucket', 'https://host/bucket', 'https://key:secret@host'])
    expect(() => filesAt(address, { pool, clock: { now: () => now } }), address).toThrow(
      'the address of the file store',
    )
})
