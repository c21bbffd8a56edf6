import { randomUUID } from 'node:crypto'
import { agencyIdOf } from '@timbang/contracts/official-id'
import { isRefusal } from '@timbang/contracts/refusal'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { employee, province, startDirectory, structure, type Directory } from './given.ts'

let directory: Directory
beforeAll(async () => {
  directory = await startDirectory()
  await directory.client.registerStructure(structure(), { token: directory.importer })
  await directory.importStaff(province())
})
afterAll(() => directory.stop())

const DINAS = agencyIdOf('DINAS')
const officer = (agencyId = DINAS) =>
  directory.issuer.token({ sub: 'officer', roles: ['personnel_officer'], agencies: [agencyId] })
const row = (line: number, pin: string, nth: number, fromDate = '2026-01-01', toDate = '') => ({
  line,
  pin,
  employeeId: employee(nth),
  fromDate,
  toDate,
})
async function set(
  device: string,
  rows: ReturnType<typeof row>[],
  of: { token?: string; dryRun?: boolean; zone?: string; agencyId?: string } = {},
) {
  const answer = await directory.pins.setPins(
    { device, agencyId: of.agencyId ?? DINAS, zone: of.zone ?? 'WIB', rows, dryRun: of.dryRun ?? false },
    { token: of.token ?? (await officer()) },
  )
  return isRefusal(answer)
    ? answer.code
    : [answer.changed, ...answer.problems.map(({ line, field, code }) => `${line} ${field} ${code}`)]
}
async function resolve(device: string, pins: string[], token?: string) {
  const answer = await directory.pins.resolvePins({ device, pins }, { token: token ?? (await officer()) })
  return isRefusal(answer)
    ? answer.code
    : answer.pins.map(({ pin, employeeId, fromDate, toDate }) => `${pin} ${employeeId} ${fromDate}–${toDate}`)
}

test('the officer of an agency says whose a number is; said again it changes nothing, and a dry run changes nothing', async () => {
  expect(await set('D-1', [row(1, '12', 1), row(2, '13', 2)], { dryRun: true })).toEqual([2])
  expect(await resolve('D-1', ['12'])).toBe('pin.device-unknown')
  expect(await set('D-1', [row(1, '12', 1), row(2, '13', 2)])).toEqual([2])
  const published = (await directory.published()).length
  expect(await set('D-1', [row(1, '0012', 1), row(2, '13', 2)])).toEqual([0])
  expect(await directory.published()).toHaveLength(published)
  expect(await resolve('D-1', ['000012', '13', '99'])).toEqual([
    `12 ${employee(1)} 2026-01-01–`,
    `13 ${employee(2)} 2026-01-01–`,
  ])
})

test('a number that changes its owner in mid-month is told with the days of both', async () => {
  await set('D-2', [row(1, '7', 1)])
  expect(await set('D-2', [row(1, '7', 2, '2026-11-16')])).toEqual([1])
  expect(await resolve('D-2', ['7'])).toEqual([
    `7 ${employee(1)} 2026-01-01–2026-11-15`,
    `7 ${employee(2)} 2026-11-16–`,
  ])
})

test('a file with one faulty line changes nothing, and each line that is faulty is told', async () => {
  await set('D-3', [row(1, '1', 1, '2026-06-01')])
  const stranger = { ...row(3, '3', 1), employeeId: randomUUID() }
  expect(await set('D-3', [row(1, '2', 2), row(2, '1', 2, '2026-01-01'), stranger])).toEqual([
    0,
    '2 fromDate pin.overlaps',
    '3 employeeId pin.person-unknown',
  ])
  expect(await resolve('D-3', ['2'])).toEqual([])
})

test('an officer of another agency sets nothing, takes no machine over, and hears of none', async () => {
  await set('D-4', [row(1, '5', 1)])
  const other = await officer(agencyIdOf('BADAN'))
  expect(await set('D-4', [row(1, '5', 2)], { token: other })).toBe('access.denied')
  expect(await set('D-4', [row(1, '5', 2)], { token: other, agencyId: agencyIdOf('BADAN') })).toBe(
    'pin.device-elsewhere',
  )
  expect(await resolve('D-4', ['5'], other)).toBe('pin.device-unknown')
  expect(await resolve('D-4', ['5'], await directory.issuer.person(employee(1)))).toBe('access.denied')
  expect(await set('D-4', [row(1, '5', 1)], { zone: 'UTC' })).toBe('request.value-invalid')
})

test('two who give one number at once: each is heard, one after the other', async () => {
  const rows = [row(1, '9', 1), row(1, '9', 2, '2026-03-01'), row(1, '9', 3, '2026-05-01')]
  await set('D-5', [])
  const answers = await Promise.all(rows.map((one) => set('D-5', [one])))
  // Whoever comes before a later beginning must say his end: he is told so, and nothing is lost.
  const done = answers.filter((answer) => answer.length === 1).length
  expect(await resolve('D-5', ['9'])).toHaveLength(done)
  const versions = (await directory.published()).flatMap(({ body }) =>
    body?.$case === 'pinChanged' && body.value.device === 'D-5' ? [body.value.version] : [],
  )
  expect(versions).toEqual(Array.from({ length: done }, (_, nth) => nth + 1))
})

test('who was looked up, and who decided, is on record', async () => {
  await set('D-6', [row(1, '1', 4)])
  await resolve('D-6', ['1'])
  const { rows } = await directory.database.pool.query<{ kind: string; operation: string }>(
    `select kind, operation from audit.look where $1 = any(subjects::text[]) and operation like '%Pins'`,
    [employee(4)],
  )
  expect(rows.map(({ kind, operation }) => `${kind} ${operation}`).sort()).toEqual([
    'decision directory.SetPins',
    'look directory.ResolvePins',
  ])
})
