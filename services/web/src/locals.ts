import type { AgencyView } from './place/instansi/view.ts'
import type { Answer } from './place/shared/answer.ts'
import type { EntryDraft, EntryForm, Recorded, RecordState } from './place/shared/entry/view.ts'
import type { Frame } from './place/shared/frame/view.ts'
import type { OperatorView } from './place/operator/view.ts'
import type { ProvinceView } from './place/provinsi/view.ts'
import type { PublicationView } from './place/publik/view.ts'
import type { QueueView } from './place/antrean/view.ts'
import type { SignInView } from './place/masuk/view.ts'
import type { SurveyAnswered, SurveyElement, SurveyView } from './place/survei/view.ts'
import type { TodayView } from './place/hari-ini/view.ts'
import type { Instant, Period } from './place/shared/time.ts'
import type { EntryRef, Verdict, VerificationFilter, VerificationView, VerifyOneView } from './place/verifikasi/view.ts'
import type { Criterion } from '@timbang/rules/kernel/1/pack'
import type { EvidenceView, WhyView } from './place/kinerja/view.ts'

export type Language = 'id' | 'en'

/**
 * All that pages know of the world: the server builds one per request and hands it to the Astro handler.
 * A page asks only for what it shows. A function that reads never throws for a refusal; it answers with the problem.
 */
export type PageLocals = {
  /** Set by src/middleware.ts from `?lang=` and the cookie; the server starts with 'id'. */
  language: Language
  /** The instant of the request, by the server's clock. Pages read no clock. */
  now: Instant
  /** What an error page tells the person to quote. */
  requestId: string
  /** Where browsers reach this site, `https://timbang.jambiprov.go.id`: a request that changes something must come from there. */
  origin: string
  /** Data of the sample province: the footer says so on every page. */
  sampleData: boolean
  /** Null: nobody is signed in. `employeeId` is opaque; drafts on the device belong to it. */
  caller: { sub: string; employeeId: string | null } | null

  /** Header and navigation; null when nobody is signed in. */
  frame(): Promise<Frame | null>
  signIn(): SignInView

  today(): Promise<Answer<TodayView>>
  /** The form alone; with an id, filled with the entry that needs mending. */
  entryForm(mend: string | null): Promise<Answer<EntryForm>>
  queue(): Promise<Answer<QueueView>>
  record(draft: EntryDraft): Promise<Answer<Recorded>>
  recordStates(recordIds: readonly string[]): Promise<Answer<readonly RecordState[]>>

  verification(filter: VerificationFilter): Promise<Answer<VerificationView>>
  /** Also tells the owner that it was opened, so that it may be verified in bulk. */
  verifyOne(recordId: string): Promise<Answer<VerifyOneView>>
  verify(entries: readonly EntryRef[]): Promise<Answer<Verdict>>
  returnEntry(entry: EntryRef, reasonCode: string, note: string): Promise<Answer<Verdict>>
  /** Takes back verdicts of the last ten seconds by a compensating event. */
  undo(entries: readonly EntryRef[]): Promise<Answer<Verdict>>

  /** `employeeId` null: the caller's own. */
  why(period: Period, employeeId: string | null): Promise<Answer<WhyView>>
  evidence(period: Period, criterion: Criterion, employeeId: string | null): Promise<Answer<EvidenceView>>

  agency(code: string): Promise<Answer<AgencyView>>
  province(): Promise<Answer<ProvinceView>>
  operator(): Promise<Answer<OperatorView>>

  survey(token: string): Promise<Answer<SurveyView>>
  answerSurvey(
    token: string,
    answers: Readonly<Partial<Record<SurveyElement, 1 | 2 | 3 | 4>>>,
  ): Promise<Answer<SurveyAnswered>>
  publication(code: string): Promise<Answer<PublicationView>>
}
