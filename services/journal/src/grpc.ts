import type { EntryWindowChanged, GraceOpened, OutageRecorded } from '@timbang/contracts/gen/timbang/journal/v1/events'
import {
  type Entry as EntryMessage,
  type EntryOutcome,
  JournalServiceService,
} from '@timbang/contracts/gen/timbang/journal/v1/service'
import { isRefusal, type Refusal, refuse } from '@timbang/contracts/refusal'
import { look } from '@timbang/identity/look'
import { serve } from '@timbang/process/grpc'
import { peopleAssessedBy } from '@timbang/roster/read'
import { dateAt, daysOfMonth } from '@timbang/rules/civil-date'
import type { Entry, State, Step } from './domain/entry.ts'
import { besides, maySee, monthOf, pickVisible, type Reading } from './handle/read.ts'
import { command, type Imported, importVerdicts, MOST_REFS, type Outcome } from './handle/verdict.ts'
import { putGrace, putOutage, setEntryWindow } from './handle/window.ts'
import { countImport, findEntries, findRecord, listEntries, listImportProblems } from './store/entry.ts'
import { countQueue, listQueue } from './store/queue.ts'
import { notesOf } from './store/words.ts'
import { cursor, stateOf, toEntryMessage } from './wire.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const isUuid = (text: string) => UUID.test(text)
const isDate = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
const invalid = (field: string, hint: string) => refuse('request.value-invalid', { hint }, field)
const PAGE = 200

export function journalService(reading: Reading) {
  const { pool, clock, log } = reading
  const decideOn = command(reading)
  const keepVerdicts = importVerdicts(reading)

  const shown = async (entries: readonly Entry[]): Promise<EntryMessage[]> => {
    const beside = await besides(pool, entries)
    return entries.map((entry) => toEntryMessage(entry, beside.get(entry)!))
  }

  return serve('journal', JournalServiceService, {
    getMonth: async ({ employeeId, month }, { caller }) => {
      const days = daysOfMonth(month)
      if (days.length === 0) return invalid('month', 'YYYY-MM')
      if (!isUuid(employeeId)) return invalid('employee_id', 'UUID')
      if (!(await maySee(reading, caller, 'journal.GetMonth', employeeId, [days[0]!]))) return refuse('access.denied')
      return { days: await monthOf(pool, employeeId, days) }
    },

    listEntries: async (request, { caller }) => {
      const { employeeId, recordIds } = request
      if (!isUuid(employeeId)) return invalid('employee_id', 'UUID')
      if (
        !(await maySee(
          reading,
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
        return { entries: await shown(await findEntries(pool, employeeId, recordIds)), next: '' }
      }
      if (!isDate(request.fromDate) || !isDate(request.toDate)) return invalid('from_date', 'YYYY-MM-DD')
      const after = cursor.readDay(request.after)
      if (request.after !== '' && !after) return invalid('after', 'next')
      const limit = pageOf(request.limit)
      const states = request.states.map(stateOf).filter((state): state is State => state !== undefined)
      const entries = await listEntries(pool, {
        employeeId,
        from: request.fromDate,
        to: request.toDate,
        states,
        after,
        limit,
      })
      return { entries: await shown(entries), next: entries.length < limit ? '' : cursor.day(entries.at(-1)!.facts) }
    },

    getEntry: async ({ recordId }, { caller }) => {
      if (!isUuid(recordId)) return invalid('record_id', 'UUID')
      const entry = await pickVisible(reading, caller, 'journal.GetEntry', await findRecord(pool, recordId))
      if (isRefusal(entry)) return entry
      const notes = await notesOf(
        pool,
        entry.steps.filter((step) => step.what === 'EntryReturned').map((step) => step.id),
      )
      return { entry: (await shown([entry]))[0]!, steps: stepsOf(entry, notes) }
    },

    listQueue: async ({ filter, limit: wanted, after: from }, { caller }) => {
      const after = cursor.readQueue(from)
      if (from !== '' && !after) return invalid('after', 'next')
      const only = filter === '' || isUuid(filter) ? 'all' : filter
      if (only !== 'all' && only !== 'passed' && only !== 'to-open' && only !== 'evidence')
        return invalid('filter', 'all, passed, to-open, evidence, UUID')
      const people =
        caller.employeeId === undefined
          ? []
          : (await peopleAssessedBy(pool, caller.employeeId, dateAt(clock.now(), 'WIB'))).map(
              (assignment) => assignment.employeeId,
            )
      const limit = pageOf(wanted)
      const [counts, entries] = await Promise.all([
        countQueue(pool, people),
        listQueue(
          pool,
          { only, employeeIds: isUuid(filter) ? people.filter((one) => one === filter) : people },
          after,
          limit,
        ),
      ])
      look(log, {
        caller,
        operation: 'journal.ListQueue',
        subjects: [...new Set(entries.map((entry) => entry.employeeId))],
      })
      const sum = (of: 'waiting' | 'passed' | 'toOpen' | 'withEvidence') =>
        counts.reduce((total, count) => total + count[of], 0)
      return {
        entries: await shown(entries),
        next: entries.length < limit ? '' : cursor.queue(entries.at(-1)!),
        total: sum('waiting'),
        passed: sum('passed'),
        toOpen: sum('toOpen'),
        withEvidence: sum('withEvidence'),
        oldestRecordedAt: BigInt(counts.length === 0 ? 0 : Math.min(...counts.map((count) => count.oldest))),
        people: counts.map(({ employeeId, waiting }) => ({ employeeId, waiting })),
      }
    },

    openEntry: async ({ recordId, revision }, { caller }) => {
      if (!isUuid(recordId)) return invalid('record_id', 'UUID')
      const { outcomes } = await decideOn(caller, 'journal.OpenEntry', [{ recordId, revision }], (of) => ({
        type: 'open',
        revision: of,
      }))
      if (outcomes[0]!.refusal) return outcomes[0]!.refusal
      const entry = await pickVisible(reading, caller, 'journal.GetEntry', await findRecord(pool, recordId))
      return isRefusal(entry) ? entry : { entry: (await shown([entry]))[0] }
    },

    verifyEntries: async ({ entries }, { caller }) => {
      const fault = refsFault(entries)
      if (fault) return fault
      const { outcomes, undoUntil } = await decideOn(caller, 'journal.VerifyEntries', entries, (revision) => ({
        type: 'verify',
        revision,
      }))
      return { outcomes: outcomes.map(toOutcome), undoUntil: BigInt(undoUntil ?? 0) }
    },

    returnEntry: async ({ recordId, revision, reasonCode, note }, { caller }) => {
      if (!isUuid(recordId)) return invalid('record_id', 'UUID')
      if (note.length > 1_000 || !note.isWellFormed() || note.includes('\0')) return invalid('note', 'UTF-8, ≤ 1000')
      const { outcomes, undoUntil } = await decideOn(caller, 'journal.ReturnEntry', [{ recordId, revision }], (of) => ({
        type: 'return',
        revision: of,
        reasonCode,
        note,
      }))
      return outcomes[0]!.refusal ?? { undoUntil: BigInt(undoUntil ?? 0) }
    },

    undoVerification: async ({ entries }, { caller }) => {
      const fault = refsFault(entries)
      if (fault) return fault
      const { outcomes } = await decideOn(caller, 'journal.UndoVerification', entries, (revision, now) => ({
        type: 'undo',
        revision,
        by: caller.employeeId ?? caller.sub,
        now,
      }))
      return { outcomes: outcomes.map(toOutcome) }
    },

    importVerdicts: async function* (requests, { caller }) {
      for await (const { verdicts } of requests) {
        const good = verdicts.filter((verdict) => isUuid(verdict.recordId) && isUuid(verdict.employeeId))
        const bad = verdicts.filter((verdict) => !good.includes(verdict))
        const { accepted, refused } = await keepVerdicts(
          caller,
          good.map((verdict): Imported => ({ ...verdict, sourceRecordedAt: Number(verdict.sourceRecordedAt) })),
        )
        yield {
          accepted,
          refused: [
            ...refused.map(({ code, ...ref }) => ({ ...ref, refusalCode: code })),
            ...bad.map(({ recordId, revision }) => ({ recordId, revision, refusalCode: 'request.value-invalid' })),
          ],
        }
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

    setEntryWindow: async ({ window }, { caller }) => {
      if (!window || !isUuid(window.agencyId)) return invalid('agency_id', 'UUID')
      const moved = await setEntryWindow(reading)(caller, window)
      return isRefusal(moved) ? moved : { window: moved.event as EntryWindowChanged }
    },

    recordOutage: async ({ outage }, { caller }) => {
      if (!outage || !isAgency(outage.agencyId)) return invalid('agency_id', 'UUID')
      const moved = await putOutage(reading)(caller, {
        ...outage,
        fromInstant: Number(outage.fromInstant),
        toInstant: Number(outage.toInstant),
      })
      if (isRefusal(moved) || moved.event.type !== 'OutageRecorded') return moved as Refusal
      return {
        outage: {
          ...moved.event,
          fromInstant: BigInt(moved.event.fromInstant),
          toInstant: BigInt(moved.event.toInstant),
        } as OutageRecorded,
        reinstated: moved.reinstated,
      }
    },

    openGrace: async ({ grace }, { caller }) => {
      if (!grace || !isAgency(grace.agencyId)) return invalid('agency_id', 'UUID')
      const moved = await putGrace(reading)(caller, { ...grace, untilInstant: Number(grace.untilInstant) })
      if (isRefusal(moved) || moved.event.type !== 'GraceOpened') return moved as Refusal
      return {
        grace: { ...moved.event, untilInstant: BigInt(moved.event.untilInstant) } as GraceOpened,
        reinstated: moved.reinstated,
      }
    },
  })
}

const isAgency = (agencyId: string | undefined) => agencyId === undefined || isUuid(agencyId)
const pageOf = (wanted: number) => (wanted > 0 && wanted <= PAGE ? wanted : 50)
const refsFault = (entries: readonly { recordId: string }[]): Refusal | undefined =>
  entries.length > 0 && entries.length <= MOST_REFS && entries.every((entry) => isUuid(entry.recordId))
    ? undefined
    : invalid('entries', `UUID, 1 – ${MOST_REFS}`)
const toOutcome = ({ recordId, revision, refusal }: Outcome): EntryOutcome => ({
  recordId,
  revision,
  refusalCode: refusal?.code ?? '',
})

/** The story of an entry, with the recording that began its present revision. */
function stepsOf(entry: Entry, notes: ReadonlyMap<string, string>) {
  const line = (
    step: Pick<Step, 'at' | 'revision'> & { what: string; id?: string; code?: string; actor?: string },
  ) => ({
    at: BigInt(step.at),
    what: step.what,
    code: step.code ?? '',
    note: (step.id === undefined ? undefined : notes.get(step.id)) ?? '',
    revision: step.revision,
    actor: step.actor ?? '',
  })
  const steps = entry.steps.map(line)
  const begins = entry.steps.findIndex((step) => step.revision === entry.facts.revision)
  steps.splice(
    begins === -1 ? 0 : begins,
    0,
    line({
      at: entry.facts.sourceRecordedAt ?? entry.facts.recordedAt,
      what: 'ActivityRecorded',
      revision: entry.facts.revision,
      actor: entry.employeeId,
    }),
  )
  return steps
}
