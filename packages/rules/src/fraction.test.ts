import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  add,
  compare,
  divide,
  fraction,
  fromThousandths,
  halfUp,
  multiply,
  smaller,
  subtract,
  sum,
  thousandthsToTenths,
  toThousandths,
  type Fraction,
} from './fraction.ts'

const some = fc
  .tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.bigInt({ min: 1n, max: 10n ** 9n }))
  .map(([n, d]) => fraction(n, d))
const same = (a: Fraction, b: Fraction) => a.n * b.d === b.n * a.d

test('fractions are exact: what is added is taken away again, what is multiplied divided', () => {
  fc.assert(
    fc.property(some, some, some, (a, b, c) => {
      expect(same(subtract(add(a, b), b), a)).toBe(true)
      expect(same(multiply(a, add(b, c)), add(multiply(a, b), multiply(a, c)))).toBe(true)
      if (b.n !== 0n) expect(same(multiply(divide(a, b), b), a)).toBe(true)
      expect(same(sum([a, b, c]), sum([c, a, b]))).toBe(true)
      expect(compare(smaller(a, b), a)).toBeLessThanOrEqual(0)
    }),
  )
})
test('a half goes up, below zero too', () => {
  expect(
    [fraction(5, 2), fraction(-5, 2), fraction(149, 100), fraction(3, 2), fraction(-3, 2), fraction(-7, 4)].map(halfUp),
  ).toEqual([3n, -2n, 1n, 2n, -1n, -2n])
  fc.assert(
    fc.property(some, (a) => {
      const rounded = fraction(halfUp(a))
      // rounded − ½ ≤ a < rounded + ½
      expect(compare(subtract(rounded, fraction(1, 2)), a)).toBeLessThanOrEqual(0)
      expect(compare(a, add(rounded, fraction(1, 2)))).toBeLessThan(0)
    }),
  )
})
test('a figure is rounded once to thousandths, and that figure again to tenths', () => {
  expect(toThousandths(fraction(899_995, 10_000))).toBe(90_000)
  expect(toThousandths(fraction(899_994_999, 10_000_000))).toBe(89_999)
  // 0.0495 is 0.050, and 0.050 is 0.1: never 0.0 straight from the fraction.
  expect(thousandthsToTenths(toThousandths(fraction(495, 10_000)))).toBe(1)
  expect(toThousandths(fromThousandths(89_233))).toBe(89_233)
})
test('nothing is divided by nothing', () => {
  expect(() => fraction(1, 0)).toThrow(RangeError)
  expect(() => divide(fraction(1), fraction(0))).toThrow(RangeError)
})
