import type { Fraction } from '../../../fraction.ts'

/** Why a criterion has no value. Each has its own sentence; none is a zero. */
export type Missing = 'not-due' | 'awaiting' | 'below-threshold' | 'not-connected'

/** A criterion normalised to 0–100 as an exact fraction, or why there is none; and what it was made of. */
export type Value<T> =
  | { readonly value: Fraction; readonly trace: T }
  | { readonly missing: Missing; readonly trace: T }
