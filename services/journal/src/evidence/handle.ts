import { createHash } from 'node:crypto'
import { isRefusal, type Refusal, refuse } from '@timbang/contracts/refusal'
import { NO_AGENCY } from '@timbang/contracts/said'
import { owe } from '@timbang/due/owe'
import type { Files } from '@timbang/files/port'
import type { Caller } from '@timbang/identity/caller'
import { decided } from '@timbang/identity/look'
import type { Pool, Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import { dateAt, daysOfMonth, DAY, startOf } from '@timbang/rules/civil-date'
import type { Entry } from '../entry/domain/entry.ts'
import { pickVisible } from '../entry/handle/read.ts'
import { findRecord } from '../entry/store/entry.ts'
import { wordsOf } from '../entry/store/words.ts'
import { type Means, tell, told } from '../tell.ts'
import { decide, type EvidenceFile, instantAfter, NAMED_WITHIN } from './domain/evidence.ts'
import { kindOf } from './domain/kind.ts'
import { inspect } from './paper.ts'
import { remake } from './picture.ts'
import { countCame, type EvidenceKey, findEvidence, lockKeeping } from './store.ts'

/** What a use case of evidence works with besides: where its bytes lie. */
export type EvidenceMeans = Means & { readonly files: Files }

export interface Sent {
  readonly recordId: string
  /** SHA-256 of the bytes, as the record says it. */
  readonly hash: string
  /** What its sender calls it. */
  readonly mediaType: string
  readonly bytes: Uint8Array
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** How many files came to a person in a month, `2026-11`. */
export const cameIn = (db: Pool | Tx, employeeId: string, month: string): Promise<number> => {
  const days = daysOfMonth(month)
  return countCame(db, employeeId, startOf(days[0]!, 'WIB'), startOf(days.at(-1)!, 'WIB') + DAY)
}

/** Looks into a file: what is kept of it. */
async function look({ bytes, mediaType }: Sent): Promise<{ file: EvidenceFile; bytes: Uint8Array } | Refusal> {
  const kind = kindOf(bytes)
  if (kind === undefined || kind !== mediaType) return refuse('evidence.kind-unknown')
  if (kind === 'application/pdf') {
    const fault = await inspect(bytes)
    return fault ?? { file: { kept: hashOf(bytes), mediaType: kind, bytes: bytes.length }, bytes }
  }
  const made = await remake(bytes)
  if (isRefusal(made)) return made
  const file = { kept: hashOf(made.bytes), mediaType: made.mediaType, bytes: made.bytes.length }
  return { file, bytes: made.bytes }
}

/**
 * Keeps a file of one's own record, whether the record is here already or not. The same file twice is kept once. What it takes long for (looking
 * into it, laying it down) is done before anything is locked.
 * @param inTurn of how many files are looked into at once
 */
export const keepEvidence =
  ({ pool, kafka, clock, files }: EvidenceMeans, inTurn: <T>(work: () => Promise<T>) => Promise<T>) =>
  async (caller: Caller & { employeeId: string }, sent: Sent): Promise<EvidenceFile | Refusal> => {
    const { employeeId } = caller
    const key = { employeeId, recordId: sent.recordId, sent: sent.hash }
    const month = dateAt(clock.now(), 'WIB').slice(0, 7)
    const decideOn = async (db: Pool | Tx, file: EvidenceFile) => {
      const evidence = await findEvidence(db, key)
      return {
        evidence,
        decision: decide(evidence, { type: 'keep', ...key, file, used: await cameIn(db, employeeId, month) }),
      }
    }
    if (hashOf(sent.bytes) !== sent.hash) return refuse('evidence.hash-differs')
    // Whoever has sent his last of the month is told before a processor has worked for him.
    const before = await decideOn(pool, { kept: '', mediaType: 'image/webp', bytes: 0 })
    if (before.decision.refused) return before.decision
    if (before.evidence?.file !== undefined) return before.evidence.file

    const found = await inTurn(() => look(sent))
    if (isRefusal(found)) return found
    const laid = await files.put({ owner: employeeId, hash: found.file.kept }, found.bytes)
    return transaction(pool, async (tx) => {
      await lockKeeping(tx, employeeId)
      const { evidence, decision } = await decideOn(tx, found.file)
      if (decision.refused) return decision
      if (decision.events.length === 0) return evidence!.file!
      await laid(tx)
      const now = instantAfter(evidence, clock.now())
      const by = {
        employeeId,
        agencyId: caller.agencyId ?? NO_AGENCY,
        decidedAt: now,
        sourceRecordedAt: undefined,
        actor: employeeId,
      }
      await decided(tx, {
        caller,
        operation: 'journal.KeepEvidence',
        subjects: [employeeId],
        object: sent.recordId,
        agencyId: by.agencyId,
        at: now,
      })
      await tell(
        tx,
        kafka,
        decision.events.map((event) => told(event, by)),
      )
      await oweForgetting(tx, 'unnamed', key, now + NAMED_WITHIN)
      return found.file
    })
  }

/** Owes a look: whether a record has named it by then, or because its words were erased. Either may be owed while the other is. */
export const oweForgetting = (tx: Tx, kind: 'unnamed' | 'erased', key: EvidenceKey, dueAt: number) =>
  owe(tx, [{ kind, key: `${key.employeeId}/${key.recordId}/${key.sent}`, dueAt }])

/** What of an entry's evidence may be shown: nothing of one that was taken back, or whose words were erased. */
const isShown = async (pool: Pool, entry: Entry): Promise<boolean> =>
  entry.state !== 'withdrawn' && (await wordsOf(pool, [entry.facts.activityEventId])).size > 0

/** The bytes of one, for whoever may read its entry. Not come, gone and never named are one answer. */
export const readEvidence =
  (means: EvidenceMeans) =>
  async (
    caller: Caller,
    recordId: string,
    hash: string,
  ): Promise<{ file: EvidenceFile; bytes: Uint8Array } | Refusal> => {
    const { pool, files } = means
    const entry = await pickVisible(means, caller, 'journal.GetEvidence', await findRecord(pool, recordId))
    if (isRefusal(entry)) return entry
    const { employeeId } = entry
    if (!entry.facts.evidence.includes(hash) || !(await isShown(pool, entry))) return refuse('evidence.not-found')
    const file = (await findEvidence(pool, { employeeId, recordId, sent: hash }))?.file
    const bytes = file && (await files.get({ owner: employeeId, hash: file.kept }))
    return file === undefined || bytes === undefined ? refuse('evidence.not-found') : { file, bytes }
  }
