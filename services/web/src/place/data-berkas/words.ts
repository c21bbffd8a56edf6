import type { Why } from '@timbang/intake/table/unreadable'
import type { Language } from '../../locals.ts'
import type { Refused } from '../shared/answer.ts'
import { refusalSentence } from '../shared/entry/words.ts'
import { capital, count, inWords } from '../shared/number.ts'
import type { BringWrong } from './form.ts'
import type { FaultView, Kind, Tried } from './view.ts'

type WhyCode = Why['code']
const reasonCodes = [
  'code-invalid',
  'pin-invalid',
  'nip-invalid',
  'nip-rounded',
  'nip-unknown',
  'date-invalid',
  'time-invalid',
  'quote-open',
  'not-json',
  'cell-number',
  'cell-not-text',
  'column-twice',
  'not-of-agency',
] as const
type Reason = (typeof reasonCodes)[number]

const id = {
  title: 'Masukkan berkas',
  data: 'Data dan garis penilai',
  lead: 'Lihat dahulu apa yang berubah. Belum ada yang masuk sebelum Anda menekan Masukkan.',
  choose: 'Pilih satu instansi dahulu.',
  agency: 'Instansi',
  open: 'Buka instansi',
  discarded: 'Berkas dibuang. Tidak ada yang masuk.',
  kind: 'Isi berkas',
  kinds: { presence: 'Scan mesin presensi', pins: 'Daftar PIN mesin', lines: 'Jabatan dan atasannya' } satisfies Record<
    Kind,
    string
  >,
  kindHints: {
    presence: 'Berkas dari mesin, atau tabel dengan kolom PIN, tanggal, dan jam.',
    pins: 'Tabel dengan kolom PIN, NIP, dan mulai.',
    lines: 'Tabel kode jabatan dan kode jabatan atasan; boleh dengan mulai dan dasar.',
  } satisfies Record<Kind, string>,
  boardOnly: 'Scan dimasukkan oleh kepegawaian instansi sendiri.',
  device: 'Kode mesin',
  deviceHint: 'Huruf dan angka, misalnya DPMPTSP-1. Kosongkan untuk jabatan.',
  zone: 'Zona waktu jam mesin',
  zoneHint: 'Hanya untuk daftar PIN.',
  file: 'Berkas',
  fileHint: 'CSV, TXT, DAT, XLS, atau XLSX. Paling banyak 5 MB dan 20.000 baris; jabatan 2.000.',
  look: 'Periksa berkas',
  keeps: 'Berkas disimpan paling lama satu jam. Hanya Anda yang membukanya.',
  error: 'Galat: ',
  summary: (n: string) => `${n} hal perlu diperbaiki`,
  errors: {
    kind: 'Pilih isi berkas',
    device: 'Tulis kode mesin: huruf dan angka, tanpa spasi',
    zone: 'Pilih zona waktu jam mesin',
    file: 'Pilih berkas yang berisi',
    size: 'Pilih berkas paling besar 5 MB',
  } satisfies Record<BringWrong['code'], string>,
  of: (device: string) => `mesin ${device}`,
  until: (clock: string) => `disimpan sampai ${clock}`,
  nothingNew: {
    presence: 'Semua scan sudah ada',
    pins: 'Semua baris sudah tercatat',
    lines: 'Semua atasan sudah demikian',
  } satisfies Record<Kind, string>,
  nothing: 'Tidak ada yang baru untuk dimasukkan',
  new: {
    presence: (fresh: string, rows: string) => `${fresh} scan baru dari ${rows}`,
    pins: (fresh: string, rows: string) => `${fresh} baris mengubah PIN, dari ${rows}`,
    lines: (fresh: string, rows: string) => `${fresh} jabatan berganti atasan, dari ${rows}`,
  } satisfies Record<Kind, (fresh: string, rows: string) => string>,
  not: 'Belum ada yang masuk.',
  partly: 'Baris yang salah tidak ikut. Perbaiki berkasnya, lalu unggah lagi.',
  whole: 'Satu baris salah menahan semuanya. Perbaiki berkasnya, lalu unggah lagi.',
  taken: (n: string) => `${n} baris masuk.`,
  left: (n: string) => `Masih ${n} yang menunggu. Tekan Lanjutkan.`,
  progress: 'Sudah ada',
  counts: 'Yang akan terjadi',
  fresh: 'Baru',
  same: 'Sudah ada',
  changed: 'Berubah',
  refused: 'Ditolak',
  unknown: 'Tanpa pemilik',
  own: 'Scan Anda sendiri',
  ownWhy: 'Minta petugas lain memasukkan scan Anda.',
  faults: 'Baris yang ditolak',
  first: (n: string) => `${n} yang pertama`,
  line: (n: string) => `Baris ${n}`,
  column: (name: string) => `kolom ${name}`,
  numbers: 'PIN tanpa pemilik pada harinya',
  numbersWhy: 'Unggah daftar PIN dahulu, lalu unggah berkas ini lagi.',
  pin: (pin: string, n: string) => `PIN ${pin}: ${n} scan`,
  andMore: (n: string) => `dan ${n} PIN lain`,
  take: 'Masukkan',
  goOn: 'Lanjutkan',
  again: 'Unggah lagi',
  discard: 'Buang berkas',
  ask: {
    dates: (column: string, line: string, said: string) =>
      `Tanggal “${said}” di baris ${line}, kolom ${column}, terbaca dua cara.`,
    two: (column: string) => `Kolom ${column} menulis tanggal dengan dua urutan.`,
    title: 'Pilih urutan tanggal',
    dmy: 'Hari dahulu: 31/12/2026',
    mdy: 'Bulan dahulu: 12/31/2026',
    format: 'Berkas ini tanpa judul kolom.',
    formatTitle: 'Pilih arti kolom ketiga',
    attlog: 'Nomor mesin (attlog.dat)',
    adms: 'Tombol masuk atau pulang (ADMS)',
    missing: 'Pilih satu, lalu periksa lagi.',
    go: 'Periksa lagi',
  },
  busyTitle: 'Sedang memeriksa berkas lain',
  busy: (seconds: string) => `Berkas Anda aman. Muat lagi dalam ${seconds} detik.`,
  reload: 'Muat lagi',
  unread: 'Berkas tidak terbaca',
  why: {
    locked: () => 'Buku kerja ini terkunci kata sandi. Simpan tanpa kata sandi.',
    broken: () => 'Buku kerja ini rusak. Simpan sebagai CSV UTF-8.',
    'too-large': () => 'Buku kerja ini terlalu besar. Simpan sebagai CSV UTF-8.',
    letters: () => 'Huruf berkas ini tidak dikenali. Simpan sebagai CSV UTF-8.',
    'no-table': () => 'Berkas ini bukan tabel. Pilih berkas lain.',
    unreadable: () => 'Berkas ini tidak dapat dibaca. Pilih berkas lain.',
    columns: (of: string) => `Kolom tidak ada: ${of}. Tambahkan, lalu unggah lagi.`,
    'columns-twice': (of: string) => `Dua kolom sama artinya: ${of}. Hapus salah satu.`,
    wide: (of: string) => `Baris ${of} lebih lebar dari judulnya. Periksa tanda pemisah.`,
    dates: () => '',
    'dates-two': () => '',
    format: () => '',
  } satisfies Record<WhyCode, (of: string) => string>,
  reasons: {
    'code-invalid': 'Tulis kode jabatan seperti di daftar jabatan.',
    'pin-invalid': 'Tulis PIN dengan huruf dan angka, tanpa spasi.',
    'nip-invalid': 'Tulis NIP dengan 18 angka.',
    'nip-rounded': 'Excel membulatkan NIP ini. Ubah kolomnya menjadi teks.',
    'nip-unknown': 'NIP ini bukan milik pegawai instansi ini.',
    'date-invalid': 'Tanggal tidak ada. Tulis 2026-11-26 atau 26/11/2026.',
    'time-invalid': 'Jam tidak terbaca. Tulis 08:30.',
    'quote-open': 'Tanda kutip tidak berpasangan. Hapus atau lengkapi.',
    'not-json': 'Baris ini bukan JSON.',
    'cell-number': 'Nomor ditulis sebagai bilangan. Beri tanda kutip.',
    'cell-not-text': 'Isian ini bukan teks.',
    'column-twice': 'Baris ini menyebut satu kolom dua kali.',
    'not-of-agency': 'Orangnya bukan pegawai instansi Anda pada hari itu.',
  } satisfies Record<Reason, string>,
  deviceUnknown: 'Mesin ini belum dikenal di instansi Anda. Unggah daftar PIN-nya dahulu.',
  tooMany: (n: string) => `Berkas memuat lebih dari ${n} baris. Bagi per bulan atau per unit.`,
}
const en: typeof id = {
  title: 'Bring a file in',
  data: 'Data and line of assessors',
  lead: 'See first what would change. Nothing comes in before you press Bring in.',
  choose: 'Choose an agency first.',
  agency: 'Agency',
  open: 'Open agency',
  discarded: 'The file was thrown away. Nothing came in.',
  kind: 'What the file holds',
  kinds: { presence: 'Scans of an attendance machine', pins: 'PINs of a machine', lines: 'Posts and their superiors' },
  kindHints: {
    presence: 'The machine’s own file, or a table with PIN, date and time.',
    pins: 'A table with the columns PIN, NIP and mulai.',
    lines: 'A table of kode jabatan and kode jabatan atasan, also mulai and dasar.',
  },
  boardOnly: 'Scans are brought in by the agency’s own personnel officer.',
  device: 'Code of the machine',
  deviceHint: 'Letters and digits, such as DPMPTSP-1. Leave empty for posts.',
  zone: 'Time zone of its clock',
  zoneHint: 'For a list of PINs only.',
  file: 'File',
  fileHint: 'CSV, TXT, DAT, XLS or XLSX. At most 5 MB and 20,000 lines; of posts 2,000.',
  look: 'Check file',
  keeps: 'The file is kept for an hour at most. Only you open it.',
  error: 'Error: ',
  summary: (n) => `${n} to mend`,
  errors: {
    kind: 'Choose what the file holds',
    device: 'Write the code of the machine: letters and digits, no space',
    zone: 'Choose the time zone of its clock',
    file: 'Choose a file that holds something',
    size: 'Choose a file of 5 MB at most',
  },
  of: (device) => `machine ${device}`,
  until: (clock) => `kept until ${clock}`,
  nothingNew: {
    presence: 'All scans are here already',
    pins: 'All lines stand already',
    lines: 'All superiors are so already',
  },
  nothing: 'Nothing new can be taken',
  new: {
    presence: (fresh, rows) => `${fresh} new scans of ${rows}`,
    pins: (fresh, rows) => `${fresh} lines change PINs, of ${rows}`,
    lines: (fresh, rows) => `${fresh} posts get another superior, of ${rows}`,
  },
  not: 'Nothing has come in yet.',
  partly: 'Faulty lines are left out. Mend the file and upload it again.',
  whole: 'One faulty line holds all. Mend the file and upload it again.',
  taken: (n) => `${n} lines came in.`,
  left: (n) => `${n} still wait. Press Go on.`,
  progress: 'Here already',
  counts: 'What would happen',
  fresh: 'New',
  same: 'Here already',
  changed: 'Changed',
  refused: 'Refused',
  unknown: 'Of nobody',
  own: 'Your own scans',
  ownWhy: 'Ask another officer to bring in your scans.',
  faults: 'Lines that are refused',
  first: (n) => `the first ${n}`,
  line: (n) => `Line ${n}`,
  column: (name) => `column ${name}`,
  numbers: 'PINs of nobody on their day',
  numbersWhy: 'Upload the list of PINs first, then this file again.',
  pin: (pin, n) => `PIN ${pin}: ${n}`,
  andMore: (n) => `and ${n} more PINs`,
  take: 'Bring in',
  goOn: 'Go on',
  again: 'Upload again',
  discard: 'Throw away',
  ask: {
    dates: (column, line, said) => `The date “${said}” on line ${line}, column ${column}, reads two ways.`,
    two: (column) => `The column ${column} writes dates in two orders.`,
    title: 'Choose the order of dates',
    dmy: 'Day first: 31/12/2026',
    mdy: 'Month first: 12/31/2026',
    format: 'This file has no header.',
    formatTitle: 'Choose what the third column is',
    attlog: 'The machine’s number (attlog.dat)',
    adms: 'The key, in or out (ADMS)',
    missing: 'Choose one and check again.',
    go: 'Check again',
  },
  busyTitle: 'Other files are being checked',
  busy: (seconds) => `Your file is safe. Load again in ${seconds} seconds.`,
  reload: 'Load again',
  unread: 'The file cannot be read',
  why: {
    locked: () => 'This workbook is locked. Save it without a password.',
    broken: () => 'This workbook is broken. Save it as CSV UTF-8.',
    'too-large': () => 'This workbook is too large. Save it as CSV UTF-8.',
    letters: () => 'The letters of this file are unknown. Save it as CSV UTF-8.',
    'no-table': () => 'This file is no table. Choose another one.',
    unreadable: () => 'This file cannot be read. Choose another one.',
    columns: (of) => `Columns are missing: ${of}. Add them and upload again.`,
    'columns-twice': (of) => `Two columns mean the same: ${of}. Remove one.`,
    wide: (of) => `Lines ${of} are wider than the header. Check the separators.`,
    dates: () => '',
    'dates-two': () => '',
    format: () => '',
  },
  reasons: {
    'code-invalid': 'Write the code of the post as the list of posts has it.',
    'pin-invalid': 'Write the PIN in letters and digits, without a space.',
    'nip-invalid': 'Write the NIP with 18 digits.',
    'nip-rounded': 'Excel has rounded this NIP. Format the column as text.',
    'nip-unknown': 'This NIP is of nobody in this agency.',
    'date-invalid': 'No such date. Write 2026-11-26 or 26/11/2026.',
    'time-invalid': 'The time cannot be read. Write 08:30.',
    'quote-open': 'A quotation mark has no other. Remove or complete it.',
    'not-json': 'This line is no JSON.',
    'cell-number': 'The number is written as a figure. Put it in quotation marks.',
    'cell-not-text': 'This value is no text.',
    'column-twice': 'This line names a column twice.',
    'not-of-agency': 'Not of your agency on that day.',
  },
  deviceUnknown: 'This machine is not known in your agency. Upload its PINs first.',
  tooMany: (n) => `The file has more than ${n} lines. Split it by month or unit.`,
}
export const fileWords = { id, en }

const isReason = (text: string): text is Reason => reasonCodes.some((one) => one === text)

/** Where a faulty line stands, and why it is refused. */
export function faultText(fault: FaultView, language: Language): { where: string; says: string } {
  const words = fileWords[language]
  const { line, column, reason, said, details } = fault
  return {
    where: [
      words.line(count(line, language)),
      column === null ? '' : words.column(column),
      said === '' ? '' : `“${said}”`,
    ]
      .filter((part) => part !== '')
      .join(' · '),
    says: isReason(reason)
      ? words.reasons[reason]
      : refusalSentence({ code: reason, ...(details === undefined ? {} : { details }) }, language),
  }
}

/** What a refusal means on this page. */
export function fileRefusal(refusal: Refused, language: Language): string {
  const words = fileWords[language]
  if (refusal.code === 'pin.device-unknown') return words.deviceUnknown
  if (refusal.code === 'request.too-many-items')
    return words.tooMany(count(Number(refusal.details?.['limit']), language))
  return refusalSentence(refusal, language)
}

export function whyText(why: Why, language: Language): string {
  const words = fileWords[language].why
  const of =
    why.code === 'columns' || why.code === 'columns-twice'
      ? why.columns.join(', ')
      : why.code === 'wide'
        ? why.lines.map((line) => count(line, language)).join(', ')
        : ''
  return words[why.code](of)
}

/** The page's own sentence: how much of the file is new. */
export function headline(kind: Kind, tried: Tried, language: Language): string {
  const words = fileWords[language]
  const fresh = tried.fresh + tried.changed
  if (fresh > 0 && tried.takes) return capital(words.new[kind](inWords(fresh, language), count(tried.rows, language)))
  return tried.same > 0 && fresh === 0 && tried.faults === 0 && tried.unknown === 0
    ? words.nothingNew[kind]
    : words.nothing
}
