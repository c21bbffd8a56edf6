import { expect, test } from 'vitest'
import { startOf } from '../../civil-date.ts'
import { type GracePeriod, outOfWholeDay, timing, type TimingInput } from './lateness.ts'

const HOUR = 3_600_000
/** Friday the 13th of November 2026; three days, three of grace. */
const entry = (changed: Partial<TimingInput>): TimingInput => ({
  workDate: '2026-11-13',
  employeeId: 'ani',
  unitId: 'bidang-a',
  zone: 'WIB',
  recordedAt: startOf('2026-11-13', 'WIB') + 10 * HOUR,
  rule: { days: 3, graceDays: 3 },
  outages: [],
  graces: [],
  offlineAllowance: 72 * HOUR,
  ...changed,
})
const endOf = (date: string, zone: 'WIB' | 'WIT' = 'WIB') => startOf(date, zone) + 24 * HOUR

test('the last second of the third day is in time, the next is late', () => {
  expect(timing(entry({ recordedAt: endOf('2026-11-16') - 1 })).verdict).toBe('in-time')
  expect(timing(entry({ recordedAt: endOf('2026-11-16') })).verdict).toBe('late')
})
test('the last second of the grace is late, the next is closed', () => {
  expect(timing(entry({ recordedAt: endOf('2026-11-19') - 1 })).verdict).toBe('late')
  expect(timing(entry({ recordedAt: endOf('2026-11-19') })).verdict).toBe('closed')
})
test('a deadline is judged in the zone of the workplace: two hours earlier in Jayapura', () => {
  const at = endOf('2026-11-16', 'WIT')
  expect(timing(entry({ zone: 'WIT', recordedAt: at })).verdict).toBe('late')
  expect(timing(entry({ zone: 'WIB', recordedAt: at })).verdict).toBe('in-time')
})
test('nothing is recorded before its work date', () => {
  expect(timing(entry({ recordedAt: startOf('2026-11-13', 'WIB') - 1 })).verdict).toBe('before-work-date')
})
test('an outage moves the end by its length, and is named as the reason', () => {
  const outages = [{ id: 'o', from: endOf('2026-11-16') - 60_000, to: endOf('2026-11-16') + 10 * HOUR - 60_000 }]
  const saved = timing(entry({ outages, recordedAt: endOf('2026-11-16') + 10 * HOUR - 1 }))
  expect(saved).toMatchObject({ verdict: 'in-time', movedBy: 'o', closesAt: endOf('2026-11-16') + 10 * HOUR })
  expect(timing(entry({ outages, recordedAt: endOf('2026-11-16') + 10 * HOUR })).verdict).toBe('late')
})
test('an outage after the window had closed moves nothing, and two that overlap count once', () => {
  const after = [{ id: 'o', from: endOf('2026-11-16'), to: endOf('2026-11-16') + HOUR }]
  expect(timing(entry({ outages: after, recordedAt: endOf('2026-11-16') })).closesAt).toBe(endOf('2026-11-16'))
  const noon = startOf('2026-11-14', 'WIB')
  const twice = [
    { id: 'a', from: noon, to: noon + 2 * HOUR },
    { id: 'b', from: noon + HOUR, to: noon + 3 * HOUR },
  ]
  expect(timing(entry({ outages: twice })).closesAt).toBe(endOf('2026-11-16') + 3 * HOUR)
})
test('what was written offline counts from when it was written, within the allowance', () => {
  const writtenAt = endOf('2026-11-16') - HOUR
  expect(timing(entry({ writtenAt, recordedAt: writtenAt + 71 * HOUR }))).toMatchObject({
    verdict: 'in-time',
    judgedBy: 'written',
  })
  expect(timing(entry({ writtenAt, recordedAt: writtenAt + 73 * HOUR }))).toMatchObject({
    verdict: 'closed',
    judgedBy: 'recorded',
  })
})
test('the allowance reaches to its last millisecond', () => {
  const writtenAt = endOf('2026-11-16') - HOUR
  expect(timing(entry({ writtenAt, recordedAt: writtenAt + 72 * HOUR })).judgedBy).toBe('written')
  expect(timing(entry({ writtenAt, recordedAt: writtenAt + 72 * HOUR + 1 })).judgedBy).toBe('recorded')
})
test('a writing time after the recording, or before the work date, is ignored', () => {
  const recordedAt = startOf('2026-11-13', 'WIB') + HOUR
  expect(timing(entry({ recordedAt, writtenAt: recordedAt + 1 })).judgedBy).toBe('recorded')
  expect(timing(entry({ recordedAt, writtenAt: recordedAt - 2 * HOUR })).judgedBy).toBe('recorded')
})
test('imported history is judged by when its source recorded it', () => {
  expect(timing(entry({ recordedAt: endOf('2026-12-31'), sourceRecordedAt: endOf('2026-11-16') - 1 }))).toMatchObject({
    verdict: 'in-time',
    judgedBy: 'source',
  })
})
test('what comes in an opened grace period is late, and it is named as the reason', () => {
  const graces = [{ id: 'g', workFrom: '2026-11-01', workTo: '2026-11-30', until: endOf('2026-12-05') }]
  expect(timing(entry({ graces, recordedAt: endOf('2026-12-01') }))).toMatchObject({
    verdict: 'late',
    movedBy: 'g',
    movedTo: endOf('2026-12-05'),
  })
  expect(timing(entry({ graces, recordedAt: endOf('2026-12-05') }))).toMatchObject({
    verdict: 'closed',
    movedBy: undefined,
    movedTo: undefined,
  })
  expect(timing(entry({ graces, workDate: '2026-10-31', recordedAt: endOf('2026-12-01') })).verdict).toBe('closed')
})
test('a grace holds for its first and its last work date, and for none beside them', () => {
  const graces = [{ id: 'g', workFrom: '2026-11-12', workTo: '2026-11-13', until: endOf('2026-12-05') }]
  const on = (workDate: string) => timing(entry({ graces, workDate, recordedAt: endOf('2026-12-01') })).verdict
  expect(['2026-11-11', '2026-11-12', '2026-11-13', '2026-11-14'].map(on)).toEqual(['closed', 'late', 'late', 'closed'])
})
test('an outage moves the end to the second, and the receipt can name the new instant', () => {
  const outages = [{ id: 'o', from: endOf('2026-11-16') - 90_500, to: endOf('2026-11-16') - 1_000 }]
  const saved = timing(entry({ outages, recordedAt: endOf('2026-11-16') + 88_999 }))
  expect(saved).toMatchObject({ verdict: 'in-time', movedBy: 'o', movedTo: endOf('2026-11-16') + 89_000 })
  expect(timing(entry({ outages, recordedAt: saved.movedTo! }))).toMatchObject({ verdict: 'late', movedBy: undefined })
})
test('a grace of one person or of one unit opens nobody else’s day', () => {
  const span = { id: 'g', workFrom: '2026-11-01', workTo: '2026-11-30', until: endOf('2026-12-05') }
  const on = (scope: Partial<GracePeriod>, whose: Partial<TimingInput> = {}) =>
    timing(entry({ graces: [{ ...span, ...scope }], recordedAt: endOf('2026-12-01'), ...whose })).verdict
  expect(on({ employeeId: 'ani' })).toBe('late')
  expect(on({ employeeId: 'ani' }, { employeeId: 'budi' })).toBe('closed')
  expect(on({ unitId: 'bidang-a' })).toBe('late')
  expect(on({ unitId: 'bidang-a' }, { employeeId: 'budi' })).toBe('late')
  expect(on({ unitId: 'bidang-a' }, { unitId: 'bidang-b' })).toBe('closed')
})
test('an outage in the grace moves only the grace, and one that saved nothing is not named', () => {
  const outages = [{ id: 'o', from: endOf('2026-11-17'), to: endOf('2026-11-17') + 5 * HOUR }]
  expect(timing(entry({ outages, recordedAt: endOf('2026-11-19') + 5 * HOUR - 1 }))).toMatchObject({
    verdict: 'late',
    movedBy: 'o',
    movedTo: endOf('2026-11-19') + 5 * HOUR,
    closesAt: endOf('2026-11-16'),
  })
  expect(timing(entry({ outages, recordedAt: endOf('2026-11-18') }))).toMatchObject({
    verdict: 'late',
    movedBy: undefined,
  })
  expect(timing(entry({ outages, recordedAt: endOf('2026-11-19') + 5 * HOUR }))).toMatchObject({
    verdict: 'closed',
    movedBy: undefined,
  })
})
test('an outage that began before the work date counts from the work date on', () => {
  const outages = [{ id: 'o', from: startOf('2026-11-12', 'WIB'), to: startOf('2026-11-13', 'WIB') + 2 * HOUR }]
  expect(timing(entry({ outages })).closesAt).toBe(endOf('2026-11-16') + 2 * HOUR)
})
test('an outage in the time that an earlier outage gave moves the end again', () => {
  const first = { id: 'a', from: endOf('2026-11-16') - HOUR, to: endOf('2026-11-16') + HOUR }
  const second = { id: 'b', from: endOf('2026-11-16') + 90 * 60_000, to: endOf('2026-11-16') + 150 * 60_000 }
  expect(timing(entry({ outages: [second, first], recordedAt: endOf('2026-11-16') + 3 * HOUR - 1 }))).toMatchObject({
    verdict: 'in-time',
    movedBy: 'b',
    movedTo: endOf('2026-11-16') + 3 * HOUR,
  })
})
test('outages that together cover a whole day excuse it, a gap of a second does not', () => {
  const [begin, end] = [startOf('2026-11-13', 'WIB'), endOf('2026-11-13')]
  const day = (...outages: { id: string; from: number; to: number }[]) =>
    outOfWholeDay('2026-11-13', 'WIB', outages)?.id
  expect(day({ id: 'a', from: begin, to: end })).toBe('a')
  expect(day({ id: 'b', from: begin + HOUR, to: end + HOUR }, { id: 'a', from: begin - HOUR, to: begin + HOUR })).toBe(
    'b',
  )
  expect(
    day({ id: 'b', from: begin + HOUR + 1000, to: end }, { id: 'a', from: begin, to: begin + HOUR }),
  ).toBeUndefined()
  expect(day({ id: 'a', from: begin, to: end - 1000 })).toBeUndefined()
})
