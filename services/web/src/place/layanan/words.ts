import type { Language } from '../../locals.ts'
import { indicatorWords, stateOf, valueText } from '../shared/indicator/words.ts'
import type { IndicatorLine } from '../shared/indicator/view.ts'
import { capital, count, inWords, plural, quantity } from '../shared/number.ts'
import { date, month as monthName, shortDate } from '../shared/time.ts'
import type { FigureWrong, IndicatorWrong } from './form.ts'
import type { MonthView, ServicesView, Span } from './view.ts'

const id = {
  title: 'Angka layanan',
  data: 'Data dan garis penilai',
  agency: 'Instansi',
  open: 'Buka instansi',
  choose: 'Pilih satu instansi dahulu.',
  head: {
    none: 'Belum ada indikator layanan',
    all: (n: string, _n: number) => `${n} indikator, semua sesuai target`,
    off: (n: string, _n: number) => `${n} indikator di luar target`,
    waiting: (n: string, _n: number) => `${n} indikator menunggu angka`,
    some: (n: string, _n: number) => `${n} indikator layanan`,
  },
  lead: 'Angka unit dihitung sampai hari ini, dari sumbernya sendiri.',
  leadNone: 'Daftarkan indikator, lalu isi angkanya setiap hari atau bulan.',
  leadNoneReads: 'Yang mendaftarkan: pengelola kepegawaian instansi, atau BKD.',
  saved: (code: string) => `Indikator ${code} tersimpan.`,
  register: 'Daftarkan indikator',
  month: 'Buka angka bulan ini',
  change: 'Ubah indikator',
  of: (text: string, name: string) => `${text}: ${name}`,
  lastDay: (day: string) => `angka terakhir ${day}`,
  source: (source: string) => `sumber: ${source}`,
  verified: (how: string) => `diperiksa: ${how}`,
  ended: (day: string) => `berakhir ${day}`,

  monthTitle: (meaning: string, month: string) => `${meaning}, ${month}`,
  monthLead: {
    none: 'Belum ada angka bulan ini.',
    count: (value: string) => `Bulan ini ${value}.`,
    ratio: (value: string, amount: string, per: string) => `Bulan ini ${value}: ${amount} untuk ${per}.`,
    level: (value: string) => `Terakhir ${value}.`,
    nobody: 'Bulan ini belum ada pembaginya, jadi belum ada rasio.',
  },
  unknown: (days: string, _n: number) => `${days} hari tanpa data.`,
  full: 'Tidak ada hari yang terlewat.',
  unit: 'Unit',
  openUnit: 'Buka unit',
  months: 'Bulan',
  told: (receipt: string, span: string) => `Diterima: ${span} (tanda terima ${receipt}).`,
  withdrawn: (receipt: string, span: string) => `Ditarik: ${span} (tanda terima ${receipt}). Harinya kini tanpa data.`,
  same: 'Tidak ada yang berubah, jadi tidak ada yang dikirim.',
  tell: (span: string) => `Isi angka ${span}`,
  mend: (span: string) => `Ubah angka ${span}`,
  whole: (month: string) => `seluruh ${month}`,
  amount: (unit: string) => `Jumlah ${unit}`,
  per: (unit: string) => `Banyaknya ${unit}`,
  amountHint: 'Tulis 1250 atau 12,5. Nol berarti memang nol.',
  perHint: 'Nol berarti memang tidak ada.',
  wholeHint: 'Dihitung hanya bila tidak satu hari pun punya angka.',
  save: 'Simpan angka',
  takeBack: 'Tarik angka ini',
  takeBackWhy: 'Harinya menjadi tanpa data, bukan nol. Jejaknya tetap ada.',
  done: 'Semua hari sudah ada angkanya. Pilih hari untuk mengubahnya.',
  readOnly: 'Yang mengisi: pengelola kepegawaian instansi ini.',
  chartOff: (n: string, all: string, _n: number) => `${n} dari ${all} hari di luar target`,
  chartMost: (value: string) => `Paling tinggi ${value} sehari`,
  chartNone: 'Belum ada hari yang punya angka',
  chartRead: {
    target: 'Garis: target. Kotak bergaris: hari tanpa data.',
    plain: 'Kotak bergaris: hari tanpa data.',
  },
  day: 'Hari',
  ratio: 'Rasio',
  states: {
    unknown: 'tanpa data',
    today: 'belum diisi',
    free: 'bukan hari kerja',
    outside: 'di luar masa indikator',
  },
  beside: 'tidak dihitung: harinya punya angka',
  other: (text: string) => `sumber lain: ${text}, tidak dihitung`,
  contradicted: 'dua isi untuk revisi ini; yang pertama dihitung',
  revised: (times: string) => `revisi ${times}`,
  total: 'Bulan ini',
  wholeRow: 'Angka sebulan',
  fill: 'Isi',
  edit: 'Ubah',
  act: 'Tindakan',
  csv: 'Unduh CSV',
  sourceLine: (source: string, at: string) => `Sumber: ${source}. Dibaca ${at}.`,
  error: 'Galat: ',
  summary: (n: string, _n: number) => `${n} hal perlu diperbaiki`,
  figureErrors: {
    amount: 'Tulis angka, nol atau lebih',
    changed: 'Angka ini baru saja berubah. Periksa tabel, lalu simpan lagi.',
  } satisfies Record<FigureWrong['code'], string>,

  newTitle: 'Daftarkan indikator',
  changeTitle: (code: string) => `Ubah indikator ${code}`,
  newLead: 'Satuan, ukuran, dan arah tetap sesudah disimpan.',
  changeLead: 'Satuan, ukuran, dan arah tetap. Arti lain butuh kode lain.',
  fields: {
    code: 'Kode',
    meaningId: 'Arti, bahasa Indonesia',
    meaningEn: 'Arti, bahasa Inggris',
    measure: 'Ukuran',
    unit: 'Satuan',
    perUnit: 'Per satuan (hanya rasio)',
    direction: 'Arah yang baik',
    source: 'Sumber angka',
    verifiedBy: 'Cara memeriksanya',
    from: 'Berlaku mulai',
    to: 'Berlaku sampai (boleh kosong)',
  },
  hints: {
    code: 'Huruf, angka, titik, atau garis. Tidak berubah lagi.',
    source: 'Sistem atau buku tempat angkanya dicatat. Tanpa nama orang.',
    target: 'Kosongkan triwulan yang belum punya target.',
  },
  measures: {
    count: 'Jumlah: angkanya ditambahkan',
    ratio: 'Rasio: jumlah dibagi banyaknya',
    level: 'Keadaan: yang terakhir berlaku',
  },
  directions: { more: 'Naik lebih baik', less: 'Turun lebih baik' },
  pick: 'Pilih',
  targets: 'Target per triwulan',
  quarter: (n: string, year: string) => `Triwulan ${n} ${year}`,
  saveIndicator: 'Simpan indikator',
  fixed: 'Tetap',
  errors: {
    code: 'Tulis kode: huruf, angka, titik, atau garis',
    text: 'Isi, dan jangan terlalu panjang',
    chosen: 'Pilih satu',
    date: 'Pilih tanggal',
    span: 'Pilih tanggal, tidak sebelum mulainya',
    target: 'Tulis angka, nol atau lebih',
  } satisfies Record<IndicatorWrong['code'], string>,
}
const en: typeof id = {
  title: 'Service figures',
  data: 'Data and line of assessors',
  agency: 'Agency',
  open: 'Open agency',
  choose: 'Choose an agency first.',
  head: {
    none: 'No service indicators yet',
    all: (n, value) => `${n} ${plural(value, 'en', { one: 'indicator', other: 'indicators' })}, all on target`,
    off: (n, value) => `${n} ${plural(value, 'en', { one: 'indicator', other: 'indicators' })} off target`,
    waiting: (n, value) =>
      `${n} ${plural(value, 'en', { one: 'indicator awaits', other: 'indicators await' })} figures`,
    some: (n, value) => `${n} service ${plural(value, 'en', { one: 'indicator', other: 'indicators' })}`,
  },
  lead: 'Figures of units, counted to date, from their own sources.',
  leadNone: 'Register an indicator, then tell its figures by day or month.',
  leadNoneReads: 'Registered by: the agency’s personnel officer, or the board.',
  saved: (code) => `Indicator ${code} is saved.`,
  register: 'Register indicator',
  month: 'Open this month’s figures',
  change: 'Change indicator',
  of: (text, name) => `${text}: ${name}`,
  lastDay: (day) => `last figure ${day}`,
  source: (source) => `source: ${source}`,
  verified: (how) => `verified: ${how}`,
  ended: (day) => `ends ${day}`,

  monthTitle: (meaning, month) => `${meaning}, ${month}`,
  monthLead: {
    none: 'No figures this month yet.',
    count: (value) => `This month ${value}.`,
    ratio: (value, amount, per) => `This month ${value}: ${amount} for ${per}.`,
    level: (value) => `Last ${value}.`,
    nobody: 'Nothing to divide by this month, so there is no ratio.',
  },
  unknown: (days, n) => `${days} ${plural(n, 'en', { one: 'day', other: 'days' })} without data.`,
  full: 'No day was missed.',
  unit: 'Unit',
  openUnit: 'Open unit',
  months: 'Months',
  told: (receipt, span) => `Received: ${span} (receipt ${receipt}).`,
  withdrawn: (receipt, span) => `Withdrawn: ${span} (receipt ${receipt}). It is without data now.`,
  same: 'Nothing has changed, so nothing was sent.',
  tell: (span) => `Tell the figure of ${span}`,
  mend: (span) => `Change the figure of ${span}`,
  whole: (month) => `all of ${month}`,
  amount: (unit) => `Amount in ${unit}`,
  per: (unit) => `For how many ${unit}`,
  amountHint: 'Write 1250 or 12.5. Nought means it was nought.',
  perHint: 'Nought means there was none.',
  wholeHint: 'It counts only while no day of it has a figure.',
  save: 'Save figure',
  takeBack: 'Withdraw figure',
  takeBackWhy: 'The day is then without data, not nought. Its trace remains.',
  done: 'Every day has its figure. Choose a day to change it.',
  readOnly: 'Told by: the personnel officer of this agency.',
  chartOff: (n, all, value) => `${n} of ${all} days ${plural(value, 'en', { one: 'is', other: 'are' })} off target`,
  chartMost: (value) => `At most ${value} on a day`,
  chartNone: 'No day has a figure yet',
  chartRead: { target: 'Line: target. Hatched: a day without data.', plain: 'Hatched: a day without data.' },
  day: 'Day',
  ratio: 'Ratio',
  states: {
    unknown: 'without data',
    today: 'not told yet',
    free: 'no working day',
    outside: 'outside the indicator’s time',
  },
  beside: 'does not count: its days have figures',
  other: (text) => `another source: ${text}, does not count`,
  contradicted: 'two contents of this revision; the first counts',
  revised: (times) => `revision ${times}`,
  total: 'This month',
  wholeRow: 'Figure of the month',
  fill: 'Tell',
  edit: 'Change',
  act: 'Action',
  csv: 'Download CSV',
  sourceLine: (source, at) => `Source: ${source}. Read ${at}.`,
  error: 'Error: ',
  summary: (n, value) => `${n} ${plural(value, 'en', { one: 'thing', other: 'things' })} to mend`,
  figureErrors: {
    amount: 'Write a number, nought or more',
    changed: 'This figure has just changed. Check the table, then save again.',
  },

  newTitle: 'Register an indicator',
  changeTitle: (code) => `Change indicator ${code}`,
  newLead: 'Unit, measure and direction are fixed once it is saved.',
  changeLead: 'Unit, measure and direction are fixed. Another meaning needs another code.',
  fields: {
    code: 'Code',
    meaningId: 'Meaning, in Indonesian',
    meaningEn: 'Meaning, in English',
    measure: 'Measure',
    unit: 'Unit of measure',
    perUnit: 'Per unit (ratios only)',
    direction: 'Good direction',
    source: 'Source of the figures',
    verifiedBy: 'How they are verified',
    from: 'In force from',
    to: 'In force until (may be empty)',
  },
  hints: {
    code: 'Letters, digits, dots or dashes. It never changes.',
    source: 'The system or book that holds them. No names of people.',
    target: 'Leave quarters without a target empty.',
  },
  measures: {
    count: 'Count: amounts add up',
    ratio: 'Ratio: an amount by how many',
    level: 'Level: the last one holds',
  },
  directions: { more: 'Rising is better', less: 'Falling is better' },
  pick: 'Choose',
  targets: 'Targets by quarter',
  quarter: (n, year) => `Quarter ${n}, ${year}`,
  saveIndicator: 'Save indicator',
  fixed: 'Fixed',
  errors: {
    code: 'Write a code: letters, digits, dots or dashes',
    text: 'Fill it in, and not too long',
    chosen: 'Choose one',
    date: 'Choose a date',
    span: 'Choose a date, not before it begins',
    target: 'Write a number, nought or more',
  },
}
export const serviceWords: Record<Language, typeof id> = { id, en }

/** The headline says what needs somebody; that all is well only where every indicator is. */
export function headline(
  { lines }: Pick<ServicesView, 'lines'>,
  states: readonly string[],
  language: Language,
): string {
  const { head } = serviceWords[language]
  const n = (state: string) => states.filter((one) => one === state).length
  const said = (words: (text: string, n: number) => string, value: number) =>
    capital(words(inWords(value, language), value))
  if (lines.length === 0) return head.none
  if (n('off') > 0) return said(head.off, n('off'))
  if (n('waiting') + n('none') > 0) return said(head.waiting, n('waiting') + n('none'))
  return n('on') === lines.length ? said(head.all, lines.length) : said(head.some, lines.length)
}

/** `menit` and `pasien` as amounts: `4.500 menit`. */
const amountText = (value: number, unit: string, language: Language): string => `${quantity(value, language)} ${unit}`

export function monthLead(view: Pick<MonthView, 'indicator' | 'sum' | 'unknown'>, language: Language): string {
  const words = serviceWords[language]
  const { indicator, sum } = view
  const { unit, perUnit, measure } = indicator
  const said =
    sum.amount === null
      ? words.monthLead.none
      : sum.value === null
        ? words.monthLead.nobody
        : measure === 'ratio'
          ? words.monthLead.ratio(
              valueText(indicator, sum.value, language),
              amountText(sum.amount, unit, language),
              amountText(sum.per ?? 0, perUnit ?? '', language),
            )
          : words.monthLead[measure](valueText(indicator, sum.value, language))
  const missing =
    view.unknown > 0
      ? capital(words.unknown(inWords(view.unknown, language), view.unknown))
      : sum.daysDue > 0
        ? words.full
        : ''
  return `${said} ${missing}`.trim()
}

/** `12 November`, or `seluruh November 2026`. */
export const spanText = (span: string, language: Language): string =>
  span.length === 7 ? serviceWords[language].whole(monthName(`${span}-01`, language)) : date(span, language)

/** What stands under an indicator: what is missing, and where it comes from. */
export function lineMeta(line: IndicatorLine, language: Language): string {
  const words = serviceWords[language]
  return [
    line.unknown.length > 0
      ? indicatorWords[language].unknown(count(line.unknown.length, language), line.unknown.length)
      : '',
    line.last === null
      ? ''
      : words.lastDay(line.last.length === 7 ? monthName(`${line.last}-01`, language) : shortDate(line.last, language)),
    words.source(line.source),
    line.to === null ? '' : words.ended(date(line.to, language)),
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

/** What is to be said of a day beside its number. */
export function spanNotes(view: Pick<MonthView, 'indicator'>, span: Span, language: Language): readonly string[] {
  const words = serviceWords[language]
  const { indicator } = view
  return [
    span.state === 'known' ? '' : span.span.length === 7 && span.state === 'free' ? '' : words.states[span.state],
    span.beside ? words.beside : '',
    span.figure !== null && span.figure.revision > 1 ? words.revised(count(span.figure.revision, language)) : '',
    span.figure?.contradicted ? words.contradicted : '',
    ...span.others.map((other) =>
      words.other(
        `${quantity(other.amount, language)} ${indicator.unit}${other.per === null ? '' : ` / ${quantity(other.per, language)} ${indicator.perUnit ?? ''}`}`,
      ),
    ),
  ].filter((note) => note !== '')
}

/** The number of a day: of a ratio its own, which is for that day only. Null: none. */
export const ofDay = (view: Pick<MonthView, 'indicator'>, { figure }: Span): number | null =>
  figure === null
    ? null
    : view.indicator.measure !== 'ratio'
      ? figure.amount
      : figure.per === null || figure.per === 0
        ? null
        : Math.floor((figure.amount * 2000 + figure.per) / (figure.per * 2))

/** What the drawing says: days off target where there is one by day, else the highest. */
export function chartTitle(view: Pick<MonthView, 'indicator' | 'days' | 'sum'>, language: Language): string {
  const words = serviceWords[language]
  const { indicator, days, sum } = view
  const values = days.map((day) => ofDay(view, day)).filter((value) => value !== null)
  if (values.length === 0) return words.chartNone
  if (indicator.measure === 'count' || sum.target === null)
    return words.chartMost(valueText(indicator, Math.max(...values), language))
  const off = values.filter((value) => stateOf(indicator, { value, target: sum.target, enough: true }) === 'off').length
  return words.chartOff(capital(inWords(off, language)), count(values.length, language), off)
}
