import { expect, test } from 'vitest'
import { toThousandths } from '../../../fraction.ts'
import { indeksDaerah } from '../../../packs/indeks-daerah.ts'
import { rated, ratedOf, sourceOf } from './rated.ts'

const value = (...[answers]: [Parameters<typeof rated>[0]]) => {
  const one = rated(answers, indeksDaerah)
  return 'value' in one ? toThousandths(one.value) : one.missing
}

test('superior 60, self 10, peers 30: the quality of the worked example', () => {
  expect(value({ superior: 4, self: 4, peers: { n: 3, sum: 13 } })).toBe(77_500)
})
test('an absent source gives its weight to those present, in proportion', () => {
  // (60 × 50 + 30 × 100) ÷ 90
  expect(value({ superior: 3, self: undefined, peers: { n: 3, sum: 15 } })).toBe(66_667)
  expect(value({ superior: 3, self: 5, peers: undefined })).toBe(57_143)
})
test('two peers are none', () => {
  expect(value({ superior: 3, self: undefined, peers: { n: 2, sum: 10 } })).toBe(50_000)
  expect(
    rated({ superior: 3, self: undefined, peers: { n: 2, sum: 10 } }, indeksDaerah).trace.map(({ source }) => source),
  ).toEqual(['superior'])
})
test('without the superior it waits, whoever else has answered', () => {
  expect(value({ superior: undefined, self: 5, peers: { n: 9, sum: 45 } })).toBe('awaiting')
  expect(value(undefined)).toBe('awaiting')
})
test('one to five is nought to a hundred', () => {
  expect([1, 2, 3, 4, 5].map((superior) => value({ superior, self: undefined, peers: undefined }))).toEqual([
    0, 25_000, 50_000, 75_000, 100_000,
  ])
})
test('the sum of the peers is found again behind their mean', () => {
  for (let n = 3; n < 200; n++) {
    for (const sum of [n, n + 1, 3 * n + 1, 5 * n - 1, 5 * n]) {
      const { trace } = ratedOf(
        [
          { source: 'superior', n: 1, sum: 3 },
          { source: 'peers', n, sum },
        ],
        indeksDaerah,
      )
      expect(sourceOf(trace[1]!)).toEqual({ source: 'peers', n, sum })
    }
  }
})
