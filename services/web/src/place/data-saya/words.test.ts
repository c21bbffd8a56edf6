import { expect, test } from 'vitest'
import { readTicket } from './form.ts'
import type { DataRowView, OwnDataView, Post, TicketLine } from './view.ts'
import { groupedNip, postsOf, rowText, spanText, ticketSentences } from './words.ts'

const TODAY = '2026-11-19'
const row: DataRowView = {
  row: 'post',
  version: 'v',
  name: '',
  nip: '',
  employment: '',
  posts: [],
  unit: '',
  agency: '',
  zone: '',
  year: 0,
  weekdays: 0,
  holidays: [],
  roles: [],
}
const post = (more: Partial<Post> = {}): Post => ({
  title: 'Analis',
  capacity: 'definitive',
  from: '2021-03-01',
  to: null,
  ...more,
})

test('a post says since when and until when, and one to come from when', () => {
  expect(spanText(post(), TODAY, 'id')).toBe('Definitif sejak 1 Maret 2021')
  expect(spanText(post({ capacity: 'plt', to: '2026-12-31' }), TODAY, 'id')).toBe(
    'Plt sejak 1 Maret 2021, sampai 31 Desember 2026',
  )
  expect(spanText(post({ from: '2027-01-01' }), TODAY, 'en')).toBe('Definitive from 1 January 2027')
})
test('who will have a post has none today', () => {
  const future = post({ from: '2027-01-01' })
  expect(postsOf({ ...row, posts: [future] }, TODAY)).toEqual({ post: null, others: [future] })
  expect(rowText({ ...row, posts: [future] }, TODAY, 'id').says).toBe('Belum ada jabatan hari ini.')
})
test('a row never says a whole NIP; whose it is reads it in its groups', () => {
  expect(rowText({ ...row, row: 'nip', nip: '199405172019032014' }, TODAY, 'id').says).toBe('Berakhir 014')
  expect(groupedNip('199405172019032014')).toBe('19940517 201903 2 014')
})

const line: TicketLine = {
  ticketId: 't',
  was: row,
  words: '',
  filedAt: 0,
  state: 'open',
  answeredAt: null,
  answer: '',
  changed: true,
}
test('a report says when its row has changed, and when it was mended and the row is the same', () => {
  const said = (more: Partial<TicketLine>) => ticketSentences({ ...line, ...more }, 3_600_000, 'WIB', 'id').join(' ')
  expect(said({})).toContain('sudah berubah')
  expect(said({ changed: false })).not.toContain('berubah')
  expect(said({ state: 'mended', changed: false })).toContain('belum berubah')
  expect(said({ state: 'refused', changed: false })).not.toContain('berubah')
})

test('a report is about a row of the page, has words, and not too many', () => {
  const view: OwnDataView = {
    now: 0,
    today: TODAY,
    zone: 'WIB',
    rows: [{ ...row, ticketId: 'fresh', waiting: null }],
    leave: null,
    nextAssessor: null,
    standIn: null,
    tickets: [],
    open: 0,
    next: null,
  }
  const read = (more: Record<string, string>) =>
    readTicket({ ticket_id: '', row: 'post', version: 'v', words: ' Salah ', ...more }, view)
  expect(read({})).toEqual({ ok: true, filed: { ticketId: 'fresh', row: 'post', version: 'v', words: 'Salah' } })
  expect(read({ ticket_id: 't' })).toMatchObject({ filed: { ticketId: 't' } })
  expect(read({ row: 'gaji' })).toMatchObject({ errors: [{ code: 'row' }] })
  expect(read({ words: ' ' })).toMatchObject({ errors: [{ code: 'empty' }] })
  expect(read({ words: 'x'.repeat(1001) })).toMatchObject({ errors: [{ code: 'long' }] })
})
