import { expect, test } from 'vitest'
import type { Shift } from '@timbang/rules/shift'
import {
  cellText,
  changesOf,
  daysOf,
  kindOf,
  minutesOf,
  normal,
  readRows,
  readSwap,
  swapsOf,
  typedRows,
  unreadable,
  writeRows,
} from './grid.ts'
import type { DutyPerson } from './view.ts'

const shift = (code: string, beginMinute: number, endMinute: number, breakMinutes = 0): Shift => ({
  code,
  beginMinute,
  endMinute,
  breakMinutes,
})
const [P, M] = [shift('P', 420, 840, 30), shift('M', 1260, 1860, 60)]
const dates = ['2026-12-01', '2026-12-02', '2026-12-03']
const person = (over: Partial<DutyPerson> = {}): DutyPerson => ({
  employeeId: 'nur',
  name: 'Nur',
  position: 'Perawat',
  version: 1,
  swap: null,
  cells: ['P', 'L', 'M'],
  held: [true, true, true],
  minutes: 0,
  ...over,
})
const form = (cells: readonly string[], of = person()) => {
  const data = new FormData()
  data.set('p0', of.employeeId)
  data.set('v0', String(of.version))
  for (const [day, text] of cells.entries()) data.set(`0.${day + 1}`, text)
  return typedRows(data, { people: [of] })
}

test('a published day is written as its cell is typed', () => {
  expect([[P], [], [M, P], [shift('', 1260, 1860)]].map(cellText)).toEqual(['P', 'L', 'M,P', '21:00-07:00'])
  expect([' p ', '07.00-14.00', 'off', '', '?,?,?'].map(normal)).toEqual(['P', '07:00-14:00', 'L', '', '?,?,?'])
  expect(minutesOf([P, M])).toBe(390 + 540)
})

test('only rows that say something else than what is published are sent, whatever the spelling', () => {
  expect(form(['p', '', 'm'])).toEqual([])
  expect(form(['P', 'P', 'M'])).toEqual([{ employeeId: 'nur', version: 1, cells: ['P', 'P', 'M'] }])
  const none = person({ version: 0, cells: ['', '', ''] })
  expect(form(['', '', ''], none)).toEqual([])
  expect(form(['L', '', ''], none)).toHaveLength(1)
  // On a day on which he is elsewhere nothing is changed.
  expect(form(['P', 'P', 'M'], person({ held: [true, false, true] }))).toEqual([])
})

test('what was typed goes through one text and back', () => {
  const rows = [{ employeeId: 'nur', version: 2, cells: ['P,S', '', '21:00-07:00'] }]
  expect(readRows(writeRows(rows))).toEqual(rows)
  expect(readRows('')).toEqual([])
})

test('a cell that cannot be worked is told with its day, the others are the worked days', () => {
  const row = { employeeId: 'nur', version: 1, cells: ['P', 'A,B,C', 'L'] }
  expect(unreadable([row], { dates })).toEqual([{ employeeId: 'nur', date: '2026-12-02', code: 'duty.shift-unknown' }])
  expect(daysOf(row, person(), { dates })).toEqual([{ date: '2026-12-01', turns: [shift('P', 0, 0)] }])
  expect(daysOf(row, person({ held: [false, true, true] }), { dates })).toEqual([])
})

test('what changes is told day by day; of a month that is new all of it', () => {
  const row = { employeeId: 'nur', version: 1, cells: ['P', 'M', ''] }
  expect(changesOf(row, person(), { dates })).toEqual([
    { date: '2026-12-02', from: 'L', to: 'M' },
    { date: '2026-12-03', from: 'M', to: 'L' },
  ])
  expect(changesOf(row, person({ version: 0, cells: ['', '', ''] }), { dates })).toHaveLength(3)
})

test('a shift is coloured by the part of the day', () => {
  const shifts = [P, M, shift('S', 840, 1260)]
  expect(['P', 'S', 'M', 'L', '', 'X', '21:00-07:00', '08:00-16:00'].map((text) => kindOf(text, shifts))).toEqual([
    'day',
    'late',
    'night',
    'off',
    'off',
    'off',
    'night',
    'day',
  ])
})

test('a swap is two people with the versions that were seen, and one day or two; without one of them it is none', () => {
  const data = new FormData()
  for (const [name, value] of [
    ['tukar', 's'],
    ['pertama', 'nur 3'],
    ['kedua', 'tono x'],
    ['tanggal', ''],
    ['tanggal', '2026-12-02'],
  ] as const)
    data.append(name, value)
  expect(readSwap(data, '2026-12')).toEqual({
    swapId: 's',
    month: '2026-12',
    dates: ['2026-12-02'],
    first: { employeeId: 'nur', seenVersion: 3 },
    second: { employeeId: 'tono', seenVersion: 0 },
  })
  data.set('kedua', '')
  expect(readSwap(data, '2026-12')).toBeUndefined()
})
test('a swap that made the latest version of both is shown, and undone until its first day has begun', () => {
  const swap = { swapId: 'x', dates: ['2026-12-02', '2026-12-03'] }
  const people = [person({ swap }), person({ employeeId: 'ani' }), person({ employeeId: 'tono', swap })]
  const at = (now: number, of = people) => swapsOf({ people: of, now, zone: 'WIB', swapId: 'next' })
  const midnight = Date.parse('2026-12-01T17:00:00Z')
  expect(at(midnight - 1)).toMatchObject([{ first: people[0], second: people[2], undoId: 'next', open: true }])
  expect(at(midnight)).toMatchObject([{ open: false }])
  expect(at(midnight, people.slice(1))).toEqual([])
})
