import { randomUUID, randomUUIDv7 } from 'node:crypto'
import { OwnDataServiceService } from '@timbang/contracts/gen/timbang/directory/v1/own'
import { TicketServiceService, TicketState as State } from '@timbang/contracts/gen/timbang/directory/v1/ticket'
import { agencyIdOf } from '@timbang/contracts/official-id'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { grpcClient } from '@timbang/process/grpc'
import { eventually } from '@timbang/testkit/eventually'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MOST_OPEN } from '../src/ticket/domain.ts'
import { employee, nip, province, row, startDirectory, structure, type Directory } from './given.ts'

let directory: Directory
let tickets: ReturnType<typeof grpcClient<typeof TicketServiceService>>
let own: ReturnType<typeof grpcClient<typeof OwnDataServiceService>>

/** 8 to 15 work as 4 does; 16 has no post any more. */
const staff = () => [
  ...province(),
  ...[8, 9, 10, 11, 12, 13, 14, 15].map((n) => row(n)),
  row(16, { toDate: '2026-10-31' }),
]
beforeAll(async () => {
  directory = await startDirectory()
  tickets = grpcClient(TicketServiceService, directory.addresses.grpc)
  own = grpcClient(OwnDataServiceService, directory.addresses.grpc)
  await directory.client.registerStructure(structure(), { token: directory.importer })
  const { problems } = await directory.importStaff(staff())
  expect(problems.filter((problem) => !problem.includes('warning'))).toEqual([])
})
afterAll(async () => {
  tickets.close()
  own.close()
  await directory.stop()
})

const value = <T>(answer: T | Refusal): T => {
  if (isRefusal(answer)) throw new Error(answer.code)
  return answer
}
const said = (answer: unknown) => (isRefusal(answer) ? answer.code : 'yes')
const person = (n: number) => directory.issuer.person(employee(n))
const officer = (sub = 'officer', agency = 'DINAS', n?: number) =>
  directory.issuer.token({
    sub,
    ...(n === undefined ? {} : { employeeId: employee(n) }),
    sid: 's',
    roles: ['personnel_officer'],
    agencies: [agencyIdOf(agency)],
  })
const dataOf = async (n: number) =>
  new Map(value(await own.getOwnData({}, { token: await person(n) })).rows.map((one) => [one.row, one]))
const filing = async (n: number, more: { ticketId?: string; row?: string; version?: string; words?: string } = {}) => {
  const about = more.row ?? 'post'
  return {
    ticketId: more.ticketId ?? randomUUIDv7(),
    row: about,
    version: more.version ?? (await dataOf(n)).get(about)!.version,
    words: more.words ?? 'Jabatan saya masih yang lama.',
  }
}
const file = async (n: number, more?: Parameters<typeof filing>[1]) =>
  tickets.fileTicket(await filing(n, more), { token: await person(n) })
const filed = async (...of: Parameters<typeof file>) => value(await file(...of)).ticket!
const mine = async (n: number) =>
  value(await tickets.listTickets({ whose: 'own', limit: 0, after: '' }, { token: await person(n) })).tickets
const answer = async (token: string, ticketId: string, mended = true, words = '') =>
  tickets.answerTicket({ ticketId, mended, words }, { token })

/** Statements of this database that wait for somebody's lock. */
const blocked = (count: number) =>
  eventually(async () => {
    const { rows } = await directory.database.pool.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    expect(rows[0]!.waiting).toBe(count)
  })
const inHand = async (text: string, value: string) => {
  const client = await directory.database.pool.connect()
  await client.query('begin')
  await client.query(text, [value])
  return async () => {
    await client.query('rollback')
    client.release()
  }
}

test('a person reads what stands of him, whole, and who stands above him by which post', async () => {
  const rows = await dataOf(4)
  expect(rows.get('name')).toMatchObject({ name: 'Pegawai 4' })
  expect(rows.get('nip')).toMatchObject({ nip: nip(4) })
  expect(rows.get('employment')).toMatchObject({ employment: 'pns' })
  expect(rows.get('post')!.posts).toMatchObject([{ title: 'Jabatan 4', fromDate: '2026-01-05', toDate: '' }])
  expect(rows.get('unit')).toMatchObject({ unit: 'Bidang DINAS', agency: 'OPD DINAS', zone: 'WIB' })
  expect(rows.get('assessor')).toMatchObject({ name: 'Pegawai 3', posts: [{ title: 'Jabatan 3' }] })
  expect(rows.get('superior')).toMatchObject({ name: 'Pegawai 2', posts: [{ title: 'Jabatan 2' }] })
  expect(rows.get('calendar')).toMatchObject({ year: 2026, workingWeekdays: [1, 2, 3, 4, 5] })
  expect(rows.get('calendar')!.holidays).toHaveLength(2)
  expect(rows.get('roles')).toMatchObject({ roles: [] })
  // Nobody stands above the first; without a post there is neither unit nor calendar.
  expect((await dataOf(1)).get('assessor')).toMatchObject({ name: '', posts: [] })
  expect((await dataOf(16)).get('post')).toMatchObject({ posts: [] })
  expect((await dataOf(16)).get('calendar')).toMatchObject({ calendarCode: '', year: 0 })
  // An account that is nobody's workplace has none.
  expect(said(await own.getOwnData({}, { token: await directory.issuer.token({ sub: 'akun' }) }))).toBe('access.denied')
})

test('whoever will be assessed by somebody else, or by nobody, within a week is told so before', async () => {
  const toldTo = async (n: number) => value(await own.getOwnTurns({}, { token: await person(n) })).nextAssessor
  expect(await toldTo(15)).toBeUndefined()
  // 17 leaves on the sixth day, with whoever works below him; 18 has somebody above him next, 19 nobody.
  const leaving = (toDate: string) => [
    row(17, { toDate }),
    row(18, { superiorPositionCode: 'P17' }),
    row(20, { agencyCode: 'SETDA', unitCode: 'SETDA.1', positionKind: 'jpt-madya', superiorPositionCode: '', toDate }),
    row(19, { agencyCode: 'SETDA', unitCode: 'SETDA.1', superiorPositionCode: 'P20' }),
  ]
  await directory.importStaff(leaving('2026-12-03'))
  expect(await toldTo(18)).toBeUndefined()
  await directory.importStaff(leaving('2026-12-02'))
  expect(await toldTo(18)).toEqual({ fromDate: '2026-12-03', name: 'Pegawai 3' })
  expect(await toldTo(19)).toEqual({ fromDate: '2026-12-03', name: '' })
  expect(value(await own.getOwnData({}, { token: await person(18) })).nextAssessor).toEqual(await toldTo(18))
  expect(said(await own.getOwnTurns({}, { token: await directory.issuer.token({ sub: 'akun' }) }))).toBe(
    'access.denied',
  )
})

test('a ticket keeps its row; once the row has changed, both sides are told so', async () => {
  const { ticketId } = await filed(5, { row: 'assessor', words: 'Atasan saya bukan dia.' })
  const token = await officer()
  expect(value(await tickets.getTicket({ ticketId }, { token }))).toMatchObject({
    ticket: { changed: false, was: { name: 'Pegawai 3' }, words: 'Atasan saya bukan dia.' },
    now: { name: 'Pegawai 3' },
  })
  await directory.importStaff(staff().map((one) => (one.line === 5 ? { ...one, superiorPositionCode: 'P2' } : one)))
  const seen = value(await tickets.getTicket({ ticketId }, { token }))
  expect(seen).toMatchObject({ ticket: { changed: true, was: { name: 'Pegawai 3' } }, now: { name: 'Pegawai 2' } })
  expect(await mine(5)).toMatchObject([{ ticketId, changed: true, state: State.TICKET_STATE_OPEN }])
  value(await answer(token, ticketId, true, 'Sudah dipindah.'))
  // What it was when it was answered stands, whatever becomes of the row.
  await directory.importStaff(staff())
  expect(await mine(5)).toMatchObject([
    { changed: true, state: State.TICKET_STATE_MENDED, answer: 'Sudah dipindah.', was: { name: 'Pegawai 3' } },
  ])
})

test('a row that changed after it was read is read again before it is questioned', async () => {
  const { version } = (await dataOf(8)).get('name')!
  await directory.importStaff([row(8, { name: 'Pegawai Delapan' })])
  expect(said(await file(8, { row: 'name', version }))).toBe('ticket.row-changed')
  expect(await mine(8)).toEqual([])
  expect(said(await file(8, { row: 'name' }))).toBe('yes')
})

test('who sends twice has sent once; a row is questioned once at a time', async () => {
  const ticketId = randomUUIDv7()
  const first = await filed(9, { ticketId })
  expect(await filed(9, { ticketId })).toEqual(first)
  expect(await mine(9)).toHaveLength(1)
  expect(await file(9, { ticketId, words: 'Lain' })).toMatchObject({ field: 'ticket_id' })
  expect(await file(10, { ticketId })).toMatchObject({ field: 'ticket_id' })
  expect(said(await file(9))).toBe('ticket.open-already')
  expect(await file(9, { row: 'gaji', version: first.was!.version })).toMatchObject({ field: 'row' })
  // Taken back it makes room; by nobody else.
  const back = async (n: number) => tickets.withdrawTicket({ ticketId }, { token: await person(n) })
  expect(said(await back(10))).toBe('ticket.not-found')
  expect(value(await back(9)).ticket).toMatchObject({ state: State.TICKET_STATE_WITHDRAWN })
  expect(said(await file(9))).toBe('yes')
})

test('five wait at most, also when the fifth and the sixth come at once', async () => {
  for (const about of ['name', 'nip', 'unit', 'superior']) await filed(10, { row: about })
  const both = [await filing(10, { row: 'post' }), await filing(10, { row: 'roles' })]
  const token = await person(10)
  const end = await inHand('select pg_advisory_xact_lock(5911027, hashtext($1))', employee(10))
  const answers = both.map((one) => tickets.fileTicket(one, { token }))
  await blocked(2)
  await end()
  expect((await Promise.all(answers)).map(said).sort()).toEqual(['ticket.too-many', 'yes'])
  expect(await mine(10)).toHaveLength(MOST_OPEN)
})

test('of two officers who answer at once one is heard, the other is told', async () => {
  const { ticketId } = await filed(11)
  const tokens = [await officer('one'), await officer('two')]
  const end = await inHand('select from ticket where ticket_id = $1 for update', ticketId)
  const answers = [answer(tokens[0]!, ticketId), answer(tokens[1]!, ticketId, false, 'SK belum terbit.')]
  await blocked(2)
  await end()
  expect((await Promise.all(answers)).map(said).sort()).toEqual(['ticket.not-open', 'yes'])
  const { rows } = await directory.database.pool.query<{ decisions: number }>(
    `select count(*)::int as decisions from audit.look where object = $1 and operation = 'directory.AnswerTicket'`,
    [ticketId],
  )
  expect(rows).toEqual([{ decisions: 1 }])
})

test('a refusal says why, and who asked reads it', async () => {
  const { ticketId } = await filed(12)
  const token = await officer()
  expect(await answer(token, ticketId, false, ' ')).toMatchObject({ code: 'ticket.reason-missing', field: 'words' })
  value(await answer(token, ticketId, false, 'SK belum terbit.'))
  const told = async () => value(await own.getOwnTurns({}, { token: await person(12) })).answered
  expect(await told()).toMatchObject([{ mended: false }])
  expect(await mine(12)).toMatchObject([
    { state: State.TICKET_STATE_REFUSED, answer: 'SK belum terbit.', changed: false },
  ])
  // For a week; it stands in his list for good.
  directory.clock.advance(7 * 86_400_000)
  expect(await told()).toEqual([])
  directory.clock.advance(-7 * 86_400_000)
})

test('nobody answers his own, and whoever may not read hears what he hears of none', async () => {
  const { ticketId } = await filed(13, { row: 'nip' })
  const get = async (token: string, id = ticketId) => tickets.getTicket({ ticketId: id }, { token })
  expect(said(await answer(await officer('self', 'DINAS', 13), ticketId))).toBe('access.denied')
  const elsewhere = await officer('elsewhere', 'BADAN')
  expect(said(await answer(elsewhere, ticketId))).toBe('ticket.not-found')
  for (const token of [elsewhere, await person(4), await person(3), await person(2)]) {
    expect(await get(token)).toEqual(await get(token, randomUUID()))
    expect(said(await get(token))).toBe('ticket.not-found')
  }
  for (const token of [await person(13), await directory.issuer.machine('auditor')])
    expect(said(await answer(token, ticketId))).toBe('access.denied')
  // A NIP is whole for him alone.
  const seenBy = async (token: string) => value(await get(token)).ticket!.was!.nip
  expect(await seenBy(await person(13))).toBe(nip(13))
  for (const token of [await officer(), await directory.issuer.machine('auditor')])
    expect(await seenBy(token)).toBe(nip(13).slice(-3))
  expect(await mine(13)).toMatchObject([{ state: State.TICKET_STATE_OPEN }])
})

test('who has no post is answered by the board', async () => {
  const { ticketId, agencyId } = await filed(16)
  expect(agencyId).toBe('')
  expect(said(await answer(await officer(), ticketId))).toBe('ticket.not-found')
  expect(said(await answer(await directory.issuer.machine('bkd'), ticketId))).toBe('yes')
})

test('an officer sees what waits in his agency, oldest first and in pages; whom he saw and what he decided is on record', async () => {
  await filed(14)
  const waiting = []
  for (const n of [6, 7]) {
    waiting.push((await filed(n, { row: 'unit' })).ticketId)
    directory.clock.advance(1_000)
  }
  waiting.push((await filed(6, { row: 'name' })).ticketId)
  const token = await officer('badan', 'BADAN')
  const list = async (by: string, after = '') => tickets.listTickets({ whose: 'queue', limit: 2, after }, { token: by })
  const first = value(await list(token))
  expect(first.tickets.map(({ ticketId }) => ticketId)).toEqual(waiting.slice(0, 2))
  expect(first.waiting).toBe(3)
  const second = value(await list(token, first.next))
  expect(second.tickets.map(({ ticketId }) => ticketId)).toEqual(waiting.slice(2))
  expect(second.next).toBe('')
  expect(value(await tickets.countTickets({}, { token }))).toMatchObject({
    waiting: 3,
    oldestFiledAt: first.tickets[0]!.filedAt,
  })
  // His own are for somebody else to answer.
  expect(value(await list(await officer('badan-6', 'BADAN', 6))).tickets.map(({ ticketId }) => ticketId)).toEqual([
    waiting[1],
  ])
  value(await answer(token, waiting[0]!))
  expect(value(await list(token)).waiting).toBe(2)
  const { rows } = await directory.database.pool.query<{ row: string }>(
    `select kind || ' ' || operation || ' ' || cardinality(subjects) as row from audit.look where reader = 'badan' order by at, look_id`,
  )
  expect(rows.map(({ row: one }) => one)).toEqual([
    'look directory.ListTickets 2',
    'look directory.ListTickets 1',
    'decision directory.AnswerTicket 1',
    'look directory.ListTickets 2',
  ])
  for (const stranger of [await person(7), await directory.issuer.token({ sub: 'akun' })]) {
    expect(said(await list(stranger))).toBe('access.denied')
    expect(said(await tickets.countTickets({}, { token: stranger }))).toBe('access.denied')
  }
})
