import { refuse, type Refusal } from '@timbang/contracts/refusal'
import { topics } from '@timbang/contracts/topics'
import { said } from '@timbang/contracts/said'
import type { Pool } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import { faultsOf, type IndexPack } from '@timbang/rules/kernel/1/pack'
import { indeksDaerah } from '@timbang/rules/packs/indeks-daerah'
import { canonicalBytes } from '@timbang/rules/receipt'
import type { Kafka } from '@timbang/stream/kafka'
import { enqueue } from '@timbang/stream/outbox'
import { readPacks, savePack, type PackRow } from './store.ts'
import { sha256 } from '../seal/receipts.ts'

/** Publishes a version of a pack; the same again changes nothing, other content under a published version is refused. */
export const publishPack =
  (deps: { pool: Pool; kafka: Kafka; now: () => number }) =>
  (content: Uint8Array, actor: string): Promise<PackRow | Refusal> => {
    let pack: IndexPack
    try {
      pack = JSON.parse(Buffer.from(content).toString('utf8')) as IndexPack
    } catch {
      return Promise.resolve(refuse('request.malformed'))
    }
    if (pack?.name !== 'indeks-daerah' || !Number.isInteger(pack.version))
      return Promise.resolve(refuse('pack.unknown'))
    const faults = faultsOf(pack)
    if (faults.length > 0) return Promise.resolve(refuse('pack.faulty', { fault: faults[0]! }))
    const bytes = canonicalBytes(pack)
    const row: PackRow = {
      name: pack.name,
      version: pack.version,
      effectiveFrom: pack.effectiveFrom,
      hash: sha256(bytes),
      content: bytes,
    }
    return transaction(deps.pool, async (tx): Promise<PackRow | Refusal> => {
      const known = (await readPacks(tx)).find((other) => other.name === row.name && other.version === row.version)
      if (known !== undefined)
        return Buffer.compare(known.hash, row.hash) === 0 ? row : refuse('pack.version-taken', { version: row.version })
      await savePack(tx, row)
      await enqueue(tx, deps.kafka, topics.scoring, [
        said(
          {
            $case: 'packPublished',
            value: {
              name: row.name,
              version: row.version,
              effectiveFrom: row.effectiveFrom,
              hash: Buffer.from(row.hash),
              content: Buffer.from(row.content),
            },
          },
          { decidedAt: deps.now(), actor },
        ),
      ])
      return row
    })
  }

/** The pack in force at the end of a quarter: the highest version that is effective by then. */
export function packFor(rows: readonly PackRow[], lastDay: string): { pack: IndexPack; row: PackRow } | undefined {
  const row = rows
    .filter((one) => one.name === 'indeks-daerah' && one.effectiveFrom <= lastDay)
    .sort((a, b) => a.version - b.version)
    .at(-1)
  return row === undefined
    ? undefined
    : { pack: JSON.parse(Buffer.from(row.content).toString('utf8')) as IndexPack, row }
}

/** What ships is published when nothing is: a province begins with the sample pack, as an event like any other. */
export async function publishShipped(publish: ReturnType<typeof publishPack>, pool: Pool): Promise<void> {
  if ((await readPacks(pool)).length === 0) await publish(canonicalBytes(indeksDaerah), 'scoring')
}
