import { expect, test } from 'vitest'
import { startOf } from './civil-date.ts'
import { isShift, overlaps, readCell, workDateAt, type Shift } from './shift.ts'

const shift = (code: string, beginMinute: number, endMinute: number, breakMinutes = 0): Shift => ({
  code,
  beginMinute,
  endMinute,
  breakMinutes,
})
const P = shift('P', 420, 840)
const S = shift('S', 840, 1260)
const M = shift('M', 1260, 1860)

test('a shift begins within its day, ends behind its begin and within a day of it, and its break is shorter than it', () => {
  for (const good of [P, M, shift('', 0, 1440), shift('', 1439, 2879)]) expect(isShift(good)).toBe(true)
  for (const bad of [
    shift('', -1, 60),
    shift('', 1440, 1500),
    shift('', 420, 420),
    shift('', 420, 300),
    shift('', 420, 1861),
    shift('', 420, 840, 420),
    shift('', 420, 840, -1),
    shift('', 420.5, 840),
  ])
    expect(isShift(bad), JSON.stringify(bad)).toBe(false)
})

test('a night reaches into the next day: what begins before its end overlaps it, what begins with its end does not', () => {
  expect(overlaps({ '2026-11-02': [M], '2026-11-03': [shift('', 419, 840)] })).toEqual(['2026-11-03'])
  expect(overlaps({ '2026-11-02': [M], '2026-11-03': [P] })).toEqual([])
  expect(overlaps({ '2026-11-02': [P, S], '2026-11-04': [M] })).toEqual([])
  expect(overlaps({ '2026-11-02': [P, P] })).toEqual(['2026-11-02'])
})
test('a long shift overlaps also what begins behind a short one within it', () => {
  expect(overlaps({ '2026-11-02': [shift('', 360, 1860), P], '2026-11-03': [shift('', 400, 500)] })).toEqual([
    '2026-11-02',
    '2026-11-03',
  ])
})

test('behind midnight the day before is worked until its night has ended, to the minute and by the zone of the workplace', () => {
  const on = (date: string) => (date === '2026-11-02' ? [M] : [])
  const at = (minute: number, zone: 'WIB' | 'WIT' = 'WIB') =>
    workDateAt(startOf('2026-11-03', zone) + minute * 60_000, zone, on)
  expect(at(-1)).toBe('2026-11-02')
  expect(at(0)).toBe('2026-11-02')
  expect(at(419.9)).toBe('2026-11-02')
  expect(at(420)).toBe('2026-11-03')
  expect(at(419.9, 'WIT')).toBe('2026-11-02')
  expect(workDateAt(startOf('2026-11-03', 'WIB'), 'WIB', () => [])).toBe('2026-11-03')
})

test('a cell holds codes or hours, two at most; what ends before it begins ends on the next day', () => {
  expect(readCell(' p ')).toEqual([shift('P', 0, 0)])
  expect(readCell('P,S')).toEqual([shift('P', 0, 0), shift('S', 0, 0)])
  expect(readCell('07.00-14.00')).toEqual([shift('', 420, 840)])
  expect(readCell('21:00 – 7:00')).toEqual([shift('', 1260, 1860)])
  expect(readCell('07:00-12:00+13:00-24:00')).toEqual([shift('', 420, 720), shift('', 780, 1440)])
  for (const off of ['', '-', 'l', 'Libur', 'lepas', 'OFF']) expect(readCell(off), off).toEqual([])
  for (const none of ['P,S,M', 'P,L', 'P,', '25:00-26:00', '07:60-14:00', 'x'.repeat(21)])
    expect(readCell(none), none).toBeUndefined()
})
