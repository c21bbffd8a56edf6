import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { topics, type Topic } from '@timbang/contracts/topics'
import { transaction } from '@timbang/postgres/transaction'
import { canonicalBytes } from '@timbang/rules/receipt'
import { indeksDaerah } from '@timbang/rules/packs/indeks-daerah'
import { testDatabase } from '@timbang/testkit/database'
import { handleWith } from '../src/consume.ts'
import { evaluateAll } from '../src/handle/evaluate.ts'
import { readKnown } from '../src/store/context.ts'
import { partsOf } from '../src/store/parts.ts'
import { cast, NOW, PERIOD, story } from './world.ts'

const told = story(cast())
/** The records as they lie in the log: a place of their own each. A client's retry lies further back. */
const records = ([['directory', told.directory], ['appraisal', told.appraisal], ['activity', told.activity], ['journal', told.journal], ['feedback', told.feedback]] as const)
  .flatMap(([name, events]) => events.map((event, at) => ({ topic: topics[name] as Topic<any>, event: event as { eventId: string }, offset: BigInt(at), appendedAt: NOW - 1000 + at, key: '' })))
const repeated = records.filter(({ topic }) => topic.name === 'activity.v1').slice(0, 40).map((record) => ({ ...record, offset: record.offset + 10_000n }))

/** Folds batches into a fresh database and hashes everybody's receipt. */
async function hashOf(batches: readonly (typeof records)[]): Promise<string> {
  const database = await testDatabase('scoring')
  try {
    const handle = handleWith(() => undefined)
    for (const batch of batches) await transaction(database.pool, (tx) => handle(tx, { topic: batch[0]!.topic, partition: 0, records: batch }))
    const hash = createHash('sha256')
    for await (const { receipt } of evaluateAll(await readKnown(database.pool), PERIOD, NOW, indeksDaerah, (ids) => partsOf(database.pool, ids, '2026-07-01', '2026-09-30'))) hash.update(canonicalBytes(receipt))
    return hash.digest('hex')
  } finally {
    await database.close()
  }
}

test('facts shuffled over topics, partitions and batch splits, some of them twice, give one hash', async () => {
  const plain = await hashOf(['directory', 'appraisal', 'activity', 'journal', 'feedback'].map((name) => records.filter(({ topic }) => topic === topics[name as 'activity'])))
  await fc.assert(fc.asyncProperty(fc.infiniteStream(fc.nat()), fc.integer({ min: 1, max: 60 }), async (dice, size) => {
    const shuffled = [...records, ...repeated].map((record) => ({ record, at: dice.next().value! })).sort((a, b) => a.at - b.at).map(({ record }) => record)
    const batches: (typeof records)[] = []
    for (const record of shuffled) {
      const open = batches.at(-1)
      if (open !== undefined && open.length < size && open[0]!.topic === record.topic) open.push(record)
      else batches.push([record])
    }
    expect(await hashOf(batches)).toBe(plain)
  }), { numRuns: 3, seed: 7 })
})
