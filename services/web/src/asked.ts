import type { Caller } from '@timbang/identity/caller'
import type { PageLocals } from './locals.ts'
import { agency, operator, province } from './place/shared/board/ask.ts'
import { frame } from './place/shared/frame/ask.ts'
import { answerSurvey, publication, survey } from './place/publik/ask.ts'
import type { Reader } from './place/shared/reader.ts'
import { record, recordStates } from './place/catat/act.ts'
import { entryForm, queue, today } from './place/hari-ini/ask.ts'
import { returnEntry, undo, verification, verify, verifyOne } from './place/verifikasi/ask.ts'
import { evidence, why } from './place/kinerja/ask.ts'

export type Site = {
  origin: string
  sampleData: boolean
  providerName: string
  province: string
  ingest: string
  feedback: string
}

const reasons = ['asked', 'expired', 'signed-out', 'failed'] as const
type Reason = (typeof reasons)[number]

/** All that one request's pages may ask. @param from the browser's address */
export function localsOf(reader: Reader, site: Site, url: URL, from: string): PageLocals {
  const caller: Caller | null = reader.caller
  // One page asks for the header and for its own data: who is signed in is asked once.
  let header: ReturnType<typeof frame> | undefined
  return {
    language: 'id',
    now: reader.now,
    requestId: reader.requestId,
    origin: site.origin,
    sampleData: site.sampleData,
    caller: caller === null ? null : { sub: caller.sub, employeeId: caller.employeeId ?? null },
    frame: () => (header ??= frame(reader)),
    signIn: () => {
      const reason = url.searchParams.get('sebab')
      return {
        href: `/masuk/mulai?ke=${encodeURIComponent(url.searchParams.get('ke') ?? '/')}`,
        providerName: site.providerName,
        reason: reasons.includes(reason as Reason) ? (reason as Reason) : null,
      }
    },
    today: () => today(reader),
    entryForm: (mend) => entryForm(reader, mend),
    queue: () => queue(reader),
    record: (draft) => record(reader, site.ingest, draft),
    recordStates: (ids) => recordStates(reader, ids),
    verification: (filter) => verification(reader, filter),
    verifyOne: (id) => verifyOne(reader, id),
    verify: (entries) => verify(reader, entries),
    returnEntry: (entry, code, note) => returnEntry(reader, entry, code, note),
    undo: (entries) => undo(reader, entries),
    why: (period) => why(reader, period),
    evidence: (period, criterion) => evidence(reader, period, criterion),
    agency: (code) => agency(reader, code),
    province: () => province(reader, site.province),
    operator: () => operator(reader),
    survey: (token) => survey(reader, site.feedback, token),
    answerSurvey: (token, answers) => answerSurvey(reader, site.feedback, token, from, answers),
    publication: (code) => publication(reader, code),
  }
}
