import type { Language } from '../../../locals.ts'
import { count, plural, quantity, tenths } from '../number.ts'
import { month } from '../time.ts'
import type { Indicator, IndicatorLine, IndicatorSum } from './view.ts'

const id = {
  title: 'Janji layanan',
  read: 'Sementara: triwulan masih berjalan, hanya hari yang diketahui dihitung.',
  states: {
    on: 'Sesuai target',
    off: 'Di luar target',
    waiting: 'Menunggu angka',
    none: 'Belum ada angka',
    'no-target': 'Belum ada target',
  } satisfies Record<State, string>,
  less: 'turun lebih baik',
  more: 'naik lebih baik',
  target: { less: (text: string) => `paling banyak ${text}`, more: (text: string) => `paling sedikit ${text}` },
  targetToDate: (text: string) => `Target sampai kini ${text}`,
  targetOf: (text: string) => `Target ${text}`,
  targetKnown: (text: string, whole: string) => `Target hari yang diketahui ${text}, dari ${whole} setriwulan`,
  noTarget: 'Target triwulan ini belum ditetapkan.',
  unknown: (days: string, _n: number) => `${days} hari tanpa data`,
  allKnown: 'Semua hari ada datanya',
  levels: 'Angka keadaan beberapa unit tidak dijumlahkan. Buka per unit.',
  soFar: (text: string) => `${text} sampai kini`,
  nothing: 'Belum ada angka triwulan ini',
  nothingTold: 'Tidak ada angka triwulan ini',
  trendRead: 'Garis: target. Batang bergaris: bulan yang berjalan.',
  trendOver: 'Garis: target. Bulan tanpa batang: tanpa data.',
  trendOverPlain: 'Bulan tanpa batang: tanpa data.',
  trendPlain: 'Batang bergaris: bulan yang berjalan.',
  falls: (from: string, to: string, since: string) => `Turun dari ${from} ke ${to} sejak ${since}`,
  rises: (from: string, to: string, since: string) => `Naik dari ${from} ke ${to} sejak ${since}`,
  stays: (to: string, since: string) => `Tetap ${to} sejak ${since}`,
  noTrend: 'Belum ada dua bulan untuk dibandingkan',
  table: 'Lihat tabel',
  month: 'Bulan',
  value: 'Hasil',
  targetColumn: 'Target',
  days: 'Hari diketahui',
  ofDays: (known: string, due: string) => `${known} dari ${due}`,
  source: (source: string, at: string) => `Sumber: ${source}. Dibaca ${at}.`,
  sourceFixed: (source: string, at: string) => `Sumber: ${source}. Terbit ${at}.`,
  csv: 'Unduh CSV',
}
const en: typeof id = {
  title: 'Service promises',
  read: 'Provisional: the quarter runs, and only known days count.',
  states: {
    on: 'On target',
    off: 'Off target',
    waiting: 'Awaiting figures',
    none: 'No figures yet',
    'no-target': 'No target yet',
  },
  less: 'falling is better',
  more: 'rising is better',
  target: { less: (text) => `at most ${text}`, more: (text) => `at least ${text}` },
  targetToDate: (text) => `Target to date ${text}`,
  targetOf: (text) => `Target ${text}`,
  targetKnown: (text, whole) => `Target of the known days ${text}, of ${whole} in the quarter`,
  noTarget: 'No target is set for this quarter.',
  unknown: (days, n) => `${days} ${plural(n, 'en', { one: 'day', other: 'days' })} without data`,
  allKnown: 'Every day has its figure',
  levels: 'Levels of several units do not add up. Open one unit.',
  soFar: (text) => `${text} to date`,
  nothing: 'No figures this quarter yet',
  nothingTold: 'No figures in this quarter',
  trendRead: 'Lines: targets. Hatched: the month that runs.',
  trendOver: 'Lines: targets. A month without a bar: no data.',
  trendOverPlain: 'A month without a bar: no data.',
  trendPlain: 'Hatched: the month that runs.',
  falls: (from, to, since) => `Down from ${from} to ${to} since ${since}`,
  rises: (from, to, since) => `Up from ${from} to ${to} since ${since}`,
  stays: (to, since) => `Still ${to} since ${since}`,
  noTrend: 'There are no two months to compare yet',
  table: 'See table',
  month: 'Month',
  value: 'Result',
  targetColumn: 'Target',
  days: 'Days known',
  ofDays: (known, due) => `${known} of ${due}`,
  source: (source, at) => `Source: ${source}. Read ${at}.`,
  sourceFixed: (source, at) => `Source: ${source}. Published ${at}.`,
  csv: 'Download CSV',
}
export const indicatorWords: Record<Language, typeof id> = { id, en }

export type State = 'on' | 'off' | 'waiting' | 'none' | 'no-target'
/** Whether what was promised is kept, to date. Too few known days say nothing, and no figure is none of nought. */
export const stateOf = (
  { lessIsBetter }: Pick<Indicator, 'lessIsBetter'>,
  { value, target, enough }: Pick<IndicatorSum, 'value' | 'target' | 'enough'>,
): State => {
  if (value === null) return 'none'
  if (target === null) return 'no-target'
  if (!enough) return 'waiting'
  return (lessIsBetter ? value <= target : value >= target) ? 'on' : 'off'
}

/** A number without its unit: a ratio in tenths, as it was rounded once. */
export const numberText = ({ measure }: Pick<Indicator, 'measure'>, value: number, language: Language): string =>
  measure === 'ratio' ? tenths(value, language) : quantity(value, language)

/** A target to date is a share by days, which nobody promised to the thousandth: tenths where it is no whole number. */
export const targetNumber = (of: Pick<Indicator, 'measure'>, value: number, language: Language): string =>
  value % 1000 === 0 ? numberText(of, value, language) : tenths(value, language)

/** `menit per pasien`; units of the registry are Indonesian in both languages. */
export const unitText = ({ unit, perUnit }: Pick<Indicator, 'unit' | 'perUnit'>): string =>
  perUnit === null ? unit : `${unit} per ${perUnit}`

/** `18,5 menit per pasien`. */
export const valueText = (
  indicator: Pick<Indicator, 'measure' | 'unit' | 'perUnit'>,
  value: number,
  language: Language,
): string => `${numberText(indicator, value, language)} ${unitText(indicator)}`

/** `paling banyak 15 menit per pasien`. */
export const targetText = (
  indicator: Pick<Indicator, 'measure' | 'unit' | 'perUnit' | 'lessIsBetter'>,
  target: number,
  language: Language,
): string =>
  indicatorWords[language].target[indicator.lessIsBetter ? 'less' : 'more'](valueText(indicator, target, language))

/** The target to date of a count, the quarter's of anything else, and which way is good. @param over the quarter is: of a count, the target of the days that are known */
export function targetSentence(line: IndicatorLine, language: Language, over = false): string {
  const words = indicatorWords[language]
  const { quarter, agreed, measure } = line
  if (agreed === null) return words.noTarget
  const toDate = (target: number) =>
    words.target[line.lessIsBetter ? 'less' : 'more'](`${targetNumber(line, target, language)} ${unitText(line)}`)
  const said =
    measure !== 'count' || quarter.target === null || (over && quarter.target === agreed)
      ? words.targetOf(targetText(line, agreed, language))
      : over
        ? words.targetKnown(toDate(quarter.target), valueText(line, agreed, language))
        : words.targetToDate(toDate(quarter.target))
  return `${said}, ${words[line.lessIsBetter ? 'less' : 'more']}.`
}

/** What a quarter amounts to so far, in words. @param over it is not running any more */
export const soFarText = (line: IndicatorLine, language: Language, over = false): string => {
  const words = indicatorWords[language]
  if (line.quarter.value !== null) {
    const value = valueText(line, line.quarter.value, language)
    return over ? value : words.soFar(value)
  }
  if (line.measure === 'level' && line.units > 1) return words.levels
  return over ? words.nothingTold : words.nothing
}

export const unknownText = (line: Pick<IndicatorLine, 'unknown' | 'last'>, language: Language): string | null => {
  const words = indicatorWords[language]
  if (line.unknown.length > 0) return words.unknown(count(line.unknown.length, language), line.unknown.length)
  return line.last === null ? null : words.allKnown
}

/** What a trend says: from the first month that is over to the last one. */
export function trendTitle(line: IndicatorLine, running: string | null, language: Language): string {
  const words = indicatorWords[language]
  const over = line.months.flatMap(({ span, value }) => (span === running || value === null ? [] : [{ span, value }]))
  const [first, last] = [over[0], over.at(-1)]
  if (first === undefined || last === undefined || first === last) return words.noTrend
  const since = month(`${first.span}-01`, language)
  const to = valueText(line, last.value, language)
  if (first.value === last.value) return words.stays(to, since)
  return (last.value < first.value ? words.falls : words.rises)(numberText(line, first.value, language), to, since)
}
