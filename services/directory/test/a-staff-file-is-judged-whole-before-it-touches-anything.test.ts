import { eventually } from '@timbang/testkit/eventually'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agencyIdOf } from '@timbang/contracts/official-id'
import { isRefusal } from '@timbang/contracts/refusal'
import { employee, nip, province, row, startDirectory, structure, tablesOf, type Directory } from './given.ts'

let directory: Directory
beforeAll(async () => {
  directory = await startDirectory()
  await directory.client.registerStructure(structure(), { token: directory.importer })
})
afterAll(() => directory.stop())

const everything = async () => ({
  tables: await tablesOf(directory.database.pool),
  people: (await directory.database.pool.query('select * from person order by employee_id')).rows,
  outbox: (await directory.published()).length,
})

test('a file with one fault changes nothing and tells every fault, faults first', async () => {
  const before = await everything()
  const rows = [
    ...province(),
    row(8, { superiorPositionCode: '' }),
    row(9, { nip: '123' }),
    row(10, { unitCode: 'X' }),
    row(11, { superiorPositionCode: 'P12' }),
    row(12, { superiorPositionCode: 'P11' }),
    row(13, { positionCode: 'P5', positionTitle: 'Jabatan 5' }),
  ]
  const answer = await directory.importStaff(rows)
  expect(answer).toEqual({
    applied: 0,
    people: 12,
    finished: true,
    refusal: undefined,
    problems: [
      '5 positionCode staff.two-holders',
      '8 superiorPositionCode staff.superior-missing',
      '9 nip nip.length',
      '10 unitCode staff.unit-unknown',
      '11 superiorPositionCode staff.superior-loop',
      '12 superiorPositionCode staff.superior-loop',
      '13 positionCode staff.two-holders',
    ],
  })
  expect(await everything()).toEqual(before)
})

test('a dry run changes nothing', async () => {
  const before = await everything()
  expect(await directory.importStaff(province(), { dryRun: true })).toEqual({
    problems: [],
    applied: 0,
    people: 7,
    finished: true,
    refusal: undefined,
  })
  expect(await everything()).toEqual(before)
})

test('a file that breaks off in the middle changes nothing, though its first half alone would do', async () => {
  const before = await everything()
  const half = {
    importId: '00000000-0000-4000-8000-0000000000f1',
    dryRun: false,
    rows: province(),
    sourceRecordedAt: undefined,
    last: false,
    asOf: undefined,
    older: false,
  }
  const ended = directory.client.importStaff(
    (async function* () {
      yield half
    })(),
    { token: directory.importer },
  )
  for await (const _ of ended) expect.unreachable()
  expect(ended.refusal()?.code).toBe('request.incomplete')
  const answers = directory.client.importStaff(
    (async function* () {
      yield half
      throw new Error('the disk with the file is gone')
    })(),
    { token: directory.importer },
  )
  await expect(
    (async () => {
      for await (const _ of answers);
    })(),
  ).rejects.toThrow('the disk with the file is gone')
  // Another one behind it, so that whatever the broken one would have done is done.
  await directory.importStaff(province(), { dryRun: true })
  expect(await everything()).toEqual(before)
})

test('a good file is applied, and the same file again adds nothing, however it is cut', async () => {
  expect(await directory.importStaff(province())).toMatchObject({ problems: [], applied: 7, people: 7, finished: true })
  const after = await everything()
  expect(after.tables.assignment).toHaveLength(7)
  expect(after.people).toHaveLength(7)
  expect(await directory.importStaff(province(), { size: 2 })).toMatchObject({ problems: [], applied: 0, people: 7 })
  expect(await everything()).toEqual(after)
})

test('one file read in by two clients at once counts once', async () => {
  const rows = [row(21, { superiorPositionCode: 'P3' }), row(22, { superiorPositionCode: 'P3' })]
  const before = await directory.published()
  const answers = await Promise.all([directory.importStaff(rows), directory.importStaff(rows)])
  expect(answers.map((answer) => answer.applied).sort()).toEqual([0, 2])
  // A post, a person and an assignment for each row.
  expect((await directory.published()).length - before.length).toBe(6)
})

test('a transfer that is entered late closes the old post the day before, and an old file read again opens nothing again', async () => {
  expect(
    await directory.importStaff([
      row(4, {
        positionCode: 'P8',
        positionTitle: 'Jabatan 8',
        fromDate: '2026-08-18',
        agencyCode: 'BADAN',
        unitCode: 'BADAN.1',
        superiorPositionCode: 'P6',
      }),
    ]),
  ).toMatchObject({ problems: [], applied: 1 })
  const held = async () =>
    (
      await directory.database.pool.query(
        `select p.code, a.from_date, a.to_date, a.version from roster.assignment a join roster.position p using (position_id) where employee_id = $1 order by from_date`,
        [employee(4)],
      )
    ).rows
  const after = [
    { code: 'P4', from_date: '2026-01-05', to_date: '2026-08-17', version: 2 },
    { code: 'P8', from_date: '2026-08-18', to_date: null, version: 1 },
  ]
  expect(await held()).toEqual(after)
  expect(await directory.importStaff(province())).toMatchObject({ problems: [], applied: 0 })
  expect(await held()).toEqual(after)
})

test('a person who is renamed changes no event: names are on no log', async () => {
  const before = (await directory.published()).length
  expect(await directory.importStaff([row(5, { name: 'Nama Baru' })])).toMatchObject({ applied: 1 })
  expect(await directory.published()).toHaveLength(before)
  const people = await directory.client.getPeople(
    { employeeIds: [employee(5)] },
    { token: await directory.issuer.machine('bkd') },
  )
  expect(!isRefusal(people) && people.people[0]?.name).toBe('Nama Baru')
})

test('no NIP and no name is on the log', async () => {
  const events = await directory.published()
  const text = JSON.stringify(events, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
  expect(events.length).toBeGreaterThan(20)
  expect(text).not.toContain('Pegawai')
  for (let n = 1; n <= 7; n++) expect(text).not.toContain(nip(n))
})

test('nobody but an importer and the personnel board reads a file in', async () => {
  expect((await directory.importStaff(province(), { token: await directory.issuer.person(employee(2)) })).refusal).toBe(
    'access.denied',
  )
  expect((await directory.importStaff(province(), { token: await directory.issuer.machine('auditor') })).refusal).toBe(
    'access.denied',
  )
})

test('a file is judged against a chart that nobody changes meanwhile: whoever changes it waits, and roles do not', async () => {
  const holder = await directory.database.pool.connect()
  await holder.query('select pg_advisory_lock(5911026)')
  const waiting = Promise.all([
    directory.importStaff(province()),
    directory.client.registerStructure(structure(), { token: directory.importer, deadline: 30_000 }),
  ])
  await eventually(async () => {
    const { rows } = await directory.database.pool.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`,
    )
    expect(rows[0]!.waiting).toBe(2)
  })
  expect(
    await directory.nameFirst({ subject: employee(1), role: 'bkd' }, { subject: employee(2), role: 'bkd' }),
  ).toEqual({
    named: 2,
  })
  await holder.query('select pg_advisory_unlock(5911026)')
  holder.release()
  await waiting
})

test('a person whose number changes stays who he is, is found under both, and the earlier file changes nothing back', async () => {
  const key = employee(4)
  const changed = [row(4, { nip: nip(400), formerNip: nip(4), pnsId: 'A8ACA7F4', employeeId: '' })]
  expect(await directory.importStaff(changed, { dryRun: true })).toMatchObject({
    problems: ['4 nip staff.nip-changed (warning)'],
    applied: 0,
  })
  const before = (await directory.published()).length
  expect(await directory.importStaff(changed)).toMatchObject({ applied: 1 })
  expect(await directory.importStaff(changed)).toMatchObject({ problems: [], applied: 0 })
  expect(await directory.importStaff([row(4)])).toMatchObject({
    problems: ['4 nip staff.nip-former (warning)'],
    applied: 0,
  })
  // Nothing of it is on the log.
  expect((await directory.published()).length).toBe(before)
  const { rows } = await directory.database.pool.query<{ nip: string; pns_id: string; former: string[] }>(
    `select nip, pns_id, array(select nip from former_nip where employee_id = person.employee_id) as former from person where employee_id = $1`,
    [key],
  )
  expect(rows).toEqual([{ nip: nip(400), pns_id: 'A8ACA7F4', former: [nip(4)] }])
  const resolved = await directory.client.resolveIdentifiers(
    { nips: [nip(4), nip(400)] },
    { token: directory.importer },
  )
  expect(!isRefusal(resolved) && resolved.resolved.map(({ employeeId }) => employeeId)).toEqual([key, key])
  // A correction that was none goes back, and the number is a former one no more.
  expect(await directory.importStaff([row(4, { pnsId: 'A8ACA7F4', formerNip: nip(400) })])).toMatchObject({
    applied: 1,
  })
  const { rows: left } = await directory.database.pool.query('select nip from former_nip where employee_id = $1', [key])
  expect(left).toEqual([{ nip: nip(400) }])
})

test('a file that is older than the last one is asked about, and one of a day to come is refused', async () => {
  const of = (asOf: string, more: { older?: boolean; dryRun?: boolean } = {}) =>
    directory.importStaff([row(5, { name: `Pegawai per ${asOf}` })], { asOf, ...more })
  expect(await of('2026-11-27')).toMatchObject({ refusal: 'staff.file-ahead', finished: false })
  // A dry run tells no day.
  await of('2026-11-26', { dryRun: true })
  expect(await of('2026-11-20')).toMatchObject({ applied: 1 })
  expect(await of('2026-11-20')).toMatchObject({ applied: 0, finished: true })
  for (const dryRun of [true, false])
    expect(await of('2026-11-19', { dryRun })).toMatchObject({ refusal: 'staff.file-older', finished: false })
  expect(await of('2026-11-19', { older: true })).toMatchObject({ applied: 1 })
  expect(await of('2026-11-21')).toMatchObject({ applied: 1 })
  // Which says nothing of its day is judged by its rows alone.
  expect(await directory.importStaff([row(5)])).toMatchObject({ applied: 1 })
})

test('a unit that has posts does not move to another agency', async () => {
  const before = await everything()
  const moved = structure()
  moved.units = moved.units.filter(({ code }) => code === 'DINAS.1')
  moved.units[0]!.agencyId = agencyIdOf('BADAN')
  moved.units[0]!.parentUnitId = undefined
  const answer = await directory.client.registerStructure(moved, { token: directory.importer })
  expect(!isRefusal(answer) && answer.problems.map(({ code, value }) => `${code} ${value}`)).toEqual(
    expect.arrayContaining([
      'structure.unit-has-posts P3',
      'structure.unit-has-posts P4',
      'structure.unit-has-posts P5',
    ]),
  )
  expect(await everything()).toEqual(before)
})

test('a line says its post by codes or by names, and one file says all of them in one way', async () => {
  const national = {
    agencyName: 'opd dinas',
    unitName: 'Bidang DINAS',
    positionType: 'Jabatan Fungsional Umum',
    echelon: '',
    standing: 'Aktif',
  }
  const bare = { agencyCode: '', unitCode: '', positionCode: '', positionKind: '', superiorPositionCode: '', zone: '' }
  const named = row(5, { ...bare, secondedFrom: 'Kementerian', national })
  const before = await everything()
  expect(await directory.importStaff([named, row(3)])).toMatchObject({ refusal: 'request.malformed' })
  expect(await everything()).toEqual(before)
  expect(await directory.importStaff([named])).toMatchObject({ problems: [], applied: 1 })
  const lent = async () =>
    (
      await directory.database.pool.query<{ seconded_from: string | null }>(
        'select seconded_from from roster.assignment where employee_id = $1 and to_date is null',
        [employee(5)],
      )
    ).rows
  expect(await lent()).toEqual([{ seconded_from: 'Kementerian' }])
  // A file that does not tell who lent him changes nothing of it; one that says nobody does.
  expect(await directory.importStaff([row(5)])).toMatchObject({ applied: 0 })
  expect(await lent()).toEqual([{ seconded_from: 'Kementerian' }])
  expect(await directory.importStaff([{ ...named, secondedFrom: '' }])).toMatchObject({ applied: 1 })
  expect(await lent()).toEqual([{ seconded_from: null }])
})

test('a file of an earlier day leaves who heads an agency today: that has no days', async () => {
  const badan = { agencyCode: 'BADAN', unitCode: 'BADAN', positionKind: 'jpt-pratama' }
  const heads = async () =>
    (
      await directory.database.pool.query<{ code: string }>(
        'select code from roster.position where agency_id = $1 and heads_agency',
        [agencyIdOf('BADAN')],
      )
    ).rows.map(({ code }) => code)
  expect(await heads()).toEqual(['P6'])
  const above = row(60, { ...badan, superiorPositionCode: 'P1' })
  const below = row(6, { ...badan, superiorPositionCode: 'P60' })
  expect((await directory.importStaff([above, below], { asOf: '2026-11-26' })).problems).toEqual([])
  expect(await heads()).toEqual(['P60'])
  const older = await directory.importStaff([row(4, { name: 'Pegawai dahulu' })], { asOf: '2026-11-20', older: true })
  expect(older.applied).toBe(1)
  expect(await heads()).toEqual(['P60'])
  // Nor does it close a loop with what was told for a later day.
  const turned = await directory.importStaff([row(60, { ...badan, superiorPositionCode: 'P6' })], {
    asOf: '2026-11-20',
    older: true,
    dryRun: true,
  })
  expect(turned.problems.join('\n')).toMatch(/superiorPositionCode staff\.superior-loop/)
})
