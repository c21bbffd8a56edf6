import { expect, test } from 'vitest'
import { answeringFrom, loopingFrom, spansOf, superiorOn, type Answering } from './superior.ts'

const post = (first: string | undefined, ...superiors: [string, string | undefined][]): Answering => ({
  reportsToPositionId: first,
  superiors: superiors.map(([fromDate, reportsToPositionId]) => ({ fromDate, reportsToPositionId })),
})
const days = ({ superiors }: Answering) => superiors.map((one) => `${one.fromDate} ${one.reportsToPositionId}`)

test('a post answers to the superior of the day', () => {
  const a = post('x', ['2026-07-01', 'y'], ['2026-10-01', undefined])
  expect(['2026-06-30', '2026-07-01', '2026-09-30', '2026-10-01'].map((day) => superiorOn(a, day))).toEqual([
    ...['x', 'y', 'y', undefined],
  ])
  expect(spansOf(a)).toEqual([
    { fromDate: undefined, untilDate: '2026-07-01', superiorId: 'x' },
    { fromDate: '2026-07-01', untilDate: '2026-10-01', superiorId: 'y' },
    { fromDate: '2026-10-01', untilDate: undefined, superiorId: undefined },
  ])
})

test('what is told late holds until what was told after it, and what held before stays', () => {
  const a = post('x', ['2026-10-01', 'y'])
  expect(days(answeringFrom(a, '2026-07-01', 'z'))).toEqual(['2026-07-01 z', '2026-10-01 y'])
  expect(days(answeringFrom(a, '2026-12-01', 'z'))).toEqual(['2026-10-01 y', '2026-12-01 z'])
})

test('what was told for that very day is told over, or taken back, and what was told for a later one is not lost with it', () => {
  const a = post('x', ['2026-10-01', 'y'])
  expect(days(answeringFrom(a, '2026-10-01', 'z'))).toEqual(['2026-10-01 z'])
  expect(days(answeringFrom(a, '2026-10-01', 'x'))).toEqual([])
  const twice = answeringFrom(a, '2026-07-01', 'y')
  expect(days(twice)).toEqual(['2026-07-01 y', '2026-10-01 y'])
  expect(spansOf(twice).map(({ fromDate }) => fromDate)).toEqual([undefined, '2026-07-01'])
  expect(days(answeringFrom(twice, '2026-07-01', 'x'))).toEqual(['2026-10-01 y'])
})

test('a loop is found on each day on which it would hold, and on no earlier one', () => {
  const chart = (...of: [string, Answering][]) => of.map(([positionId, one]) => ({ positionId, ...one }))
  // b answers to a until August, a to b from September on.
  const apart = chart(
    ['a', post(undefined, ['2026-09-01', 'b'])],
    ['b', post('a', ['2026-08-01', 'c'])],
    ['c', post(undefined)],
  )
  expect([...loopingFrom(apart, '2026-01-01')]).toEqual([])
  const meeting = chart(
    ['a', post(undefined, ['2026-09-01', 'b'])],
    ['b', post('a', ['2026-10-01', 'c'])],
    ['c', post(undefined)],
  )
  expect([...loopingFrom(meeting, '2026-01-01')].sort()).toEqual(['a', 'b'])
  expect([...loopingFrom(meeting, '2026-09-30')].sort()).toEqual(['a', 'b'])
  expect([...loopingFrom(meeting, '2026-10-01')]).toEqual([])
})
