import fc from 'fast-check'
import { expect, test } from 'vitest'
import { receiptBytes } from '../../canonical.ts'
import { addDays, dateAt, startOf, type CivilDate } from '../../civil-date.ts'
import type { AgencyContext } from '../../context.ts'
import {
  AGENCY,
  attendance,
  context,
  leave,
  line,
  NOW,
  packs,
  parts,
  permission,
  punch,
  scored,
  working,
} from '../../example.ts'
import type { AttendanceFact, ExcuseFact, Fact } from '../../facts.ts'
import type { Shift } from '../../shift.ts'
import { recompute } from './recompute.ts'

// What a permission to be away for a part of a day (izin) takes away of a quarter's discipline. A day has its hours, 07.30 to 16.00.

const days = working.filter((date) => date !== '2026-08-17')
const first = days[0]!
const at = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
const shift: Shift = { code: 'biasa', beginMinute: at('07.30'), endMinute: at('16.00'), breakMinutes: 60 }
const agency = (changed: Partial<AgencyContext> = {}, hours: Shift | null = shift): AgencyContext => ({
  ...context().agencies[AGENCY]!,
  calendars: {
    '2026': {
      workingWeekdays: [1, 2, 3, 4, 5],
      holidays: new Set(['2026-08-17']),
      ...(hours === null
        ? {}
        : { hours: [{ weekdays: [1, 2, 3, 4, 5], from: undefined, to: undefined, shift: hours }] }),
    },
  },
  ...changed,
})
const scan = (clock: string, date: CivilDate = first) =>
  punch(startOf(date, 'WIB') + (at(clock) * 60 + Number(clock.slice(6) || 0)) * 1000)
const may = (from: string, until: string, changed: Parameters<typeof permission>[3] = {}, date = first) =>
  permission(date, at(from), at(until), changed)
const told = (changed: Partial<AttendanceFact>) => ({ ...attendance(0), ...changed }) as AttendanceFact

const others = days.slice(1).map((date): [CivilDate, Fact[]] => [date, [attendance(0)]])
/** The first day of somebody who was there on all the others. */
const quarter = (facts: readonly Fact[], excusing: readonly ExcuseFact[], of: AgencyContext = agency()) => {
  const placed = new Map<CivilDate, Fact[]>(others)
  for (const fact of facts) {
    const date = fact.kind === 'punch' ? dateAt(fact.at, 'WIB') : first
    placed.set(date, [...(placed.get(date) ?? []), fact])
  }
  return scored(parts(placed, excusing), context({ agencies: { [AGENCY]: of } }))
}
/** In words: what the day costs, and what is excused by whom. */
const costs = (facts: readonly Fact[], excusing: readonly ExcuseFact[], of?: AgencyContext): string => {
  const { trace } = line(quarter(facts, excusing, of), 'discipline')
  return [
    ...trace.lines.map(({ what, minutes, points }) => `${what} ${minutes} costs ${points}`),
    ...(trace.permitted ?? []).map(({ what, minutes, reason }) => `${what} ${minutes} by ${reason}`),
  ].join(', ')
}

test('minutes inside the permission cost nothing, those outside it what they always cost; the receipt says by whom', () => {
  const late = [scan('08.20'), scan('16.03')]
  expect(costs(late, [])).toBe('late 50 costs 1000')
  expect(costs(late, [may('07.30', '09.00')])).toBe('late 50 by personal')
  expect(costs(late, [may('07.30', '08.00', { reason: 'medical' })])).toBe('late 20 costs 500, late 30 by medical')
  expect(costs(late, [may('09.00', '10.00')])).toBe('late 50 costs 1000')
  const early = [scan('07.20'), scan('13.30')]
  expect(costs(early, [may('14.00', '16.00')])).toBe('early-leave 30 costs 500, early-leave 120 by personal')
})

test('the receipt names day, record and kind of what it excuses, and says nothing where nothing is', () => {
  const izin = may('14.00', '16.00', { reason: 'official' })
  const { trace } = line(quarter([scan('07.20'), scan('15.00')], [izin]), 'discipline')
  expect(trace).toMatchObject({
    lines: [],
    permitted: [{ date: first, what: 'early-leave', minutes: 60, record: izin.recordId, reason: 'official' }],
  })
  expect(line(quarter([scan('07.20'), scan('16.00')], [izin]), 'discipline').trace).not.toHaveProperty('permitted')
})

test('the end of a permission is the last minute that it does not excuse: a scan of that minute is late by none', () => {
  expect(costs([scan('08.00'), scan('16.03')], [may('07.30', '08.00')])).toBe('late 30 by personal')
  expect(costs([scan('08.01'), scan('16.03')], [may('07.30', '08.00')])).toBe('late 1 costs 500, late 30 by personal')
  expect(costs([scan('08.01.30'), scan('16.03')], [may('07.30', '08.01')])).toBe('late 31 by personal')
})

test('an absence stays an absence, whatever the permission covers; punches beside it are a presence', () => {
  const whole = [may('07.30', '16.00')]
  expect(costs([told({ present: false, lateMinutes: 45 })], whole)).toBe('absent 0 costs 3000')
  expect(costs([told({ present: false }), scan('11.00'), scan('16.10')], whole)).toBe('late 210 by personal')
})

test('a permission excuses no day: the day stays due, and one of which nothing is told stays without data', () => {
  const { trace } = line(quarter([], [may('07.30', '16.00')]), 'discipline')
  expect(trace).toMatchObject({ due: 65, known: 64, unknown: [first] })
})

test('minutes that an agency told are placed by the hours of the day; without hours nothing can be placed', () => {
  const daily = [told({ lateMinutes: 40, earlyLeaveMinutes: 50 })]
  expect(costs(daily, [may('07.30', '08.00'), may('15.30', '16.00')])).toBe(
    'late 10 costs 500, early-leave 20 costs 500, late 30 by personal, early-leave 30 by personal',
  )
  expect(costs(daily, [may('07.30', '16.00')], agency({}, null))).toBe('late 40 costs 1000, early-leave 50 costs 1000')
})

test('what an officer settled is excused once: of its own minutes, not of those that were excused already', () => {
  const settled = told({ settlement: true, lateMinutes: 50 })
  expect(costs([settled, scan('08.20'), scan('16.03')], [may('07.30', '08.00')])).toBe(
    'late 20 costs 500, late 30 by personal',
  )
})

test('two permissions excuse a minute once, each what it is the first to cover', () => {
  expect(
    costs([scan('08.30'), scan('16.03')], [may('07.30', '08.00', { reason: 'medical' }), may('07.45', '08.15')]),
  ).toBe('late 15 costs 500, late 30 by medical, late 15 by personal')
})

test('what an outage of the machines took away needs no permission', () => {
  const outage = {
    id: 'g',
    from: startOf(first, 'WIB') + at('07.30') * 60_000,
    to: startOf(first, 'WIB') + at('07.50') * 60_000,
  }
  expect(costs([scan('08.20'), scan('16.03')], [may('07.30', '08.00')], agency({ attendanceOutages: [outage] }))).toBe(
    'late 20 costs 500, late 10 by personal',
  )
})

test('flexible hours: late only after the window, early by when he came; told without scans by any end that the day may have had', () => {
  const flexible = agency({}, { ...shift, arrivalUntilMinute: at('08.30') })
  expect(costs([scan('08.50'), scan('17.00')], [may('08.00', '08.40')], flexible)).toBe(
    'late 10 costs 500, late 10 by personal',
  )
  // He came at 08.00, so he stays until 16.30.
  expect(costs([scan('08.00'), scan('15.45')], [may('16.00', '16.30')], flexible)).toBe(
    'early-leave 15 costs 500, early-leave 30 by personal',
  )
  expect(costs([told({ earlyLeaveMinutes: 20 })], [may('16.10', '17.00')], flexible)).toBe('early-leave 20 by personal')
})

test('a night is left early on the next date, by the permission of that date or of its own', () => {
  const night: Shift = { code: 'M', beginMinute: at('21.00'), endMinute: at('07.00') + 1440, breakMinutes: 0 }
  const scans = [scan('20.50'), scan('05.00', addDays(first, 1))]
  const left = (izin: ExcuseFact) => {
    const receipt = scored(
      parts(new Map(Map.groupBy(scans, ({ at: instant }) => dateAt(instant, 'WIB'))), [izin]),
      context({ agencies: { [AGENCY]: agency({}, night) } }),
    )
    return line(receipt, 'discipline').trace.permitted?.map(({ date, minutes }) => `${date} ${minutes}`)
  }
  expect(left(may('05.00', '06.00', {}, addDays(first, 1)))).toEqual([`${first} 60`])
  expect(left(permission(first, at('23.00'), 1440 + at('06.30')))).toEqual([`${first} 90`])
})

test('the last revision of a permission counts, also where it moves it far; of one revision the first in the log; none that was taken back', () => {
  const late = [scan('08.20'), scan('16.03')]
  const izin = may('07.30', '09.00')
  const again = (changed: Parameters<typeof permission>[3]) => ({ ...izin, revision: 2, offset: 9n, ...changed })
  expect(costs(late, [izin, again({ withdrawn: true })])).toBe('late 50 costs 1000')
  expect(costs(late, [again({ untilMinute: at('08.00') }), izin])).toBe('late 20 costs 500, late 30 by personal')
  expect(costs(late, [izin, again({ date: '2026-11-02' })])).toBe('late 50 costs 1000')
  expect(costs(late, [again({ date: first, fromMinute: at('07.30') }), { ...izin, date: '2025-01-02' }])).toBe(
    'late 50 by personal',
  )
  expect(
    costs(late, [
      { ...izin, offset: 4n, untilMinute: at('08.00') },
      { ...izin, offset: 3n },
    ]),
  ).toBe('late 50 by personal')
})

test('a permission that the log had after the instant of a seal is not there', () => {
  expect(costs([scan('08.20'), scan('16.03')], [may('07.30', '09.00', { recordedAt: NOW + 1 })])).toBe(
    'late 50 costs 1000',
  )
})

test('on a day of leave there is nothing to excuse', () => {
  expect(costs([scan('08.20'), scan('16.03')], [leave(first, first), may('07.30', '09.00')])).toBe('')
})

test('leaves and permissions laid in any order, twice too, give one receipt, which follows from its own evidence', () => {
  const facts = [scan('08.20'), scan('13.10'), scan('09.00', days[4]!), scan('15.00', days[4]!)]
  const excusing = [
    may('07.30', '08.00'),
    may('14.00', '16.00'),
    may('07.30', '12.00', {}, days[4]!),
    leave(days[7]!, days[8]!),
  ]
  const receipt = quarter(facts, excusing)
  const expected = receiptBytes(receipt)
  fc.assert(
    fc.property(fc.shuffledSubarray(excusing, { minLength: excusing.length }), (order) => {
      expect(receiptBytes(quarter(facts, [...order, ...order.slice(1)]))).toEqual(expected)
    }),
    { numRuns: 20 },
  )
  expect(receiptBytes(recompute(JSON.parse(new TextDecoder().decode(expected)), packs))).toEqual(expected)
})
