import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FigureRecord } from '../../context.ts'
import { settleFigures } from './figure.ts'

let serial = 0n
const record = (of: Partial<FigureRecord> = {}): FigureRecord => ({
  recordId: 'a',
  revision: 1,
  offset: serial++,
  occurredAt: 0,
  indicatorId: 'i',
  span: '2026-07-01',
  amount: 1,
  per: undefined,
  withdrawn: false,
  ...of,
})
const counted = (...records: FigureRecord[]) =>
  settleFigures(records).counts.map(({ span, amount }) => `${span} ${amount}`)
const beside = (...records: FigureRecord[]) =>
  settleFigures(records).beside.map(({ record: { recordId }, why }) => `${recordId} ${why}`)

test('the highest revision counts, on the day and for the indicator that it says, and nowhere when it is taken back', () => {
  expect(counted(record({ revision: 2, span: '2026-07-02', amount: 2 }), record())).toEqual(['2026-07-02 2'])
  expect(counted(record(), record({ revision: 2, withdrawn: true }))).toEqual([])
  expect(counted(record(), record({ revision: 2, withdrawn: true }), record({ revision: 3, amount: 3 }))).toEqual([
    '2026-07-01 3',
  ])
  expect(settleFigures([record(), record({ revision: 2, indicatorId: 'j' })]).counts).toMatchObject([
    { indicatorId: 'j' },
  ])
})
test('of two contents under one id and revision the first in the log counts', () => {
  const [first, second] = [record({ amount: 1 }), record({ amount: 2 })]
  expect(counted(second, first)).toEqual(['2026-07-01 1'])
})
test('a day is counted once: of two records the one that was said later, of equal ones the greater id; the other stands beside', () => {
  const two = [record({ recordId: 'b', occurredAt: 5 }), record({ recordId: 'c', occurredAt: 4, amount: 2 })]
  expect([counted(...two), beside(...two)]).toEqual([['2026-07-01 1'], ['c another']])
  const equal = [record({ recordId: 'b', amount: 1 }), record({ recordId: 'c', amount: 2 })]
  expect(counted(...equal)).toEqual(['2026-07-01 2'])
  expect(counted(record({ recordId: 'b' }), record({ recordId: 'c', indicatorId: 'j' }))).toHaveLength(2)
})
test('a month counts where none of its days does', () => {
  const month = record({ recordId: 'm', span: '2026-07', amount: 30 })
  expect(counted(month, record({ span: '2026-08-01' }))).toEqual(['2026-07 30', '2026-08-01 1'])
  expect([counted(month, record()), beside(month, record())]).toEqual([['2026-07-01 1'], ['m days']])
  expect(counted(month, record({ indicatorId: 'j' }))).toHaveLength(2)
  expect(counted(month, record(), record({ revision: 2, withdrawn: true }))).toEqual(['2026-07 30'])
})
test('the order in which records are heard, and how often, changes nothing', () => {
  const some = fc.record({
    recordId: fc.constantFrom('a', 'b', 'c', 'd'),
    revision: fc.integer({ min: 1, max: 3 }),
    offset: fc.bigInt(0n, 40n),
    occurredAt: fc.integer({ min: 0, max: 2 }),
    indicatorId: fc.constantFrom('i', 'j'),
    span: fc.constantFrom('2026-07-01', '2026-07-02', '2026-07', '2026-08'),
    amount: fc.integer({ min: 0, max: 9 }),
    per: fc.constant(undefined),
    withdrawn: fc.boolean(),
  })
  const heard = fc
    .uniqueArray(some, { selector: ({ offset }) => offset, maxLength: 20 })
    .chain((records) => fc.tuple(fc.constant(records), fc.shuffledSubarray(records, { minLength: records.length })))
  fc.assert(
    fc.property(heard, ([records, shuffled]) => {
      expect(settleFigures([...shuffled, ...shuffled.slice(0, 3)])).toEqual(settleFigures(records))
    }),
    { seed: 7 },
  )
})
