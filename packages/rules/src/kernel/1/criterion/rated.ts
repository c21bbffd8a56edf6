import type { RatedAnswers } from '../../../context.ts'
import { add, fraction, multiply, toThousandths, zero, type Fraction } from '../../../fraction.ts'
import type { IndexPack } from '../pack.ts'
import type { CriterionOf, Value } from './criterion.ts'

/** One source of answers: their sum, its mean 1–5 and what that maps to, thousandths; share in percent of all sources. */
export interface RatedLine {
  readonly source: 'superior' | 'self' | 'peers'
  readonly n: number
  readonly sum: number
  readonly mean: number
  readonly value: number
  readonly weight: number
}
export type RatedTrace = readonly RatedLine[]

type Source = Pick<RatedLine, 'source' | 'n' | 'sum'>

/** One to five is nought to a hundred. */
const mapped = ({ n, sum }: Source): Fraction => fraction((sum - n * 1000) * 100, n * 4000)

/** The mean of the sources present, each mapped; an absent source's weight is shared over the present ones in proportion. */
function again(present: readonly Source[], pack: IndexPack): Value<RatedTrace> {
  if (!present.some(({ source }) => source === 'superior')) return { missing: 'awaiting', trace: [] }
  const whole = present.reduce((total, { source }) => total + pack.sources[source], 0)
  let value = zero
  for (const source of present)
    value = add(value, multiply(mapped(source), fraction(pack.sources[source.source], whole)))
  return {
    value,
    trace: present.map(({ source, n, sum }) => ({
      source,
      n,
      sum,
      mean: toThousandths(fraction(sum, n * 1000)),
      value: toThousandths(mapped({ source, n, sum })),
      weight: pack.sources[source],
    })),
  }
}

/** What superior, self and peers answered: without the superior it waits, peers count only where they are enough. */
export function rated(answers: RatedAnswers | undefined, pack: IndexPack): Value<RatedTrace> {
  const present: Source[] = []
  if (answers?.superior !== undefined) present.push({ source: 'superior', n: 1, sum: answers.superior })
  if (answers?.self !== undefined) present.push({ source: 'self', n: 1, sum: answers.self })
  if (answers?.peers !== undefined && answers.peers.n >= pack.sources.fewestPeers)
    present.push({ source: 'peers', n: answers.peers.n, sum: answers.peers.sum })
  return again(present, pack)
}

const ratedAs = <C extends 'quality' | 'teamwork' | 'innovation'>(criterion: C, id: string, en: string) =>
  ({
    measure: ({ context, assignment }, pack) => rated(context.answers[assignment.assignmentId]?.[criterion], pack),
    again: (trace: RatedTrace, _, pack) => again(trace, pack),
    words: {
      id: { name: id, missing: { awaiting: 'Menunggu jawaban atasan' } },
      en: { name: en, missing: { awaiting: 'Awaiting the superior’s answer' } },
    },
  }) as CriterionOf<C>

export const quality = ratedAs('quality', 'Mutu kerja', 'Quality of work')
export const teamwork = ratedAs('teamwork', 'Kerja sama', 'Teamwork')
export const innovation = ratedAs('innovation', 'Inovasi', 'Innovation')
