import { add, fraction, multiply, smaller, toThousandths, zero } from '../fraction.ts'
import type { Plan } from '../context.ts'
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
  const counted = plans.flatMap((plan) => plan.results.map((result) => ({ ...result, plan }))).filter((result) => result.targetThousandths !== undefined)
  const whole = counted.reduce((total, result) => total + result.weightThousandths, 0)
  if (whole === 0) return { missing: 'not-due', trace: [] }
  let value = zero
  const trace = counted.map((result): QuantityLine => {
    const entries = days.filter((day) => day.date >= result.plan.from && day.date <= result.plan.to)
      .flatMap((day) => day.entries).filter((entry) => entry.state === 'verified' && entry.fact.resultId === result.resultId)
    const verified = entries.reduce((total, entry) => total + BigInt(entry.fact.quantityThousandths ?? 0), 0n)
    const reached = smaller(fraction(verified, result.targetThousandths!), fraction(1))
    const points = multiply(fraction(result.weightThousandths, whole), multiply(reached, fraction(100)))
    value = add(value, points)
    return {
      resultId: result.resultId, code: result.code, unit: result.unit ?? '', weight: result.weightThousandths, target: result.targetThousandths!, verified: Number(verified),
      points: toThousandths(points), records: entries.map((entry) => entry.fact.recordId),
    }
  })
  return { value, trace }
}

