import { randomUUIDv7 } from 'node:crypto'
import { AuditServiceService } from '@timbang/contracts/gen/timbang/audit/v1/audit'
import { agencyIdOf } from '@timbang/contracts/official-id'
import { isRefusal } from '@timbang/contracts/refusal'
import { grpcClient } from '@timbang/process/grpc'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { employee, nip, NOW, province, startDirectory, structure, type Directory } from './given.ts'

let directory: Directory
let audit: ReturnType<typeof grpcClient<typeof AuditServiceService>>
const DINAS = agencyIdOf('DINAS')
const [chief, head, sari, dedi] = [2, 3, 4, 5].map(employee) as [string, string, string, string]
let auditor: string

beforeAll(async () => {
  directory = await startDirectory()
  audit = grpcClient(AuditServiceService, directory.addresses.grpc)
  await directory.client.registerStructure(structure(), { token: directory.importer })
  await directory.importStaff(province())
  await directory.nameFirst({ subject: employee(1), role: 'bkd' }, { subject: employee(6), role: 'bkd' })
  auditor = await directory.issuer.token({ sub: 'auditor', roles: ['auditor'], sid: 's-auditor' })
})
afterAll(async () => {
  audit.close()
  await directory.stop()
})
beforeEach(() => directory.database.pool.query('delete from audit.look'))

const said = (answer: unknown) => (isRefusal(answer) ? answer.code : 'yes')
const rows = async () =>
  (
    await directory.database.pool.query<{ row: string }>(
      `select kind || ' ' || reader || ' ' || operation || ' ' || array_to_string(subjects, ',') as row from audit.look order by at, look_id`,
    )
  ).rows.map(({ row }) => row)
const as = (id: string) => directory.issuer.token({ sub: id, employeeId: id, sid: `s-${id}` })
const named = async (token: string, ...employeeIds: string[]) => directory.client.getPeople({ employeeIds }, { token })
const everything = {
  subject: '',
  reader: '',
  operation: '',
  kind: '',
  from: 0n,
  until: 0n,
  limit: 0,
  afterAt: 0n,
  afterId: '',
}
const listed = async (token: string, asked: Partial<typeof everything> = {}) => {
  const answer = await audit.listLooks({ ...everything, ...asked }, { token })
  if (isRefusal(answer)) return answer.code
  return answer.looks.map((one) => `${one.kind} ${one.reader} ${one.operation} ${one.subjects.join()} of ${one.people}`)
}

test('whoever is shown others leaves one row a request; a look at oneself, and at nobody, leaves none', async () => {
  expect(said(await named(await as(sari), sari))).toBe('yes')
  expect(said(await named(await as(sari), dedi))).toBe('yes')
  expect(await rows()).toEqual([])
  await named(await as(head), sari, dedi, head)
  await directory.client.listPeople(
    { agencyId: DINAS, search: '', limit: 0, after: '' },
    {
      token: await directory.issuer.token({ sub: chief, employeeId: chief, roles: ['agency_head'], agencies: [DINAS] }),
    },
  )
  await directory.client.resolveIdentifiers({ nips: [nip(4)] }, { token: directory.importer })
  expect(await rows()).toEqual([
    `look ${head} directory.GetPeople ${sari},${dedi}`,
    expect.stringMatching(new RegExp(`^look ${chief} directory.ListPeople .*${sari}`)),
    `look importer directory.ResolveIdentifiers ${sari}`,
  ])
})

test('no row, no answer: where it cannot be written nobody is shown anything, and nothing is decided', async () => {
  const requestId = randomUUIDv7()
  const asked = { requestId, subject: sari, role: 'auditor', agencyIds: [], revoke: false }
  await directory.roles.requestRole(asked, { token: await as(employee(1)) })
  await directory.database.pool.query('alter table audit.look rename to gone')
  try {
    const bkd = await directory.issuer.token({ sub: 'board', roles: ['bkd'] })
    expect(said(await named(await as(head), sari))).toBe('service.unavailable')
    const page = { agencyId: DINAS, search: '', limit: 0, after: '' }
    expect(said(await directory.client.listPeople(page, { token: bkd }))).toBe('service.unavailable')
    expect(said(await directory.client.resolveIdentifiers({ nips: [nip(4)] }, { token: bkd }))).toBe(
      'service.unavailable',
    )
    expect(said(await directory.roles.approveRole({ requestId }, { token: await as(employee(6)) }))).toBe(
      'service.unavailable',
    )
    expect(said(await named(await as(sari), sari))).toBe('yes')
  } finally {
    await directory.database.pool.query('alter table audit.gone rename to look')
  }
  const login = await directory.client.getLogin({}, { token: await as(sari) })
  expect(isRefusal(login) ? login : login.roles).not.toContain('auditor')
})

test('who asked for a role and who approved it stand on record, under the keys of people', async () => {
  const requestId = randomUUIDv7()
  const asked = { requestId, subject: dedi, role: 'auditor', agencyIds: [], revoke: false }
  for (let retry = 0; retry < 2; retry++) {
    await directory.roles.requestRole(asked, { token: await as(employee(1)) })
    await directory.roles.approveRole({ requestId }, { token: await as(employee(6)) })
  }
  expect(await rows()).toEqual([
    `decision ${employee(1)} directory.RequestRole ${dedi}`,
    `decision ${employee(6)} directory.ApproveRole ${dedi}`,
  ])
})

test('an auditor searches by person, reader, operation, kind and time, page by page, and is on record himself', async () => {
  await named(await as(head), sari)
  await named(await as(chief), sari, dedi)
  await directory.client.resolveIdentifiers({ nips: [nip(5)] }, { token: directory.importer })
  expect(await listed(auditor, { subject: sari })).toEqual([
    `look auditor audit.ListLooks ${sari} of 1`,
    `look ${chief} directory.GetPeople ${sari} of 2`,
    `look ${head} directory.GetPeople ${sari} of 1`,
  ])
  expect(await listed(auditor, { reader: head })).toEqual([`look ${head} directory.GetPeople ${sari} of 1`])
  expect(await listed(auditor, { operation: 'directory.ResolveIdentifiers' })).toHaveLength(1)
  expect(await listed(auditor, { kind: 'decision' })).toEqual([])
  expect(await listed(auditor, { kind: 'x' })).toBe('request.value-invalid')
  expect(await listed(auditor, { from: BigInt(NOW) + 1n })).toEqual([])
  expect(await listed(auditor, { until: BigInt(NOW) })).toEqual([])
  const pages: string[] = []
  let after = { afterAt: 0n, afterId: '' }
  const until = BigInt(NOW) + 1n
  await directory.database.pool.query(`delete from audit.look where operation = 'audit.ListLooks'`)
  for (;;) {
    const answer = await audit.listLooks(
      { ...everything, reader: '', operation: '', limit: 1, until, ...after, kind: 'look' },
      { token: auditor },
    )
    if (isRefusal(answer)) throw new Error(answer.code)
    const [one] = answer.looks.filter(({ operation }) => operation !== 'audit.ListLooks')
    if (answer.looks.length === 0) break
    if (one !== undefined) pages.push(one.reader)
    after = { afterAt: answer.looks[0]!.at, afterId: answer.looks[0]!.lookId }
  }
  expect(pages).toEqual(['importer', chief, head])
})

test('a person sees who saw him and whom else they saw not; nobody else searches, and nobody learns who is there', async () => {
  await named(await as(chief), sari, dedi)
  expect(await listed(await as(sari), { subject: sari })).toEqual([`look ${chief} directory.GetPeople ${sari} of 1`])
  for (const token of [await as(sari), await as(head), directory.importer, await directory.issuer.machine('operator')])
    for (const subject of [dedi, employee(99), ''])
      expect(await listed(token, { subject }), subject).toBe('access.denied')
  // Reading about oneself is no search.
  expect((await rows()).filter((row) => row.includes('audit.'))).toEqual([])
})

test('a staff file and a structure that changed something stand on record with those whom they moved, a file that changes nothing does not', async () => {
  await directory.importStaff(province())
  await directory.client.registerStructure(structure(), { token: directory.importer })
  expect(await rows()).toEqual([])
  const [first] = province()
  await directory.importStaff([{ ...first!, name: 'Nama Baru' }])
  const changed = structure()
  changed.units[0]!.name = 'Nama Lain'
  await directory.client.registerStructure(changed, { token: directory.importer })
  expect((await rows()).sort()).toEqual([
    'decision importer directory.ImportStaff ' + employee(1),
    'decision importer directory.RegisterStructure ',
  ])
  await directory.database.pool.query('alter table audit.look rename to gone')
  try {
    await directory.importStaff([{ ...first!, name: 'Nama Terbaru' }]).catch(() => undefined)
    expect(said(await directory.client.registerStructure(structure(), { token: directory.importer }))).toBe(
      'service.unavailable',
    )
  } finally {
    await directory.database.pool.query('alter table audit.gone rename to look')
  }
  const { rows: named } = await directory.database.pool.query(`select name from person where name like 'Nama %'`)
  expect(named).toEqual([{ name: 'Nama Baru' }])
})
