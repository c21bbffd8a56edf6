/**
 * A refusal is the domain saying no: a value, never a throw. The table below is the closed list of its codes.
 * Every code has one HTTP status, one gRPC status, and a sentence in both languages that says what to do next.
 * `{name}` in a sentence is filled from the refusal's `details`.
 */
export interface Refusal {
  readonly refused: true
  readonly code: RefusalCode
  readonly details?: Readonly<Record<string, string | number>>
  /** The field to blame, when there is one. */
  readonly field?: string
}

export type Accepted<E> = { readonly refused?: false; readonly events: readonly E[] }
export type Decision<E> = Accepted<E> | Refusal

export const refuse = (code: RefusalCode, details?: Refusal['details'], field?: string): Refusal =>
  ({ refused: true, code, ...(details ? { details } : {}), ...(field ? { field } : {}) })
export const accept = <E,>(...events: readonly E[]): Accepted<E> => ({ events })
export const isRefusal = (value: unknown): value is Refusal => typeof value === 'object' && value !== null && (value as Refusal).refused === true

interface Row {
  readonly http: number
  /** The number of the gRPC status: 3 invalid argument, 5 not found, 6 exists, 7 denied, 8 exhausted, 9 precondition, 11 out of range, 14 unavailable, 16 unauthenticated. */
  readonly grpc: number
  readonly id: string
  readonly en: string
}

/** Alphabetical. */
export const refusals = {
  'access.denied': { http: 403, grpc: 7, id: 'Anda tidak berhak membuka ini. Tanyakan kepada kepegawaian bila ini keliru.', en: 'You may not open this. Ask your personnel officer if that is wrong.' },
  'access.token-expired': { http: 401, grpc: 16, id: 'Sesi Anda berakhir. Masuk lagi.', en: 'Your session has ended. Log in again.' },
  'access.token-invalid': { http: 401, grpc: 16, id: 'Tanda masuk tidak berlaku. Masuk lagi.', en: 'The token is not valid. Log in again.' },
  'access.token-missing': { http: 401, grpc: 16, id: 'Anda belum masuk. Masuk dahulu.', en: 'You are not logged in. Log in first.' },
  'activity.before-work-date': { http: 422, grpc: 3, id: 'Catatan ditulis sebelum hari kerjanya. Periksa tanggalnya.', en: 'The entry was written before its work date. Check the date.' },
  'activity.date-in-future': { http: 422, grpc: 11, id: 'Tanggal {date} belum tiba. Pilih hari ini atau sebelumnya.', en: '{date} has not come yet. Choose today or earlier.' },
  'activity.not-yours': { http: 403, grpc: 7, id: 'Catatan ini milik orang lain. Masuk sebagai pemiliknya.', en: 'This record belongs to someone else. Log in as its owner.' },
  'activity.record-id-stale': { http: 422, grpc: 11, id: 'Nomor catatan lebih tua dari {days} hari. Buat catatan baru.', en: 'The record id is older than {days} days. Make a new record.' },
  'activity.result-unknown': { http: 422, grpc: 3, id: 'Hasil kerja ini tidak ada dalam SKP yang berlaku pada hari itu. Pilih hasil kerja lain.', en: 'This result is not in the plan that held on that day. Choose another.' },
  'activity.sentence-empty': { http: 422, grpc: 3, id: 'Tulis satu kalimat tentang pekerjaan Anda.', en: 'Write one sentence about your work.' },
  'activity.sentence-too-long': { http: 422, grpc: 3, id: 'Kalimat lebih dari {limit} huruf. Pendekkan.', en: 'The sentence is longer than {limit} characters. Shorten it.' },
  'entry.already-verified': { http: 409, grpc: 9, id: 'Catatan ini sudah disetujui. Minta atasan mengembalikannya dahulu.', en: 'This entry is verified already. Ask your assessor to return it first.' },
  'entry.conflict': { http: 409, grpc: 9, id: 'Nomor yang sama pernah dikirim dengan isi lain. Isi pertama yang berlaku; perbaiki bila perlu.', en: 'The same id was sent before with other content. The first stands; correct it if you must.' },
  'entry.not-found': { http: 404, grpc: 5, id: 'Catatan ini tidak ada.', en: 'There is no such entry.' },
  'entry.not-opened': { http: 409, grpc: 9, id: 'Buka catatan ini dahulu sebelum menyetujuinya.', en: 'Open this entry before you verify it.' },
  'entry.not-waiting': { http: 409, grpc: 9, id: 'Catatan ini tidak lagi menunggu. Muat ulang daftar.', en: 'This entry no longer waits. Reload the list.' },
  'entry.nothing-to-undo': { http: 409, grpc: 9, id: 'Tidak ada putusan yang dapat dibatalkan. Muat ulang daftar.', en: 'There is no verdict to take back. Reload the list.' },
  'entry.person-unknown': { http: 409, grpc: 9, id: 'Data pegawai belum sampai. Catatan menunggu, tidak hilang.', en: 'The person is not known yet. The entry waits; nothing is lost.' },
  'entry.plan-unknown': { http: 409, grpc: 9, id: 'SKP belum sampai. Catatan menunggu, tidak hilang.', en: 'The plan is not known yet. The entry waits; nothing is lost.' },
  'entry.reason-missing': { http: 422, grpc: 3, id: 'Tulis alasannya: pegawai akan membacanya.', en: 'Write the reason: the employee will read it.' },
  'entry.undo-too-late': { http: 409, grpc: 9, id: 'Sepuluh detik sudah lewat. Kembalikan catatan dengan alasan bila perlu.', en: 'The ten seconds are over. Return the entry with a reason if you must.' },
  'entry.window-closed': { http: 422, grpc: 11, id: 'Batas waktu mencatat hari itu sudah lewat. Minta kelonggaran kepada kepegawaian bila ada sebab.', en: 'The window for that day has closed. Ask your personnel officer for a grace period if there is a cause.' },
  'request.malformed': { http: 400, grpc: 3, id: 'Kiriman tidak dapat dibaca. Periksa bentuknya.', en: 'The request cannot be read. Check its form.' },
  'request.not-found': { http: 404, grpc: 5, id: 'Alamat ini tidak ada.', en: 'There is nothing at this address.' },
  'request.too-large': { http: 413, grpc: 8, id: 'Kiriman terlalu besar (batas {limit}). Bagi menjadi beberapa kiriman.', en: 'The request is too large (limit {limit}). Split it.' },
  'request.too-many': { http: 429, grpc: 8, id: 'Terlalu sering. Coba lagi dalam {seconds} detik.', en: 'Too often. Try again in {seconds} seconds.' },
  'request.unknown-field': { http: 422, grpc: 3, id: 'Bidang {field} tidak dikenal. Hapus bidang itu.', en: 'The field {field} is not known. Remove it.' },
  'request.unsupported-media': { http: 415, grpc: 3, id: 'Jenis isi tidak didukung. Kirim JSON atau NDJSON.', en: 'The content type is not supported. Send JSON or NDJSON.' },
  'request.value-invalid': { http: 422, grpc: 3, id: 'Isi bidang {field} tidak sah. {hint}', en: 'The value of {field} is not valid. {hint}' },
  'service.busy': { http: 503, grpc: 14, id: 'Sedang penuh. Tulisan Anda aman; coba lagi dalam {seconds} detik.', en: 'Busy now. Your writing is safe; try again in {seconds} seconds.' },
  'service.unavailable': { http: 503, grpc: 14, id: 'Layanan sedang tidak tersedia. Tulisan Anda aman; coba lagi sebentar.', en: 'The service is not available now. Your writing is safe; try again shortly.' },
} as const satisfies Record<string, Row>

export type RefusalCode = keyof typeof refusals

export const isRefusalCode = (text: string): text is RefusalCode => Object.hasOwn(refusals, text)

/** The sentence of a refusal, filled. */
export function sentence(refusal: Refusal, language: 'id' | 'en'): string {
  const values: Record<string, string | number> = { field: refusal.field ?? '', hint: '', ...refusal.details }
  return refusals[refusal.code][language].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '')).trim()
}
