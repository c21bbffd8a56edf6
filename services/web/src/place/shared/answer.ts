import type { Instant } from './time.ts'

/** Who may see what this caller may not: named on the page, so that the person knows whom to ask. */
export type Audience =
  | 'self'
  | 'assessor'
  | 'agency-head'
  | 'personnel-officer'
  | 'bkd'
  | 'governor'
  | 'auditor'
  | 'operator'
  | 'employee'

/** Why a page cannot be shown. */
export type Problem =
  | { kind: 'sign-in' }
  | { kind: 'not-allowed'; audience: readonly Audience[] }
  | { kind: 'not-found' }
  /** Something behind the page does not answer. `code` is what the person quotes to the operator, and what the log holds. */
  | { kind: 'unavailable'; code: string; at: Instant }

export type Answer<View> = { ok: true; view: View } | { ok: false; problem: Problem }

/**
 * What the owner of a fact said no to. `code` is one of contracts/refusal.ts; `field` names the form's field to blame;
 * `details` fills the sentence.
 */
export type Refused = { code: string; field?: string; details?: Readonly<Record<string, string | number>> }
