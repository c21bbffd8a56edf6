import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startOf, type CivilDate } from '../../civil-date.ts'
import type { QuantityLine } from './criterion/quantity.ts'
import type { TimelinessTrace } from './criterion/timeliness.ts'
import { id, leave as leaveOf, line, parts, results, scored } from '../../example.ts'
import type { AttendanceFact, EntryFact, LeaveFact, VerdictState } from '../../facts.ts'
import { attendanceOf, entriesOf, leavesOf, settled, type DayFact } from './standing.ts'

const at = startOf('2026-07-02', 'WIB') + 8 * 3_600_000
const entry = (recordId: string, revision: number, offset: number, quantity = 1): DayFact => ({
  kind: 'entry',
  recordId,
  revision,
  offset: BigInt(offset),
  resultId: results[0]!.resultId,
  quantityThousandths: quantity * 1000,
  recordedAt: at,
  sourceRecordedAt: undefined,
  writtenAt: undefined,
  withdrawn: false,
})
/** A revision that takes the entry back. */
const takesBack = (recordId: string, revision: number, offset: number): DayFact => ({
  ...(entry(recordId, revision, offset) as EntryFact),
  withdrawn: true,
})
const verdict = (recordId: string, revision: number, state: VerdictState, version: number): DayFact => ({
  kind: 'verdict',
  recordId,
  revision,
  state,
  version,
  recordedAt: at,
  timelyAt: undefined,
})
const attended = (
  recordId: string,
  revision: number,
  offset: number,
  changed: Partial<AttendanceFact>,
): AttendanceFact => ({
  kind: 'attendance',
  recordId,
  revision,
  offset: BigInt(offset),
  recordedAt: 0,
  occurredAt: 0,
  settlement: false,
  agencyId: 'here',
  present: true,
  lateMinutes: 0,
  earlyLeaveMinutes: 0,
  withdrawn: false,
  ...changed,
})

/** How each day is read: 'missed' where nothing stands. */
const states = (days: Record<CivilDate, DayFact[]>, leaves: LeaveFact[] = []) => {
  const receipt = scored(parts(new Map(Object.entries(days)), leaves))
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
test('an entry that its writer took back is none, in whatever order that is heard, and waits for nobody', () => {
  const facts = [
    entry('a', 1, 1),
    verdict('a', 1, 'admitted', 0),
    verdict('a', 1, 'returned', 1),
    takesBack('a', 2, 2),
    verdict('a', 2, 'withdrawn', 0),
  ]
  fc.assert(
    fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (order) => {
      expect(entriesOf(order)).toEqual([])
    }),
  )
  expect(states({ '2026-07-01': facts })).toEqual({ days: ['missed'], verified: 0 })
  // Taken back before anything of it was known.
  expect(entriesOf([takesBack('a', 2, 2), verdict('a', 2, 'withdrawn', 0)])).toEqual([])
  expect(entriesOf([entry('a', 1, 3), takesBack('a', 2, 2), verdict('a', 2, 'withdrawn', 0)])).toEqual([])
})
test('until the journal has said so nobody has taken anything back, and never what was verified', () => {
  const verified = [entry('a', 1, 1), verdict('a', 1, 'verified', 1)]
  for (const more of [[takesBack('a', 2, 2)], [takesBack('a', 2, 2), verdict('a', 2, 'refused', 0)]])
    expect(entriesOf([...verified, ...more])).toMatchObject([{ fact: { revision: 1 }, verdict: { state: 'verified' } }])
  expect(entriesOf([takesBack('a', 2, 2)])).toEqual([])
})
test('what the journal says is taken back is gone, also where another content has that number first', () => {
  const said = [entry('a', 1, 1), entry('a', 2, 2), verdict('a', 2, 'refused', 0), takesBack('a', 2, 9)]
  expect(entriesOf([...said, verdict('a', 2, 'withdrawn', 0)])).toEqual([])
})
test('what was taken back stands again with a later revision, unless that is refused', () => {
  const gone = [entry('a', 1, 1), takesBack('a', 2, 2), verdict('a', 2, 'withdrawn', 0), entry('a', 3, 3)]
  expect(entriesOf([...gone, verdict('a', 3, 'admitted', 0)])).toMatchObject([{ fact: { revision: 3 } }])
  expect(entriesOf([...gone, verdict('a', 3, 'refused', 0)])).toEqual([])
})
test('a withdrawal that says another day takes the entry from the day on which it stood', () => {
  const moved = {
    '2026-07-01': [entry('a', 1, 1), verdict('a', 1, 'admitted', 0)],
    '2026-07-02': [takesBack('a', 2, 2), verdict('a', 2, 'withdrawn', 0)],
  }
  expect(states(moved)).toEqual({ days: ['missed', 'missed'], verified: 0 })
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
const leave = (revision: number, offset: number, from: CivilDate, to: CivilDate, changed: Partial<LeaveFact> = {}) =>
  leaveOf(from, to, { recordId: 'l', revision, offset: BigInt(offset), ...changed })

test('a leave excuses the days of its last revision and no other, however far it was moved', () => {
  const on = (...leaves: LeaveFact[]) => states({ '2026-07-01': [], '2026-07-02': [], '2026-07-03': [] }, leaves).days
  const first = leave(1, 1, '2026-07-01', '2026-07-02')
  expect(on(first)).toEqual(['excused', 'excused', 'missed'])
  expect(on(first, leave(2, 2, '2026-07-01', '2026-07-01'))).toEqual(['excused', 'missed', 'missed'])
  expect(on(first, leave(2, 2, '2026-11-18', '2026-11-19'))).toEqual(['missed', 'missed', 'missed'])
  expect(on(leave(2, 2, '2026-07-03', '2026-07-03'), leave(1, 1, '2026-02-10', '2026-02-11'))).toEqual([
    'missed',
    'missed',
    'excused',
  ])
  expect(on(first, leave(2, 2, '2026-07-01', '2026-07-02', { withdrawn: true }))).toEqual([
    'missed',
    'missed',
    'missed',
  ])
})
test('of two contents of a leave under one revision the first in the log counts', () => {
  const facts = [leave(1, 7, '2026-07-02', '2026-07-03'), leave(1, 1, '2026-07-01', '2026-07-01')]
  for (const order of [facts, facts.toReversed()]) expect(leavesOf(order)).toEqual([facts[1]])
})
test('of two records of one day a settlement counts, then presence, then the later source time, then the greater id; both are listed', () => {
  const nightly = attended('b', 1, 1, { present: false, occurredAt: 23 })
  const scan = attended('a', 1, 9, { occurredAt: 7 })
  const settledAs = attended('0', 1, 5, { present: false, settlement: true })
  const later = attended('0', 1, 3, { occurredAt: 8, lateMinutes: 30 })
  const same = attended('c', 1, 3, { occurredAt: 7, lateMinutes: 5 })
  const cases: [AttendanceFact[], AttendanceFact][] = [
    [[nightly, scan], scan],
    [[nightly, scan, settledAs], settledAs],
    [[scan, later], later],
    [[scan, same], same],
    // The source time is that of the highest revision.
    [[scan, attended('b', 1, 1, { occurredAt: 9 }), attended('b', 2, 2, { occurredAt: 1 })], scan],
  ]
  for (const [facts, counts] of cases)
    fc.assert(
      fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (order) => {
        const found = attendanceOf(order)!
        expect(found.counts).toEqual(counts)
        expect(found.not).toHaveLength(new Set(facts.map(({ recordId }) => recordId)).size - 1)
      }),
    )
})
test('a settlement that its officer took back settles nothing, whatever the order, also where nothing else is told', () => {
  const nightly = attended('b', 1, 1, { present: false })
  const settledAs = attended('0', 1, 0, { settlement: true, lateMinutes: 5 })
  const back = attended('0', 2, 0, { settlement: true, lateMinutes: 5, withdrawn: true })
  const again = attended('0', 3, 0, { settlement: true })
  const counts = (facts: AttendanceFact[]) => {
    const found = new Set<AttendanceFact | undefined>()
    fc.assert(
      fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (order) => {
        found.add(attendanceOf(order)?.counts as AttendanceFact | undefined)
      }),
    )
    return [...found]
  }
  expect(counts([nightly, settledAs])).toEqual([settledAs])
  expect(counts([nightly, settledAs, back])).toEqual([nightly])
  expect(counts([settledAs, back])).toEqual([undefined])
  expect(counts([back])).toEqual([undefined])
  expect(counts([nightly, settledAs, back, again])).toEqual([again])
})
test('days that share no record are left as they are', () => {
  const days = new Map([
    ['2026-07-01', [entry('a', 1, 1)]],
    ['2026-07-02', [entry(id(1), 1, 2)]],
  ])
  expect(settled(days)).toBe(days)
})
test('whatever comes, a record stands on one day, or on none when its writer took it back', () => {
  const fact = fc.record({
    date: fc.constantFrom('2026-07-01', '2026-07-02', '2026-07-03'),
    revision: fc.integer({ min: 1, max: 3 }),
    offset: fc.nat(20),
    state: fc.constantFrom('admitted', 'refused', 'verified'),
    withdrawn: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(fact, { minLength: 1, maxLength: 8 }), fc.infiniteStream(fc.nat()), (drawn, dice) => {
      const placed = drawn.flatMap(({ date, revision, offset, state, withdrawn }, number) => [
        { date, fact: (withdrawn ? takesBack : entry)('a', revision, offset * 10 + number) },
        ...(number % 2 === 0
          ? [{ date, fact: verdict('a', revision, withdrawn ? 'withdrawn' : (state as VerdictState), 0) }]
          : []),
      ])
      const read = (order: typeof placed) => {
        const days = new Map<CivilDate, DayFact[]>()
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
      if (drawn.some(({ withdrawn }) => withdrawn)) expect(read(placed).length).toBeLessThan(2)
      else expect(read(placed)).toHaveLength(1)
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
