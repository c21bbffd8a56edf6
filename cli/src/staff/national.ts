import type { StaffRow } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { type Form, normalised } from '@timbang/intake/table/form'
import { empty, type Sheet } from './sheet.ts'

export type Column =
  | 'nip baru'
  | 'nama'
  | 'pns id'
  | 'nip lama'
  | 'gelar depan'
  | 'gelar belakang'
  | 'kedudukan hukum'
  | 'jenis jabatan'
  | 'eselon'
  | 'jabatan'
  | 'tmt jabatan'
  | 'unor'
  | 'instansi induk'
  | 'instansi kerja'
  | 'satuan kerja induk'
  | 'satuan kerja kerja'

/**
 * The sheet of the national personnel system (SIASN), of which we read a sixth: faith, NIK, telephone, tax number, birth and address have no column
 * here, so they are cut out of their line and go no further.
 */
export const nationalForm: Form<Column> = {
  columns: {
    'nip baru': ['nip baru'],
    nama: ['nama'],
    'pns id': ['pns id'],
    'nip lama': ['nip lama'],
    'gelar depan': ['gelar depan'],
    'gelar belakang': ['gelar belakang'],
    'kedudukan hukum': ['kedudukan hukum nama', 'kedudukan hukum'],
    'jenis jabatan': ['jenis jabatan nama'],
    eselon: ['eselon nama', 'eselon'],
    jabatan: ['jabatan nama'],
    'tmt jabatan': ['tmt jabatan'],
    unor: ['unor nama'],
    'instansi induk': ['instansi induk nama'],
    'instansi kerja': ['instansi kerja nama'],
    'satuan kerja induk': ['satuan kerja induk nama'],
    'satuan kerja kerja': ['satuan kerja kerja nama'],
  },
  needed: [
    'nip baru',
    'nama',
    'pns id',
    'kedudukan hukum',
    'jenis jabatan',
    'jabatan',
    'tmt jabatan',
    'unor',
    'satuan kerja kerja',
  ],
  dates: ['tmt jabatan'],
  identifiers: ['nip baru', 'nip lama', 'pns id'],
}

const columns: Readonly<Record<string, Column>> = {
  nip: 'nip baru',
  pnsId: 'pns id',
  formerNip: 'nip lama',
  name: 'nama',
  positionTitle: 'jabatan',
  positionKind: 'jenis jabatan',
  fromDate: 'tmt jabatan',
  agencyName: 'satuan kerja kerja',
  unitName: 'unor',
  standing: 'kedudukan hukum',
  secondedFrom: 'satuan kerja induk',
}

export const nationalSheet: Sheet<Column> = {
  form: nationalForm,
  nips: ['nip baru', 'nip lama'],
  letters: {
    nama: 140,
    jabatan: 400,
    unor: 200,
    'instansi induk': 200,
    'instansi kerja': 200,
    'satuan kerja induk': 200,
    'satuan kerja kerja': 200,
    'gelar depan': 25,
    'gelar belakang': 25,
  },
  rowOf: (line, cells): StaffRow => ({
    ...empty,
    line,
    nip: cells['nip baru'],
    pnsId: cells['pns id'],
    formerNip: cells['nip lama'],
    name: nameOf(cells),
    positionTitle: cells.jabatan,
    fromDate: cells['tmt jabatan'],
    secondedFrom: homeOf(cells),
    national: {
      agencyName: cells['satuan kerja kerja'],
      unitName: cells.unor,
      positionType: cells['jenis jabatan'],
      echelon: cells.eselon,
      standing: cells['kedudukan hukum'],
    },
  }),
  columnOf: (field) => columns[field],
}

/** `Dr.`, `Hendra Saputra`, `S.E., M.Si.` as one writes it. */
const nameOf = (cells: Readonly<Record<Column, string>>): string => {
  const name = [cells['gelar depan'], cells.nama].filter((part) => part !== '').join(' ')
  return cells['gelar belakang'] === '' ? name : `${name}, ${cells['gelar belakang']}`
}

/** Who lent somebody that works for another than his home agency: the other government, or the other agency of this one. Empty: nobody. */
function homeOf(cells: Readonly<Record<Column, string>>): string {
  const differ = (home: string, work: string) => home !== '' && work !== '' && normalised(home) !== normalised(work)
  if (differ(cells['instansi induk'], cells['instansi kerja'])) return cells['instansi induk']
  return differ(cells['satuan kerja induk'], cells['satuan kerja kerja']) ? cells['satuan kerja induk'] : ''
}
