import type { Rating } from '@timbang/rules/kernel/1/predicate'
import type { Language } from '../../locals.ts'
import { capital, inWords, tenths } from '../shared/number.ts'
import { moment } from '../shared/time.ts'
import type { AssessListView, AssessOneView, AssessState } from './view.ts'

const id = {
  title: 'Penilaian triwulan',
  titleOf: (quarter: string) => `Penilaian ${quarter}`,
  one: (name: string) => `Menilai ${name}`,
  read: (name: string) => `Penilaian ${name}`,
  listLead: (left: string, until: string) => `${left} orang menunggu keputusan Anda. Batasnya ${until}.`,
  listWaits: (waiting: string, until: string) => `${waiting} orang belum menilai diri. Masanya sampai ${until}.`,
  listRuns: 'Triwulan ini masih berjalan. Anda menilai sesudah selesai.',
  listDone: (until: string) => `Semua sudah diputuskan. Anda dapat mengubahnya sampai ${until}.`,
  listClosed: (until: string) => `Masa memutuskan berakhir ${until}.`,
  listNobody: 'Tidak ada orang yang Anda nilai pada hari terakhir triwulan ini.',
  saved: (name: string) => `Penilaian ${name} tersimpan. Ia sudah dapat membacanya.`,
  goOn: (name: string) => `Lanjut ke ${name}`,
  states: {
    waits: 'menunggu penilaian dirinya',
    ready: 'siap dinilai',
    decided: 'sudah diputuskan',
    closed: 'tidak diputuskan',
  } satisfies Record<AssessState, string>,
  selfIn: (at: string) => `penilaian diri masuk ${at}`,
  selfNone: 'tanpa penilaian diri',
  decidedAt: (at: string) => `diputuskan ${at}`,
  onBehalf: (name: string) => `atas nama ${name}`,
  open: 'Nilai',
  look: 'Buka',
  openOf: (does: string, name: string) => `${does}: ${name}`,
  place: (nth: number, of: number, decided: string) => `Orang ${nth} dari ${of}, ${decided} selesai`,
  before: (name: string) => `Sebelumnya: ${name}`,
  next: (name: string) => `Berikutnya: ${name}`,
  position: 'Jabatan',
  span: 'Masa',
  readers: 'Dibaca oleh',
  readersOf: (name: string) => `${name}, garis penilainya, kepala perangkat daerah, kepegawaian, BKD, auditor`,
  lead: {
    self: (at: string) => `Penilaian dirinya masuk ${at}.`,
    none: 'Ia tidak mengisi penilaian diri; masanya sudah lewat.',
    until: (at: string) => `Batas Anda ${at}.`,
    decided: (at: string) => `Sudah diputuskan ${at}. Anda dapat mengubahnya.`,
  },
  hindrances: {
    'quarter-runs': 'Triwulan ini masih berjalan. Tunggu sampai selesai.',
    'self-awaited': (at: string) => `Penilaian dirinya belum masuk. Tunggu sampai ${at}.`,
    'decision-closed': 'Masa memutuskan sudah lewat. Hubungi pengelola kepegawaian.',
  },
  readOnly: 'Anda hanya membaca. Yang memutuskan adalah penilainya.',
  notDecided: 'Belum ada keputusan.',
  himself: 'Ia sendiri',
  noWords: 'tanpa penjelasan',
  wordsHidden: 'kalimatnya hanya untuk penilai',
  peers: 'Rekan',
  peersNone: 'belum ditanya',
  noEvidence: 'Nilainya tidak terbuka untuk Anda, atau belum dihitung.',
  score: 'Buka nilainya',
  missing: 'belum ada',
  resultTitle: 'Rating hasil kerja',
  behaviourTitle: 'Rating perilaku kerja',
  resultOf: 'Hasil kerjanya',
  behaviourOf: 'Perilaku kerjanya',
  ratings: { below: 'Di bawah ekspektasi', meets: 'Sesuai ekspektasi', above: 'Di atas ekspektasi' } satisfies Record<
    Rating,
    string
  >,
  reason: 'Alasan, satu kalimat',
  reasonHint: 'Ia membacanya. Sebut apa yang terjadi.',
  suggestion: 'Saran aturan',
  suggested: (rating: string) => `Saran aturan: ${rating}.`,
  suggestedBy: (index: string) => `Rata-ratanya ${index}.`,
  noSuggestion: 'Aturan belum dapat menyarankan rating ini.',
  askSuggestion: 'Jawab ketiga pertanyaan, lalu hitung sarannya.',
  fillsNothing: 'Saran tidak mengisi pilihan Anda.',
  count: 'Hitung saran',
  draft: (at: string) => `Draf tersimpan ${at}.`,
  draftNone: 'Belum ada draf tersimpan.',
  draftKept: 'Tersimpan',
  draftFailed: 'Draf belum terkirim. Tulisan Anda tetap di tab ini dan dikirim lagi.',
  draftSignedOut: 'Sesi berakhir. Masuk lagi di tab lain; tulisan ini lalu dikirim.',
  draftElsewhere: 'Halaman lain menyimpan yang lebih baru. Tulisan ini belum tersimpan.',
  draftNotYours: 'Anda tidak lagi menilai orang ini. Tulisan ini belum tersimpan.',
  draftOver: 'Penilaian ini sudah berubah. Tulisan ini belum tersimpan.',
  draftOpen: 'Buka yang tersimpan',
  keep: 'Simpan draf',
  drop: 'Buang draf',
  keysOff: 'Matikan pintasan',
  keys: 'Pintasan: J orang berikutnya, K sebelumnya, ? bantuan.',
  preview: 'Lihat dahulu',
  skip: 'Lewati dahulu',
  previewTitle: (name: string) => `Yang akan dibaca ${name}`,
  previewLead: 'Periksa, lalu kirim. Ia langsung dapat membacanya.',
  send: 'Kirim penilaian',
  change: 'Ubah dahulu',
  gone: 'Tidak ada yang menunggu dikirim',
  goneLead: 'Isinya tidak lagi tersimpan, atau masanya lewat.',
  back: 'Kembali ke penilaian',
  reads: (result: string, behaviour: string) =>
    `Hasil kerja Anda ${result.toLowerCase()}, perilaku kerja ${behaviour.toLowerCase()}.`,
  predicate: (predicate: string) => `Predikat Anda ${predicate}.`,
  second: 'Pandangan kedua',
  secondList: 'Rating yang Anda lihat lagi',
  secondWaits: (n: string) => `${n} rating menunggu pandangan Anda.`,
  secondDone: 'Semua rating sudah Anda lihat.',
  secondOver: 'Masa menilai triwulan ini sudah lewat; pandangan tidak diterima lagi.',
  typed: 'Yang Anda tulis dan belum terkirim:',
  secondRole: 'atasan penilai',
  secondMissing: 'Atasan penilai belum melihat rating ini.',
  secondStates: { agreed: 'Sudah dilihat dan disetujui', asked: 'Bertanya kembali', kept: 'Penilai mempertahankan' },
  secondNone: 'belum dilihat',
  decidedBy: (name: string) => `oleh ${name}`,
  missingList: 'Rating tanpa pandangan kedua',
  missingLead: 'Atasan penilai belum menyetujui rating ini. Potret triwulan tidak menunggunya.',
  missingNone: 'Semua rating yang bukan sesuai ekspektasi sudah disetujui atasan penilai.',
  missingMore: (n: number) => `Ini ${n} yang pertama.`,
  secondLead: 'Anda atasan penilainya. Setujui rating ini, atau tanya kembali.',
  secondAlone: 'Penilai tetap memutuskan sendiri.',
  agree: 'Setujui rating',
  question: 'Pertanyaan kepada penilai, satu kalimat',
  ask: 'Tanya kembali',
  answer: 'Jawaban Anda, satu kalimat',
  answerLead: 'Jawab dan pertahankan, atau ubah penilaian di atas.',
  keepIt: 'Pertahankan rating',
  standsNow: 'Yang berlaku sekarang',
  trace: 'Keputusan sebelumnya',
  version: (n: number) => `versi ${n}`,
  decision: 'Yang diputuskan',
  error: 'Galat: ',
  summary: (n: string) => `${n} isian perlu dibetulkan`,
  errors: {
    answer: 'Pilih satu sampai lima.',
    rating: 'Pilih satu rating.',
    sentence: 'Tulis satu kalimat.',
    beside: 'Ada kalimat yang belum dikirim. Tanyakan, atau hapus lalu setujui.',
    reason: 'Tulis alasannya dalam satu kalimat.',
    long: 'Pendekkan sampai 500 huruf.',
  },
}

const en: typeof id = {
  title: 'Quarterly assessment',
  titleOf: (quarter) => `Assessment of ${quarter}`,
  one: (name) => `Assessing ${name}`,
  read: (name) => `Assessment of ${name}`,
  listLead: (left, until) => `${left} waiting for your decision. The last moment is ${until}.`,
  listWaits: (waiting, until) => `${waiting} without a self-assessment yet. Its days end on ${until}.`,
  listRuns: 'This quarter still runs. You assess when it has ended.',
  listDone: (until) => `All are decided. You can change them until ${until}.`,
  listClosed: (until) => `The time to decide ended on ${until}.`,
  listNobody: 'You assess nobody for the last day of this quarter.',
  saved: (name) => `The assessment of ${name} is kept, and can be read by its subject.`,
  goOn: (name) => `Go on to ${name}`,
  states: {
    waits: 'awaiting the self-assessment',
    ready: 'ready to be assessed',
    decided: 'decided',
    closed: 'not decided',
  },
  selfIn: (at) => `self-assessment in since ${at}`,
  selfNone: 'no self-assessment',
  decidedAt: (at) => `decided ${at}`,
  onBehalf: (name) => `in the place of ${name}`,
  open: 'Assess',
  look: 'Open',
  openOf: (does, name) => `${does}: ${name}`,
  place: (nth, of, decided) => `Person ${nth} of ${of}, ${decided} done`,
  before: (name) => `Before: ${name}`,
  next: (name) => `Next: ${name}`,
  position: 'Position',
  span: 'Span',
  readers: 'Read by',
  readersOf: (name) => `${name}, the line of assessors, the agency head, personnel, the board, auditors`,
  lead: {
    self: (at) => `The self-assessment came in on ${at}.`,
    none: 'There is no self-assessment; its days have passed.',
    until: (at) => `Your last moment is ${at}.`,
    decided: (at) => `Decided on ${at}. You can change it.`,
  },
  hindrances: {
    'quarter-runs': 'This quarter still runs. Wait until it has ended.',
    'self-awaited': (at) => `The self-assessment is not in. Wait until ${at}.`,
    'decision-closed': 'The time to decide has passed. Ask the personnel officer.',
  },
  readOnly: 'You read only. The assessor decides.',
  notDecided: 'Nothing is decided yet.',
  himself: 'Self',
  noWords: 'without a sentence',
  wordsHidden: 'sentences are for the assessor only',
  peers: 'Colleagues',
  peersNone: 'not asked yet',
  noEvidence: 'The score is not open to you, or not computed yet.',
  score: 'Open the score',
  missing: 'not there yet',
  resultTitle: 'Rating of results',
  behaviourTitle: 'Rating of behaviour',
  resultOf: 'The results',
  behaviourOf: 'The behaviour',
  ratings: { below: 'Below expectation', meets: 'As expected', above: 'Above expectation' },
  reason: 'Reason, one sentence',
  reasonHint: 'The person reads it. Say what happened.',
  suggestion: 'Suggestion of the rules',
  suggested: (rating) => `The rules suggest: ${rating}.`,
  suggestedBy: (index) => `The mean is ${index}.`,
  noSuggestion: 'The rules cannot suggest this rating yet.',
  askSuggestion: 'Answer the three questions, then compute the suggestion.',
  fillsNothing: 'A suggestion fills no choice of yours.',
  count: 'Compute suggestion',
  draft: (at) => `Draft kept ${at}.`,
  draftNone: 'No draft is kept.',
  draftKept: 'Kept',
  draftFailed: 'The draft is not sent yet. Your text stays in this tab and goes again.',
  draftSignedOut: 'The session ended. Sign in in another tab; this text goes then.',
  draftElsewhere: 'Another page has kept something newer. This text is not kept.',
  draftNotYours: 'You rate this person no more. This text is not kept.',
  draftOver: 'This assessment has changed. This text is not kept.',
  draftOpen: 'Open what is kept',
  keep: 'Keep draft',
  drop: 'Discard draft',
  keysOff: 'Switch shortcuts off',
  keys: 'Shortcuts: J next person, K the one before, ? help.',
  preview: 'Look first',
  skip: 'Skip for now',
  previewTitle: (name) => `What ${name} will read`,
  previewLead: 'Check it, then send. It can be read at once.',
  send: 'Send assessment',
  change: 'Change it',
  gone: 'Nothing waits to be sent',
  goneLead: 'It is no longer kept, or the time has passed.',
  back: 'Back to the assessment',
  reads: (result, behaviour) =>
    `Your results are ${result.toLowerCase()}, your behaviour is ${behaviour.toLowerCase()}.`,
  predicate: (predicate) => `Your predicate is ${predicate}.`,
  second: 'Second look',
  secondList: 'Ratings you look at again',
  secondWaits: (n) => `${n} waiting for your look.`,
  secondDone: 'You have looked at every rating.',
  secondOver: 'This quarter can be decided no more; no look is taken any longer.',
  typed: 'What you wrote and is not sent:',
  secondRole: "the assessor's superior",
  secondMissing: "The assessor's superior has not looked at this rating.",
  secondStates: { agreed: 'Seen and agreed', asked: 'Asked back', kept: 'Kept by the assessor' },
  secondNone: 'not looked at',
  decidedBy: (name) => `by ${name}`,
  missingList: 'Ratings without a second look',
  missingLead: "The assessor's superior has not agreed to these. The seal does not wait for them.",
  missingNone: "The assessor's superior has agreed to every rating not as expected.",
  missingMore: (n) => `These are the first ${n}.`,
  secondLead: 'You are the superior of the assessor. Agree to this rating, or ask back.',
  secondAlone: 'The assessor still decides alone.',
  agree: 'Agree to it',
  question: 'Question to the assessor, one sentence',
  ask: 'Ask back',
  answer: 'Your answer, one sentence',
  answerLead: 'Answer and keep it, or change the assessment above.',
  keepIt: 'Keep rating',
  standsNow: 'What holds now',
  trace: 'Earlier decisions',
  version: (n) => `version ${n}`,
  decision: 'What was decided',
  error: 'Error: ',
  summary: (n) => `${n} to correct`,
  errors: {
    answer: 'Choose one to five.',
    rating: 'Choose one rating.',
    sentence: 'Write one sentence.',
    beside: 'There is a sentence that is not sent. Ask it, or remove it and agree.',
    reason: 'Give the reason in one sentence.',
    long: 'Shorten it to 500 letters.',
  },
}

export const assessWords = { id, en }

/** How far the list is, in a sentence. */
export function listText(view: AssessListView, language: Language): string {
  const words = assessWords[language]
  const until = moment(view.decideUntil - 1, view.zone, language)
  if (view.people.length === 0) return words.listNobody
  if (view.now >= view.decideUntil) return words.listClosed(until)
  if (view.now < view.selfFrom) return words.listRuns
  const so = (state: AssessState) => view.people.filter((one) => one.state === state).length
  const [ready, waiting] = [so('ready'), so('waits')]
  const said = [
    ...(ready === 0 ? [] : [words.listLead(capital(inWords(ready, language)), until)]),
    ...(waiting === 0
      ? []
      : [words.listWaits(capital(inWords(waiting, language)), moment(view.selfUntil - 1, view.zone, language))]),
  ]
  return said.length === 0 ? words.listDone(until) : said.join(' ')
}

/** What a person's page begins with. */
export function oneText(view: AssessOneView, language: Language): string {
  const words = assessWords[language]
  const at = (instant: number) => moment(instant, view.zone, language)
  if (view.hindrance === 'self-awaited') return words.hindrances['self-awaited'](at(view.selfUntil - 1))
  if (view.hindrance !== null) return words.hindrances[view.hindrance]
  if (view.mayLook) return words.secondLead
  if (!view.mayDecide) return words.readOnly
  const [last] = view.decisions
  const self = view.self === null ? words.lead.none : words.lead.self(at(view.self.at))
  return `${last === undefined ? self : words.lead.decided(at(last.at))} ${words.lead.until(at(view.decideUntil - 1))}`
}

/** What is suggested for a rating, in sentences; null: the answers are missing. */
export function suggestedText(rating: Rating | undefined, index: number | undefined, language: Language): string {
  const words = assessWords[language]
  if (rating === undefined) return words.noSuggestion
  const says = words.suggested(words.ratings[rating].toLowerCase())
  return index === undefined ? says : `${says} ${words.suggestedBy(tenths(index, language))}`
}
