import { activity } from './refusal/activity.ts'
import { appraisal } from './refusal/appraisal.ts'
import { directory } from './refusal/directory.ts'
import { door } from './refusal/door.ts'
import { feedback } from './refusal/feedback.ts'
import { journal } from './refusal/journal.ts'
import { reporting } from './refusal/reporting.ts'
import { scoring } from './refusal/scoring.ts'

/**
 * A refusal is the domain saying no: a value, never a throw. The table below is the closed list of its codes.
 * Every code has one HTTP status, one gRPC status, and a sentence in both languages that says what to do next.
 * `{name}` in a sentence is filled from the refusal's `details`.
 */
export interface Refusal {
  readonly refused: true
  readonly code: RefusalCode
  readonly details?: Readonly<Record<string, string | number>>
  /** The field to blame, when there is one. */
  readonly field?: string
}

export type Accepted<E> = { readonly refused?: false; readonly events: readonly E[] }
export type Decision<E> = Accepted<E> | Refusal

export const refuse = (code: RefusalCode, details?: Refusal['details'], field?: string): Refusal => ({
  refused: true,
  code,
  ...(details ? { details } : {}),
  ...(field ? { field } : {}),
})
export const accept = <E>(...events: readonly E[]): Accepted<E> => ({ events })
export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && (value as Refusal).refused === true

/** Every code, by the context that says it. */
export const refusals = {
  ...activity,
  ...appraisal,
  ...directory,
  ...door,
  ...feedback,
  ...journal,
  ...reporting,
  ...scoring,
} as const

export type RefusalCode = keyof typeof refusals

export const isRefusalCode = (text: string): text is RefusalCode => Object.hasOwn(refusals, text)

/** The sentence of a refusal, filled. */
export function sentence(refusal: Refusal, language: 'id' | 'en'): string {
  const values: Record<string, string | number> = { field: refusal.field ?? '', hint: '', ...refusal.details }
  return refusals[refusal.code][language].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '')).trim()
}
