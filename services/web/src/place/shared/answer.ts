import type { Instant } from './time.ts'

/** Who may see what this caller may not: named on the page, so that the person knows whom to ask. */
export type Audience =
  | 'self'
  | 'assessor'
  | 'unit-head'
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
  /** What came is no request for a page. */
  | { kind: 'refused'; status: RefusedStatus }
  /** Something behind the page does not answer. `code` is what the person quotes to the operator, and what the log holds. */
  | { kind: 'unavailable'; code: string; at: Instant }

/** The statuses of what comes and cannot be a page: each has its sentence. */
export const refusedStatuses = [400, 403, 405, 408, 413, 415, 422, 429] as const
export type RefusedStatus = (typeof refusedStatuses)[number]

export type Answer<View> = { ok: true; view: View } | { ok: false; problem: Problem }

/**
 * What the owner of a fact said no to. `code` is one of contracts/refusal.ts; `field` names the form's field to blame;
 * `details` fills the sentence.
 */
export type Refused = { code: string; field?: string; details?: Readonly<Record<string, string | number>> }
