import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startOf, type CivilDate } from '../../civil-date.ts'
import type { QuantityLine } from './criterion/quantity.ts'
import type { TimelinessTrace } from './criterion/timeliness.ts'
import { evaluate } from './evaluate.ts'
import { context, id, line, parts, results } from '../../example.ts'
import type { Fact, LeaveReason, VerdictState } from '../../facts.ts'
import { indeksDaerah } from '../../packs/indeks-daerah.ts'
import { attendanceOf, entriesOf, settled } from './standing.ts'

const at = startOf('2026-07-02', 'WIB') + 8 * 3_600_000
const entry = (recordId: string, revision: number, offset: number, quantity = 1): Fact => ({
  kind: 'entry',
  recordId,
  revision,
  offset: BigInt(offset),
  resultId: results[0]!.resultId,
  quantityThousandths: quantity * 1000,
  recordedAt: at,
  sourceRecordedAt: undefined,
  writtenAt: undefined,
})
const verdict = (recordId: string, revision: number, state: VerdictState, version: number): Fact => ({
  kind: 'verdict',
  recordId,
  revision,
  state,
  version,
  recordedAt: at,
  timelyAt: undefined,
})
const leave = (recordId: string, revision: number, offset: number, reason: LeaveReason = 'leave'): Fact => ({
  kind: 'leave',
  recordId,
  revision,
  offset: BigInt(offset),
  recordedAt: 0,
  reason,
})
const attended = (recordId: string, revision: number, offset: number, lateMinutes: number): Fact => ({
  kind: 'attendance',
  recordId,
  revision,
  offset: BigInt(offset),
  recordedAt: 0,
  present: true,
  lateMinutes,
  earlyLeaveMinutes: 0,
})

/** How each day is read: 'missed' where nothing stands. */
const states = (days: Record<CivilDate, Fact[]>) => {
  const receipt = evaluate(parts(new Map(Object.entries(days))), context(), indeksDaerah)
  const { lines } = line(receipt, 'timeliness').trace as TimelinessTrace
  const [first] = line(receipt, 'quantity').trace as readonly QuantityLine[]
  return {
    days: Object.keys(days).map((date) => lines.find((one) => one.date === date)?.state ?? 'excused'),
    verified: first!.verified / 1000,
  }
}

test('of the verdicts on a revision the highest version counts, whatever the order', () => {
  const facts = [
    entry('a', 1, 1),
    verdict('a', 1, 'admitted', 0),
    verdict('a', 1, 'verified', 1),
    verdict('a', 1, 'undone', 2),
    verdict('a', 1, 'returned', 3),
  ]
  fc.assert(
    fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (order) => {
      expect(entriesOf(order)).toMatchObject([{ fact: { revision: 1 }, verdict: { state: 'returned', version: 3 } }])
    }),
  )
})
test('a refused entry that an outage reinstated stands', () => {
  for (const order of [
    ['refused', 'admitted'],
    ['admitted', 'refused'],
  ] as const)
    expect(entriesOf([entry('a', 1, 1), ...order.map((state) => verdict('a', 1, state, 0))])).toMatchObject([
      { verdict: { state: 'admitted' } },
    ])
})
test('a refused correction leaves what it wanted to correct', () => {
  expect(
    entriesOf([entry('a', 1, 1), verdict('a', 1, 'verified', 1), entry('a', 2, 2), verdict('a', 2, 'refused', 0)]),
  ).toMatchObject([{ fact: { revision: 1 }, verdict: { state: 'verified' } }])
  expect(
    entriesOf([entry('a', 1, 1), verdict('a', 1, 'refused', 0), entry('a', 2, 2), verdict('a', 2, 'refused', 0)]),
  ).toMatchObject([{ fact: { revision: 2 } }])
})
test('a correction that moves an entry to another day leaves nothing on the first', () => {
  const moved = {
    '2026-07-01': [entry('a', 1, 1), verdict('a', 1, 'admitted', 0)],
    '2026-07-02': [entry('a', 2, 2), verdict('a', 2, 'admitted', 0), verdict('a', 2, 'verified', 1)],
  }
  expect(states(moved)).toEqual({ days: ['missed', 'on-time'], verified: 1 })
})
test('the same id with other content for another day keeps no day open', () => {
  const conflict = {
    '2026-07-01': [entry('a', 1, 1), verdict('a', 1, 'admitted', 0), verdict('a', 1, 'verified', 1)],
    '2026-07-02': [entry('a', 1, 2, 40)],
  }
  expect(states(conflict)).toEqual({ days: ['on-time', 'missed'], verified: 1 })
})
test('a refused correction whose conflict lies on the day of the entry does not take its place', () => {
  const days = {
    '2026-07-01': [entry('a', 1, 1), verdict('a', 1, 'verified', 1), entry('a', 2, 9, 40)],
    '2026-07-02': [entry('a', 2, 5), verdict('a', 2, 'refused', 0)],
  }
  expect(states(days)).toEqual({ days: ['on-time', 'missed'], verified: 1 })
})
test('a leave that was shortened excuses only what is left of it', () => {
  expect(states({ '2026-07-01': [leave('l', 1, 1), leave('l', 2, 2)], '2026-07-02': [leave('l', 1, 1)] }).days).toEqual(
    ['excused', 'missed'],
  )
  expect(
    states({
      '2026-07-01': [leave('l', 1, 1)],
      '2026-07-02': [leave('l', 1, 1), leave('l', 1, 7)],
      '2026-07-03': [leave('l', 1, 7)],
    }).days,
  ).toEqual(['excused', 'excused', 'missed'])
  expect(states({ '2026-07-01': [leave('l', 1, 7)], '2026-07-02': [leave('l', 1, 1)] }).days).toEqual([
    'missed',
    'excused',
  ])
})
test('the attendance of a day is the last revision of the record that came first', () => {
  const facts = [attended('b', 1, 20, 90), attended('a', 1, 10, 5), attended('a', 2, 30, 0)]
  fc.assert(
    fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (order) => {
      expect(attendanceOf(order)).toMatchObject({ recordId: 'a', revision: 2, lateMinutes: 0 })
    }),
  )
})
test('days that share no record are left as they are', () => {
  const days = new Map([
    ['2026-07-01', [entry('a', 1, 1)]],
    ['2026-07-02', [entry(id(1), 1, 2)]],
  ])
  expect(settled(days)).toBe(days)
})
test('whatever comes, a record stands on one day', () => {
  const fact = fc.record({
    date: fc.constantFrom('2026-07-01', '2026-07-02', '2026-07-03'),
    revision: fc.integer({ min: 1, max: 3 }),
    offset: fc.nat(20),
    state: fc.constantFrom('admitted', 'refused', 'verified'),
  })
  fc.assert(
    fc.property(fc.array(fact, { minLength: 1, maxLength: 8 }), fc.infiniteStream(fc.nat()), (drawn, dice) => {
      const placed = drawn.flatMap(({ date, revision, offset, state }, number) => [
        { date, fact: entry('a', revision, offset * 10 + number) },
        ...(number % 2 === 0 ? [{ date, fact: verdict('a', revision, state as VerdictState, 0) }] : []),
      ])
      const read = (order: typeof placed) => {
        const days = new Map<CivilDate, Fact[]>()
        for (const { date, fact: one } of order) days.set(date, [...(days.get(date) ?? []), one])
        return [...settled(days)].flatMap(([date, facts]) =>
          entriesOf(facts).map(({ fact: { revision, offset }, verdict: last }) => [
            date,
            revision,
            offset,
            last?.state,
          ]),
        )
      }
      expect(read(placed)).toHaveLength(1)
      expect(
        read(
          placed
            .map((one) => ({ one, by: dice.next().value! }))
            .sort((a, b) => a.by - b.by)
            .map(({ one }) => one),
        ),
      ).toEqual(read(placed))
    }),
  )
})
