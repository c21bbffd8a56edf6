import { expect, test } from 'vitest'
import { compare, secondsLeft, step } from './rows.ts'

const row = (ref: string, gone = false) => ({ ref, gone })
test('new rows wait and rows that are gone stay where they are', () => {
  expect(compare([row('a:1'), row('b:1')], ['b:1', 'c:1'])).toEqual({ fresh: ['c:1'], gone: ['a:1'], back: [] })
})
test('a mended entry is a new row', () => {
  expect(compare([row('a:1')], ['a:2'])).toEqual({ fresh: ['a:2'], gone: ['a:1'], back: [] })
})
test('a row whose verdict was undone elsewhere comes back', () => {
  expect(compare([row('a:1', true)], ['a:1'])).toEqual({ fresh: [], gone: [], back: ['a:1'] })
})
test('moving stops at both ends', () => {
  expect([step(null, 1, 3), step(2, 1, 3), step(0, -1, 3), step(null, -1, 0)]).toEqual([0, 2, 0, null])
})
test('the last second is shown until it is over', () => {
  expect([
    secondsLeft(10_000, 1),
    secondsLeft(10_000, 9_001),
    secondsLeft(10_000, 10_000),
    secondsLeft(10_000, 20_000),
  ]).toEqual([10, 1, 0, 0])
})
