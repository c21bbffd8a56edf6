import { randomUUIDv7 } from 'node:crypto'
import { agencyIdOf } from '@timbang/contracts/official-id'
import { isRefusal } from '@timbang/contracts/refusal'
import { eventually } from '@timbang/testkit/eventually'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { employee, nip, province, startDirectory, structure, type Directory } from './given.ts'

let directory: Directory
const DINAS = agencyIdOf('DINAS')
const [ani, budi, citra, dewi, eka] = [1, 2, 3, 4, 5].map(employee) as [string, string, string, string, string]

beforeAll(async () => {
  directory = await startDirectory()
  await directory.client.registerStructure(structure(), { token: directory.importer })
  await directory.importStaff(province())
})
afterAll(() => directory.stop())

const said = (answer: unknown) => (isRefusal(answer) ? answer.code : 'yes')
/** As at the provider: a token that says who somebody is, and of no role. */
const as = (sub: string) => directory.issuer.token({ sub })
const request = async (by: string, more: Partial<Parameters<Directory['roles']['requestRole']>[0]> = {}) => {
  const asked = { requestId: randomUUIDv7(), subject: citra, role: 'auditor', agencyIds: [], revoke: false, ...more }
  const answer = await directory.roles.requestRole(asked, { token: await as(by) })
  return { id: asked.requestId, said: said(answer) }
}
const approve = async (by: string, requestId: string) =>
  said(await directory.roles.approveRole({ requestId }, { token: await as(by) }))
const rolesOf = async (sub: string) => {
  const login = await directory.client.getLogin({}, { token: await as(sub) })
  return isRefusal(login) ? [] : login.roles
}
const published = async (kind: string) => (await directory.published()).filter(({ body }) => body?.$case === kind)

test('the first two come from the operator’s command line, once, also when two lines are typed at once', async () => {
  expect(said(await directory.roles.nameFirst({ holders: [] }, { token: directory.importer }))).toBe('access.denied')
  const person = await directory.issuer.token({ sub: ani, employeeId: ani, roles: ['operator'] })
  expect(said(await directory.roles.nameFirst({ holders: [] }, { token: person }))).toBe('access.denied')
  expect(said(await directory.nameFirst({ subject: ani, role: 'bkd' }))).toBe('role.first-too-few')
  expect(said(await directory.nameFirst({ subject: ani, role: 'bkd' }, { subject: nip(9), role: 'bkd' }))).toBe(
    'role.subject-unknown',
  )
  const both = await Promise.all([
    directory.nameFirst({ subject: ani, role: 'bkd' }, { subject: budi, role: 'bkd' }),
    directory.nameFirst({ subject: dewi, role: 'bkd' }, { subject: eka, role: 'bkd' }),
  ])
  expect(both.map(said).sort()).toEqual(['role.first-named', 'yes'])
  const { rows } = await directory.database.pool.query(
    `select kind, cardinality(subjects) as subjects from audit.look where operation = 'directory.NameFirst'`,
  )
  expect(rows).toEqual([{ kind: 'decision', subjects: 2 }])
  // Whichever it was, the story goes on with these two.
  const won = said(both[0]) === 'yes' ? [ani, budi] : [dewi, eka]
  if (won[0] !== ani) {
    for (const subject of [ani, budi]) {
      const { id } = await request(dewi, { subject, role: 'bkd' })
      expect(await approve(eka, id)).toBe('yes')
    }
    for (const [subject, one, other] of [
      [dewi, ani, budi],
      [eka, budi, ani],
    ] as const) {
      const { id } = await request(one, { subject, role: 'bkd', revoke: true })
      expect(await approve(other, id)).toBe('yes')
    }
  }
  expect([await rolesOf(ani), await rolesOf(budi), await rolesOf(dewi)]).toEqual([
    expect.arrayContaining(['bkd']),
    expect.arrayContaining(['bkd']),
    expect.not.arrayContaining(['bkd']),
  ])
})

test('one asks, another approves, and only then is the role given; retries change nothing', async () => {
  const { id, said: asked } = await request(ani)
  expect(asked).toBe('yes')
  expect((await request(ani, { requestId: id })).said).toBe('yes')
  expect((await request(ani, { requestId: id, subject: eka })).said).toBe('role.request-differs')
  expect(await rolesOf(citra)).not.toContain('auditor')
  expect(await approve(budi, id)).toBe('yes')
  expect(await approve(budi, id)).toBe('yes')
  expect(await rolesOf(citra)).toContain('auditor')
  const events = (await published('roleRequestChanged')).filter(
    ({ body }) => body?.$case === 'roleRequestChanged' && body.value.requestId === id,
  )
  expect(events.map(({ body }) => body?.$case === 'roleRequestChanged' && body.value.version).sort()).toEqual([1, 2])
})

test('neither who asked nor who gets it approves, under no name of his, and nobody asks for himself', async () => {
  await directory.database.pool.query('insert into login values ($1, $2, $3), ($1, $4, $5)', [
    directory.issuer.issuer,
    'akun-ani',
    ani,
    'akun-citra',
    citra,
  ])
  const { id } = await request(ani, { role: 'governor' })
  expect(await approve(ani, id)).toBe('role.same-person')
  expect(await approve('akun-ani', id)).toBe('role.same-person')
  expect((await request(ani, { subject: ani })).said).toBe('role.own')
  expect((await request(ani, { subject: 'akun-ani' })).said).toBe('role.own')
  // Whom the role is for may hold bkd himself meanwhile.
  const { id: own } = await request(ani, { role: 'bkd' })
  expect(await approve(budi, own)).toBe('yes')
  expect(await approve(citra, id)).toBe('role.own')
  expect(await approve('akun-citra', id)).toBe('role.own')
  expect(await rolesOf(citra)).not.toContain('governor')
})

test('whoever holds no bkd asks, approves and sees nothing, whatever his token says', async () => {
  const forged = await directory.issuer.token({ sub: dewi, employeeId: dewi, roles: ['bkd'] })
  const { id } = await request(ani, { role: 'operator' })
  for (const token of [forged, directory.importer, await directory.issuer.machine('operator'), await as('bkd')]) {
    const asked = { requestId: randomUUIDv7(), subject: eka, role: 'bkd', agencyIds: [], revoke: false }
    expect(said(await directory.roles.requestRole(asked, { token }))).toBe('access.denied')
    expect(said(await directory.roles.approveRole({ requestId: id }, { token }))).toBe('access.denied')
    // The same for a request that is not there: who may not, learns nothing.
    expect(said(await directory.roles.approveRole({ requestId: randomUUIDv7() }, { token }))).toBe('access.denied')
    expect(said(await directory.roles.listRoleRequests({ limit: 0, after: '' }, { token }))).toBe('access.denied')
  }
  const list = await directory.roles.listRoleRequests({ limit: 1, after: '' }, { token: await as(budi) })
  expect(isRefusal(list) ? list : list.requests).toMatchObject([{ requestId: id, requestedBy: ani, role: 'operator' }])
})

/** Begins things while nobody can write on record: each has read what is there, or waits for who does, and has written nothing. */
async function atOnce<T>(...things: (() => Promise<T>)[]): Promise<T[]> {
  const before = await directory.database.pool.connect()
  await before.query('begin; lock table audit.look in access exclusive mode')
  const all = Promise.all(things.map((begin) => begin()))
  try {
    await eventually(async () => {
      // Not by the transaction above: what it saw of pg_stat_activity once it sees to its end, and not who connected since.
      const { rows } = await directory.database.pool.query<{ waiting: number }>(
        `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
      expect(rows[0]!.waiting).toBe(things.length)
    })
  } finally {
    await before.query('commit')
    before.release()
  }
  return all
}

test('of two requests under one id at once one stands, and the other is told that it differs', async () => {
  const requestId = randomUUIDv7()
  const both = await atOnce(
    () => request(ani, { requestId, subject: dewi, role: 'auditor' }),
    () => request(budi, { requestId, subject: eka, role: 'auditor' }),
  )
  expect(both.map(({ said: one }) => one).sort()).toEqual(['role.request-differs', 'yes'])
})

test('of two who approve one request at once the second is told that it is decided', async () => {
  expect(await approve(budi, (await request(ani, { subject: dewi, role: 'bkd' })).id)).toBe('yes')
  const { id } = await request(ani, { subject: citra, role: 'governor' })
  const both = await atOnce(
    () => approve(budi, id),
    () => approve(dewi, id),
  )
  expect(both.sort()).toEqual(['role.request-decided', 'yes'])
  expect(await approve(budi, (await request(ani, { subject: dewi, role: 'bkd', revoke: true })).id)).toBe('yes')
})

test('a machine with a role decides nothing, though its account were that of somebody who holds bkd', async () => {
  const { pool } = directory.database
  await pool.query('insert into login values ($1, $2, $3)', [directory.issuer.issuer, 'operator', ani])
  const token = await directory.issuer.machine('operator')
  const asked = { requestId: randomUUIDv7(), subject: eka, role: 'governor', agencyIds: [], revoke: false }
  expect(said(await directory.roles.requestRole(asked, { token }))).toBe('access.denied')
  await pool.query(`delete from login where subject = 'operator'`)
})

test('two who approve at once give the role once, and two requests for one role make two versions', async () => {
  const { id } = await request(ani, { subject: eka, role: 'operator' })
  const both = await Promise.all([approve(budi, id), approve(citra, id)])
  expect(both.sort()).toEqual(['role.request-decided', 'yes'])
  const [one, two] = [
    await request(ani, { subject: eka, role: 'personnel_officer', agencyIds: [DINAS] }),
    await request(budi, { subject: eka, role: 'personnel_officer', agencyIds: [DINAS, agencyIdOf('BADAN')] }),
  ]
  expect(await Promise.all([approve(budi, one.id), approve(ani, two.id)])).toEqual(['yes', 'yes'])
  const versions = (await published('roleChanged')).flatMap(({ body }) =>
    body?.$case === 'roleChanged' && body.value.subject === eka ? [`${body.value.role} ${body.value.version}`] : [],
  )
  expect(versions.filter((one) => !one.startsWith('bkd')).sort()).toEqual([
    'operator 1',
    'personnel_officer 1',
    'personnel_officer 2',
  ])
})

test('whoever decides about one subject waits for whoever does so before him', async () => {
  const [one, two] = [
    await request(ani, { subject: dewi, role: 'agency_head', agencyIds: [DINAS] }),
    await request(budi, { subject: dewi, role: 'agency_head', agencyIds: [agencyIdOf('BADAN')] }),
  ]
  const before = await directory.database.pool.connect()
  const lock = `pg_advisory_lock(hashtextextended('role ' || $1, 0))`
  await before.query(`select ${lock}`, [dewi])
  const both = Promise.all([approve(budi, one.id), approve(ani, two.id)])
  await eventually(async () => {
    const { rows } = await directory.database.pool.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`,
    )
    expect(rows[0]!.waiting).toBe(2)
  })
  await before.query(`select ${lock.replace('_lock', '_unlock')}`, [dewi])
  before.release()
  expect(await both).toEqual(['yes', 'yes'])
})

test('who asks once more while another one approves waits his turn, and is answered', async () => {
  for (let nth = 0; nth < 5; nth++) {
    const { id } = await request(ani, { subject: dewi, role: 'operator' })
    const all = await Promise.all([
      ...Array.from({ length: 4 }, () => request(ani, { requestId: id, subject: dewi, role: 'operator' })),
      ...Array.from({ length: 2 }, async () => ({ said: await approve(budi, id) })),
    ])
    expect(all.map(({ said: one }) => one)).toEqual(Array.from({ length: 6 }, () => 'yes'))
  }
})

test('of two who take bkd from each other at once one is heard, whether they asked for it or approve it', async () => {
  for (const [asks, approves, why] of [
    [[dewi, eka], [ani, budi], 'role.requester-gone'],
    [[ani, ani], [dewi, eka], 'access.denied'],
  ] as const) {
    for (const subject of [dewi, eka])
      if (!(await rolesOf(subject)).includes('bkd'))
        expect(await approve(budi, (await request(ani, { subject, role: 'bkd' })).id)).toBe('yes')
    const one = await request(asks[0], { subject: eka, role: 'bkd', revoke: true })
    const other = await request(asks[1], { subject: dewi, role: 'bkd', revoke: true })
    const both = await atOnce(
      () => approve(approves[0], one.id),
      () => approve(approves[1], other.id),
    )
    expect(both.sort()).toEqual([why, 'yes'])
  }
})

test('whoever has lost bkd approves nothing, and what he asked for dies with it', async () => {
  const [mine, other] = [
    await request(citra, { subject: dewi, role: 'governor' }),
    await request(ani, { subject: dewi, role: 'governor' }),
  ]
  const { id } = await request(ani, { role: 'bkd', revoke: true })
  expect(await approve(budi, id)).toBe('yes')
  expect(await approve(citra, other.id)).toBe('access.denied')
  expect(await approve(budi, mine.id)).toBe('role.requester-gone')
  expect(await rolesOf(dewi)).not.toContain('governor')
})

test('no name and no number of a person gets on the log by way of a role', async () => {
  for (const subject of [nip(3), `nip${nip(3)}`, `${employee(3)}x`, employee(99)])
    expect((await request(ani, { subject })).said, subject).toBe('role.subject-unknown')
  for (const subject of ['Pegawai 3', ''])
    expect((await request(ani, { subject })).said, subject).toBe('request.value-invalid')
  expect((await request(ani, { role: 'king' })).said).toBe('role.unknown')
  expect((await request(ani, { role: 'agency_head', agencyIds: [agencyIdOf('X')] })).said).toBe('staff.agency-unknown')
  expect((await request(ani, { agencyIds: ['x'] })).said).toBe('request.value-invalid')
  expect((await request(ani, { requestId: 'x' })).said).toBe('request.value-invalid')
})

test('importing gives no role', async () => {
  const before = (await published('roleChanged')).length
  await directory.importStaff(province())
  expect(await published('roleChanged')).toHaveLength(before)
})
