import type { Calendar, CivilDate, Zone } from './civil-date.ts'
import type { PositionGroup } from './kernel/1/pack.ts'
import type { Rating } from './kernel/1/predicate.ts'
import type { GracePeriod, Outage, WindowRule } from './kernel/1/lateness.ts'
import type { MachineOutage } from './kernel/1/presence.ts'
import type { Duty } from './shift.ts'

/** A post held, from and to inclusive. */
export interface Assignment {
  readonly assignmentId: string
  readonly agencyId: string
  readonly unitId: string
  readonly positionId: string
  readonly group: PositionGroup
  readonly capacity: 'definitive' | 'plt' | 'plh'
  readonly from: CivilDate
  readonly to: CivilDate | undefined
  readonly zone: Zone
}

/** What a quantity indicator measures: work that is added up, or a figure that is held against its target as it is and never prorated. */
export type Measure = 'count' | 'ratio' | 'level'

export interface PlanResult {
  readonly resultId: string
  readonly code: string
  readonly weightThousandths: number
  /** The target of its quantity indicator, positive; undefined: it is not counted. */
  readonly targetThousandths: number | undefined
  readonly unit: string | undefined
  readonly measure: Measure
  /** Of a ratio or a level: waiting time, complaints. */
  readonly lessIsBetter: boolean
  /** The sector indicator whose figures count, verified by their source; undefined: entries that the superior verified. */
  readonly indicatorId?: string | undefined
  /** Of the four quarters of the plan's year; they sum to the target. Undefined: one target for the whole span. */
  readonly quarterTargetsThousandths: readonly number[] | undefined
}

/** An agreed plan, from and to inclusive, as it was agreed: its highest version holds for its whole span. */
export interface Plan {
  readonly planId: string
  readonly assignmentId: string
  readonly from: CivilDate
  readonly to: CivilDate
  /** Its last day where it was closed early. */
  readonly closedOn: CivilDate | undefined
  readonly results: readonly PlanResult[]
}

/** What an indicator was found to be in the unit of the post: an amount, of a ratio per so many; thousandths. */
export interface Figure {
  /** The day, or the last one of the month. */
  readonly date: CivilDate
  /** It is of the whole month (`2026-07`). */
  readonly month?: string
  readonly amount: number
  readonly per: number | undefined
  readonly record: string
}

/** A record of a unit's figure as the log has it: what one of its indicators was found to be. Amounts in thousandths. */
export interface FigureRecord {
  readonly recordId: string
  readonly revision: number
  /** Its place in the unit's partition. */
  readonly offset: bigint
  /** When its source said it, epoch ms. */
  readonly occurredAt: number
  readonly indicatorId: string
  /** A day, or a whole month (`2026-07`). */
  readonly span: CivilDate | string
  readonly amount: number
  readonly per: number | undefined
  readonly withdrawn: boolean
}

/** Why a record that was not taken back counts nothing: another one stands for its span, or the days of its month do. */
export type Beside = 'another' | 'days'
/** Of one unit's records those that count, and those that stand beside them. */
export interface Settled<R> {
  readonly counts: readonly R[]
  readonly beside: readonly { readonly record: R; readonly why: Beside }[]
}

/** 1–5 answers about one criterion; sums in thousandths, since a person's mean of two answers is an exact half. */
export interface RatedAnswers {
  readonly superior: number | undefined
  readonly self: number | undefined
  readonly peers: { readonly n: number; readonly sum: number } | undefined
}

/** Both ratings of a period as a person decided them. */
export interface Ratings {
  readonly result: Rating
  readonly behaviour: Rating
  /** As what he decided, in which version, and over which words: who he is and what he wrote stays with its owner. */
  readonly by?: {
    readonly standing: 'assessor' | 'delegate' | 'imported'
    readonly version: number
    readonly reasons: string
    /** That the superior of whoever decided has looked at it too, and what came of it; absent: nobody has. */
    readonly secondLook?: {
      readonly by: 'assessors-superior'
      readonly state: 'agreed' | 'asked' | 'kept'
      readonly version: number
    }
  }
}

/** What of an agency and its units counts for the people in them. */
export interface AgencyContext {
  /** By year; a year without one is judged for nobody. */
  readonly calendars: Readonly<Record<string, Calendar>>
  /** By the date from which each is effective, ascending. */
  readonly windows: readonly (WindowRule & { readonly effectiveFrom: CivilDate })[]
  readonly outages: readonly Outage[]
  readonly graces: readonly GracePeriod[]
  /** When its attendance machines did not work: what was missed then is nobody's fault. */
  readonly attendanceOutages?: readonly MachineOutage[] | undefined
  readonly attendanceConnected: boolean
  /** The day from which its attendance is known; undefined: always. */
  readonly attendanceFrom: CivilDate | undefined
}

/** That somebody has a post in an agency, from and to inclusive. */
export type Post = Pick<Assignment, 'agencyId' | 'from' | 'to'>

/** All that `evaluate` needs beside facts, packs and an instant, resolved for one person and span. */
export interface Context {
  readonly employeeId: string
  /** The name of the span: `2026-Q3`, `2026-07` or `2026`. */
  readonly period: string
  readonly from: CivilDate
  readonly to: CivilDate
  readonly assignments: readonly Assignment[]
  /** Every post he has, also where nothing is known of its agency's year: whose telling of him counts is asked of these. Absent: of `assignments`. */
  readonly posts?: readonly Post[] | undefined
  readonly plans: readonly Plan[]
  readonly agencies: Readonly<Record<string, AgencyContext>>
  /** What the person is scheduled to work: in a month that is here its days are his working days, whatever the calendar says. */
  readonly duty: Duty
  /** By planned result: the figures that count for it. */
  readonly figures: Readonly<Record<string, readonly Figure[]>>
  /** By assignment; absent: nobody has answered yet. */
  readonly answers: Readonly<
    Record<
      string,
      { readonly quality?: RatedAnswers; readonly teamwork?: RatedAnswers; readonly innovation?: RatedAnswers }
    >
  >
  /** Official ratings, decided by a person; absent: awaiting. */
  readonly ratings: Ratings | undefined
}
