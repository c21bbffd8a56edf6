import { afterAll, beforeAll, expect, test } from 'vitest'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { transaction } from '@timbang/postgres/transaction'
import { noteInLog, packsAt, packsInLog, type PackRow, savePacks } from '@timbang/rulebook/pack'
import { canonicalBytes } from '@timbang/rules/canonical'
import { indeksDaerah } from '@timbang/rules/packs/indeks-daerah'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { eventually } from '@timbang/testkit/eventually'
import { testTopics } from '@timbang/testkit/topic'
import { publishPack } from '../src/pack/handle.ts'
import { sha256 } from '../src/seal/receipts.ts'

const operator: Parameters<ReturnType<typeof publishPack>>[1] = {
  caller: { sub: 'operator', roles: [] },
  operation: 'scoring.PublishPack',
}

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

test('two who publish the same version of a pack in other words at once: one of them is told that it is taken', async () => {
  const kafka = await testTopics({ consumers: ['scoring'] })
  try {
    const publish = publishPack({ pool: database.pool, kafka, now: () => Date.parse('2026-06-01T00:00:00Z') })
    const next = (lateCreditThousandths: number) =>
      canonicalBytes({ ...indeksDaerah, version: 4, effectiveFrom: '2026-08-01', lateCreditThousandths })
    let both: Promise<(PackRow | Refusal)[]> | undefined
    await transaction(database.pool, async (tx) => {
      // Whoever publishes reads first what is there: nothing of it is told to the other before this ends.
      await tx.query('lock table rulebook.pack in access exclusive mode')
      both = Promise.all([400, 600].map((credit) => publish(next(credit), operator)))
      await eventually(async () => {
        const { rows } = await tx.query<{ waiting: number }>(
          `select count(*)::int as waiting from pg_locks
            where not granted and database = (select oid from pg_database where datname = current_database())`,
        )
        expect(rows[0]!.waiting).toBe(2)
      })
    })
    const answers = (await both!).map((answer) => (isRefusal(answer) ? answer.code : `version ${answer.version}`))
    expect(answers.sort()).toEqual(['pack.version-taken', 'version 4'])
  } finally {
    await kafka.close()
  }
})
