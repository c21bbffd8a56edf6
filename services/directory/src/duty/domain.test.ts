import { expect, test } from 'vitest'
import { daysOfMonth } from '@timbang/rules/civil-date'
import type { DutyMonth, Shift } from '@timbang/rules/shift'
import { isRefusal } from '@timbang/contracts/refusal'
import {
  faultOfMonth,
  faultOfShifts,
  isStopped,
  monthsLater,
  read,
  swap,
  type Known,
  type Row,
  type Swap,
} from './domain.ts'

const shift = (code: string, beginMinute: number, endMinute: number): Shift => ({
  code,
  beginMinute,
  endMinute,
  breakMinutes: 0,
})
const [P, S, M] = [shift('P', 420, 840), shift('S', 840, 1260), shift('M', 1260, 1860)]
const MONTH = '2026-12'
const [NUR, TONO] = ['nur', 'tono']
const all = daysOfMonth(MONTH)
const known = (more: Partial<Known> = {}): Known => ({
  shifts: new Map([P, S, M].map((one) => [one.code, one])),
  heldOn: new Map([NUR, TONO].map((who) => [who, new Set(all)])),
  published: new Map(),
  versions: new Map(),
  sealed: false,
  ...more,
})
const byCode = (code: string): Shift => ({ code, beginMinute: 0, endMinute: 0, breakMinutes: 0 })
const row = (employeeId: string, cells: Readonly<Record<string, string>>): Row => ({
  employeeId,
  days: Object.entries(cells).map(([date, codes]) => ({ date, turns: codes.split(',').map(byCode) })),
})
const codes = (...rows: Row[]) => told(read(MONTH, rows, known()))
const told = ({ problems }: ReturnType<typeof read>) =>
  problems.map(({ employeeId, date, code }) => [employeeId, date, code].filter(Boolean).join(' '))
const monthOf = (rows: Row[], more?: Partial<Known>): DutyMonth | undefined =>
  read(MONTH, rows, known(more)).months.get(NUR)

test('a month is the days that are said, each with the hours of its shifts as they are now', () => {
  expect(monthOf([row(NUR, { '2026-12-03': 'S', '2026-12-01': 'M', '2026-12-08': 'S,P' })])).toEqual({
    '2026-12-01': [M],
    '2026-12-03': [S],
    '2026-12-08': [P, S],
  })
  expect(monthOf([{ employeeId: NUR, days: [{ date: '2026-12-02', turns: [shift('', 480, 1920)] }] }])).toEqual({
    '2026-12-02': [shift('', 480, 1920)],
  })
})
test('a month without a shift is a month of days off', () => expect(monthOf([row(NUR, {})])).toEqual({}))

test('a person who is not in the unit that month is refused, and so is a day on which he is elsewhere', () => {
  expect(codes(row('siapa', { '2026-12-01': 'P' }))).toEqual(['siapa duty.not-in-unit'])
  const half = known({ heldOn: new Map([[NUR, new Set(all.slice(0, 14))]]) })
  expect(told(read(MONTH, [row(NUR, { '2026-12-14': 'P', '2026-12-15': 'P' })], half))).toEqual([
    'nur 2026-12-15 duty.day-elsewhere',
  ])
})
test('who moves in the middle of a month keeps what his other unit published for its days', () => {
  const heldOn = new Map([[NUR, new Set(all.slice(14))]])
  const published = new Map([[NUR, { [MONTH]: { '2026-12-02': [P], '2026-12-20': [P] } }]])
  expect(monthOf([row(NUR, { '2026-12-21': 'S' })], { heldOn, published })).toEqual({
    '2026-12-02': [P],
    '2026-12-21': [S],
  })
})

test('an unknown shift, hours that are none, a date outside the month and a date said twice are refused where they stand', () => {
  expect(codes(row(NUR, { '2026-12-01': 'X', '2027-01-01': 'P' }))).toEqual([
    'nur 2026-12-01 duty.shift-unknown',
    'nur 2027-01-01 duty.date-outside',
  ])
  const day = (turn: Shift) => ({ date: '2026-12-01', turns: [turn] })
  expect(codes({ employeeId: NUR, days: [day(shift('', 800, 700))] })).toEqual(['nur 2026-12-01 duty.hours-invalid'])
  expect(codes({ employeeId: NUR, days: [day(P), day(P)] })).toEqual(['nur 2026-12-01 duty.date-twice'])
  expect(codes(row(NUR, {}), row(NUR, {}))).toEqual(['nur duty.person-twice'])
})

test('a shift that begins before another one of his has ended is refused, also over the ends of the month', () => {
  expect(codes(row(NUR, { '2026-12-01': 'P,P' }))).toEqual(['nur 2026-12-01 duty.overlap'])
  expect(codes(row(NUR, { '2026-12-01': 'M', '2026-12-02': 'P' }))).toEqual([])
  const early = { employeeId: NUR, days: [{ date: '2026-12-01', turns: [shift('', 360, 720)] }] }
  const night = (date: string) => new Map([[NUR, { [date.slice(0, 7)]: { [date]: [M] } }]])
  expect(told(read(MONTH, [early], known({ published: night('2026-11-30') })))).toEqual(['nur 2026-12-01 duty.overlap'])
  const next = new Map([[NUR, { '2027-01': { '2027-01-01': [shift('', 360, 720)] } }]])
  expect(told(read(MONTH, [row(NUR, { '2026-12-31': 'M' })], known({ published: next })))).toEqual([
    'nur 2026-12-31 duty.overlap',
  ])
  expect(told(read(MONTH, [row(NUR, { '2026-12-31': 'M' })], known({ published: night('2027-01-01') })))).toEqual([])
})

test('a month that somebody else has published since it was read is not written over', () => {
  const seen = (seenVersion: number | undefined, version?: number) =>
    told(
      read(
        MONTH,
        [{ ...row(NUR, { '2026-12-01': 'P' }), seenVersion }],
        known(version === undefined ? {} : { versions: new Map([[NUR, version]]) }),
      ),
    )
  expect([seen(0), seen(2, 2), seen(undefined, 2)]).toEqual([[], [], []])
  for (const late of [seen(0, 1), seen(1, 2), seen(1)]) expect(late).toEqual(['nur duty.changed-meanwhile'])
})

test('one fault stops the whole publication; that the quarter is sealed is said once and stops nothing', () => {
  const sealed = read(MONTH, [row(NUR, { '2026-12-01': 'P' }), row(TONO, {})], known({ sealed: true }))
  expect(told(sealed)).toEqual(['duty.sealed'])
  expect(isStopped(sealed.problems)).toBe(false)
  expect(isStopped(read(MONTH, [row(NUR, { '2026-12-01': 'X' })], known()).problems)).toBe(true)
})

test('a month that has begun and the next two may be published, and none beyond', () => {
  expect(monthsLater('2026-12', 1)).toBe('2027-01')
  expect(monthsLater('2026-01', -1)).toBe('2025-12')
  for (const month of ['2026-01', '2026-11', '2027-01'])
    expect(faultOfMonth(month, '2026-11-30'), month).toBeUndefined()
  expect(faultOfMonth('2027-02', '2026-11-30')).toMatchObject({ code: 'duty.too-far', details: { months: 2 } })
})

test('shifts have codes of their own that mean no day off, and hours that can be worked', () => {
  expect(faultOfShifts([P, S, M])).toBeUndefined()
  for (const [code, list] of [
    ['duty.code-invalid', [shift('pagi', 420, 840)]],
    ['duty.code-off', [shift('L', 420, 840)]],
    ['duty.code-twice', [P, P]],
    ['duty.hours-invalid', [shift('P', 840, 420)]],
  ] as const)
    expect(faultOfShifts(list)).toMatchObject({ code })
})

/** Nur and Tono as they are published, by the codes of their days; December, and the days beside it. */
const both = (
  nur: Readonly<Record<string, Shift>>,
  tono: Readonly<Record<string, Shift>>,
  more: Partial<Known> = {},
) => {
  const months = (days: Readonly<Record<string, Shift>>) => {
    const of: Record<string, Record<string, Shift[]>> = { [MONTH]: {} }
    for (const [date, one] of Object.entries(days)) (of[date.slice(0, 7)] ??= {})[date] = [one]
    return of
  }
  const published = new Map([
    [NUR, months(nur)],
    [TONO, months(tono)],
  ])
  return known({ published, versions: new Map([NUR, TONO].map((who) => [who, 1])), ...more })
}
const TODAY = '2026-12-01'
const change = (dates: readonly string[], of: Known, more: Partial<Swap> = {}) => {
  const sides = [
    { employeeId: NUR, seenVersion: 1 },
    { employeeId: TONO, seenVersion: 1 },
  ] as const
  const done = swap({ month: MONTH, dates, sides, ...more }, of, TODAY)
  return isRefusal(done) ? done.code : Object.fromEntries(done)
}

test('two people have each other’s turns of one day or two, and keep their other days; the same once more undoes it', () => {
  const before = both({ '2026-12-03': P, '2026-12-08': S }, { '2026-12-05': M, '2026-12-09': P })
  const after = change(['2026-12-05', '2026-12-03'], before) as Record<string, DutyMonth>
  expect(after).toEqual({
    nur: { '2026-12-05': [M], '2026-12-08': [S] },
    tono: { '2026-12-03': [P], '2026-12-09': [P] },
  })
  const published = new Map([NUR, TONO].map((who) => [who, { [MONTH]: after[who]! }]))
  expect(change(['2026-12-03', '2026-12-05'], { ...before, published })).toEqual({
    nur: before.published.get(NUR)![MONTH],
    tono: before.published.get(TONO)![MONTH],
  })
  expect(change(['2026-12-03'], both({ '2026-12-03': P }, { '2026-12-03': M }))).toEqual({
    nur: { '2026-12-03': [M] },
    tono: { '2026-12-03': [P] },
  })
})
test('nobody takes a turn over that lies less than eight hours from one of the days beside it, in another month too', () => {
  const free = { '2026-12-20': P }
  expect(change(['2026-12-03'], both({ '2026-12-03': M }, { ...free, '2026-12-04': P }))).toBe('duty.no-rest')
  expect(change(['2026-12-04'], both({ '2026-12-04': P }, { ...free, '2026-12-03': M }))).toBe('duty.no-rest')
  expect(change(['2026-12-31'], both({ '2026-12-31': M }, { ...free, '2027-01-01': P }))).toBe('duty.no-rest')
  const [late, early] = [shift('L', 840, 1380), shift('E', 419, 840)]
  expect(change(['2026-12-03'], both({ '2026-12-03': late }, { '2026-12-04': P }))).toMatchObject({})
  expect(change(['2026-12-03'], both({ '2026-12-03': late }, { '2026-12-04': early }))).toBe('duty.no-rest')
  // What is near already and stays so is no matter of this swap.
  const tired = { '2026-12-10': M, '2026-12-11': P }
  expect(change(['2026-12-03'], both({ '2026-12-03': P }, tired))).toMatchObject({ tono: { '2026-12-03': [P] } })
})
test('a day that has begun, a day elsewhere, one that changed meanwhile and one that is the same are swapped with nobody', () => {
  const of = both({ '2026-12-01': P, '2026-12-03': P }, { '2026-12-04': P })
  expect(change([TODAY], of)).toBe('duty.day-begun')
  expect(change(['2026-12-03', '2026-12-03'], of)).toBe('duty.date-twice')
  for (const dates of [[], ['2027-01-03']]) expect(change(dates, of)).toBe('duty.date-outside')
  expect(change(['2026-12-06'], of)).toBe('duty.swap-same')
  const sides = (first: string, second: string, seenVersion = 1) => ({
    sides: [
      { employeeId: first, seenVersion: 1 },
      { employeeId: second, seenVersion },
    ] as const,
  })
  expect(change(['2026-12-03'], of, sides(NUR, NUR))).toBe('duty.swap-same')
  expect(change(['2026-12-03'], of, sides(NUR, 'siapa'))).toBe('duty.not-in-unit')
  expect(change(['2026-12-03'], of, sides(NUR, TONO, 2))).toBe('duty.changed-meanwhile')
  const half = new Map([
    [NUR, new Set(all)],
    [TONO, new Set(all.slice(0, 2))],
  ])
  expect(change(['2026-12-03'], { ...of, heldOn: half })).toBe('duty.day-elsewhere')
  expect(change(['2026-12-03'], { ...of, versions: new Map([[NUR, 1]]) })).toBe('duty.swap-unpublished')
})
