import type { Hours } from './shift.ts'

/** A civil day, `YYYY-MM-DD`; compared as text. */
export type CivilDate = string
/** Epoch milliseconds. */
export type Instant = number
export type Zone = 'WIB' | 'WITA' | 'WIT'
/** `2026-Q3`. */
export type Period = string

export const DAY = 86_400_000
const HOUR = 3_600_000
/** Hours ahead of UTC; Indonesia has no summer time. */
const ahead: Readonly<Record<Zone, number>> = { WIB: 7, WITA: 8, WIT: 9 }

export const isZone = (text: string): text is Zone => Object.hasOwn(ahead, text)
/** Whether a text is a day that exists: 29 February in leap years only, no year 0. */
export const isCivilDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !text.startsWith('0000') && !Number.isNaN(utc(text)) && addDays(text, 0) === text
/** A few years of days are read and written over and over: parsing them was a sixth of a receipt. */
const MOST_KNOWN = 4096
const instants = new Map<CivilDate, Instant>()
const texts = new Map<Instant, CivilDate>()
function known<K, V>(map: Map<K, V>, key: K, make: (key: K) => V): V {
  let value = map.get(key)
  if (value === undefined) {
    if (map.size >= MOST_KNOWN) map.clear()
    map.set(key, (value = make(key)))
  }
  return value
}
const utc = (date: CivilDate): Instant => known(instants, date, (text) => Date.parse(`${text}T00:00:00Z`))
export const addDays = (date: CivilDate, days: number): CivilDate =>
  known(texts, utc(date) + days * DAY, (instant) => new Date(instant).toISOString().slice(0, 10))
/** Whole days from one to the other; negative when `to` is earlier. */
export const daysBetween = (from: CivilDate, to: CivilDate): number => Math.round((utc(to) - utc(from)) / DAY)
/** ISO weekday: 1 is Monday. */
export const weekdayOf = (date: CivilDate): number => new Date(utc(date)).getUTCDay() || 7

/** The first instant of a civil day at a workplace. Its last is the one before `startOf(addDays(date, 1))`: ends are exclusive, the day inclusive. */
export const startOf = (date: CivilDate, zone: Zone): Instant => utc(date) - ahead[zone] * HOUR
export const dateAt = (instant: Instant, zone: Zone): CivilDate =>
  new Date(instant + ahead[zone] * HOUR).toISOString().slice(0, 10)

export function* eachDay(from: CivilDate, to: CivilDate): Generator<CivilDate> {
  for (let date = from; date <= to; date = addDays(date, 1)) yield date
}

const PERIOD = /^(\d{4})-Q([1-4])$/
export const isPeriod = (text: string): text is Period => PERIOD.test(text)
/** First and last day of a quarter. */
export function boundsOf(period: Period): { from: CivilDate; to: CivilDate } {
  const [, year, quarter] = PERIOD.exec(period) ?? []
  if (year === undefined) throw new RangeError(`${period} is no quarter`)
  const month = (Number(quarter) - 1) * 3
  return {
    from: new Date(Date.UTC(Number(year), month, 1)).toISOString().slice(0, 10),
    to: new Date(Date.UTC(Number(year), month + 3, 0)).toISOString().slice(0, 10),
  }
}
export const periodOf = (date: CivilDate): Period => `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`

/** Of a figure's span, which is a day or a month and nothing else: whether it is a month, `2026-11`. */
export const isMonthSpan = (span: string): boolean => span.length === 7
/** The days of a month `2026-11`; empty when it is none. */
export function daysOfMonth(month: string): CivilDate[] {
  const [, year, number] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month) ?? []
  if (year === undefined) return []
  return [...eachDay(`${month}-01`, new Date(Date.UTC(Number(year), Number(number), 0)).toISOString().slice(0, 10))]
}

/** What is worked: weekdays by ISO number, without the holidays. */
export interface Calendar {
  readonly workingWeekdays: readonly number[]
  readonly holidays: ReadonlySet<CivilDate>
  /** From when to when one works; absent: nobody has said it. */
  readonly hours?: readonly Hours[] | undefined
}
export const isWorkingDay = (calendar: Calendar, date: CivilDate): boolean =>
  calendar.workingWeekdays.includes(weekdayOf(date)) && !calendar.holidays.has(date)
/** Minutes since midnight as `08:30`; the end of a day is `24:00`. */
export const timeOfDay = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
