import { random } from './random.ts'

/** How somebody keeps his record. Shares of days, but for `more`. */
export interface Temperament {
  readonly inTime: number
  readonly late: number
  readonly tooLate: number
  /** Weights of one, two, three and four entries on a day. */
  readonly more: readonly number[]
  /** Of days on which he comes late or leaves early. */
  readonly unpunctual: number
  readonly absent: number
}

const kinds: readonly (readonly [share: number, inTime: number, unpunctual: number])[] = [[46, 0.965, 0.02], [40, 0.91, 0.05], [14, 0.77, 0.11]]

export function temperamentOf(employeeId: string, isCast: boolean): Temperament {
  const draw = random('temperament', employeeId)
  const [, inTime, unpunctual] = isCast ? kinds[0]! : kinds[draw.weighted(kinds.map(([share]) => share))]!
  const often = Math.min(0.99, Math.max(0.5, draw.normal(inTime, 0.02)))
  const rest = 1 - often
  return { inTime: often, late: rest * 0.42, tooLate: rest * 0.14, more: draw.pick([[50, 38, 11, 1], [42, 42, 14, 2], [58, 32, 9, 1]]), unpunctual, absent: draw.chance(0.08) ? 0.012 : 0.0008 }
}

/** Of an assessor: how often he gives an entry back, and how long he takes, in hours. */
export function strictnessOf(superiorCode: string | undefined): { readonly returns: number; readonly forgets: number; readonly hours: number } {
  const draw = random('strictness', superiorCode ?? '')
  return { returns: Math.min(0.07, Math.max(0.008, draw.normal(0.026, 0.015))), forgets: draw.chance(0.1) ? 0.05 : 0.008, hours: draw.pick([9, 20, 20, 34]) }
}
