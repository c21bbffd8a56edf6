import type { Calendar, CivilDate, Instant, Period, Zone } from './civil-date.ts'
import type { PositionGroup } from './kernel/1/pack.ts'
import type { Rating } from './kernel/1/predicate.ts'
import type { GracePeriod, Outage, WindowRule } from './kernel/1/window.ts'

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

export interface PlanResult {
  readonly resultId: string
  readonly code: string
  readonly weightThousandths: number
  /** The target of its quantity indicator, positive; undefined: it is not counted. */
  readonly targetThousandths: number | undefined
  readonly unit: string | undefined
}

/** An agreed plan, from and to inclusive. */
export interface Plan {
  readonly planId: string
  readonly assignmentId: string
  readonly from: CivilDate
  readonly to: CivilDate
  readonly results: readonly PlanResult[]
}

/** Sums of a unit's survey in the period; `answers` have all elements. */
export interface Survey {
  readonly surveyId: string
  readonly answers: number
  readonly elements: number
  readonly sum: number
}

/** 1–5 answers about one criterion. */
export interface RatedAnswers {
  readonly superior: number | undefined
  readonly self: number | undefined
  readonly peers: { readonly n: number; readonly sum: number } | undefined
}

/** What of an agency and its units counts for the people in them. */
export interface AgencyContext {
  readonly calendar: Calendar
  /** By the date from which each is effective, ascending. */
  readonly windows: readonly (WindowRule & { readonly effectiveFrom: CivilDate })[]
  readonly outages: readonly Outage[]
  readonly graces: readonly GracePeriod[]
  readonly attendanceConnected: boolean
}

/** All that `evaluate` needs beside facts, resolved for one person and quarter. */
export interface Context {
  readonly employeeId: string
  readonly period: Period
  readonly assignments: readonly Assignment[]
  readonly plans: readonly Plan[]
  readonly agencies: Readonly<Record<string, AgencyContext>>
  /** A unit's own survey, or that of the nearest unit above it that has one. */
  readonly surveys: Readonly<Record<string, Survey>>
  /** By assignment; absent: nobody has answered yet. */
  readonly answers: Readonly<
    Record<
      string,
      { readonly quality?: RatedAnswers; readonly teamwork?: RatedAnswers; readonly innovation?: RatedAnswers }
    >
  >
  /** Official ratings, decided by a person; absent: awaiting. */
  readonly ratings: { readonly result: Rating; readonly behaviour: Rating } | undefined
  /** Nothing after it counts: the seal's cut-off, or now. */
  readonly asOf: Instant
}
