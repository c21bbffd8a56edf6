import { Aspect } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import type { Plan } from '@timbang/contracts/gen/timbang/appraisal/v1/service'
import { Timeliness } from '@timbang/contracts/gen/timbang/journal/v1/events'
import {
  EntryState,
  type Entry,
  type ListEntriesRequest,
  type QuantityChange,
} from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import type { CivilDate } from '@timbang/rules/civil-date'
import type { EntryLine, EvidenceView, Requantified, ResultChoice } from './view.ts'
import { tokenOf, type Reader } from '../reader.ts'

export const numberOf = (value: bigint | undefined): number | null => (value === undefined ? null : Number(value))
/** When an entry was written down: of imported history, in the system that it comes from. */
export const writtenDownAt = (entry: Entry): number => Number(entry.facts!.sourceRecordedAt ?? entry.facts!.recordedAt)
export const receiptOf = (entry: Entry) => ({
  partition: entry.facts!.activityPartition,
  offset: String(entry.facts!.activityOffset),
})

/** What an entry names, in its order, come or not. */
export const evidenceOf = (entry: Entry): EvidenceView[] =>
  entry.evidence.map(({ sent, mediaType, bytes }) => ({
    hash: Buffer.from(sent).toString('hex'),
    kind: mediaType === '' ? 'waiting' : mediaType === 'application/pdf' ? 'paper' : 'picture',
    bytes,
  }))
/** The hashes that an entry names, also of one that was taken back. */
export const hashesOf = (entry: Entry): string[] =>
  entry.facts!.evidenceHashes.map((hash) => Buffer.from(hash).toString('hex'))

/** A question for entries that leaves none out. */
export const every: Pick<ListEntriesRequest, 'states' | 'after' | 'recordIds' | 'words' | 'resultId' | 'counted'> = {
  states: [],
  after: '',
  recordIds: [],
  words: '',
  resultId: '',
  counted: false,
}

/** Planned results by id, with their titles. */
export type Results = ReadonlyMap<string, ResultChoice>

const choices = (plans: readonly Plan[]): Results =>
  new Map(
    plans
      .flatMap((plan) => plan.results)
      .map((titled) => {
        const result = titled.result!
        const counted = result.indicators.find((indicator) => indicator.aspect === Aspect.ASPECT_QUANTITY)
        return [
          result.resultId,
          { id: result.resultId, code: result.code, title: titled.title, unit: counted?.unit ?? null },
        ]
      }),
  )

/** The results of a person's plans that hold on any day of a span; none where there is no plan. */
export async function resultsOf(
  reader: Reader,
  employeeId: string,
  from: CivilDate,
  to: CivilDate,
): Promise<Results | Refusal> {
  const answer = await reader.clients.appraisal.getPlans({ employeeId, fromDate: from, toDate: to }, tokenOf(reader))
  return isRefusal(answer) ? answer : choices(answer.plans)
}

/** The same for many people at once. */
export async function resultsOfMany(
  reader: Reader,
  employeeIds: readonly string[],
  from: CivilDate,
  to: CivilDate,
): Promise<Results> {
  const plans: Plan[] = []
  if (employeeIds.length > 0)
    for await (const answer of reader.clients.appraisal.listPlans(
      { employeeIds: [...employeeIds], fromDate: from, toDate: to },
      tokenOf(reader),
    ))
      plans.push(...answer.plans)
  return choices(plans)
}

function stateOf(entry: Entry, by: string): EntryLine['state'] {
  if (entry.state === EntryState.ENTRY_STATE_WITHDRAWN) return { kind: 'withdrawn', at: Number(entry.decidedAt) }
  if (entry.conflicted) return { kind: 'conflicted' }
  switch (entry.state) {
    case EntryState.ENTRY_STATE_HELD:
      return { kind: 'held', code: entry.code }
    case EntryState.ENTRY_STATE_VERIFIED:
      return { kind: 'verified', at: Number(entry.decidedAt), by }
    case EntryState.ENTRY_STATE_RETURNED:
      return {
        kind: 'returned',
        at: Number(entry.decidedAt),
        by,
        reasonCode: entry.code,
        note: entry.note === '' ? null : entry.note,
      }
    case EntryState.ENTRY_STATE_REFUSED:
      return { kind: 'refused', refusal: { code: entry.code } }
    default:
      return { kind: 'received' }
  }
}

/** An entry as its writer sees it. @param names of those who decided */
export function lineOf(entry: Entry, results: Results, names: ReadonlyMap<string, { name: string }>): EntryLine {
  const facts = entry.facts!
  const result = facts.resultId === undefined ? undefined : results.get(facts.resultId)
  return {
    recordId: facts.recordId,
    revision: facts.revision,
    workDate: facts.workDate,
    sentence: entry.sentence,
    recordedAt: writtenDownAt(entry),
    writtenAt: numberOf(facts.writtenAt),
    receipt: receiptOf(entry),
    result: result === undefined ? null : { code: result.code, title: result.title },
    quantityThousandths: numberOf(facts.quantityThousandths),
    unit: facts.unit ?? null,
    late: entry.timeliness === Timeliness.TIMELINESS_LATE,
    state: stateOf(entry, names.get(entry.decidedBy)?.name ?? ''),
  }
}

/** What its writer took back stands nowhere: it is found in the history. */
export const isThere = (entry: Entry): boolean => entry.state !== EntryState.ENTRY_STATE_WITHDRAWN

export const toMend = (entry: Entry): boolean =>
  (isThere(entry) && entry.conflicted) ||
  entry.state === EntryState.ENTRY_STATE_RETURNED ||
  entry.state === EntryState.ENTRY_STATE_REFUSED

export const requantifiedOf = (change: QuantityChange | undefined): Requantified | null =>
  change === undefined
    ? null
    : {
        before: numberOf(change.beforeThousandths),
        unitBefore: change.unitBefore === '' ? null : change.unitBefore,
        after: numberOf(change.afterThousandths),
        unit: change.unit === '' ? null : change.unit,
      }
