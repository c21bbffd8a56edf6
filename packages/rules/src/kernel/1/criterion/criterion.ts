import type { CivilDate } from '../../../civil-date.ts'
import type { AgencyContext, Assignment, Context } from '../../../context.ts'
import type { Fraction } from '../../../fraction.ts'
import type { UnitParts } from '../../../parts.ts'
import type { Day } from '../day.ts'
import type { IndexPack } from '../pack.ts'
import type { DisciplineTrace } from './discipline.ts'
import type { QuantityTrace } from './quantity.ts'
import type { RatedTrace } from './rated.ts'
import type { ServiceTrace } from './service.ts'
import type { TimelinessTrace } from './timeliness.ts'

/** In the order of a receipt. */
export const criteria = [
  'discipline',
  'quality',
  'timeliness',
  'quantity',
  'teamwork',
  'innovation',
  'service',
] as const
export type Criterion = (typeof criteria)[number]

/** What each is made of: the evidence that a receipt carries. */
export interface Traces {
  readonly discipline: DisciplineTrace
  readonly quality: RatedTrace
  readonly timeliness: TimelinessTrace
  readonly quantity: QuantityTrace
  readonly teamwork: RatedTrace
  readonly innovation: RatedTrace
  readonly service: ServiceTrace
}

/** Why a criterion has no value. Each has its own sentence; none is a zero. */
export const missings = ['not-due', 'awaiting', 'below-threshold', 'not-connected'] as const
export type Missing = (typeof missings)[number]

/** A criterion normalised to 0–100 as an exact fraction, or why there is none; and what it was made of. */
export type Value<T> =
  | { readonly value: Fraction; readonly trace: T }
  | { readonly missing: Missing; readonly trace: T }

/** All that is known of the part of a span in which one post was held. */
export interface Segment {
  readonly assignment: Assignment
  readonly agency: AgencyContext
  /** The days that count for it, ascending, and what each amounts to. */
  readonly days: readonly Day[]
  /** The whole span. */
  readonly from: CivilDate
  readonly to: CivilDate
  readonly context: Context
  readonly units: UnitParts
}

export interface CriterionWords {
  readonly name: string
  /** What is said where there is no value; a reason that cannot be has no sentence. */
  readonly missing: Partial<Readonly<Record<Missing, string>>>
}

/** One criterion: how it is measured, how it follows again from what a receipt carries, and what it is called. */
export interface CriterionOf<C extends Criterion> {
  readonly measure: (segment: Segment, pack: IndexPack) => Value<Traces[C]>
  /** @param missing why the receipt says that there is none: where no evidence is, that does not follow from it */
  readonly again: (trace: Traces[C], missing: Missing | undefined, pack: IndexPack) => Value<Traces[C]>
  readonly words: { readonly id: CriterionWords; readonly en: CriterionWords }
}
