import { expect, test } from 'vitest'
import { AGENCY, NOON } from '../entry/domain/given.ts'
import { startOf } from '@timbang/rules/civil-date'
import { openGrace, recordOutage, setWindow } from './domain.ts'

const window = { windowId: 'w', agencyId: AGENCY, days: 3, graceDays: 2, effectiveFrom: '2026-01-01' }
const outage = {
  outageId: 'o',
  agencyId: AGENCY,
  fromInstant: NOON - 7_200_000,
  toInstant: NOON - 3_600_000,
  causeCode: 'network',
  withdrawn: false,
}
const grace = {
  graceId: 'g',
  agencyId: AGENCY,
  workFrom: '2026-11-20',
  workTo: '2026-11-24',
  untilInstant: NOON + 86_400_000,
  reasonCode: 'flood',
  withdrawn: false,
}

test('each change of a window, an outage or a grace period is its whole state with the next version', () => {
  expect(setWindow(undefined, window)).toMatchObject({ events: [{ type: 'EntryWindowChanged', days: 3, version: 1 }] })
  expect(setWindow({ ...window, version: 4 }, { ...window, days: 7 })).toMatchObject({
    events: [{ days: 7, version: 5 }],
  })
  expect(recordOutage({ ...outage, version: 1 }, { ...outage, withdrawn: true }, NOON)).toMatchObject({
    events: [{ withdrawn: true, version: 2 }],
  })
  expect(openGrace(undefined, grace)).toMatchObject({ events: [{ type: 'GraceOpened', version: 1 }] })
})

test('a window, an outage or a grace period that no calendar or clock can hold is refused with its field', () => {
  expect(setWindow(undefined, { ...window, days: -1 })).toMatchObject({ code: 'request.value-invalid', field: 'days' })
  expect(setWindow(undefined, { ...window, graceDays: 93 })).toMatchObject({ field: 'grace_days' })
  expect(setWindow(undefined, { ...window, effectiveFrom: '2026-02-30' })).toMatchObject({ field: 'effective_from' })
  expect(recordOutage(undefined, { ...outage, fromInstant: NOON + 1 }, NOON)).toMatchObject({ field: 'from_instant' })
  expect(recordOutage(undefined, { ...outage, toInstant: outage.fromInstant }, NOON)).toMatchObject({
    field: 'to_instant',
  })
  expect(recordOutage(undefined, { ...outage, toInstant: NOON + 86_400_000 }, NOON)).not.toHaveProperty('code')
  expect(recordOutage(undefined, { ...outage, toInstant: NOON + 86_400_001 }, NOON)).toMatchObject({
    field: 'to_instant',
  })
  expect(recordOutage(undefined, { ...outage, causeCode: 'Listrik padam di kantor' }, NOON)).toMatchObject({
    field: 'cause_code',
  })
  expect(openGrace(undefined, { ...grace, workTo: '2026-11-19' })).toMatchObject({ field: 'work_to' })
  expect(openGrace(undefined, { ...grace, untilInstant: 0 })).toMatchObject({ field: 'until_instant' })
})

test('a grace may end in the first hour of its first day, wherever the workplace is, and not before that begins', () => {
  const until = (untilInstant: number) => openGrace(undefined, { ...grace, untilInstant })
  expect(until(startOf(grace.workFrom, 'WIT') + 1)).toMatchObject({ events: [{ type: 'GraceOpened' }] })
  expect(until(startOf(grace.workFrom, 'WIT'))).toMatchObject({ field: 'until_instant' })
})

test('an outage or a window does not move to another agency', () => {
  expect(recordOutage({ ...outage, version: 1 }, { ...outage, agencyId: undefined }, NOON)).toMatchObject({
    field: 'agency_id',
  })
  expect(setWindow({ ...window, version: 1 }, { ...window, agencyId: 'other' })).toMatchObject({ field: 'agency_id' })
})

test('the same command again is the same, and says nothing new', () => {
  expect(recordOutage({ ...outage, version: 3 }, outage, NOON)).toEqual({ events: [] })
  expect(openGrace({ ...grace, version: 1 }, grace)).toEqual({ events: [] })
  expect(setWindow({ ...window, version: 2 }, window)).toEqual({ events: [] })
})
