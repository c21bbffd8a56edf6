import type { Language } from '../../../locals.ts'
import type { EntryLine, Receipt, Requantified } from './view.ts'
import { isRefusalCode, sentence } from '@timbang/contracts/refusal'
import type { Refused } from '../answer.ts'
import { count, quantity, tenths } from '../number.ts'

const id = {
  title: 'Catat pekerjaan',
  what: 'Apa yang Anda kerjakan?',
  whatHint: 'Satu kalimat, paling banyak 1.000 huruf. Contoh: memeriksa 6 berkas izin usaha.',
  offer: (what: string) => `Isi jumlah: ${what}`,
  left: (n: string) => `Sisa ${n} huruf.`,
  emptyAmount: (unit: string) => `Jumlah masih kosong: catatan ini belum menambah ${unit} pada target Anda.`,
  workDate: 'Hari kerja',
  otherWorkDate: 'Ubah hari kerja',
  closedTitle: (date: string) => `Catatan ${date} tidak dapat diperbaiki lagi`,
  closedLead:
    'Batas waktu hari itu sudah lewat. Pengelola kepegawaian instansi Anda dapat membuka kelonggaran, dengan alasan.',
  closedNext: 'Sesudah kelonggaran dibuka, halaman ini menerima perbaikan Anda.',
  askGrace: 'Minta kelonggaran',
  dateOlder: 'Hari sebelum itu? Minta kelonggaran',
  closedBack: 'Kembali ke hari ini',
  newId: 'Nomor catatan diperbarui. Kirim lagi, tulisan Anda tetap sama.',
  on: (date: string) => `hari kerja ${date}`,
  sentAt: (at: string) => `dikirim ${at}`,
  result: 'Untuk hasil kerja mana?',
  additional: 'Tugas tambahan',
  noPlan: 'SKP Anda belum ada di sini. Catatan ini menjadi tugas tambahan.',
  when: 'Kapan?',
  today: 'Hari ini',
  yesterday: 'Kemarin',
  otherDate: 'Tanggal lain',
  date: 'Tanggal',
  dateHint: (earliest: string) => `Paling awal ${earliest}.`,
  amount: 'Jumlah selesai (boleh kosong)',
  quantity: 'Jumlah selesai',
  quantityHint: 'Angka. Desimal dengan koma.',
  unit: 'Satuan',
  unitHint: 'Kosong: satuan hasil kerja itu.',
  files: 'Foto atau PDF (boleh kosong)',
  choose: 'Pilih foto atau PDF',
  chooseHint: 'Paling banyak 3. PDF paling besar 2 MB.',
  filesUsed: (used: string, limit: string) => `${used} dari ${limit} bulan ini.`,
  filesFull: (limit: string) => `Sudah ${limit} bukti bulan ini. Catat tanpa bukti; lampirkan bulan depan.`,
  attachedAlready: 'Terlampir. Hapus centang untuk melepas.',
  attachedNth: (nth: number) => `Bukti ${nth}`,
  detach: (nth: number) => `Lepas bukti ${nth}`,
  photo: 'foto',
  preparing: 'Foto sedang diperkecil di perangkat ini.',
  notReadHere: 'Foto ini tidak terbaca. Ambil foto lagi, atau pilih JPEG.',
  photoOf: (nth: number, of: number) => `Foto ${nth} dari ${of} bukti`,
  closePhoto: 'Tutup foto',
  paperOf: (nth: number, size: string) => `Bukti ${nth}: unduh PDF, ${size}`,
  evidenceWaits: (nth: number) => `Bukti ${nth} belum tiba`,
  record: 'Catat',
  mend: 'Kirim perbaikan',
  repeat: 'Ulangi kemarin',
  repeatOf: (day: string) => `Ulangi ${day}`,
  notMend: 'Batal memperbaiki',
  mending: (date: string) => `Perbaiki catatan ${date}`,
  kept: 'Tulisan disimpan di perangkat selagi Anda mengetik.',
  summary: (n: string) => `${n} hal perlu diperbaiki`,
  error: 'Galat: ',
  notSent: (code: string) => `Belum terkirim. Tulisan Anda masih di formulir ini. Kode ${code}.`,
  yours: 'Tulisan Anda',
  yoursHint: 'Belum terkirim. Salin dahulu, lalu kirim lagi sesudah masuk.',
  errors: {
    sentence: 'Tulis satu kalimat tentang pekerjaan Anda',
    date: 'Pilih tanggal kerja',
    'date-future': 'Pilih hari ini atau sebelumnya',
    quantity: 'Tulis jumlah dengan angka, contoh 3 atau 1,5',
    evidence: 'Lampirkan paling banyak tiga foto atau PDF',
    result: 'Pilih hasil kerja untuk catatan ini',
  },
  additionalShort: 'tugas tambahan',
  /** The three words for sending, and the way out. Never mixed with others. */
  stored: 'Tersimpan di perangkat',
  sent: 'Terkirim',
  received: 'Diterima',
  needsMending: 'Perlu diperbaiki',
  receipt: 'tanda terima',
  verified: 'Disetujui',
  returned: 'Dikembalikan',
  returnedAt: (at: string) => `dikembalikan ${at}`,
  held: 'Diterima, menunggu data',
  by: (name: string) => `oleh ${name}`,
  assessor: 'Penilai',
  withdrawn: 'Ditarik kembali',
  late: 'terlambat',
  writtenAt: (at: string) => `ditulis ${at}`,
  safe: 'Tulisan Anda tetap tersimpan.',
  requantified: (before: string, after: string) => `Jumlah ${before} menjadi ${after}`,
  conflict:
    'Nomor catatan ini sudah dipakai tulisan lain. Yang pertama diterima tetap berlaku. Kirim tulisan ini sebagai catatan baru.',
  reasons: {
    'evidence-missing': 'Bukti belum ada.',
    'quantity-wrong': 'Jumlahnya tidak sesuai.',
    'result-wrong': 'Hasil kerjanya keliru.',
    unclear: 'Kalimatnya belum jelas.',
    duplicate: 'Pekerjaan ini sudah dicatat.',
    other: 'Ada catatan dari penilai.',
  } as Record<string, string>,
  mendIt: 'Perbaiki',
  sendAsNew: 'Kirim sebagai catatan baru',
}

const en: typeof id = {
  title: 'Record work',
  what: 'What did you do?',
  whatHint: 'One sentence, at most 1,000 letters. For example: checked 6 business permit files.',
  offer: (what) => `Fill in: ${what}`,
  left: (n) => `${n} letters left.`,
  emptyAmount: (unit) => `The amount is empty: this entry adds no ${unit} to your target yet.`,
  workDate: 'Work date',
  otherWorkDate: 'Change the work date',
  closedTitle: (date) => `The entry of ${date} can no longer be mended`,
  closedLead: 'The time for that day is over. Your agency’s personnel officer can open a grace period, with a reason.',
  closedNext: 'Once the grace is open, this page takes your correction.',
  askGrace: 'Ask for grace',
  dateOlder: 'An earlier day? Ask for grace',
  closedBack: 'Back to today',
  newId: 'The record has a new number. Send again, your writing is the same.',
  on: (date) => `work date ${date}`,
  sentAt: (at) => `sent ${at}`,
  result: 'For which result?',
  additional: 'Additional task',
  noPlan: 'Your plan is not here yet. This entry becomes an additional task.',
  when: 'When?',
  today: 'Today',
  yesterday: 'Yesterday',
  otherDate: 'Another date',
  date: 'Date',
  dateHint: (earliest) => `Not before ${earliest}.`,
  amount: 'Amount done (may stay empty)',
  quantity: 'Amount done',
  quantityHint: 'A number. Decimals with a point.',
  unit: 'Unit',
  unitHint: 'Empty: the unit of that result.',
  files: 'Photo or PDF (may stay empty)',
  choose: 'Choose photos or a PDF',
  chooseHint: 'At most 3. A PDF up to 2 MB.',
  filesUsed: (used, limit) => `${used} of ${limit} this month.`,
  filesFull: (limit) => `There are ${limit} files this month already. Record without one; attach it next month.`,
  attachedAlready: 'Attached. Untick one to take it off.',
  attachedNth: (nth) => `Evidence ${nth}`,
  detach: (nth) => `Take off evidence ${nth}`,
  photo: 'photo',
  preparing: 'The photo is being made smaller on this device.',
  notReadHere: 'This photo cannot be read. Take it again, or choose a JPEG.',
  photoOf: (nth, of) => `Photo ${nth} of ${of} pieces of evidence`,
  closePhoto: 'Close photo',
  paperOf: (nth, size) => `Evidence ${nth}: download PDF, ${size}`,
  evidenceWaits: (nth) => `Evidence ${nth} has not come yet`,
  record: 'Record',
  mend: 'Send correction',
  repeat: 'Repeat yesterday',
  repeatOf: (day) => `Repeat ${day}`,
  notMend: 'Stop mending',
  mending: (date) => `Mend the entry of ${date}`,
  kept: 'Your writing is kept on this device while you type.',
  summary: (n) => `${n} to mend`,
  error: 'Error: ',
  notSent: (code) => `Not sent yet. Your writing is still in this form. Code ${code}.`,
  yours: 'Your writing',
  yoursHint: 'Not sent yet. Copy it, sign in, and send it again.',
  errors: {
    sentence: 'Write one sentence about your work',
    date: 'Choose a work date',
    'date-future': 'Choose today or earlier',
    quantity: 'Write the amount as a number, such as 3 or 1.5',
    evidence: 'Attach at most three photos or PDFs',
    result: 'Choose a result for this entry',
  },
  additionalShort: 'additional task',
  stored: 'Saved on this device',
  sent: 'Sent',
  received: 'Received',
  needsMending: 'Needs mending',
  receipt: 'receipt',
  verified: 'Verified',
  returned: 'Returned',
  returnedAt: (at) => `returned ${at}`,
  held: 'Received, waiting for data',
  by: (name) => `by ${name}`,
  assessor: 'Assessor',
  withdrawn: 'Taken back',
  late: 'late',
  writtenAt: (at) => `written ${at}`,
  safe: 'Your writing is safe.',
  requantified: (before, after) => `Quantity ${before}, now ${after}`,
  conflict:
    'Another text already has this record number. The first one received stands. Send this text as a new entry.',
  reasons: {
    'evidence-missing': 'The evidence is missing.',
    'quantity-wrong': 'The amount does not fit.',
    'result-wrong': 'The result is not the right one.',
    unclear: 'The sentence is not clear yet.',
    duplicate: 'This work was recorded before.',
    other: 'Your assessor left a note.',
  },
  mendIt: 'Mend it',
  sendAsNew: 'Send as a new entry',
}

export const entryWords = { id, en }

/** `7-4821` */
export const receiptText = (receipt: Receipt): string => `${receipt.partition}-${receipt.offset}`

/** `3 berkas`, or nothing. */
export const amount = (thousandths: number | null, unit: string | null, language: Language): string | null =>
  thousandths === null ? null : `${quantity(thousandths, language)}${unit ? ` ${unit}` : ''}`

/** `Jumlah 2 menjadi 3 berkas`; another unit is said on both sides. */
export const requantifiedText = (change: Requantified, language: Language): string => {
  const { before, unitBefore, after, unit } = change
  const first = amount(before, unitBefore === unit && after !== null ? null : unitBefore, language) ?? '–'
  return entryWords[language].requantified(first, amount(after, unit, language) ?? '–')
}

/** `1,2 MB`, `84 KB`. */
export const evidenceSize = (bytes: number, language: Language): string =>
  bytes < 1_000_000 ? `${count(Math.ceil(bytes / 1_000), language)} KB` : `${tenths(bytes / 1_000, language)} MB`

/** What the owner's no means and what to do: the sentence of the one table of refusals. */
export const refusalSentence = (refused: Refused, language: Language): string =>
  isRefusalCode(refused.code)
    ? sentence({ refused: true, code: refused.code, details: refused.details, field: refused.field }, language)
    : {
        id: `Belum diterima. Sebut kode ini kepada operator: ${refused.code}.`,
        en: `Not taken yet. Quote this to the operator: ${refused.code}.`,
      }[language]

/** Why an entry came back, in one or two sentences; null when it did not. */
export const whyBack = (state: EntryLine['state'], language: Language): string | null => {
  const words = entryWords[language]
  switch (state.kind) {
    case 'refused':
      return `${refusalSentence(state.refusal, language)} ${words.safe}`
    case 'returned':
      return [words.reasons[state.reasonCode] ?? words.reasons['other'], state.note ? `“${state.note}”` : null]
        .filter((part) => part)
        .join(' ')
    case 'conflicted':
      return words.conflict
    case 'held':
      return refusalSentence({ code: state.code }, language)
    case 'received':
    case 'verified':
    case 'withdrawn':
      return null
    default:
      return state satisfies never
  }
}

/** Where a refusal for the window leads: a form that reaches who can open it. Null for any other. @param date the work date, where it is known */
export const graceFor = (code: string, date: string | null): string | null =>
  code === 'entry.window-closed' ? `/kelonggaran/minta${date === null ? '' : `?tanggal=${date}`}` : null
