import { add, divide, fraction, multiply, toThousandths, zero, type Fraction } from '../../fraction.ts'
import { criteria, type Criterion, type Traces, type Value } from './criterion/criterion.ts'
import type { IndexPack, PositionGroup, PredicatePack } from './pack.ts'
import { predicateOf, type Rating } from './predicate.ts'
import type { CriterionLine, Receipt, SegmentReceipt, Suggestion } from './receipt.ts'

export type Measured = { readonly [C in Criterion]: Value<Traces[C]> }
export type HeldPost = Omit<SegmentReceipt, 'criteria' | 'completeness' | 'index' | 'suggestion'>

/** An index of some criteria, exact, how much of their weight is present, and whether a person has judged one of them. */
interface Part {
  /** Absent where less is present than the pack asks for. */
  readonly value: Fraction | undefined
  readonly present: Fraction
  readonly judged: boolean
}

export interface Evaluated {
  readonly receipt: SegmentReceipt
  /** Exact, for the means over segments. */
  readonly index: Fraction | undefined
  readonly result: Part
  readonly behaviour: Part
}

/** The weighted mean of some criteria over those present, and how much of their weight that is. */
function mean(measured: Measured, weights: Readonly<Record<Criterion, number>>, over: readonly Criterion[]) {
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

function partOf(
  measured: Measured,
  weights: Readonly<Record<Criterion, number>>,
  over: readonly Criterion[],
  judged: readonly Criterion[],
  pack: IndexPack,
): Part {
  const { value, present, whole } = mean(measured, weights, over)
  return {
    value: present * 100 < whole * pack.suggestion.leastPresent ? undefined : value,
    present: whole === 0 ? zero : fraction(present, whole),
    judged: judged.some((criterion) => 'value' in measured[criterion]),
  }
}

const ratingOf = (thousandths: number, { suggestion }: IndexPack): Rating =>
  thousandths >= suggestion.aboveFrom * 1000 ? 'above' : thousandths >= suggestion.meetsFrom * 1000 ? 'meets' : 'below'

/** What the rules suggest by two part indices; where one is missing, nothing of it. */
function suggest(
  [resultPart, behaviourPart]: readonly [Fraction | undefined, Fraction | undefined],
  index: IndexPack,
  predicate: PredicatePack,
): Suggestion {
  const resultIndex = resultPart && toThousandths(resultPart)
  const behaviourIndex = behaviourPart && toThousandths(behaviourPart)
  const result = resultIndex === undefined ? undefined : ratingOf(resultIndex, index)
  const behaviour = behaviourIndex === undefined ? undefined : ratingOf(behaviourIndex, index)
  const suggested = predicateOf(result, behaviour, predicate)
  return {
    ...(result === undefined ? {} : { result, resultIndex: resultIndex! }),
    ...(behaviour === undefined ? {} : { behaviour, behaviourIndex: behaviourIndex! }),
    ...(suggested === undefined ? {} : { predicate: suggested }),
  }
}

const judgedValue = ({ value, judged }: Part): Fraction | undefined => (judged ? value : undefined)

export interface By {
  readonly index: IndexPack
  readonly predicate: PredicatePack
  /** Of a span that has not ended nothing is suggested. */
  readonly running: boolean
}

/** From the values of the criteria to the figures of a segment. */
export function figuresOf(held: HeldPost, measured: Measured, { index: pack, predicate, running }: By): Evaluated {
  const weights = pack.weights[held.group as PositionGroup]
  const { value, present } = mean(measured, weights, criteria)
  const index = present >= pack.leastCompleteness * 1000 ? value : undefined
  const lines = criteria.map((criterion) => {
    const one = measured[criterion]
    const weight = weights[criterion]
    if (!('value' in one)) return { criterion, weight, missing: one.missing, trace: one.trace } as CriterionLine
    return {
      criterion,
      weight,
      value: toThousandths(one.value),
      ...(index === undefined ? {} : { contribution: toThousandths(multiply(one.value, fraction(weight, present))) }),
      trace: one.trace,
    } as CriterionLine
  })
  const { suggestion } = pack
  const result = partOf(measured, weights, suggestion.result, suggestion.judged.result, pack)
  const behaviour = partOf(measured, weights, suggestion.behaviour, suggestion.judged.behaviour, pack)
  return {
    index,
    result,
    behaviour,
    receipt: {
      ...held,
      criteria: lines,
      completeness: present,
      ...(index === undefined ? {} : { index: toThousandths(index) }),
      suggestion:
        index === undefined || running ? {} : suggest([judgedValue(result), judgedValue(behaviour)], pack, predicate),
    },
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

/** A part of the whole span: of the segments that have an index; suggested by where enough of the span has it and somebody judged something. */
function partOverall(
  counting: readonly Evaluated[],
  of: (one: Evaluated) => Part,
  pack: IndexPack,
): Fraction | undefined {
  const counts = (one: Evaluated) => one.index !== undefined && of(one).value !== undefined
  const present = meanByDays(counting, (one) => (counts(one) ? of(one).present : zero)) ?? zero
  if (present.n * 100n < present.d * BigInt(pack.suggestion.leastPresent)) return undefined
  if (!counting.some((one) => counts(one) && of(one).judged)) return undefined
  return meanByDays(counting, (one) => (counts(one) ? of(one).value : undefined))
}

/**
 * The span's figures from those of its segments, weighed by the days held. A segment without an index is left out of the mean; it counts nothing
 * towards whether there is one, and what it has is told all the same.
 */
export function overall(
  evaluated: readonly Evaluated[],
  { index: pack, predicate, running }: By,
): Pick<Receipt, 'state' | 'index' | 'completeness' | 'counted' | 'suggestion'> {
  const counting = evaluated.filter(({ receipt }) => receipt.counted)
  const completenessBy = (of: (one: Evaluated) => number) =>
    toThousandths(multiply(meanByDays(counting, (one) => fraction(of(one))) ?? zero, fraction(1, 1000)))
  const counted = completenessBy(({ index, receipt }) => (index === undefined ? 0 : receipt.completeness))
  const index = counted >= pack.leastCompleteness * 1000 ? meanByDays(counting, (one) => one.index) : undefined
  return {
    state: counting.length === 0 ? 'no-post' : index === undefined ? 'incomplete' : 'index',
    ...(index === undefined ? {} : { index: toThousandths(index) }),
    completeness: completenessBy(({ receipt }) => receipt.completeness),
    counted,
    suggestion:
      index === undefined || running
        ? {}
        : suggest(
            [partOverall(counting, (one) => one.result, pack), partOverall(counting, (one) => one.behaviour, pack)],
            pack,
            predicate,
          ),
  }
}
