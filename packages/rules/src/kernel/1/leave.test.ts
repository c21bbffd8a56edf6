import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eachDay, weekdayOf, type CivilDate } from '../../civil-date.ts'
import { context, leave as leaveFact, line, packsWith, parts, scored, workedFacts } from '../../example.ts'
import { indeksDaerah } from '../../packs/indeks-daerah.ts'
import { leaveBalance, leaveWarning, type BalanceInput, type Leave } from './leave.ts'

// The annual leave of somebody, year by year, and what an officer looks at. Every Monday to Friday of 2024 to 2027 is worked.

const worked = (date: CivilDate) => (date >= '2024-01-01' && date <= '2027-12-31' ? weekdayOf(date) <= 5 : undefined)
let serial = 0
const leave = (from: CivilDate, to: CivilDate, reason: Leave['reason'] = 'annual'): Leave => ({
  recordId: `r${++serial}`,
  reason,
  from,
  to,
})
const balance = (leaves: readonly Leave[], changed: Partial<BalanceInput> = {}) => {
  const found = leaveBalance(
    { year: 2026, employment: 'pns', servedSince: '2015-03-01', leaves, worked, ...changed },
    indeksDaerah,
  )
  return found && { own: found.own, carried: found.carried, used: found.used, left: found.left, over: found.over }
}
/** A whole leave of so many working days from a Monday on. */
const [january, march, may] = ['2026-01-05', '2026-03-02', '2026-05-04']

test('two years that nobody touched make twenty-four days, of which the oldest are used first', () => {
  expect(balance([])).toEqual({ own: 12, carried: [6, 6], used: 0, left: [12, 6, 6], over: 0 })
  expect(balance([leave(january, '2026-01-13')])).toMatchObject({ used: 7, left: [12, 5, 0] })
  expect(balance([leave(march, '2026-04-03')])).toMatchObject({ used: 25, left: [0, 0, 0], over: 1 })
})

test('what is left of a year goes on to the next, six days at most; what was used in between leaves no second year', () => {
  expect(balance([leave('2025-02-03', '2025-02-03')])).toMatchObject({ carried: [6, 0] })
  // In 2025 there were 12, and 6 of the year before: 14 used are those 6 and 8 of its own.
  expect(balance([leave('2025-02-03', '2025-02-20')])).toMatchObject({ carried: [4, 0], left: [12, 4, 0] })
  expect(balance([leave('2024-02-05', '2024-02-05')])).toMatchObject({ carried: [6, 0], left: [12, 6, 0] })
})

test('what was carried lapses at the end of the year into which it was carried', () => {
  // 2024: 12 used of its own. 2025: nothing used, so 12 are left, of which 6 go on.
  expect(balance([leave('2024-02-05', '2024-02-20')])).toMatchObject({ carried: [6, 0] })
})

test('a right begins after a year of service, in the year of that day; of earlier years nothing is carried', () => {
  expect(balance([], { servedSince: '2025-12-31' })).toMatchObject({ own: 12, carried: [0, 0] })
  expect(balance([], { servedSince: '2026-01-01' })).toMatchObject({ own: 0, carried: [0, 0] })
  expect(balance([leave(january, january)], { servedSince: '2026-01-01' })).toMatchObject({ used: 1, over: 1 })
  expect(balance([], { servedSince: '2024-06-01' })).toMatchObject({ own: 12, carried: [6, 0] })
})

test('a year without a calendar is not known and carries nothing', () => {
  const from2026 = (date: CivilDate) => (date >= '2026-01-01' ? worked(date) : undefined)
  expect(balance([], { worked: from2026 })).toMatchObject({ own: 12, carried: [0, 0] })
})

test('a PPPK has twelve days, and what is left of them lapses', () => {
  expect(balance([], { employment: 'pppk' })).toEqual({ own: 12, carried: [0, 0], used: 0, left: [12, 0, 0], over: 0 })
})

test('working days are used, each once: two leaves that overlap are one, and a leave over the new year is of both', () => {
  expect(balance([leave(january, '2026-01-09'), leave('2026-01-08', '2026-01-13')])).toMatchObject({ used: 7 })
  const over = [leave('2025-12-29', '2026-01-06')]
  expect(balance(over)).toMatchObject({ used: 4 })
  expect(balance(over, { year: 2025 })).toMatchObject({ used: 3 })
})

test('joint leave, sickness and duty take nothing, and a day that they excuse is none of the annual ones', () => {
  for (const reason of ['joint', 'sick', 'maternity', 'important', 'unpaid', 'duty-travel'] as const)
    expect([reason, balance([leave(january, '2026-01-09', reason)])]).toEqual([
      reason,
      { own: 12, carried: [6, 6], used: 0, left: [12, 6, 6], over: 0 },
    ])
  expect(balance([leave(january, '2026-01-09'), leave('2026-01-07', '2026-01-08', 'sick')])).toMatchObject({ used: 3 })
})

test('a long leave takes the annual one of its years; a leave of which no kind is told is an annual one', () => {
  expect(balance([leave(may, '2026-07-03', 'long')])).toMatchObject({ own: 0, carried: [6, 6] })
  expect(balance([leave(january, '2026-01-06', 'leave')])).toMatchObject({ used: 2 })
})

test('the days of the balance are those of its leaves, named by their records', () => {
  const [one, two] = [leave(january, '2026-01-06'), leave('2026-01-06', '2026-01-12')]
  const found = leaveBalance(
    { year: 2026, employment: 'pns', servedSince: '2015-03-01', leaves: [one, two], worked },
    indeksDaerah,
  )!
  expect(found.taken).toEqual([
    { record: one.recordId, from: one.from, to: one.to, days: ['2026-01-05', '2026-01-06'] },
    {
      record: two.recordId,
      from: two.from,
      to: two.to,
      days: ['2026-01-07', '2026-01-08', '2026-01-09', '2026-01-12'],
    },
  ])
  expect([found.since, found.knownFrom]).toEqual(['2016-03-01', 2024])
})

test('whatever the leaves, days are used once, and what is used and left is what there was', () => {
  const day = fc.integer({ min: 0, max: 1095 }).map((n) => [...eachDay('2024-01-01', '2026-12-31')][n]!)
  const some = fc.array(fc.tuple(day, fc.integer({ min: 0, max: 40 })), { maxLength: 8 })
  fc.assert(
    fc.property(some, (spans) => {
      const all = [...eachDay('2024-01-01', '2027-02-28')]
      const leaves = spans
        .map(([from, length]) => leave(from, all[all.indexOf(from) + length]!))
        .sort((a, b) => (a.from < b.from ? -1 : 1))
      const found = leaveBalance(
        { year: 2026, employment: 'pns', servedSince: '2015-03-01', leaves, worked },
        indeksDaerah,
      )!
      const covered = all.filter(
        (date) => date.startsWith('2026') && worked(date) && leaves.some(({ from, to }) => from <= date && date <= to),
      )
      expect(found.taken.flatMap(({ days }) => days).toSorted()).toEqual(covered)
      const had = found.own + found.carried[0] + found.carried[1]
      expect(found.left.reduce((sum, one) => sum + one, 0) + found.used - found.over).toBe(had)
      expect(had).toBeLessThanOrEqual(24)
    }),
    { numRuns: 200 },
  )
})

const warned = (one: Leave, employment: 'pns' | 'pppk' = 'pns') => leaveWarning(one, employment, worked, indeksDaerah)
test('an officer looks at what an employment does not know, and at what is longer than its kind may be', () => {
  expect(warned(leave('2026-01-15', '2026-04-14', 'maternity'))).toBeUndefined()
  expect(warned(leave('2026-01-15', '2026-04-15', 'maternity'))).toBe('too-long')
  expect(warned(leave('2026-11-30', '2027-02-28', 'long'))).toBeUndefined()
  expect(warned(leave('2026-11-30', '2027-03-01', 'long'))).toBe('too-long')
  expect(warned(leave(march, '2026-04-02'))).toBeUndefined()
  expect(warned(leave(march, '2026-04-03'))).toBe('too-long')
  expect(warned(leave(march, march, 'important'), 'pppk')).toBe('not-for-employment')
  expect(warned(leave(march, '2026-12-31', 'joint'), 'pppk')).toBeUndefined()
  const without = { leave: { ...indeksDaerah.leave, kinds: indeksDaerah.leave.kinds.slice(0, 1) } }
  expect(leaveWarning(leave(march, march, 'sick'), 'pns', worked, without)).toBe('kind-unknown')
})

const excusedBy = (leaves: Parameters<typeof parts>[1], packs?: ReturnType<typeof packsWith>) =>
  line(scored(parts(workedFacts().days, leaves), context(), packs && { packs }), 'timeliness').trace
test('two leaves of one person that overlap excuse each of their days once', () => {
  const trace = excusedBy([
    leaveFact('2026-07-06', '2026-07-08', { reason: 'annual' }),
    leaveFact('2026-07-07', '2026-07-10', { reason: 'important' }),
  ])
  expect(trace.excusedDays.map(({ date }) => date)).toEqual(
    ['06', '07', '08', '09', '10'].map((day) => `2026-07-${day}`),
  )
  expect([trace.excused, trace.due]).toEqual([5, 60])
})

test('days of a kind that the pack calls due are due; another leave on the day excuses it all the same', () => {
  const kinds = indeksDaerah.leave.kinds.map((kind) =>
    kind.code === 'important' ? { ...kind, due: true as const } : kind,
  )
  const packs = packsWith({ leave: { ...indeksDaerah.leave, kinds } })
  const leaves = [
    leaveFact('2026-07-06', '2026-07-10', { reason: 'important' }),
    leaveFact('2026-07-08', '2026-07-09', { reason: 'sick' }),
  ]
  expect(excusedBy(leaves, packs).excusedDays.map(({ date }) => date)).toEqual(['2026-07-08', '2026-07-09'])
  expect(excusedBy(leaves).excused).toBe(5)
})
