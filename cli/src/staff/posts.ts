import type { StaffRow } from '@timbang/contracts/gen/timbang/directory/v1/service'
import type { Form } from '@timbang/intake/table/form'
import { empty, type Sheet } from './sheet.ts'

const fields = {
  nip: 'nip',
  nama: 'name',
  'jenis pegawai': 'employment',
  opd: 'agencyCode',
  unit: 'unitCode',
  'kode jabatan': 'positionCode',
  jabatan: 'positionTitle',
  'jenis jabatan': 'positionKind',
  'kode jabatan atasan': 'superiorPositionCode',
  kapasitas: 'capacity',
  tmt: 'fromDate',
  sampai: 'toDate',
  zona: 'zone',
  'pns id': 'pnsId',
  'nip lama': 'formerNip',
} as const satisfies Readonly<Record<string, keyof StaffRow>>
export type Column = keyof typeof fields

/** Staff and posts. An end may be left out. */
export const staffForm: Form<Column> = {
  columns: {
    nip: ['nip', 'nip baru', 'no induk', 'nomor induk', 'no induk pegawai', 'nomor induk pegawai'],
    nama: ['nama', 'nama pegawai', 'nama lengkap'],
    'jenis pegawai': ['jenis pegawai', 'status kepegawaian'],
    opd: ['opd', 'kode opd', 'skpd', 'kode skpd', 'perangkat daerah'],
    unit: ['unit', 'kode unit', 'unit kerja', 'kode unit kerja'],
    'kode jabatan': ['kode jabatan'],
    jabatan: ['jabatan', 'nama jabatan'],
    'jenis jabatan': ['jenis jabatan'],
    'kode jabatan atasan': ['kode jabatan atasan', 'kode atasan'],
    kapasitas: ['kapasitas'],
    tmt: ['tmt', 'tmt jabatan', 'mulai'],
    sampai: ['sampai', 'sampai dengan', 'akhir'],
    zona: ['zona', 'zona waktu'],
    'pns id': ['pns id'],
    'nip lama': ['nip lama', 'nip sebelumnya'],
  },
  needed: [
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
    'zona',
  ],
  dates: ['tmt', 'sampai'],
  identifiers: ['nip', 'nip lama', 'pns id', 'opd', 'unit', 'kode jabatan', 'kode jabatan atasan'],
}

const columns = Object.keys(fields) as Column[]

export const postsSheet: Sheet<Column> = {
  form: staffForm,
  nips: ['nip', 'nip lama'],
  letters: { nama: 200, jabatan: 400 },
  rowOf: (line, cells) => ({
    ...empty,
    ...Object.fromEntries(columns.map((column) => [fields[column], cells[column]])),
    line,
  }),
  columnOf: (field) => columns.find((column) => fields[column] === field),
}
