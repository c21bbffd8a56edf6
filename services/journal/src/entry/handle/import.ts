import type {
  CompareImportRequest,
  ComparedCandidate,
  ImportCandidate,
} from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { Comparison as ComparisonCode, EntryState } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import type { Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import { type Comparison, compare, type Content, refusedLater } from '../domain/compare.ts'
import { carried, type Entry, type Facts } from '../domain/entry.ts'
import { judge } from '../domain/judge.ts'
import { findKeys, keyOf } from '../store/entry.ts'
import { wordsOf } from '../store/words.ts'
import { stateCodes } from '../wire.ts'
import type { Means } from '../../tell.ts'
import { know } from './know.ts'

const codes: Record<Comparison, ComparisonCode> = {
  new: ComparisonCode.COMPARISON_NEW,
  same: ComparisonCode.COMPARISON_SAME,
  changed: ComparisonCode.COMPARISON_CHANGED,
  mended: ComparisonCode.COMPARISON_MENDED,
}

/** How the rows of a file stand to the entries of their ids, in the order asked. What each holds is compared here and leaves with nobody. */
export const compareImport = (
  { pool, clock }: Pick<Means, 'pool' | 'clock'>,
  { candidates, foresee }: CompareImportRequest,
): Promise<ComparedCandidate[]> =>
  transaction(pool, async (tx) => {
    const found = new Map(
      (await findKeys(tx, candidates)).map((entry) => [
        keyOf({ recordId: entry.facts.recordId, employeeId: entry.employeeId }),
        entry,
      ]),
    )
    const words = await wordsOf(
      tx,
      [...found.values()].map((entry) => entry.facts.activityEventId),
    )
    const rows = candidates.map((candidate) => {
      const entry = found.get(keyOf(candidate))
      const said = entry && words.get(entry.facts.activityEventId)
      const comparison = compare(
        entry,
        said && { sentence: said.sentence, evidenceLink: said.evidenceLink || undefined },
        contentOf(candidate),
      )
      return { candidate, entry, comparison }
    })
    const foreseen = foresee ? await foreseenOf(tx, clock.now(), rows) : new Map<ImportCandidate, string>()
    return rows.map(({ candidate, entry, comparison }) => {
      const later = entry && refusedLater(entry)
      return {
        recordId: candidate.recordId,
        employeeId: candidate.employeeId,
        comparison: codes[comparison],
        revision: entry?.facts.revision ?? 0,
        state: entry ? stateCodes[entry.state] : EntryState.ENTRY_STATE_UNSPECIFIED,
        code: entry?.code ?? '',
        refusedRevision: later?.revision ?? 0,
        refusedCode: later?.code ?? '',
        foreseenCode: foreseen.get(candidate) ?? '',
      }
    })
  })

const contentOf = (candidate: ImportCandidate): Content => ({
  workDate: candidate.workDate,
  sentence: candidate.sentence,
  resultId: candidate.resultId,
  quantityThousandths: candidate.quantityThousandths === undefined ? undefined : Number(candidate.quantityThousandths),
  unit: candidate.unit,
  startMinute: candidate.startMinute,
  endMinute: candidate.endMinute,
  evidenceLink: candidate.evidenceLink,
})

/** What would be said of the new and the changed ones if they were recorded now: the same judgement, told to nobody else. */
async function foreseenOf(
  tx: Tx,
  now: number,
  rows: readonly { candidate: ImportCandidate; entry: Entry | undefined; comparison: Comparison }[],
): Promise<Map<ImportCandidate, string>> {
  const asked = rows
    .filter(({ comparison }) => comparison === 'new' || comparison === 'changed')
    .map(({ candidate, entry }) => {
      const facts = factsOf(candidate, (entry?.facts.revision ?? 0) + 1, now)
      return { candidate, entry, facts, employeeId: candidate.employeeId, carries: carried(entry, facts) }
    })
  const known = await know(tx, asked)
  return new Map(
    asked.flatMap(({ candidate, entry, facts }, at) => {
      const event = judge(facts, entry, known[at]!.knowledge)
      return event?.type === 'EntryRefused' || event?.type === 'EntryHeld' ? [[candidate, event.code] as const] : []
    }),
  )
}

/** The facts of a record that is in no log: it has neither place nor digests, and no wording is like its own. */
const factsOf = (candidate: ImportCandidate, revision: number, now: number): Facts => ({
  recordId: candidate.recordId,
  revision,
  workDate: candidate.workDate,
  resultId: candidate.resultId,
  quantityThousandths: contentOf(candidate).quantityThousandths,
  unit: candidate.unit,
  startMinute: candidate.startMinute,
  endMinute: candidate.endMinute,
  writtenAt: undefined,
  hasEvidence: candidate.evidenceLink !== undefined,
  withdrawn: false,
  evidence: [],
  contentDigest: '',
  wordingDigest: '',
  importId: undefined,
  recordedAt: now,
  activityPartition: 0,
  activityOffset: 0n,
  activityEventId: candidate.recordId,
  sourceRecordedAt: candidate.sourceRecordedAt === undefined ? undefined : Number(candidate.sourceRecordedAt),
})
