import type { Row } from './row.ts'

/** What `journal` refuses. Alphabetical. */
export const journal = {
  'entry.already-verified': {
    http: 409,
    grpc: 9,
    id: 'Catatan ini sudah disetujui. Minta atasan mengembalikannya dahulu.',
    en: 'This entry is verified already. Ask your assessor to return it first.',
  },
  'entry.conflict': {
    http: 409,
    grpc: 9,
    id: 'Nomor yang sama pernah dikirim dengan isi lain. Isi pertama yang berlaku; perbaiki bila perlu.',
    en: 'The same id was sent before with other content. The first stands; correct it if you must.',
  },
  'entry.not-found': { http: 404, grpc: 5, id: 'Catatan ini tidak ada.', en: 'There is no such entry.' },
  'entry.not-opened': {
    http: 409,
    grpc: 9,
    id: 'Buka catatan ini dahulu sebelum menyetujuinya.',
    en: 'Open this entry before you verify it.',
  },
  'entry.not-waiting': {
    http: 409,
    grpc: 9,
    id: 'Catatan ini tidak lagi menunggu. Muat ulang daftar.',
    en: 'This entry no longer waits. Reload the list.',
  },
  'entry.nothing-to-undo': {
    http: 409,
    grpc: 9,
    id: 'Tidak ada putusan yang dapat dibatalkan. Muat ulang daftar.',
    en: 'There is no verdict to take back. Reload the list.',
  },
  'entry.person-unknown': {
    http: 409,
    grpc: 9,
    id: 'Data pegawai belum sampai. Catatan menunggu, tidak hilang.',
    en: 'The person is not known yet. The entry waits; nothing is lost.',
  },
  'entry.plan-unknown': {
    http: 409,
    grpc: 9,
    id: 'SKP belum sampai. Catatan menunggu, tidak hilang.',
    en: 'The plan is not known yet. The entry waits; nothing is lost.',
  },
  'entry.reason-missing': {
    http: 422,
    grpc: 3,
    id: 'Tulis alasannya: pegawai akan membacanya.',
    en: 'Write the reason: the employee will read it.',
  },
  'entry.rules-unknown': {
    http: 409,
    grpc: 9,
    id: 'Aturan waktu belum sampai. Catatan menunggu, tidak hilang.',
    en: 'The rules of time are not known yet. The entry waits; nothing is lost.',
  },
  'entry.undo-too-late': {
    http: 409,
    grpc: 9,
    id: 'Sepuluh detik sudah lewat. Kembalikan catatan dengan alasan bila perlu.',
    en: 'The ten seconds are over. Return the entry with a reason if you must.',
  },
  'entry.window-closed': {
    http: 422,
    grpc: 11,
    id: 'Batas waktu mencatat hari itu sudah lewat. Minta kelonggaran kepada kepegawaian bila ada sebab.',
    en: 'The window for that day has closed. Ask your personnel officer for a grace period if there is a cause.',
  },
  'grace-request.not-found': {
    http: 404,
    grpc: 5,
    id: 'Permintaan ini tidak ada. Buka kembali daftar permintaan.',
    en: 'There is no such request. Open the list of requests again.',
  },
  'grace-request.not-open': {
    http: 409,
    grpc: 9,
    id: 'Permintaan ini sudah dijawab atau ditarik. Muat ulang daftar.',
    en: 'This request was answered or withdrawn already. Reload the list.',
  },
  'grace-request.open-already': {
    http: 409,
    grpc: 9,
    id: 'Permintaan untuk hari itu masih menunggu jawaban. Tunggu, atau tarik dahulu.',
    en: 'A request for that day still waits for its answer. Wait, or withdraw it first.',
  },
  'grace-request.post-unknown': {
    http: 422,
    grpc: 9,
    id: 'Hari-hari itu tidak di satu perangkat daerah. Minta untuk masing-masing.',
    en: 'Those days are not in one agency. Ask for each of them.',
  },
  'grace-request.reason-missing': {
    http: 422,
    grpc: 3,
    id: 'Tulis alasannya: yang bersangkutan akan membacanya.',
    en: 'Write the reason: the other one will read it.',
  },
  'grace-request.too-old': {
    http: 422,
    grpc: 11,
    id: 'Hari itu lebih dari {days} hari yang lalu. Pilih hari sesudahnya.',
    en: 'That day is more than {days} days ago. Choose a later one.',
  },
  'window.not-found': {
    http: 404,
    grpc: 5,
    id: 'Jendela, gangguan atau kelonggaran ini tidak ada. Periksa nomornya.',
    en: 'There is no such window, outage or grace period. Check its id.',
  },
} as const satisfies Record<string, Row>
