/** A day of the calendar, ISO text `YYYY-MM-DD`: it has no zone and compares as text. */
export type CivilDate = string

const instantOf = (date: CivilDate) => Date.parse(`${date}T00:00:00Z`)
const dateOf = (instant: number): CivilDate => new Date(instant).toISOString().slice(0, 10)
const DAY = 86_400_000

/** Whether the text is a day that exists: 29 February only in leap years, no year 0. */
export function isCivilDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return false
  const instant = instantOf(text)
  return !Number.isNaN(instant) && dateOf(instant) === text
}

export const dayBefore = (date: CivilDate): CivilDate => dateOf(instantOf(date) - DAY)
export const dayAfter = (date: CivilDate): CivilDate => dateOf(instantOf(date) + DAY)

/** @param month 1–12 */
export function lastDayOfMonth(year: number, month: number): CivilDate {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${days}`
}

/** The same day some years later; who is born on 29 February counts from 1 March in a year without it. */
export function yearsLater(date: CivilDate, years: number): CivilDate {
  const later = `${String(Number(date.slice(0, 4)) + years).padStart(4, '0')}${date.slice(4)}`
  return isCivilDate(later) ? later : `${later.slice(0, 4)}-03-01`
}

/** The civil day at a workplace. WIB is UTC+7, WITA +8, WIT +9; none of them knows summer time. */
export const todayIn = (zone: Zone, now: number): CivilDate => dateOf(now + zoneHours[zone] * 3_600_000)

const zoneHours = { WIB: 7, WITA: 8, WIT: 9 } as const
export type Zone = keyof typeof zoneHours
export const isZone = (text: string): text is Zone => Object.hasOwn(zoneHours, text)
