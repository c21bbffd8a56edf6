import { OWN_ENTRY_DAYS } from '@timbang/rules/own-entry'
import type { Language } from '../../locals.ts'
import { entryWords, refusalSentence } from '../shared/entry/words.ts'
import { count, percentOf, plural, quantity } from '../shared/number.ts'
import { dayAndMonth, deadline, moment, type Instant, type Zone } from '../shared/time.ts'
import type { EntryStep, EntryView } from './view.ts'

const id = {
  title: 'Rincian catatan',
  history: 'Riwayat',
  by: (name: string) => `Catatan ${name}`,
  noWords: 'Kalimat catatan ini sudah dihapus',
  assessor: 'penilai',
  waiting: (since: string) => `Menunggu penilai sejak ${since}.`,
  verified: (by: string, at: string) => `Disetujui ${by}, ${at}.`,
  returned: (by: string, at: string) => `Dikembalikan ${by}, ${at}.`,
  refused: 'Catatan ini belum diterima.',
  held: 'Diterima, menunggu data.',
  withdrawn: (at: string) => `Ditarik kembali, ${at}.`,
  withdrawnNext: 'Tidak ada yang menunggunya, dan tidak dihitung.',
  mayMend: 'Anda masih dapat membetulkannya.',
  verifiedOwn: 'Ada yang keliru? Minta penilai mengembalikannya. Hanya ia yang dapat.',
  closed: (until: string) => `Membetulkan diterima sampai ${until}. Menarik kembali masih dapat.`,
  tooOld: `Sesudah ${OWN_ENTRY_DAYS} hari catatan tidak dapat diubah lagi.`,
  lateWhenMended: (until: string) => `Batas tepat waktu lewat ${until}. Yang dibetulkan sekarang dihitung terlambat.`,
  mend: 'Betulkan',
  takeBack: 'Tarik kembali',
  writeAgain: 'Pakai lagi',
  trace: 'Jejak lama selalu tetap ada.',
  toHistory: 'Ke riwayat',
  what: 'Isi catatan',
  result: 'Hasil kerja',
  additional: 'Tugas tambahan',
  amount: 'Jumlah',
  hours: 'Jam',
  evidence: 'Bukti',
  noEvidence: 'Tanpa bukti',
  times: 'Tiga waktu',
  workedOn: 'Dikerjakan',
  writtenAt: 'Ditulis',
  writtenOffline: 'tanpa jaringan',
  atOnce: 'langsung dikirim',
  receivedAt: 'Diterima',
  receipt: (text: string) => `tanda terima ${text}`,
  imported: 'dari sistem lain',
  inTime: 'Tepat waktu.',
  late: 'Terlambat.',
  counted: { written: 'Dihitung sejak ditulis.', received: 'Dihitung sejak diterima.' },
  until: (at: string) => `Batasnya ${at}.`,
  untilWas: (at: string) => `Batas tepat waktu ${at}.`,
  countsFor: 'Dihitung untuk apa',
  countsForNothing: 'Catatan ini tidak dihitung.',
  verifiedOf: (verified: string, target: string, unit: string) => `${verified} dari ${target} ${unit} sudah disetujui.`,
  withThis: (sum: string) => `Dengan catatan ini ${sum}.`,
  noTarget: 'Hasil kerja ini tidak dihitung jumlahnya.',
  additionalCounts: 'Tugas tambahan: hanya ketepatan waktu yang dihitung.',
  timeliness: 'Ketepatan waktu',
  timelinessDay: (day: string, late: boolean) => `${day} ${late ? 'terlambat' : 'tepat waktu'}.`,
  timelinessWaits: (day: string, late: boolean) =>
    `${day} ${late ? 'terlambat' : 'tepat waktu'} bila disetujui. Selama menunggu, hari itu tidak dihitung.`,
  timelinessNot: (day: string) => `${day} belum dihitung dari catatan ini.`,
  story: 'Perjalanan catatan ini',
  forgotten: (n: number) => `${n} langkah di antaranya tidak lagi disimpan.`,
  steps: {
    ActivityRecorded: ['Anda menulis catatan ini.', 'Pegawai menulis catatan ini.'],
    corrected: ['Anda membetulkan catatan ini.', 'Pegawai membetulkan catatan ini.'],
    EntryAdmitted: ['Masuk kotak verifikasi.', 'Masuk kotak verifikasi.'],
    EntryHeld: ['Menunggu data pegawai atau SKP.', 'Menunggu data pegawai atau SKP.'],
    EntryRefused: ['Belum diterima.', 'Belum diterima.'],
    EntryOpened: ['Dibuka.', 'Dibuka.'],
    EntryVerified: ['Disetujui.', 'Disetujui.'],
    EntryReturned: ['Dikembalikan.', 'Dikembalikan.'],
    VerificationUndone: ['Keputusan diurungkan.', 'Keputusan diurungkan.'],
    RecordConflicted: ['Nomor yang sama datang dengan isi lain.', 'Nomor yang sama datang dengan isi lain.'],
    EntryWithdrawn: ['Anda menarik kembali catatan ini.', 'Pegawai menarik kembali catatan ini.'],
    ActivityRecordedByFile: ['Masuk lewat berkas instansi.', 'Masuk lewat berkas instansi.'],
    correctedByFile: ['Dibetulkan lewat berkas instansi.', 'Dibetulkan lewat berkas instansi.'],
    EntryWithdrawnByFile: [
      'Ditarik kembali: berkas instansi tidak lagi memuatnya.',
      'Ditarik kembali: berkas instansi tidak lagi memuatnya.',
    ],
  } as Record<string, readonly [string, string]>,
  /** What a person did by name. */
  didBy: {
    EntryOpened: (by: string) => `${by} membukanya.`,
    EntryVerified: (by: string) => `${by} menyetujuinya.`,
    EntryReturned: (by: string) => `${by} mengembalikannya.`,
    VerificationUndone: (by: string) => `${by} mengurungkan keputusannya.`,
  } as Record<string, (by: string) => string>,
  onBehalf: (by: string, superior: string) => `${by}, atas nama ${superior},`,
  revision: (n: number) => `perbaikan ${n - 1}`,
  turn: {
    assessor: 'Giliran penilai.',
    yours: 'Giliran Anda: betulkan atau tarik kembali.',
    writer: 'Giliran pegawai.',
  },
  done: {
    received: (receipt: string, at: string) => `Ditarik kembali ${at}, tanda terima ${receipt}.`,
    soon: 'Sedang dicatat. Muat lagi sebentar untuk melihat keadaannya.',
    tooLate: 'Penarikan tidak berlaku: penilai sudah menyetujui lebih dahulu.',
    changed: 'Catatan ini sudah berubah. Periksa dahulu keadaannya.',
    again: 'Muat lagi',
  },
  sure: {
    title: 'Tarik kembali catatan ini?',
    lead: 'Catatan keluar dari kotak penilai dan tidak dihitung lagi.',
    of: (day: string) => `Hari kerja ${day}.`,
    trace: 'Jejaknya tetap ada di riwayat Anda.',
    again: (until: string) => `Mencatatnya lagi masih diterima sampai ${until}.`,
    final: 'Hari itu sudah tertutup: sesudah ditarik tidak dapat dicatat lagi.',
    unknown: 'Mencatatnya lagi hanya diterima selama harinya terbuka.',
    go: 'Tarik kembali',
    back: 'Batal, biarkan',
    not: 'Catatan ini tidak dapat ditarik kembali',
    notVerified: 'Penilai sudah menyetujuinya. Minta ia mengembalikannya dahulu.',
    notAgain: 'Catatan ini sudah ditarik kembali.',
    toEntry: 'Lihat catatan',
  },
}

const en: typeof id = {
  title: 'Entry in detail',
  history: 'History',
  by: (name) => `Entry of ${name}`,
  noWords: 'The words of this entry were erased',
  assessor: 'the assessor',
  waiting: (since) => `Waiting for the assessor since ${since}.`,
  verified: (by, at) => `Approved by ${by}, ${at}.`,
  returned: (by, at) => `Returned by ${by}, ${at}.`,
  refused: 'This entry was not taken.',
  held: 'Received, waiting for data.',
  withdrawn: (at) => `Taken back, ${at}.`,
  withdrawnNext: 'Nobody waits for it, and it does not count.',
  mayMend: 'You can still mend it.',
  verifiedOwn: 'Is something wrong? Ask your assessor to return it. Nobody else can.',
  closed: (until) => `Corrections were taken until ${until}. You can still take it back.`,
  tooOld: `After ${OWN_ENTRY_DAYS} days an entry cannot be changed any more.`,
  lateWhenMended: (until) => `The time for being punctual ended ${until}. Mended now, it counts as late.`,
  mend: 'Mend it',
  takeBack: 'Take back',
  writeAgain: 'Use again',
  trace: 'What was there before always stays.',
  toHistory: 'To the history',
  what: 'What it says',
  result: 'Result',
  additional: 'Additional task',
  amount: 'Amount',
  hours: 'Hours',
  evidence: 'Evidence',
  noEvidence: 'No evidence',
  times: 'Three times',
  workedOn: 'Worked on',
  writtenAt: 'Written',
  writtenOffline: 'without a network',
  atOnce: 'sent at once',
  receivedAt: 'Received',
  receipt: (text) => `receipt ${text}`,
  imported: 'from another system',
  inTime: 'In time.',
  late: 'Late.',
  counted: { written: 'It counts from its writing.', received: 'It counts from its receipt.' },
  until: (at) => `The limit is ${at}.`,
  untilWas: (at) => `The limit for being in time was ${at}.`,
  countsFor: 'What it counts for',
  countsForNothing: 'This entry does not count.',
  verifiedOf: (verified, target, unit) => `${verified} of ${target} ${unit} approved so far.`,
  withThis: (sum) => `With this entry ${sum}.`,
  noTarget: 'No amount is counted for this result.',
  additionalCounts: 'Additional task: only timeliness is counted.',
  timeliness: 'Timeliness',
  timelinessDay: (day, late) => `${day} is ${late ? 'late' : 'in time'}.`,
  timelinessWaits: (day, late) =>
    `${day} is ${late ? 'late' : 'in time'} once approved. Until then the day is not counted.`,
  timelinessNot: (day) => `${day} is not counted by this entry.`,
  story: 'The way of this entry',
  forgotten: (n) =>
    `${n} ${plural(n, 'en', { one: 'step', other: 'steps' })} in between ${plural(n, 'en', { one: 'is', other: 'are' })} no longer kept.`,
  steps: {
    ActivityRecorded: ['You wrote this entry.', 'The employee wrote this entry.'],
    corrected: ['You mended this entry.', 'The employee mended this entry.'],
    EntryAdmitted: ['Came into the verification box.', 'Came into the verification box.'],
    EntryHeld: ['Waits for the person’s data or the plan.', 'Waits for the person’s data or the plan.'],
    EntryRefused: ['Not taken.', 'Not taken.'],
    EntryOpened: ['Opened.', 'Opened.'],
    EntryVerified: ['Approved.', 'Approved.'],
    EntryReturned: ['Returned.', 'Returned.'],
    VerificationUndone: ['The decision was undone.', 'The decision was undone.'],
    RecordConflicted: ['The same number came with other content.', 'The same number came with other content.'],
    EntryWithdrawn: ['You took this entry back.', 'The employee took this entry back.'],
    ActivityRecordedByFile: ['Came with a file of the agency.', 'Came with a file of the agency.'],
    correctedByFile: ['Mended by a file of the agency.', 'Mended by a file of the agency.'],
    EntryWithdrawnByFile: [
      'Taken back: the agency’s file has it no longer.',
      'Taken back: the agency’s file has it no longer.',
    ],
  },
  didBy: {
    EntryOpened: (by) => `${by} opened it.`,
    EntryVerified: (by) => `${by} approved it.`,
    EntryReturned: (by) => `${by} returned it.`,
    VerificationUndone: (by) => `${by} took the decision back.`,
  },
  onBehalf: (by, superior) => `${by}, in the place of ${superior},`,
  revision: (n) => `correction ${n - 1}`,
  turn: {
    assessor: 'It is the assessor’s turn.',
    yours: 'It is your turn: mend it or take it back.',
    writer: 'It is the employee’s turn.',
  },
  done: {
    received: (receipt, at) => `Taken back ${at}, receipt ${receipt}.`,
    soon: 'It is being noted. Load again shortly to see its state.',
    tooLate: 'The withdrawal does not count: the assessor had approved it before.',
    changed: 'This entry has changed. Look at its state first.',
    again: 'Load again',
  },
  sure: {
    title: 'Take this entry back?',
    lead: 'It leaves the assessor’s box and does not count any more.',
    of: (day) => `Work date ${day}.`,
    trace: 'Its trace stays in your history.',
    again: (until) => `Recording it again is taken until ${until}.`,
    final: 'That day is closed: once taken back it cannot be recorded again.',
    unknown: 'Recording it again is taken only while its day is open.',
    go: 'Take back',
    back: 'No, leave it',
    not: 'This entry cannot be taken back',
    notVerified: 'Your assessor approved it already. Ask to have it returned first.',
    notAgain: 'This entry was taken back already.',
    toEntry: 'See the entry',
  },
}
export const oneWords = { id, en }

/** The heading: what its writer wrote, or that it is gone. */
export const heading = (view: EntryView, language: Language): string => view.sentence || oneWords[language].noWords

/** In which state it is, in one or two sentences. */
export const stateSentence = (view: EntryView, language: Language): string => {
  const words = oneWords[language]
  const { own } = view.writer
  const at = moment(view.decided.at, view.zone, language)
  const by = view.decided.by ?? words.assessor
  switch (view.state) {
    case 'waiting':
      return `${words.waiting(moment(view.recordedAt, view.zone, language))}${own && view.may.mend ? ` ${words.mayMend}` : ''}`
    case 'verified':
      return words.verified(by, at)
    case 'returned':
      return words.returned(by, at)
    case 'refused':
      return view.refusal === null ? words.refused : refusalSentence(view.refusal, language)
    case 'held':
      return view.refusal === null ? words.held : refusalSentence(view.refusal, language)
    case 'withdrawn':
      return `${words.withdrawn(at)} ${words.withdrawnNext}`
    default:
      return view.state satisfies never
  }
}

/** What the writer can do, or why he cannot and who can: one sentence under the buttons. */
export const actsSentence = (view: EntryView, language: Language): string | null => {
  const words = oneWords[language]
  if (!view.writer.own || view.state === 'withdrawn') return null
  if (view.state === 'verified') return words.verifiedOwn
  if (!view.may.takeBack) return words.tooOld
  if (!view.may.mend && view.window !== null)
    return words.closed(deadline(view.window.graceEndsAt, view.now, view.zone, language))
  const { window } = view
  // A returned one is as timely as what it mends.
  if (window !== null && view.now >= window.closesAt && view.state !== 'returned')
    return words.lateWhenMended(deadline(window.closesAt, view.now, view.zone, language))
  return words.trace
}

/** Whether it is in time, since when it counts, and by when it had to come. Null where nobody has judged it. */
export const timelinessSentence = (view: EntryView, language: Language): string | null => {
  const words = oneWords[language]
  if (view.timeliness === null) return null
  const limit =
    view.window === null
      ? null
      : (view.now < view.window.closesAt ? words.until : words.untilWas)(
          deadline(view.window.closesAt, view.now, view.zone, language),
        )
  return [view.arrivedAfter === null ? words.counted.received : words.counted.written, limit]
    .filter((part) => part)
    .join(' ')
}

/** How far its result is, for the sentence and the bar in percent of the target; null where there is no target. */
export const targetOf = (
  view: EntryView,
  language: Language,
): { says: string; verified: number; withThis: number } | null => {
  const words = oneWords[language]
  if (view.target === null || view.target.targetThousandths <= 0) return null
  const { verifiedThousandths, targetThousandths, unit } = view.target
  // What waits would be added; what is verified is in the sum, and what is gone or refused never comes to it.
  const more =
    view.state === 'waiting' || view.state === 'returned' || view.state === 'held' ? (view.quantityThousandths ?? 0) : 0
  const share = (value: number): number => Math.min(100, percentOf(value, targetThousandths) ?? 0)
  const says = [
    words.verifiedOf(quantity(verifiedThousandths, language), quantity(targetThousandths, language), unit),
    more > 0 ? words.withThis(quantity(verifiedThousandths + more, language)) : null,
  ]
    .filter((part) => part)
    .join(' ')
  return { says, verified: share(verifiedThousandths), withThis: share(verifiedThousandths + more) }
}

/** What it makes of its day. */
export const daySentence = (view: EntryView, language: Language): string => {
  const words = oneWords[language]
  const day = dayAndMonth(view.workDate, language)
  const late = view.timeliness === 'late'
  if (view.state === 'verified' && view.timeliness !== null) return words.timelinessDay(day, late)
  if (view.state === 'waiting' && view.timeliness !== null) return words.timelinessWaits(day, late)
  return words.timelinessNot(day)
}

/** The story without the recording that a withdrawal says once more. */
export const storyOf = (view: EntryView): readonly EntryStep[] =>
  view.steps.filter(
    (step, at) =>
      !step.what.startsWith('ActivityRecorded') ||
      !view.steps[at + 1]?.what.startsWith('EntryWithdrawn') ||
      view.steps[at + 1]?.revision !== step.revision,
  )

/** One line of the story, and why where there is a reason. */
export const stepText = (step: EntryStep, own: boolean, language: Language): { says: string; why: string | null } => {
  const words = oneWords[language]
  const name = step.revision > 1 ? step.what.replace('ActivityRecorded', 'corrected') : step.what
  const says =
    (step.by === null
      ? undefined
      : words.didBy[name]?.(step.onBehalfOf === null ? step.by : words.onBehalf(step.by, step.onBehalfOf))) ??
    words.steps[name]?.[own ? 0 : 1] ??
    step.what
  if (step.what === 'EntryReturned')
    return { says, why: step.code === null ? null : (entryWords[language].reasons[step.code] ?? null) }
  if (step.code !== null && (step.what === 'EntryRefused' || step.what === 'EntryHeld'))
    return { says, why: refusalSentence({ code: step.code }, language) }
  return { says, why: null }
}

/** Whose turn it is; null when nobody's. */
export const turnOf = (view: EntryView, language: Language): string | null => {
  const { turn } = oneWords[language]
  if (view.state === 'waiting') return turn.assessor
  if (view.state !== 'returned' && view.state !== 'refused') return null
  if (!view.writer.own) return turn.writer
  return view.may.mend ? turn.yours : null
}

/** What stands above the page after a withdrawal was sent; null: nothing was. @param receipt of the withdrawal, as the log gave it */
export const doneSentence = (
  view: EntryView,
  sent: { receipt: string; at: Instant } | null,
  own: string,
  language: Language,
): { says: string; warn: boolean; again: boolean } | null => {
  const words = oneWords[language].done
  if (sent === null) return null
  const received = words.received(sent.receipt, moment(sent.at, view.zone, language))
  if (view.state === 'withdrawn') return { says: received, warn: false, again: false }
  if (view.state === 'verified') return { says: words.tooLate, warn: true, again: false }
  // A later one stands already: what was taken back was written again.
  if (own !== sent.receipt && view.recordedAt > sent.at) return null
  return { says: words.soon, warn: false, again: true }
}

/** What taking back means here, before it is done. */
export const sureSentences = (view: EntryView, language: Language): readonly string[] => {
  const words = oneWords[language].sure
  const again =
    view.window === null
      ? words.unknown
      : view.now < view.window.graceEndsAt
        ? words.again(deadline(view.window.graceEndsAt, view.now, view.zone, language))
        : words.final
  return [words.of(dayAndMonth(view.workDate, language)), again, words.trace]
}

export const minuteText = (minute: number, zone: Zone, language: Language): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}${language === 'id' ? '.' : ':'}${String(minute % 60).padStart(2, '0')}\u00a0${zone}`

/** `2 jam`: how much later than its writing it arrived. */
export const arrivedText = (milliseconds: number, language: Language): string | null => {
  const minutes = Math.floor(milliseconds / 60_000)
  if (minutes < 1) return null
  return minutes < 60
    ? `${count(minutes, language)} ${language === 'id' ? 'menit' : 'min'}`
    : `${count(Math.floor(minutes / 60), language)} ${language === 'id' ? 'jam' : 'h'}`
}
