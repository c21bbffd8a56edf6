import type { Language } from '../../locals.ts'
import type { VerificationView, VerifyOneView, WaitingEntry } from './view.ts'
import { capital, count, inWords, plural, pluralSaid, quantity } from '../shared/number.ts'
import { age } from '../shared/time.ts'

const id = {
  title: 'Kotak verifikasi',
  one: 'Verifikasi satu',
  empty: 'Tidak ada yang menunggu',
  emptyLead: 'Semua catatan tim sudah Anda periksa.',
  emptyFilter: 'Tidak ada catatan pada saringan ini.',
  showAll: 'Tampilkan semua',
  toToday: 'Kembali ke hari ini',
  filter: 'Saring catatan',
  all: 'Semua',
  passed: 'Lolos periksa',
  toOpen: 'Perlu dibuka',
  withEvidence: 'Ada bukti',
  entriesOldestFirst: 'Catatan, tertua dahulu',
  resultAndTarget: 'Hasil kerja dan target',
  checkAndAge: 'Pemeriksaan, umur',
  list: 'Catatan yang menunggu, tertua dahulu',
  select: (name: string, at: string) => `Pilih catatan ${name}, ${at}`,
  opened: 'Sudah dibuka',
  mustOpen: 'Perlu dibuka',
  onBehalf: (name: string) => `atas nama ${name}`,
  standingIn: (name: string, to: string) => `Anda menggantikan ${name} sampai ${to}.`,
  stoodInBy: (name: string, to: string) => `${name} menggantikan Anda sampai ${to}. Anda tetap dapat memverifikasi.`,
  delegation: 'Delegasi',
  decidesFor: (name: string) => `Anda memutuskan atas nama ${name}. Nama Anda yang tercatat.`,
  noTarget: 'Tanpa target jumlah',
  additional: 'Tugas tambahan',
  evidence: 'Bukti',
  evidenceOf: (name: string, at: string) => `Buka bukti ${name}, ${at}`,
  more: 'Tampilkan berikutnya',
  actions: 'Tindakan untuk catatan terpilih',
  approve: 'Setujui',
  approveSelected: 'Setujui terpilih',
  approveN: (n: number) => `Setujui ${n}`,
  selected: (n: number) => `${n} dipilih`,
  noneSelected: 'Belum ada yang dipilih',
  clear: 'Batal pilih',
  selectPassed: 'Pilih yang lolos',
  approved: (n: string) => `${capital(n)} catatan disetujui.`,
  undo: 'Urungkan',
  undoIn: (seconds: number) => `Urungkan, ${seconds} dtk`,
  undone: (n: string) => `${capital(n)} keputusan diurungkan.`,
  returned: 'Catatan dikembalikan.',
  notDone: (n: string) => `${capital(n)} catatan belum diproses.`,
  nothingChosen: 'Pilih catatan dahulu',
  examine: 'Periksa',
  sure: {
    title: (n: string) => `Setujui ${n} catatan sekaligus?`,
    lead: (old: string, oldest: string) => `${old} di antaranya sudah lama menunggu, yang tertua ${oldest}.`,
    since: (at: string) => `Yang tertua dicatat ${at}.`,
    final: 'Persetujuan dapat diurungkan selama sepuluh detik. Sesudah itu catatan dihitung dalam nilai.',
    go: (n: string) => `Setujui ${n}`,
    back: 'Kembali memeriksa',
    gone: 'Tidak ada yang dipilih',
    goneLead: 'Pilihan disimpan seperempat jam. Pilih lagi di kotak verifikasi.',
  },
  failed: 'Belum berhasil. Coba lagi sebentar.',
  newEntries: (n: string) => `${capital(n)} catatan baru, tampilkan`,
  nowAlso: (n: string) => `${capital(n)} catatan baru menunggu.`,
  keys: 'Pintasan papan ketik',
  keyNames: [
    ['J K', 'turun, naik'],
    ['X', 'pilih'],
    ['Enter', 'buka'],
    ['S', 'setujui'],
    ['B', 'kembalikan'],
    ['?', 'bantuan'],
  ],
  keysOff: 'Matikan pintasan',
  keysOn: 'Nyalakan pintasan',
  recordedAt: 'Dicatat',
  written: 'Ditulis',
  offline: (later: string) => `ditulis luring, tiba ${later} kemudian`,
  workDate: 'Hari kerja',
  result: 'Hasil kerja',
  amount: 'Jumlah',
  receipt: 'Tanda terima',
  late: 'terlambat',
  inTime: 'tepat waktu',
  noEvidence: 'Tanpa bukti',
  check: 'Pemeriksaan otomatis',
  decide: 'Keputusan Anda',
  approveThis: 'Setujui',
  returnThis: 'Kembalikan',
  returnTitle: 'Kembalikan dengan alasan',
  reason: 'Alasan',
  reasonHint: 'Pegawai membaca alasan ini.',
  note: 'Catatan untuk pegawai',
  noteHint: 'Tulis apa yang perlu ia ubah. Wajib untuk alasan lain.',
  chooseReason: 'Pilih alasan',
  writeNote: 'Tulis catatan untuk pegawai',
  beside: 'Catatan lain untuk hasil kerja ini',
  besideNone: 'Belum ada catatan lain untuk hasil kerja ini.',
  history: 'Perjalanan catatan ini',
  forgotten: (n: number) => `${n} langkah di antaranya tidak lagi disimpan.`,
  besideMore: (n: number) => `Dan ${n} catatan lain.`,
  given: {
    title: 'Putusan Anda',
    lead: 'Terbaru dahulu. Dalam sepuluh detik putusan dapat diurungkan; sesudah itu kembalikan catatannya.',
    none: 'Anda belum memutuskan catatan apa pun.',
    toBox: 'Buka kotak verifikasi',
    notYours: 'Catatan ini milik pegawai yang tidak lagi Anda nilai.',
    verified: 'Anda setujui',
    returned: 'Anda kembalikan',
    undone: 'Anda urungkan',
    now: (state: string) => `Sekarang ${state}.`,
    mended: 'Sesudah itu dibetulkan:',
    earlier: 'Putusan sebelumnya',
    latest: 'Ke yang terbaru',
  },
  next: 'Berikutnya',
  back: 'Kembali ke kotak verifikasi',
  states: {
    waiting: 'menunggu',
    verified: 'disetujui',
    returned: 'dikembalikan',
    held: 'menunggu data',
    refused: 'belum diterima',
    withdrawn: 'ditarik kembali',
  },
  stateSaid: {
    waiting: 'Catatan ini menunggu keputusan Anda.',
    verified: 'Anda sudah menyetujui catatan ini.',
    returned: 'Catatan ini dikembalikan kepada pegawai.',
    held: 'Catatan ini menunggu data pegawai atau SKP.',
    refused: 'Catatan ini belum diterima. Pegawai perlu memperbaikinya.',
    withdrawn: 'Catatan ini sudah ditarik kembali. Tidak ada yang perlu diputuskan.',
  },
  verifiedBy: (name: string) => `${name} sudah menyetujui catatan ini.`,
  reasons: {
    'evidence-missing': 'Bukti belum ada',
    'quantity-wrong': 'Jumlah tidak sesuai',
    'result-wrong': 'Hasil kerja keliru',
    unclear: 'Kalimat belum jelas',
    duplicate: 'Pekerjaan ini sudah dicatat',
    other: 'Alasan lain',
  } as Record<string, string>,
  checks: {
    'no-result': 'tanpa hasil kerja dari SKP',
    'unit-differs': 'satuannya lain dari target',
    'quantity-implausible': 'jumlahnya tidak lazim',
    late: 'terlambat',
    'near-identical': 'mirip catatan lain',
  } as Record<string, string>,
  steps: {
    ActivityRecorded: 'Dicatat pegawai.',
    EntryAdmitted: 'Masuk kotak verifikasi.',
    EntryHeld: 'Menunggu data pegawai atau SKP.',
    EntryRefused: 'Belum diterima, perlu diperbaiki.',
    EntryWithdrawn: 'Ditarik kembali oleh pegawai.',
    ActivityRecordedByFile: 'Masuk lewat berkas instansi.',
    EntryWithdrawnByFile: 'Ditarik kembali: berkas instansi tidak lagi memuatnya.',
    EntryOpened: 'Dibuka penilai.',
    EntryVerified: 'Disetujui.',
    EntryReturned: 'Dikembalikan.',
    VerificationUndone: 'Keputusan diurungkan.',
    RecordConflicted: 'Nomor yang sama datang dengan isi lain.',
  } as Record<string, string>,
  revision: (n: number) => `perbaikan ${n - 1}`,
}

const en: typeof id = {
  title: 'Verification box',
  one: 'Verify one',
  empty: 'Nothing waits',
  emptyLead: 'You have checked every entry of your team.',
  emptyFilter: 'No entry passes this filter.',
  showAll: 'Show all',
  toToday: 'Back to today',
  filter: 'Filter entries',
  all: 'All',
  passed: 'Passed checks',
  toOpen: 'To be opened',
  withEvidence: 'With evidence',
  entriesOldestFirst: 'Entries, oldest first',
  resultAndTarget: 'Result and target',
  checkAndAge: 'Check, age',
  list: 'Entries that wait, oldest first',
  select: (name, at) => `Select the entry of ${name}, ${at}`,
  opened: 'Opened',
  mustOpen: 'Open it first',
  onBehalf: (name) => `in the place of ${name}`,
  standingIn: (name, to) => `You stand in for ${name} until ${to}.`,
  stoodInBy: (name, to) => `${name} stands in for you until ${to}. You can still verify.`,
  delegation: 'Delegation',
  decidesFor: (name) => `You decide in the place of ${name}. Your name stands on record.`,
  noTarget: 'No quantity target',
  additional: 'Additional task',
  evidence: 'Evidence',
  evidenceOf: (name, at) => `Open the evidence of ${name}, ${at}`,
  more: 'Show the next',
  actions: 'Actions for the selected entries',
  approve: 'Approve',
  approveSelected: 'Approve selected',
  approveN: (n) => `Approve ${n}`,
  selected: (n) => `${n} selected`,
  noneSelected: 'None selected',
  clear: 'Clear selection',
  selectPassed: 'Select those that passed',
  approved: (n) => `${capital(n)} approved.`,
  undo: 'Undo',
  undoIn: (seconds) => `Undo, ${seconds} s`,
  undone: (n) => `${capital(n)} ${pluralSaid(n, 'decision', 'decisions')} undone.`,
  returned: 'The entry was returned.',
  notDone: (n) => `${capital(n)} not done.`,
  nothingChosen: 'Select an entry first',
  examine: 'Look into it',
  sure: {
    title: (n) => `Approve ${n} at once?`,
    lead: (old, oldest) => `${old} of them have waited long, the oldest ${oldest}.`,
    since: (at) => `The oldest was recorded ${at}.`,
    final: 'An approval can be undone for ten seconds. After that the entries count in the score.',
    go: (n) => `Approve ${n}`,
    back: 'Back to checking',
    gone: 'Nothing is selected',
    goneLead: 'A selection is kept for a quarter of an hour. Select again in the verification box.',
  },
  failed: 'That did not work. Try again shortly.',
  newEntries: (n) => `${capital(n)} new, show`,
  nowAlso: (n) => `${capital(n)} new ${pluralSaid(n, 'entry waits', 'entries wait')}.`,
  keys: 'Keyboard shortcuts',
  keyNames: [
    ['J K', 'down, up'],
    ['X', 'select'],
    ['Enter', 'open'],
    ['S', 'approve'],
    ['B', 'return'],
    ['?', 'help'],
  ],
  keysOff: 'Switch shortcuts off',
  keysOn: 'Switch shortcuts on',
  recordedAt: 'Recorded',
  written: 'Written',
  offline: (later) => `written offline, arrived ${later} later`,
  workDate: 'Work date',
  result: 'Result',
  amount: 'Amount',
  receipt: 'Receipt',
  late: 'late',
  inTime: 'in time',
  noEvidence: 'No evidence',
  check: 'Automatic check',
  decide: 'Your decision',
  approveThis: 'Approve',
  returnThis: 'Return it',
  returnTitle: 'Return it with a reason',
  reason: 'Reason',
  reasonHint: 'The employee reads this reason.',
  note: 'Note to the employee',
  noteHint: 'Write what to change. Needed for another reason.',
  chooseReason: 'Choose a reason',
  writeNote: 'Write a note to the employee',
  beside: 'Other entries for this result',
  besideNone: 'No other entry for this result yet.',
  history: 'The way of this entry',
  forgotten: (n) =>
    `${n} ${plural(n, 'en', { one: 'step', other: 'steps' })} in between ${plural(n, 'en', { one: 'is', other: 'are' })} no longer kept.`,
  besideMore: (n) => `And ${n} ${plural(n, 'en', { one: 'other entry', other: 'other entries' })}.`,
  given: {
    title: 'Your decisions',
    lead: 'The latest first. Within ten seconds a decision can be undone; after that return the entry.',
    none: 'You have decided on no entry yet.',
    toBox: 'Open the verification box',
    notYours: 'This entry is of somebody whom you do not assess any more.',
    verified: 'You approved it',
    returned: 'You returned it',
    undone: 'You undid it',
    now: (state) => `Now ${state}.`,
    mended: 'Mended since:',
    earlier: 'Earlier decisions',
    latest: 'To the latest',
  },
  next: 'Next',
  back: 'Back to the verification box',
  states: {
    waiting: 'waiting',
    verified: 'approved',
    returned: 'returned',
    held: 'waiting for data',
    refused: 'not taken',
    withdrawn: 'taken back',
  },
  stateSaid: {
    waiting: 'This entry waits for your decision.',
    verified: 'You have approved this entry.',
    returned: 'This entry was returned to the employee.',
    held: 'This entry waits for the person’s data or the plan.',
    refused: 'This entry was not taken. The employee has to mend it.',
    withdrawn: 'This entry was taken back. There is nothing to decide.',
  },
  verifiedBy: (name) => `${name} has approved this entry.`,
  reasons: {
    'evidence-missing': 'Evidence is missing',
    'quantity-wrong': 'The amount does not fit',
    'result-wrong': 'Wrong result',
    unclear: 'The sentence is not clear',
    duplicate: 'This work was recorded before',
    other: 'Another reason',
  },
  checks: {
    'no-result': 'no result of the plan',
    'unit-differs': 'its unit is not the target’s',
    'quantity-implausible': 'an unusual amount',
    late: 'late',
    'near-identical': 'much like another entry',
  },
  steps: {
    ActivityRecorded: 'Recorded by the employee.',
    EntryAdmitted: 'Came into the verification box.',
    EntryHeld: 'Waits for the person’s data or the plan.',
    EntryRefused: 'Not taken, needs mending.',
    EntryWithdrawn: 'Taken back by the employee.',
    ActivityRecordedByFile: 'Came with a file of the agency.',
    EntryWithdrawnByFile: 'Taken back: the agency’s file has it no longer.',
    EntryOpened: 'Opened by the assessor.',
    EntryVerified: 'Approved.',
    EntryReturned: 'Returned.',
    VerificationUndone: 'The decision was undone.',
    RecordConflicted: 'The same number came with other content.',
  },
  revision: (n) => `correction ${n - 1}`,
}
export const verificationWords = { id, en }

export const boxTitle = (view: VerificationView, language: Language): string => {
  const { waiting, oldestRecordedAt } = view.counts
  if (waiting === 0) return verificationWords[language].empty
  const oldest = oldestRecordedAt === null ? null : age(view.now - oldestRecordedAt, language)
  return language === 'id'
    ? `${count(waiting, language)} menunggu${oldest ? `, tertua ${oldest}` : ''}`
    : `${count(waiting, language)} waiting${oldest ? `, the oldest ${oldest}` : ''}`
}

export const boxLead = (view: VerificationView, language: Language): string => {
  const { waiting, passed, toOpen } = view.counts
  if (waiting === 0) return verificationWords[language].emptyLead
  const indonesian = language === 'id'
  const first =
    passed > 0
      ? indonesian
        ? `${capital(inWords(passed, language))} lolos periksa otomatis.`
        : `${capital(inWords(passed, language))} passed the automatic checks.`
      : null
  const second =
    toOpen > 0
      ? indonesian
        ? `${capital(inWords(toOpen, language))} perlu Anda buka dahulu.`
        : `${capital(inWords(toOpen, language))} must be opened first.`
      : null
  return [first, second].filter((part) => part).join(' ')
}

/** What the automatic checks say of an entry. Codes that have no words yet still say that it must be opened. */
export const checkText = (entry: WaitingEntry, language: Language): string => {
  const words = verificationWords[language]
  if (entry.checks.length === 0) return words.passed
  if (entry.opened) return words.opened
  const why = entry.checks.map((code) => words.checks[code]).filter((part) => part)
  return why.length > 0 ? `${words.mustOpen}: ${why.join(', ')}` : words.mustOpen
}

/** How far the result is with this entry: for the sentence under the bar and the bar itself, in percent of the target. */
export const targetText = (
  entry: WaitingEntry,
  language: Language,
): { says: string; before: number; with: number } | null => {
  if (!entry.target || entry.target.targetThousandths <= 0) return null
  const { verifiedThousandths, targetThousandths, unit } = entry.target
  const own = entry.quantityThousandths ?? 0
  const share = (value: number): number => Math.min(100, Math.round((value * 10_000) / targetThousandths) / 100)
  const reached = quantity(verifiedThousandths + own, language)
  const target = quantity(targetThousandths, language)
  const says =
    language === 'id'
      ? `${reached} dari ${target} ${unit}, dengan ${quantity(own, language)} ini`
      : `${reached} of ${target} ${unit}, with these ${quantity(own, language)}`
  return { says, before: share(verifiedThousandths), with: share(verifiedThousandths + own) }
}

/** Where its result counts an amount and the entry says none: it adds nothing to the target. */
export const emptyAmountText = (entry: WaitingEntry, language: Language): string | null => {
  if (!entry.target || entry.target.targetThousandths <= 0 || entry.quantityThousandths !== null) return null
  const { unit } = entry.target
  return language === 'id'
    ? `Jumlah kosong: catatan ini tidak menambah ${unit} pada target.`
    : `The amount is empty: this entry adds no ${unit} to the target.`
}

/** What counts from its writing says how much later it arrived. The minute in which any message travels is none. */
export const offlineText = (entry: WaitingEntry, language: Language): string | null => {
  const minutes = Math.floor((entry.arrivedAfter ?? 0) / 60_000)
  if (minutes < 1) return null
  const later =
    minutes < 60
      ? `${count(minutes, language)} ${language === 'id' ? 'menit' : 'min'}`
      : `${count(Math.floor(minutes / 60), language)} ${language === 'id' ? 'jam' : 'h'}`
  return verificationWords[language].offline(later)
}

export const mayVerifyInBulk = (entry: WaitingEntry): boolean => entry.checks.length === 0 || entry.opened

export const decidedText = (view: VerifyOneView, language: Language): string =>
  view.state === 'verified' && view.decided !== null && view.decided.by !== null
    ? verificationWords[language].verifiedBy(view.decided.by)
    : verificationWords[language].stateSaid[view.state]
