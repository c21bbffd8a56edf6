import { isRefusalCode, sentence, refuse } from '@timbang/contracts/refusal'
import type { Fault as FileFault } from '@timbang/intake/fault'
import type { Column, Fault } from './form.ts'

/** Why a line of the file cannot be taken, said to whoever keeps the file. */
export const reasons: Readonly<Record<string, string>> = {
  'date-invalid': 'Tanggal bukan tanggal sungguhan: tulis 2026-11-26 atau 26/11/2026. / Not a real date.',
  'date-serial':
    'Ini angka Excel, bukan tanggal. Ubah kolomnya menjadi tanggal, lalu simpan lagi. / A number of Excel, no date: format the column as a date and save again.',
  'date-out-of-range':
    'Tanggal ini belum tiba atau terlalu lama lewat. Periksa tanggalnya. / This day has not come yet, or is too long ago. Check it.',
  'time-invalid': 'Jam tidak terbaca: tulis 08:30. / The time cannot be read.',
  'time-order':
    'Jam selesai harus sesudah jam mulai, dan jam mulai harus ada. / The end must come after the start, and the start must be there.',
  'sentence-empty': 'Uraian kegiatan kosong. / The description is empty.',
  'sentence-signs':
    'Uraian memuat tanda yang tidak dapat dibaca. Ketik ulang. / The description holds signs that cannot be read. Type it again.',
  'quantity-invalid':
    'Hasil bukan bilangan, atau titiknya bisa dibaca dua cara: tulis 4, 2,5 atau 1250. / The result is no number, or its point can be read two ways.',
  'quantity-range':
    'Hasil harus lebih dari nol, paling banyak sejuta. / The result must be above zero and at most a million.',
  'link-invalid':
    'Tautan bukti harus dimulai dengan https://, tanpa nama masuk dan sandi. / The link must begin with https://, without a login in it.',
  'pin-invalid': 'PIN hanya huruf dan angka, tanpa spasi. / A PIN is letters and digits, without a space.',
  'nip-invalid': 'NIP terdiri atas 18 angka. / A NIP has 18 digits.',
  'nip-rounded':
    'NIP ini sudah dibulatkan Excel: angka belakangnya hilang. Ubah kolomnya menjadi teks, lalu isi lagi. / Excel has rounded this NIP: format the column as text and fill it in again.',
  'nip-unknown': 'NIP ini tidak ada di direktori. / Nobody has this NIP.',
  'result-unknown':
    'RHK ini tidak ada dalam SKP yang berlaku hari itu. / This result is in no plan that held on that day.',
  'result-ambiguous':
    'RHK ini cocok dengan lebih dari satu hasil kerja. Tulis judul lengkapnya. / More than one result has this name. Write the whole title.',
  'repeated-too-often':
    'Baris yang sama terulang terlalu banyak. Periksa berkasnya. / The same row is repeated too often. Check the file.',
  'quote-open':
    'Tanda kutip di baris ini tidak berpasangan. Hapus atau lengkapi. / A quotation mark of this line has no other. Remove or complete it.',
  'not-json': 'Baris ini bukan JSON. / This line is no JSON.',
  'cell-number':
    'Nomor atau kode ditulis sebagai bilangan JSON, yang membulatkannya. Tulis di antara tanda kutip. / A number or code that is a JSON number is rounded. Write it between quotation marks.',
  'cell-not-text': 'Isian ini bukan teks. / This value is no text.',
  'column-twice': 'Kolom ini ada dua kali di baris ini. / This line names the column twice.',
  'refused-elsewhere':
    'Baris ini tidak dapat diterima. Periksa isinya. / This line cannot be taken. Check what it says.',
  // No faults: what is said of rows beside them.
  'kept-mended':
    'Pegawai sudah memperbaiki atau menarik catatan ini. Itu tetap berlaku. / The person has mended this entry or taken it back. That stands.',
  'no-longer-in-file':
    'Tidak ada lagi di berkas, tetapi tetap tercatat. / No longer in the file, but it stays on record.',
  'gone-withdrawn': 'Tidak ada lagi di berkas: ditarik. / No longer in the file: withdrawn.',
  'gone-verified':
    'Tidak ada lagi di berkas, tetapi sudah diverifikasi. Itu tetap berlaku. / No longer in the file, but verified. It stands.',
  'gone-mended':
    'Tidak ada lagi di berkas, tetapi pegawai sudah memperbaiki atau menariknya. Itu tetap berlaku. / No longer in the file, but the person has mended it or taken it back. That stands.',
}

/** What a reason says to a person: his own words first. */
export function sentenceOf({ reason, said, sentence: given }: Fault): string {
  const words = given ?? reasons[reason] ?? (isRefusalCode(reason) ? both(reason) : reasons['refused-elsewhere']!)
  return said === undefined ? words : `“${shown(said)}”: ${words}`
}
/** A fault of a file as a line of a terminal: what it is, where, what stood there, why. */
export const faultLine = ({ line, column, reason, said, details }: FileFault): string => {
  const sentence = isRefusalCode(reason) ? both(reason, details) : undefined
  const where = `baris ${line}${column === undefined ? '' : ` · ${column}`}`
  return `galat · ${where} · ${sentenceOf({ line, column: undefined, reason, ...(said ? { said } : {}), ...(sentence ? { sentence } : {}) })}`
}
const both = (code: Parameters<typeof refuse>[0], details?: Parameters<typeof refuse>[1]) =>
  `${sentence(refuse(code, details), 'id')} / ${sentence(refuse(code, details), 'en')}`

/** A number of eighteen digits may be somebody's: its end is enough to find it. */
const shown = (text: string) =>
  text
    .replace(/\s+/g, ' ')
    .replace(/\d{15}(?=\d{3})/g, '…')
    .slice(0, 120)

/** The column that a refusal of the door or of the journal is about. Undefined: the line as a whole. */
export const columnOf = (field: string, code: string): Column | undefined =>
  columnsOfFields[field.replace('activity.', '')] ?? columnsOfCodes[code]
const columnsOfFields: Readonly<Record<string, Column>> = {
  record_id: 'tanggal',
  source_recorded_at: 'tanggal',
  work_date: 'tanggal',
  start: 'jam mulai',
  end: 'jam selesai',
  sentence: 'uraian kegiatan',
  result_id: 'RHK',
  quantity: 'hasil',
  unit: 'satuan',
  evidence_link: 'tautan bukti',
  employee_id: 'NIP',
  agency_id: 'NIP',
}
const columnsOfCodes: Readonly<Record<string, Column>> = {
  'entry.window-closed': 'tanggal',
  'activity.before-work-date': 'tanggal',
  'activity.result-unknown': 'RHK',
  'entry.plan-unknown': 'RHK',
  'entry.person-unknown': 'NIP',
}

/** What the door's words for a value mean to whoever keeps the file: he knows columns, and no fields. */
export const reasonOf = (field: string, code: string): string =>
  code === 'request.value-invalid' || code === 'activity.record-id-stale'
    ? (reasonsOfFields[field.replace('activity.', '')] ?? 'refused-elsewhere')
    : code
const reasonsOfFields: Readonly<Record<string, string>> = {
  record_id: 'date-out-of-range',
  source_recorded_at: 'date-out-of-range',
  work_date: 'date-out-of-range',
  start: 'time-invalid',
  end: 'time-order',
  sentence: 'sentence-signs',
  quantity: 'quantity-range',
  evidence_link: 'link-invalid',
}
