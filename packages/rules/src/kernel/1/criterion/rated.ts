import { add, fraction, halfUp, multiply, toThousandths, zero, type Fraction } from '../../../fraction.ts'
import type { RatedAnswers } from '../../../context.ts'
import type { IndexPack } from '../pack.ts'
import type { Value } from './value.ts'

/** One source of answers: mean 1–5 and what it maps to, thousandths; share in percent of all sources. */
export interface RatedLine {
  readonly source: 'superior' | 'self' | 'peers'
  readonly n: number
  readonly mean: number
  readonly value: number
  readonly weight: number
}

interface Source {
  readonly source: RatedLine['source']
  readonly n: number
  readonly sum: number
}

/** The mean of what superior, self and peers answered, each mapped from 1–5 to 0–100; an absent source's weight is shared over the present. */
export function rated(answers: RatedAnswers | undefined, pack: IndexPack): Value<readonly RatedLine[]> {
  if (answers?.superior === undefined) return { missing: 'awaiting', trace: [] }
  const present: Source[] = [{ source: 'superior', n: 1, sum: answers.superior }]
  if (answers.self !== undefined) present.push({ source: 'self', n: 1, sum: answers.self })
  if (answers.peers !== undefined && answers.peers.n >= pack.sources.fewestPeers)
    present.push({ source: 'peers', ...answers.peers })
  return ratedOf(present, pack)
}

const mapped = ({ n, sum }: Source): Fraction => fraction((sum - n) * 100, n * 4)

/** From the sums of the sources present. */
export function ratedOf(present: readonly Source[], pack: IndexPack): Value<readonly RatedLine[]> {
  const whole = present.reduce((total, { source }) => total + pack.sources[source], 0)
  let value = zero
  for (const source of present)
    value = add(value, multiply(mapped(source), fraction(pack.sources[source.source], whole)))
  return {
    value,
    trace: present.map((one) => ({
      source: one.source,
      n: one.n,
      mean: toThousandths(fraction(one.sum, one.n)),
      value: toThousandths(mapped(one)),
      weight: pack.sources[one.source],
    })),
  }
}

/** Answers are whole, so their sum is found again behind the rounded mean (of fewer than a thousand). */
export const sourceOf = ({ source, n, mean }: RatedLine): Source => ({
  source,
  n,
  sum: Number(halfUp(fraction(mean * n, 1000))),
})
