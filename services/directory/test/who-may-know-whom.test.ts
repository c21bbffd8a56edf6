import type { Role } from '@timbang/identity/caller'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agencyIdOf, unitIdOf } from '@timbang/contracts/official-id'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { employee, nip, province, row, startDirectory, structure, type Directory } from './given.ts'

let directory: Directory
beforeAll(async () => {
  directory = await startDirectory()
  await directory.client.registerStructure(structure(), { token: directory.importer })
  await directory.importStaff([...province(), row(8, { superiorPositionCode: 'P3' })])
})
afterAll(() => directory.stop())

const all = [1, 2, 3, 4, 5, 6, 7, 8].map(employee)
const numbers = <T extends { employeeId: string }>(people: readonly T[]) =>
  people.map((person) => Number(person.employeeId.slice(-12))).sort()
const value = <T>(answer: T | Refusal): T => {
  if (isRefusal(answer)) throw new Error(answer.code)
  return answer
}
const named = async (token: string) =>
  numbers(value(await directory.client.getPeople({ employeeIds: all }, { token })).people)
const code = <T>(answer: T | Refusal) => (isRefusal(answer) ? answer.code : 'answered')

test('an employee knows himself and his own line of superiors, and nobody of another agency', async () => {
  expect(await named(await directory.issuer.person(employee(4)))).toEqual([1, 2, 3, 4])
  expect(await named(await directory.issuer.person(employee(7)))).toEqual([1, 6, 7])
})

test('an assessor and his superior know the people below them, a head his whole agency', async () => {
  expect(await named(await directory.issuer.person(employee(3)))).toEqual([1, 2, 3, 4, 5, 8])
  expect(await named(await directory.issuer.person(employee(6)))).toEqual([1, 6, 7])
  expect(await named(await directory.issuer.person(employee(1)))).toEqual([1, 2, 3, 6, 7])
})

test('a personnel officer knows his agency, the board and the auditor everybody', async () => {
  expect(
    await named(
      await directory.issuer.token({ sub: 'officer', roles: ['personnel_officer'], agencies: [agencyIdOf('BADAN')] }),
    ),
  ).toEqual([6, 7])
  for (const role of ['bkd', 'auditor'] as const)
    expect(await named(await directory.issuer.machine(role))).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect(
    code(await directory.client.getPeople({ employeeIds: all }, { token: await directory.issuer.machine('operator') })),
  ).toBe('access.denied')
  expect(code(await directory.client.getPeople({ employeeIds: all }))).toBe('access.token-missing')
})

test('what is told of a person is his name, post and the last three digits', async () => {
  const [person] = value(
    await directory.client.getPeople({ employeeIds: [employee(4)] }, { token: await directory.issuer.machine('bkd') }),
  ).people
  expect(person).toEqual({
    employeeId: employee(4),
    name: 'Pegawai 4',
    positionTitle: 'Jabatan 4',
    unitName: 'Bidang DINAS',
    agencyId: agencyIdOf('DINAS'),
    nipTail: nip(4).slice(-3),
    secondedFrom: '',
  })
})

test('the people of an agency are listed for those who may see it, page by page, by part of a name', async () => {
  const list = async (token: string, agency: string, more: { search?: string; limit?: number; after?: string } = {}) =>
    directory.client.listPeople({ agencyId: agencyIdOf(agency), search: '', limit: 0, after: '', ...more }, { token })
  const head = await directory.issuer.person(employee(2), { roles: ['agency_head'], agencies: [agencyIdOf('DINAS')] })
  expect(numbers(value(await list(head, 'DINAS')).people)).toEqual([2, 3, 4, 5, 8])
  expect(code(await list(head, 'BADAN'))).toBe('access.denied')
  expect(code(await list(await directory.issuer.person(employee(4)), 'DINAS'))).toBe('access.denied')
  const first = value(await list(head, 'DINAS', { limit: 3 }))
  const second = value(await list(head, 'DINAS', { limit: 3, after: first.next }))
  expect([...numbers(first.people), ...numbers(second.people)]).toEqual([2, 3, 4, 5, 8])
  expect(second.next).toBe('')
  expect(numbers(value(await list(head, 'DINAS', { search: 'AWAI 5' })).people)).toEqual([5])
})

test('an importer resolves numbers, spaces and dots in them; an officer only those of his agency', async () => {
  const nips = [nip(4), nip(7).replace(/(.{8})/, '$1 .'), nip(99), 'x']
  const resolved = async (token: string) =>
    value(await directory.client.resolveIdentifiers({ nips }, { token })).resolved.map((one) => [
      one.nip,
      one.employeeId,
    ])
  expect(await resolved(directory.importer)).toEqual([
    [nips[0], employee(4)],
    [nips[1], employee(7)],
    [nips[2], ''],
    ['x', ''],
  ])
  expect(
    await resolved(
      await directory.issuer.token({ sub: 'officer', roles: ['personnel_officer'], agencies: [agencyIdOf('BADAN')] }),
    ),
  ).toEqual([
    [nips[0], ''],
    [nips[1], employee(7)],
    [nips[2], ''],
    ['x', ''],
  ])
  expect(
    code(await directory.client.resolveIdentifiers({ nips }, { token: await directory.issuer.person(employee(4)) })),
  ).toBe('access.denied')
})

test('a login tells who the caller is here: post, agency, zone, roles, and whether he leads', async () => {
  await directory.nameFirst(
    { subject: employee(3), role: 'personnel_officer', agencyIds: [agencyIdOf('DINAS')] },
    { subject: 'board', role: 'bkd' },
    { subject: 'board-2', role: 'bkd' },
  )
  const login = async (sub: string) =>
    value(await directory.client.getLogin({}, { token: await directory.issuer.token({ sub }) }))
  expect(await login(employee(3))).toEqual({
    subject: employee(3),
    employeeId: employee(3),
    displayName: 'Pegawai 3',
    positionTitle: 'Jabatan 3',
    agencyId: agencyIdOf('DINAS'),
    agencyName: 'OPD DINAS',
    agencyCode: 'DINAS',
    zone: 'WIB',
    roles: ['personnel_officer'],
    roleAgencyIds: [agencyIdOf('DINAS')],
    leads: true,
    unitName: 'Bidang DINAS',
    practice: false,
    standsIn: false,
    headedUnits: [{ unitId: unitIdOf('DINAS.1'), code: 'DINAS.1', name: 'Bidang DINAS' }],
  })
  expect(await login(employee(4))).toMatchObject({ roles: [], leads: false })
  expect(await login(employee(2))).toMatchObject({
    roles: ['agency_head'],
    roleAgencyIds: [agencyIdOf('DINAS')],
    leads: true,
  })
  expect(await login('board')).toMatchObject({
    subject: 'board',
    employeeId: undefined,
    roles: ['bkd'],
    roleAgencyIds: [],
  })
  expect(await login('nobody')).toMatchObject({ employeeId: undefined, roles: [], leads: false })
})

test('an account whose subject is not the key of the employee is known by its own row', async () => {
  await directory.database.pool.query('insert into login values ($1, $2, $3)', [
    directory.issuer.issuer,
    'sso-77',
    employee(5),
  ])
  const answer = value(await directory.client.getLogin({}, { token: await directory.issuer.token({ sub: 'sso-77' }) }))
  expect(answer).toMatchObject({ subject: 'sso-77', employeeId: employee(5), displayName: 'Pegawai 5' })
})

test('a structure with a fault changes nothing', async () => {
  const before = value(
    await directory.client.getStructure({ agencyId: agencyIdOf('DINAS') }, { token: directory.importer }),
  )
  expect(before.units.map((unit) => unit.code)).toEqual(['DINAS', 'DINAS.1'])
  const answer = value(
    await directory.client.registerStructure(
      {
        agencies: [],
        calendars: [],
        units: [
          {
            unitId: '',
            agencyId: agencyIdOf('DINAS'),
            parentUnitId: undefined,
            code: 'DINAS.2',
            name: 'Baik',
            servesPublic: false,
            version: 0,
          },
          {
            unitId: agencyIdOf('DINAS'),
            agencyId: agencyIdOf('NIX'),
            parentUnitId: undefined,
            code: 'DINAS.3',
            name: 'Salah',
            servesPublic: false,
            version: 0,
          },
        ],
      },
      { token: directory.importer },
    ),
  )
  expect(answer.changed).toBe(0)
  expect(answer.problems.map((problem) => problem.code).sort()).toEqual([
    'structure.agency-unknown',
    'structure.id-differs',
  ])
  expect(
    value(await directory.client.getStructure({ agencyId: agencyIdOf('DINAS') }, { token: directory.importer })),
  ).toEqual(before)
})

test('whoever sees the whole province finds people of all of it by name; the head of an agency does not', async () => {
  const search = async (token: string, text: string, agencyId = '') => {
    const answer = await directory.client.listPeople({ agencyId, search: text, limit: 0, after: '' }, { token })
    return isRefusal(answer) ? answer.code : answer.people.map(({ employeeId }) => employeeId)
  }
  const token = (roles: Role[], agencies: string[] = []) => directory.issuer.token({ sub: 'somebody', roles, agencies })
  expect(await search(await token(['auditor']), 'Pegawai 4')).toEqual([employee(4)])
  expect(await search(await token(['auditor']), 'pegawai')).toEqual(expect.arrayContaining([employee(4), employee(7)]))
  expect(await search(await token(['agency_head'], [agencyIdOf('DINAS')]), 'Pegawai 4')).toBe('access.denied')
  expect(await search(await token(['agency_head'], [agencyIdOf('DINAS')]), 'Pegawai 7', agencyIdOf('DINAS'))).toEqual(
    [],
  )
})
