import { expect, test } from 'vitest'
import { type AttendanceOutage, recordAttendanceOutage } from './outage.ts'

const now = Date.parse('2026-11-24T05:00:00Z')
const wanted = {
  outageId: 'o',
  agencyId: 'a',
  fromInstant: now - 7_200_000,
  toInstant: now - 3_600_000,
  causeCode: 'power',
  withdrawn: false,
}
const record = (more: Partial<typeof wanted> = {}, current?: AttendanceOutage) =>
  recordAttendanceOutage(current, { ...wanted, ...more }, now)

test('an outage is put on record when it is over, for two weeks at most', () => {
  expect(record()).toMatchObject({ events: [{ version: 1, causeCode: 'power' }] })
  expect(record({ toInstant: now })).toMatchObject({ events: [{}] })
  expect(record({ toInstant: now + 1 })).toMatchObject({ code: 'attendance-outage.not-over' })
  expect(record({ toInstant: wanted.fromInstant })).toMatchObject({ field: 'from_instant' })
  const twoWeeks = 14 * 86_400_000
  expect(record({ fromInstant: now - twoWeeks, toInstant: now })).toMatchObject({ events: [{}] })
  expect(record({ fromInstant: now - twoWeeks - 1, toInstant: now })).toMatchObject({
    code: 'attendance-outage.too-long',
  })
  expect(record({ causeCode: 'flood' })).toMatchObject({ field: 'cause_code' })
})
test('said again it is on record once, otherwise anew, and its id is one agency’s', () => {
  const current = { ...wanted, version: 1 }
  expect(record({}, current)).toEqual({ events: [] })
  expect(record({ withdrawn: true }, current)).toMatchObject({ events: [{ version: 2, withdrawn: true }] })
  expect(record({ agencyId: 'b' }, current)).toMatchObject({ field: 'outage_id' })
})
