import { expect, test } from 'vitest'
import type { RatedAnswers } from '../../../context.ts'
import { toThousandths } from '../../../fraction.ts'
import { indeksDaerah } from '../../../packs/indeks-daerah.ts'
import { quality, rated } from './rated.ts'

const answers = (superior?: number, self?: number, peers?: RatedAnswers['peers']): RatedAnswers => ({
  superior: superior && superior * 1000,
  self: self && self * 1000,
  peers,
})
const value = (of: RatedAnswers | undefined) => {
  const one = rated(of, indeksDaerah)
  return 'value' in one ? toThousandths(one.value) : one.missing
}

test('superior 60, self 10, peers 30: the quality of the worked example', () => {
  expect(value(answers(4, 4, { n: 3, sum: 13_000 }))).toBe(77_500)
})
test('an absent source gives its weight to those present, in proportion', () => {
  // (60 × 50 + 30 × 100) ÷ 90
  expect(value(answers(3, undefined, { n: 3, sum: 15_000 }))).toBe(66_667)
  expect(value(answers(3, 5))).toBe(57_143)
})
test('two peers are none', () => {
  const two = answers(3, undefined, { n: 2, sum: 10_000 })
  expect(value(two)).toBe(50_000)
  expect(rated(two, indeksDaerah).trace.map(({ source }) => source)).toEqual(['superior'])
})
test('without the superior it waits, whoever else has answered', () => {
  expect(value(answers(undefined, 5, { n: 9, sum: 45_000 }))).toBe('awaiting')
  expect(value(undefined)).toBe('awaiting')
})
test('one to five is nought to a hundred, and half an answer is one exactly', () => {
  expect([1, 2, 3, 4, 5, 4.5].map((superior) => value(answers(superior)))).toEqual([
    0, 25_000, 50_000, 75_000, 100_000, 87_500,
  ])
  // Three peers with 4.5, 4.5 and 4: 13/3.
  expect(rated(answers(3, undefined, { n: 3, sum: 13_000 }), indeksDaerah).trace[1]).toEqual({
    source: 'peers',
    n: 3,
    sum: 13_000,
    mean: 4_333,
    value: 83_333,
    weight: 30,
  })
})
test('it follows again from the sums that it carries', () => {
  for (const of of [answers(4, 4, { n: 3, sum: 13_500 }), answers(2), answers(undefined, 3)]) {
    const one = rated(of, indeksDaerah)
    expect(quality.again(one.trace, 'missing' in one ? one.missing : undefined, indeksDaerah)).toEqual(one)
  }
})
