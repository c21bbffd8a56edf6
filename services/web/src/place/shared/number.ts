import type { Language } from '../../locals.ts'

const locale = { id: 'id-ID', en: 'en-GB' } as const
const nbsp = '\u00a0'

/** Divides and rounds half up, in whole numbers: what is shown is rounded once. */
const halfUp = (value: number, divisor: number): number => {
  const half = Math.floor((Math.abs(value) * 2 + divisor) / (divisor * 2))
  return value < 0 ? -half : half
}

/** 11204 → `11.204`, in English `11,204`. */
export const count = (value: number, language: Language): string =>
  new Intl.NumberFormat(locale[language], { maximumFractionDigits: 0 }).format(value)

const fixed = (value: number, digits: number, language: Language): string =>
  new Intl.NumberFormat(locale[language], { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    value,
  )

/** Thousandths in tenths, half up: 89233 → `89,2`. */
export const tenths = (thousandths: number, language: Language): string =>
  fixed(halfUp(thousandths, 100) / 10, 1, language)

/** The shown tenths as a whole number, to add up what is shown: 89233 → 892. */
export const shownTenths = (thousandths: number): number => halfUp(thousandths, 100)

/** Hundredths with two decimals: 8394 → `83,94`. */
export const hundredths = (value: number, language: Language): string => fixed(value / 100, 2, language)

/** A quantity in thousandths without needless decimals: 3000 → `3`, 1500 → `1,5`. */
export const quantity = (thousandths: number, language: Language): string =>
  new Intl.NumberFormat(locale[language], { maximumFractionDigits: 3 }).format(thousandths / 1000)

/** All thousandths: 89233 → `89,233`. */
export const exact = (thousandths: number, language: Language): string => fixed(thousandths / 1000, 3, language)

/** A share in whole percent, half up, from counts. Never from an average. Null of nothing. */
export const percentOf = (part: number, whole: number): number | null => (whole > 0 ? halfUp(part * 100, whole) : null)

/** 88 → `88 %`, in English `88%`. */
export const percent = (value: number, language: Language): string =>
  language === 'id' ? `${count(value, 'id')}${nbsp}%` : `${count(value, 'en')}%`

/** Seconds with one decimal under ten: 420 ms → `0,4`. */
export const seconds = (milliseconds: number, language: Language): string =>
  milliseconds < 10_000
    ? fixed(halfUp(Math.max(0, milliseconds), 100) / 10, 1, language)
    : count(halfUp(milliseconds, 1000), language)

const small = {
  id: ['nol', 'satu', 'dua', 'tiga', 'empat', 'lima', 'enam', 'tujuh', 'delapan', 'sembilan'],
  en: ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
} as const

/** In a sentence, numbers under ten are words. */
export const inWords = (value: number, language: Language): string => small[language][value] ?? count(value, language)

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const plurals = { id: new Intl.PluralRules('id'), en: new Intl.PluralRules('en') }
/** The form that a number takes: `plural(1, 'en', { one: 'entry', other: 'entries' })`. Indonesian has one for all. */
export const plural = <Form>(value: number, language: Language, forms: { one: Form; other: Form }): Form =>
  plurals[language].select(value) === 'one' ? forms.one : forms.other
/** The same for an English number that is written already: `1`, `one` or `One` is one. */
export const pluralSaid = (said: string, one: string, other: string): string =>
  plural(/^(?:1|one)$/i.test(said) ? 1 : 2, 'en', { one, other })

/**
 * `1.200` is a thousand and two hundred in Indonesian and 1.2 in English; a point that no thousands follow is a decimal in both.
 * @returns thousandths, or null when it is no number
 */
export const readThousandths = (text: string, language: Language): number | null => {
  const bare = text.replace(/[\s\u00a0]/g, '')
  const [group, decimal] = language === 'id' ? ['\\.', ','] : [',', '\\.']
  const grouped = new RegExp(`^(\\d{1,3}(?:${group}\\d{3})+)(?:${decimal}(\\d{1,3}))?$`).exec(bare)
  const plain = grouped ?? /^(\d+)(?:[.,](\d{1,3}))?$/.exec(bare)
  if (!plain) return null
  return Number((plain[1] ?? '').replace(/\D/g, '')) * 1000 + Number((plain[2] ?? '').padEnd(3, '0'))
}
