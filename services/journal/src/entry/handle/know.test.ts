import { expect, test } from 'vitest'
import { startOf } from '@timbang/rules/civil-date'
import { packs } from '@timbang/rules/example'
import { AGENCY } from '../domain/given.ts'
import type { Windows } from '../../window/store.ts'
import { reach, resultsOf, timingOf, windowsFor } from './know.ts'

const OTHER = 'a0000000-0000-5000-8000-000000000002'
const WORK = '2026-11-16'
const HOUR = 3_600_000
const noon = (date: string) => startOf(date, 'WIB') + 12 * HOUR
const none: Windows = { windows: [], outages: [], graces: [], packs }
const outage = (agencyId: string | undefined, withdrawn = false) => ({
  outageId: 'o',
  agencyId,
  fromInstant: noon('2026-11-17'),
  toInstant: noon('2026-11-19'),
  causeCode: 'network',
  version: 1,
  withdrawn,
})
const grace = (agencyId: string | undefined, withdrawn = false) => ({
  graceId: 'g',
  agencyId,
  workFrom: WORK,
  workTo: WORK,
  untilInstant: noon('2026-12-20'),
  reasonCode: 'flood',
  version: 1,
  withdrawn,
})
/** What becomes of an entry for the work date that is recorded at noon of a day. */
const recorded = (
  on: string,
  by: Partial<Windows>,
  agencyId = AGENCY,
  whose = { employeeId: 'ani', unitId: 'bidang-a' },
) =>
  timingOf(
    windowsFor({ ...none, ...by })(
      { workDate: WORK, recordedAt: noon(on), sourceRecordedAt: undefined, writtenAt: undefined },
      { agencyId, ...whose, zone: 'WIB' },
    ),
  )!.verdict

test('an outage moves the windows of its agency or of the whole province, and no other agency’s', () => {
  expect(recorded('2026-11-21', {})).toBe('late')
  expect(recorded('2026-11-21', { outages: [outage(AGENCY)] })).toBe('in-time')
  expect(recorded('2026-11-21', { outages: [outage(undefined)] })).toBe('in-time')
  expect(recorded('2026-11-21', { outages: [outage(OTHER)] })).toBe('late')
  expect(recorded('2026-11-21', { outages: [outage(AGENCY, true)] })).toBe('late')
})

test('a grace period is of its agency or of the whole province, for its work dates', () => {
  expect(recorded('2026-12-10', {})).toBe('closed')
  expect(recorded('2026-12-10', { graces: [grace(AGENCY)] })).toBe('late')
  expect(recorded('2026-12-10', { graces: [grace(undefined)] })).toBe('late')
  expect(recorded('2026-12-10', { graces: [grace(OTHER)] })).toBe('closed')
  expect(recorded('2026-12-10', { graces: [grace(AGENCY, true)] })).toBe('closed')
  expect(recorded('2026-12-10', { graces: [{ ...grace(AGENCY), workFrom: '2026-11-17', workTo: '2026-11-18' }] })).toBe(
    'closed',
  )
})

test('a grace of one person or of one unit opens the day of nobody else in the agency', () => {
  const budi = { employeeId: 'budi', unitId: 'bidang-b' }
  const [own, unit] = [
    { ...grace(AGENCY), employeeId: 'ani' },
    { ...grace(AGENCY), unitId: 'bidang-a' },
  ]
  for (const one of [own, unit]) {
    expect(recorded('2026-12-10', { graces: [one] })).toBe('late')
    expect(recorded('2026-12-10', { graces: [one] }, AGENCY, budi)).toBe('closed')
  }
  expect(recorded('2026-12-10', { graces: [own] }, AGENCY, { ...budi, unitId: 'bidang-a' })).toBe('closed')
  expect(recorded('2026-12-10', { graces: [unit] }, AGENCY, { ...budi, unitId: 'bidang-a' })).toBe('late')
})

test('of an agency’s windows holds the latest that had begun on the work date', () => {
  const window = (effectiveFrom: string, days: number, agencyId = AGENCY) => ({
    windowId: effectiveFrom,
    agencyId,
    days,
    graceDays: 0,
    effectiveFrom,
    version: 1,
  })
  const windows = [window('2026-01-01', 10), window(WORK, 1), window('2026-11-17', 30), window('2026-11-10', 30, OTHER)]
  expect(recorded('2026-11-17', { windows })).toBe('in-time')
  expect(recorded('2026-11-18', { windows })).toBe('closed')
  expect(recorded('2026-11-30', { windows }, OTHER)).toBe('in-time')
})

test('an outage reaches the work dates whose windows were open in it, also by what earlier outages moved', () => {
  const { fromInstant, toInstant } = outage(undefined)
  expect(reach(none, fromInstant, toInstant)).toEqual({ from: '2026-11-10', to: '2026-11-19' })
  expect(reach({ ...none, outages: [outage(AGENCY)] }, fromInstant, toInstant).from).toBe('2026-11-08')
  const long = [{ windowId: 'w', agencyId: OTHER, days: 30, graceDays: 0, effectiveFrom: '2026-01-01', version: 1 }]
  expect(reach({ ...none, windows: long }, fromInstant, toInstant).from).toBe('2026-10-17')
})

test('a plan serves the days up to its last, or up to the day on which it was closed', () => {
  const plan = {
    planId: 'p',
    employeeId: 'e',
    fromDate: '2026-11-01',
    toDate: '2026-11-30',
    closedOn: undefined as string | undefined,
    results: [{ resultId: 'r', code: 'RHK 1' }],
    version: 1,
  }
  expect(resultsOf([plan], '2026-11-30')?.has('r')).toBe(true)
  expect(resultsOf([plan], '2026-12-01')).toBeUndefined()
  expect(resultsOf([{ ...plan, closedOn: '2026-11-16' }], '2026-11-16')?.has('r')).toBe(true)
  expect(resultsOf([{ ...plan, closedOn: '2026-11-16' }], '2026-11-17')).toBeUndefined()
})
