import { EntryState } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { isRefusal } from '@timbang/contracts/refusal'
import type { Answer, Refused } from '../shared/answer.ts'
import type { EntryDraft, Recorded, RecordState } from '../shared/entry/view.ts'
import { receiptOf } from '../shared/entry/ask.ts'
import { ok, page, tokenOf, type Reader } from '../shared/reader.ts'

type Problem = { code?: string; field?: string; details?: Refused['details'] }
type Accepted = { partition: number; offset: string; recorded_at: number }

/** The names of the ingest's fields that the form calls otherwise. */
const formField = (field: string | undefined): string | undefined =>
  field?.replace(/^activity\./, '').replace('work_date', 'date')

/** Sends one record to the ingest as its writer. Accepted is what the log has acknowledged; busy is everything after which the same may be sent again. */
export async function record(reader: Reader, ingest: string, draft: EntryDraft): Promise<Answer<Recorded>> {
  const { caller } = reader
  if (caller === null) return { ok: false, problem: { kind: 'sign-in' } }
  if (caller.employeeId === undefined) return { ok: false, problem: { kind: 'not-allowed', audience: ['employee'] } }
  const busy = (seconds: number): Answer<Recorded> =>
    ok({ kind: 'busy', retryAfterSeconds: seconds, code: reader.requestId.slice(0, 8).toUpperCase() })
  let response: Response
  try {
    response = await fetch(`${ingest}/records`, {
      method: 'POST',
      headers: { authorization: `Bearer ${caller.token}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(12_000),
      body: JSON.stringify({
        record_id: draft.recordId,
        revision: draft.revision,
        employee_id: caller.employeeId,
        activity: {
          work_date: draft.workDate,
          sentence: draft.sentence,
          ...(draft.resultId === null ? {} : { result_id: draft.resultId }),
          ...(draft.quantityThousandths === null ? {} : { quantity: (draft.quantityThousandths / 1000).toFixed(3) }),
          ...(draft.unit === null ? {} : { unit: draft.unit }),
          ...(draft.writtenAt === null ? {} : { written_at: draft.writtenAt }),
        },
      }),
    })
  } catch (error) {
    reader.log.warn({ err: error, requestId: reader.requestId }, 'the ingest does not answer')
    return busy(5)
  }
  if (response.status === 202) {
    const accepted = (await response.json()) as Accepted
    return ok({
      kind: 'received',
      receipt: { partition: accepted.partition, offset: accepted.offset },
      recordedAt: accepted.recorded_at,
    })
  }
  if (response.status === 429 || response.status >= 500) return busy(Number(response.headers.get('retry-after')) || 5)
  const problem = (await response.json().catch(() => ({}))) as Problem
  if (response.status === 401) return { ok: false, problem: { kind: 'sign-in' } }
  const field = formField(problem.field)
  return ok({
    kind: 'refused',
    refusals: [
      {
        code: problem.code ?? 'request.malformed',
        ...(field === undefined ? {} : { field }),
        ...(problem.details === undefined ? {} : { details: problem.details }),
      },
    ],
  })
}

const kinds: Readonly<Record<number, RecordState['state']>> = {
  [EntryState.ENTRY_STATE_HELD]: 'held',
  [EntryState.ENTRY_STATE_WAITING]: 'admitted',
  [EntryState.ENTRY_STATE_VERIFIED]: 'verified',
  [EntryState.ENTRY_STATE_RETURNED]: 'returned',
  [EntryState.ENTRY_STATE_REFUSED]: 'refused',
}

/** What became of records of the caller's own. The journal may not have seen one yet: then it is unknown, not lost. */
export const recordStates = (reader: Reader, recordIds: readonly string[]): Promise<Answer<readonly RecordState[]>> =>
  page(reader, ['employee'], async (login) => {
    if (login.employeeId === undefined) return { refused: true, code: 'access.denied' }
    const wanted = recordIds.slice(0, 200)
    if (wanted.length === 0) return []
    const list = await reader.clients.entries.listEntries(
      {
        employeeId: login.employeeId,
        fromDate: '',
        toDate: '',
        states: [],
        limit: wanted.length,
        after: '',
        recordIds: [...wanted],
      },
      tokenOf(reader),
    )
    if (isRefusal(list)) return list
    const found = new Map(list.entries.map((entry) => [entry.facts!.recordId, entry]))
    return wanted.map((recordId): RecordState => {
      const entry = found.get(recordId)
      if (entry === undefined) return { recordId, state: 'unknown', receipt: null, refusal: null, note: null }
      return {
        recordId,
        state: entry.conflicted ? 'conflicted' : (kinds[entry.state] ?? 'received'),
        receipt: receiptOf(entry),
        refusal: entry.code === '' ? null : { code: entry.code },
        note: entry.note === '' ? null : entry.note,
      }
    })
  })
