import { DutyServiceService, type DutyRow } from '@timbang/contracts/gen/timbang/directory/v1/duty'
import type { Shift } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { agencyIdOf, unitIdOf } from '@timbang/contracts/official-id'
import { isRefusal } from '@timbang/contracts/refusal'
import { grpcClient } from '@timbang/process/grpc'
import { eventually } from '@timbang/testkit/eventually'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { employee, province, row, startDirectory, structure, type Directory } from './given.ts'

let directory: Directory
let duty: ReturnType<typeof grpcClient<typeof DutyServiceService>>
const [DINAS, UNIT, ELSEWHERE] = [agencyIdOf('DINAS'), unitIdOf('DINAS.1'), unitIdOf('BADAN.1')]
/** Head of the unit, two who work shifts in it, somebody of another agency, and his head. */
const [head, nur, tono, other, otherHead] = [3, 4, 5, 7, 6].map(employee) as [string, string, string, string, string]
const MONTH = '2026-12'
const shift = (code: string, beginMinute: number, endMinute: number, breakMinutes = 0): Shift => ({
  code,
  beginMinute,
  endMinute,
  breakMinutes,
})
const [P, M] = [shift('P', 420, 840, 30), shift('M', 1260, 1860, 60)]

const as = (id: string) => directory.issuer.person(id)
const officer = (agencyId = DINAS) =>
  directory.issuer.token({ sub: 'officer', roles: ['personnel_officer'], agencies: [agencyId] })
const by = (code: string): Shift => ({ code, beginMinute: 0, endMinute: 0, breakMinutes: 0 })
const month = (employeeId: string, cells: Readonly<Record<string, string>>): DutyRow => ({
  employeeId,
  days: Object.entries(cells).map(([date, codes]) => ({ date, turns: codes.split(',').map(by) })),
  seenVersion: undefined,
})
const publish = async (
  token: string,
  rows: DutyRow[],
  more: { unitId?: string; month?: string; dryRun?: boolean } = {},
) => {
  const answer = await duty.publishDuty({ unitId: UNIT, month: MONTH, rows, dryRun: false, ...more }, { token })
  return isRefusal(answer)
    ? answer.code
    : [answer.changed, ...answer.problems.map(({ date, code }) => `${date} ${code}`.trim())].join(' ')
}
const published = async () =>
  (await directory.published()).flatMap(({ body }) => (body?.$case === 'dutyChanged' ? body.value : []))
const decisions = async () =>
  (
    await directory.database.pool.query<{ row: string }>(
      `select kind || ' ' || reader || ' ' || operation || ' ' || array_to_string(subjects, ',') as row from audit.look order by at, look_id`,
    )
  ).rows.map((one) => one.row)

beforeAll(async () => {
  directory = await startDirectory()
  duty = grpcClient(DutyServiceService, directory.addresses.grpc)
  await directory.client.registerStructure(structure(), { token: directory.importer })
  await directory.importStaff(province())
  const set = await duty.setShifts({ agencyId: DINAS, shifts: [M, P] }, { token: await officer() })
  expect(set).toEqual({ changed: true })
})
afterAll(async () => {
  duty.close()
  await directory.stop()
})
beforeEach(() => directory.database.pool.query('delete from audit.look'))

test('the head of a unit publishes its month: one event a person, each shift with its hours, and no name', async () => {
  expect(await publish(await as(head), [month(nur, { '2026-12-02': 'P', '2026-12-01': 'M' })])).toBe('1')
  expect(await published()).toEqual([
    {
      employeeId: nur,
      agencyId: DINAS,
      unitId: UNIT,
      month: MONTH,
      days: [
        { date: '2026-12-01', shifts: [M] },
        { date: '2026-12-02', shifts: [P] },
      ],
      version: 1,
    },
  ])
  expect(await decisions()).toEqual([`decision ${head} directory.PublishDuty ${nur}`])
})

test('the same month again changes nothing, another one is a revision, and a dry run changes nothing', async () => {
  const before = (await published()).length
  const same = month(nur, { '2026-12-01': 'M', '2026-12-02': 'P' })
  expect(await publish(await officer(), [same])).toBe('0')
  expect(await decisions()).toEqual([])
  const next = month(nur, { '2026-12-01': 'M', '2026-12-05': 'P' })
  expect(await publish(await officer(), [next], { dryRun: true })).toBe('0')
  expect(await published()).toHaveLength(before)
  expect(await publish(await officer(), [next])).toBe('1')
  expect((await published()).map(({ version }) => version).sort()).toEqual([1, 2])
})

test('one fault stops all of it, and is told where it stands', async () => {
  const before = (await published()).length
  const rows = [month(tono, { '2026-12-01': 'P' }), month(nur, { '2026-12-01': 'X' })]
  expect(await publish(await officer(), rows)).toBe('0 2026-12-01 duty.shift-unknown')
  expect(await publish(await officer(), [month(other, { '2026-12-01': 'P' })])).toBe('0 duty.not-in-unit')
  expect(await publish(await officer(), [month(tono, { '2027-03-01': 'P' })], { month: '2027-03' })).toBe(
    'duty.too-far',
  )
  expect(await publish(await officer(), [], { month: '2026-13' })).toBe('request.value-invalid')
  const three = {
    employeeId: tono,
    seenVersion: undefined,
    days: [{ date: '2026-12-01', turns: [by('P'), by('M'), by('P')] }],
  }
  expect(await publish(await officer(), [{ ...month(tono, { '2026-12-01': 'P' }), seenVersion: 7 }])).toBe(
    '0 duty.changed-meanwhile',
  )
  expect(await publish(await officer(), [three])).toBe('request.too-many-items')
  const many = Array.from({ length: 501 }, () => month(tono, {}))
  expect(await publish(await officer(), many)).toBe('request.too-many-items')
  expect(await published()).toHaveLength(before)
  expect(await decisions()).toEqual([])
})

test('whoever is not its head nor of its personnel publishes nothing there and sees nothing, and does not learn whether there is such a unit', async () => {
  const rows = [month(tono, { '2026-12-01': 'P' })]
  const nowhere = unitIdOf('nowhere')
  for (const token of [
    await as(nur),
    await as(otherHead),
    await officer(agencyIdOf('BADAN')),
    await as(employee(99)),
  ]) {
    for (const unitId of [UNIT, nowhere]) {
      expect(await publish(token, rows, { unitId })).toBe('access.denied')
      expect(await duty.getDuty({ unitId, month: MONTH }, { token })).toMatchObject({ code: 'access.denied' })
    }
    expect(await duty.setShifts({ agencyId: DINAS, shifts: [] }, { token })).toMatchObject({ code: 'access.denied' })
  }
  expect(await duty.setShifts({ agencyId: DINAS, shifts: [] }, { token: await as(head) })).toMatchObject({
    code: 'access.denied',
  })
  expect(await publish(await as(head), [month(other, {})], { unitId: ELSEWHERE })).toBe('access.denied')
  expect(await publish(directory.importer, rows, { unitId: nowhere })).toBe('staff.unit-unknown')
})

test('a head sees the month of his unit, whoever has none among them, and is on record for it', async () => {
  const seen = await duty.getDuty({ unitId: UNIT, month: MONTH }, { token: await as(head) })
  if (isRefusal(seen)) throw new Error(seen.code)
  expect(seen.shifts).toEqual([P, M])
  expect(seen.people).toMatchObject([
    { employeeId: head, version: 0, days: [] },
    { employeeId: nur, version: 2, days: [{ date: '2026-12-01' }, { date: '2026-12-05' }] },
    { employeeId: tono, version: 0, fromDate: '2026-12-01', toDate: '2026-12-31' },
  ])
  expect(seen).toMatchObject({ sealed: false, mayPublish: true })
  expect(await decisions()).toEqual([`look ${head} directory.GetDuty ${nur},${tono}`])
  const read = await duty.getDuty(
    { unitId: UNIT, month: MONTH },
    { token: await directory.issuer.token({ sub: 'auditor', roles: ['auditor'] }) },
  )
  expect(isRefusal(read) ? read : read.mayPublish).toBe(false)
  await directory.database.pool.query('alter table audit.look rename to gone')
  try {
    expect(await duty.getDuty({ unitId: UNIT, month: MONTH }, { token: await as(head) })).toMatchObject({
      code: 'service.unavailable',
    })
  } finally {
    await directory.database.pool.query('alter table audit.gone rename to look')
  }
})

test('a shift that is renamed or moved leaves what was published with it as it was', async () => {
  const before = await published()
  const later = shift('P', 480, 900)
  expect(await duty.setShifts({ agencyId: DINAS, shifts: [later, M] }, { token: await officer() })).toEqual({
    changed: true,
  })
  expect(await duty.setShifts({ agencyId: DINAS, shifts: [M, later] }, { token: await officer() })).toEqual({
    changed: false,
  })
  expect(await published()).toEqual(before)
  expect(await publish(await officer(), [month(tono, { '2026-12-03': 'P' })])).toBe('1')
  expect((await published()).find(({ employeeId }) => employeeId === tono)!.days).toEqual([
    { date: '2026-12-03', shifts: [later] },
  ])
})

test('of two who publish for one person at once each is heard, one after the other', async () => {
  const blocking = await directory.database.pool.connect()
  await blocking.query('begin; lock table audit.look in access exclusive mode')
  const all = Promise.all([
    publish(await officer(), [month(tono, { '2026-12-07': 'P' })]),
    publish(await as(head), [month(tono, { '2026-12-08': 'P' })]),
  ])
  try {
    await eventually(async () => {
      const { rows } = await directory.database.pool.query<{ waiting: number }>(
        `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
      expect(rows[0]!.waiting).toBe(2)
    })
  } finally {
    await blocking.query('commit')
    blocking.release()
  }
  expect(await all).toEqual(['1', '1'])
  const versions = (await published()).filter(({ employeeId }) => employeeId === tono).map(({ version }) => version)
  expect(versions.sort()).toEqual([1, 2, 3])
})

test('two people change their turns in one transaction, told twice it is once, undone by the same again, by who publishes only', async () => {
  const months = async () => {
    const answer = await duty.getDuty({ unitId: UNIT, month: MONTH }, { token: await officer() })
    if (isRefusal(answer)) throw new Error(answer.code)
    return new Map(answer.people.map((one) => [one.employeeId, one]))
  }
  await publish(await officer(), [month(nur, { '2026-12-10': 'P' }), month(tono, { '2026-12-12': 'M' })])
  const before = await months()
  const ask = async (swapId: string, more: object = {}) => {
    const now = await months()
    const side = (employeeId: string) => ({ employeeId, seenVersion: now.get(employeeId)?.version ?? 0 })
    const dates = ['2026-12-10', '2026-12-12']
    return { swapId, unitId: UNIT, month: MONTH, dates, first: side(nur), second: side(tono), ...more }
  }
  const wanted = await ask('00000000-0000-4000-8000-00000000000a')
  const swap = async (asked: typeof wanted, token: string) => {
    const answer = await duty.swapDuty(asked, { token })
    return isRefusal(answer) ? answer.code : answer.changed
  }
  for (const token of [await as(nur), await as(otherHead), await officer(agencyIdOf('BADAN')), await as(employee(99))])
    for (const unitId of [UNIT, unitIdOf('nowhere')])
      expect(await swap({ ...wanted, unitId }, token)).toBe('access.denied')
  await directory.database.pool.query('delete from audit.look')
  // A double tap: two at once, and once more after it.
  const answers = await Promise.all([swap(wanted, await as(head)), swap(wanted, await as(head))])
  expect([...answers, await swap(wanted, await as(head))].filter((changed) => changed)).toEqual([true])
  expect((await decisions()).filter((row) => row.startsWith('decision'))).toEqual([
    `decision ${head} directory.SwapDuty ${nur},${tono}`,
  ])
  const after = await months()
  expect([nur, tono].map((one) => after.get(one)!.days.map(({ date }) => date))).toEqual([
    ['2026-12-12'],
    ['2026-12-10'],
  ])
  expect(after.get(nur)!.swap).toEqual({ swapId: wanted.swapId, withEmployeeId: tono, dates: wanted.dates })
  const events = (await published()).filter(({ swap: by }) => by !== undefined)
  expect(events.map(({ employeeId, version }) => [employeeId, version])).toEqual(
    [nur, tono].map((one) => [one, before.get(one)!.version + 1]),
  )

  // Another one under the same id is not done.
  expect(await swap({ ...wanted, dates: ['2026-12-10'] }, await officer())).toBe('duty.changed-meanwhile')
  const undo = await ask('00000000-0000-4000-8000-00000000000b')
  expect(await swap({ ...undo, first: wanted.first }, await officer())).toBe('duty.changed-meanwhile')
  expect(await swap({ ...undo, first: undefined } as never, await officer())).toBe('request.value-invalid')
  expect(await swap({ ...undo, dates: ['2026-12-10', '2026-12-11', '2026-12-12'] }, await officer())).toBe(
    'request.too-many-items',
  )
  expect(await swap(undo, await officer())).toBe(true)
  const undone = await months()
  for (const one of [nur, tono]) expect(undone.get(one)!.days).toEqual(before.get(one)!.days)
  // Another month is none of a swap.
  await publish(await officer(), [month(tono, { '2026-12-08': 'P' })])
  expect((await months()).get(tono)!.swap).toBeUndefined()
})

test('who moves within the month is scheduled by each unit for its own days, and a sealed quarter is said', async () => {
  await directory.importStaff([
    row(5, {
      agencyCode: 'BADAN',
      unitCode: 'BADAN.1',
      positionCode: 'P9',
      superiorPositionCode: 'P6',
      fromDate: '2026-12-15',
    }),
  ])
  expect(await publish(await officer(), [month(tono, { '2026-12-14': 'P', '2026-12-15': 'P' })])).toBe(
    '0 2026-12-15 duty.day-elsewhere',
  )
  const hours = {
    employeeId: tono,
    seenVersion: undefined,
    days: [{ date: '2026-12-20', turns: [shift('', 420, 840)] }],
  }
  await directory.database.pool.query(
    `insert into seal.request (period, kind, edition, cut_off, answered_at) values ('2026-Q4', 1, 1, 0, 1)`,
  )
  expect(await publish(await officer(agencyIdOf('BADAN')), [hours], { unitId: ELSEWHERE })).toBe('1 duty.sealed')
  const last = (await published()).filter(({ employeeId }) => employeeId === tono).at(-1)!
  expect(last).toMatchObject({ unitId: ELSEWHERE, agencyId: agencyIdOf('BADAN') })
  expect(last.days.map(({ date }) => date)).toEqual(['2026-12-08', '2026-12-20'])
})
