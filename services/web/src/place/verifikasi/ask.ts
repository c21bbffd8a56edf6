import { question } from '../shared/question.ts'
import { Timeliness } from '@timbang/contracts/gen/timbang/journal/v1/events'
import { EntryState, type Entry } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import type { ListQueueResponse } from '@timbang/contracts/gen/timbang/journal/v1/verdict'
import { isRefusal } from '@timbang/contracts/refusal'
import { addDays, boundsOf, dateAt, periodOf, type Zone } from '@timbang/rules/civil-date'
import type { Answer, Audience } from '../shared/answer.ts'
import type {
  DecisionsView,
  StandIn,
  VerificationFilter,
  VerificationView,
  VerifyOneView,
  WaitingEntry,
} from './view.ts'
import {
  every,
  evidenceOf,
  numberOf,
  receiptOf,
  writtenDownAt,
  resultsOfMany,
  type Results,
  requantifiedOf,
} from '../shared/entry/ask.ts'
import { gapIn, whatOf } from '../shared/entry/story.ts'
import { namesOf, page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'

const ROWS = 50
export const assessors: readonly Audience[] = ['assessor']

function waitingOf(
  entry: Entry,
  results: Results,
  names: ReadonlyMap<string, { name: string }>,
  zone: Zone,
  onBehalfOf: string | null,
): WaitingEntry {
  const facts = entry.facts!
  const result = facts.resultId === undefined ? undefined : results.get(facts.resultId)
  return {
    recordId: facts.recordId,
    revision: facts.revision,
    employeeId: entry.employeeId,
    name: names.get(entry.employeeId)?.name ?? '–',
    sentence: entry.sentence,
    workDate: facts.workDate,
    recordedAt: writtenDownAt(entry),
    writtenAt: numberOf(facts.writtenAt),
    arrivedAfter: numberOf(entry.arrivedAfter),
    zone,
    receipt: receiptOf(entry),
    late: entry.timeliness === Timeliness.TIMELINESS_LATE,
    result: result === undefined ? null : { code: result.code, title: result.title },
    quantityThousandths: numberOf(facts.quantityThousandths),
    unit: facts.unit ?? null,
    target:
      entry.targetThousandths === 0n
        ? null
        : {
            verifiedThousandths: Number(entry.verifiedQuantityThousandths),
            targetThousandths: Number(entry.targetThousandths),
            unit: result?.unit ?? facts.unit ?? '',
          },
    evidenceLink: entry.evidenceLink === '' ? null : entry.evidenceLink,
    evidence: evidenceOf(entry),
    checks: entry.checkCodes,
    opened: entry.opened,
    onBehalfOf,
  }
}

/** Whom one verifies in whose place, as the queue says it. */
const placesIn = ({ people }: ListQueueResponse): ReadonlyMap<string, string> =>
  new Map(people.filter((one) => one.onBehalfOf !== '').map((one) => [one.employeeId, one.onBehalfOf]))

/** Names and titles for many entries at once. @param places whom one verifies in whose place */
async function dress(
  reader: Reader,
  entries: readonly Entry[],
  zone: Zone,
  places: ReadonlyMap<string, string>,
): Promise<WaitingEntry[]> {
  if (entries.length === 0) return []
  const dates = entries.map((entry) => entry.facts!.workDate).sort()
  const people = [...new Set(entries.map((entry) => entry.employeeId))]
  const [names, results] = await Promise.all([
    namesOf(reader, [...people, ...places.values()]),
    resultsOfMany(reader, people, dates[0]!, dates.at(-1)!),
  ])
  return entries.map((entry) => {
    const superior = places.get(entry.employeeId)
    return waitingOf(entry, results, names, zone, superior === undefined ? null : (names.get(superior)?.name ?? '–'))
  })
}

const standIn = (
  { employeeId, toDate }: { employeeId: string; toDate: string },
  names: ReadonlyMap<string, { name: string }>,
): StandIn => ({ name: names.get(employeeId)?.name ?? '–', to: toDate })

export const verification = question(
  'verification',
  (reader: Reader, filter: VerificationFilter): Promise<Answer<VerificationView>> =>
    page(reader, assessors, async (login) => {
      const only = typeof filter.only === 'string' ? filter.only : filter.only.employeeId
      const queue = await reader.clients.verdicts.listQueue(
        { filter: only, limit: ROWS, after: filter.after ?? '' },
        tokenOf(reader),
      )
      if (isRefusal(queue)) return queue
      const [rows, names] = await Promise.all([
        dress(reader, queue.entries, zoneOf(login), placesIn(queue)),
        namesOf(
          reader,
          [...queue.people, ...queue.standingIn, ...queue.stoodInBy].map((person) => person.employeeId),
        ),
      ])
      return {
        now: reader.now,
        zone: zoneOf(login),
        standingIn: queue.standingIn.map((one) => standIn(one, names)),
        stoodInBy: queue.stoodInBy.map((one) => standIn(one, names)),
        filter,
        rows,
        more: queue.next === '' ? null : { after: queue.next },
        counts: {
          waiting: queue.total,
          passed: queue.passed,
          toOpen: queue.toOpen,
          withEvidence: queue.withEvidence,
          oldestRecordedAt: queue.total === 0 ? null : Number(queue.oldestRecordedAt),
        },
        people: queue.people.map((person) => ({
          employeeId: person.employeeId,
          name: names.get(person.employeeId)?.name ?? '–',
          waiting: person.waiting,
        })),
      }
    }),
)

const states: Readonly<Record<number, VerifyOneView['state']>> = {
  [EntryState.ENTRY_STATE_WAITING]: 'waiting',
  [EntryState.ENTRY_STATE_VERIFIED]: 'verified',
  [EntryState.ENTRY_STATE_RETURNED]: 'returned',
  [EntryState.ENTRY_STATE_HELD]: 'held',
  [EntryState.ENTRY_STATE_REFUSED]: 'refused',
  [EntryState.ENTRY_STATE_WITHDRAWN]: 'withdrawn',
}
/** As the journal takes them; the pages have the sentences. */
const returnReasons = ['evidence-missing', 'quantity-wrong', 'result-wrong', 'unclear', 'duplicate', 'other'] as const

/** So many are shown of what an entry is held against. */
const BESIDE = 8

export const verifyOne = question(
  'verifyOne',
  (reader: Reader, recordId: string): Promise<Answer<VerifyOneView>> =>
    page(reader, assessors, async (login) => {
      const zone = zoneOf(login)
      const found = await reader.clients.entries.getEntry({ recordId }, tokenOf(reader))
      if (isRefusal(found)) return found
      const entry = found.entry!
      const facts = entry.facts!
      const period = boundsOf(periodOf(facts.workDate))
      const [beside, queue] = await Promise.all([
        reader.clients.entries.listEntries(
          {
            ...every,
            employeeId: entry.employeeId,
            fromDate: period.from,
            toDate: dateAt(reader.now, zone),
            limit: 200,
          },
          tokenOf(reader),
        ),
        reader.clients.verdicts.listQueue({ filter: 'all', limit: 2, after: '' }, tokenOf(reader)),
      ])
      const decidedBy = entry.decidedBy === login.employeeId ? '' : entry.decidedBy
      const [decider] = (await namesOf(reader, [decidedBy])).values()
      const [dressed] = await dress(reader, [entry], zone, isRefusal(queue) ? new Map() : placesIn(queue))
      const others = isRefusal(beside)
        ? []
        : beside.entries.filter(
            (one) =>
              one.facts!.recordId !== recordId &&
              one.state !== EntryState.ENTRY_STATE_WITHDRAWN &&
              one.facts!.resultId === facts.resultId &&
              one.facts!.workDate >= addDays(facts.workDate, -30),
          )
      const next = isRefusal(queue) ? undefined : queue.entries.find((one) => one.facts!.recordId !== recordId)
      return {
        now: reader.now,
        entry: dressed!,
        state: states[entry.state] ?? 'waiting',
        decided:
          entry.decidedAt === 0n ||
          entry.state === EntryState.ENTRY_STATE_WAITING ||
          entry.state === EntryState.ENTRY_STATE_WITHDRAWN
            ? null
            : {
                at: Number(entry.decidedAt),
                by: decider?.name ?? null,
                reasonCode: entry.state === EntryState.ENTRY_STATE_RETURNED ? entry.code : null,
                note: entry.note === '' ? null : entry.note,
                undoUntil: entry.undoUntil === 0n ? null : Number(entry.undoUntil),
              },
        returnReasons,
        beside: others.slice(0, BESIDE).map((one) => ({
          recordId: one.facts!.recordId,
          workDate: one.facts!.workDate,
          sentence: one.sentence,
          quantityThousandths: numberOf(one.facts!.quantityThousandths),
          unit: one.facts!.unit ?? null,
          state: states[one.state] ?? 'waiting',
        })),
        besideMore: Math.max(0, others.length - BESIDE),
        forgotten: gapIn(found.steps, found.stepsForgotten),
        steps: found.steps.map((step) => ({
          at: Number(step.at),
          what: whatOf(step),
          code: step.code === '' ? null : step.code,
          note: step.note === '' ? null : step.note,
          revision: step.revision,
          quantity: requantifiedOf(step.quantity),
        })),
        next: next === undefined ? null : { recordId: next.facts!.recordId },
      }
    }),
)

/** What he decided himself, the latest first: what stands, what he took back, and what he can still undo. */
export const decisions = question(
  'decisions',
  (reader: Reader, after: string): Promise<Answer<DecisionsView>> =>
    page(reader, assessors, async (login) => {
      const given = await reader.clients.verdicts.listVerdicts({ limit: ROWS, after }, tokenOf(reader))
      if (isRefusal(given)) return given
      const names = await namesOf(
        reader,
        given.verdicts.flatMap(({ entry, onBehalfOf }) => [
          onBehalfOf,
          ...(entry === undefined ? [] : [entry.employeeId]),
        ]),
      )
      return {
        now: reader.now,
        zone: zoneOf(login),
        decisions: given.verdicts.map(
          ({ recordId, revision, at, reasonCode, note, undone, undoUntil, onBehalfOf, entry, mended }) => ({
            recordId,
            revision,
            at: Number(at),
            reasonCode: reasonCode === '' ? null : reasonCode,
            note: note === '' ? null : note,
            undone,
            undoUntil: undoUntil === 0n ? null : Number(undoUntil),
            onBehalfOf: onBehalfOf === '' ? null : (names.get(onBehalfOf)?.name ?? '–'),
            mended: requantifiedOf(mended),
            expected: reasonCode === '' ? 'verified' : 'returned',
            entry:
              entry === undefined
                ? null
                : {
                    name: names.get(entry.employeeId)?.name ?? '–',
                    sentence: entry.sentence,
                    workDate: entry.facts!.workDate,
                    quantityThousandths: numberOf(entry.facts!.quantityThousandths),
                    unit: entry.facts!.unit ?? null,
                    now: states[entry.state] ?? 'waiting',
                  },
          }),
        ),
        more: given.next === '' ? null : { after: given.next },
      }
    }),
)
