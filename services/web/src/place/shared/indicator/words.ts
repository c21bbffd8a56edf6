import type { Language } from '../../../locals.ts'
import { count, plural, quantity, tenths } from '../number.ts'
import type { Indicator, IndicatorLine, IndicatorSum } from './view.ts'

const id = {
  states: {
    on: 'Sesuai target',
    off: 'Di luar target',
    waiting: 'Menunggu angka',
    none: 'Belum ada angka',
    'no-target': 'Belum ada target',
  } satisfies Record<State, string>,
  less: 'turun lebih baik',
  more: 'naik lebih baik',
  per: (unit: string, perUnit: string) => `${unit} per ${perUnit}`,
  ratioOf: (amount: string, per: string) => `${amount} dari ${per}`,
  target: { less: (text: string) => `paling banyak ${text}`, more: (text: string) => `paling sedikit ${text}` },
  targetToDate: (text: string) => `Target sampai kini ${text}`,
  targetOf: (text: string) => `Target ${text}`,
  noTarget: 'Target triwulan ini belum ditetapkan.',
  unknown: (days: string, _n: number) => `${days} hari tanpa data`,
  allKnown: 'Semua hari ada datanya',
  levels: 'Angka keadaan beberapa unit tidak dijumlahkan. Buka per unit.',
}
const en: typeof id = {
  states: {
    on: 'On target',
    off: 'Off target',
    waiting: 'Awaiting figures',
    none: 'No figures yet',
    'no-target': 'No target yet',
  },
  less: 'falling is better',
  more: 'rising is better',
  per: (unit, perUnit) => `${unit} per ${perUnit}`,
  ratioOf: (amount, per) => `${amount} for ${per}`,
  target: { less: (text) => `at most ${text}`, more: (text) => `at least ${text}` },
  targetToDate: (text) => `Target to date ${text}`,
  targetOf: (text) => `Target ${text}`,
  noTarget: 'No target is set for this quarter.',
  unknown: (days, n) => `${days} ${plural(n, 'en', { one: 'day', other: 'days' })} without data`,
  allKnown: 'Every day has its figure',
  levels: 'Levels of several units do not add up. Open one unit.',
}
export const indicatorWords: Record<Language, typeof id> = { id, en }

type State = 'on' | 'off' | 'waiting' | 'none' | 'no-target'
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

/** `menit per pasien`; units of the registry are Indonesian in both languages. */
export const unitText = ({ unit, perUnit }: Pick<Indicator, 'unit' | 'perUnit'>): string =>
  perUnit === null ? unit : `${unit} per ${perUnit}`

/** `18,5 menit per pasien`. */
export const valueText = (indicator: Indicator, value: number, language: Language): string =>
  `${numberText(indicator, value, language)} ${unitText(indicator)}`

/** `paling banyak 15 menit per pasien`. */
export const targetText = (indicator: Indicator, target: number, language: Language): string =>
  indicatorWords[language].target[indicator.lessIsBetter ? 'less' : 'more'](valueText(indicator, target, language))

export const unknownText = (line: Pick<IndicatorLine, 'unknown' | 'last'>, language: Language): string | null => {
  const words = indicatorWords[language]
  if (line.unknown.length > 0) return words.unknown(count(line.unknown.length, language), line.unknown.length)
  return line.last === null ? null : words.allKnown
}
