import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterAll, expect, test } from 'vitest'
import { dateOf, isFault, lookAt, quantityOf, rowOf, rowsOf, timeOf } from './file.ts'
import { lineOf, normalised, recordIdOf } from './id.ts'

const NIP = '198507122010012003'
const folders: string[] = []
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))
const file = async (content: string | Buffer, name = 'kegiatan.csv') => {
  const folder = await mkdtemp(`${tmpdir()}/timbang-cli-`)
  folders.push(folder)
  const path = `${folder}/${name}`
  await writeFile(path, content)
  return path
}
const rows = async (path: string) => {
  const looked = await lookAt(path)
  if (!looked.ok) throw new Error(looked.sentence)
  return Array.fromAsync(rowsOf(path, looked))
}

test('dates are ISO or day first, and real', () => {
  expect(dateOf('2026-11-26')).toBe('2026-11-26')
  expect(dateOf('26/11/2026')).toBe('2026-11-26')
  expect(dateOf('1/2/2026')).toBe('2026-02-01')
  expect(dateOf('30/02/2026')).toBeUndefined()
  expect(dateOf('11/26/2026')).toBeUndefined()
})
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
test('a file with semicolons, a BOM and quoted line breaks is read with its own line numbers', async () => {
  const path = await file(
    `\uFEFFTanggal;Jam Mulai;Jam Selesai;Uraian Kegiatan;RHK;Hasil;Satuan;Tautan Bukti;NIP\n26/11/2026;8.00;9.30;"Memeriksa berkas;\nlalu mencatat";RHK 1;2,5;berkas;;${NIP.slice(0, 8)} ${NIP.slice(8)}\nx;;;Menulis;;;;;${NIP}\n`,
  )
  const [first, second] = await rows(path)
  expect(first).toMatchObject({
    workDate: '2026-11-26',
    start: '08:00',
    end: '09:30',
    sentence: 'Memeriksa berkas;\nlalu mencatat',
    result: 'RHK 1',
    quantity: '2.5',
    nip: NIP,
  })
  expect(second).toMatchObject({ column: 'tanggal', reason: 'date-invalid' })
})
test('commas and NDJSON give the same rows', async () => {
  const csv = await rows(await file(`tanggal,uraian kegiatan,nip\n2026-11-26,Menulis,${NIP}\n`))
  const json = await rows(
    await file(`{"tanggal":"2026-11-26","uraian kegiatan":"Menulis","NIP":"${NIP}"}\n{bukan json\n`, 'kegiatan.ndjson'),
  )
  expect({ ...csv[0], line: 0 }).toEqual({ ...json[0], line: 0 })
  expect(json[1]).toMatchObject({ line: 2, reason: 'not-json' })
})
test('another encoding and a file without the columns are refused with a sentence before anything is sent', async () => {
  expect(
    await lookAt(await file(Buffer.from('tanggal;uraian kegiatan;nip\n2026-11-26;Caf\xe9;1\n', 'latin1'))),
  ).toMatchObject({ ok: false, sentence: expect.stringMatching(/bukan UTF-8/) })
  expect(await lookAt(await file(Buffer.from('\uFEFFtanggal', 'utf16le')))).toMatchObject({
    ok: false,
    sentence: expect.stringMatching(/UTF-16/),
  })
  expect(await lookAt(await file('nama;umur\n'))).toMatchObject({
    ok: false,
    sentence: expect.stringMatching(/tanggal, uraian kegiatan, nip/),
  })
  expect(await lookAt('/tidak/ada.csv')).toMatchObject({ ok: false })
})
test('each fault names its column', () => {
  const row = (changed: Record<string, string>) =>
    rowOf(7, { tanggal: '2026-11-26', 'uraian kegiatan': 'Menulis', nip: NIP, ...changed })
  expect(isFault(row({}))).toBe(false)
  expect(row({ 'uraian kegiatan': ' ' })).toEqual({ line: 7, column: 'uraian kegiatan', reason: 'sentence-empty' })
  expect(row({ nip: '123' })).toEqual({ line: 7, column: 'NIP', reason: 'nip-invalid' })
  expect(row({ 'tautan bukti': 'http://x' })).toEqual({ line: 7, column: 'tautan bukti', reason: 'link-invalid' })
  expect(row({ 'jam mulai': 'pagi' })).toEqual({ line: 7, column: 'jam mulai', reason: 'time-invalid' })
})
test('the id of a line is the same on every run, another for another line or file, shaped as UUIDv7, and tells its line', () => {
  const id = recordIdOf('abc', 99_999, '2026-11-26')
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(recordIdOf('abc', 99_999, '2026-11-26')).toBe(id)
  expect(recordIdOf('abd', 99_999, '2026-11-26')).not.toBe(id)
  expect(lineOf(id)).toBe(99_999)
})
test('titles match whatever their case, punctuation and space', () => {
  expect(normalised('  Berkas izin, diperiksa  TEPAT waktu. ')).toBe(normalised('berkas izin diperiksa tepat waktu'))
})
