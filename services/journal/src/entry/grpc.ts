import {
  type Entry as EntryMessage,
  EntryServiceService,
  type QuantityChange,
} from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { isRefusal, refuse } from '@timbang/contracts/refusal'
import { look } from '@timbang/identity/look'
import { serve } from '@timbang/process/grpc'
import { daysOfMonth } from '@timbang/rules/civil-date'
import { isUuid } from '@timbang/contracts/word'
import { invalid, isDate, MOST_REFS, pageOf } from '../asked.ts'
import { refusedLater } from './domain/compare.ts'
import type { Entry, Requantified, State, Step } from './domain/entry.ts'
import { cameIn } from '../evidence/handle.ts'
import { MOST_A_MONTH } from '../evidence/domain/evidence.ts'
import { besides, maySee, monthOf, pickVisible } from './handle/read.ts'
import { compareImport } from './handle/import.ts'
import { countStates, findEntries, findRecord, listEntries, type Search } from './store/entry.ts'
import { countImport, listImported, listImportProblems } from './store/import.ts'
import { notesOf, wordsOf } from './store/words.ts'
import { codeOf, cursor, peopleCursor, stateOf, toEntryMessage, wordsIn } from './wire.ts'
import type { Means } from '../tell.ts'

/** Entries as their readers see them: with words, note and planned result beside. */
export const shown = async ({ pool }: Means, entries: readonly Entry[]): Promise<EntryMessage[]> => {
  const beside = await besides(pool, entries)
  return entries.map((entry) => toEntryMessage(entry, beside.get(entry)!))
}

export function entryService(means: Means) {
  const { pool } = means
  return serve('journal', EntryServiceService, {
    getMonth: async ({ employeeId, month }, { caller }) => {
      const days = isDate(`${month}-01`) ? daysOfMonth(month) : []
      if (days.length === 0) return invalid('month', 'YYYY-MM')
      if (!isUuid(employeeId)) return invalid('employee_id', 'UUID')
      if (!(await maySee(means, caller, 'journal.GetMonth', employeeId, [days[0]!]))) return refuse('access.denied')
      const [rows, evidenceUsed] = await Promise.all([monthOf(pool, employeeId, days), cameIn(pool, employeeId, month)])
      return { days: rows, evidenceUsed, evidenceLimit: MOST_A_MONTH }
    },

    listEntries: async (request, { caller }) => {
      const { employeeId, recordIds } = request
      if (!isUuid(employeeId)) return invalid('employee_id', 'UUID')
      if (
        !(await maySee(
          means,
          caller,
          'journal.ListEntries',
          employeeId,
          isDate(request.fromDate) ? [request.fromDate] : [],
        ))
      )
        return refuse('access.denied')
      if (recordIds.length > 0) {
        if (recordIds.length > MOST_REFS || !recordIds.every(isUuid))
          return invalid('record_ids', `UUID, ≤ ${MOST_REFS}`)
        return { entries: await shown(means, await findEntries(pool, employeeId, recordIds)), next: '', counts: [] }
      }
      if (!isDate(request.fromDate) || !isDate(request.toDate)) return invalid('from_date', 'YYYY-MM-DD')
      const after = cursor.read(request.after)
      if (request.after !== '' && !after) return invalid('after', 'next')
      const limit = pageOf(request.limit)
      const states = request.states.map(stateOf).filter((state): state is State => state !== undefined)
      const search: Search = {
        employeeId,
        from: request.fromDate,
        to: request.toDate,
        words: wordsIn(request.words),
        resultId: request.resultId === '' ? null : request.resultId,
      }
      const [entries, counts] = await Promise.all([
        listEntries(pool, search, { states, after, limit }),
        request.counted ? countStates(pool, search) : [],
      ])
      return {
        entries: await shown(means, entries),
        next: entries.length < limit ? '' : cursor.of(entries.at(-1)!.facts),
        counts: counts.map(({ state, entries: of }) => ({ state: codeOf(state), entries: of })),
      }
    },

    getEntry: async ({ recordId }, { caller }) => {
      if (!isUuid(recordId)) return invalid('record_id', 'UUID')
      const entry = await pickVisible(means, caller, 'journal.GetEntry', await findRecord(pool, recordId))
      if (isRefusal(entry)) return entry
      const notes = await notesOf(
        pool,
        entry.steps.filter((step) => step.what === 'EntryReturned').map((step) => step.id),
      )
      return {
        entry: (await shown(means, [entry]))[0]!,
        steps: stepsOf(entry, notes),
        stepsForgotten: entry.forgotten?.count ?? 0,
      }
    },

    compareImport: async (request) => ({ compared: await compareImport(means, request) }),

    listImported: async (request, { caller, operation }) => {
      const after = peopleCursor.read(request.after)
      if (request.after !== '' && !after) return invalid('after', 'next')
      const limit = pageOf(request.limit)
      const { employeeIds, fromDate: from, toDate: to, mendedToo } = request
      const entries = await listImported(pool, { employeeIds, from, to, mendedToo, after, limit })
      const words = await wordsOf(
        pool,
        entries.map((entry) => entry.facts.activityEventId),
      )
      await look(pool, {
        caller,
        operation,
        subjects: [...new Set(entries.map((entry) => entry.employeeId))],
        at: means.clock.now(),
      })
      return {
        entries: entries.map((entry) => {
          const { employeeId, facts, state } = entry
          return {
            recordId: facts.recordId,
            employeeId,
            workDate: facts.workDate,
            startMinute: facts.startMinute,
            // What the person says is for him and his assessors.
            sentence: facts.importId === undefined ? '' : (words.get(facts.activityEventId)?.sentence ?? ''),
            revision: refusedLater(entry)?.revision ?? facts.revision,
            state: codeOf(state),
            mended: facts.importId === undefined,
          }
        }),
        next: entries.length < limit ? '' : peopleCursor.of(entries.at(-1)!),
      }
    },

    getImportOutcome: async ({ importId, after, limit: wanted }) => {
      if (after !== '' && !isUuid(after)) return invalid('after', 'next')
      const { judged, held, refused } = await countImport(pool, importId)
      const limit = pageOf(wanted)
      const problems = await listImportProblems(pool, importId, after === '' ? undefined : after, limit)
      return {
        judged: BigInt(judged),
        admitted: BigInt(judged - held - refused),
        held: BigInt(held),
        refused: BigInt(refused),
        problems: problems.map(({ code, ...ref }) => ({ ...ref, refusalCode: code })),
        next: problems.length < limit ? '' : problems.at(-1)!.recordId,
      }
    },
  })
}

/** The story of an entry, with the recording that began its present revision. */
function stepsOf(entry: Entry, notes: ReadonlyMap<string, string>) {
  const line = (
    step: Pick<Step, 'at' | 'revision' | 'code' | 'actor' | 'onBehalfOf' | 'imported' | 'quantity'> & {
      what: string
      id?: string
    },
  ) => ({
    at: BigInt(step.at),
    what: step.what,
    code: step.code ?? '',
    note: (step.id === undefined ? undefined : notes.get(step.id)) ?? '',
    revision: step.revision,
    actor: step.actor ?? '',
    imported: step.imported ?? false,
    onBehalfOf: step.onBehalfOf ?? '',
    quantity: step.quantity && quantityMessage(step.quantity),
  })
  const begins = entry.steps.findIndex((step) => step.revision === entry.facts.revision)
  // What its recording changed is said there, and not once more where it was judged.
  const quantity = entry.steps[begins]?.quantity
  const steps = entry.steps.map((step, at) => line(at === begins ? { ...step, quantity: undefined } : step))
  steps.splice(
    begins === -1 ? 0 : begins,
    0,
    line({
      at: entry.facts.sourceRecordedAt ?? entry.facts.recordedAt,
      what: 'ActivityRecorded',
      revision: entry.facts.revision,
      actor: entry.employeeId,
      ...(entry.facts.importId === undefined ? {} : { imported: true }),
      quantity,
    }),
  )
  return steps
}

export const quantityMessage = ({ before, unitBefore, after, unit }: Requantified): QuantityChange => ({
  beforeThousandths: before === null ? undefined : BigInt(before),
  unitBefore: unitBefore ?? '',
  afterThousandths: after === null ? undefined : BigInt(after),
  unit: unit ?? '',
})
