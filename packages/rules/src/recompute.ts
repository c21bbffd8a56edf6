import type { DisciplineLine } from './criterion/discipline.ts'
import type { QuantityLine } from './criterion/quantity.ts'
import type { RatedLine } from './criterion/rated.ts'
import type { ServiceTrace } from './criterion/service.ts'
import type { TimelinessTrace } from './criterion/timeliness.ts'
import { figuresOf, overall, type CriterionLine, type Measured, type Receipt } from './evaluate.ts'
import { add, fraction, halfUp, multiply, smaller, zero, type Fraction } from './fraction.ts'
import type { Criterion, IndexPack } from './pack.ts'
import { predicateOf } from './predicate.ts'

const sumOf = <Line,>(lines: readonly Line[], of: (line: Line) => Fraction): Fraction => lines.reduce((total, line) => add(total, of(line)), zero)

/** The value that a criterion's own trace amounts to. */
const fromTrace: Readonly<Record<Criterion, (line: CriterionLine, pack: IndexPack) => Fraction>> = {
  discipline: ({ trace }) => fraction(Math.max(100_000 - (trace as readonly DisciplineLine[]).reduce((total, { points }) => total + points, 0), 0), 1000),
  timeliness: ({ trace }, pack) => {
    const { onTime, late, due } = trace as TimelinessTrace
    return fraction((onTime * 1000 + late * pack.lateCreditThousandths) * 100, due * 1000)
  },
  quantity: ({ trace }) => {
    const lines = trace as readonly QuantityLine[]
    const whole = lines.reduce((total, { weight }) => total + weight, 0)
    return sumOf(lines, ({ weight, verified, target }) => multiply(fraction(weight, whole), multiply(smaller(fraction(verified, target), fraction(1)), fraction(100))))
  },
  service: ({ trace }) => fraction((trace as ServiceTrace).index ?? 0, 100),
  quality: rated,
  teamwork: rated,
  innovation: rated,
}

function rated({ trace }: CriterionLine): Fraction {
  const lines = trace as readonly RatedLine[]
  const whole = lines.reduce((total, { weight }) => total + weight, 0)
  return sumOf(lines, ({ n, mean, weight }) => {
    // Answers are whole, so their sum is found again behind the rounded mean.
    const sum = halfUp(fraction(BigInt(mean) * BigInt(n), 1000))
    return multiply(multiply(fraction(sum - BigInt(n), 4 * n), fraction(100)), fraction(weight, whole))
  })
}

/**
 * The receipt as it follows from its own evidence: every figure of it is computed again from the traces it carries and the pack it names.
 * A true receipt comes back with the same canonical bytes. @throws RangeError when the pack is not the one that the receipt names
 */
export function recompute(receipt: Receipt, pack: IndexPack): Receipt {
  if (receipt.pack.name !== pack.name || receipt.pack.version !== pack.version) throw new RangeError(`the receipt was computed by ${receipt.pack.name} version ${receipt.pack.version}`)
  const evaluated = receipt.segments.map(({ criteria: lines, completeness: _, index: __, suggestion: ___, ...held }) => {
    const measured = Object.fromEntries(lines.map((line) => [line.criterion, line.missing === undefined ? { value: fromTrace[line.criterion](line, pack), trace: line.trace } : { missing: line.missing, trace: line.trace }])) as Measured
    return figuresOf(held, measured, pack)
  })
  const { kernel, employeeId, period, asOf, ratings, daysWithoutPost } = receipt
  return {
    kernel, pack: { name: pack.name, version: pack.version }, employeeId, period, asOf, ...overall(evaluated, pack),
    ...(ratings === undefined ? {} : { ratings, predicate: predicateOf(ratings.result, ratings.behaviour)! }), segments: evaluated.map(({ receipt: segment }) => segment), daysWithoutPost,
  }
}
