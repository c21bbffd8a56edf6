import type { Language } from '../../locals.ts'
import { count, seconds } from './number.ts'

/** Epoch milliseconds. */
export type Instant = number

/** `YYYY-MM-DD`, a day at the workplace. */
export type CivilDate = string

/** The zone of a workplace. Every time on a page names it. */
export type Zone = 'WIB' | 'WITA' | 'WIT'

/** `2026-Q3`. */
export type Period = string

const locale = { id: 'id-ID', en: 'en-GB' } as const
const place = { WIB: 'Asia/Jakarta', WITA: 'Asia/Makassar', WIT: 'Asia/Jayapura' } as const
const nbsp = '\u00a0'

const formats = new Map<string, Intl.DateTimeFormat>()
/** Making a formatter costs more than using it. */
const format = (language: Language, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = `${language}${zone}${JSON.stringify(options)}`
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale[language], { timeZone: zone, ...options })
  formats.set(key, known)
  return known
}
const ofDate = (date: CivilDate): Date => new Date(`${date}T00:00:00Z`)
const civil = (date: CivilDate, language: Language, options: Intl.DateTimeFormatOptions): string =>
  format(language, 'UTC', options).format(ofDate(date))

/** `Kamis, 19 November 2026` */
export const longDate = (date: CivilDate, language: Language): string =>
  civil(date, language, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
/** `19 November 2026` */
export const date = (value: CivilDate, language: Language): string =>
  civil(value, language, { day: 'numeric', month: 'long', year: 'numeric' })
/** `Jumat, 13 November` (without the comma in Indonesian: `Jumat 13 November`) */
export const dayAndMonth = (value: CivilDate, language: Language): string =>
  civil(value, language, { weekday: 'long', day: 'numeric', month: 'long' }).replace(',', '')
/** `Jumat 13` */
export const weekdayAndDay = (value: CivilDate, language: Language): string =>
  `${civil(value, language, { weekday: 'long' })} ${Number(value.slice(8))}`
/** `18 Nov` */
export const shortDate = (value: CivilDate, language: Language): string =>
  civil(value, language, { day: 'numeric', month: 'short' })
/** `November 2026` */
export const month = (value: CivilDate, language: Language): string =>
  civil(value, language, { month: 'long', year: 'numeric' })

/** The day at the workplace on which an instant falls. */
export const dayOf = (at: Instant, zone: Zone): CivilDate =>
  format('en', place[zone], { year: 'numeric', month: '2-digit', day: '2-digit' })
    .format(at)
    .split('/')
    .reverse()
    .join('-')
export const hourOf = (at: Instant, zone: Zone): number =>
  Number(format('en', place[zone], { hour: '2-digit', hourCycle: 'h23' }).format(at))

/** `10.44` */
export const clock = (at: Instant, zone: Zone, language: Language): string =>
  format(language, place[zone], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)
/** `10.44 WIB` */
export const time = (at: Instant, zone: Zone, language: Language): string =>
  `${clock(at, zone, language)}${nbsp}${zone}`
/** `18 Nov 08.31 WIB` */
export const shortMoment = (at: Instant, zone: Zone, language: Language): string =>
  `${shortDate(dayOf(at, zone), language)} ${time(at, zone, language)}`
/** `12 Oktober 2026, 08.30 WIB` */
export const moment = (at: Instant, zone: Zone, language: Language): string =>
  `${date(dayOf(at, zone), language)}, ${time(at, zone, language)}`
/** For `<time datetime>`. */
export const machine = (at: Instant): string => new Date(at).toISOString()

/** Day n days later. */
export const plusDays = (value: CivilDate, days: number): CivilDate =>
  new Date(ofDate(value).getTime() + days * 86_400_000).toISOString().slice(0, 10)
export const weekdayOf = (value: CivilDate): number => (ofDate(value).getUTCDay() + 6) % 7

/** A deadline, as near as the person feels it: `hari ini, 23.59 WIB`, `besok, 23.59 WIB`, else the date. The end of a day belongs to that day: `hari ini, 24.00 WIB`. */
export const deadline = (at: Instant, now: Instant, zone: Zone, language: Language): string => {
  const endsDay = clock(at, zone, 'id') === '00.00'
  const day = dayOf(endsDay ? at - 1 : at, zone)
  const today = dayOf(now, zone)
  const near = { id: ['hari ini', 'besok'], en: ['today', 'tomorrow'] }[language]
  const said = day === today ? near[0] : day === plusDays(today, 1) ? near[1] : dayAndMonth(day, language)
  return `${said}, ${endsDay ? `${language === 'id' ? '24.00' : '24:00'}${nbsp}${zone}` : time(at, zone, language)}`
}

const units = {
  id: { second: 'dtk', minute: 'menit', hour: 'jam', day: 'hari' },
  en: { second: 's', minute: 'min', hour: 'h', day: 'd' },
} as const

/** How old something is, one unit: `0,4 dtk`, `48 menit`, `26 jam`, `8 hari`. Hours up to two days: that is how a wait is felt. */
export const age = (milliseconds: number, language: Language): string => {
  const ms = Math.max(0, milliseconds)
  const unit = units[language]
  if (ms < 60_000) return `${seconds(ms, language)}${nbsp}${unit.second}`
  if (ms < 3_600_000) return `${count(Math.floor(ms / 60_000), language)}${nbsp}${unit.minute}`
  if (ms < 172_800_000) return `${count(Math.floor(ms / 3_600_000), language)}${nbsp}${unit.hour}`
  return `${count(Math.floor(ms / 86_400_000), language)}${nbsp}${unit.day}`
}

const roman = ['I', 'II', 'III', 'IV']
/** `2026-Q3` → `Triwulan III 2026` */
export const quarter = (period: Period, language: Language): string => {
  const [year, number] = period.split('-Q')
  return language === 'id' ? `Triwulan ${roman[Number(number) - 1] ?? '?'} ${year}` : `Quarter ${number} of ${year}`
}
export const isPeriod = (text: string | undefined): text is Period => /^\d{4}-Q[1-4]$/.test(text ?? '')

const hoursEast = { WIB: 7, WITA: 8, WIT: 9 } as const
/** When a day begins at the workplace. None of the three zones has a summer time. */
export const startOfDay = (value: CivilDate, zone: Zone): Instant =>
  ofDate(value).getTime() - hoursEast[zone] * 3_600_000
