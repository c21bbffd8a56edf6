import { addDays, type CivilDate } from '../../../civil-date.ts'
import type { Figure, Plan, PlanResult } from '../../../context.ts'
import { add, compare, fraction, multiply, smaller, toThousandths, zero, type Fraction } from '../../../fraction.ts'
import type { Day } from '../day.ts'
import type { IndexPack } from '../pack.ts'
import { plannedDays } from '../working-days.ts'
import type { CriterionOf, Missing, Segment, Value } from './criterion.ts'

/** One part of a target: what was agreed for a span of the plan, and how many of its planned days were due in the segment. */
export interface TargetShare {
  readonly agreed: number
  readonly due: number
  readonly planned: number
}

/** One planned result with a quantity indicator: thousandths throughout, the share in thousandths of a percent of this criterion. */
export interface QuantityLine {
  readonly resultId: string
  readonly code: string
  readonly unit: string
  readonly weight: number
  /** Of a ratio or a level; absent: work that is counted. */
  readonly measure?: 'ratio' | 'level'
  readonly lessIsBetter?: true
  /** The agreed target of the whole span. */
  readonly agreed: number
  /** What of it falls into the segment: agreed × due ÷ planned, one for each quarter that has its own. Empty: nothing is prorated. */
  readonly shares: readonly TargetShare[]
  /** The target of the segment. */
  readonly target: number
  /** What was verified; of figures what they say, amount and per how many. */
  readonly verified: number
  readonly per?: number
  /** What it adds to the criterion's value; absent where it is left out. */
  readonly points?: number
  /** Left out, its weight shared by the others: no day of it is due, or no figure has come. */
  readonly missing?: 'not-due' | 'awaiting'
  /** The indicator whose figures count, verified by their source. */
  readonly indicatorId?: string
  /** Of figures that add up: the due days, for how many of them there is one, and those without: neither nought nor anything else. */
  readonly told?: { readonly due: number; readonly known: number; readonly unknown: readonly CivilDate[] }
  readonly records: readonly string[]
}
export type QuantityTrace = readonly QuantityLine[]

const one = fraction(1)
const hundred = fraction(100)

/** The exact target of a segment. */
function targetOf({ agreed, shares }: Pick<QuantityLine, 'agreed' | 'shares'>): Fraction {
  if (shares.length === 0) return fraction(agreed)
  let target = zero
  for (const share of shares)
    if (share.planned > 0) target = add(target, multiply(fraction(share.agreed), fraction(share.due, share.planned)))
  return target
}

/** How much of its target a result has reached: at most all of it. Where less is better, nothing is all of it. */
function reached({ measure, lessIsBetter, verified, per }: QuantityLine, target: Fraction): Fraction {
  const actual = measure === 'ratio' ? fraction(BigInt(verified) * 1000n, per!) : fraction(verified)
  const [over, under] = lessIsBetter ? [target, actual] : [actual, target]
  return compare(under, zero) === 0 ? one : smaller(multiply(over, { n: under.d, d: under.n }), one)
}

/** Σ weight × reached × 100 over the results that are due and known; their weights rescaled to 1. */
function again(lines: readonly QuantityLine[]): Value<QuantityTrace> {
  const counted = lines.filter(({ missing }) => missing === undefined)
  const whole = counted.reduce((total, { weight }) => total + weight, 0)
  if (whole === 0)
    return { missing: lines.some(({ missing }) => missing === 'awaiting') ? 'awaiting' : 'not-due', trace: lines }
  let value = zero
  const trace = lines.map((line): QuantityLine => {
    const target = targetOf(line)
    if (line.missing !== undefined) return { ...line, target: toThousandths(multiply(target, fraction(1, 1000))) }
    const points = multiply(multiply(fraction(line.weight, whole), reached(line, target)), hundred)
    value = add(value, points)
    return { ...line, target: toThousandths(multiply(target, fraction(1, 1000))), points: toThousandths(points) }
  })
  return { value, trace }
}

interface Span {
  readonly from: CivilDate
  readonly to: CivilDate
}
const within = ({ from, to }: Span, date: CivilDate) => from <= date && date <= to
const overlap = (a: Span, b: Span): Span => ({
  from: a.from > b.from ? a.from : b.from,
  to: a.to < b.to ? a.to : b.to,
})

/** The quarters of a plan's year, as far as the plan reaches into them. */
const quartersOf = (plan: Plan): Span[] => {
  const year = plan.from.slice(0, 4)
  const firsts = ['01', '04', '07', '10'].map((month) => `${year}-${month}-01`)
  return firsts.map((from, at) =>
    overlap(plan, { from, to: at === 3 ? `${year}-12-31` : addDays(firsts[at + 1]!, -1) }),
  )
}

const heldOf = ({ from, to, closedOn }: Plan): Span => ({
  from,
  to: closedOn !== undefined && closedOn < to ? closedOn : to,
})

/** @param due the days that are due in the segment and the plan */
function sharesOf(result: PlanResult, plan: Plan, due: readonly Day[], segment: Segment): TargetShare[] {
  const share = (agreed: number, span: Span): TargetShare => ({
    agreed,
    due: due.reduce((days, { date }) => (within(span, date) ? days + 1 : days), 0),
    planned: span.from > span.to ? 0 : plannedDays(segment.agency, segment.context.duty, span.from, span.to),
  })
  if (result.quarterTargetsThousandths === undefined) return [share(result.targetThousandths!, plan)]
  return quartersOf(plan)
    .map((span, at) => share(result.quarterTargetsThousandths![at]!, span))
    .filter((one) => one.due > 0)
}

/** Figures within the segment and the plan; a month's where it lies there whole, since nobody knows what of it fell on which day. */
function figuresIn(figures: readonly Figure[], held: Span, { days }: Segment): Figure[] {
  const here = (date: CivilDate) => within(held, date) && days.some((day) => day.date === date)
  return figures.filter(({ date, month }) => here(date) && (month === undefined || here(`${month}-01`)))
}

/** Which of the due days have a figure. */
function toldOf(
  due: readonly Day[],
  figures: readonly Figure[],
): { known: Day[]; told: QuantityLine['told'] & object } {
  const days = new Set(figures.flatMap(({ date, month }) => (month === undefined ? [date] : [])))
  const months = new Set(figures.flatMap(({ month }) => month ?? []))
  const isTold = ({ date }: Day) => days.has(date) || months.has(date.slice(0, 7))
  const known = due.filter(isTold)
  const unknown = due.filter((day) => !isTold(day)).map(({ date }) => date)
  return { known, told: { due: due.length, known: known.length, unknown } }
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0)

/** What figures say of a result: of a ratio the sum of amounts by the sum of what they are per, of a level the last one, of a count the sum. */
function figureLine(
  head: Omit<QuantityLine, 'shares' | 'target' | 'verified' | 'records'>,
  result: PlanResult,
  plan: Plan,
  segment: Segment,
  pack: IndexPack,
): QuantityLine {
  const held = heldOf(plan)
  const { agreed } = head
  const here = figuresIn(segment.context.figures[result.resultId] ?? [], held, segment)
  const awaiting = { shares: [], target: agreed, verified: 0, missing: 'awaiting' } as const
  if (result.measure === 'level') {
    const last = here.toSorted((a, b) => (a.date < b.date ? -1 : 1)).at(-1)
    if (last === undefined) return { ...head, ...awaiting, records: [] }
    return { ...head, shares: [], target: agreed, verified: last.amount, records: [last.record] }
  }
  const due = segment.days.filter((day) => day.due && within(held, day.date))
  const ratio = result.measure === 'ratio'
  // An amount of which nobody knows what it is per says nothing of a ratio.
  const figures = ratio ? here.filter(({ per }) => per !== undefined) : here
  const { known, told } = toldOf(due, figures)
  const records = figures.map(({ record }) => record)
  const verified = sum(figures.map(({ amount }) => amount))
  if (ratio) {
    const per = sum(figures.map((figure) => figure.per!))
    if (per === 0) return { ...head, ...awaiting, told, records }
    return { ...head, shares: [], target: agreed, verified, per, told, records }
  }
  // Only the days that are known are asked for, and too few of them say nothing: a day without a figure is not a day without work.
  const shares = sharesOf(result, plan, known, segment)
  const isDue = sharesOf(result, plan, due, segment).some((share) => share.due > 0 && share.agreed > 0)
  const enough = known.length > 0 && told.known * 100 >= told.due * pack.discipline.leastKnown
  return {
    ...head,
    shares: pack.quantity.proportional ? shares : [],
    target: agreed,
    verified,
    ...(isDue ? (enough ? {} : { missing: 'awaiting' as const }) : { missing: 'not-due' as const }),
    told,
    records,
  }
}

function lineOf(result: PlanResult, plan: Plan, segment: Segment, pack: IndexPack): QuantityLine {
  const { resultId, code, unit = '', weightThousandths: weight, measure, lessIsBetter, indicatorId } = result
  const agreed = result.targetThousandths!
  const head = {
    resultId,
    code,
    unit,
    weight,
    ...(measure === 'count' ? {} : { measure }),
    ...(lessIsBetter ? { lessIsBetter } : {}),
    agreed,
    ...(indicatorId === undefined ? {} : { indicatorId }),
  }
  if (indicatorId !== undefined || measure !== 'count') return figureLine(head, result, plan, segment, pack)
  const held = heldOf(plan)
  const shares = sharesOf(
    result,
    plan,
    segment.days.filter((day) => day.due && within(held, day.date)),
    segment,
  )
  let verified = 0
  const records: string[] = []
  for (const { date, entries } of segment.days) {
    if (!within(held, date)) continue
    for (const { state, fact } of entries) {
      if (state !== 'verified' || fact.resultId !== resultId) continue
      verified += fact.quantityThousandths ?? 0
      records.push(fact.recordId)
    }
  }
  const due = shares.some((share) => share.due > 0 && share.agreed > 0)
  return {
    ...head,
    shares: pack.quantity.proportional ? shares : [],
    target: agreed,
    verified,
    ...(due ? {} : { missing: 'not-due' as const }),
    records,
  }
}

function measure(segment: Segment, pack: IndexPack): Value<QuantityTrace> {
  const held = { from: segment.days[0]!.date, to: segment.days.at(-1)!.date }
  const plans = segment.context.plans.filter(
    (plan) =>
      plan.assignmentId === segment.assignment.assignmentId &&
      plan.from <= held.to &&
      plan.to >= held.from &&
      (plan.closedOn === undefined || (plan.closedOn >= held.from && plan.closedOn >= plan.from)),
  )
  if (plans.length === 0) return { missing: 'awaiting', trace: [] }
  return again(
    plans.flatMap((plan) =>
      plan.results.flatMap((result) =>
        result.targetThousandths === undefined ? [] : [lineOf(result, plan, segment, pack)],
      ),
    ),
  )
}

export const quantity: CriterionOf<'quantity'> = {
  measure,
  again: (trace, missing) => (trace.length === 0 ? { missing: missing as Missing, trace } : again(trace)),
  words: {
    id: {
      name: 'Kuantitas',
      missing: {
        awaiting: 'Menunggu SKP yang disepakati, atau angka layanannya',
        'not-due': 'Tidak dihitung: belum ada target jumlah yang jatuh tempo',
      },
    },
    en: {
      name: 'Quantity',
      missing: {
        awaiting: 'Awaiting an agreed plan, or the figures that it names',
        'not-due': 'Not counted: no target of a quantity is due',
      },
    },
  },
}
