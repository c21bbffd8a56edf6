import { EntryState as State } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { Timeliness } from '@timbang/contracts/gen/timbang/journal/v1/events'
import type { GetLoginResponse } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { isUuid } from '@timbang/contracts/word'
import { periodOf } from '@timbang/rules/civil-date'
import type { Answer, Audience } from '../shared/answer.ts'
import { evidenceOf, numberOf, receiptOf, requantifiedOf, resultsOf, writtenDownAt } from '../shared/entry/ask.ts'
import { mayMend, mayTakeBack } from '../shared/entry/may.ts'
import { gapIn, whatOf } from '../shared/entry/story.ts'
import { question } from '../shared/question.ts'
import { namesOf, notFound, ok, page, tokenOf, unavailable, zoneOf, type Reader } from '../shared/reader.ts'
import type { EntryState, EntryView, EvidenceFile } from './view.ts'

export const readers: readonly Audience[] = ['self', 'assessor', 'agency-head', 'personnel-officer', 'bkd', 'auditor']

const states: Readonly<Record<number, EntryState>> = {
  [State.ENTRY_STATE_HELD]: 'held',
  [State.ENTRY_STATE_VERIFIED]: 'verified',
  [State.ENTRY_STATE_RETURNED]: 'returned',
  [State.ENTRY_STATE_REFUSED]: 'refused',
  [State.ENTRY_STATE_WITHDRAWN]: 'withdrawn',
}
const timely: Readonly<Record<number, EntryView['timeliness']>> = {
  [Timeliness.TIMELINESS_IN_TIME]: 'in-time',
  [Timeliness.TIMELINESS_LATE]: 'late',
}

async function readEntry(reader: Reader, login: GetLoginResponse, recordId: string): Promise<EntryView | Refusal> {
  const found = await reader.clients.entries.getEntry({ recordId }, tokenOf(reader))
  if (isRefusal(found)) return found
  const entry = found.entry!
  const facts = entry.facts!
  const { employeeId } = entry
  const { workDate } = facts
  const own = employeeId === login.employeeId
  const [planned, month, names] = await Promise.all([
    resultsOf(reader, employeeId, workDate, workDate),
    reader.clients.entries.getMonth({ employeeId, month: workDate.slice(0, 7) }, tokenOf(reader)),
    namesOf(reader, [employeeId, entry.decidedBy, ...found.steps.flatMap((step) => [step.actor, step.onBehalfOf])]),
  ])
  // Titles and windows stand beside it: whoever may read the entry and not those reads it without.
  const result = isRefusal(planned) || facts.resultId === undefined ? undefined : planned.get(facts.resultId)
  const day = isRefusal(month) ? undefined : month.days.find((one) => one.date === workDate)
  const nameOf = (id: string) => names.get(id)?.name ?? null
  const state = states[entry.state] ?? 'waiting'
  return {
    now: reader.now,
    zone: zoneOf(login),
    writer: { name: own ? login.displayName : (nameOf(employeeId) ?? '–'), own },
    recordId: facts.recordId,
    revision: facts.revision,
    sentence: entry.sentence,
    result: result === undefined ? null : { code: result.code, title: result.title },
    quantityThousandths: numberOf(facts.quantityThousandths),
    unit: facts.unit ?? null,
    start: facts.startMinute ?? null,
    end: facts.endMinute ?? null,
    evidenceLink: entry.evidenceLink === '' ? null : entry.evidenceLink,
    evidence: evidenceOf(entry),
    workDate,
    period: periodOf(workDate),
    writtenAt: numberOf(facts.writtenAt),
    recordedAt: writtenDownAt(entry),
    imported: facts.sourceRecordedAt !== undefined,
    receipt: receiptOf(entry),
    timeliness: timely[entry.timeliness] ?? null,
    arrivedAfter: numberOf(entry.arrivedAfter),
    window:
      day === undefined || day.closesAt === 0n
        ? null
        : { closesAt: Number(day.closesAt), graceEndsAt: Number(day.graceEndsAt) },
    state,
    conflicted: entry.conflicted,
    decided: { at: Number(entry.decidedAt), by: nameOf(entry.decidedBy) },
    refusal: (state === 'refused' || state === 'held') && entry.code !== '' ? { code: entry.code } : null,
    returned: state === 'returned' ? { reasonCode: entry.code, note: entry.note === '' ? null : entry.note } : null,
    target:
      entry.targetThousandths === 0n
        ? null
        : {
            verifiedThousandths: Number(entry.verifiedQuantityThousandths),
            targetThousandths: Number(entry.targetThousandths),
            unit: result?.unit ?? facts.unit ?? '',
          },
    steps: found.steps.map((step) => ({
      at: Number(step.at),
      what: whatOf(step),
      code: step.code === '' ? null : step.code,
      note: step.note === '' ? null : step.note,
      revision: step.revision,
      by: step.actor === employeeId ? null : nameOf(step.actor),
      onBehalfOf: nameOf(step.onBehalfOf),
      quantity: requantifiedOf(step.quantity),
    })),
    forgotten: gapIn(found.steps, found.stepsForgotten),
    may: {
      mend: own && mayMend(entry, day, reader.now),
      takeBack: own && mayTakeBack(entry, reader.now),
      writeAgain: own && entry.sentence !== '',
    },
  }
}

/** One entry, whoever may read it. The journal decides who may, and to whom it is not there. */
export const entryOne = question(
  'entryOne',
  (reader: Reader, recordId: string): Promise<Answer<EntryView>> =>
    page(reader, readers, (login) => readEntry(reader, login, recordId)),
)

/** The bytes of one of its files. The journal decides who may see them, and to whom they are not there. */
export const evidenceFile = question(
  'evidenceFile',
  async (reader: Reader, recordId: string, hash: string): Promise<Answer<EvidenceFile>> => {
    const { caller } = reader
    if (caller === null) return { ok: false, problem: { kind: 'sign-in' } }
    if (!isUuid(recordId) || !/^[0-9a-f]{64}$/.test(hash)) return notFound
    try {
      const response = await fetch(`${reader.site.evidence}/records/${recordId}/evidence/${hash}`, {
        headers: { authorization: `Bearer ${caller.token}` },
        signal: AbortSignal.timeout(12_000),
      })
      if (response.status === 401) return { ok: false, problem: { kind: 'sign-in' } }
      if (response.status === 403) return { ok: false, problem: { kind: 'not-allowed', audience: readers } }
      if (response.status === 404) return notFound
      const mediaType = response.headers.get('content-type')
      if (response.ok && (mediaType === 'image/webp' || mediaType === 'application/pdf'))
        return ok({ mediaType, bytes: await response.arrayBuffer() })
    } catch (error) {
      reader.log.warn({ err: error, requestId: reader.requestId }, 'the journal does not give a file')
    }
    return unavailable(reader)
  },
)

/** The same for its writer alone: to anybody else there is nothing to take back. */
export const ownEntry = question(
  'ownEntry',
  (reader: Reader, recordId: string): Promise<Answer<EntryView>> =>
    page(reader, ['self'], async (login) => {
      const entry = await readEntry(reader, login, recordId)
      return isRefusal(entry) || entry.writer.own ? entry : { refused: true, code: 'entry.not-found' }
    }),
)
