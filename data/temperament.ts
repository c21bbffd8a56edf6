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

const kinds: readonly (readonly [share: number, inTime: number, unpunctual: number])[] = [
  [46, 0.965, 0.02],
  [40, 0.91, 0.05],
  [14, 0.77, 0.11],
]

export function temperamentOf(employeeId: string, isCast: boolean): Temperament {
  const draw = random('temperament', employeeId)
  const [, inTime, unpunctual] = isCast ? kinds[0]! : kinds[draw.weighted(kinds.map(([share]) => share))]!
  const often = Math.min(0.99, Math.max(0.5, draw.normal(inTime, 0.02)))
  const rest = 1 - often
  return {
    inTime: often,
    late: rest * 0.42,
    tooLate: rest * 0.14,
    more: draw.pick([
      [50, 38, 11, 1],
      [42, 42, 14, 2],
      [58, 32, 9, 1],
    ]),
    unpunctual,
    absent: draw.chance(0.08) ? 0.012 : 0.0008,
  }
}

/** Of an assessor: how often he gives an entry back, and how long he takes, in hours. Most look every day and leave nothing behind; of the others the boards tell. */
export function strictnessOf(superiorCode: string | undefined): {
  readonly returns: number
  readonly forgets: number
  readonly hours: number
} {
  const draw = random('strictness', superiorCode ?? '')
  const slow = draw.chance(0.12)
  return {
    returns: Math.min(0.07, Math.max(0.008, draw.normal(0.03, 0.015))),
    forgets: slow ? 0.06 : 0,
    hours: slow ? draw.pick([24, 34]) : draw.pick([3, 5, 8]),
  }
}
