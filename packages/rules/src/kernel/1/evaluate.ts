import { addDays, boundsOf, eachDay, startOf, type CivilDate, type Instant } from '../../civil-date.ts'
import type { Assignment, Context } from '../../context.ts'
import { discipline, type DisciplineLine } from './criterion/discipline.ts'
import { quantity, type QuantityLine } from './criterion/quantity.ts'
import { rated, type RatedLine } from './criterion/rated.ts'
import { service, type ServiceTrace } from './criterion/service.ts'
import { timeliness, type TimelinessTrace } from './criterion/timeliness.ts'
import type { Missing, Value } from './criterion/value.ts'
import { dayOf, type Day } from './day.ts'
import { unpack, upTo, type Fact } from '../../facts.ts'
import { add, divide, fraction, multiply, toThousandths, zero, type Fraction } from '../../fraction.ts'
import { KERNEL } from './version.ts'
import { criteria, type Criterion, type IndexPack } from './pack.ts'
import { predicateOf, type Predicate, type Rating } from './predicate.ts'
import { settled } from './standing.ts'

export type Trace =
  | readonly QuantityLine[]
  | TimelinessTrace
  | readonly DisciplineLine[]
  | readonly RatedLine[]
  | ServiceTrace

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

/** Facts by civil day: the packed bytes of every source, laid end to end. They may reach beyond the period, so that a record moved across its edge counts once. */
export type Parts = ReadonlyMap<CivilDate, Uint8Array>

interface Segment {
  readonly assignment: Assignment
  readonly dates: readonly CivilDate[]
  readonly counted: boolean
}

const covers = (assignment: Assignment, date: CivilDate) =>
  assignment.from <= date && (assignment.to === undefined || date <= assignment.to)

/**
 * Whose day it is: the definitive post's, else the Plt's or Plh's that began first. Posts held beside it make segments that do not count.
 * A period that is still running ends with the day that has begun at the workplace.
 */
function segmentsOf(context: Context, from: CivilDate, to: CivilDate): { segments: Segment[]; without: CivilDate[] } {
  const ordered = [...context.assignments].sort((a, b) =>
    a.from === b.from ? (a.assignmentId < b.assignmentId ? -1 : 1) : a.from < b.from ? -1 : 1,
  )
  const counting = new Map<string, CivilDate[]>()
  const beside = new Map<string, CivilDate[]>()
  const without: CivilDate[] = []
  for (const date of eachDay(from, to)) {
    const held = ordered.filter((assignment) => covers(assignment, date))
    const owner = held.find((assignment) => assignment.capacity === 'definitive') ?? held[0]
    if (startOf(date, owner?.zone ?? 'WIB') > context.asOf) break
    if (owner === undefined) without.push(date)
    for (const assignment of held) {
      const dates = assignment === owner ? counting : beside
      dates.set(assignment.assignmentId, [...(dates.get(assignment.assignmentId) ?? []), date])
    }
  }
  const segments: Segment[] = []
  for (const assignment of ordered) {
    for (const [dates, counted] of [
      [counting.get(assignment.assignmentId), true],
      [beside.get(assignment.assignmentId), false],
    ] as const)
      if (dates !== undefined) segments.push({ assignment, dates, counted })
  }
  return { segments, without }
}

function measure(context: Context, segment: Segment, days: readonly Day[], pack: IndexPack): Measured {
  const { assignment } = segment
  const first = segment.dates[0]!
  const last = segment.dates.at(-1)!
  const plans = context.plans.filter(
    (plan) => plan.assignmentId === assignment.assignmentId && plan.from <= last && plan.to >= first,
  )
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
function mean(
  measured: Measured,
  weights: Readonly<Record<Criterion, number>>,
  over: readonly Criterion[],
): { value: Fraction | undefined; present: number; whole: number } {
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
  thousandths >= pack.suggestion.aboveFrom * 1000
    ? 'above'
    : thousandths >= pack.suggestion.meetsFrom * 1000
      ? 'meets'
      : 'below'

/** An index of some criteria, exact, and how much of their weight is present; no value where that is too little to suggest by. */
interface Part {
  readonly value: Fraction | undefined
  readonly present: Fraction
}

function partOf(
  measured: Measured,
  weights: Readonly<Record<Criterion, number>>,
  over: readonly Criterion[],
  pack: IndexPack,
): Part {
  const { value, present, whole } = mean(measured, weights, over)
  return {
    value: present * 100 < whole * pack.suggestion.leastPresent ? undefined : value,
    present: whole === 0 ? zero : fraction(present, whole),
  }
}

function suggest(resultPart: Fraction | undefined, behaviourPart: Fraction | undefined, pack: IndexPack): Suggestion {
  const [resultIndex, behaviourIndex] = [resultPart, behaviourPart].map((part) =>
    part === undefined ? undefined : toThousandths(part),
  )
  const result = resultIndex === undefined ? undefined : ratingOf(resultIndex, pack)
  const behaviour = behaviourIndex === undefined ? undefined : ratingOf(behaviourIndex, pack)
  const predicate = predicateOf(result, behaviour)
  return {
    ...(result === undefined ? {} : { result, resultIndex: resultIndex! }),
    ...(behaviour === undefined ? {} : { behaviour, behaviourIndex: behaviourIndex! }),
    ...(predicate === undefined ? {} : { predicate }),
  }
}

export interface Evaluated {
  readonly receipt: SegmentReceipt
  /** Exact, for the means over segments. */
  readonly index: Fraction | undefined
  readonly result: Part
  readonly behaviour: Part
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
    return {
      criterion,
      weight,
      value: toThousandths(one.value),
      ...(index === undefined ? {} : { contribution: toThousandths(multiply(one.value, fraction(weight, present))) }),
      trace: one.trace,
    }
  })
  const [result, behaviour] = [
    partOf(measured, weights, pack.suggestion.result, pack),
    partOf(measured, weights, pack.suggestion.behaviour, pack),
  ]
  return {
    index,
    result,
    behaviour,
    receipt: {
      ...held,
      criteria: lines,
      completeness: present,
      ...(index === undefined ? {} : { index: toThousandths(index) }),
      suggestion: index === undefined ? {} : suggest(result.value, behaviour.value, pack),
    },
  }
}

function evaluateSegment(
  context: Context,
  segment: Segment,
  facts: ReadonlyMap<CivilDate, readonly Fact[]>,
  pack: IndexPack,
): Evaluated {
  const { assignment, dates } = segment
  const agency = context.agencies[assignment.agencyId]
  if (agency === undefined) throw new RangeError(`the context says nothing of agency ${assignment.agencyId}`)
  const days = dates.map((date) => dayOf(date, facts.get(date) ?? [], assignment, agency, pack, context.asOf))
  const held = {
    assignmentId: assignment.assignmentId,
    agencyId: assignment.agencyId,
    unitId: assignment.unitId,
    positionId: assignment.positionId,
    group: assignment.group,
    capacity: assignment.capacity,
    from: dates[0]!,
    to: dates.at(-1)!,
    days: dates.length,
    counted: segment.counted,
  }
  return figuresOf(held, measure(context, segment, days, pack), pack)
}

/** Runs of days, for the receipt. */
function ranges(dates: readonly CivilDate[]): { from: CivilDate; to: CivilDate }[] {
  const runs: { from: CivilDate; to: CivilDate }[] = []
  for (const date of dates) {
    const last = runs.at(-1)
    if (last !== undefined && addDays(last.to, 1) === date) last.to = date
    else runs.push({ from: date, to: date })
  }
  return runs
}

/** What of a person's parts stands as of an instant, by day. */
export const factsAt = (parts: Parts, asOf: Instant): ReadonlyMap<CivilDate, readonly Fact[]> =>
  settled(new Map([...parts].map(([date, bytes]) => [date, upTo(unpack(bytes), asOf)])))

/**
 * A person's score of a quarter and its whole derivation. Pure: the same facts, context and pack give the same bytes, wherever it runs.
 * Segments are weighed by the calendar days held; those without an index are left out of the mean and count nothing towards completeness.
 * Source: domain.md §5.
 */
export function evaluate(parts: Parts, context: Context, pack: IndexPack): Receipt {
  const bounds = boundsOf(context.period)
  const { segments, without } = segmentsOf(context, bounds.from, bounds.to)
  const facts = factsAt(parts, context.asOf)
  const evaluated = segments.map((segment) => evaluateSegment(context, segment, facts, pack))
  return {
    kernel: KERNEL,
    pack: { name: pack.name, version: pack.version },
    employeeId: context.employeeId,
    period: context.period,
    asOf: context.asOf,
    ...overall(evaluated, pack),
    ...(context.ratings === undefined
      ? {}
      : { ratings: context.ratings, predicate: predicateOf(context.ratings.result, context.ratings.behaviour)! }),
    segments: evaluated.map(({ receipt }) => receipt),
    daysWithoutPost: ranges(without),
  }
}

/** The mean by days held of what some segments have. */
function meanByDays(some: readonly Evaluated[], of: (one: Evaluated) => Fraction | undefined): Fraction | undefined {
  let total = zero
  let days = 0
  for (const one of some) {
    const value = of(one)
    if (value === undefined) continue
    total = add(total, multiply(value, fraction(one.receipt.days)))
    days += one.receipt.days
  }
  return days === 0 ? undefined : divide(total, fraction(days))
}

/**
 * The period's figures from those of its segments. What a segment lacks counts nothing towards completeness, and is left out of the mean:
 * of the index, and in the same way of the two indices that suggest ratings.
 */
export function overall(
  evaluated: readonly Evaluated[],
  pack: IndexPack,
): Pick<Receipt, 'state' | 'index' | 'completeness' | 'suggestion'> {
  const counting = evaluated.filter(({ receipt }) => receipt.counted)
  const held = counting.length > 0
  const completeness = toThousandths(
    meanByDays(counting, ({ index, receipt }) => (index === undefined ? zero : fraction(receipt.completeness))) ?? zero,
  )
  const index = completeness >= pack.leastCompleteness * 1000 ? meanByDays(counting, (one) => one.index) : undefined
  const part = (of: (one: Evaluated) => Part) => {
    const counts = (one: Evaluated) => one.index !== undefined && of(one).value !== undefined
    const present = meanByDays(counting, (one) => (counts(one) ? of(one).present : zero)) ?? zero
    return present.n * 100n < present.d * BigInt(pack.suggestion.leastPresent)
      ? undefined
      : meanByDays(counting, (one) => (counts(one) ? of(one).value : undefined))
  }
  return {
    state: !held ? 'no-post' : index === undefined ? 'incomplete' : 'index',
    ...(index === undefined ? {} : { index: toThousandths(index) }),
    completeness,
    suggestion:
      index === undefined
        ? {}
        : suggest(
            part((one) => one.result),
            part((one) => one.behaviour),
            pack,
          ),
  }
}
