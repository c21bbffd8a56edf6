import type { Row } from './row.ts'

/** What `activity-ingest` refuses. Alphabetical. */
export const activity = {
  'activity.before-work-date': {
    http: 422,
    grpc: 3,
    id: 'Catatan ditulis sebelum hari kerjanya. Periksa tanggalnya.',
    en: 'The entry was written before its work date. Check the date.',
  },
  'activity.date-in-future': {
    http: 422,
    grpc: 11,
    id: 'Tanggal {date} belum tiba. Pilih hari ini atau sebelumnya.',
    en: '{date} has not come yet. Choose today or earlier.',
  },
  'activity.not-yours': {
    http: 403,
    grpc: 7,
    id: 'Catatan ini milik orang lain. Masuk sebagai pemiliknya.',
    en: 'This record belongs to someone else. Log in as its owner.',
  },
  'activity.punch-in-future': {
    http: 422,
    grpc: 11,
    id: 'Jam mesin {device} lebih cepat dari jam server. Setel jam dan zona waktunya.',
    en: 'The clock of machine {device} is ahead of the server. Set its time and zone.',
  },
  'activity.record-id-stale': {
    http: 422,
    grpc: 11,
    id: 'Nomor catatan lebih tua dari {days} hari. Buat catatan baru.',
    en: 'The record id is older than {days} days. Make a new record.',
  },
  'activity.result-unknown': {
    http: 422,
    grpc: 3,
    id: 'Hasil kerja ini tidak ada dalam SKP yang berlaku pada hari itu. Pilih hasil kerja lain.',
    en: 'This result is not in the plan that held on that day. Choose another.',
  },
  'activity.sentence-empty': {
    http: 422,
    grpc: 3,
    id: 'Tulis satu kalimat tentang pekerjaan Anda.',
    en: 'Write one sentence about your work.',
  },
  'activity.sentence-too-long': {
    http: 422,
    grpc: 3,
    id: 'Kalimat lebih dari {limit} huruf. Pendekkan.',
    en: 'The sentence is longer than {limit} characters. Shorten it.',
  },
  'activity.unit-unknown': {
    http: 422,
    grpc: 3,
    id: 'Satuan ini tidak ada dalam daftar. Pakai satuan dari SKP Anda, atau kosongkan.',
    en: 'This unit is not in the list. Use the unit of your plan, or leave it empty.',
  },
  'figure.per-nobody': {
    http: 422,
    grpc: 3,
    id: 'Pembaginya nol, jumlahnya tidak. Isi pembagi, atau jadikan jumlahnya nol.',
    en: 'It is per nobody, and still an amount. Say per how many, or make the amount nought.',
  },
} as const satisfies Record<string, Row>
