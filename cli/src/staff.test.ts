import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lookAt } from './activities/file.ts'
import { staffRows } from './staff.ts'

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
async function read(text: string) {
  const path = await written(text)
  const looked = await lookAt(path, head.slice(0, 11))
  if (!looked.ok) throw new Error(looked.sentence)
  return Array.fromAsync(staffRows(path, looked.delimiter))
}

test('a degree behind a comma does not move the columns of a line that semicolons separate', async () => {
  const rows = await read(
    `${head.join(';')}\n197911022006041001;Hendra Saputra, S.E., M.Si.;PNS;DPMPTSP;DPMPTSP.1;DPMPTSP.1.KA;Kepala Bidang;administrator;DPMPTSP.KA;definitif;06/01/2025;;WIB\n`,
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
  expect(await lookAt(await written('tanggal;uraian kegiatan;NIP\n'), head.slice(0, 11))).toEqual({
    ok: false,
    sentence: expect.stringContaining('kode jabatan atasan'),
  })
})
