import { refuse, type Refusal } from '@timbang/contracts/refusal'
import { topics } from '@timbang/contracts/topics'
import { said } from '@timbang/contracts/said'
import { decided, type By } from '@timbang/identity/look'
import type { Pool } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import { type PackRow, readPacks, rowOf, savePacks } from '@timbang/rulebook/pack'
import { dateAt } from '@timbang/rules/civil-date'
import { shipped } from '@timbang/rules/packs/shipped'
import { faultsOf, faultsOfVersion } from '@timbang/rules/publishable'
import { canonicalBytes } from '@timbang/rules/canonical'
import type { Kafka } from '@timbang/stream/kafka'
import { enqueue } from '@timbang/stream/outbox'

/** One publication at a time: which version is the next is decided by those that are there. */
const LOCK = 7433290207

/** Publishes a version of a pack; the same again changes nothing, other content under a published version is refused. */
export const publishPack =
  (deps: { pool: Pool; kafka: Kafka; now: () => number }) =>
  async (content: Uint8Array, by: By): Promise<PackRow | Refusal> => {
    let pack: unknown
    try {
      pack = JSON.parse(Buffer.from(content).toString('utf8'))
    } catch {
      return refuse('request.malformed')
    }
    const [fault] = faultsOf(pack)
    if (fault !== undefined) return refuse('pack.faulty', { fault })
    const publishedAt = deps.now()
    const row = rowOf(pack as Parameters<typeof rowOf>[0], publishedAt)
    const { name, version, effectiveFrom } = row
    return transaction(deps.pool, async (tx): Promise<PackRow | Refusal> => {
      await tx.query('select pg_advisory_xact_lock($1)', [LOCK])
      const known = (await readPacks(tx)).filter((other) => other.name === name)
      const same = known.find((other) => other.version === version)
      if (same !== undefined)
        return Buffer.compare(same.hash, row.hash) === 0 ? same : refuse('pack.version-taken', { version })
      const [early] = faultsOfVersion(row, known, dateAt(publishedAt, 'WIB'))
      if (early !== undefined) return refuse('pack.faulty', { fault: early })
      await decided(tx, { ...by, subjects: [], object: `${name} ${version}`, at: publishedAt })
      await savePacks(tx, [row])
      await enqueue(tx, deps.kafka, topics.scoring, [
        said(
          {
            $case: 'packPublished',
            value: { name, version, effectiveFrom, hash: Buffer.from(row.hash), content: Buffer.from(row.content) },
          },
          { decidedAt: publishedAt, actor: by.caller.sub },
        ),
      ])
      return row
    })
  }

const itself: By = { caller: { sub: 'scoring', roles: [] }, operation: 'scoring.PublishPack' }

/** What ships is published where nothing of its name is: a province begins with the sample packs, as events like any other. */
export async function publishShipped(publish: ReturnType<typeof publishPack>, pool: Pool): Promise<void> {
  const known = new Set((await readPacks(pool)).map(({ name }) => name))
  for (const pack of shipped) if (!known.has(pack.name)) await publish(canonicalBytes(pack), itself)
}
