import { boundsOf, dateAt, eachDay, type CivilDate } from './civil-date.ts'
import type { Assignment, Context } from './context.ts'
import { discipline, type DisciplineLine } from './criterion/discipline.ts'
import { quantity, type QuantityLine } from './criterion/quantity.ts'
import { rated, type RatedLine } from './criterion/rated.ts'
import { service, type ServiceTrace } from './criterion/service.ts'
import { timeliness, type TimelinessTrace } from './criterion/timeliness.ts'
import type { Missing, Value } from './criterion/value.ts'
import { dayOf, type Day } from './day.ts'
import { unpack, upTo } from './facts.ts'
import { add, divide, fraction, fromThousandths, multiply, toThousandths, zero, type Fraction } from './fraction.ts'
import { criteria, type Criterion, type IndexPack } from './pack.ts'
import { predicateOf, type Predicate, type Rating } from './predicate.ts'

/** Names the code that computed a receipt. A sealed quarter names it; what it names is never edited. */
export const KERNEL = '1'

export type Trace = readonly QuantityLine[] | TimelinessTrace | readonly DisciplineLine[] | readonly RatedLine[] | ServiceTrace

/** One criterion of a segment. Figures are thousandths, rounded once. */
export interface CriterionLine {
  readonly criterion: Criterion
  /** Percent. */
  readonly weight: number
  readonly value?: number
  /** weight × value ÷ Σ weights present. */
  readonly contribution?: number
  readonly missing?: Missing
  readonly trace: Trace
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
  /** Σ weights present, percent. */
  readonly completeness: number
  /** Thousandths; absent under the pack's completeness. */
  readonly index?: number
  readonly suggestion: Suggestion
}

/** The full derivation of a score (rincian nilai). JSON with integers only: its canonical bytes are hashed. */
export interface Receipt {
  readonly kernel: string
  readonly pack: { readonly name: string; readonly version: number }
  readonly employeeId: string
  readonly period: string
  readonly asOf: number
  readonly state: 'index' | 'incomplete' | 'no-post'
  readonly index?: number
  /** Thousandths of a percent. */
  readonly completeness: number
  readonly suggestion: Suggestion
  /** The official predicate; absent: awaiting a person's decision. */
  readonly predicate?: Predicate
  readonly ratings?: { readonly result: Rating; readonly behaviour: Rating }
  readonly segments: readonly SegmentReceipt[]
  /** Days of the period without any post: they carry no weight. */
  readonly daysWithoutPost: readonly { readonly from: CivilDate; readonly to: CivilDate }[]
}

/** Facts by civil day: the packed bytes of every source, laid end to end. */
export type Parts = ReadonlyMap<CivilDate, Uint8Array>

interface Segment {
  readonly assignment: Assignment
  readonly dates: readonly CivilDate[]
  readonly counted: boolean
}

const covers = (assignment: Assignment, date: CivilDate) => assignment.from <= date && (assignment.to === undefined || date <= assignment.to)

/** Whose day it is: the definitive post's, else the Plt's or Plh's that began first. Posts held beside it make segments that do not count. */
function segmentsOf(context: Context, from: CivilDate, to: CivilDate): { segments: Segment[]; without: CivilDate[] } {
  const ordered = [...context.assignments].sort((a, b) => (a.from === b.from ? (a.assignmentId < b.assignmentId ? -1 : 1) : a.from < b.from ? -1 : 1))
  const counting = new Map<string, CivilDate[]>()
  const beside = new Map<string, CivilDate[]>()
  const without: CivilDate[] = []
  for (const date of eachDay(from, to)) {
    const held = ordered.filter((assignment) => covers(assignment, date))
    const owner = held.find((assignment) => assignment.capacity === 'definitive') ?? held[0]
    if (owner === undefined) without.push(date)
    for (const assignment of held) {
      const dates = assignment === owner ? counting : beside
      dates.set(assignment.assignmentId, [...(dates.get(assignment.assignmentId) ?? []), date])
    }
  }
  const segments: Segment[] = []
  for (const assignment of ordered) {
    for (const [dates, counted] of [[counting.get(assignment.assignmentId), true], [beside.get(assignment.assignmentId), false]] as const)
      if (dates !== undefined) segments.push({ assignment, dates, counted })
  }
  return { segments, without }
}

function measure(context: Context, segment: Segment, days: readonly Day[], pack: IndexPack): Measured {
  const { assignment } = segment
  const first = segment.dates[0]!
  const last = segment.dates.at(-1)!
  const plans = context.plans.filter((plan) => plan.assignmentId === assignment.assignmentId && plan.from <= last && plan.to >= first)
  const answers = context.answers[assignment.assignmentId]
  return {
    discipline: discipline(days, context.agencies[assignment.agencyId]!.attendanceConnected, pack),
    quality: rated(answers?.quality, pack),
    timeliness: timeliness(days, pack),
    quantity: quantity(plans, days),
    teamwork: rated(answers?.teamwork, pack),
    innovation: rated(answers?.innovation, pack),
    service: service(context.surveys[assignment.unitId], pack),
  }
}

/** The weighted mean of some criteria over those present, and how much of their weight that is. */
function mean(measured: Measured, weights: Readonly<Record<Criterion, number>>, over: readonly Criterion[]): { value: Fraction | undefined; present: number; whole: number } {
  let total = zero
  let present = 0
  let whole = 0
  for (const criterion of over) {
    const one = measured[criterion]
    whole += weights[criterion]
    if (!('value' in one)) continue
    present += weights[criterion]
    total = add(total, multiply(one.value, fraction(weights[criterion])))
  }
  return { value: present === 0 ? undefined : divide(total, fraction(present)), present, whole }
}

const ratingOf = (thousandths: number, pack: IndexPack): Rating =>
  thousandths >= pack.suggestion.aboveFrom * 1000 ? 'above' : thousandths >= pack.suggestion.meetsFrom * 1000 ? 'meets' : 'below'

function suggest(measured: Measured, weights: Readonly<Record<Criterion, number>>, pack: IndexPack): Suggestion {
  const one = (over: readonly Criterion[]) => {
    const { value, present, whole } = mean(measured, weights, over)
    return value === undefined || present * 100 < whole * pack.suggestion.leastPresent ? undefined : toThousandths(value)
  }
  const resultIndex = one(pack.suggestion.result)
  const behaviourIndex = one(pack.suggestion.behaviour)
  return suggestionOf(resultIndex, behaviourIndex, pack)
}

function suggestionOf(resultIndex: number | undefined, behaviourIndex: number | undefined, pack: IndexPack): Suggestion {
  const result = resultIndex === undefined ? undefined : ratingOf(resultIndex, pack)
  const behaviour = behaviourIndex === undefined ? undefined : ratingOf(behaviourIndex, pack)
  const predicate = predicateOf(result, behaviour)
  return {
    ...(result === undefined ? {} : { result, resultIndex: resultIndex! }), ...(behaviour === undefined ? {} : { behaviour, behaviourIndex: behaviourIndex! }), ...(predicate === undefined ? {} : { predicate }),
  }
}

export interface Evaluated {
  readonly receipt: SegmentReceipt
  /** Exact, for the mean over segments. */
  readonly index: Fraction | undefined
}

export type Measured = Readonly<Record<Criterion, Value<Trace>>>
type Held = Omit<SegmentReceipt, 'criteria' | 'completeness' | 'index' | 'suggestion'>

/** From the values of the criteria to the figures of a segment. */
export function figuresOf(held: Held, measured: Measured, pack: IndexPack): Evaluated {
  const weights = pack.weights[held.group as keyof IndexPack['weights']]
  const { value, present } = mean(measured, weights, criteria)
  const index = present >= pack.leastCompleteness ? value : undefined
  const lines = criteria.map((criterion): CriterionLine => {
    const one = measured[criterion]
    const weight = weights[criterion]
    if (!('value' in one)) return { criterion, weight, missing: one.missing, trace: one.trace }
    return { criterion, weight, value: toThousandths(one.value), ...(index === undefined ? {} : { contribution: toThousandths(multiply(one.value, fraction(weight, present))) }), trace: one.trace }
  })
  return {
    index,
    receipt: { ...held, criteria: lines, completeness: present, ...(index === undefined ? {} : { index: toThousandths(index) }), suggestion: index === undefined ? {} : suggest(measured, weights, pack) },
  }
}

function evaluateSegment(context: Context, segment: Segment, parts: Parts, pack: IndexPack): Evaluated {
  const { assignment, dates } = segment
  const agency = context.agencies[assignment.agencyId]
  if (agency === undefined) throw new RangeError(`the context says nothing of agency ${assignment.agencyId}`)
  const days = dates.map((date) => dayOf(date, upTo(unpack(parts.get(date) ?? new Uint8Array()), context.asOf), assignment, agency, pack, context.asOf))
  const held = {
    assignmentId: assignment.assignmentId, agencyId: assignment.agencyId, unitId: assignment.unitId, positionId: assignment.positionId, group: assignment.group, capacity: assignment.capacity,
    from: dates[0]!, to: dates.at(-1)!, days: dates.length, counted: segment.counted,
  }
  return figuresOf(held, measure(context, segment, days, pack), pack)
}

/** Runs of days, for the receipt. */
function ranges(dates: readonly CivilDate[]): { from: CivilDate; to: CivilDate }[] {
  const runs: { from: CivilDate; to: CivilDate }[] = []
  for (const date of dates) {
    const last = runs.at(-1)
    if (last !== undefined && [...eachDay(last.to, date)].length === 2) last.to = date
    else runs.push({ from: date, to: date })
  }
  return runs
}

/** The last day that can count: of the period, or of the workplace's yesterday-or-today when the period is still running. */
const lastDay = (context: Context, to: CivilDate): CivilDate => {
  const today = dateAt(context.asOf, context.assignments[0]?.zone ?? 'WIB')
  return today < to ? today : to
}

/**
 * A person's score of a quarter and its whole derivation. Pure: the same facts, context and pack give the same bytes, wherever it runs.
 * Segments are weighed by the calendar days held; those without an index are left out of the mean and count nothing towards completeness.
 * Source: domain.md §5.
 */
export function evaluate(parts: Parts, context: Context, pack: IndexPack): Receipt {
  const bounds = boundsOf(context.period)
  const { segments, without } = segmentsOf(context, bounds.from, lastDay(context, bounds.to))
  const evaluated = segments.map((segment) => evaluateSegment(context, segment, parts, pack))
  return {
    kernel: KERNEL, pack: { name: pack.name, version: pack.version }, employeeId: context.employeeId, period: context.period, asOf: context.asOf,
    ...overall(evaluated, pack),
    ...(context.ratings === undefined ? {} : { ratings: context.ratings, predicate: predicateOf(context.ratings.result, context.ratings.behaviour)! }),
    segments: evaluated.map(({ receipt }) => receipt), daysWithoutPost: ranges(without),
  }
}

/** The period's figures from those of its segments. */
export function overall(evaluated: readonly Evaluated[], pack: IndexPack): Pick<Receipt, 'state' | 'index' | 'completeness' | 'suggestion'> {
  const counting = evaluated.filter(({ receipt }) => receipt.counted)
  const held = counting.reduce((total, { receipt }) => total + receipt.days, 0)
  const scored = counting.filter(({ index }) => index !== undefined)
  const completeness = held === 0 ? zero : fraction(scored.reduce((total, { receipt }) => total + receipt.days * receipt.completeness, 0), held)
  const enough = held > 0 && toThousandths(completeness) >= pack.leastCompleteness * 1000
  const scoredDays = scored.reduce((total, { receipt }) => total + receipt.days, 0)
  const index = !enough || scoredDays === 0 ? undefined
    : divide(scored.reduce((total, { index: one, receipt }) => add(total, multiply(one!, fraction(receipt.days))), zero), fraction(scoredDays))
  return {
    state: held === 0 ? 'no-post' : index === undefined ? 'incomplete' : 'index', ...(index === undefined ? {} : { index: toThousandths(index) }),
    completeness: toThousandths(completeness), suggestion: index === undefined ? {} : suggestionOverall(scored, pack),
  }
}

/** One segment suggests for the period; of several, the means of their two indices by days held. */
function suggestionOverall(scored: readonly Evaluated[], pack: IndexPack): Suggestion {
  if (scored.length === 1) return scored[0]!.receipt.suggestion
  const over = (pick: (suggestion: Suggestion) => number | undefined) => {
    const with_ = scored.filter(({ receipt }) => pick(receipt.suggestion) !== undefined)
    const days = with_.reduce((total, { receipt }) => total + receipt.days, 0)
    if (days === 0) return undefined
    return toThousandths(divide(with_.reduce((total, { receipt }) => add(total, multiply(fromThousandths(pick(receipt.suggestion)!), fraction(receipt.days))), zero), fraction(days)))
  }
  return suggestionOf(over((suggestion) => suggestion.resultIndex), over((suggestion) => suggestion.behaviourIndex), pack)
}
