import { expect, test } from 'vitest'
import type { Row } from '@timbang/intake/table/file'
import { type Column, entryOf, isFault, quantityOf, timeOf } from './form.ts'
import { counterOf, identityOf, readRecordId, recordIdOf } from './id.ts'
import { reasonOf, reasons, sentenceOf } from './reasons.ts'

const NIP = '198507122010012003'
const EMPLOYEE = '0b0f3c3e-0000-4000-8000-000000000001'

test('times and quantities come as people write them', () => {
  expect([timeOf('8.30'), timeOf('08:30'), timeOf('25:00'), timeOf('8:5')]).toEqual([
    '08:30',
    '08:30',
    undefined,
    undefined,
  ])
  expect([
    quantityOf('2,5'),
    quantityOf('1.200,5'),
    quantityOf('4'),
    quantityOf('1200.5'),
    quantityOf('empat'),
    quantityOf('1,2345'),
  ]).toEqual(['2.5', '1200.5', '4', '1200.5', undefined, undefined])
})
test('a quantity that can be read two ways is refused, never guessed', () => {
  expect([
    quantityOf('1.250'),
    quantityOf('12.000'),
    quantityOf('1250'),
    quantityOf('1,250'),
    quantityOf('0.250'),
    quantityOf('1.25'),
  ]).toEqual([undefined, undefined, '1250', '1.250', '0.250', '1.25'])
})

const none: Readonly<Record<Column, string>> = {
  tanggal: '',
  'jam mulai': '',
  'jam selesai': '',
  'uraian kegiatan': '',
  RHK: '',
  hasil: '',
  satuan: '',
  'tautan bukti': '',
  NIP: '',
}
const row = (changed: Partial<Record<Column, string>>): Row<Column> => ({
  line: 7,
  cells: { ...none, tanggal: '2026-11-26', 'uraian kegiatan': 'Menulis', NIP, ...changed },
})
const entry = (changed: Partial<Record<Column, string>>) => entryOf(row(changed), 'dmy')

test('each fault names its column and what stood there, a NIP excepted', () => {
  expect(isFault(entry({}))).toBe(false)
  expect(entry({ 'uraian kegiatan': ' ' })).toEqual({ line: 7, column: 'uraian kegiatan', reason: 'sentence-empty' })
  expect(entry({ NIP: '123' })).toEqual({ line: 7, column: 'NIP', reason: 'nip-invalid' })
  expect(entry({ NIP: '1.98507E+17' })).toEqual({ line: 7, column: 'NIP', reason: 'nip-rounded' })
  expect(entry({ tanggal: '46352' })).toEqual({ line: 7, column: 'tanggal', reason: 'date-serial', said: '46352' })
  expect(entry({ 'jam mulai': 'pagi' })).toEqual({
    line: 7,
    column: 'jam mulai',
    reason: 'time-invalid',
    said: 'pagi',
  })
})
test('a fault beside what a row is leaves known which row it is', () => {
  const of = { nip: NIP, workDate: '2026-11-26', start: undefined, sentence: 'Menulis' }
  expect(entry({ 'tautan bukti': 'http://x' })).toEqual({
    line: 7,
    column: 'tautan bukti',
    reason: 'link-invalid',
    said: 'http://x',
    of,
  })
  expect(entry({ hasil: 'empat' })).toMatchObject({ column: 'hasil', reason: 'quantity-invalid', of })
  expect(entry({ 'jam selesai': '25.00' })).toMatchObject({ column: 'jam selesai', reason: 'time-invalid', of })
})
test('the sign by which a spreadsheet keeps a number as text is no part of it', () => {
  expect(entry({ tanggal: "'2026-11-26", hasil: "'2,5", NIP: `'${NIP}` })).toMatchObject({
    workDate: '2026-11-26',
    quantity: '2.5',
    nip: NIP,
  })
})

const who = { employeeId: EMPLOYEE, workDate: '2026-11-26', start: '08:00', sentence: 'Menulis' }
test.each<[string, Partial<typeof who>]>([
  ['person', { employeeId: EMPLOYEE.replace('1', '2') }],
  ['day', { workDate: '2026-11-27' }],
  ['start', { start: '08:30' }],
  ['words', { sentence: 'Membaca' }],
])('another %s is another row', (_, changed) => {
  expect(identityOf('importer', { ...who, ...changed })).not.toBe(identityOf('importer', who))
  expect(identityOf('importer', { ...who })).toBe(identityOf('importer', who))
})
test('what another client says is another row', () => {
  expect(identityOf('feeder', who)).not.toBe(identityOf('importer', who))
})
test('an id is a UUIDv7 of the day, the same on every run, and tells which row of how many equal ones it is', () => {
  const identity = identityOf('importer', who)
  const id = recordIdOf(identity, 2, who.workDate)
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(Date.UTC(2026, 10, 26))
  expect(readRecordId(id)).toEqual({ identity, nth: 2 })
})
test('equal rows are counted apart from others, as many as the file had when it was looked at', () => {
  const counter = counterOf(20_000)
  expect(() => counterOf(0).next(identityOf('importer', who))).toThrow(/Berkas berubah/)
  const identities = Array.from({ length: 10_000 }, (_, n) =>
    identityOf('importer', { ...who, sentence: `Surat ${n}` }),
  )
  expect(identities.map((identity) => counter.next(identity))).toEqual(identities.map(() => 1))
  expect(identities.map((identity) => counter.next(identity))).toEqual(identities.map(() => 2))
  expect(counter.countOf(identities[77]!)).toBe(2)
  expect(counter.countOf(identityOf('importer', { ...who, sentence: 'lain' }))).toBe(0)
})
test('more equal rows than an id can tell apart are told', () => {
  const counter = counterOf(70_000)
  const identity = identityOf('importer', who)
  for (let n = 1; n <= 0xffff; n++) counter.next(identity)
  expect(counter.next(identity)).toBeUndefined()
})

test('every reason is a whole sentence in both languages, with nothing left to fill', () => {
  for (const [reason, sentence] of Object.entries(reasons)) {
    expect(sentence, reason).toMatch(/^[A-Z].*\. \/ [A-Z].*\.$/)
    expect(sentence, reason).not.toMatch(/[{}_]/)
  }
})
test('a field of the door is told as a column, in words of the file', () => {
  expect(reasonOf('activity.quantity', 'request.value-invalid')).toBe('quantity-range')
  expect(reasonOf('activity.end', 'request.value-invalid')).toBe('time-order')
  expect(reasonOf('something.new', 'request.value-invalid')).toBe('refused-elsewhere')
  expect(reasonOf('activity.unit', 'activity.unit-unknown')).toBe('activity.unit-unknown')
})
test('what a person wrote is repeated to him, and nobody’s number with it', () => {
  const told = sentenceOf({ line: 7, column: 'tanggal', reason: 'date-invalid', said: `26 Nopember\n${NIP}` })
  expect(told).toMatch(/^“26 Nopember …003”: Tanggal/)
})
