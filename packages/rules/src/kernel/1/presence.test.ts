import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, startOf, type Calendar, type CivilDate, type Zone } from '../../civil-date.ts'
import type { PunchFact, PunchKey } from '../../facts.ts'
import type { Shift } from '../../shift.ts'
import { presencesOf, punchesOf, type Presence, type PresenceRules, type Punch } from './presence.ts'
import { hoursOn, shiftOn } from './working-days.ts'

const MINUTE = 60_000
const at = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
const hours = (from: string, to: string, more: Partial<Shift> = {}): Shift => ({
  code: 'biasa',
  beginMinute: at(from),
  endMinute: at(to) + (to < from ? 1440 : 0),
  breakMinutes: 60,
  ...more,
})
const office = hours('07.30', '16.00')
const night = hours('21.00', '07.00', { code: 'M' })

/** Where it was told. */
const here = { device: 'M-1', agencyId: 'here' }
/** `2026-11-03 07.28`, with seconds and the key that was pressed where it matters. */
const scan = (said: string, zone: Zone = 'WIB'): Punch => {
  const [date, clock, key] = said.split(' ') as [CivilDate, string, PunchKey | undefined]
  const seconds = Number(clock.slice(6) || 0)
  return { recordId: said, at: startOf(date, zone) + at(clock) * MINUTE + seconds * 1000, key, ...here }
}
const tuesday = '2026-11-03'
const on = (...clocks: string[]) => clocks.map((clock) => scan(`${tuesday} ${clock}`))

const rules = (changed: Partial<PresenceRules> = {}): PresenceRules => ({
  zone: 'WIB',
  shiftOn: () => office,
  outages: [],
  worksIn: () => true,
  asOf: startOf('2027-01-01', 'WIB'),
  ...changed,
})
/** A day in words: when he came and went, how late, how early, what is missing. */
function told(presence: Presence | undefined): string {
  if (presence === undefined) return 'nothing'
  const { came, went, lateMinutes, earlyLeaveMinutes, forgot, excusedBy } = presence
  return [
    came === undefined ? '' : `came ${came.recordId.slice(11, 16)}`,
    went === undefined ? '' : `went ${went.recordId.slice(11, 16)}`,
    lateMinutes > 0 ? `late ${lateMinutes}` : '',
    earlyLeaveMinutes > 0 ? `early ${earlyLeaveMinutes}` : '',
    forgot === undefined ? '' : `forgot ${forgot}`,
    excusedBy === undefined ? '' : `by ${excusedBy}`,
  ]
    .filter((word) => word !== '')
    .join(', ')
}
const day = (punches: readonly Punch[], changed: Partial<PresenceRules> = {}, date = tuesday) =>
  told(presencesOf(punches, rules(changed)).days.get(date))

test('whoever comes before the begin and goes after the end is neither late nor early', () => {
  expect(day(on('07.28', '16.03'))).toBe('came 07.28, went 16.03')
})

test('whole minutes count, begun ones do not', () => {
  expect(day(on('07.30.59', '15.59.01'))).toBe('came 07.30, went 15.59')
  expect(day(on('07.31.00', '15.59.00'))).toBe('came 07.31, went 15.59, late 1, early 1')
  expect(day(on('08.05', '14.30'))).toBe('came 08.05, went 14.30, late 35, early 90')
})

test('scans between the first and the last say nothing', () => {
  expect(day(on('07.28', '12.02', '12.58', '16.03'))).toBe('came 07.28, went 16.03')
})

test('a forgotten clock-out is a state: no minute is deducted for it', () => {
  expect(day(on('07.28'))).toBe('came 07.28, forgot out')
  expect(day(on('07.28', '10.00'))).toBe('came 07.28, forgot out')
})

test('it is not forgotten as long as it may still come', () => {
  const end = startOf(tuesday, 'WIB') + at('16.00') * MINUTE
  expect(day(on('07.28'), { asOf: end + 8 * 60 * MINUTE - 1 })).toBe('came 07.28')
  expect(day(on('07.28'), { asOf: end + 8 * 60 * MINUTE })).toBe('came 07.28, forgot out')
})

test('a forgotten clock-in is none either: whoever is seen at the end only was not late', () => {
  expect(day(on('16.03'))).toBe('went 16.03, forgot in')
  expect(day(on('15.59', '16.01'))).toBe('went 16.01, forgot in')
})

test('a finger laid on twice within a minute is laid on once, at two machines too', () => {
  expect(day(on('07.29.50', '07.30.20', '16.03.10', '16.03.50'))).toBe('came 07.29, went 16.03')
  expect(day(on('09.00.00', '09.00.59'), { shiftOn: () => undefined })).toBe('came 09.00')
  expect(day(on('09.00.00', '09.01.00'), { shiftOn: () => undefined })).toBe('came 09.00, went 09.01')
})

test('whoever scans again because he is not sure that it took has not gone, whatever key he pressed', () => {
  expect(day(on('07.28', '07.31'))).toBe('came 07.28, forgot out')
  expect(day(on('07.28 out', '07.31 out'))).toBe('came 07.28, forgot out')
})

test('time comes before the key, which is pressed wrongly', () => {
  expect(day(on('07.28 out', '16.03 in'))).toBe('came 07.28, went 16.03')
  expect(day(on('16.03 in'))).toBe('went 16.03, forgot in')
  expect(day(on('15.58 in'))).toBe('went 15.58, forgot in')
})

test('in the other half of the day the key speaks', () => {
  expect(day(on('07.28', '10.00 out'))).toBe('came 07.28, went 10.00, early 360')
  expect(day(on('13.00 in', '16.05'))).toBe('came 13.00, went 16.05, late 330')
  expect(day(on('13.00', '16.05'))).toBe('went 16.05, forgot in')
  expect(day(on('07.28', '13.00 in'))).toBe('came 07.28, forgot out')
})

test('a night belongs to the date on which it begins', () => {
  const nights = { shiftOn: (date: CivilDate) => (date === tuesday ? night : undefined) }
  const both = [scan(`${tuesday} 20.55`), scan('2026-11-04 07.04')]
  expect(day(both, nights)).toBe('came 20.55, went 07.04')
  expect(day(both, nights, '2026-11-04')).toBe('nothing')
  expect(day([scan(`${tuesday} 21.40`), scan('2026-11-04 06.10')], nights)).toBe(
    'came 21.40, went 06.10, late 40, early 50',
  )
})

test('nights in a row share no scan: each goes to the nearest edge', () => {
  const scans = ['2026-11-03 20.58', '2026-11-04 07.01', '2026-11-04 20.50', '2026-11-05 07.02'].map((said) =>
    scan(said),
  )
  const nights = { shiftOn: (date: CivilDate) => (date === tuesday || date === '2026-11-04' ? night : undefined) }
  expect(day(scans, nights)).toBe('came 20.58, went 07.01')
  expect(day(scans, nights, '2026-11-04')).toBe('came 20.50, went 07.02')
})

test('where one shift ends as the next begins, the key says whose a scan is', () => {
  const early = hours('07.00', '14.00', { code: 'P' })
  const shifts = { shiftOn: (date: CivilDate) => ({ [tuesday]: night, '2026-11-04': early })[date] }
  const going = [scan(`${tuesday} 20.58`), scan('2026-11-04 07.00 out'), scan('2026-11-04 14.01')]
  expect(day(going, shifts)).toBe('came 20.58, went 07.00')
  expect(day(going, shifts, '2026-11-04')).toBe('went 14.01, forgot in')
  const coming = [scan(`${tuesday} 20.58`), scan('2026-11-04 07.00 in'), scan('2026-11-04 14.01')]
  expect(day(coming, shifts)).toBe('came 20.58, forgot out')
  expect(day(coming, shifts, '2026-11-04')).toBe('came 07.00, went 14.01')
})

test('flexible hours: late only after the window, and out is in with duty and break', () => {
  const flexible = { shiftOn: () => ({ ...office, arrivalUntilMinute: at('09.00') }) }
  expect(day(on('08.59', '17.29'), flexible)).toBe('came 08.59, went 17.29')
  expect(day(on('08.59', '17.19'), flexible)).toBe('came 08.59, went 17.19, early 10')
  expect(day(on('07.00', '16.00'), flexible)).toBe('came 07.00, went 16.00')
  expect(day(on('09.10', '17.30'), flexible)).toBe('came 09.10, went 17.30, late 10')
})

test('who keeps flexible hours and forgot to clock in left early for nobody', () => {
  expect(day(on('15.00'), { shiftOn: () => ({ ...office, arrivalUntilMinute: at('09.00') }) })).toBe(
    'went 15.00, forgot in',
  )
})

test('on a day without hours a presence is a presence', () => {
  const free = { shiftOn: () => undefined }
  expect(day(on('09.00', '12.00'), free)).toBe('came 09.00, went 12.00')
  expect(day(on('09.00'), free)).toBe('came 09.00')
})

test('who stays after midnight has gone on the day before; far from all hours a scan is of its own day', () => {
  const friday = '2026-11-06'
  const week = { shiftOn: (date: CivilDate) => (date <= friday ? office : undefined) }
  const late = [scan(`${friday} 07.28`), scan('2026-11-06 23.58')]
  expect(day(late, week, friday)).toBe('came 07.28, went 23.58')
  const saturday = [...late, scan('2026-11-07 00.00 out'), scan('2026-11-07 09.00')]
  expect(day(saturday, week, '2026-11-07')).toBe('came 09.00')
})

test('a machine in another zone changes nothing: a punch is an instant, hours are those of the workplace', () => {
  expect(day([scan(`${tuesday} 08.28`, 'WITA'), scan(`${tuesday} 17.03`, 'WITA')])).toBe('came 08.28, went 17.03')
  const east = { zone: 'WIT' as const }
  expect(day([scan(`${tuesday} 07.40`, 'WIT'), scan(`${tuesday} 16.00`, 'WIT')], east)).toBe(
    'came 07.40, went 16.00, late 10',
  )
})

test('an outage of the machines takes away what it covers', () => {
  const out = (from: string, to: string) => ({
    outages: [{ id: 'g1', from: scan(`${tuesday} ${from}`).at, to: scan(`${tuesday} ${to}`).at }],
  })
  expect(day(on('09.05', '16.00'), out('07.00', '09.00'))).toBe('came 09.05, went 16.00, late 5, by g1')
  expect(day(on('09.05', '16.00'), out('06.00', '07.30'))).toBe('came 09.05, went 16.00, late 95')
  expect(day(on('07.28', '15.30'), out('15.45', '16.30'))).toBe('came 07.28, went 15.30, early 15, by g1')
  expect(day(on('07.28'), out('15.00', '17.00'))).toBe('came 07.28, by g1')
  expect(day(on('07.28'), out('12.00', '16.00'))).toBe('came 07.28, forgot out')
})

test('outages that overlap cover each minute once', () => {
  const outages = [
    { id: 'g1', from: scan(`${tuesday} 07.00`).at, to: scan(`${tuesday} 08.00`).at },
    { id: 'g2', from: scan(`${tuesday} 07.45`).at, to: scan(`${tuesday} 08.10`).at },
  ]
  expect(day(on('08.30', '16.00'), { outages })).toBe('came 08.30, went 16.00, late 20, by g2')
})

test('whatever the order in which punches come, and however often, the days are the same', () => {
  const scans = fc.array(
    fc.record({ minute: fc.integer({ min: 0, max: 4 * 1440 }), key: fc.constantFrom('in', 'out', undefined) }),
    { maxLength: 14 },
  )
  const three = (date: CivilDate) => [office, night, undefined][Number(date.slice(8)) % 3]
  fc.assert(
    fc.property(scans, fc.infiniteStream(fc.nat()), (some, order) => {
      const punches = some.map(({ minute, key }, n): Punch => {
        return {
          recordId: `p${n}`,
          at: startOf(tuesday, 'WIB') + minute * MINUTE,
          key: key as PunchKey | undefined,
          ...here,
        }
      })
      const shuffled = [...punches, ...punches].sort(() => (order.next().value! % 2 === 0 ? 1 : -1))
      const distinct = [...new Map(shuffled.map((punch) => [punch.recordId, punch])).values()]
      const { days } = presencesOf(distinct, rules({ shiftOn: three }))
      expect(days).toEqual(presencesOf(punches, rules({ shiftOn: three })).days)
      for (const { lateMinutes, earlyLeaveMinutes, came, went, forgot } of days.values()) {
        expect(lateMinutes).toBeGreaterThanOrEqual(0)
        expect(earlyLeaveMinutes).toBeGreaterThanOrEqual(0)
        // Nothing is deducted for a scan that is not there, and a day has at least one.
        if (came === undefined || forgot === 'in') expect(lateMinutes).toBe(0)
        if (went === undefined || forgot === 'out') expect(earlyLeaveMinutes).toBe(0)
        expect(came ?? went).toBeDefined()
        if (came !== undefined && went !== undefined) expect(came.at).toBeLessThan(went.at)
      }
    }),
  )
})

const fact = (recordId: string, changed: Partial<PunchFact> = {}): PunchFact => ({
  kind: 'punch',
  recordId,
  revision: 1,
  offset: 1n,
  recordedAt: 0,
  at: 5,
  key: undefined,
  withdrawn: false,
  ...here,
  ...changed,
})

test('a punch that was taken back is none, in whatever order that is told', () => {
  const facts = [fact('a'), fact('b'), fact('a', { revision: 2, withdrawn: true })]
  for (const order of [facts, facts.toReversed()])
    expect(punchesOf(order)).toEqual([{ recordId: 'b', at: 5, key: undefined, ...here }])
})

test('of two contents of one punch the first in the log stands', () => {
  const facts = [fact('a', { offset: 9n, key: 'in' }), fact('a', { offset: 3n, key: 'out' })]
  for (const order of [facts, facts.toReversed()]) expect(punchesOf(order)).toMatchObject([{ key: 'out' }])
})

const ramadan = hours('08.00', '15.00', { code: 'ramadan' })
const calendar: Calendar = {
  workingWeekdays: [1, 2, 3, 4, 5],
  holidays: new Set(['2026-12-25']),
  hours: [
    { weekdays: [1, 2, 3, 4], from: undefined, to: undefined, shift: office },
    { weekdays: [5], from: undefined, to: undefined, shift: hours('07.30', '16.30', { code: 'jumat' }) },
    { weekdays: [1, 2, 3, 4, 5], from: '2026-02-18', to: '2026-03-19', shift: ramadan },
  ],
}

test('the hours of a day are those of its weekday, in Ramadan those of Ramadan, on a holiday none', () => {
  const codes = [
    '2026-11-03',
    '2026-11-06',
    '2026-02-17',
    '2026-02-18',
    '2026-03-19',
    '2026-03-20',
    '2026-12-25',
    '2026-11-07',
  ]
  expect(codes.map((date) => hoursOn(calendar, date)?.code)).toEqual([
    'biasa',
    'jumat',
    'biasa',
    'ramadan',
    'ramadan',
    'jumat',
    undefined,
    undefined,
  ])
})

test('a month with a schedule of his own has its hours and none of the calendar; a calendar that says none has none', () => {
  const agency = { calendars: { '2026': calendar } }
  expect(shiftOn(agency, {}, tuesday)?.code).toBe('biasa')
  const own = { '2026-11': { '2026-11-01': [night], '2026-11-02': [hours('07.00', '14.00'), hours('16.00', '21.00')] } }
  expect(shiftOn(agency, own, '2026-11-01')).toBe(night)
  expect(shiftOn(agency, own, tuesday)).toBeUndefined()
  // Two turns of a day are come to once and left once.
  expect(shiftOn(agency, own, '2026-11-02')).toMatchObject({ beginMinute: 420, endMinute: 1260, breakMinutes: 120 })
  expect(shiftOn(agency, {}, addDays(tuesday, 400))).toBeUndefined()
  expect(hoursOn({ ...calendar, hours: undefined }, tuesday)).toBeUndefined()
})
