import type { Row } from './row.ts'

/** What `scoring` refuses. Alphabetical. */
export const scoring = {
  'pack.faulty': {
    http: 422,
    grpc: 3,
    id: 'Aturan ini keliru: {fault}. Perbaiki lalu terbitkan lagi.',
    en: 'The pack is faulty: {fault}. Mend it and publish again.',
  },
  'pack.unknown': {
    http: 404,
    grpc: 5,
    id: 'Tidak ada aturan dengan nama itu yang berlaku. Terbitkan dahulu.',
    en: 'There is no such rule pack in force. Publish it first.',
  },
  'pack.version-taken': {
    http: 409,
    grpc: 6,
    id: 'Versi {version} sudah terbit dengan isi lain. Naikkan nomor versinya.',
    en: 'Version {version} was published with other content. Raise the version.',
  },
  'score.not-found': {
    http: 404,
    grpc: 5,
    id: 'Belum ada nilai untuk triwulan itu.',
    en: 'There is no score for that quarter yet.',
  },
  'seal.calendar-missing': {
    http: 409,
    grpc: 9,
    id: 'Kalender kerja {year} belum terbit untuk {agencies}. Terbitkan dahulu; tanpa itu tidak ada yang dikunci.',
    en: 'The calendar of {year} is not published for {agencies}. Publish it first; nothing is sealed without it.',
  },
  'seal.command-taken': {
    http: 409,
    grpc: 6,
    id: 'Perintah ini sudah dipakai untuk triwulan lain. Kirim dengan id perintah yang baru.',
    en: 'This command was used for another quarter. Send it with a new command id.',
  },
  'seal.not-found': {
    http: 404,
    grpc: 5,
    id: 'Potret triwulan itu belum ada. Kunci dahulu.',
    en: 'That quarter is not sealed yet. Seal it first.',
  },
  'seal.too-early': {
    http: 409,
    grpc: 9,
    id: 'Bukti triwulan baru dapat dikunci mulai {from}: batas mencatat dan memverifikasi belum lewat.',
    en: 'The evidence can be sealed from {from}: the time to record and verify is not over.',
  },
  'seal.unknown': {
    http: 422,
    grpc: 3,
    id: 'Triwulan {period} tidak dikenal, atau jenis kunci ini belum ada. Tulis misalnya 2026-Q3.',
    en: 'The quarter {period} is not known, or this kind of seal does not exist yet. Write for example 2026-Q3.',
  },
} as const satisfies Record<string, Row>
