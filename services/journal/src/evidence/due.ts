import { isRefusal } from '@timbang/contracts/refusal'
import { owe } from '@timbang/due/owe'
import type { Kind } from '@timbang/due/work'
import { SWEPT } from '@timbang/files/port'
import type { Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import { NO_AGENCY } from '@timbang/contracts/said'
import { findKeys } from '../entry/store/entry.ts'
import { wordsOf } from '../entry/store/words.ts'
import { type Means, tell, told } from '../tell.ts'
import { decide, instantAfter } from './domain/evidence.ts'
import { type EvidenceMeans, oweForgetting } from './handle.ts'
import { evidenceOf, findEvidence, isKeptBeside, lockKeeping, stillKept } from './store.ts'

const HOUR = 3_600_000

/** Forgets a file that no record has named in its time, or whose words were erased. */
export const forgetting = (means: EvidenceMeans): Kind => ({
  handle: async (tx, works) => {
    const [employeeId, recordId, sent] = works[0]!.key.split('/') as [string, string, string]
    const key = { employeeId, recordId, sent }
    await lockKeeping(tx, employeeId)
    const evidence = await findEvidence(tx, key)
    const [entry] = await findKeys(tx, [key])
    const erased = entry !== undefined && (await wordsOf(tx, [entry.facts.activityEventId])).size === 0
    const decision = decide(evidence, { type: 'forget', recordId, sent, erased })
    if (isRefusal(decision) || decision.events.length === 0) return
    const { kept } = evidence!.file!
    if (!(await isKeptBeside(tx, key, kept))) await means.files.remove(tx, { owner: employeeId, hash: kept })
    const of = {
      employeeId,
      agencyId: entry?.agencyId ?? NO_AGENCY,
      decidedAt: instantAfter(evidence, means.clock.now()),
      sourceRecordedAt: undefined,
      actor: undefined,
    }
    await tell(
      tx,
      means.kafka,
      decision.events.map((event) => told(event, of)),
    )
  },
})

/** Of records whose words were just erased: their files go too. */
export async function oweErasing(
  tx: Tx,
  records: readonly { employeeId: string; recordId: string }[],
  now: number,
): Promise<void> {
  for (const { employeeId, recordId, sent } of await evidenceOf(tx, records))
    await oweForgetting(tx, 'erased', { employeeId, recordId, sent }, now)
}

/** Once an hour what lies in a store outside and nobody needs is taken away: what was laid down an hour ago and never told of, or was forgotten since. */
export const sweeping = ({ files, clock }: EvidenceMeans): Kind => ({
  handle: async (tx, works) => {
    const now = clock.now()
    const swept = await files.sweep(tx, now - HOUR, (names) => stillKept(tx, names))
    return works.map(({ key }) => ({ key, dueAt: swept < SWEPT ? now + HOUR : now }))
  },
})

/** At the start of a replica: owed twice is owed once. */
export const oweSweeping = ({ pool, clock }: Means): Promise<void> =>
  transaction(pool, (tx) => owe(tx, [{ kind: 'sweep', key: 'files', dueAt: clock.now() }]))
