import type { Row } from './row.ts'

/** What `appraisal` refuses. Alphabetical. */
export const appraisal = {
  'plan.assignment-unknown': {
    http: 409,
    grpc: 9,
    id: 'Penempatan untuk SKP ini belum dikenal. Coba lagi sebentar.',
    en: 'The assignment of this plan is not known yet. Try again shortly.',
  },
  'plan.code-repeated': {
    http: 422,
    grpc: 3,
    id: 'Kode RHK muncul dua kali dalam SKP ini. Ubah salah satunya.',
    en: 'A result code stands twice in this plan. Change one of them.',
  },
  'plan.dates-invalid': {
    http: 422,
    grpc: 3,
    id: 'Tanggal SKP tidak sah atau terbalik. Periksa awal dan akhirnya.',
    en: 'The dates of the plan are not valid or reversed. Check both.',
  },
  'plan.indicator-invalid': {
    http: 422,
    grpc: 3,
    id: 'Indikator tidak lengkap: aspek dan satuan wajib diisi.',
    en: 'The indicator is not whole: aspect and unit must be given.',
  },
  'plan.indicator-not-quantity': {
    http: 422,
    grpc: 3,
    id: 'Indikator layanan hanya untuk aspek kuantitas. Pindahkan ke aspek itu.',
    en: 'A service indicator belongs to the aspect of quantity. Move it there.',
  },
  'plan.not-theirs': {
    http: 422,
    grpc: 3,
    id: 'SKP dan penempatan ini milik pegawai yang berbeda. Periksa keduanya.',
    en: 'The plan and the assignment belong to different people. Check both.',
  },
  'plan.other-assignment': {
    http: 409,
    grpc: 9,
    id: 'SKP dengan nomor ini sudah ada untuk penempatan lain. Pakai nomor baru.',
    en: 'A plan with this id is agreed for another assignment. Use a new id.',
  },
  'plan.outside-assignment': {
    http: 422,
    grpc: 3,
    id: 'SKP mulai di luar masa penempatan ({from} sampai {to}). Sesuaikan tanggalnya.',
    en: 'The plan begins outside the assignment ({from} to {to}). Change its dates.',
  },
  'plan.overlaps': {
    http: 422,
    grpc: 3,
    id: 'Sudah ada SKP lain untuk penempatan ini pada hari yang sama. Akhiri yang lama dahulu.',
    en: 'Another plan of this assignment holds on the same days. End it first.',
  },
  'plan.results-missing': {
    http: 422,
    grpc: 3,
    id: 'SKP belum berisi RHK. Tambahkan paling sedikit satu.',
    en: 'The plan has no result. Add at least one.',
  },
  'plan.quarters-not-target': {
    http: 422,
    grpc: 3,
    id: 'Target keempat triwulan harus berjumlah sama dengan target setahun.',
    en: 'The targets of the four quarters must sum to that of the year.',
  },
  'plan.target-not-positive': {
    http: 422,
    grpc: 3,
    id: 'Target indikator harus lebih dari nol.',
    en: 'The target of an indicator is more than zero.',
  },
  'plan.target-too-large': {
    http: 422,
    grpc: 3,
    id: 'Target terlalu besar; paling banyak {most}.',
    en: 'The target is too large; at most {most}.',
  },
  'plan.title-empty': { http: 422, grpc: 3, id: 'Judul RHK wajib diisi.', en: 'The title of a result must be given.' },
  'plan.weights-not-hundred': {
    http: 422,
    grpc: 3,
    id: 'Jumlah bobot RHK {sum} %, seharusnya 100 %. Sesuaikan bobotnya.',
    en: 'The weights of the results sum to {sum} %, not 100 %. Change the weights.',
  },
  'plan.unit-unknown': {
    http: 422,
    grpc: 3,
    id: 'Satuan target tidak ada dalam daftar. Pilih satuan dari daftar, atau minta BKD menambahkannya.',
    en: 'The unit of a target is not in the list. Choose one of the list, or ask the board to add it.',
  },
} as const satisfies Record<string, Row>
