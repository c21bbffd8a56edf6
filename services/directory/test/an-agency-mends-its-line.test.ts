import { LineServiceService } from '@timbang/contracts/gen/timbang/directory/v1/line'
import { agencyIdOf, assignmentIdOf, positionIdOf } from '@timbang/contracts/official-id'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { grpcClient } from '@timbang/process/grpc'
import { linesOn } from '@timbang/roster/line'
import { peopleAssessedBy, personDay } from '@timbang/roster/read'
import { eventually } from '@timbang/testkit/eventually'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { employee, province, row, startDirectory, structure, tablesOf, type Directory } from './given.ts'

const TODAY = '2026-11-26'
const DINAS = agencyIdOf('DINAS')
let directory: Directory
let line: ReturnType<typeof grpcClient<typeof LineServiceService>>

/** What a file can bring: posts that emptied, a Plt that ended, one who leaves on Monday, one who has lost his post. */
const staff = () => [
  ...province(),
  // 10 led a unit, 12 a group in it; both went elsewhere.
  row(10, { positionKind: 'administrator', superiorPositionCode: 'P2', toDate: '2026-10-31' }),
  row(110, { ...{ nip: row(10).nip, name: row(10).name, employeeId: employee(10) }, fromDate: '2026-11-01' }),
  row(11, { superiorPositionCode: 'P10' }),
  row(12, { toDate: '2026-10-31' }),
  row(112, { ...{ nip: row(12).nip, name: row(12).name, employeeId: employee(12) }, fromDate: '2026-11-01' }),
  row(13, { superiorPositionCode: 'P12' }),
  row(14, {
    ...{ nip: row(4).nip, name: row(4).name, employeeId: employee(4) },
    capacity: 'plt',
    fromDate: '2026-09-01',
    toDate: '2026-11-15',
  }),
  row(15, { superiorPositionCode: 'P14' }),
  row(16, { toDate: '2026-11-30' }),
  row(17, { superiorPositionCode: 'P16' }),
  row(18, { toDate: '2026-10-31' }),
  ...[22, 23, 24, 25, 26].map((n) => row(n)),
  // Who stands in for his own superior has nobody but himself above him, once nothing is above that post.
  row(27, { superiorPositionCode: 'P28' }),
  row(28, {
    ...{ nip: row(27).nip, name: row(27).name, employeeId: employee(27) },
    capacity: 'plt',
    toDate: '2027-03-31',
  }),
]
const lasting = (n: number) =>
  assignmentIdOf({ employeeId: employee(n), positionCode: `P${n}`, capacity: 'definitive', fromDate: '2026-01-05' })

beforeAll(async () => {
  directory = await startDirectory()
  line = grpcClient(LineServiceService, directory.addresses.grpc)
  await directory.client.registerStructure(structure(), { token: directory.importer })
  const { problems } = await directory.importStaff(staff())
  expect(problems.filter((problem) => !problem.includes('warning'))).toEqual([])
  // And what no file can: it is refused there, and would have to be found all the same.
  const { pool } = directory.database
  const [a, b] = [positionIdOf('P22'), positionIdOf('P23')]
  await pool.query('update roster.superior set reports_to = $2 where position_id = $1', [a, b])
  await pool.query('update roster.superior set reports_to = $2 where position_id = $1', [b, a])
  for (const code of ['P25', 'P28'])
    await pool.query('update roster.superior set reports_to = null where position_id = $1', [positionIdOf(code)])
  await pool.query('update roster.assignment set position_id = $2 where assignment_id = $1', [
    lasting(26),
    positionIdOf('P24'),
  ])
})
afterAll(async () => {
  line.close()
  await directory.stop()
})

const value = <T>(answer: T | Refusal): T => {
  if (isRefusal(answer)) throw new Error(answer.code)
  return answer
}
const said = (answer: unknown) => (isRefusal(answer) ? answer.code : 'yes')
const officer = (sub = 'officer', agency = 'DINAS', n?: number) =>
  directory.issuer.token({
    sub,
    ...(n === undefined ? {} : { employeeId: employee(n) }),
    sid: 's',
    roles: ['personnel_officer'],
    agencies: [agencyIdOf(agency)],
  })
const list = async (token: string, more: { agency?: string; kind?: string; shown?: number } = {}) =>
  line.listLineErrors(
    { agencyId: agencyIdOf(more.agency ?? 'DINAS'), kind: more.kind ?? '', shown: more.shown ?? 0 },
    { token },
  )
const codes = new Map(Array.from({ length: 130 }, (_, n) => [positionIdOf(`P${n}`), `P${n}`]))
const told = async (token?: string) =>
  value(await list(token ?? (await officer()))).errors.map(
    (one) => `${one.kind} ${codes.get(one.positionId) ?? Number(one.employeeId.slice(-12))}`,
  )
const errorOf = async (kind: string) => value(await list(await officer(), { kind })).errors
const assessorsOf = async (n: number) =>
  (await linesOn(directory.database.pool, [{ employeeId: employee(n), date: TODAY }]))
    .get(personDay({ employeeId: employee(n), date: TODAY }))!
    .assessors.map((one) => Number(one.slice(-12)))
const chartHeld = async () => {
  const client = await directory.database.pool.connect()
  await client.query('begin')
  await client.query('select pg_advisory_xact_lock(5911026)')
  return async () => {
    await client.query('rollback')
    client.release()
  }
}
const blocked = (count: number) =>
  eventually(async () => {
    const { rows } = await directory.database.pool.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`,
    )
    expect(rows[0]!.waiting).toBe(count)
  })

test('whatever can be wrong in the line of an agency is found, what holds somebody up first', async () => {
  expect(await told()).toEqual([
    'no-assessor 25',
    'no-assessor 27',
    'post-without-superior P25',
    'post-without-superior P28',
    'superior-loop P22',
    'superior-loop P23',
    'two-holders P24',
    'acting-ended P14',
    'unit-headless P10',
    'post-vacant P12',
    'ends-soon P16',
    'no-post 18',
  ])
  const { counts, errors, leading } = value(await list(await officer()))
  expect(counts).toHaveLength(9)
  expect(counts.find(({ kind }) => kind === 'superior-loop')).toEqual({ kind: 'superior-loop', count: 2 })
  const of = (kind: string) => errors.find((one) => one.kind === kind)!
  expect(of('acting-ended')).toMatchObject({ onDate: '2026-11-15', people: 1, title: 'Jabatan 14', holders: [] })
  expect(of('ends-soon')).toMatchObject({ onDate: '2026-11-30', holders: [{ employeeId: employee(16) }] })
  expect(of('two-holders').holders).toHaveLength(2)
  expect(of('no-post')).toMatchObject({ onDate: '2026-10-31', positionId: '' })
  expect(leading.map(({ positionId }) => codes.get(positionId))).toEqual([
    ...['P10', 'P12', 'P14', 'P16', 'P2', 'P22', 'P23', 'P28', 'P3'],
  ])
})

test('who is told to have no assessor is exactly who has none', async () => {
  const { rows } = await directory.database.pool.query<{ employeeId: string }>(
    `select distinct employee_id as "employeeId" from roster.assignment where agency_id = $1 and from_date <= $2 and (to_date is null or to_date >= $2)`,
    [DINAS, TODAY],
  )
  const lines = await linesOn(
    directory.database.pool,
    rows.map(({ employeeId }) => ({ employeeId, date: TODAY })),
  )
  const none = rows.filter(
    ({ employeeId }) => lines.get(personDay({ employeeId, date: TODAY }))!.assessors.length === 0,
  )
  expect((await errorOf('no-assessor')).map(({ employeeId }) => employeeId)).toEqual(
    none.map(({ employeeId }) => employeeId).sort(),
  )
  expect(none).toHaveLength(2)
})

test('an agency hears of itself alone, and who may read it is on record', async () => {
  expect(await told(await directory.issuer.machine('auditor'))).toHaveLength(12)
  expect(value(await list(await officer('badan', 'BADAN'), { agency: 'BADAN' })).errors).toEqual([])
  for (const token of [
    await officer('badan', 'BADAN'),
    await directory.issuer.person(employee(4)),
    await directory.issuer.person(employee(2)),
  ])
    expect(said(await list(token))).toBe('access.denied')
  const { rows } = await directory.database.pool.query<{ people: number }>(
    `select cardinality(subjects) as people from audit.look where reader = 'auditor' and operation = 'directory.ListLineErrors'`,
  )
  expect(rows[0]!.people).toBeGreaterThan(5)
})

test('a kind is read in pages', async () => {
  const token = await officer()
  const page = value(await list(token, { kind: 'superior-loop', shown: 1 }))
  expect(page.errors.map(({ positionId }) => codes.get(positionId))).toEqual(['P23'])
  expect(value(await list(token, { kind: 'superior-loop', shown: 2 })).errors).toEqual([])
  expect(await list(token, { kind: 'gaji' })).toMatchObject({ field: 'kind' })
})

test('a post is put below another one, and whoever sits there has his assessor from now on', async () => {
  const [error] = await errorOf('post-without-superior')
  const wanted = {
    positionId: error!.positionId,
    superiorPositionId: positionIdOf('P3'),
    version: error!.version,
    fromDate: '',
    reason: 'SK 800/12',
  }
  const stranger = await officer('badan', 'BADAN')
  expect(said(await line.setSuperior(wanted, { token: stranger }))).toBe('line.not-found')
  expect(said(await line.setSuperior(wanted, { token: await directory.issuer.machine('auditor') }))).toBe(
    'access.denied',
  )
  const token = await officer()
  expect(await line.setSuperior({ ...wanted, superiorPositionId: positionIdOf('P6') }, { token })).toMatchObject({
    code: 'line.other-agency',
  })
  expect(said(await line.setSuperior(wanted, { token: await officer('own', 'DINAS', 25) }))).toBe('line.own')
  expect(await line.setSuperior({ ...wanted, version: 9 }, { token })).toMatchObject({ code: 'line.changed' })
  expect(await assessorsOf(25)).toEqual([])
  const done = value(await line.setSuperior(wanted, { token }))
  expect(done.version).toBe(error!.version + 1)
  expect(value(await line.setSuperior(wanted, { token }))).toEqual(done)
  expect(await assessorsOf(25)).toEqual([3])
  expect((await peopleAssessedBy(directory.database.pool, employee(3), TODAY)).map((one) => one.employeeId)).toContain(
    employee(25),
  )
  expect((await told()).filter((one) => one.endsWith('25'))).toEqual([])
  // Others are told once.
  const events = (await directory.published()).filter(
    ({ body }) => body?.$case === 'positionChanged' && body.value.positionId === error!.positionId,
  )
  expect(events).toHaveLength(2)
  const { rows } = await directory.database.pool.query(
    `select subjects from audit.look where operation = 'directory.SetSuperior'`,
  )
  expect(rows).toEqual([{ subjects: [employee(25)] }])
})

const superiors = async (code: string, token?: string, agency = 'DINAS') =>
  line.getSuperiors({ agencyId: agencyIdOf(agency), positionCode: code }, { token: token ?? (await officer()) })
const assessorsOn = async (n: number, ...dates: string[]) => {
  const lines = await linesOn(
    directory.database.pool,
    dates.map((date) => ({ employeeId: employee(n), date })),
  )
  return dates.map((date) =>
    lines.get(personDay({ employeeId: employee(n), date }))!.assessors.map((one) => Number(one.slice(-12))),
  )
}

test('a superior holds from his day on, told late or ahead, and what was told stays', async () => {
  const token = await officer('told', 'DINAS', 4)
  const first = value(await superiors('P11'))
  const put = (code: string, fromDate: string, version: number, more: { reason?: string; token?: string } = {}) =>
    line.setSuperior(
      {
        positionId: positionIdOf('P11'),
        superiorPositionId: positionIdOf(code),
        version,
        fromDate,
        reason: more.reason ?? '',
      },
      { token: more.token ?? token },
    )
  expect(first.spans.map(({ fromDate, toDate, positionId }) => [fromDate, toDate, codes.get(positionId)])).toEqual([
    ['', '', 'P10'],
  ])
  for (const day of ['2026-08-25', '2027-02-27', '2026-02-30'])
    expect(await put('P3', day, first.version)).toMatchObject({ field: 'from_date' })
  // Ahead, then late: the one that is coming stays.
  const ahead = value(await put('P12', '2026-12-01', first.version, { reason: ' SK 821/9 ' }))
  expect(await put('P3', '2026-11-01', first.version)).toMatchObject({ code: 'line.changed' })
  const late = value(await put('P3', '2026-11-01', ahead.version))
  expect(value(await put('P3', '2026-11-01', first.version))).toEqual(late)
  expect(await assessorsOn(11, '2026-10-31', '2026-11-01', TODAY, '2026-11-30', '2026-12-01')).toEqual([
    // P10 is empty in autumn, and so is P12: the next above assesses.
    ...[[10], [3], [3], [3], [3]],
  ])
  const shown = value(await superiors('P11'))
  expect(shown.spans.map(({ fromDate, toDate, positionId }) => [fromDate, toDate, codes.get(positionId)])).toEqual([
    ['', '2026-10-31', 'P10'],
    ['2026-11-01', '2026-11-30', 'P3'],
    ['2026-12-01', '', 'P12'],
  ])
  expect(shown.spans.map(({ employeeId }) => employeeId)).toEqual(['', employee(3), ''])
  expect(shown.told.map(({ fromDate, title, employeeId, reason }) => [fromDate, title, employeeId, reason])).toEqual([
    ['2026-11-01', 'Jabatan 3', employee(4), ''],
    ['2026-12-01', 'Jabatan 12', employee(4), 'SK 821/9'],
  ])
  // Told over for its very day, the coming one is gone, and that it was told is not.
  value(await put('P3', '2026-12-01', late.version))
  const over = value(await superiors('P11'))
  expect(over.spans).toHaveLength(2)
  expect(over.told).toHaveLength(3)
  expect(over.leading.map(({ positionId }) => codes.get(positionId))).toContain('P10')
  // Who sat there then has a say in it as little as who sits there now.
  const held = { positionId: positionIdOf('P16'), superiorPositionId: positionIdOf('P2'), version: 1, reason: '' }
  expect(
    said(await line.setSuperior({ ...held, fromDate: '2026-12-01' }, { token: await officer('own', 'DINAS', 16) })),
  ).toBe('line.own')
  const then = { ...held, positionId: positionIdOf('P12'), fromDate: '2026-10-15' }
  expect(said(await line.setSuperior(then, { token: await officer('own', 'DINAS', 12) }))).toBe('line.own')
  // Nor who sat there on any other of the days that are told: this one was Plt in autumn, after the first of them.
  const between = { ...held, positionId: positionIdOf('P14'), fromDate: '2026-08-27' }
  expect(said(await line.setSuperior(between, { token: await officer('own', 'DINAS', 4) }))).toBe('line.own')
  const events = (await directory.published()).flatMap(({ body }) =>
    body?.$case === 'positionChanged' && body.value.code === 'P11' ? [body.value.superiors] : [],
  )
  expect(events.map((one) => one.map(({ fromDate }) => fromDate))).toEqual([
    ...[[], ['2026-12-01'], ['2026-11-01', '2026-12-01'], ['2026-11-01']],
  ])
})

test('a line that would turn round only on a later day is refused, and who will head an agency has no days', async () => {
  const token = await officer()
  const put = async (post: string, superior: string, fromDate: string) => {
    const { version } = value(await superiors(post, token))
    return line.setSuperior(
      { positionId: positionIdOf(post), superiorPositionId: positionIdOf(superior), version, fromDate, reason: '' },
      { token },
    )
  }
  value(await put('P16', 'P11', '2027-01-10'))
  expect(await put('P11', 'P16', '2026-12-20')).toMatchObject({ code: 'staff.superior-loop' })
  value(await put('P16', 'P3', '2027-01-10'))
  // P2 heads the agency and everybody in it stands below: a loop, whenever.
  expect(await put('P2', 'P3', '2026-12-20')).toMatchObject({ code: 'staff.superior-loop' })
  // Nothing is above P28: it would head the agency from that day on.
  expect(await put('P2', 'P28', '2026-12-20')).toMatchObject({ field: 'from_date' })
})

test('whom a post answers to is read by who mends it or audits it, and is on record', async () => {
  expect(value(await superiors('P11', await directory.issuer.machine('auditor'))).code).toBe('P11')
  for (const [token, agency] of [
    [await officer('badan', 'BADAN'), 'DINAS'],
    [await directory.issuer.person(employee(2)), 'DINAS'],
  ] as const)
    expect(said(await superiors('P11', token, agency))).toBe('access.denied')
  // By his own agency he hears of another one's post what he hears of none.
  expect(said(await superiors('P11', await officer('badan', 'BADAN'), 'BADAN'))).toBe('line.not-found')
  expect(said(await superiors('P999'))).toBe('line.not-found')
  const { rows } = await directory.database.pool.query<{ subjects: string[] }>(
    `select subjects from audit.look where reader = 'auditor' and operation = 'directory.GetSuperiors'`,
  )
  expect(rows).toHaveLength(1)
  expect(rows[0]!.subjects).toContain(employee(3))
})

test('of two who move one post at once one is heard, the other is told', async () => {
  const [error] = await errorOf('superior-loop')
  const token = await officer()
  const end = await chartHeld()
  const answers = ['P2', 'P3'].map((code) =>
    line.setSuperior(
      {
        positionId: error!.positionId,
        superiorPositionId: positionIdOf(code),
        version: error!.version,
        fromDate: '',
        reason: '',
      },
      { token },
    ),
  )
  await blocked(2)
  await end()
  expect((await Promise.all(answers)).map(said).sort()).toEqual(['line.changed', 'yes'])
  expect((await told()).filter((one) => one.startsWith('superior-loop'))).toEqual([])
  // Nor does a post come to stand below itself again.
  const [p22] = (
    await directory.database.pool.query<{ version: number }>(
      'select version from roster.position where position_id = $1',
      [positionIdOf('P22')],
    )
  ).rows
  expect(
    await line.setSuperior(
      {
        positionId: positionIdOf('P22'),
        superiorPositionId: positionIdOf('P23'),
        version: p22!.version,
        fromDate: '',
        reason: '',
      },
      { token },
    ),
  ).toMatchObject({ code: 'staff.superior-loop' })
})

test('a time at a post ends earlier, or never was', async () => {
  const [error] = await errorOf('two-holders')
  const holder = error!.holders.find(({ employeeId }) => employeeId === employee(26))!
  const wanted = { assignmentId: holder.assignmentId, toDate: '2026-09-27', withdrawn: false, version: holder.version }
  const token = await officer()
  expect(said(await line.endAssignment(wanted, { token: await officer('badan', 'BADAN') }))).toBe('line.not-found')
  expect(said(await line.endAssignment(wanted, { token: await officer('own', 'DINAS', 26) }))).toBe('line.own')
  expect(await line.endAssignment({ ...wanted, toDate: '' }, { token })).toMatchObject({ field: 'to_date' })
  expect(await line.endAssignment({ ...wanted, toDate: '2026-01-01' }, { token })).toMatchObject({ field: 'to_date' })
  expect(await line.endAssignment({ ...wanted, version: 7 }, { token })).toMatchObject({ code: 'line.changed' })
  const done = value(await line.endAssignment(wanted, { token }))
  expect(value(await line.endAssignment(wanted, { token }))).toEqual(done)
  expect((await told()).filter((one) => one.startsWith('two-holders'))).toEqual([])
  expect((await told()).filter((one) => one.startsWith('no-post'))).toEqual(['no-post 18', 'no-post 26'])
  const withdrawn = { ...wanted, toDate: '', withdrawn: true, version: done.version }
  expect(value(await line.endAssignment(withdrawn, { token })).version).toBe(done.version + 1)
  expect((await told()).filter((one) => one.startsWith('no-post'))).toEqual(['no-post 18'])
})

test('who stands in at an empty post assesses those below it on his days', async () => {
  expect(await assessorsOf(15)).toEqual([3])
  const wanted = {
    positionId: positionIdOf('P14'),
    employeeId: employee(5),
    capacity: 'plt',
    fromDate: TODAY,
    toDate: '2027-01-31',
  }
  const token = await officer()
  expect(said(await line.appointActing(wanted, { token: await officer('badan', 'BADAN') }))).toBe('line.not-found')
  expect(said(await line.appointActing(wanted, { token: await officer('own', 'DINAS', 5) }))).toBe('line.own')
  for (const n of [7, 18, 99])
    expect(await line.appointActing({ ...wanted, employeeId: employee(n) }, { token })).toMatchObject({
      code: 'line.other-agency',
    })
  expect(await line.appointActing({ ...wanted, toDate: '2028-01-31' }, { token })).toMatchObject({ field: 'to_date' })
  const { assignmentId } = value(await line.appointActing(wanted, { token }))
  expect(value(await line.appointActing(wanted, { token }))).toEqual({ assignmentId })
  expect(await assessorsOf(15)).toEqual([5])
  expect((await told()).filter((one) => one.endsWith('P14'))).toEqual([])
  expect(said(await line.appointActing({ ...wanted, fromDate: '2026-12-01' }, { token }))).toBe('line.holds-already')
})

test('superiors of many posts are set at once or not at all, and each row that is faulty is told', async () => {
  const token = await officer()
  const rows = (...of: [string, string][]) =>
    of.map(([positionCode, superiorCode], nth) => ({
      line: nth + 2,
      positionCode,
      superiorCode,
      fromDate: '',
      reason: '',
    }))
  const set = async (of: ReturnType<typeof rows>, more: { dryRun?: boolean; token?: string; agency?: string } = {}) => {
    const answer = await line.setSuperiors(
      { agencyId: agencyIdOf(more.agency ?? 'DINAS'), rows: of, dryRun: more.dryRun ?? false },
      { token: more.token ?? token },
    )
    if (isRefusal(answer)) return answer.code
    return [
      answer.changed,
      answer.same,
      ...answer.problems.map(({ line: at, field, code }) => `${at} ${field} ${code}`),
    ]
  }
  // 17 reports to 16 and 16 to its head: turned round, in whichever order the rows stand.
  const turned = rows(['P16', 'P17'], ['P17', 'P3'], ['P13', 'P12'])
  const before = await directory.published()
  expect(await set(turned, { dryRun: true })).toEqual([2, 1])
  expect(
    // P1 stands above this agency's head, and is of another one all the same.
    await set(
      rows(['P16', 'P17'], ['P99', 'P3'], ['P13', 'P6'], ['P16', 'P3'], ['P5', 'P3'], ['P15', 'P1'], ['P1', 'P3']),
      { token: await officer('own', 'DINAS', 5) },
    ),
  ).toEqual([
    0,
    0,
    ...['3 positionCode line.not-found', '4 superiorCode staff.superior-unknown'],
    ...['5 positionCode staff.row-repeated', '6 positionCode line.own'],
    ...['7 superiorCode staff.superior-unknown', '8 positionCode line.not-found', '2 superiorCode staff.superior-loop'],
  ])
  expect(await set(turned, { token: await officer('badan', 'BADAN') })).toBe('access.denied')
  expect(await set(turned, { token: await officer('badan', 'BADAN'), agency: 'BADAN' })).toEqual([
    ...[0, 0],
    ...['2 positionCode line.not-found', '3 positionCode line.not-found', '4 positionCode line.not-found'],
  ])
  expect(await directory.published()).toHaveLength(before.length)
  expect(await set(turned)).toEqual([2, 1])
  expect([await assessorsOf(16), await assessorsOf(17)]).toEqual([[17], [3]])
  expect(await directory.published()).toHaveLength(before.length + 2)
  expect(await set(turned)).toEqual([0, 3])
  expect(await directory.published()).toHaveLength(before.length + 2)
  // Each row has its own day, and is judged on it.
  const onDays = (...of: [string, string, string][]) =>
    rows(...of.map(([post, superior]): [string, string] => [post, superior])).map((one, nth) => ({
      ...one,
      fromDate: of[nth]![2],
    }))
  expect(
    await set(onDays(['P13', 'P3', '2026-08-25'], ['P15', 'P3', '2026-10-01'], ['P17', 'P16', '2026-10-01']), {
      dryRun: true,
    }),
  ).toEqual([0, 1, '2 fromDate staff.date-implausible'])
  expect(await set(onDays(['P16', 'P3', '2026-12-01'], ['P17', 'P16', '2026-11-28']), { dryRun: true })).toEqual([
    ...[0, 0, '3 superiorCode staff.superior-loop'],
  ])
  expect(await set(onDays(['P2', 'P28', '2026-12-20']), { dryRun: true })).toEqual([
    ...[0, 0, '2 fromDate staff.date-implausible'],
  ])
  expect(await set(onDays(['P15', 'P3', '2026-10-01']))).toEqual([1, 0])
  expect(await assessorsOn(15, '2026-09-30', '2026-10-01')).toEqual([[4], [3]])
  const { rows: looked } = await directory.database.pool.query<{ subjects: string[] }>(
    `select subjects from audit.look where operation = 'directory.SetSuperiors'`,
  )
  expect(looked.map(({ subjects }) => subjects.toSorted())).toEqual([
    [employee(16), employee(17)].toSorted(),
    [employee(15)],
  ])
})

test('what was mended is on the log: the tables equal a re-fold of it', async () => {
  const { position, assignment } = await tablesOf(directory.database.pool)
  const last = new Map<string, number>()
  for (const { body } of await directory.published())
    if (body?.$case === 'positionChanged' || body?.$case === 'assignmentChanged') {
      const id = body.$case === 'positionChanged' ? body.value.positionId : body.value.assignmentId
      last.set(id, Math.max(last.get(id) ?? 0, body.value.version))
    }
  const { rows } = await directory.database.pool.query<{ id: string; version: number }>(
    'select position_id as id, version from roster.position union all select assignment_id, version from roster.assignment',
  )
  expect(rows).toHaveLength(position!.length + assignment!.length)
  for (const { id, version } of rows) expect(last.get(id), id).toBe(version)
})
