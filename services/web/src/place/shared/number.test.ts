import { expect, test } from 'vitest'
import { count, exact, hundredths, percent, percentOf, quantity, seconds, tenths } from './number.ts'

test('a score is shown in tenths, rounded half up once', () => {
  expect([89_233, 20_421, 49, 50, 89_950, 100_000].map((value) => tenths(value, 'id'))).toEqual([
    '89,2',
    '20,4',
    '0,0',
    '0,1',
    '90,0',
    '100,0',
  ])
  expect(exact(89_233, 'en')).toBe('89.233')
})
test('numbers follow the language', () => {
  expect(count(11_204, 'id')).toBe('11.204')
  expect(count(11_204, 'en')).toBe('11,204')
  expect(hundredths(8394, 'id')).toBe('83,94')
  expect(percent(88, 'id')).toBe('88\u00a0%')
  expect(percent(88, 'en')).toBe('88%')
  expect(quantity(1500, 'id')).toBe('1,5')
  expect(quantity(3000, 'id')).toBe('3')
})
test('a share of nothing is missing, not zero', () => {
  expect(percentOf(0, 0)).toBeNull()
  expect(percentOf(1, 200)).toBe(1)
  expect(percentOf(199, 200)).toBe(100)
})
test('seconds lose their decimals from ten on', () => {
  expect(seconds(420, 'id')).toBe('0,4')
  expect(seconds(9_949, 'id')).toBe('9,9')
  expect(seconds(48_400, 'id')).toBe('48')
})
