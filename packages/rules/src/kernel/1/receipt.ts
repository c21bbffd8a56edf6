import type { CivilDate } from '../../civil-date.ts'
import type { Ratings } from '../../context.ts'
import type { PackName } from '../../published.ts'
import type { Criterion, Missing, Traces } from './criterion/criterion.ts'
import type { Predicate, Rating } from './predicate.ts'

/** One criterion of a segment. Figures are thousandths, rounded once; a weight is thousandths of a percent. */
export type CriterionLine = { readonly [C in Criterion]: LineOf<C> }[Criterion]
export interface LineOf<C extends Criterion> {
  readonly criterion: C
  readonly weight: number
  readonly value?: number
  /** weight × value ÷ Σ weights present. */
  readonly contribution?: number
  readonly missing?: Missing
  readonly trace: Traces[C]
}

export interface Suggestion {
  readonly result?: Rating
  readonly behaviour?: Rating
  readonly predicate?: Predicate
  readonly resultIndex?: number
  readonly behaviourIndex?: number
}

/** The part of a period in which one post was held. */
export interface SegmentReceipt {
  readonly assignmentId: string
  readonly agencyId: string
  readonly unitId: string
  readonly positionId: string
  readonly group: string
  readonly capacity: string
  readonly from: CivilDate
  readonly to: CivilDate
  /** Calendar days that count for it. */
  readonly days: number
  /** False: held beside a definitive post; rated and shown, its days count there. */
  readonly counted: boolean
  readonly criteria: readonly CriterionLine[]
  /** Σ weights present, thousandths of a percent. */
  readonly completeness: number
  /** Thousandths; absent under the pack's completeness. */
  readonly index?: number
  readonly suggestion: Suggestion
}

/** The full derivation of a score (rincian nilai). JSON with integers only: its canonical bytes are hashed. */
export interface Receipt {
  readonly kernel: string
  /** What weighed, what makes a predicate, and other versions by whose windows days of the span were judged. */
  readonly packs: {
    readonly index: PackName
    readonly predicate: PackName
    readonly windows?: readonly PackName[]
  }
  readonly employeeId: string
  readonly period: string
  readonly from: CivilDate
  readonly to: CivilDate
  readonly asOf: number
  /** The span has not ended: the index is for the time being, against the targets to date, and nothing is suggested. */
  readonly running?: true
  readonly state: 'index' | 'incomplete' | 'no-post'
  readonly index?: number
  /** Thousandths of a percent, as a person reads it: Σ days × completeness ÷ days with a post. */
  readonly completeness: number
  /** The same with nothing for a segment without an index: what decides whether there is one. */
  readonly counted: number
  readonly suggestion: Suggestion
  /** The official predicate; absent: awaiting a person's decision. */
  readonly predicate?: Predicate
  readonly ratings?: Ratings
  readonly segments: readonly SegmentReceipt[]
  /** Days of the period without any post: they carry no weight. */
  readonly daysWithoutPost: readonly { readonly from: CivilDate; readonly to: CivilDate }[]
}
