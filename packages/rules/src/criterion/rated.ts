import { add, fraction, multiply, toThousandths, zero, type Fraction } from '../fraction.ts'
import type { RatedAnswers } from '../context.ts'
import type { IndexPack } from '../pack.ts'
import type { Value } from './value.ts'

/** One source of answers: mean 1–5 and what it maps to, thousandths; share in percent of the sources present. */
export interface RatedLine {
  readonly source: 'superior' | 'self' | 'peers'
  readonly n: number
  readonly mean: number
  readonly value: number
  readonly weight: number
}

const mapped = (mean: Fraction): Fraction => multiply({ n: mean.n - mean.d, d: mean.d * 4n }, fraction(100))

/** The mean of what superior, self and peers answered, each mapped from 1–5 to 0–100; an absent source's weight is shared over the present. */
export function rated(answers: RatedAnswers | undefined, pack: IndexPack): Value<readonly RatedLine[]> {
  if (answers?.superior === undefined) return { missing: 'awaiting', trace: [] }
  const { superior, self, peers, fewestPeers } = pack.sources
  const present: { source: RatedLine['source']; n: number; mean: Fraction; weight: number }[] = [{ source: 'superior', n: 1, mean: fraction(answers.superior), weight: superior }]
  if (answers.self !== undefined) present.push({ source: 'self', n: 1, mean: fraction(answers.self), weight: self })
  if (answers.peers !== undefined && answers.peers.n >= fewestPeers) present.push({ source: 'peers', n: answers.peers.n, mean: fraction(answers.peers.sum, answers.peers.n), weight: peers })
  const whole = present.reduce((total, { weight }) => total + weight, 0)
  let value = zero
  for (const { mean, weight } of present) value = add(value, multiply(mapped(mean), fraction(weight, whole)))
  return { value, trace: present.map(({ source, n, mean, weight }) => ({ source, n, mean: toThousandths(mean), value: toThousandths(mapped(mean)), weight })) }
}
