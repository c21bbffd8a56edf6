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
  'board.not-found': { http: 404, grpc: 5, id: 'Perangkat daerah ini tidak ada. Periksa alamatnya.', en: 'There is no such agency. Check the address.' },
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
  'nip.appointed-before-birth': { http: 422, grpc: 3, id: 'NIP memuat pengangkatan sebelum kelahiran. Periksa 14 digit pertama.', en: 'The NIP puts the appointment before the birth. Check the first 14 digits.' },
  'nip.appointed-in-future': { http: 422, grpc: 3, id: 'NIP memuat pengangkatan yang belum tiba. Periksa tahun dan bulannya.', en: 'The NIP puts the appointment in the future. Check its year and month.' },
  'nip.birth-date-differs': { http: 422, grpc: 3, id: 'Tanggal lahir dalam NIP berbeda dari data pegawai. Periksa keduanya.', en: 'The birth date in the NIP differs from the record. Check both.' },
  'nip.birth-date-invalid': { http: 422, grpc: 3, id: 'Delapan digit pertama NIP bukan tanggal. Periksa NIP.', en: 'The first eight digits of the NIP are no date. Check the NIP.' },
  'nip.birth-in-future': { http: 422, grpc: 3, id: 'Tanggal lahir dalam NIP belum tiba. Periksa NIP.', en: 'The birth date in the NIP has not come yet. Check the NIP.' },
  'nip.characters': { http: 422, grpc: 3, id: 'NIP hanya berisi angka, boleh dengan spasi atau titik. Hapus tanda lain.', en: 'A NIP holds digits only, spaces and dots allowed. Remove anything else.' },
  'nip.employment-differs': { http: 422, grpc: 3, id: 'Jenis pegawai tidak sama dengan yang tersirat dalam NIP. Periksa keduanya.', en: 'The kind of employment is not the one in the NIP. Check both.' },
  'nip.length': { http: 422, grpc: 3, id: 'NIP harus 18 digit, di sini {digits}. Lengkapi NIP.', en: 'A NIP has 18 digits, this one {digits}. Complete it.' },
  'nip.month-invalid': { http: 422, grpc: 3, id: 'Digit 13–14 NIP bukan bulan (01–12) dan bukan tanda PPPK (21–29). Periksa NIP.', en: 'Digits 13–14 of the NIP are neither a month (01–12) nor the mark of a PPPK (21–29). Check the NIP.' },
  'nip.serial-invalid': { http: 422, grpc: 3, id: 'Nomor urut NIP mulai dari 001. Periksa tiga digit terakhir.', en: 'The serial of a NIP starts at 001. Check the last three digits.' },
  'nip.sex-differs': { http: 422, grpc: 3, id: 'Jenis kelamin dalam NIP berbeda dari data pegawai. Periksa keduanya.', en: 'The sex in the NIP differs from the record. Check both.' },
  'nip.sex-invalid': { http: 422, grpc: 3, id: 'Digit ke-15 NIP harus 1 atau 2. Periksa NIP.', en: 'Digit 15 of the NIP is 1 or 2. Check the NIP.' },
  'nip.under-eighteen': { http: 422, grpc: 3, id: 'Menurut NIP, pegawai belum 18 tahun saat diangkat. Periksa NIP.', en: 'By the NIP the person was under 18 when appointed. Check the NIP.' },
  'pack.faulty': { http: 422, grpc: 3, id: 'Aturan ini keliru: {fault}. Perbaiki lalu terbitkan lagi.', en: 'The pack is faulty: {fault}. Mend it and publish again.' },
  'pack.unknown': { http: 404, grpc: 5, id: 'Tidak ada aturan dengan nama itu yang berlaku. Terbitkan dahulu.', en: 'There is no such rule pack in force. Publish it first.' },
  'pack.version-taken': { http: 409, grpc: 6, id: 'Versi {version} sudah terbit dengan isi lain. Naikkan nomor versinya.', en: 'Version {version} was published with other content. Raise the version.' },
  'plan.assignment-unknown': { http: 409, grpc: 9, id: 'Penempatan untuk SKP ini belum dikenal. Coba lagi sebentar.', en: 'The assignment of this plan is not known yet. Try again shortly.' },
  'plan.code-repeated': { http: 422, grpc: 3, id: 'Kode RHK muncul dua kali dalam SKP ini. Ubah salah satunya.', en: 'A result code stands twice in this plan. Change one of them.' },
  'plan.dates-invalid': { http: 422, grpc: 3, id: 'Tanggal SKP tidak sah atau terbalik. Periksa awal dan akhirnya.', en: 'The dates of the plan are not valid or reversed. Check both.' },
  'plan.indicator-invalid': { http: 422, grpc: 3, id: 'Indikator tidak lengkap: aspek dan satuan wajib diisi.', en: 'The indicator is not whole: aspect and unit must be given.' },
  'plan.not-theirs': { http: 422, grpc: 3, id: 'SKP dan penempatan ini milik pegawai yang berbeda. Periksa keduanya.', en: 'The plan and the assignment belong to different people. Check both.' },
  'plan.outside-assignment': { http: 422, grpc: 3, id: 'SKP mulai di luar masa penempatan ({from} sampai {to}). Sesuaikan tanggalnya.', en: 'The plan begins outside the assignment ({from} to {to}). Change its dates.' },
  'plan.overlaps': { http: 422, grpc: 3, id: 'Sudah ada SKP lain untuk penempatan ini pada hari yang sama. Akhiri yang lama dahulu.', en: 'Another plan of this assignment holds on the same days. End it first.' },
  'plan.results-missing': { http: 422, grpc: 3, id: 'SKP belum berisi RHK. Tambahkan paling sedikit satu.', en: 'The plan has no result. Add at least one.' },
  'plan.target-not-positive': { http: 422, grpc: 3, id: 'Target indikator harus lebih dari nol.', en: 'The target of an indicator is more than zero.' },
  'plan.title-empty': { http: 422, grpc: 3, id: 'Judul RHK wajib diisi.', en: 'The title of a result must be given.' },
  'plan.weights-not-hundred': { http: 422, grpc: 3, id: 'Jumlah bobot RHK {sum} %, seharusnya 100 %. Sesuaikan bobotnya.', en: 'The weights of the results sum to {sum} %, not 100 %. Change the weights.' },
  'publication.not-found': { http: 404, grpc: 5, id: 'Perangkat daerah ini belum menerbitkan laporan.', en: 'This agency has published nothing yet.' },
  'request.malformed': { http: 400, grpc: 3, id: 'Kiriman tidak dapat dibaca. Periksa bentuknya.', en: 'The request cannot be read. Check its form.' },
  'request.not-found': { http: 404, grpc: 5, id: 'Alamat ini tidak ada.', en: 'There is nothing at this address.' },
  'request.too-large': { http: 413, grpc: 8, id: 'Kiriman terlalu besar (batas {limit}). Bagi menjadi beberapa kiriman.', en: 'The request is too large (limit {limit}). Split it.' },
  'request.too-many': { http: 429, grpc: 8, id: 'Terlalu sering. Coba lagi dalam {seconds} detik.', en: 'Too often. Try again in {seconds} seconds.' },
  'request.unknown-field': { http: 422, grpc: 3, id: 'Bidang {field} tidak dikenal. Hapus bidang itu.', en: 'The field {field} is not known. Remove it.' },
  'request.unsupported-media': { http: 415, grpc: 3, id: 'Jenis isi tidak didukung. Kirim JSON atau NDJSON.', en: 'The content type is not supported. Send JSON or NDJSON.' },
  'request.value-invalid': { http: 422, grpc: 3, id: 'Isi bidang {field} tidak sah. {hint}', en: 'The value of {field} is not valid. {hint}' },
  'role.agency-missing': { http: 422, grpc: 3, id: 'Peran {role} berlaku untuk OPD tertentu. Sebut OPD-nya.', en: 'The role {role} is for named agencies. Name them.' },
  'role.unknown': { http: 422, grpc: 3, id: 'Peran {role} tidak dikenal. Pilih peran yang ada.', en: 'There is no role {role}. Choose one that exists.' },
  'score.not-found': { http: 404, grpc: 5, id: 'Belum ada nilai untuk triwulan itu.', en: 'There is no score for that quarter yet.' },
  'seal.not-found': { http: 404, grpc: 5, id: 'Potret triwulan itu belum ada. Kunci dahulu.', en: 'That quarter is not sealed yet. Seal it first.' },
  'seal.too-early': { http: 409, grpc: 9, id: 'Bukti triwulan baru dapat dikunci mulai {from}: batas mencatat dan memverifikasi belum lewat.', en: 'The evidence can be sealed from {from}: the time to record and verify is not over.' },
  'seal.unknown': { http: 422, grpc: 3, id: 'Triwulan {period} tidak dikenal, atau jenis kunci ini belum ada. Tulis misalnya 2026-Q3.', en: 'The quarter {period} is not known, or this kind of seal does not exist yet. Write for example 2026-Q3.' },
  'service.busy': { http: 503, grpc: 14, id: 'Sedang penuh. Tulisan Anda aman; coba lagi dalam {seconds} detik.', en: 'Busy now. Your writing is safe; try again in {seconds} seconds.' },
  'service.unavailable': { http: 503, grpc: 14, id: 'Layanan sedang tidak tersedia. Tulisan Anda aman; coba lagi sebentar.', en: 'The service is not available now. Your writing is safe; try again shortly.' },
  'staff.agency-unknown': { http: 422, grpc: 3, id: 'Kode OPD tidak terdaftar. Daftarkan OPD dahulu atau perbaiki kodenya.', en: 'The agency code is not registered. Register the agency first or mend the code.' },
  'staff.capacity-unknown': { http: 422, grpc: 3, id: 'Kapasitas harus definitif, plt, atau plh.', en: 'The capacity is definitif, plt or plh.' },
  'staff.date-invalid': { http: 422, grpc: 3, id: 'Tanggal tidak sah. Tulis YYYY-MM-DD.', en: 'The date is not valid. Write YYYY-MM-DD.' },
  'staff.dates-reversed': { http: 422, grpc: 3, id: 'Tanggal akhir mendahului tanggal mulai. Periksa keduanya.', en: 'The end comes before the beginning. Check both dates.' },
  'staff.employee-id-invalid': { http: 422, grpc: 3, id: 'Kunci pegawai bukan UUID versi 4. Kosongkan agar dipilihkan.', en: 'The employee key is no UUID of version 4. Leave it empty to have one chosen.' },
  'staff.employee-id-taken': { http: 422, grpc: 3, id: 'Kunci pegawai ini milik orang lain. Kosongkan agar dipilihkan.', en: 'This employee key belongs to someone else. Leave it empty to have one chosen.' },
  'staff.employment-unknown': { http: 422, grpc: 3, id: 'Jenis pegawai harus PNS atau PPPK.', en: 'The kind of employment is PNS or PPPK.' },
  'staff.field-empty': { http: 422, grpc: 3, id: 'Kolom ini wajib diisi.', en: 'This column must be filled.' },
  'staff.kind-unknown': { http: 422, grpc: 3, id: 'Jenis jabatan tidak dikenal. Pilih dari daftar jenis jabatan UU 20/2023.', en: 'The kind of post is not known. Choose one of the kinds of UU 20/2023.' },
  'staff.person-differs': { http: 422, grpc: 3, id: 'NIP ini muncul dengan nama atau jenis pegawai yang berbeda di baris lain. Samakan.', en: 'This NIP has another name or employment on another line. Make them equal.' },
  'staff.position-differs': { http: 422, grpc: 3, id: 'Jabatan ini digambarkan berbeda di baris lain. Samakan.', en: 'This post is described differently on another line. Make them equal.' },
  'staff.row-repeated': { http: 422, grpc: 3, id: 'Baris ini sama dengan baris lain. Hapus salah satunya.', en: 'This line repeats another. Remove one of them.' },
  'staff.superior-loop': { http: 422, grpc: 3, id: 'Garis atasan jabatan ini berputar kembali kepadanya. Perbaiki kode jabatan atasan.', en: 'The line of superiors of this post leads back to it. Mend the superior post code.' },
  'staff.superior-missing': { http: 422, grpc: 3, id: 'Jabatan ini belum punya atasan. Isi kode jabatan atasan.', en: 'This post has no superior. Fill in the superior post code.' },
  'staff.superior-unknown': { http: 422, grpc: 3, id: 'Kode jabatan atasan tidak ada dalam berkas maupun data. Perbaiki kodenya.', en: 'The superior post code is neither in the file nor on record. Mend the code.' },
  'staff.two-holders': { http: 422, grpc: 3, id: 'Jabatan ini sudah dipegang orang lain secara definitif pada hari yang sama. Akhiri salah satunya.', en: 'Someone else holds this post as definitive on the same days. End one of them.' },
  'staff.two-posts': { http: 422, grpc: 3, id: 'Orang ini memegang dua jabatan definitif pada hari yang sama. Akhiri salah satunya.', en: 'This person holds two definitive posts on the same days. End one of them.' },
  'staff.unit-elsewhere': { http: 422, grpc: 3, id: 'Unit ini milik OPD lain. Periksa kode unit dan kode OPD.', en: 'This unit belongs to another agency. Check both codes.' },
  'staff.unit-unknown': { http: 422, grpc: 3, id: 'Kode unit tidak terdaftar. Daftarkan unit dahulu atau perbaiki kodenya.', en: 'The unit code is not registered. Register the unit first or mend the code.' },
  'staff.zone-unknown': { http: 422, grpc: 3, id: 'Zona harus WIB, WITA, atau WIT.', en: 'The zone is WIB, WITA or WIT.' },
  'structure.agency-unknown': { http: 422, grpc: 3, id: 'Unit ini menunjuk OPD yang tidak terdaftar. Daftarkan OPD dahulu.', en: 'The unit names an agency that is not registered. Register the agency first.' },
  'structure.calendar-invalid': { http: 422, grpc: 3, id: 'Kalender ini tidak sah: hari kerja 1–7 dan hari libur dalam tahunnya.', en: 'The calendar is not valid: weekdays are 1–7 and holidays lie within its year.' },
  'structure.calendar-unknown': { http: 422, grpc: 3, id: 'Kode kalender OPD ini tidak terdaftar. Daftarkan kalendernya dahulu.', en: 'The calendar code of this agency is not registered. Register the calendar first.' },
  'structure.field-empty': { http: 422, grpc: 3, id: 'Kode dan nama wajib diisi.', en: 'Code and name must be filled.' },
  'structure.id-differs': { http: 422, grpc: 3, id: 'Kunci tidak sesuai dengan kode resmi. Kosongkan atau hitung dari kode.', en: 'The key does not belong to the official code. Leave it empty or compute it from the code.' },
  'structure.loop': { http: 422, grpc: 3, id: 'Induk unit ini berputar kembali kepadanya. Perbaiki induknya.', en: 'The parents of this unit lead back to it. Mend the parent.' },
  'structure.parent-elsewhere': { http: 422, grpc: 3, id: 'Induk unit ini milik OPD lain. Perbaiki induknya.', en: 'The parent of this unit belongs to another agency. Mend the parent.' },
  'structure.parent-unknown': { http: 422, grpc: 3, id: 'Induk unit ini tidak terdaftar. Daftarkan induknya dahulu.', en: 'The parent of this unit is not registered. Register it first.' },
  'structure.repeated': { http: 422, grpc: 3, id: 'Kode ini muncul dua kali. Hapus salah satunya.', en: 'This code stands twice. Remove one of them.' },
  'structure.too-deep': { http: 422, grpc: 3, id: 'Pohon unit lebih dari delapan tingkat. Ratakan susunannya.', en: 'The unit tree is deeper than eight levels. Flatten it.' },
  'survey.already-open': { http: 409, grpc: 6, id: 'Survei ini sudah dibuka dengan ketentuan lain; ketentuan tidak berubah setelah dibuka. Buka survei baru.', en: 'This survey is open with other terms, and terms do not change once it is open. Open a new one.' },
  'survey.answer-empty': { http: 422, grpc: 3, id: 'Belum ada jawaban. Pilih sedikitnya satu.', en: 'There is no answer yet. Choose at least one.' },
  'survey.answer-invalid': { http: 422, grpc: 3, id: 'Ada jawaban di luar pilihan. Pilih 1 sampai 4.', en: 'An answer is outside the choices. Choose 1 to 4.' },
  'survey.elements-invalid': { http: 422, grpc: 3, id: 'Unsur survei tidak dikenal atau berulang. Pakai u1 sampai u9, masing-masing sekali.', en: 'An element is unknown or repeated. Use u1 to u9, each once.' },
  'survey.not-found': { http: 404, grpc: 5, id: 'Tautan survei ini tidak berlaku. Minta tautan baru di loket.', en: 'This survey link is not valid. Ask for a new one at the counter.' },
  'survey.not-open': { http: 409, grpc: 9, id: 'Survei ini tidak sedang dibuka.', en: 'This survey is not open now.' },
  'survey.span-invalid': { http: 422, grpc: 3, id: 'Rentang tanggal survei tidak sah. Periksa tanggalnya.', en: 'The dates of the survey are not valid. Check them.' },
  'survey.threshold-too-low': { http: 422, grpc: 3, id: 'Ambang paling rendah {lowest} jawaban: di bawah itu orang dapat dikenali.', en: 'The threshold is at least {lowest} answers: below it people could be recognised.' },
} as const satisfies Record<string, Row>

export type RefusalCode = keyof typeof refusals

export const isRefusalCode = (text: string): text is RefusalCode => Object.hasOwn(refusals, text)

/** The sentence of a refusal, filled. */
export function sentence(refusal: Refusal, language: 'id' | 'en'): string {
  const values: Record<string, string | number> = { field: refusal.field ?? '', hint: '', ...refusal.details }
  return refusals[refusal.code][language].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '')).trim()
}
