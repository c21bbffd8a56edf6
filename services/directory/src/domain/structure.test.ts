import { expect, test } from 'vitest'
import { join, type Agency, type Calendar, type Hours, type Posts, type Structure, type Unit } from './structure.ts'

const agency = (code: string, more: Partial<Agency> = {}): Agency => ({
  code,
  name: code,
  kind: 'dinas',
  calendarCode: '5-hari',
  attendanceConnected: true,
  practice: false,
  ...more,
})
const unit = (code: string, parentCode?: string, agencyCode = 'D'): Unit => ({
  code,
  name: code,
  agencyCode,
  parentCode,
  servesPublic: false,
})
const calendar = (more: Partial<Calendar> = {}): Calendar => ({
  code: '5-hari',
  year: 2026,
  workingWeekdays: [1, 2, 3, 4, 5],
  holidays: [{ date: '2026-08-17', name: 'Kemerdekaan', jointLeave: false }],
  hours: [],
  ...more,
})
const nothing: Structure = { agencies: new Map(), units: new Map(), calendars: new Map() }
const nowhere: Posts = new Map()
const codes = (
  said: { agencies?: Agency[]; units?: Unit[]; calendars?: Calendar[] },
  known = nothing,
  posts: Posts = nowhere,
) =>
  join(known, posts, { agencies: [agency('D')], units: [], calendars: [calendar()], ...said }).problems.map(
    (problem) => `${problem.line} ${problem.field} ${problem.code}`,
  )

test('agencies, a tree and a calendar in one saying need nothing before them', () => {
  expect(codes({ units: [unit('child', 'root'), unit('root')] })).toEqual([])
})

test('whether one practises in an agency is said once, and stays so', () => {
  const known = { ...nothing, agencies: new Map([['L', agency('L', { practice: true })]]) }
  expect(codes({ agencies: [agency('L', { practice: true, name: 'Latihan' })] }, known)).toEqual([])
  expect(codes({ agencies: [agency('L')] }, known)).toEqual(['1 agencies.practice structure.practice-fixed'])
  const real = { ...nothing, agencies: new Map([['D', agency('D')]]) }
  expect(codes({ agencies: [agency('D', { practice: true })] }, real)).toEqual([
    '1 agencies.practice structure.practice-fixed',
  ])
})

test('a unit that has posts stays in its agency, and each of them is named; an empty one moves', () => {
  const known = join(nothing, nowhere, {
    agencies: [agency('D'), agency('B')],
    units: [unit('u')],
    calendars: [calendar()],
  }).structure
  const moved = { agencies: [], units: [unit('u', undefined, 'B')] }
  const posts = new Map([['u', ['P1', 'P2']]])
  expect(join(known, posts, { ...moved, calendars: [] }).problems.map(({ code, value }) => `${code} ${value}`)).toEqual(
    ['structure.unit-has-posts P1', 'structure.unit-has-posts P2'],
  )
  expect(codes(moved, known)).toEqual([])
  expect(codes({ agencies: [], units: [{ ...unit('u'), name: 'Nama baru' }] }, known, posts)).toEqual([])
})

test('a tree of eight levels stands, a ninth is refused', () => {
  const levels = Array.from({ length: 9 }, (_, n) => unit(`u${n}`, n === 0 ? undefined : `u${n - 1}`))
  expect(codes({ units: levels.slice(0, 8) })).toEqual([])
  expect(codes({ units: levels })).toEqual(['9 units.parentUnitId structure.too-deep'])
})

test('a unit that moves must not push known units below the eighth level', () => {
  const levels = Array.from({ length: 8 }, (_, n) => unit(`u${n}`, n === 0 ? undefined : `u${n - 1}`))
  const known = join(nothing, nowhere, { agencies: [agency('D')], units: levels, calendars: [calendar()] }).structure
  expect(codes({ units: [unit('top'), unit('u0', 'top')] }, known)).toEqual(['0 units.parentUnitId structure.too-deep'])
})

test.each<[string, Parameters<typeof codes>[0], string]>([
  ['a parent that nobody knows', { units: [unit('a', 'x')] }, '1 units.parentUnitId structure.parent-unknown'],
  [
    'a parent in another agency',
    { agencies: [agency('D'), agency('E')], units: [unit('a', undefined, 'E'), unit('b', 'a')] },
    '2 units.parentUnitId structure.parent-elsewhere',
  ],
  ['a loop', { units: [unit('a', 'b'), unit('b', 'a')] }, '1 units.parentUnitId structure.loop'],
  ['an unknown agency', { units: [unit('a', undefined, 'X')] }, '1 units.agencyId structure.agency-unknown'],
  ['a code twice', { units: [unit('a'), unit('a')] }, '2 units structure.repeated'],
  ['no name', { agencies: [agency('D', { name: '' })] }, '1 agencies structure.field-empty'],
  [
    'an unknown calendar',
    { agencies: [agency('D', { calendarCode: '7-hari' })] },
    '1 agencies.calendarCode structure.calendar-unknown',
  ],
  [
    'a calendar with an eighth weekday',
    { calendars: [calendar({ workingWeekdays: [1, 8] })] },
    '1 calendars structure.calendar-invalid',
  ],
  [
    'a calendar without working days',
    { calendars: [calendar({ workingWeekdays: [] })] },
    '1 calendars structure.calendar-invalid',
  ],
  [
    'a holiday of another year',
    { calendars: [calendar({ holidays: [{ date: '2027-01-01', name: 'x', jointLeave: false }] })] },
    '1 calendars structure.calendar-invalid',
  ],
  [
    'one holiday twice',
    {
      calendars: [
        calendar({
          holidays: [
            { date: '2026-01-01', name: 'x', jointLeave: false },
            { date: '2026-01-01', name: 'y', jointLeave: true },
          ],
        }),
      ],
    },
    '1 calendars structure.calendar-invalid',
  ],
])('%s is told', (_, said, problem) => expect(codes(said)).toContain(problem))

const office: Hours = {
  code: 'biasa',
  weekdays: [1, 2, 3, 4, 5],
  beginMinute: 450,
  endMinute: 960,
  breakMinutes: 60,
  arrivalUntilMinute: undefined,
  fromDate: undefined,
  toDate: undefined,
}
const ramadan = { ...office, code: 'ramadan', fromDate: '2026-02-19', toDate: '2026-03-20' }
const saidOf = (...hours: Hours[]) => codes({ calendars: [calendar({ hours })] })

test('hours of always and of a span in the year stand side by side, a night crosses midnight', () => {
  expect(saidOf(office, ramadan, { ...office, weekdays: [6], beginMinute: 1260, endMinute: 1860 })).toEqual([])
})

test.each<[string, Hours[]]>([
  ['that end before they begin', [{ ...office, endMinute: 449 }]],
  ['that are all break', [{ ...office, breakMinutes: 510 }]],
  ['longer than a day', [{ ...office, endMinute: 1891 }]],
  ['that begin on the next day', [{ ...office, beginMinute: 1440, endMinute: 1800 }]],
  ['without a weekday', [{ ...office, weekdays: [] }]],
  ['of an eighth weekday', [{ ...office, weekdays: [8] }]],
  ['without a name', [{ ...office, code: '' }]],
  ['with an arrival before the begin', [{ ...office, arrivalUntilMinute: 449 }]],
  ['with an arrival at the end', [{ ...office, arrivalUntilMinute: 960 }]],
  ['of a span without an end', [{ ...ramadan, toDate: undefined }]],
  ['of a span of another year', [{ ...ramadan, fromDate: '2025-12-31' }]],
  ['of a span that ends before it begins', [{ ...ramadan, toDate: '2026-02-18' }]],
  ['twice for one day', [office, { ...office, weekdays: [5] }]],
  ['of two spans that meet', [office, ramadan, { ...ramadan, fromDate: '2026-03-20', toDate: '2026-03-31' }]],
])('hours %s are refused', (_, hours) => {
  expect(saidOf(...hours)).toEqual(['1 calendars.hours structure.hours-invalid'])
})
