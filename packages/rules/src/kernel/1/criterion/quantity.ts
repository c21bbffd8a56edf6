import { add, fraction, multiply, smaller, toThousandths, zero } from '../../../fraction.ts'
import type { Plan } from '../../../context.ts'
import type { Day } from '../day.ts'
import type { Value } from './value.ts'

/** One planned result with a quantity indicator: thousandths throughout, the share in thousandths of a percent of this criterion. */
export interface QuantityLine {
  readonly resultId: string
  readonly code: string
  readonly unit: string
  readonly weight: number
  readonly target: number
  readonly verified: number
  /** What it adds to the criterion's value. */
  readonly points: number
  readonly records: readonly string[]
}

/** Σ weight × min(verified ÷ target, 1) × 100 over the results that have a quantity indicator; their weights rescaled to 1. */
export function quantity(plans: readonly Plan[], days: readonly Day[]): Value<readonly QuantityLine[]> {
  if (plans.length === 0) return { missing: 'awaiting', trace: [] }
  return quantityOf(
    plans.flatMap((plan) => {
      const verified = new Map<string, { sum: number; records: string[] }>(
        plan.results.map(({ resultId }) => [resultId, { sum: 0, records: [] }]),
      )
      for (const day of days) {
        if (day.date < plan.from || day.date > plan.to) continue
        for (const { state, fact } of day.entries) {
          const result = state === 'verified' && fact.resultId !== undefined ? verified.get(fact.resultId) : undefined
          if (result === undefined) continue
          result.sum += fact.quantityThousandths ?? 0
          result.records.push(fact.recordId)
        }
      }
      return plan.results.flatMap(
        ({ resultId, code, unit = '', weightThousandths: weight, targetThousandths: target }) =>
          target === undefined
            ? []
            : [
                {
                  resultId,
                  code,
                  unit,
                  weight,
                  target,
                  verified: verified.get(resultId)!.sum,
                  records: verified.get(resultId)!.records,
                },
              ],
      )
    }),
  )
}

/** From what was verified of each result. */
export function quantityOf(results: readonly Omit<QuantityLine, 'points'>[]): Value<readonly QuantityLine[]> {
  const whole = results.reduce((total, { weight }) => total + weight, 0)
  if (whole === 0) return { missing: 'not-due', trace: [] }
  let value = zero
  const trace = results.map((result): QuantityLine => {
    const points = multiply(
      fraction(result.weight, whole),
      multiply(smaller(fraction(result.verified, result.target), fraction(1)), fraction(100)),
    )
    value = add(value, points)
    return { ...result, points: toThousandths(points) }
  })
  return { value, trace }
}
