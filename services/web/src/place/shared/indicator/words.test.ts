import { expect, test } from 'vitest'
import { stateOf, targetNumber, targetText, valueText } from './words.ts'
import type { Indicator } from './view.ts'

const rising = { lessIsBetter: false }
const falling = { lessIsBetter: true }
const sum = (value: number | null, target: number | null, enough = true) => ({ value, target, enough })

test('where falling is good a smaller figure keeps the promise, and where rising is good a larger one; equal keeps both', () => {
  expect([14, 15, 16].map((value) => stateOf(falling, sum(value, 15)))).toEqual(['on', 'on', 'off'])
  expect([14, 15, 16].map((value) => stateOf(rising, sum(value, 15)))).toEqual(['off', 'on', 'on'])
})
test('no figure, no target and too few days each say so, and never that a promise is broken', () => {
  expect(stateOf(rising, sum(null, 15))).toBe('none')
  expect(stateOf(rising, sum(0, null))).toBe('no-target')
  expect(stateOf(rising, sum(0, 15, false))).toBe('waiting')
})
test('a ratio is said in tenths with both its units, a count as it is', () => {
  const ratio = { unit: 'menit', perUnit: 'pasien', measure: 'ratio', lessIsBetter: true } as Indicator
  expect(valueText(ratio, 18_462, 'id')).toBe('18,5 menit per pasien')
  expect(targetText(ratio, 15_000, 'en')).toBe('at most 15.0 menit per pasien')
  const count = { ...ratio, perUnit: null, measure: 'count', lessIsBetter: false } as Indicator
  expect(targetText(count, 1_250_500, 'id')).toBe('paling sedikit 1.250,5 menit')
  // A share of a target by days is said in tenths, a whole one without.
  expect(targetNumber(count, 1_729_688, 'id')).toBe('1.729,7')
  expect(targetNumber(count, 1_730_000, 'id')).toBe('1.730')
})
