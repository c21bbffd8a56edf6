import { agencyIdOf } from '@timbang/contracts/official-id'
import { isRefusal } from '@timbang/contracts/refusal'
import { eventually } from '@timbang/testkit/eventually'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { employee, startDirectory, type Directory } from './given.ts'

let directory: Directory
beforeAll(async () => {
  directory = await startDirectory()
})
afterAll(() => directory.stop())

const [DINAS, BADAN] = [agencyIdOf('DINAS'), agencyIdOf('BADAN')]
const officer = (nth: number, agencies = [DINAS]) =>
  directory.issuer.token({ sub: employee(nth), employeeId: employee(nth), roles: ['personnel_officer'], agencies })
const kept = { agencyId: DINAS, kind: 'pins', device: 'D-1', zone: 'WIB', name: 'pin.csv', content: Buffer.from([7]) }
async function keep(token: string, changed: Partial<typeof kept> = {}): Promise<string> {
  const answer = await directory.files.keepFile({ ...kept, ...changed }, { token })
  return isRefusal(answer) ? answer.code : answer.fileId
}
async function read(token: string, fileId: string): Promise<string> {
  const answer = await directory.files.getFile({ fileId }, { token })
  return isRefusal(answer) ? answer.code : `${answer.kind} ${answer.device} ${answer.name} ${answer.content.join()}`
}
const lying = async () =>
  (await directory.database.pool.query<{ n: number }>('select count(*)::int as n from waiting_file')).rows[0]!.n

test('a file is read by whoever brought it, and by nobody else, though he were an officer of the same agency', async () => {
  const mine = await officer(1)
  const fileId = await keep(mine)
  expect(await read(mine, fileId)).toBe('pins D-1 pin.csv 7')
  expect(await read(await officer(2), fileId)).toBe('file.gone')
  expect(await directory.files.forgetFile({ fileId }, { token: await officer(2) })).toMatchObject({ code: 'file.gone' })
  expect(await read(mine, fileId)).toBe('pins D-1 pin.csv 7')
  // His role of that agency has ended meanwhile.
  expect(await read(await officer(1, [BADAN]), fileId)).toBe('file.gone')
  for (const answer of [{}, { code: 'file.gone' }])
    expect(await directory.files.forgetFile({ fileId }, { token: mine })).toMatchObject(answer)
  expect(await read(mine, fileId)).toBe('file.gone')
})

test('a file of an agency is brought by its own officer, and says what it is', async () => {
  const mine = await officer(1)
  expect(await keep(mine, { agencyId: BADAN })).toBe('access.denied')
  expect(await keep(mine, { kind: 'salaries' })).toBe('request.value-invalid')
  expect(await keep(mine, { device: '' })).toBe('request.value-invalid')
  expect(await keep(mine, { kind: 'lines' })).toBe('request.value-invalid')
  expect(await keep(mine, { content: Buffer.alloc(0) })).toBe('request.value-invalid')
  expect(await keep(mine, { content: Buffer.alloc(5_000_001) })).toBe('request.too-large')
  expect(await keep(mine, { content: Buffer.alloc(5_000_000) })).toMatch(/^[0-9a-f-]{36}$/)
})

test('who brought a file of which agency is on record', async () => {
  const fileId = await keep(await officer(5))
  const { rows } = await directory.database.pool.query(
    `select reader, operation, agency_id, object from audit.look where kind = 'decision' and object = $1`,
    [fileId],
  )
  expect(rows).toEqual([{ reader: employee(5), operation: 'directory.KeepFile', agency_id: DINAS, object: fileId }])
})

test('another file of the same officer takes the place of the first, so nobody fills the store', async () => {
  const mine = await officer(3)
  const before = await lying()
  const [first, second] = [await keep(mine), await keep(mine, { device: 'D-2' })]
  expect(await lying()).toBe(before + 1)
  expect([await read(mine, first), await read(mine, second)]).toEqual(['file.gone', 'pins D-2 pin.csv 7'])
})

test('after an hour a file is told as gone at once, and is not there any more soon after', async () => {
  const mine = await officer(4)
  const fileId = await keep(mine)
  directory.clock.advance(3_599_999)
  expect(await read(mine, fileId)).toBe('pins D-1 pin.csv 7')
  directory.clock.advance(1)
  expect(await read(mine, fileId)).toBe('file.gone')
  await eventually(async () => expect(await lying()).toBe(0))
})
