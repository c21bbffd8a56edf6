import { publicCaller, type Caller } from '@timbang/identity/caller'
import { expect, test } from 'vitest'
import type { Figure, PersonsBody, Sent } from './domain/record.ts'
import { punchIdOf } from '@timbang/contracts/punch-id'
import { bringsFiles, checkId, figureOwner, laneOf, owner } from './handle.ts'

const ANI = '0b0f3c3e-0000-4000-8000-000000000001'
const BUDI = '0b0f3c3e-0000-4000-8000-000000000002'
const OURS = 'a0000000-0000-5000-8000-000000000001'
const THEIRS = 'a0000000-0000-5000-8000-000000000002'
const ani: Caller = { ...publicCaller, kind: 'person', sub: ANI, employeeId: ANI, agencyId: OURS }
const machine = (role: 'importer' | 'feeder', agencies: string[] = []): Caller => ({
  ...publicCaller,
  kind: 'machine',
  sub: role,
  roles: [role],
  agencies,
})
const activity: PersonsBody = {
  kind: 'activity',
  workDate: '2026-11-26',
  sentence: 'x',
  resultId: undefined,
  quantityThousandths: undefined,
  unit: undefined,
  startMinute: undefined,
  endMinute: undefined,
  evidenceLink: undefined,
  writtenAt: undefined,
  withdrawn: false,
  evidence: [],
}
const sent = (of: Partial<Sent<PersonsBody>> = {}): Sent<PersonsBody> => ({
  recordId: '019ac000-0000-7000-8000-000000000001',
  revision: 1,
  employeeId: undefined,
  agencyId: undefined,
  sourceRecordedAt: undefined,
  importId: undefined,
  body: activity,
  ...of,
})
const whose = (of: Partial<Sent<PersonsBody>>, agencyId = OURS) => sent({ employeeId: ANI, agencyId, ...of })

test('a person records for himself, in the agency of his token, and for nobody else', () => {
  expect(owner(ani, sent())).toEqual({ employeeId: ANI, agencyId: OURS })
  expect(owner(ani, sent({ employeeId: ANI, agencyId: THEIRS }))).toEqual({ employeeId: ANI, agencyId: OURS })
  expect(owner({ ...ani, agencyId: undefined }, sent())).toEqual({
    employeeId: ANI,
    agencyId: '00000000-0000-0000-0000-000000000000',
  })
  expect(owner({ ...ani, employeeId: '198001012005011001' }, sent())).toMatchObject({ code: 'access.token-invalid' })
  expect(owner(ani, sent({ employeeId: BUDI }))).toMatchObject({ code: 'activity.not-yours' })
})

test('a person records no presence, no leave, no permission and no history', () => {
  expect(
    owner(
      ani,
      sent({
        body: { kind: 'attendance', workDate: '2026-11-26', present: true, lateMinutes: 0, earlyLeaveMinutes: 0 },
      }),
    ),
  ).toMatchObject({ code: 'access.denied' })
  expect(
    owner(
      ani,
      sent({
        body: { kind: 'leave', fromDate: '2026-11-26', toDate: '2026-11-26', leaveKind: 'sick', withdrawn: false },
      }),
    ),
  ).toMatchObject({ code: 'access.denied' })
  const permission = { date: '2026-11-26', fromMinute: 780, untilMinute: 960, permissionKind: 'medical' }
  expect(owner(ani, sent({ body: { kind: 'permission', ...permission, withdrawn: false } }))).toMatchObject({
    code: 'access.denied',
  })
  expect(owner(ani, sent({ importId: 'i' }))).toMatchObject({ code: 'access.denied', field: 'import_id' })
  expect(owner(ani, sent({ sourceRecordedAt: 1 }))).toMatchObject({ code: 'access.denied' })
})

test('a machine records for the agencies of its client, and names the person', () => {
  expect(owner(machine('importer', [OURS]), whose({}))).toEqual({ employeeId: ANI, agencyId: OURS })
  expect(owner(machine('importer', [OURS]), whose({}, THEIRS))).toMatchObject({
    code: 'activity.not-yours',
    field: 'agency_id',
  })
  expect(owner(machine('importer'), whose({}, THEIRS))).toEqual({ employeeId: ANI, agencyId: THEIRS })
  expect(owner(machine('importer'), sent())).toMatchObject({ code: 'request.value-invalid', field: 'employee_id' })
  expect(owner({ ...machine('importer'), roles: ['operator'] }, whose({}))).toMatchObject({ code: 'access.denied' })
})

test("history is the importer's, and names its import", () => {
  expect(owner(machine('importer'), whose({ importId: 'i', sourceRecordedAt: 1 }))).toMatchObject({ employeeId: ANI })
  expect(owner(machine('importer'), whose({ sourceRecordedAt: 1 }))).toMatchObject({ field: 'import_id' })
  expect(owner(machine('feeder'), whose({ importId: 'i' }))).toMatchObject({ code: 'access.denied' })
})

const figure = (of: Partial<Sent<Figure>> = {}): Sent<Figure> => ({
  ...sent(),
  agencyId: OURS,
  body: {
    kind: 'figure',
    unitId: 'u',
    indicatorId: 'i',
    date: '2026-11-26',
    month: undefined,
    amountThousandths: 1,
    perThousandths: undefined,
    withdrawn: false,
  },
  ...of,
})
const officer: Caller = { ...ani, roles: ['personnel_officer'], agencies: [OURS] }

test('figures of an agency are told by its systems and its personnel officer, and by nobody else', () => {
  for (const caller of [machine('feeder', [OURS]), machine('feeder'), machine('importer', [OURS]), officer])
    expect(figureOwner(caller, figure()), caller.sub).toEqual({ agencyId: OURS })
  for (const caller of [ani, { ...officer, agencies: [THEIRS] }, { ...officer, roles: ['agency_head' as const] }])
    expect(figureOwner(caller, figure())).toMatchObject({ code: 'access.denied' })
  expect(figureOwner({ ...machine('feeder'), roles: ['operator'] }, figure())).toMatchObject({ code: 'access.denied' })
  expect(figureOwner(machine('feeder', [THEIRS]), figure())).toMatchObject({ code: 'activity.not-yours' })
  for (const caller of [officer, machine('feeder')]) {
    expect(figureOwner(caller, figure({ agencyId: undefined }))).toMatchObject({ field: 'agency_id' })
    expect(figureOwner(caller, figure({ employeeId: ANI }))).toMatchObject({ field: 'employee_id' })
    expect(figureOwner(caller, figure({ importId: 'i' }))).toMatchObject({ field: 'import_id' })
  }
  expect(figureOwner(officer, figure({ sourceRecordedAt: 1 }))).toMatchObject({ field: 'source_recorded_at' })
})

test('a machine’s scans are told by the personnel officer of its agency, never of himself, and never taken back', () => {
  const BUDI = '00000000-0000-4000-8000-0000000000b0'
  const scan = (of: Partial<Sent<PersonsBody>> = {}, withdrawn = false): Sent<PersonsBody> => ({
    ...whose({}, OURS),
    employeeId: BUDI,
    body: { kind: 'punch', device: 'D-1', at: 1_000, key: undefined, withdrawn },
    ...of,
  })
  expect(owner(officer, scan())).toEqual({ employeeId: BUDI, agencyId: OURS })
  for (const caller of [ani, { ...officer, roles: ['agency_head' as const] }])
    expect(owner(caller, scan())).toMatchObject({ code: 'activity.not-yours' })
  expect(owner(officer, scan({ agencyId: THEIRS }))).toMatchObject({ code: 'activity.not-yours', field: 'agency_id' })
  expect(owner(officer, scan({ agencyId: undefined }))).toMatchObject({ field: 'agency_id' })
  expect(owner(officer, scan({ employeeId: ANI }))).toMatchObject({ code: 'access.denied' })
  expect(owner(officer, scan({ employeeId: undefined }))).toMatchObject({ code: 'access.denied' })
  expect(owner(officer, scan({}, true))).toMatchObject({ code: 'access.denied' })
  expect(owner(officer, scan({ importId: 'i' }))).toMatchObject({ code: 'access.denied', field: 'import_id' })
  // What else is told of others stays the machines'.
  const present = { kind: 'attendance', workDate: '2026-11-26', present: true, lateMinutes: 0, earlyLeaveMinutes: 0 }
  expect(owner(officer, scan({ body: present as PersonsBody }))).toMatchObject({ code: 'activity.not-yours' })
  expect([bringsFiles(officer), bringsFiles(ani), bringsFiles(machine('importer'))]).toEqual([true, false, false])
  expect([laneOf(officer), laneOf(officer, true)]).toEqual(['people', 'imports'])
})

test('imports go in the lane behind people', () => {
  expect([laneOf(ani), laneOf(machine('feeder')), laneOf(machine('importer'))]).toEqual(['people', 'people', 'imports'])
})

test('the id of a punch is that of its person, machine and second, or it is refused', () => {
  const punch = { kind: 'punch' as const, device: 'M-1', at: 1_780_000_000_000, key: undefined, withdrawn: false }
  const told = { ...sent(), employeeId: ANI, recordId: punchIdOf({ employeeId: ANI, ...punch }), body: punch }
  expect(checkId(told, ANI)).toBeUndefined()
  for (const other of [{ device: 'M-2' }, { at: punch.at + 1000 }])
    expect(checkId({ ...told, body: { ...punch, ...other } }, ANI)).toMatchObject({ field: 'record_id' })
  expect(checkId(told, THEIRS)).toMatchObject({ field: 'record_id' })
  expect(checkId(sent(), ANI)).toBeUndefined()
})

test('a punch is never a person’s to tell, not even his own', () => {
  const punch = { kind: 'punch' as const, device: 'M-1', at: 1_780_000_000_000, key: undefined, withdrawn: false }
  expect(owner(ani, { ...sent(), body: punch })).toMatchObject({ code: 'access.denied', field: 'punch' })
})
