import { createHash } from 'node:crypto'
import type { AstroGlobal } from 'astro'
import { isUuid } from '@timbang/contracts/word'
import type { Answer, Refused } from '../shared/answer.ts'
import type { Attached, EntryDraft, EntryFields, Recorded } from '../shared/entry/view.ts'
import { receiptText } from '../shared/entry/words.ts'
import { keepForm, readForm, type Kept } from '../shared/form.ts'
import { command } from '../shared/question.ts'
import { entryForm } from './ask.ts'
import { fieldsOf, isOfTheId, MOST_FILES, readEntry } from './form.ts'
import { ok, type Reader } from '../shared/reader.ts'

type Problem = { code?: string; field?: string; details?: Refused['details'] }
type Accepted = { partition: number; offset: string; recorded_at: number }

/** The names of the ingest's fields that the form calls otherwise. */
const formField = (field: string | undefined): string | undefined =>
  field?.replace(/^activity\./, '').replace('work_date', 'date')

/** What the ingest takes of one activity, by the names of its door. */
export type Sent = { record_id: string; revision: number; activity: Readonly<Record<string, unknown>> }

/** Sends one record to the ingest as its writer. */
export async function send(reader: Reader, sent: Sent): Promise<Answer<Recorded>> {
  const { caller } = reader
  if (caller === null) return { ok: false, problem: { kind: 'sign-in' } }
  if (caller.employeeId === undefined) return { ok: false, problem: { kind: 'not-allowed', audience: ['employee'] } }
  return deliver(reader, { ...sent, employee_id: caller.employeeId })
}

/** Brings a record to the ingest as the caller. Accepted is what the log has acknowledged; busy is everything after which the same may be sent again. */
export async function deliver(reader: Reader, sent: Readonly<Record<string, unknown>>): Promise<Answer<Recorded>> {
  const { caller } = reader
  if (caller === null) return { ok: false, problem: { kind: 'sign-in' } }
  const busy = (seconds: number): Answer<Recorded> =>
    ok({ kind: 'busy', retryAfterSeconds: seconds, code: reader.requestId.slice(0, 8).toUpperCase() })
  let response: Response
  try {
    response = await fetch(`${reader.site.ingest}/records`, {
      method: 'POST',
      headers: { authorization: `Bearer ${caller.token}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(12_000),
      body: JSON.stringify(sent),
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

export const record = command(
  'record',
  (reader: Reader, draft: EntryDraft): Promise<Answer<Recorded>> =>
    send(reader, {
      record_id: draft.recordId,
      revision: draft.revision,
      activity: {
        work_date: draft.workDate,
        sentence: draft.sentence,
        ...(draft.resultId === null ? {} : { result_id: draft.resultId }),
        ...(draft.quantityThousandths === null ? {} : { quantity: (draft.quantityThousandths / 1000).toFixed(3) }),
        ...(draft.unit === null ? {} : { unit: draft.unit }),
        ...(draft.start === null ? {} : { start: draft.start }),
        ...(draft.end === null ? {} : { end: draft.end }),
        ...(draft.evidenceLink === null ? {} : { evidence_link: draft.evidenceLink }),
        ...(draft.evidence.length === 0 ? {} : { evidence: draft.evidence }),
        ...(draft.writtenAt === null ? {} : { written_at: draft.writtenAt }),
      },
    }),
)

/** One file as its bytes, with the hash by which its record names it. */
export type SentFile = { hash: string; mediaType: string; bytes: ArrayBuffer }

/** Brings a file of one's own record to the journal, before the record or behind it. The same again is harmless. */
export const attach = command(
  'attach',
  async (reader: Reader, recordId: string, { hash, mediaType, bytes }: SentFile): Promise<Answer<Attached>> => {
    const { caller } = reader
    if (caller === null) return { ok: false, problem: { kind: 'sign-in' } }
    if (!isUuid(recordId) || !/^[0-9a-f]{64}$/.test(hash) || bytes.byteLength === 0)
      return ok({ kind: 'refused', refusals: [{ code: 'request.malformed', field: 'evidence' }] })
    let response: Response
    try {
      response = await fetch(`${reader.site.evidence}/records/${recordId}/evidence/${hash}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${caller.token}`, 'content-type': mediaType },
        signal: AbortSignal.timeout(20_000),
        body: bytes,
      })
    } catch (error) {
      reader.log.warn({ err: error, requestId: reader.requestId }, 'the journal does not take a file')
      return ok({ kind: 'busy', retryAfterSeconds: 5 })
    }
    if (response.ok) {
      await response.body?.cancel()
      return ok({ kind: 'kept' })
    }
    const problem = (await response.json().catch(() => ({}))) as Problem
    if (response.status === 401) return { ok: false, problem: { kind: 'sign-in' } }
    if (response.status === 429 || response.status >= 500)
      return ok({ kind: 'busy', retryAfterSeconds: Number(response.headers.get('retry-after')) || 5 })
    return ok({
      kind: 'refused',
      refusals: [
        {
          code: problem.code ?? 'request.malformed',
          field: 'evidence',
          ...(problem.details === undefined ? {} : { details: problem.details }),
        },
      ],
    })
  },
)

/** The files of a form, each with its hash; one twice is one. */
async function filesOf(data: FormData): Promise<SentFile[]> {
  const files = new Map<string, SentFile>()
  for (const file of data.getAll('berkas')) {
    if (typeof file === 'string' || file.size === 0) continue
    const bytes = await file.arrayBuffer()
    const hash = createHash('sha256').update(new Uint8Array(bytes)).digest('hex')
    files.set(hash, { hash, mediaType: file.type, bytes })
  }
  return [...files.values()]
}

/** P2's form without script. What was taken is told on the day's page; what was not comes back with its words. */
export async function post({ request, locals, cookies, redirect }: AstroGlobal): Promise<Response> {
  const data = await readForm(request)
  const files = await filesOf(data)
  const posted = fieldsOf(data)
  const mend = posted.revision === '1' ? null : posted.record_id
  const answer = await locals.ask(entryForm, mend, null)
  const fields = { ...posted, record_id: posted.record_id || (answer.ok ? answer.view.recordId : '') }
  const keep = (errors: Kept['errors'], refusals: Kept['refusals'], over: Partial<EntryFields> = {}): Response =>
    redirect(
      `/catat?${mend === null ? '' : `perbaiki=${encodeURIComponent(mend)}&`}${keepForm(cookies, '/catat', fields.record_id, { fields: { ...fields, ...over }, errors, refusals })}`,
      303,
    )
  // Signed out meanwhile, or no longer an employee: the page says so, beside what was written.
  if (!answer.ok) return keep([], [])
  const form = answer.view
  const read = readEntry(fields, {
    today: form.today,
    yesterday: form.yesterday,
    results: form.results,
    language: locals.language,
    writtenAt: null,
  })
  if (!read.ok) return keep(read.errors, [])
  const { draft } = read
  const evidence = [...new Set([...draft.evidence, ...files.map(({ hash }) => hash)])]
  if (evidence.length > MOST_FILES) return keep([{ field: 'evidence', code: 'evidence' }], [])
  // Files go first: one that is refused is said while the sentence still waits, and what waits for its record is no trouble.
  for (const file of files) {
    const attached = await locals.act(attach, draft.recordId, file)
    if (!attached.ok) return keep([], attached.problem.kind === 'unavailable' ? [{ code: 'service.unavailable' }] : [])
    if (attached.view.kind === 'refused') return keep([], attached.view.refusals)
    if (attached.view.kind === 'busy')
      return keep([], [{ code: 'service.busy', details: { seconds: attached.view.retryAfterSeconds } }])
    fields.evidence = [fields.evidence, file.hash].filter((hash) => hash !== '').join(' ')
  }
  const recorded = await locals.act(record, { ...draft, evidence })
  if (!recorded.ok) return keep([], recorded.problem.kind === 'unavailable' ? [{ code: 'service.unavailable' }] : [])
  switch (recorded.view.kind) {
    case 'received':
      return redirect(`/hari-ini?diterima=${receiptText(recorded.view.receipt)}&pada=${recorded.view.recordedAt}`, 303)
    case 'refused': {
      // The id itself is the trouble: the same words go under a new one.
      const aged = recorded.view.refusals.some(isOfTheId)
      return keep([], recorded.view.refusals, aged ? { record_id: form.recordId, revision: '1' } : {})
    }
    case 'busy':
      return keep([], [{ code: 'service.unavailable', details: { seconds: recorded.view.retryAfterSeconds } }])
    default:
      return recorded.view satisfies never
  }
}
