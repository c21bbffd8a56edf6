import { expect, test } from 'vitest'
import { type Column, nationalForm, nationalSheet } from './national.ts'
import { findHeader } from '@timbang/intake/table/form'
import { staffRowOf } from './sheet.ts'

const cells: Record<Column, string> = {
  'nip baru': '197911022006041001',
  nama: 'Hendra Saputra',
  'pns id': 'A8ACA7F4',
  'nip lama': '131234567',
  'gelar depan': '',
  'gelar belakang': '',
  'kedudukan hukum': 'Aktif',
  'jenis jabatan': 'Jabatan Struktural',
  eselon: 'III.a',
  jabatan: 'KEPALA BIDANG',
  'tmt jabatan': '06-01-2025',
  unor: 'Bidang Perizinan',
  'instansi induk': 'Pemerintah Provinsi Jambi',
  'instansi kerja': 'PEMERINTAH PROVINSI JAMBI',
  'satuan kerja induk': 'Dinas Penanaman Modal',
  'satuan kerja kerja': 'Dinas Penanaman Modal',
}
const read = (of: Partial<Record<Column, string>> = {}) =>
  staffRowOf(nationalSheet, { line: 2, cells: { ...cells, ...of } }, { 'tmt jabatan': 'dmy' } as never)

test('a line of the national sheet is said by names', () => {
  expect(read()).toEqual({
    problems: [],
    row: expect.objectContaining({
      line: 2,
      nip: '197911022006041001',
      pnsId: 'A8ACA7F4',
      formerNip: '131234567',
      name: 'Hendra Saputra',
      positionTitle: 'KEPALA BIDANG',
      fromDate: '2025-01-06',
      secondedFrom: '',
      national: {
        agencyName: 'Dinas Penanaman Modal',
        unitName: 'Bidang Perizinan',
        positionType: 'Jabatan Struktural',
        echelon: 'III.a',
        standing: 'Aktif',
      },
    }),
  })
})
test('a name has its degrees around it', () => {
  expect(read({ 'gelar depan': 'Dr.', 'gelar belakang': 'S.E., M.Si.' }).row.name).toBe(
    'Dr. Hendra Saputra, S.E., M.Si.',
  )
  expect(read({ 'gelar belakang': 'S.E.' }).row.name).toBe('Hendra Saputra, S.E.')
})
test('who works for another than his home is lent by the other government, else by the other agency', () => {
  expect(
    read({ 'instansi induk': 'Kementerian Kelautan', 'satuan kerja induk': 'Ditjen Budi Daya' }).row.secondedFrom,
  ).toBe('Kementerian Kelautan')
  expect(read({ 'satuan kerja induk': 'Badan Kepegawaian' }).row.secondedFrom).toBe('Badan Kepegawaian')
  expect(read({ 'satuan kerja induk': '' }).row.secondedFrom).toBe('')
})
test('columns of faith, NIK, telephone, tax, birth and address are none of ours, by whatever name', () => {
  const names = [
    ...['AGAMA ID', 'AGAMA NAMA', 'NIK', 'NOMOR HP', 'NPWP NOMOR', 'BPJS', 'ALAMAT', 'EMAIL', 'EMAIL GOV'],
    ...['TEMPAT LAHIR NAMA', 'TANGGAL LAHIR', 'JENIS KELAMIN', 'JENIS KAWIN NAMA', 'KARTU ASN VIRTUAL', 'IS VALID NIK'],
  ]
  const ours = nationalForm.needed.map((column) => nationalForm.columns[column][0])
  const header = findHeader(nationalForm, [{ number: 1, text: [...ours, ...names].join(';') }])
  expect(header).toMatchObject({ unknown: names })
  expect('columns' in header && header.columns.slice(ours.length)).toEqual(names.map(() => undefined))
})
