import { isCivilDate, type CivilDate } from '@timbang/rules/civil-date'

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
