import { expect, test } from 'vitest'
import { agencyContext, assignmentsOf, type Known, nothingKnown, postsOf } from './domain.ts'

const [OURS, THEIRS] = ['a0000000-0000-5000-8000-000000000001', 'a0000000-0000-5000-8000-000000000002']
const agency = (agencyId: string) => ({
  agencyId,
  code: agencyId.slice(-1),
  name: 'Dinas',
  kind: 'dinas',
  calendarCode: '5-hari',
  attendanceConnected: true,
  practice: false,
  version: 1,
})
const of = { ours: OURS, theirs: THEIRS, everybody: undefined }
const each = <T>(make: (id: string, agencyId: string | undefined) => T): T[] =>
  Object.entries(of).map(([id, agencyId]) => make(id, agencyId))
const outage = (outageId: string, agencyId: string | undefined, withdrawn = false) => ({
  outageId,
  agencyId,
  fromInstant: 1_000n,
  toInstant: 2_000n,
  causeCode: 'network',
  version: 1,
  withdrawn,
})
const grace = (graceId: string, agencyId: string | undefined, withdrawn = false) => ({
  graceId,
  agencyId,
  workFrom: '2026-07-01',
  workTo: '2026-07-03',
  untilInstant: 9_000n,
  reasonCode: 'flood',
  version: 1,
  withdrawn,
})
/** Two agencies; of each, and of the whole province, an outage, a grace and, of an agency, a window. */
const known = (): Known => ({
  ...nothingKnown(),
  agencies: new Map([OURS, THEIRS].map((id) => [id, agency(id)])),
  calendars: new Map([
    [
      '5-hari/2026',
      { calendarCode: '5-hari', year: 2026, workingWeekdays: [1, 2, 3, 4, 5], holidays: [], hours: [], version: 1 },
    ],
  ]),
  windows: [OURS, THEIRS].map((agencyId) => ({
    windowId: agencyId,
    agencyId,
    days: agencyId === OURS ? 3 : 4,
    graceDays: 2,
    effectiveFrom: '2026-07-01',
    version: 1,
  })),
  outages: [...each((id, agencyId) => outage(id, agencyId)), outage('taken back', undefined, true)],
  attendanceOutages: [outage('theirs', THEIRS), outage('ours', OURS), outage('taken back', OURS, true)].map((one) => ({
    ...one,
    agencyId: one.agencyId!,
    devices: one.outageId === 'ours' ? ['M-1'] : [],
  })),
  graces: [...each((id, agencyId) => grace(id, agencyId)), grace('taken back', OURS, true)],
})
const span = { from: '2026-07-01', to: '2026-09-30' }
const ids = (agencyId: string) => {
  const { windows, outages, attendanceOutages, graces } = agencyContext(known(), agencyId, span)!
  return {
    windows: windows.map(({ days }) => days),
    outages: outages.map(({ id }) => id),
    attendanceOutages: attendanceOutages!.map(({ id, devices = [] }) => [id, ...devices].join(' ')),
    graces: graces.map(({ id }) => id),
  }
}

test("an agency's days are judged by its own windows, outages and graces and by those of the whole province, and by none that was taken back", () => {
  expect(ids(OURS)).toEqual({
    windows: [3],
    outages: ['everybody', 'ours'],
    attendanceOutages: ['ours M-1'],
    graces: ['everybody', 'ours'],
  })
  expect(ids(THEIRS)).toEqual({
    windows: [4],
    outages: ['everybody', 'theirs'],
    attendanceOutages: ['theirs'],
    graces: ['everybody', 'theirs'],
  })
})

test('an agency that is not known, or whose calendar has no year of the span, is judged by nothing', () => {
  expect(agencyContext(known(), 'somebody else', span)).toBeUndefined()
  expect(agencyContext(known(), OURS, { from: '2027-01-01', to: '2027-03-31' })).toBeUndefined()
})

test('whose telling counts is asked of every post that stands, also where its position or its agency’s year is not known yet', () => {
  const held = (assignmentId: string, withdrawn = false) => ({
    assignmentId,
    employeeId: 'e',
    positionId: 'not known',
    agencyId: THEIRS,
    unitId: 'u',
    capacity: 2 as const,
    fromDate: '2026-07-01',
    toDate: '2026-07-31',
    zone: 'WIB',
    version: 1,
    withdrawn,
  })
  const all: Known = { ...known(), assignments: new Map([['e', [held('a'), held('taken back', true)]]]) }
  expect(assignmentsOf(all, 'e')).toEqual([])
  expect(postsOf(all, 'e')).toEqual([{ agencyId: THEIRS, from: '2026-07-01', to: '2026-07-31' }])
  expect(postsOf(all, 'nobody')).toEqual([])
})
