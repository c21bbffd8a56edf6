import { randomUUID } from 'node:crypto'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agency, employee, holds, plan, post, startAppraisal, type Appraisal } from './given.ts'

let appraisal: Appraisal
// 1 ← 2 ← 3, 4 in the first agency; 5 in another. 3 worked under 6 until the end of June.
beforeAll(async () => {
  appraisal = await startAppraisal()
  await appraisal.directorySays([
    post(1),
    post(2, 1),
    post(3, 2),
    post(4, 2),
    post(5, 1, 2),
    post(6, 1),
    post(7, 6),
    ...[1, 2, 4, 6].map((n) => holds(n)),
    holds(5, { agency: 2 }),
    holds(3, { assignment: 7, post: 7, to: '2026-06-30' }),
    holds(3, { from: '2026-07-01' }),
  ])
  expect(
    await appraisal.importPlans([plan(3, { fromDate: '2026-07-01' }), plan(4), plan(5, { agencyId: agency(2) })]),
  ).toEqual(['', '', ''])
})
afterAll(() => appraisal.stop())

const get = async (token: string, n: number, toDate = '2026-12-31') => {
  const answer = await appraisal.client.getPlans({ employeeId: employee(n), fromDate: '2026-01-01', toDate }, { token })
  return isRefusal(answer) ? answer.code : answer.plans.length
}
async function list(token: string, people: readonly number[]) {
  const answers = appraisal.client.listPlans(
    { employeeIds: people.map(employee), fromDate: '2026-01-01', toDate: '2026-12-31' },
    { token },
  )
  const seen: number[] = []
  for await (const answer of answers) seen.push(...answer.plans.map((one) => Number(one.employeeId.slice(-12))))
  return (answers.refusal() as Refusal | undefined)?.code ?? seen
}

test('a person reads his own plan, his assessor and the assessor’s superior read it, nobody beside him does', async () => {
  for (const [n, answer] of [
    [3, 1],
    [2, 1],
    [1, 1],
    [4, 'access.denied'],
    [5, 'access.denied'],
    [6, 'access.denied'],
  ] as const)
    expect([n, await get(await appraisal.issuer.person(employee(n)), 3)]).toEqual([n, answer])
})

test('an earlier assessor reads the time in which he was it', async () => {
  const earlier = await appraisal.issuer.person(employee(6))
  expect(await get(earlier, 3, '2026-06-30')).toBe(0)
  expect(await get(earlier, 3, '2026-07-01')).toBe('access.denied')
})

test('an officer reads his agency, the auditor everybody, an importer lists but does not open', async () => {
  const officer = await appraisal.issuer.token({ sub: 'officer', roles: ['personnel_officer'], agencies: [agency(2)] })
  expect([await get(officer, 5), await get(officer, 3)]).toEqual([1, 'access.denied'])
  expect(await get(await appraisal.issuer.machine('auditor'), 3)).toBe(1)
  expect(await get(appraisal.importer, 3)).toBe('access.denied')
  expect(await list(appraisal.importer, [3, 4, 5])).toEqual([3, 4, 5])
})

test('an officer hears who of his agency has no plan that holds today, page by page and on record; of another agency nothing', async () => {
  const officer = randomUUID()
  const tokenOf = (agencies: string[]) =>
    appraisal.issuer.token({ sub: officer, employeeId: officer, sid: 's', roles: ['personnel_officer'], agencies })
  const asked = async (token: string, of: { shown?: number; limit?: number; agency?: number } = {}) => {
    const answer = await appraisal.client.listWithoutPlan(
      { agencyId: agency(of.agency ?? 1), shown: of.shown ?? 0, limit: of.limit ?? 10 },
      { token },
    )
    return isRefusal(answer)
      ? answer.code
      : `${answer.count}: ${answer.employeeIds.map((one) => Number(one.slice(-12))).join(' ')}`
  }
  await appraisal.directorySays([
    // His plan ended with his time at another post; and one who is no longer of anywhere needs none.
    post(8, 2),
    holds(8, { from: '2026-01-01' }),
    holds(9, { to: '2026-06-30' }),
  ])
  expect(await appraisal.importPlans([plan(8, { toDate: '2026-11-25' })])).toEqual([''])
  const mine = await tokenOf([agency(1)])
  expect(await asked(mine)).toBe('4: 1 2 6 8')
  expect(await asked(mine, { shown: 1, limit: 2 })).toBe('4: 2 6')
  expect(await asked(mine, { agency: 2 })).toBe('access.denied')
  expect(await asked(await appraisal.issuer.person(employee(2)))).toBe('access.denied')
  expect(await asked(await appraisal.issuer.machine('auditor'), { agency: 2 })).toBe('0: ')
  const { rows } = await appraisal.database.pool.query<{ subjects: string[] }>(
    `select subjects from audit.look where reader = $1 and operation = 'appraisal.ListWithoutPlan' order by at, look_id`,
    [officer],
  )
  expect(rows.map(({ subjects }) => subjects.map((one) => Number(one.slice(-12))).toSorted())).toEqual([
    [1, 2, 6, 8],
    [2, 6],
  ])
})

test('of many people a list tells those whom the caller may see; of none it is refused', async () => {
  expect(await list(await appraisal.issuer.person(employee(2)), [3, 4, 5])).toEqual([3, 4])
  expect(await list(await appraisal.issuer.person(employee(5)), [3, 4])).toBe('access.denied')
})

test("whoever opens or lists another one's plan leaves a row, of himself none; and where it cannot be written he is shown nothing", async () => {
  const { pool } = appraisal.database
  await pool.query('delete from audit.look')
  const [chief, own] = await Promise.all([2, 3].map((n) => appraisal.issuer.person(employee(n))))
  await get(own!, 3)
  await get(chief!, 3)
  await list(chief!, [3, 4, 5])
  const { rows } = await pool.query('select reader, operation, subjects from audit.look order by at, look_id')
  expect(rows).toEqual([
    { reader: employee(2), operation: 'appraisal.GetPlans', subjects: [employee(3)] },
    { reader: employee(2), operation: 'appraisal.ListPlans', subjects: [employee(3), employee(4)] },
  ])
  await pool.query('alter table audit.look rename to gone')
  try {
    expect(await get(own!, 3)).toBe(1)
    expect(await get(chief!, 3)).toBe('service.unavailable')
    expect(await list(chief!, [3])).toBe('service.unavailable')
  } finally {
    await pool.query('alter table audit.gone rename to look')
  }
})

test('only an importer brings plans in, and only with a token', async () => {
  expect(await appraisal.importPlans([plan(4)], await appraisal.issuer.machine('bkd'))).toBe('access.denied')
  expect(await appraisal.importPlans([plan(4)], '')).toBe('access.token-missing')
})

test('what is no key and no day is refused, not a fault', async () => {
  const auditor = await appraisal.issuer.machine('auditor')
  const ask = (employeeId: string, fromDate: string) =>
    appraisal.client.getPlans({ employeeId, fromDate, toDate: '2026-12-31' }, { token: auditor })
  expect(await ask('x', '2026-01-01')).toMatchObject({ code: 'request.value-invalid', field: 'employee_id' })
  expect(await ask(employee(3), '2026-02-30')).toMatchObject({ code: 'request.value-invalid', field: 'from_date' })
})
