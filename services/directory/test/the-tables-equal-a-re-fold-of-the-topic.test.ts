import { afterAll, beforeAll, expect, test } from 'vitest'
import { DutyServiceService } from '@timbang/contracts/gen/timbang/directory/v1/duty'
import { DelegationServiceService } from '@timbang/contracts/gen/timbang/directory/v1/delegation'
import { agencyIdOf, indicatorIdOf, unitIdOf } from '@timbang/contracts/official-id'
import { isRefusal } from '@timbang/contracts/refusal'
import { grpcClient } from '@timbang/process/grpc'
import { transaction } from '@timbang/postgres/transaction'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { apply } from '../src/store/apply.ts'
import { employee, province, row, startDirectory, structure, tablesOf, waitingTime, type Directory } from './given.ts'

let directory: Directory
let fresh: TestDatabase
beforeAll(async () => {
  ;[directory, fresh] = await Promise.all([startDirectory(), testDatabase('directory')])
})
afterAll(async () => {
  await directory.stop()
  await fresh.close()
})

test('the tables of the directory equal a re-fold of its own topic, read in whatever order', async () => {
  const { client, importer } = directory
  await client.registerStructure(structure(), { token: importer })
  await directory.importStaff(province())
  await directory.importStaff([
    row(4, { positionCode: 'P8', fromDate: '2026-08-18' }),
    row(5, {
      capacity: 'plt',
      positionCode: 'P3',
      positionTitle: 'Jabatan 3',
      positionKind: 'administrator',
      superiorPositionCode: 'P2',
      toDate: '2026-12-31',
    }),
  ])
  await client.registerStructure(
    { ...structure(), units: structure().units.map((unit) => ({ ...unit, name: `${unit.name} baru` })) },
    { token: importer },
  )
  await directory.nameFirst({ subject: employee(1), role: 'bkd' }, { subject: employee(2), role: 'bkd' })
  const tokens = await Promise.all([employee(1), employee(2)].map((id) => directory.issuer.token({ sub: id })))
  for (const [at, revoke] of [false, true].entries()) {
    const requestId = `01900000-0000-7000-8000-00000000000${at}`
    const agencyIds = [agencyIdOf('DINAS'), agencyIdOf('BADAN')]
    await directory.roles.requestRole(
      { requestId, subject: employee(3), role: 'personnel_officer', agencyIds, revoke },
      { token: tokens[0]! },
    )
    await directory.roles.approveRole({ requestId }, { token: tokens[1]! })
  }
  const duty = grpcClient(DutyServiceService, directory.addresses.grpc)
  const night = { beginMinute: 1260, endMinute: 1860, breakMinutes: 60 }
  for (const code of ['M', 'N'])
    await duty.setShifts({ agencyId: agencyIdOf('DINAS'), shifts: [{ code, ...night }] }, { token: directory.importer })
  for (const date of ['2026-12-01', '2026-12-02']) {
    const days = [{ date, turns: [{ code: '', ...night }] }]
    const rows = [{ employeeId: employee(4), days, seenVersion: undefined }]
    const asked = { unitId: unitIdOf('DINAS.1'), month: '2026-12', rows, dryRun: false }
    expect(await duty.publishDuty(asked, { token: directory.importer })).toMatchObject({ changed: 1 })
  }
  duty.close()
  // Handed to a colleague, and ended before its time.
  const delegations = grpcClient(DelegationServiceService, directory.addresses.grpc)
  const token = await directory.issuer.token({ sub: employee(3), employeeId: employee(3) })
  const wanted = { delegateId: employee(2), fromDate: '2026-12-01', toDate: '2026-12-11' }
  const handed = await delegations.giveDelegation(wanted, { token })
  if (isRefusal(handed)) throw new Error(handed.code)
  expect(await delegations.endDelegation({ ...handed, version: 1 }, { token })).toEqual({ version: 2 })
  delegations.close()
  for (const source of ['SIM antrean', 'SIM antrean baru', 'SIM antrean baru'])
    expect(
      await directory.indicators.setIndicator(
        { indicator: waitingTime({ source }), fresh: false },
        { token: importer },
      ),
    ).toMatchObject({
      indicator: { indicatorId: indicatorIdOf(agencyIdOf('DINAS'), 'TUNGGU'), source },
    })
  // A number of a machine that changed its owner: two states of it.
  for (const [nth, fromDate] of ['2026-01-01', '2026-11-16'].entries())
    await directory.pins.setPins(
      {
        device: 'DINAS-1',
        agencyId: agencyIdOf('DINAS'),
        zone: 'WIB',
        rows: [{ line: 1, pin: '0012', employeeId: employee(nth + 1), fromDate, toDate: '' }],
        dryRun: false,
      },
      { token: importer },
    )
  const events = await directory.published()
  expect(
    events
      .filter(({ body }) => body?.$case === 'indicatorChanged')
      .map(({ body }) => (body!.value as { version: number }).version),
  ).toEqual([1, 2])
  expect(
    events
      .filter((event) => event.body?.$case === 'roleChanged')
      .map((event) => event.body?.$case === 'roleChanged' && event.body.value.version)
      .sort(),
  ).toEqual([1, 1, 1, 2])

  for (let from = 0; from < events.length; from += 7)
    await transaction(fresh.pool, (tx) => apply(tx, events.toReversed().slice(from, from + 7)))
  expect(await tablesOf(fresh.pool)).toEqual(await tablesOf(directory.database.pool))
})

test('what is registered again as it stands publishes nothing', async () => {
  const before = (await directory.published()).length
  const again = { ...structure(), units: structure().units.map((unit) => ({ ...unit, name: `${unit.name} baru` })) }
  expect(await directory.client.registerStructure(again, { token: directory.importer })).toEqual({
    changed: 0,
    problems: [],
  })
  expect(await directory.published()).toHaveLength(before)
})

test('an agency says by its own officer what its figures mean, once for two who say it at once; another agency hears no', async () => {
  const officerOf = (code: string) =>
    directory.issuer.token({
      sub: employee(3),
      employeeId: employee(3),
      roles: ['personnel_officer'],
      agencies: [agencyIdOf(code)],
    })
  const set = async (token: string, more: Parameters<typeof waitingTime>[0] = {}) =>
    directory.indicators.setIndicator({ indicator: waitingTime({ code: 'IZIN', ...more }), fresh: false }, { token })
  const mine = await officerOf('DINAS')
  const both = await Promise.all([set(mine, { meaningId: 'Satu' }), set(mine, { meaningId: 'Dua' })])
  expect(both.map((answer) => ('indicator' in answer ? answer.indicator!.version : answer)).sort()).toEqual([1, 2])
  expect(await set(await officerOf('BADAN'))).toMatchObject({ code: 'access.denied' })
  const bound = await directory.issuer.token({ sub: 'importer', roles: ['importer'], agencies: [agencyIdOf('BADAN')] })
  expect(await set(bound)).toMatchObject({ code: 'access.denied' })
  expect(await set(directory.importer, { agencyId: agencyIdOf('LAIN') })).toMatchObject({
    code: 'staff.agency-unknown',
  })
  expect(await set(mine, { unit: 'NIP' })).toMatchObject({ code: 'indicator.unit-unknown' })
  expect(await set(mine, { meaningId: ' ' })).toMatchObject({ code: 'request.value-invalid' })
  const seen = await directory.indicators.listIndicators({ agencyId: agencyIdOf('DINAS') }, { token: mine })
  expect('indicators' in seen && seen.indicators.map(({ code, version }) => `${code} ${version}`)).toEqual([
    'IZIN 2',
    'TUNGGU 2',
  ])
  const { rows } = await directory.database.pool.query(
    `select reader, agency_id from audit.look where operation = 'directory.SetIndicator' and reader = $1`,
    [employee(3)],
  )
  expect(rows).toEqual(Array.from({ length: 2 }, () => ({ reader: employee(3), agency_id: agencyIdOf('DINAS') })))
})
