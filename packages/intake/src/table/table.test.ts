import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isRow, lookAt, type Row, rowsOf, type Unread } from './file.ts'
import type { Form } from './form.ts'
import type { DateOrder } from './date.ts'

type Column = 'tanggal' | 'uraian' | 'NIP'
const form: Form<Column> = {
  columns: { tanggal: ['tanggal', 'tgl'], uraian: ['uraian kegiatan', 'uraian'], NIP: ['nip', 'no induk'] },
  needed: ['tanggal', 'uraian', 'NIP'],
  dates: ['tanggal'],
  identifiers: ['NIP'],
}
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'timbang-table-'))
})
afterAll(() => rm(folder, { recursive: true }))
async function look(content: string | Buffer, dates?: DateOrder) {
  const path = join(folder, 'berkas')
  await writeFile(path, content)
  return lookAt(path, form, dates)
}
async function read(content: string | Buffer, dates?: DateOrder): Promise<(Row<Column> | Unread<Column>)[]> {
  const looked = await look(content, dates)
  if (!looked.ok) throw new Error(looked.sentence)
  const rows = await Array.fromAsync(rowsOf(join(folder, 'berkas'), looked, form))
  expect(rows).toHaveLength(looked.rows)
  return rows
}
/** Each row as one text: its line, and its cells or why there are none. */
const told = (rows: readonly (Row<Column> | Unread<Column>)[]) =>
  rows.map((row) =>
    isRow(row) ? `${row.line} ${row.cells.tanggal}|${row.cells.uraian}|${row.cells.NIP}` : `${row.line} ${row.unread}`,
  )

const HEAD = 'tanggal;uraian;nip'
const good: readonly (readonly [what: string, content: string, rows: readonly string[]])[] = [
  ['semicolons', `${HEAD}\n2026-11-26;Menulis;1\n`, ['2 2026-11-26|Menulis|1']],
  ['commas', 'tanggal,uraian,nip\n2026-11-26,"Menulis, membaca",1\n', ['2 2026-11-26|Menulis, membaca|1']],
  ['tabs', 'tanggal\turaian\tnip\n2026-11-26\tMenulis; membaca, dsb\t1\n', ['2 2026-11-26|Menulis; membaca, dsb|1']],
  ['a byte order mark', `\uFEFF${HEAD}\n2026-11-26;Menulis;1\n`, ['2 2026-11-26|Menulis|1']],
  ['sep= above the header', `sep=;\r\n${HEAD}\r\n2026-11-26;Menulis;1\r\n`, ['3 2026-11-26|Menulis|1']],
  ['a separator that only sep= tells', 'sep=#\ntanggal#uraian#nip\n2026-11-26#a;b#1\n', ['3 2026-11-26|a;b|1']],
  [
    'titles and empty lines above the header',
    `LAPORAN KEGIATAN, TRIWULAN IV\n;;\nDinas; Pendidikan\n\n${HEAD}\n2026-11-26;Menulis;1\n`,
    ['6 2026-11-26|Menulis|1'],
  ],
  [
    'other names, other order',
    'NIP BARU;No. Induk;Uraian Kegiatan;TGL\nx;1;Menulis;2026-11-26\n',
    ['2 2026-11-26|Menulis|1'],
  ],
  ['a header over two lines', 'tanggal;"uraian\nkegiatan";nip\n2026-11-26;Menulis;1\n', ['3 2026-11-26|Menulis|1']],
  [
    'mixed line ends',
    `${HEAD}\r\n2026-11-26;a;1\n2026-11-27;b;2\r2026-11-28;c;3`,
    ['2 2026-11-26|a|1', '3 2026-11-27|b|2', '4 2026-11-28|c|3'],
  ],
  ['rows of separators only', `${HEAD}\n;;\n2026-11-26;Menulis;1\n; ;\n\n;;;;;\n`, ['3 2026-11-26|Menulis|1']],
  [
    'cells and columns that nobody filled',
    `${HEAD};;\n2026-11-26;Menulis;1;;\n2026-11-27;Baca\n`,
    ['2 2026-11-26|Menulis|1', '3 2026-11-27|Baca|'],
  ],
  [
    'a cell with a line break',
    `${HEAD}\n2026-11-26;"Menulis;\nlalu ""baca""";1\n2026-11-27;Baca;2\n`,
    ['2 2026-11-26|Menulis;\nlalu "baca"|1', '4 2026-11-27|Baca|2'],
  ],
  [
    'a line break in the first column',
    'uraian;tanggal;nip\n"a\nb";2026-11-26;1\n"c";2026-11-27;2\n',
    ['2 2026-11-26|a\nb|1', '4 2026-11-27|c|2'],
  ],
  ['a quotation mark within a cell', `${HEAD}\n2026-11-26;Pipa 5" dan "lem";1\n`, ['2 2026-11-26|Pipa 5" dan "lem"|1']],
  [
    'a lone quotation mark',
    `${HEAD}\n2026-11-26;"Menulis;1\n2026-11-27;Baca;2\n2026-11-28;"Rapat";3\n`,
    ['2 quote-open', '3 2026-11-27|Baca|2', '4 2026-11-28|Rapat|3'],
  ],
  [
    'two lone quotation marks',
    `${HEAD}\n2026-11-26;"Menulis;1\n2026-11-27;Baca;2\n2026-11-28;"Rapat;3\n2026-11-29;d;4`,
    ['2 quote-open', '3 2026-11-27|Baca|2', '4 quote-open', '5 2026-11-29|d|4'],
  ],
  [
    'a lone quotation mark, and one behind a word below',
    `${HEAD}\n2026-11-26;"Menulis;1\n2026-11-27;Baca;2\n2026-11-28;Rapat";3\n`,
    ['2 quote-open', '3 2026-11-27|Baca|2', '4 2026-11-28|Rapat"|3'],
  ],
  [
    'a lone quotation mark in the last line',
    `${HEAD}\n2026-11-26;a;1\n2026-11-27;"b;2`,
    ['2 2026-11-26|a|1', '3 quote-open'],
  ],
  [
    'a word behind a closed quotation mark',
    `${HEAD}\n2026-11-26;"Rapat" besar;1\n2026-11-27;b;2\n`,
    ['2 quote-open', '3 2026-11-27|b|2'],
  ],
  [
    'JSON, a line each',
    '{"tgl":"2026-11-26","Uraian":"Menulis","NIP":"1"}\n\n{bukan json\n[1]\n',
    ['1 2026-11-26|Menulis|1', '3 not-json', '4 not-json'],
  ],
  [
    'JSON with a number for somebody',
    '{"tgl":"2026-11-26","uraian":"a","nip":198507122010012003}\n',
    ['1 cell-number'],
  ],
  [
    'JSON that names a column twice',
    '{"tgl":"2026-11-26","tanggal":"2026-11-27","uraian":"a","nip":"1"}\n',
    ['1 column-twice'],
  ],
  ['JSON with more than text in a cell', '{"tgl":"2026-11-26","uraian":["a"],"nip":"1"}\n', ['1 cell-not-text']],
]
test.each(good)('%s', async (_, content, rows) => {
  expect(told(await read(content))).toEqual(rows)
})

const refused: readonly (readonly [what: string, content: string | Buffer, sentence: RegExp])[] = [
  ['Windows-1252', Buffer.from(`${HEAD}\n2026-11-26;Caf\xe9;1\n`, 'latin1'), /bukan UTF-8.*not UTF-8/],
  ['Windows-1252 without the columns', Buffer.from('nama;umur\nCaf\xe9;1\n', 'latin1'), /bukan UTF-8/],
  ['UTF-16 that breaks off', Buffer.from(`\uFEFF${HEAD}\n\ud800;a;1\n`, 'utf16le'), /tidak semuanya UTF-16/],
  ['UTF-16 without a mark', Buffer.from(HEAD, 'utf16le'), /UTF-16/],
  ['a workbook', Buffer.from('504b030414000600080000002100', 'hex'), /buku kerja Excel.*Excel workbook/],
  ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /buku kerja Excel/],
  ['something else', 'nama;umur\n', /Kolom tidak ada: tanggal, uraian kegiatan, nip\./],
  ['nothing', '', /Kolom tidak ada/],
  ['a column too few', 'tanggal;uraian\n', /Kolom tidak ada: nip \(judul kolom di baris 1\)/],
  ['two columns of one name', `${HEAD};NIP\n`, /"nip" dan "NIP" sama artinya/],
  ['two columns of one meaning', `${HEAD};Tgl.\n`, /"tanggal" dan "Tgl\." sama artinya/],
  ['two unknown columns of one name', `${HEAD};ket;Ket\n`, /"ket" dan "Ket" sama artinya/],
  [
    'rows that are wider than the header',
    `${HEAD}\n2026-11-26;a;1\n2026-11-27;b;c;2\n2026-11-28;d;3;;4\n`,
    /Baris 3, 4 lebih lebar.*\(2 baris\)/,
  ],
  ['a line without an end', `${HEAD}\n${'x'.repeat(1_100_000)}`, /sejuta huruf/],
  [
    'days that are day first or month first',
    `${HEAD}\n03/04/2026;a;1\n2026-11-26;b;2\n`,
    /dua cara.*"03\/04\/2026" di baris 2.*--dates dmy.*--dates mdy/,
  ],
  [
    'days in two orders',
    `${HEAD}\n26/11/2026;a;1\n11/27/2026;b;2\n`,
    /"26\/11\/2026" di baris 2 dan "11\/27\/2026" di baris 3.*--dates/,
  ],
]
test.each(refused)('told before anything is taken: %s', async (_, content, sentence) => {
  expect(await look(content)).toMatchObject({ ok: false, sentence: expect.stringMatching(sentence) })
})
test('told before anything is taken: a file that is not there', async () => {
  expect(await lookAt('/tidak/ada.csv', form)).toMatchObject({ ok: false })
})

test('the order of days is one a column: a day past the twelfth anywhere decides for all, far down too', async () => {
  const rows = Array.from({ length: 5_000 }, (_, n) => `03/0${1 + (n % 9)}/2026;a;${n}`).join('\n')
  const orderOf = async (last: string) => {
    const looked = await look(`${HEAD}\n${rows}\n${last};z;1\n`)
    return looked.ok ? looked.orders.tanggal : looked.sentence
  }
  expect(await orderOf('26/11/2026')).toBe('dmy')
  expect(await orderOf('11/26/2026')).toBe('mdy')
  expect(await orderOf('03/03/2026')).toMatch(/--dates/)
})
test('who says the order of days is believed', async () => {
  for (const dates of ['dmy', 'mdy', 'iso'] as const)
    expect(await look(`${HEAD}\n03/04/2026;a;1\n`, dates)).toMatchObject({ ok: true, orders: { tanggal: dates } })
})
test('a column that nobody knows is named, and not read', async () => {
  const csv = await look('tanggal;Catatan  Atasan;uraian;nip\n2026-11-26;x;a;1\n')
  expect(csv).toMatchObject({
    ok: true,
    names: { tanggal: 'tanggal', uraian: 'uraian', NIP: 'nip' },
    notices: [expect.stringMatching(/^Kolom "Catatan Atasan" tidak dikenal.*unknown/)],
  })
  const json = await look('{"tgl":"2026-11-26","uraian":"a","nip":"1","catatan":"x"}\n')
  expect(json).toMatchObject({
    ok: true,
    names: { tanggal: 'tgl' },
    notices: [expect.stringMatching(/"catatan" tidak dikenal/)],
  })
})
test('UTF-16 is read by its mark, whatever comes first in a pair of bytes, and its lines are counted as any', async () => {
  const little = Buffer.from(`\uFEFF${HEAD}\r\n2026-11-26;“Menulis” café 📎;1\r\n2026-11-27;b;2`, 'utf16le')
  for (const bytes of [little, Buffer.from(little).swap16()])
    expect(told(await read(bytes))).toEqual(['2 2026-11-26|“Menulis” café 📎|1', '3 2026-11-27|b|2'])
})
test('Windows-1252 is read where somebody says so, and what is UTF-8 is not read as it', async () => {
  const path = join(folder, 'latin')
  const latin = async (content: string | Buffer) => {
    await writeFile(path, content)
    const looked = await lookAt(path, form, undefined, true)
    return looked.ok ? told(await Array.fromAsync(rowsOf(path, looked, form))) : looked.sentence
  }
  expect(await latin(Buffer.from(`${HEAD}\n2026-11-26;Caf\xe9 \x96 \x93besar\x94;1\n`, 'latin1'))).toEqual([
    '2 2026-11-26|Café – “besar”|1',
  ])
  expect(await latin(`${HEAD}\n2026-11-26;Menulis;1\n`)).toEqual(['2 2026-11-26|Menulis|1'])
  expect(await latin(`${HEAD}\n2026-11-26;Café;1\n`)).toMatch(/bukan Windows-1252/)
  expect(await latin(Buffer.from(`\uFEFF${HEAD}\n2026-11-26;a;1\n`, 'utf16le'))).toMatch(/bukan Windows-1252/)
  expect(await latin(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toMatch(/buku kerja Excel/)
})
test('the same bytes have the same hash, whatever the file is called', async () => {
  const [one, other] = [await look(`${HEAD}\n2026-11-26;a;1\n`), await look(`${HEAD}\n2026-11-26;a;2\n`)]
  expect(one.ok && other.ok && one.hash !== other.hash).toBe(true)
})
