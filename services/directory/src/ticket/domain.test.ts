import { expect, test } from 'vitest'
import { isRefusal } from '@timbang/contracts/refusal'
import { type Facts, rowNames, rowOf, textOf } from '../own/domain.ts'
import { answer, file, MOST_OPEN, type Ticket, withdraw } from './domain.ts'

const facts: Facts = {
  name: 'Sari Wulandari',
  nip: '199405172019032014',
  employment: 'pns',
  posts: [{ title: 'Pengelola', capacity: 'definitive', fromDate: '2021-03-01', toDate: undefined }],
  place: { agencyId: 'a', unit: 'Bidang', agency: 'Dinas', zone: 'WIB' },
  assessor: {
    name: 'Hendra Saputra',
    post: { title: 'Kepala Bidang', capacity: 'plt', fromDate: '2026-01-05', toDate: '2026-12-31' },
  },
  superior: undefined,
  calendar: { calendarCode: '5-hari', year: 2026, workingWeekdays: [1, 2, 3, 4, 5], holidays: [] },
  roles: [],
}
const NOW = Date.UTC(2026, 10, 26)
const filing = (more: Partial<Parameters<typeof file>[2]> = {}) => ({
  ticketId: 't',
  employeeId: 'sari',
  agencyId: 'a',
  row: rowOf('post', facts),
  version: 'v1',
  readVersion: 'v1',
  words: 'Jabatan saya masih yang lama.',
  ...more,
})
const told = (done: ReturnType<typeof file>) => (isRefusal(done) ? done.code : (done.ticket ?? 'nothing new'))
const filed = (...of: Parameters<typeof filing>): Ticket => told(file(undefined, [], filing(...of), NOW)) as Ticket

test('a row says something else as soon as anything of it does, and whatever changes beside it changes nothing', () => {
  const changed: readonly Partial<Facts>[] = [
    { name: 'Sari W.' },
    { nip: '199405172019032015' },
    { employment: 'pppk' },
    { posts: [{ ...facts.posts[0]!, toDate: '2026-12-31' }] },
    { place: { ...facts.place!, unit: 'Sekretariat' } },
    { assessor: undefined },
    { superior: facts.assessor },
    { calendar: { ...facts.calendar!, workingWeekdays: [1, 2, 3, 4, 5, 6] } },
    { roles: [{ role: 'bkd', agencies: [] }] },
  ]
  const textsOf = (of: Facts) => rowNames.map((row) => textOf(rowOf(row, of)))
  const before = textsOf(facts)
  for (const [at, more] of changed.entries()) {
    const after = textsOf({ ...facts, ...more })
    expect(rowNames.filter((_, row) => after[row] !== before[row])).toEqual([rowNames[at]])
  }
  expect(textOf(rowOf('assessor', facts))).not.toBe(
    textOf(rowOf('assessor', { ...facts, assessor: { ...facts.assessor!, name: 'Ahmad' } })),
  )
})

test('a ticket keeps the row as it was, and is about the row that was read', () => {
  expect(filed()).toMatchObject({ state: 'open', wasVersion: 'v1', was: { row: 'post', posts: facts.posts } })
  expect(told(file(undefined, [], filing({ readVersion: 'v0' }), NOW))).toBe('ticket.row-changed')
})

test('the same ticket twice is once; under its id for another person, another row or in other words it is none', () => {
  const ticket = filed()
  expect(told(file(ticket, [ticket], filing(), NOW))).toBe('nothing new')
  // Also when the row has changed since: the answer was lost, the ticket was not.
  expect(told(file(ticket, [ticket], filing({ version: 'v2' }), NOW))).toBe('nothing new')
  for (const more of [{ employeeId: 'budi' }, { row: rowOf('unit', facts) }, { words: 'Lain' }])
    expect(file(ticket, [], filing(more), NOW)).toMatchObject({ field: 'ticket_id' })
})

test('a row is questioned once at a time, and five of them at most', () => {
  expect(told(file(undefined, [filed()], filing({ ticketId: 'u' }), NOW))).toBe('ticket.open-already')
  const open = rowNames.slice(0, MOST_OPEN).map((row) => ({ was: rowOf(row, facts) }))
  expect(MOST_OPEN).toBe(5)
  const sixth = filing({ row: rowOf('roles', facts) })
  expect(told(file(undefined, open, sixth, NOW))).toBe('ticket.too-many')
  expect(told(file(undefined, open.slice(1), sixth, NOW))).toMatchObject({ state: 'open' })
})

const yes = { mended: true, words: '', by: 'officer', version: 'v2' }
const no = { mended: false, words: 'SK belum terbit.', by: 'officer', version: 'v1' }
const after = (done: ReturnType<typeof answer>): Ticket => told(done) as Ticket

test('an answer says whether the row had become another one', () => {
  expect(after(answer(filed(), yes, NOW + 1))).toMatchObject({ state: 'mended', changed: true, answeredAt: NOW + 1 })
  expect(after(answer(filed(), no, NOW + 1))).toMatchObject({ state: 'refused', changed: false, answer: no.words })
})

test('who is refused is told why', () => {
  expect(told(answer(filed(), { ...no, words: '' }, NOW))).toBe('ticket.reason-missing')
})

test('a ticket is answered once: the same answer of the same officer is that one, any other hears that it is over', () => {
  const mended = after(answer(filed(), yes, NOW))
  expect(told(answer(mended, yes, NOW))).toBe('nothing new')
  expect(told(answer(mended, { ...yes, by: 'another' }, NOW))).toBe('ticket.not-open')
  expect(told(answer(mended, no, NOW))).toBe('ticket.not-open')
})

test('who filed it takes it back while nobody has answered', () => {
  const back = after(withdraw(filed(), NOW))
  expect(back.state).toBe('withdrawn')
  expect(told(withdraw(back, NOW))).toBe('nothing new')
  expect(told(answer(back, yes, NOW))).toBe('ticket.not-open')
  expect(told(withdraw(after(answer(filed(), yes, NOW)), NOW))).toBe('ticket.not-open')
})
