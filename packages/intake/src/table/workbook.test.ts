import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isScan, scanFile } from '../presence/scan.ts'
import { isRow, lookAt, rowsOf } from './file.ts'
import type { Form } from './form.ts'

const form: Form<'tanggal' | 'uraian' | 'NIP' | 'jumlah'> = {
  columns: { tanggal: ['tanggal'], uraian: ['uraian kegiatan'], NIP: ['nip'], jumlah: ['jumlah'] },
  needed: ['tanggal', 'uraian', 'NIP'],
  dates: ['tanggal'],
  identifiers: ['NIP'],
}
/** `absensi.xls` was written by xlwt, `catatan.xlsx` by openpyxl, and locked by msoffcrypto: none of them by what reads them here. */
const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url))
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workbook-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('a workbook is read as it is: days without doubt, rows by the numbers that Excel shows, a rounded NIP as what it has become', async () => {
  const path = fixture('catatan.xlsx')
  const looked = await lookAt(path, form, 'dmy')
  if (!looked.ok) throw new Error(looked.sentence)
  const rows = await Array.fromAsync(rowsOf(path, looked, form))
  expect(rows.map((row) => (isRow(row) ? [row.line, ...Object.values(row.cells)] : row))).toEqual([
    [2, '2026-11-03', 'Menulis, "membaca"\ndan berhitung', "'198507122010012003", '2'],
    [3, '2026-11-04', 'Rapat', '1.98507122010012e+17', '0.3'],
    [5, '05/11/2026', 'TRUE', '199001012015011001', ''],
  ])
  // What is empty or hidden was meant for nobody.
  expect(looked.notices).toEqual([])
})

test('the sheet of a machine in an old workbook is read, also beside other sheets, which are named', async () => {
  const file = await scanFile(fixture('absensi.xls'), 'absensi.xls', {})
  expect(file.notices).toEqual([
    expect.stringMatching(/^Lembar "Absensi" dibaca; lembar lain tidak: "Ringkasan"\. .*others are not/),
    ...['Emp No.', 'NIK', 'Nama', 'Terlambat'].map((name) => expect.stringContaining(`"${name}" tidak dikenal`)),
  ])
  const scans = await Array.fromAsync(file.scans())
  expect(
    scans.map((one) => (isScan(one) ? `${one.line} ${one.pin} ${one.date} ${one.second} ${one.key}` : one)),
  ).toEqual([
    `4 12 2026-11-03 ${7 * 3600 + 28 * 60} in`,
    `4 12 2026-11-03 ${16 * 3600 + 3 * 60} out`,
    `5 13 2026-11-13 ${7 * 3600 + 31 * 60} in`,
    `7 12 2026-11-04 ${7 * 3600 + 29 * 60 + 30} in`,
    `7 12 2026-11-04 ${16 * 3600 + 60} out`,
  ])
})

const central = (unpacked: number) => {
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50)
  entry.writeUInt32LE(unpacked, 24)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt32LE(2 * entry.length, 12)
  end.writeUInt32LE(4, 16)
  return Buffer.concat([Buffer.from('504b0304', 'hex'), entry, entry, end])
}
const refused: readonly (readonly [what: string, bytes: () => Promise<Buffer>, sentence: RegExp])[] = [
  ['locked', () => readFile(fixture('terkunci.xlsx')), /terkunci kata sandi.*without a password/],
  ['cut off', async () => (await readFile(fixture('catatan.xlsx'))).subarray(0, 3_000), /rusak.*broken/],
  ['of the old kind, cut off', async () => (await readFile(fixture('absensi.xls'))).subarray(0, 700), /rusak.*broken/],
  [
    'that has its first bytes alone',
    async () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4_096)]),
    /rusak.*broken/,
  ],
  ['that says it unpacks to more than any list', async () => central(150_000_001), /terlalu besar.*too large/],
  [
    'without the directory of its parts',
    async () => Buffer.from('504b030414000600080000002100', 'hex'),
    /rusak.*broken/,
  ],
]
test.each(refused)('told before anything is taken: a workbook %s', async (_, bytes, sentence) => {
  const path = join(folder, 'buku.xlsx')
  await writeFile(path, await bytes())
  expect(await lookAt(path, form)).toMatchObject({ ok: false, sentence: expect.stringMatching(sentence) })
})

test('a workbook larger than any list is not opened, and one of just that size is looked into', async () => {
  const path = join(folder, 'besar.xls')
  const said = async (bytes: number) => {
    await writeFile(path, Buffer.from('d0cf11e0a1b11ae1', 'hex'))
    await truncate(path, bytes)
    const looked = await lookAt(path, form)
    return looked.ok ? '' : looked.sentence
  }
  expect(await said(40_000_001)).toMatch(/terlalu besar.*too large/)
  expect(await said(40_000_000)).not.toMatch(/terlalu besar/)
})

test('a workbook without a row is a file without the columns', async () => {
  const path = fixture('catatan.xlsx')
  const other: Form<'umur'> = { columns: { umur: ['umur'] }, needed: ['umur'], dates: [], identifiers: [] }
  expect(await lookAt(path, other)).toMatchObject({ ok: false, missing: true })
})

test('what came over the wire is read as a file that lies here, within bounds that are lower', async () => {
  const bytes = new Uint8Array(await readFile(fixture('catatan.xlsx')))
  expect(await lookAt(bytes, form, 'dmy')).toMatchObject({ ok: true, rows: 3, kept: 'xlsx' })
  const old = Buffer.from('d0cf11e0a1b11ae1', 'hex')
  for (const large of [Buffer.concat([old, Buffer.alloc(5_000_001 - old.length)]), central(30_000_001)])
    expect(await lookAt(new Uint8Array(large), form)).toMatchObject({ why: { code: 'too-large' } })
})
