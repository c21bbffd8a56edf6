import type { Language } from '../../locals.ts'
import { indicatorWords, stateOf, targetNumber, valueText } from '../shared/indicator/words.ts'
import type { PublicationView, PublicPromise, PublicShare, PublicSurvey } from './view.ts'
import { capital, count, hundredths, inWords, percent, percentOf, plural } from '../shared/number.ts'
import { surveyQuestion } from '../survei/words.ts'

const id = {
  issued: (at: string) => `diterbitkan ${at}`,
  edition: (n: number) => `terbitan ${n}`,
  leadShown: (share: string, people: string) =>
    `Pegawai mencatat ${share} hari kerja tepat waktu. Dihitung dari ${people} orang, tanpa nama.`,
  leadHidden: 'Angka pencatatan tidak ditampilkan: orangnya terlalu sedikit.',
  leadEmpty: 'Belum ada hari kerja yang dihitung pada triwulan ini.',
  promised: (kept: string, of: string, _n: number) => `${kept} dari ${of} janji layanan tercapai.`,
  promisedOff: (meaning: string, value: string, target: string) => `${meaning} ${value}, targetnya ${target}.`,
  awaited: (quarter: string) => `${quarter} belum terbit`,
  promises: 'Janji dan hasil',
  promisesRead: 'Hasil dan target dari nol. Angkanya membuka hari demi hari (CSV).',
  promisesNone: 'Instansi ini belum mendaftarkan janji layanan.',
  verifiedBy: (how: string) => `Diperiksa: ${how}.`,
  kept: (meaning: string, value: string, target: string) => `${meaning}: ${value}, target ${target}.`,
  unknownDays: (meaning: string, days: string, _n: number) => `${meaning}: ${days} hari tanpa data.`,
  untold: (meaning: string) => `${meaning}: angkanya belum cukup untuk dinilai.`,
  surveyTitle: (index: string, unit: string, name: string) => `Warga memberi ${index} dari 100 untuk ${unit}: ${name}`,
  surveysTitle: 'Kepuasan warga',
  surveyNone: 'Belum ada survei warga di instansi ini.',
  surveyBelow: (unit: string, k: number) => `${unit}: hasil belum ditampilkan, jawabannya kurang dari ${k}.`,
  surveyRead: (n: string, from: string, to: string) => `${n} jawaban, ${from} sampai ${to}.`,
  surveyOpen: 'Survei masih terbuka.',
  classes: { A: 'Sangat baik', B: 'Baik', C: 'Kurang baik', D: 'Tidak baik' },
  chart: (index: string, name: string) => `Indeks ${index} dari 100, kelas ${name}.`,
  scale: 'Batang 0–100. Kelas: A sangat baik, B baik, C kurang baik, D tidak baik.',
  elements: 'Rata-rata tiap unsur',
  element: 'Unsur',
  sum: 'Jumlah',
  mean: 'Rata-rata',
  elementsCaption: (n: string) => `Rata-rata jawaban 1–4, n = ${n}. Indeks: rata-rata × 25.`,
  allElements: 'Semua unsur',
  incomplete: (n: string) => `PermenPANRB 14/2017. ${n} jawaban tidak lengkap, tidak dihitung.`,
  unitsTitle: 'Pencatatan kerja per unit',
  unitsRead: 'Hari kerja yang tercatat tepat waktu. Batang 0–100 %.',
  unit: 'Unit',
  people: 'Orang',
  share: 'Tepat waktu',
  days: 'Hari',
  hidden: (k: number) => `tidak ditampilkan, kurang dari ${k} orang`,
  hiddenClass: 'tidak ditampilkan, agar tidak terbaca orang per orang',
  hiddenTogether: (k: number) =>
    `Unit di bawah ${k} orang disembunyikan, paling sedikit dua bersama, agar tidak dapat dihitung balik.`,
  empty: 'tidak ada pegawai',
  achievements: 'Capaian',
  challenges: 'Tantangan',
  none: 'Belum ada yang dapat dikatakan dengan angka.',
  bestUnit: (unit: string, share: string) => `${unit} mencatat ${share} hari kerja tepat waktu.`,
  worstUnit: (unit: string, share: string) => `${unit} baru mencatat ${share} hari kerja tepat waktu.`,
  bestElement: (element: string, mean: string) => `Warga paling puas pada ${element}: ${mean} dari 4.`,
  worstElement: (element: string, mean: string) => `Warga paling kurang puas pada ${element}: ${mean} dari 4.`,
  late: (days: string) => `${days} hari kerja tidak tercatat tepat waktu.`,
  onTime: (days: string) => `${days} hari kerja tercatat tepat waktu.`,
  fewAnswers: (unit: string) => `Jawaban warga untuk ${unit} belum cukup.`,
  next: 'Langkah berikutnya',
  nextText: 'Bandingkan angka ini dengan pengalaman Anda.',
  complaint: 'Sampaikan keluhan lewat SP4N-LAPOR!',
  verify: 'Periksa keaslian',
  verifyText: 'Angka di halaman ini terkunci sejak terbit. Sidik (SHA-256) berkas JSON-nya:',
  verifyHow: 'Unduh JSON, hitung SHA-256 berkas itu, lalu bandingkan.',
  json: 'Unduh JSON',
  csv: 'Unduh CSV',
  table: 'Lihat tabel',
  fresh: 'Seberapa baru',
  period: 'Masa',
  issuedLabel: 'Terbit',
  download: 'Unduh',
  others: 'Instansi lain',
  list: {
    title: 'Instansi',
    heading: 'Hasil tiap instansi',
    lead: 'Pilih instansi untuk membaca capaian, tantangan, dan survei warganya.',
    resultsFor: (asked: string) => `Instansi: ${asked}`,
    found: {
      one: (n: string, asked: string) => `${n} instansi untuk “${asked}”`,
      other: (n: string, asked: string) => `${n} instansi untuk “${asked}”`,
    },
    nothing: 'Tidak ada instansi atau unit dengan nama itu. Coba satu kata saja.',
    nothingYet: 'Belum ada potret triwulan yang terbit.',
    all: 'Semua instansi',
    agency: 'Instansi',
    onTime: 'Tepat waktu',
    survey: 'Kepuasan warga',
    below: 'jawaban belum cukup',
    none: 'belum disurvei',
    read: 'Tepat waktu: bagian hari kerja yang tercatat pada waktunya. Kepuasan warga: indeks terendah di antara unitnya, n jawaban. Garis: disembunyikan atau belum ada.',
  },
}
const en: typeof id = {
  issued: (at) => `published ${at}`,
  edition: (n) => `edition ${n}`,
  leadShown: (share, people) =>
    `Staff recorded ${share} of working days in time. Counted from ${people} people, without names.`,
  leadHidden: 'The recording figure is not shown: too few people.',
  leadEmpty: 'No working day counts in this quarter yet.',
  promised: (kept, of, n) => `${kept} of ${of} service ${plural(n, 'en', { one: 'promise', other: 'promises' })} kept.`,
  promisedOff: (meaning, value, target) => `${meaning} ${value}, target ${target}.`,
  awaited: (quarter) => `${quarter} is not published yet`,
  promises: 'Promises and results',
  promisesRead: 'Results and targets from zero. A number opens its days (CSV).',
  promisesNone: 'This agency has registered no service promises yet.',
  verifiedBy: (how) => `Verified: ${how}.`,
  kept: (meaning, value, target) => `${meaning}: ${value}, target ${target}.`,
  unknownDays: (meaning, days, n) =>
    `${meaning}: ${days} ${plural(n, 'en', { one: 'day', other: 'days' })} without data.`,
  untold: (meaning) => `${meaning}: too few figures to judge it.`,
  surveyTitle: (index, unit, name) => `Citizens gave ${unit} ${index} of 100: ${name}`,
  surveysTitle: 'Citizens’ satisfaction',
  surveyNone: 'No citizens’ survey at this agency yet.',
  surveyBelow: (unit, k) => `${unit}: the result is not shown yet, with fewer than ${k} answers.`,
  surveyRead: (n, from, to) => `${n} answers, ${from} to ${to}.`,
  surveyOpen: 'The survey is still open.',
  classes: { A: 'Very good', B: 'Good', C: 'Less than good', D: 'Not good' },
  chart: (index, name) => `Index ${index} of 100, class ${name}.`,
  scale: 'Bar 0–100. Classes: A very good, B good, C less than good, D not good.',
  elements: 'Mean of each element',
  element: 'Element',
  sum: 'Sum',
  mean: 'Mean',
  elementsCaption: (n) => `Mean of answers 1–4, n = ${n}. Index: mean × 25.`,
  allElements: 'All elements',
  incomplete: (n) => `PermenPANRB 14/2017. ${n} incomplete answers, not counted.`,
  unitsTitle: 'Work recorded, by unit',
  unitsRead: 'Working days recorded in time. Bars 0–100%.',
  unit: 'Unit',
  people: 'People',
  share: 'In time',
  days: 'Days',
  hidden: (k) => `not shown, fewer than ${k} people`,
  hiddenClass: 'not shown, so that nobody can be picked out',
  hiddenTogether: (k) =>
    `Units of fewer than ${k} people are hidden, at least two together, so that none can be worked out.`,
  empty: 'no employees',
  achievements: 'Achievements',
  challenges: 'Challenges',
  none: 'Nothing that figures could tell yet.',
  bestUnit: (unit, share) => `${unit} recorded ${share} of working days in time.`,
  worstUnit: (unit, share) => `${unit} recorded only ${share} of working days in time.`,
  bestElement: (element, mean) => `Citizens are most content with ${element}: ${mean} of 4.`,
  worstElement: (element, mean) => `Citizens are least content with ${element}: ${mean} of 4.`,
  late: (days) => `${days} working days were not recorded in time.`,
  onTime: (days) => `${days} working days were recorded in time.`,
  fewAnswers: (unit) => `There are not enough answers for ${unit} yet.`,
  next: 'Next step',
  nextText: 'Hold these figures against your own experience.',
  complaint: 'Take a complaint to SP4N-LAPOR!',
  verify: 'Check that it is genuine',
  verifyText: 'The figures on this page are fixed since they were published. Fingerprint (SHA-256) of the JSON file:',
  verifyHow: 'Download the JSON, compute its SHA-256, and compare.',
  json: 'Download JSON',
  csv: 'Download CSV',
  table: 'See the table',
  fresh: 'How recent',
  period: 'Period',
  issuedLabel: 'Published',
  download: 'Download',
  others: 'Other agencies',
  list: {
    title: 'Agencies',
    heading: 'Results of each agency',
    lead: 'Choose an agency to read its achievements, challenges and citizens’ surveys.',
    resultsFor: (asked) => `Agencies: ${asked}`,
    found: {
      one: (n, asked) => `${n} agency for “${asked}”`,
      other: (n, asked) => `${n} agencies for “${asked}”`,
    },
    nothing: 'No agency or unit has that name. Try a single word.',
    nothingYet: 'No quarter is published yet.',
    all: 'All agencies',
    agency: 'Agency',
    onTime: 'In time',
    survey: 'Citizens',
    below: 'too few answers',
    none: 'not surveyed',
    read: 'In time: share of working days that were recorded in time. Citizens: the lowest index among its units, n answers. A dash: hidden, or there is none yet.',
  },
}
export const publicationWords = { id, en }

export const shareText = (share: PublicShare, language: Language): string | null => {
  if (share.state !== 'shown') return null
  const value = percentOf(share.daysOnTime, share.daysDue)
  return value === null ? null : percent(value, language)
}

type Shown = Extract<PublicSurvey['result'], { state: 'shown' }>
/** Mean of an element in hundredths, half up. */
export const meanHundredths = (sum: number, answers: number): number =>
  Math.floor((sum * 200 + answers) / (answers * 2))

/** `9b1e 44c0 … 7d2f`, whole: somebody may want to compare it by eye. */
export const grouped = (hash: string): string => hash.match(/.{1,4}/g)?.join(' ') ?? hash

/** What a promise came to, and what it was held against: of a count the target of the days that are known. */
const resultOf = (promise: PublicPromise, language: Language): [string, string] => {
  const { quarter, lessIsBetter } = promise
  const target = targetNumber(promise, quarter.target ?? 0, language)
  return [
    valueText(promise, quarter.value ?? 0, language),
    indicatorWords[language].target[lessIsBetter ? 'less' : 'more'](target),
  ]
}

/** The page in one sentence or two: what was promised and kept, else what was recorded. */
export function leadText(view: PublicationView, language: Language): string {
  const words = publicationWords[language]
  const judged = view.promises.filter((one) => ['on', 'off'].includes(stateOf(one, one.quarter)))
  if (judged.length === 0) return recordedText(view, language)
  const off = judged.filter((one) => stateOf(one, one.quarter) === 'off')
  const kept = judged.length - off.length
  const said = capital(words.promised(inWords(kept, language), inWords(judged.length, language), judged.length))
  const [first] = off
  return first === undefined
    ? said
    : `${said} ${words.promisedOff(first.meaning[language], ...resultOf(first, language))}`
}

export const recordedText = ({ whole }: PublicationView, language: Language): string => {
  const words = publicationWords[language]
  const share = shareText(whole, language)
  if (whole.state === 'shown' && share !== null) return words.leadShown(share, count(whole.people, language))
  return whole.state === 'hidden' ? words.leadHidden : words.leadEmpty
}

/** What went well and what did not, as far as the published figures themselves say it: as many of the one as of the other. */
export const balance = (
  view: PublicationView,
  language: Language,
): { achievements: readonly string[]; challenges: readonly string[] } => {
  const words = publicationWords[language]
  const achievements: string[] = []
  const challenges: string[] = []
  for (const promise of view.promises) {
    const meaning = promise.meaning[language]
    const state = stateOf(promise, promise.quarter)
    if (state === 'on') achievements.push(words.kept(meaning, ...resultOf(promise, language)))
    else if (state === 'off') challenges.push(words.kept(meaning, ...resultOf(promise, language)))
    else if (state !== 'no-target') challenges.push(words.untold(meaning))
    const unknown = promise.unknown.length
    if (unknown > 0 && (state === 'on' || state === 'off'))
      challenges.push(words.unknownDays(meaning, count(unknown, language), unknown))
  }
  if (view.whole.state === 'shown' && view.whole.daysDue > 0) {
    if (view.whole.daysOnTime > 0) achievements.push(words.onTime(count(view.whole.daysOnTime, language)))
    if (view.whole.daysOnTime < view.whole.daysDue)
      challenges.push(words.late(count(view.whole.daysDue - view.whole.daysOnTime, language)))
  }
  const units = view.units
    .flatMap((unit) =>
      unit.share.state === 'shown' && unit.share.daysDue > 0
        ? [{ name: unit.name, share: unit.share, rate: unit.share.daysOnTime / unit.share.daysDue }]
        : [],
    )
    .toSorted((a, b) => b.rate - a.rate)
  const [best, worst] = [units[0], units.at(-1)]
  if (best && worst && best !== worst && best.rate !== worst.rate) {
    achievements.push(words.bestUnit(best.name, shareText(best.share, language) ?? ''))
    challenges.push(words.worstUnit(worst.name, shareText(worst.share, language) ?? ''))
  }
  const results = view.surveys.flatMap((survey) => (survey.result.state === 'shown' ? [survey.result] : []))
  const largest = results.toSorted((a: Shown, b: Shown) => b.answers - a.answers)[0]
  if (largest && largest.answers > 0) {
    const byMean = largest.elements.toSorted((a, b) => b.sum - a.sum)
    const [high, low] = [byMean[0], byMean.at(-1)]
    const say = (element: typeof high): [string, string] =>
      element
        ? [
            surveyQuestion(element.element, language).name.toLowerCase(),
            hundredths(meanHundredths(element.sum, largest.answers), language),
          ]
        : ['', '']
    if (high && low && high.sum !== low.sum) {
      achievements.push(words.bestElement(...say(high)))
      challenges.push(words.worstElement(...say(low)))
    }
  }
  return { achievements, challenges }
}
