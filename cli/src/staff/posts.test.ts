import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DateOrder } from '@timbang/intake/table/date'
import { isRow, lookAt, rowsOf } from '@timbang/intake/table/file'
import { postsSheet, staffForm } from './posts.ts'
import { staffRowOf } from './sheet.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'timbang-staff-'))
})
afterAll(() => rm(folder, { recursive: true }))

const head = [
  'nip',
  'nama',
  'jenis pegawai',
  'opd',
  'unit',
  'kode jabatan',
  'jabatan',
  'jenis jabatan',
  'kode jabatan atasan',
  'kapasitas',
  'tmt',
  'sampai',
  'zona',
]
async function written(text: string): Promise<string> {
  const path = join(folder, 'staf.csv')
  await writeFile(path, text)
  return path
}
async function judged(text: string, dates?: DateOrder) {
  const path = await written(text)
  const looked = await lookAt(path, staffForm, dates)
  if (!looked.ok) throw new Error(looked.sentence)
  const rows = await Array.fromAsync(rowsOf(path, looked, staffForm))
  return rows.map((row) => {
    if (!isRow(row)) throw new Error(row.unread)
    return staffRowOf(postsSheet, row, looked.orders)
  })
}
const read = async (text: string, dates?: DateOrder) => (await judged(text, dates)).map(({ row }) => row)

test('a degree behind a comma does not move the columns of a line that semicolons separate', async () => {
  const rows = await read(
    `${head.join(';')}\n197911022006041001;Hendra Saputra, S.E., M.Si.;PNS;DPMPTSP;DPMPTSP.1;DPMPTSP.1.KA;Kepala Bidang;administrator;DPMPTSP.KA;definitif;06/01/2025;;WIB\n`,
    'dmy',
  )
  expect(rows).toEqual([
    expect.objectContaining({
      line: 2,
      name: 'Hendra Saputra, S.E., M.Si.',
      employment: 'PNS',
      agencyCode: 'DPMPTSP',
      capacity: 'definitif',
      fromDate: '2025-01-06',
      toDate: '',
      zone: 'WIB',
    }),
  ])
})

test('a line that commas separate may quote a comma', async () => {
  const rows = await read(
    `${head.join(',')}\n197911022006041001,"Hendra Saputra, S.E.",PNS,DPMPTSP,DPMPTSP.1,DPMPTSP.1.KA,Kepala Bidang,administrator,DPMPTSP.KA,definitif,2025-01-06,,WIB\n`,
  )
  expect(rows).toEqual([expect.objectContaining({ name: 'Hendra Saputra, S.E.', zone: 'WIB' })])
})

test('a file of something else is told by the columns that it lacks', async () => {
  expect(await lookAt(await written('tanggal;uraian kegiatan;NIP\n'), staffForm)).toEqual({
    ok: false,
    missing: true,
    sentence: expect.stringContaining('kode jabatan atasan'),
    why: { code: 'columns', columns: expect.arrayContaining(['kode jabatan atasan']) },
  })
})

const cells = {
  nip: '197911022006041001',
  nama: 'Hendra',
  'jenis pegawai': 'PNS',
  opd: 'DPMPTSP',
  unit: 'DPMPTSP.1',
  'kode jabatan': 'DPMPTSP.1.KA',
  jabatan: 'Kepala',
  'jenis jabatan': 'administrator',
  'kode jabatan atasan': 'DPMPTSP.KA',
  kapasitas: 'definitif',
  tmt: '2025-01-06',
  sampai: '',
  zona: 'WIB',
}
test('a code that is a number of JSON is told: of 1.10 it keeps 1.1, which is another unit', async () => {
  const path = await written(`${JSON.stringify({ ...cells, unit: 1.1 }).replace('1.1', '1.10')}\n`)
  const looked = await lookAt(path, staffForm)
  expect(looked.ok && (await Array.fromAsync(rowsOf(path, looked, staffForm)))).toEqual([
    { line: 1, unread: 'cell-number', column: 'unit' },
  ])
})
test.each<[string, Partial<typeof cells>, string, RegExp]>([
  ['a name over two lines', { nama: 'Hendra\nSaputra' }, 'name', /ganti baris/],
  ['a name of twenty thousand letters', { nama: 'a'.repeat(20_000) }, 'name', /terlalu panjang/],
  ['a control sign', { nama: 'Hen\u0007dra' }, 'name', /tidak dapat dibaca/],
  ['a rounded NIP', { nip: '1.97911E+17' }, 'nip', /dibulatkan Excel/],
  ['a day that Excel counts', { tmt: '45663' }, 'fromDate', /angka Excel/],
])('%s is told before the directory is asked, and the rest of its line goes there', async (_, changed, field, says) => {
  const [{ row, problems } = { row: undefined, problems: [] }] = await judged(
    `${head.join(';')}\n${head.map((name) => `"${{ ...cells, ...changed }[name as keyof typeof cells]}"`).join(';')}\n`,
  )
  expect(problems).toEqual([
    expect.objectContaining({
      line: 2,
      column: postsSheet.columnOf(field),
      warning: false,
      says: expect.stringMatching(says),
    }),
  ])
  expect(row).toMatchObject({ positionCode: 'DPMPTSP.1.KA', [field]: '' })
  expect(JSON.stringify(problems)).not.toMatch(/19791/)
})
