import { all } from '@timbang/rules/kernel/1/criterion/all'
import type { Criterion } from '@timbang/rules/kernel/1/criterion/criterion'
import type { IndexPack, PositionGroup } from '@timbang/rules/kernel/1/pack'
import type { Predicate, Rating } from '@timbang/rules/kernel/1/predicate'
import type { CriterionLine, Receipt, SegmentReceipt, Suggestion } from '@timbang/rules/kernel/1/receipt'
import type { Language } from '../../locals.ts'
import { largestHelp, largestLoss, onlySegment, waterfallOf } from './waterfall.ts'
import { capital, count, hundredths, percent, percentOf, tenths } from '../shared/number.ts'
import { presenceWords } from '../shared/presence/words.ts'

const id = {
  title: 'Mengapa nilai saya',
  titleOf: (name: string) => `Mengapa nilai ${name}`,
  whyPredicate: (predicate: string) => `Mengapa predikat saya ${predicate}`,
  whyIndex: (index: string) => `Mengapa indeks saya ${index}`,
  whyPredicateOf: (name: string, predicate: string) => `Mengapa predikat ${name} ${predicate}`,
  whyIndexOf: (name: string, index: string) => `Mengapa indeks ${name} ${index}`,
  noIndex: 'Indeks triwulan ini belum ada',
  noPost: 'Tidak ada jabatan pada triwulan ini',
  nothing: 'Belum ada yang dihitung',
  nothingLead: 'Triwulan ini belum punya catatan yang dapat dihitung.',
  noPostLead: 'Tanpa penempatan tidak ada nilai. Bila itu keliru, laporkan kepada kepegawaian.',
  noIndexLead: (present: string, least: string) =>
    `Baru ${present} bobot yang dapat dihitung; perlu ${least}. Itu bukan nilai nol, dan tidak mengurangi apa pun.`,
  provisionalIndex: (index: string) => `Sementara: ${index}`,
  provisionalIndexOf: (name: string, index: string) => `Sementara: ${index}, ${name}`,
  provisionalLead: 'Triwulan masih berjalan. Angka dihitung terhadap target sampai hari ini dan masih berubah.',
  examiner: 'Untuk pemeriksa',
  kick: {
    rules: (name: string, version: number) => `aturan ${name} versi ${version}`,
    computed: (at: string) => `dihitung ${at}`,
    sealed: (at: string, edition: number) => `terkunci ${at}${edition > 1 ? `, terbitan ${edition}` : ''}`,
    provisional: 'sementara, belum terkunci',
    running: 'masih berjalan, terhadap target sampai hari ini',
  },
  lead: {
    ratings: (result: string, behaviour: string) => ['Hasil kerja Anda ', result, ', perilaku kerja ', behaviour, '.'],
    help: ['paling membantu: ', '.'],
    loss: ['paling mengurangi: ', '.'],
    split: (n: string) => `Triwulan ini terdiri atas ${n} penempatan, ditimbang menurut harinya.`,
    awaiting: (assessor: string | null) => `Predikat menunggu keputusan ${assessor ?? 'penilai Anda'}.`,
  },
  ratings: { above: 'di atas ekspektasi', meets: 'sesuai ekspektasi', below: 'di bawah ekspektasi' } satisfies Record<
    Rating,
    string
  >,
  predicates: {
    'sangat-baik': 'Sangat Baik',
    baik: 'Baik',
    'butuh-perbaikan': 'Butuh Perbaikan',
    kurang: 'Kurang',
    'sangat-kurang': 'Sangat Kurang',
  } satisfies Record<Predicate, string>,
  matrix: 'Letak Anda pada matriks',
  rowsName: { above: 'Hasil di atas', meets: 'Hasil sesuai', below: 'Hasil di bawah' } satisfies Record<Rating, string>,
  columnsName: { below: 'Perilaku di bawah', meets: 'Perilaku sesuai', above: 'Perilaku di atas' } satisfies Record<
    Rating,
    string
  >,
  here: 'Anda di sini',
  suggestedHere: 'saran aturan',
  awaitingMatrix: 'Menunggu: penilai belum memutuskan hasil kerja dan perilaku.',
  decided: {
    title: 'Alasan penilai',
    result: 'Hasil kerja',
    behaviour: 'Perilaku kerja',
    by: { assessor: 'atasan', delegate: 'pengganti atasan', imported: 'dari sistem lain' } as Record<string, string>,
    after: 'Diputuskan sesudah nilai ini dikunci. Nilai terbitan berikutnya memuatnya.',
    soon: 'Baru diputuskan. Nilai di halaman ini segera mengikutinya.',
    self: (at: string) => `Isi penilaian diri sampai ${at}`,
  },
  adjustment: { name: 'Penyesuaian pola distribusi', none: 'tidak ada', awaiting: 'menunggu predikat' },
  suggestion: {
    both: (predicate: string, result: string, behaviour: string, meets: string, above: string) =>
      `Saran aturan: ${predicate}. Hasil ${result} dan perilaku ${behaviour}; “sesuai” berarti ${meets} sampai di bawah ${above}.`,
    running: 'Triwulan ini masih berjalan: belum ada yang disarankan.',
    result: (result: string) => `Saran aturan untuk hasil kerja: ${result}. Perilaku belum dapat disarankan.`,
    behaviour: (behaviour: string) => `Saran aturan untuk perilaku: ${behaviour}. Hasil kerja belum dapat disarankan.`,
    none: 'Aturan belum dapat menyarankan apa pun.',
    decides: 'Yang memutuskan tetap orang, dengan alasan yang dapat Anda baca.',
  },
  from: (index: string) => `Dari mana indeks ${index}`,
  fromNone: 'Yang sudah dan belum dapat dihitung',
  fromRead: 'Buka satu baris untuk melihat bukti dan aturannya. Arsiran adalah nilai yang hilang.',
  fromNoneRead: 'Batang menunjukkan nilai tiap kriteria dari 0 sampai 100. Buka satu baris untuk melihat buktinya.',
  groups: {
    managerial: 'manajerial',
    functional_health_education: 'fungsional kesehatan dan pendidikan',
    functional_other: 'fungsional lain',
    pelaksana: 'pelaksana',
  } satisfies Record<PositionGroup, string>,
  capacities: { definitive: 'definitif', plt: 'Plt', plh: 'Plh' } as Record<string, string>,
  weight: (weight: string) => `bobot ${weight}`,
  index: 'Indeks',
  rounding: 'Pembulatan',
  completeness: (percent: string, absent: string) =>
    `Kelengkapan ${percent}${absent ? `: bobot ${absent} dibagi ke baris lain` : ''}.`,
  source: (version: number) =>
    `Matriks menurut PermenPANRB 6/2022; bobot menurut aturan versi ${version}, belum dikukuhkan.`,
  formula: (weight: string, value: string, present: string, contribution: string) =>
    `Bobot ${weight}: ${weight} × ${value} ÷ ${present} = ${contribution}.`,
  valueOnly: (weight: string, value: string) => `Nilai ${value} dari 100, bobot ${weight}. Belum masuk indeks.`,
  entries: 'Lihat catatannya',
  figures: 'Lihat angka dan catatannya',
  days: 'Lihat hari demi hari',
  discipline: {
    caption: 'Potongan presensi',
    event: 'Kejadian',
    times: 'Kali',
    points: 'Potongan',
    none: 'Tidak ada potongan.',
    sum: 'Potongan',
    late: (band: string) => `Terlambat ${band}`,
    early: (band: string) => `Pulang awal ${band}`,
    absent: 'Tanpa keterangan',
    minutes: (from: number, to: number | null) =>
      to === null ? `lebih dari ${from - 1} menit` : `${from}–${to} menit`,
    rule: (sum: string, value: string) => `100 − ${sum} = ${value}.`,
    unknown: (n: string) => `${n} hari kerja tanpa data: bukan hadir, bukan pula alpa.`,
    forgotten: (n: string) => `${n} hari lupa absen: nilai tidak berkurang.`,
    contradicted: (n: string) => `${n} hari dengan dua catatan yang berbeda; keduanya ada di rincian.`,
    settled: (n: string) => `${n} hari diputuskan kepegawaian.`,
    permitted: (minutes: string, kind: string, days: string) =>
      `${minutes} menit tidak dihitung pada ${days} hari: izin ${kind}.`,
    machineOut: (n: string) => `${n} hari dengan gangguan mesin: tidak mengurangi nilai.`,
    elsewhere: (n: string) => `${n} hari dengan data instansi lain: tidak dihitung.`,
  },
  timeliness: {
    caption: (working: string, excused: string) =>
      `${working} hari kerja, ${excused} dikecualikan karena cuti, dinas, atau gangguan`,
    day: 'Hari kerja',
    days: 'Hari',
    counted: 'Dihitung',
    onTime: 'Tercatat tepat waktu',
    late: 'Tercatat terlambat',
    missed: 'Tanpa catatan yang disetujui',
    due: 'Jatuh tempo',
    awaiting: (n: string) => `${n} hari menunggu verifikasi penilai dan belum dihitung.`,
    rule: (counted: string, due: string, value: string) => `${counted} ÷ ${due} × 100 = ${value}.`,
  },
  quantity: {
    caption: 'Hasil kerja dengan target jumlah, terverifikasi',
    result: 'Hasil kerja',
    reached: 'Capaian',
    weight: 'Bobot',
    value: 'Nilai',
    sum: 'Nilai kuantitas',
    of: (verified: string, target: string, unit: string) => `${verified} dari ${target} ${unit}`,
    rule: 'Capaian di atas target dihitung penuh, tidak lebih.',
    share: (code: string, agreed: string, due: string, planned: string) =>
      `${code}: ${agreed} disepakati × ${due} hari jatuh tempo ÷ ${planned} hari rencana.`,
    known: (code: string, agreed: string, known: string, planned: string) =>
      `${code}: ${agreed} disepakati × ${known} hari yang ada angkanya ÷ ${planned} hari rencana.`,
    'not-due': (code: string) => `${code}: belum ada hari yang jatuh tempo, bobotnya dibagi.`,
    awaiting: (code: string) => `${code}: angkanya belum ada, bobotnya dibagi.`,
  },
  rated: {
    caption: 'Yang menilai',
    source: 'Sumber',
    answer: 'Jawaban',
    value: 'Nilai',
    share: 'Bagian',
    sum: 'Rata-rata tertimbang',
    sources: { superior: 'Atasan', self: 'Anda sendiri', peers: 'Rekan' },
    people: (n: string) => `${n} orang`,
    rule: 'Bagian yang kosong dibagi ke sumber yang ada.',
  },
  service: { rule: (index: string, n: string) => `Indeks kepuasan warga unit Anda ${index} dari ${n} jawaban.` },
  enough: (n: string, fewest: string) => `n = ${n}, perlu ${fewest}`,
  segment: (from: string, to: string, days: string) => `${from} sampai ${to}, ${days} hari`,
  notCounted: 'Dijabat bersama jabatan definitif: ditampilkan, harinya tidak dihitung dua kali.',
  withoutPost: (ranges: string) => `Tanpa jabatan, tanpa bobot: ${ranges}.`,
  mean: (parts: string, days: string, index: string) => `(${parts}) ÷ ${days} = ${index}`,
  change: 'Yang dapat mengubahnya',
  changeNone: 'Tidak ada fakta yang masih menunggu.',
  changeAwaitingDays: (n: string) =>
    `${n} hari menunggu verifikasi penilai. Sesudah diperiksa, ketepatan waktu dan kuantitas dihitung lagi.`,
  changeMissing: (names: string) => `${names} belum ada. Begitu ada, bobotnya kembali ke barisnya.`,
  changeRating: 'Penilai masih harus memutuskan kedua rating. Keputusannya tidak mengubah indeks.',
  recompute: 'Hitung ulang di perangkat ini',
  recomputeText: 'Peramban menghitung lagi setiap angka dari bukti pada rincian nilai, lalu membandingkan sidiknya.',
  recomputeGo: 'Hitung ulang',
  recomputeAgain: 'Hitung lagi',
  recomputeNoScript: 'Tanpa skrip: unduh rincian, lalu jalankan timbang verify.',
  same: 'Cocok',
  sameText: (index: string) => `Perangkat ini dan server menghitung ${index}.`,
  sameNoIndex: 'Perangkat ini dan server sampai pada rincian yang sama.',
  differs: 'Tidak cocok',
  differsText: 'Perangkat ini sampai pada rincian lain. Sebutkan ini kepada operator.',
  otherPack: (version: number) => `Aturan versi ${version} tidak ada di perangkat ini. Muat ulang halaman.`,
  unreachable: 'Rincian belum dapat diambil. Coba lagi.',
  device: 'Perangkat ini',
  receiptName: 'Rincian nilai',
  sealName: 'Akar segel',
  sealOk: 'rincian ini ada di dalamnya',
  sealNo: 'rincian ini tidak ditemukan di dalamnya',
  took: 'Lama',
  milliseconds: (n: string) => `${n} milidetik`,
  download: 'Unduh rincian nilai (JSON)',
  print: 'Cetak halaman ini',
  wrong: 'Data salah? Tanyakan',
  periods: 'Triwulan lain',
  awaitingShort: 'menunggu',
}

const en: typeof id = {
  title: 'Why my score',
  titleOf: (name) => `Why the score of ${name}`,
  whyPredicate: (predicate) => `Why my predicate is ${predicate}`,
  whyIndex: (index) => `Why my index is ${index}`,
  whyPredicateOf: (name, predicate) => `Why the predicate of ${name} is ${predicate}`,
  whyIndexOf: (name, index) => `Why the index of ${name} is ${index}`,
  noIndex: 'There is no index for this quarter yet',
  noPost: 'No post in this quarter',
  nothing: 'Nothing was computed yet',
  nothingLead: 'This quarter has no entries that could count yet.',
  noPostLead: 'Without a post there is no score. If that is wrong, tell your personnel officer.',
  noIndexLead: (present, least) =>
    `Only ${present} of the weight can be counted; ${least} is needed. That is no zero, and it takes nothing away.`,
  provisionalIndex: (index) => `Provisional: ${index}`,
  provisionalIndexOf: (name, index) => `Provisional: ${index}, ${name}`,
  provisionalLead: 'The quarter still runs. Figures are against the targets to date and will change.',
  examiner: 'For the examiner',
  kick: {
    rules: (name, version) => `rules ${name} version ${version}`,
    computed: (at) => `computed ${at}`,
    sealed: (at, edition) => `sealed ${at}${edition > 1 ? `, edition ${edition}` : ''}`,
    provisional: 'provisional, not sealed',
    running: 'still running, against the targets to date',
  },
  lead: {
    ratings: (result, behaviour) => ['Your results are ', result, ', your behaviour ', behaviour, '.'],
    help: ['helps most: ', '.'],
    loss: ['costs most: ', '.'],
    split: (n) => `This quarter has ${n} posts, weighed by their days.`,
    awaiting: (assessor) => `The predicate awaits the decision of ${assessor ?? 'your assessor'}.`,
  },
  ratings: { above: 'above expectation', meets: 'as expected', below: 'below expectation' },
  predicates: {
    'sangat-baik': 'Very good',
    baik: 'Good',
    'butuh-perbaikan': 'Needs improve\u00adment',
    kurang: 'Poor',
    'sangat-kurang': 'Very poor',
  },
  matrix: 'Your place in the matrix',
  rowsName: { above: 'Result above', meets: 'Result as expected', below: 'Result below' },
  columnsName: { below: 'Behaviour below', meets: 'Behaviour as expected', above: 'Behaviour above' },
  here: 'You are here',
  suggestedHere: 'suggested by the rules',
  awaitingMatrix: 'Awaiting: your assessor has not decided on result and behaviour.',
  decided: {
    title: 'Reasons of the assessor',
    result: 'Results',
    behaviour: 'Behaviour',
    by: { assessor: 'superior', delegate: 'standing in for the superior', imported: 'from another system' },
    after: 'Decided after this score was sealed. The next edition holds it.',
    soon: 'Decided just now. The score on this page follows shortly.',
    self: (at) => `Assess yourself by ${at}`,
  },
  adjustment: { name: 'Adjustment to the distribution pattern', none: 'none', awaiting: 'awaits the predicate' },
  suggestion: {
    both: (predicate, result, behaviour, meets, above) =>
      `The rules suggest: ${predicate}. Result ${result} and behaviour ${behaviour}; “as expected” means ${meets} to under ${above}.`,
    running: 'This quarter is still running: nothing is suggested yet.',
    result: (result) => `The rules suggest a result of ${result}. Behaviour cannot be suggested yet.`,
    behaviour: (behaviour) => `The rules suggest behaviour of ${behaviour}. The result cannot be suggested yet.`,
    none: 'The rules cannot suggest anything yet.',
    decides: 'A person decides, with a reason that you can read.',
  },
  from: (index) => `Where the index ${index} comes from`,
  fromNone: 'What can be counted, and what not yet',
  fromRead: 'Open a row to see its evidence and its rule. Hatching is what was lost.',
  fromNoneRead: 'Bars show the value of each criterion from 0 to 100. Open a row to see its evidence.',
  groups: {
    managerial: 'managerial',
    functional_health_education: 'functional, health and education',
    functional_other: 'functional, other',
    pelaksana: 'pelaksana',
  },
  capacities: { definitive: 'definitive', plt: 'acting (Plt)', plh: 'acting (Plh)' },
  weight: (weight) => `weight ${weight}`,
  index: 'Index',
  rounding: 'Rounding',
  completeness: (percent, absent) =>
    `Completeness ${percent}${absent ? `: the weight of ${absent} is shared over the other rows` : ''}.`,
  source: (version) => `Matrix by PermenPANRB 6/2022; weights by the rules, version ${version}, not yet confirmed.`,
  formula: (weight, value, present, contribution) =>
    `Weight ${weight}: ${weight} × ${value} ÷ ${present} = ${contribution}.`,
  valueOnly: (weight, value) => `Value ${value} of 100, weight ${weight}. Not in an index yet.`,
  entries: 'See the entries',
  figures: 'See figures and entries',
  days: 'See day by day',
  discipline: {
    caption: 'Deductions from attendance',
    event: 'Event',
    times: 'Times',
    points: 'Deduction',
    none: 'No deductions.',
    sum: 'Deductions',
    late: (band) => `Late ${band}`,
    early: (band) => `Left early ${band}`,
    absent: 'Absent without excuse',
    minutes: (from, to) => (to === null ? `more than ${from - 1} minutes` : `${from}–${to} minutes`),
    rule: (sum, value) => `100 − ${sum} = ${value}.`,
    unknown: (n) => `${n} working days without data: neither presence nor absence.`,
    forgotten: (n) => `Days on which a scan was forgotten: ${n}. No points are lost.`,
    contradicted: (n) => `${n} days with two records that differ; both are in the receipt.`,
    settled: (n) => `${n} days settled by the personnel officer.`,
    permitted: (minutes, kind, days) => `Permission for ${kind}: ${minutes} minutes not counted (days: ${days}).`,
    machineOut: (n) => `${n} days with machines out of order: nothing is deducted for it.`,
    elsewhere: (n) => `Days with data of another agency: ${n}. It does not count.`,
  },
  timeliness: {
    caption: (working, excused) => `${working} working days, ${excused} excused for leave, travel or an outage`,
    day: 'Working day',
    days: 'Days',
    counted: 'Counted',
    onTime: 'Recorded in time',
    late: 'Recorded late',
    missed: 'No verified entry',
    due: 'Due',
    awaiting: (n) => `${n} days wait for your assessor and do not count yet.`,
    rule: (counted, due, value) => `${counted} ÷ ${due} × 100 = ${value}.`,
  },
  quantity: {
    caption: 'Results with a quantity target, verified',
    result: 'Result',
    reached: 'Reached',
    weight: 'Weight',
    value: 'Value',
    sum: 'Value of quantity',
    of: (verified, target, unit) => `${verified} of ${target} ${unit}`,
    rule: 'More than the target counts in full, not more.',
    share: (code, agreed, due, planned) => `${code}: ${agreed} agreed × ${due} days due ÷ ${planned} days planned.`,
    known: (code, agreed, known, planned) =>
      `${code}: ${agreed} agreed × ${known} days with a figure ÷ ${planned} days planned.`,
    'not-due': (code) => `${code}: no day is due yet, its weight is shared.`,
    awaiting: (code) => `${code}: no figure has come, its weight is shared.`,
  },
  rated: {
    caption: 'Who rated',
    source: 'Source',
    answer: 'Answer',
    value: 'Value',
    share: 'Share',
    sum: 'Weighted mean',
    sources: { superior: 'Superior', self: 'Yourself', peers: 'Peers' },
    people: (n) => `${n} people`,
    rule: 'An empty share goes to the sources present.',
  },
  service: { rule: (index, n) => `The citizens’ satisfaction index of your unit is ${index} from ${n} answers.` },
  enough: (n, fewest) => `n = ${n}, needs ${fewest}`,
  segment: (from, to, days) => `${from} to ${to}, ${days} days`,
  notCounted: 'Held beside a definitive post: shown, its days do not count twice.',
  withoutPost: (ranges) => `Without a post, without weight: ${ranges}.`,
  mean: (parts, days, index) => `(${parts}) ÷ ${days} = ${index}`,
  change: 'What could change it',
  changeNone: 'No fact is still pending.',
  changeAwaitingDays: (n) =>
    `${n} days wait for your assessor. Once checked, timeliness and quantity are computed again.`,
  changeMissing: (names) => `${names} not there yet. Once there, their weight returns to their rows.`,
  changeRating: 'Your assessor still has to decide both ratings. The decision does not change the index.',
  recompute: 'Compute again on this device',
  recomputeText:
    'Your browser computes every figure again from the evidence in the receipt, then compares the fingerprint.',
  recomputeGo: 'Compute again',
  recomputeAgain: 'Once more',
  recomputeNoScript: 'Without script: download the receipt and run timbang verify.',
  same: 'It matches',
  sameText: (index) => `This device and the server compute ${index}.`,
  sameNoIndex: 'This device and the server arrive at the same receipt.',
  differs: 'It differs',
  differsText: 'This device arrives at another receipt. Tell the operator.',
  otherPack: (version) => `The rules of version ${version} are not on this device. Load the page again.`,
  unreachable: 'The receipt could not be fetched. Try again.',
  device: 'This device',
  receiptName: 'Receipt',
  sealName: 'Root of the seal',
  sealOk: 'this receipt is in it',
  sealNo: 'this receipt was not found in it',
  took: 'Took',
  milliseconds: (n) => `${n} milliseconds`,
  download: 'Download the receipt (JSON)',
  print: 'Print this page',
  wrong: 'Data wrong? Ask',
  periods: 'Other quarters',
  awaitingShort: 'awaiting',
}
export const whyWords = { id, en }

/** What a criterion is called, and why it does not count: said by the rules themselves. */
export const criterionName = (criterion: Criterion, language: Language): string => all[criterion].words[language].name

/** A weight or a completeness, thousandths of a percent: `20`, `20,125`. */
export const percentage = (thousandths: number, language: Language): string =>
  new Intl.NumberFormat(language === 'id' ? 'id-ID' : 'en-GB', { maximumFractionDigits: 3 }).format(thousandths / 1000)

/** Why a criterion does not count, with the number that is short where there is one. */
export const missingText = (line: CriterionLine, language: Language): string => {
  const words = whyWords[language]
  const said = line.missing === undefined ? '' : (all[line.criterion].words[language].missing[line.missing] ?? '')
  if (line.criterion !== 'service' || line.missing !== 'below-threshold') return said
  const { answers, fewest } = line.trace
  return `${said}, ${words.enough(count(answers, language), count(fewest, language))}`
}

/** Largest help and largest loss, made from the same rows as the bars; null where there is no single set of rows. */
export const helpAndLoss = (
  receipt: Receipt,
  language: Language,
): {
  help: { criterion: Criterion; name: string; figure: string }
  loss: { criterion: Criterion; name: string; figure: string } | null
} | null => {
  const segment = onlySegment(receipt)
  const waterfall = segment && waterfallOf(segment)
  const help = waterfall && largestHelp(waterfall)
  if (!help) return null
  const loss = largestLoss(waterfall)
  return {
    help: {
      criterion: help.line.criterion,
      name: criterionName(help.line.criterion, language),
      figure: tenths(help.contribution, language),
    },
    loss: loss && {
      criterion: loss.line.criterion,
      name: criterionName(loss.line.criterion, language),
      figure: tenths(loss.lost, language),
    },
  }
}

export const suggestionText = (
  suggestion: Suggestion,
  { suggestion: by }: Pick<IndexPack, 'suggestion'>,
  language: Language,
): string => {
  const words = whyWords[language].suggestion
  const { result, behaviour, predicate, resultIndex, behaviourIndex } = suggestion
  const ratings = whyWords[language].ratings
  if (predicate && resultIndex !== undefined && behaviourIndex !== undefined)
    return words.both(
      whyWords[language].predicates[predicate],
      tenths(resultIndex, language),
      tenths(behaviourIndex, language),
      count(by.meetsFrom, language),
      count(by.aboveFrom, language),
    )
  if (result) return words.result(ratings[result])
  if (behaviour) return words.behaviour(ratings[behaviour])
  return words.none
}

export type EvidenceTable = {
  caption: string
  head: readonly string[]
  rows: readonly (readonly string[])[]
  foot: readonly string[] | null
  notes: readonly string[]
  /** By row: the planned result whose figures it opens. */
  opens?: readonly (string | null)[]
}
/** The evidence of a row in figures: what its trace holds, as a table that ends in the row's value. Null: there is nothing to add up. */
export const evidenceOf = (
  line: CriterionLine,
  language: Language,
  { discipline: { bands }, lateCreditThousandths }: IndexPack,
  titles: ReadonlyMap<string, string>,
): EvidenceTable | null => {
  const words = whyWords[language]
  const n = (value: number): string => count(value, language)
  const value = line.value === undefined ? '–' : tenths(line.value, language)
  switch (line.criterion) {
    case 'discipline': {
      const { lines, unknown, contradicted, forgotten = [], settled = [], machineOut = [], permitted = [] } = line.trace
      const elsewhere = new Set((line.trace.elsewhere ?? []).map(({ date }) => date)).size
      const bandOf = (minutes: number): string => {
        const at = bands.findIndex((band) => band.upTo === undefined || minutes <= band.upTo)
        return words.discipline.minutes((bands[at - 1]?.upTo ?? 0) + 1, bands[at]?.upTo ?? null)
      }
      const groups = new Map<string, { times: number; points: number }>()
      for (const { what, minutes, points } of lines) {
        const name =
          what === 'absent'
            ? words.discipline.absent
            : what === 'late'
              ? words.discipline.late(bandOf(minutes))
              : words.discipline.early(bandOf(minutes))
        const group = groups.get(name) ?? { times: 0, points: 0 }
        groups.set(name, { times: group.times + 1, points: group.points + points })
      }
      const sum = lines.reduce((total, { points }) => total + points, 0)
      const rows = [...groups].map(([name, { times, points }]) => [name, n(times), tenths(points, language)])
      return {
        caption: words.discipline.caption,
        head: [words.discipline.event, words.discipline.times, words.discipline.points],
        rows,
        foot: rows.length > 0 ? [words.discipline.sum, '', tenths(sum, language)] : null,
        notes: [
          ...(rows.length === 0 ? [words.discipline.none] : []),
          words.discipline.rule(tenths(sum, language), value),
          ...(unknown.length > 0 ? [words.discipline.unknown(n(unknown.length))] : []),
          ...(forgotten.length > 0 ? [words.discipline.forgotten(n(forgotten.length))] : []),
          ...(contradicted.length > 0 ? [words.discipline.contradicted(n(contradicted.length))] : []),
          ...(machineOut.length > 0 ? [words.discipline.machineOut(n(machineOut.length))] : []),
          ...(elsewhere > 0 ? [words.discipline.elsewhere(n(elsewhere))] : []),
          ...(settled.length > 0 ? [words.discipline.settled(n(settled.length))] : []),
          ...[...Map.groupBy(permitted, ({ reason }) => reason)].map(([reason, some]) => {
            const minutes = some.reduce((total, one) => total + one.minutes, 0)
            const dates = new Set(some.map(({ date }) => date))
            return words.discipline.permitted(n(minutes), presenceWords[language].permissions[reason]!, n(dates.size))
          }),
        ],
      }
    }
    case 'timeliness': {
      const { due, onTime, late, missed, awaiting, excused } = line.trace
      const counted = (days: number, credit: number): string => tenths(days * credit, language)
      const sum = onTime * 1000 + late * lateCreditThousandths
      return {
        caption: words.timeliness.caption(n(due + awaiting + excused), n(excused)),
        head: [words.timeliness.day, words.timeliness.days, words.timeliness.counted],
        rows: [
          [words.timeliness.onTime, n(onTime), counted(onTime, 1000)],
          [words.timeliness.late, n(late), counted(late, lateCreditThousandths)],
          [words.timeliness.missed, n(missed), counted(missed, 0)],
        ],
        foot: [words.timeliness.due, n(due), tenths(sum, language)],
        notes: [
          ...(due > 0 ? [words.timeliness.rule(tenths(sum, language), n(due), value)] : []),
          ...(awaiting > 0 ? [words.timeliness.awaiting(n(awaiting))] : []),
        ],
      }
    }
    case 'quantity': {
      const trace = line.trace
      if (trace.length === 0) return null
      const whole = trace.reduce((total, { missing, weight }) => total + (missing === undefined ? weight : 0), 0)
      const amount = (thousandths: number): string =>
        new Intl.NumberFormat(language === 'id' ? 'id-ID' : 'en-GB', { maximumFractionDigits: 3 }).format(
          thousandths / 1000,
        )
      return {
        caption: words.quantity.caption,
        head: [words.quantity.result, words.quantity.reached, words.quantity.weight, words.quantity.value],
        rows: trace.map((one) => [
          `${one.code} ${titles.get(one.resultId) ?? ''}`.trim(),
          words.quantity.of(
            one.per === undefined
              ? amount(one.verified)
              : tenths(one.per === 0 ? 0 : Math.round((one.verified * 1000) / one.per), language),
            amount(one.target),
            one.unit,
          ),
          one.missing === undefined ? tenths(Math.round((one.weight * 100_000) / whole), language) : '–',
          one.points === undefined ? '–' : tenths(one.points, language),
        ]),
        opens: trace.map(({ indicatorId, resultId }) => (indicatorId === undefined ? null : resultId)),
        foot: [words.quantity.sum, '', '', value],
        notes: [
          words.quantity.rule,
          ...trace.flatMap(({ code, shares, missing, told }) =>
            missing !== undefined
              ? [words.quantity[missing](code)]
              : shares.map((share) =>
                  words.quantity[told === undefined ? 'share' : 'known'](
                    code,
                    amount(share.agreed),
                    n(share.due),
                    n(share.planned),
                  ),
                ),
          ),
        ],
      }
    }
    case 'quality':
    case 'teamwork':
    case 'innovation': {
      const trace = line.trace
      if (trace.length === 0) return null
      const whole = trace.reduce((total, { weight }) => total + weight, 0)
      return {
        caption: words.rated.caption,
        head: [words.rated.source, words.rated.answer, words.rated.value, words.rated.share],
        rows: trace.map((one) => [
          one.source === 'peers'
            ? `${words.rated.sources.peers}, ${words.rated.people(n(one.n))}`
            : words.rated.sources[one.source],
          hundredths(Math.round(one.mean / 10), language).replace(/[,.]00$/, ''),
          tenths(one.value, language),
          percent(percentOf(one.weight, whole) ?? 0, language),
        ]),
        foot: [words.rated.sum, '', value, ''],
        notes: [words.rated.rule],
      }
    }
    case 'service': {
      const { answers, index } = line.trace
      return index === undefined
        ? null
        : {
            caption: '',
            head: [],
            rows: [],
            foot: null,
            notes: [words.service.rule(hundredths(index, language), n(answers))],
          }
    }
    default:
      return line satisfies never
  }
}

export const formulaText = (line: CriterionLine, segment: SegmentReceipt, language: Language): string => {
  const words = whyWords[language]
  if (line.value === undefined) return ''
  return line.contribution === undefined
    ? words.valueOnly(percentage(line.weight, language), tenths(line.value, language))
    : words.formula(
        percentage(line.weight, language),
        tenths(line.value, language),
        percentage(segment.completeness, language),
        tenths(line.contribution, language),
      )
}

/** What is pending and could move the score, as far as the receipt itself knows it. */
/** @param decided both ratings are decided, though this receipt may be older */
export const pendingTexts = (receipt: Receipt, language: Language, decided = false): readonly string[] => {
  const words = whyWords[language]
  const counted = receipt.segments.filter((segment) => segment.counted)
  const lines = counted.flatMap((segment) => segment.criteria)
  const awaitingDays = lines.reduce(
    (sum, line) => (line.criterion === 'timeliness' ? sum + line.trace.awaiting : sum),
    0,
  )
  const missing = [
    ...new Set(
      lines.filter((line) => line.missing !== undefined).map((line) => criterionName(line.criterion, language)),
    ),
  ]
  return [
    ...(awaitingDays > 0 ? [words.changeAwaitingDays(count(awaitingDays, language))] : []),
    ...(missing.length > 0 ? [words.changeMissing(capital(missing.join(', ').toLowerCase()))] : []),
    ...(receipt.predicate === undefined && !decided && receipt.state === 'index' ? [words.changeRating] : []),
  ]
}
