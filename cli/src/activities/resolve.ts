import { check } from '@timbang/activity-ingest/domain/record'
import { fromJson } from '@timbang/activity-ingest/wire/record'
import type { ImportCandidate } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import type { Plan } from '@timbang/contracts/gen/timbang/appraisal/v1/service'
import { isRefusal, type Refusal, sentence } from '@timbang/contracts/refusal'
import { normalised } from '@timbang/intake/table/form'
import type { Entry, Fault } from './form.ts'
import { type Counter, identityOf, recordIdOf } from './id.ts'
import { columnOf, reasonOf } from './reasons.ts'

export interface Person {
  readonly employeeId: string
  readonly agencyId: string
}

/** What rows are resolved with. */
export interface Known {
  readonly client: string
  readonly importId: string
  readonly people: ReadonlyMap<string, Person>
  readonly plans: ReadonlyMap<string, readonly Plan[]>
  readonly counter: Counter
  readonly history: boolean
  readonly now: number
}

/** A row that the door would take: as the record that it becomes, and as what the journal is asked about. */
export interface Ready {
  readonly line: number
  readonly record: Readonly<Record<string, unknown>>
  readonly candidate: ImportCandidate
}

/** Finds whose row it is, of which planned result, and which id it has; then asks what the door asks, before anything leaves. */
export function resolve(entry: Entry, known: Known): Ready | Fault {
  const { line, workDate, start, end } = entry
  const person = known.people.get(entry.nip)
  if (person === undefined) return { line, column: 'NIP', reason: 'nip-unknown' }
  // Counted before anything else is wrong with it: a mended row keeps its place among its equals.
  const identity = identityOf(known.client, { ...entry, employeeId: person.employeeId })
  const nth = known.counter.next(identity)
  if (nth === undefined) return { line, column: undefined, reason: 'repeated-too-often' }
  const result = resultOf(entry, known.plans.get(person.employeeId) ?? [])
  if (typeof result === 'object') return result
  const sourceRecordedAt = known.history
    ? Date.parse(`${workDate}T${end === undefined || end === '24:00' ? '16:00' : end}:00+07:00`)
    : undefined
  const record = {
    record_id: recordIdOf(identity, nth, workDate),
    employee_id: person.employeeId,
    agency_id: person.agencyId,
    import_id: known.importId,
    ...said('source_recorded_at', sourceRecordedAt),
    activity: {
      work_date: workDate,
      sentence: entry.sentence,
      ...said('result_id', result),
      ...said('quantity', entry.quantity),
      ...said('unit', entry.unit),
      ...said('start', start),
      ...said('end', end),
      ...said('evidence_link', entry.evidenceLink),
    },
  }
  const sent = fromJson(record)
  if (isRefusal(sent)) return refusedRow(entry, sent)
  const refusal = check(sent, known.now, true)
  if (refusal !== undefined) return refusedRow(entry, refusal)
  if (sent.body.kind !== 'activity') throw new Error('a row is an activity')
  const { body } = sent
  return {
    line,
    record,
    candidate: {
      recordId: sent.recordId,
      employeeId: person.employeeId,
      workDate,
      sentence: body.sentence,
      resultId: body.resultId,
      quantityThousandths: body.quantityThousandths === undefined ? undefined : BigInt(body.quantityThousandths),
      unit: body.unit,
      startMinute: body.startMinute,
      endMinute: body.endMinute,
      evidenceLink: body.evidenceLink,
      sourceRecordedAt: sourceRecordedAt === undefined ? undefined : BigInt(sourceRecordedAt),
    },
  }
}

const said = (name: string, value: unknown) => (value === undefined ? undefined : { [name]: value })

/** The planned result that a row names by its code or its title, of the plans that hold on its day. Empty: none is named. */
function resultOf({ line, workDate, result }: Entry, plans: readonly Plan[]): string | undefined | Fault {
  if (result === '') return undefined
  const wanted = normalised(result)
  const found = new Map(
    plans
      .filter((plan) => plan.fromDate <= workDate && workDate <= plan.toDate)
      .flatMap((plan) => plan.results)
      .filter(({ title, result: planned }) => {
        const code = normalised(planned!.code)
        return [code, code.replace(/^rhk /, ''), normalised(title)].includes(wanted)
      })
      .map(({ title, result: planned }) => [planned!.resultId, `${planned!.code} ${title}`]),
  )
  if (found.size === 1) return [...found.keys()][0]
  if (found.size === 0) return { line, column: 'RHK', reason: 'result-unknown', said: result }
  const names = [...found.values()].slice(0, 3).join('” / “')
  return { line, column: 'RHK', reason: 'result-ambiguous', said: `${result} = “${names}”` }
}

function refusedRow(entry: Entry, refusal: Refusal): Fault {
  const { line } = entry
  const column = columnOf(refusal.field ?? '', refusal.code)
  const reason = reasonOf(refusal.field ?? '', refusal.code)
  const written = column === undefined ? undefined : saidIn(entry)[column]
  return {
    line,
    column,
    reason,
    ...(written === undefined ? {} : { said: written }),
    ...(reason === refusal.code ? { sentence: `${sentence(refusal, 'id')} / ${sentence(refusal, 'en')}` } : {}),
  }
}

/** What a row says in the columns that may be repeated to whoever keeps the file. */
export const saidIn = (entry: Entry): Partial<Record<NonNullable<Fault['column']>, string | undefined>> => ({
  tanggal: entry.workDate,
  'jam mulai': entry.start,
  'jam selesai': entry.end,
  'uraian kegiatan': entry.sentence,
  RHK: entry.result,
  hasil: entry.quantity,
  satuan: entry.unit,
  'tautan bukti': entry.evidenceLink,
})
