import { randomUUID } from 'node:crypto'
import type { QuarterSealed, ScoringEvent } from '@timbang/contracts/gen/timbang/scoring/v1/events'
import { topics } from '@timbang/contracts/topics'
import type { Tx } from '@timbang/postgres/pool'

/**
 * What of scoring's own tables its topic can tell again and its fold does not: which editions were sealed with which root, so that none is sealed
 * a second time. The receipts of an edition that was sealed since the backup are not on the log: a replay computes them again. A request that
 * was open is asked for again.
 */
export const own = {
  topic: topics.scoring,
  apply: async (tx: Tx, events: readonly ScoringEvent[]): Promise<void> => {
    for (const { body, occurredAt, actor } of events)
      if (body?.$case === 'quarterSealed') await knowSealed(tx, body.value, occurredAt, actor ?? '')
  },
}

const knowSealed = (tx: Tx, sealed: QuarterSealed, sealedAt: bigint, requestedBy: string) =>
  tx.query(
    `insert into seal (id, period, kind, edition, cut_off, requested_by, state, sealed_at, root, manifest, signature, people)
     values ($1, $2, $3, $4, $5, $6, 'sealed', $7, $8, $9, $10, $11)
     on conflict (period, kind, edition) where state = 'sealed' do nothing`,
    [
      randomUUID(),
      sealed.period,
      sealed.kind,
      sealed.edition,
      sealed.cutOff,
      requestedBy,
      sealedAt,
      sealed.root,
      sealed.manifest,
      sealed.signature,
      sealed.people,
    ],
  )
