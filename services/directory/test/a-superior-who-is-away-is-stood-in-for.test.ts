import { positionIdOf } from '@timbang/contracts/official-id'
import { DelegationServiceService } from '@timbang/contracts/gen/timbang/directory/v1/delegation'
import { OwnDataServiceService } from '@timbang/contracts/gen/timbang/directory/v1/own'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { grpcClient } from '@timbang/process/grpc'
import { eventually } from '@timbang/testkit/eventually'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { employee, NOW, province, row, startDirectory, structure, type Directory } from './given.ts'

let directory: Directory
let delegations: ReturnType<typeof grpcClient<typeof DelegationServiceService>>
let own: ReturnType<typeof grpcClient<typeof OwnDataServiceService>>

beforeAll(async () => {
  directory = await startDirectory()
  delegations = grpcClient(DelegationServiceService, directory.addresses.grpc)
  own = grpcClient(OwnDataServiceService, directory.addresses.grpc)
  await directory.client.registerStructure(structure(), { token: directory.importer })
  const { problems } = await directory.importStaff([
    ...province(),
    // A division beside that of 3, led by 8; 10 leads one in another agency; 11 will be gone on the third of December.
    row(8, { positionKind: 'administrator', superiorPositionCode: 'P2' }),
    row(9, { superiorPositionCode: 'P8' }),
    row(10, { agencyCode: 'BADAN', unitCode: 'BADAN.1', positionKind: 'administrator', superiorPositionCode: 'P6' }),
    row(11, { positionKind: 'administrator', superiorPositionCode: 'P2', toDate: '2026-12-02' }),
  ])
  expect(problems.filter((problem) => !problem.includes('warning'))).toEqual([])
})
afterAll(async () => {
  own.close()
  delegations.close()
  await directory.stop()
})
afterEach(async () => {
  await directory.database.pool.query('delete from roster.delegation')
  directory.clock.set(NOW)
})

const as = (n: number) => directory.issuer.token({ sub: employee(n), employeeId: employee(n), sid: `s-${n}` })
const value = <T>(answer: T | Refusal): T => {
  if (isRefusal(answer)) throw new Error(answer.code)
  return answer
}
const said = (answer: unknown) => (isRefusal(answer) ? answer.code : 'yes')
const [FROM, TO] = ['2026-11-30', '2026-12-11']
const give = async (from: number, to: number, fromDate = FROM, toDate = TO) =>
  delegations.giveDelegation({ delegateId: employee(to), fromDate, toDate }, { token: await as(from) })
const given = async (from: number, to: number, fromDate = FROM, toDate = TO) =>
  value(await give(from, to, fromDate, toDate)).delegationId
const end = async (n: number, delegationId: string, version = 1) =>
  delegations.endDelegation({ delegationId, version }, { token: await as(n) })
const list = async (n: number) => value(await delegations.listDelegations({}, { token: await as(n) }))
const number = (id: string) => Number(id.slice(-12))

test('a superior chooses among who stands above him, who leads below him, and who holds a post like his in his agency', async () => {
  const choice = async (n: number) =>
    (await list(n)).candidates.map(({ employeeId, stands }) => `${stands} ${number(employeeId)}`)
  expect(await choice(3)).toEqual(['peer 11', 'peer 8', 'superior 2'])
  expect(await choice(2)).toEqual(['subordinate 3', 'subordinate 8', 'superior 1'])
  // Who assesses nobody has nothing to hand over.
  expect(await choice(4)).toEqual([])
  // Whoever leads nobody below him any more is none of them.
  const until = (day: string) =>
    directory.database.pool.query('update roster.superior set to_date = $2 where reports_to = $1', [
      positionIdOf('P8'),
      day,
    ])
  await until('2026-11-25')
  expect(await choice(2)).not.toContain('subordinate 8')
  await until('infinity')
  expect(await list(3)).toMatchObject({ today: '2026-11-26', lastFrom: '2027-02-26', mostDays: 90 })
})

test('what is given stands on both sides, is one when it is sent twice, and is told on the log to who gave it', async () => {
  const delegationId = await given(3, 8)
  expect(await given(3, 8)).toBe(delegationId)
  const shown = { delegationId, fromDate: FROM, toDate: TO, zone: 'WIB', version: 1, state: 'coming' }
  expect(await list(3)).toMatchObject({ given: [{ ...shown, name: 'Pegawai 8', title: 'Jabatan 8' }], held: [] })
  expect(await list(8)).toMatchObject({ given: [], held: [{ ...shown, name: 'Pegawai 3' }] })
  expect(await list(5)).toMatchObject({ given: [], held: [] })
  const told = (await directory.published()).flatMap((event) =>
    event.body?.$case === 'delegationChanged' && event.body.value.delegationId === delegationId ? [event] : [],
  )
  expect(told).toHaveLength(1)
  expect(told[0]).toMatchObject({
    employeeId: employee(3),
    actor: employee(3),
    body: { value: { employeeId: employee(3), delegateId: employee(8), scope: 1, version: 1 } },
  })
})

test('nobody stands in for somebody outside his line, from a day that is over, for too long, or without a post', async () => {
  expect(said(await give(3, 3))).toBe('delegation.not-of-line')
  for (const other of [4, 10, 6, 99]) expect(said(await give(3, other)), String(other)).toBe('delegation.not-of-line')
  expect(said(await give(4, 3))).toBe('delegation.leads-nobody')
  expect(said(await give(3, 8, '2026-11-25', '2026-11-30'))).toBe('request.value-invalid')
  expect(said(await give(3, 8, '2027-02-27', '2027-02-27'))).toBe('request.value-invalid')
  expect(said(await give(3, 8, FROM, '2026-11-29'))).toBe('request.value-invalid')
  expect(said(await give(3, 8, '2026-11-26', '2027-02-24'))).toBe('request.value-invalid')
  expect(said(await give(3, 11))).toBe('delegation.no-post')
  expect(said(await give(3, 11, FROM, '2026-12-02'))).toBe('yes')
  expect(said(await give(8, 2, '2026-11-26', '2027-02-23'))).toBe('yes')
})

test('one has one at a time who stands in, and nothing is handed on', async () => {
  await given(3, 8)
  expect(said(await give(3, 2, '2026-12-11', '2026-12-12'))).toBe('delegation.overlaps')
  expect(said(await give(8, 2, '2026-12-01', '2026-12-01'))).toBe('delegation.holds-one')
  expect(said(await give(2, 3, '2026-12-01', '2026-12-01'))).toBe('delegation.delegate-away')
  expect(said(await give(2, 3, '2026-12-12', '2026-12-12'))).toBe('yes')
})

test('of two who hand to each other at once, one is heard', async () => {
  const client = await directory.database.pool.connect()
  await client.query('begin')
  await client.query(`select pg_advisory_xact_lock(hashtextextended('delegation ' || $1, 0))`, [employee(3)])
  const both = [give(3, 8), give(8, 3)]
  await eventually(async () => {
    const { rows } = await directory.database.pool.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`,
    )
    expect(rows[0]!.waiting).toBe(2)
  })
  await client.query('rollback')
  client.release()
  const answers = (await Promise.all(both)).map(said).sort()
  expect(answers[1]).toBe('yes')
  expect(['delegation.holds-one', 'delegation.delegate-away']).toContain(answers[0])
})

test('who gave it ends it at once, and so does who holds it; to anybody else it is not there', async () => {
  const delegationId = await given(3, 8)
  for (const other of [2, 4, 10]) expect(said(await end(other, delegationId))).toBe('delegation.not-found')
  expect(said(await end(3, 'e0000000-0000-5000-8000-000000000000'))).toBe('delegation.not-found')
  expect(said(await end(3, delegationId, 2))).toBe('delegation.changed')
  expect(value(await end(3, delegationId))).toEqual({ version: 2 })
  expect(value(await end(3, delegationId))).toEqual({ version: 2 })
  expect((await list(8)).held).toMatchObject([{ state: 'ended', endedAt: BigInt(NOW), version: 2 }])
  // Given again it is the same one, in its next version.
  expect(await given(3, 8)).toBe(delegationId)
  expect((await list(3)).given).toMatchObject([{ state: 'coming', endedAt: undefined, version: 3 }])
  expect(value(await end(8, delegationId, 3))).toEqual({ version: 4 })
})

test('what is over ends no more, and is told for ninety days', async () => {
  const delegationId = await given(3, 8)
  directory.clock.set(Date.parse('2026-12-11T16:59:59Z'))
  expect((await list(3)).given).toMatchObject([{ state: 'running' }])
  directory.clock.set(Date.parse('2026-12-11T17:00:00Z'))
  expect((await list(3)).given).toMatchObject([{ state: 'over' }])
  expect(said(await end(3, delegationId))).toBe('delegation.over')
  directory.clock.set(Date.parse('2027-03-11T03:00:00Z'))
  expect((await list(3)).given).toHaveLength(1)
  directory.clock.set(Date.parse('2027-03-12T03:00:00Z'))
  expect((await list(3)).given).toEqual([])
})

test('whoever is assessed reads who stands in from a week before on, and knows him by name; so does who stands in', async () => {
  const standIn = async (n: number) => value(await own.getOwnData({}, { token: await as(n) })).standIn
  const names = async (n: number, ...of: number[]) =>
    value(await directory.client.getPeople({ employeeIds: of.map(employee) }, { token: await as(n) }))
      .people.map((person) => number(person.employeeId))
      .sort()
  expect(await standIn(4)).toBeUndefined()
  expect(await names(4, 8)).toEqual([])
  await given(3, 8, '2026-12-03', TO)
  expect(await standIn(4)).toEqual({ name: 'Pegawai 8', fromDate: '2026-12-03', toDate: TO })
  expect(await standIn(9)).toBeUndefined()
  expect(await names(4, 8, 9)).toEqual([8])
  expect(await names(3, 8)).toEqual([8])
  expect(await names(7, 3, 8)).toEqual([])
  // Whom he verifies for he knows at once, whom he verifies only while he stands in.
  expect(await names(8, 3, 4, 5)).toEqual([3])
  const standsIn = async () => value(await directory.client.getLogin({}, { token: await as(8) })).standsIn
  expect(await standsIn()).toBe(false)
  directory.clock.set(Date.parse('2026-12-03T03:00:00Z'))
  expect(await standsIn()).toBe(true)
  expect(await names(8, 3, 4, 5)).toEqual([3, 4, 5])
  directory.clock.set(Date.parse('2026-11-25T03:00:00Z'))
  expect(await standIn(4)).toBeUndefined()
})

test('giving and ending are on record with the delegation, and so is whom the list shows', async () => {
  await directory.database.pool.query('delete from audit.look')
  const delegationId = await given(3, 8)
  await given(3, 8)
  await end(8, delegationId)
  await end(8, delegationId)
  await list(4)
  await list(8)
  const { rows } = await directory.database.pool.query<{ row: string }>(
    `select concat_ws(' ', kind, reader, operation, array_to_string(subjects, ','), object) as row from audit.look order by at, look_id`,
  )
  expect(rows.map((one) => one.row)).toEqual([
    `decision ${employee(3)} directory.GiveDelegation ${employee(8)} ${delegationId}`,
    `decision ${employee(8)} directory.EndDelegation ${employee(3)} ${delegationId}`,
    expect.stringMatching(new RegExp(`^look ${employee(8)} directory.ListDelegations .*${employee(3)}`)),
  ])
})
