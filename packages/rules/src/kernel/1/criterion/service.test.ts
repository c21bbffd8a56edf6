import { expect, test } from 'vitest'
import { toThousandths } from '../../../fraction.ts'
import { indeksDaerah } from '../../../packs/indeks-daerah.ts'
import { service, surveyClass, surveyIndex } from './service.ts'

const value = (...[survey]: [Parameters<typeof service>[0]]) => {
  const one = service(survey, indeksDaerah)
  return 'value' in one ? toThousandths(one.value) : one.missing
}

test('the index is rounded half-up to hundredths before it counts', () => {
  // 30 answers, 9 elements: a sum of 900 is a mean of 3.3333 and an index of 83.333…
  expect(value({ surveyId: 's', answers: 30, elements: 9, sum: 900 })).toBe(83_330)
  expect(surveyIndex({ answers: 32, elements: 1, sum: 100 })).toBe(7813)
  expect(surveyIndex({ answers: 30, elements: 9, sum: 30 * 9 * 4 })).toBe(10_000)
})
test('an element left out divides by those kept', () => {
  expect(value({ surveyId: 's', answers: 30, elements: 8, sum: 30 * 8 * 3 })).toBe(75_000)
})
test('twenty-nine answers are below the threshold, and their index is told to nobody', () => {
  const one = service({ surveyId: 's', answers: 29, elements: 9, sum: 29 * 9 * 4 }, indeksDaerah)
  expect(one).toEqual({ missing: 'below-threshold', trace: { surveyId: 's', answers: 29, fewest: 30 } })
  expect(value({ surveyId: 's', answers: 30, elements: 9, sum: 30 * 9 * 4 })).toBe(100_000)
})
test('no survey is not connected, one that nobody answered is below the threshold', () => {
  expect(value(undefined)).toBe('not-connected')
  expect(value({ surveyId: 's', answers: 0, elements: 9, sum: 0 })).toBe('below-threshold')
})
test('the classes of PermenPANRB 14/2017, at their edges', () => {
  expect([10_000, 8831, 8830, 7661, 7660, 6500, 6499, 2500].map(surveyClass)).toEqual([
    'A',
    'A',
    'B',
    'B',
    'C',
    'C',
    'D',
    'D',
  ])
})
