import type { CivilDate } from '../../civil-date.ts'
import { INDEX, inForce, PREDICATE, type Packs, type PublishedPack } from '../../published.ts'
import { criteria, type Criterion } from './criterion/criterion.ts'
import type { LeaveReason } from '../../facts.ts'
import type { OrganisationPredicate, PatternRule } from './pattern.ts'
import type { Predicate, Rating } from './predicate.ts'

export { criteria, type Criterion }
export const groups = ['managerial', 'functional_health_education', 'functional_other', 'pelaksana'] as const
export type PositionGroup = (typeof groups)[number]

/** Where a rule comes from. `unverified`: widely held, not checked against the primary text. */
export interface Citation {
  readonly source: string
  readonly unverified?: true
}

/** Parameters of the index 0–100. Weights and shares are thousandths of a percent, points and credits thousandths. */
export interface IndexPack {
  readonly name: typeof INDEX
  readonly version: number
  readonly kernel: string
  readonly effectiveFrom: CivilDate
  readonly weights: Readonly<Record<PositionGroup, Readonly<Record<Criterion, number>>>>
  /** Calendar days; where an agency has set none of its own. */
  readonly windows: {
    readonly defaultDays: number
    readonly defaultGraceDays: number
    readonly offlineAllowanceHours: number
    /** Days after the grace in which superiors verify, before the evidence is sealed. */
    readonly verificationDays: number
  }
  /** The target of a count is the agreed one × due days ÷ planned days; false: the agreed one. */
  readonly quantity: { readonly proportional: boolean }
  readonly lateCreditThousandths: number
  readonly discipline: {
    /** Whole minutes, the last of each band included, begun ones not counted; no `upTo` for the last. */
    readonly bands: readonly { readonly upTo?: number; readonly pointsThousandths: number }[]
    readonly absenceThousandths: number
    /** Percent of the due days for which there must be a fact of attendance. */
    readonly leastKnown: number
  }
  /** What excuses whole days. */
  readonly leave: {
    readonly kinds: readonly LeaveKind[]
    /** Whose employment is not here has no annual leave. */
    readonly annual: Partial<Readonly<Record<Employment, AnnualLeave>>>
  }
  readonly sources: {
    readonly superior: number
    readonly self: number
    readonly peers: number
    readonly fewestPeers: number
  }
  readonly service: { readonly fewestAnswers: number }
  /** Percent of weight present under which there is no index. */
  readonly leastCompleteness: number
  readonly suggestion: {
    readonly aboveFrom: number
    readonly meetsFrom: number
    /** Percent of its own criteria's weight that must be present. */
    readonly leastPresent: number
    readonly result: readonly Criterion[]
    readonly behaviour: readonly Criterion[]
    /** Of which a person must have judged one, or nothing is suggested. */
    readonly judged: { readonly result: readonly Criterion[]; readonly behaviour: readonly Criterion[] }
  }
  /** What makes an entry fit for verification in bulk, without being opened. */
  readonly checks: {
    /** The largest share of its result's target that one entry may bring. */
    readonly largestShareThousandths: number
    readonly codes: readonly CheckCode[]
  }
  /** The fewest people that a public figure may be made of. */
  readonly publication: { readonly fewestPeople: number }
  readonly citations: Readonly<Record<string, Citation>>
}

export const employments = ['pns', 'pppk'] as const
export type Employment = (typeof employments)[number]

/** A kind of leave. What its source tells counts, also where it is longer or of another employment: the officer is told. */
export interface LeaveKind {
  readonly code: Exclude<LeaveReason, 'leave'>
  /** Who may have it. */
  readonly employments: readonly Employment[]
  /** Absent: as long as it takes. */
  readonly longest?: { readonly amount: number; readonly unit: 'working-days' | 'days' | 'months' }
  /** Whether its working days are taken from the annual leave, or it takes the whole of its year's; absent: neither. */
  readonly annual?: 'deducted' | 'whole-year'
  /** Its days are due all the same; absent: they are excused. */
  readonly due?: true
  readonly citation: Citation
}

/** Working days of annual leave in a year. */
export interface AnnualLeave {
  /** Of service, before there is a right. */
  readonly afterMonths: number
  readonly days: number
  /** The most that a year may have with what was left of the one before, and with that of two that were not touched. */
  readonly mostAfterOne: number
  readonly mostAfterTwo: number
  readonly citation: Citation
}

/** What an entry may fail: it belongs to no agreed result, is in another unit, brings implausibly much, came late, or says what another says. */
export const checkCodes = ['no-result', 'unit-differs', 'quantity-implausible', 'late', 'near-identical'] as const
export type CheckCode = (typeof checkCodes)[number]

/** The predicate, the pattern of its distribution, and what follows from it. */
export interface PredicatePack {
  readonly name: typeof PREDICATE
  readonly version: number
  readonly kernel: string
  readonly effectiveFrom: CivilDate
  /** Result by behaviour. */
  readonly matrix: Readonly<Record<Rating, Readonly<Record<Rating, Predicate>>>>
  /** The result rating of a unit's head, from what the organisation was found to be. */
  readonly headResult: Readonly<Record<OrganisationPredicate, Rating>>
  readonly pattern: {
    readonly fewestRated: number
    readonly rules: Readonly<Record<OrganisationPredicate, readonly PatternRule[]>>
  }
  /** Calendar days. */
  readonly objection: { readonly daysToFile: number; readonly daysUntilReceived: number; readonly daysToDecide: number }
  /**
   * Of an evaluation: the days of the month after the quarter in which one assesses oneself, calendar days after the quarter in which ratings are
   * decided, working days for a review.
   */
  readonly windows: {
    readonly selfFromDay: number
    readonly selfToDay: number
    readonly decisionDays: number
    readonly reviewDays: number
  }
  readonly followUp: Readonly<Record<Predicate, readonly FollowUp[]>>
  readonly improvementPlanMonths: number
  readonly citations: Readonly<Record<string, Citation>>
}
export const followUps = ['award', 'coaching-session', 'improvement-plan'] as const
export type FollowUp = (typeof followUps)[number]

/** The packs that judge a span: those in force on its last day, and for the windows of a day the one in force on it. */
export interface Rules {
  readonly index: IndexPack
  readonly predicate: PredicatePack
  readonly published: { readonly index: PublishedPack; readonly predicate: PublishedPack }
}

/** @throws RangeError when no version of one of them has begun by then */
export function rulesOn(packs: Packs, lastDay: CivilDate): Rules {
  const [index, predicate] = [INDEX, PREDICATE].map((name) => {
    const found = inForce(packs, name, lastDay)
    if (found === undefined) throw new RangeError(`no version of ${name} is in force on ${lastDay}`)
    return found
  }) as [PublishedPack, PublishedPack]
  return {
    index: index.content as IndexPack,
    predicate: predicate.content as PredicatePack,
    published: { index, predicate },
  }
}
