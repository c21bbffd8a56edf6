import { type CivilDate, DAY, dateAt, type Instant, startOf, weekdayOf } from '@timbang/rules/civil-date'

/** Minutes after midnight at the workplace, from and to: outside of them little is written. */
const OFFICE = { from: 7 * 60, to: 17 * 60 } as const
const MINUTE = 60_000

export const today = (now: Instant): CivilDate => dateAt(now, 'WIB')
export const minuteOf = (now: Instant): number => Math.floor(((now - startOf(today(now), 'WIB')) % DAY) / MINUTE)
export const inOffice = (now: Instant): boolean =>
  weekdayOf(today(now)) <= 6 && minuteOf(now) >= OFFICE.from && minuteOf(now) < OFFICE.to

/** Milliseconds until the next entry: about one a second in office hours, one in four seconds otherwise; a small province is slower, or its day would soon be full. */
export const paceOf = (people: number, now: Instant): number =>
  (inOffice(now) ? 1_000 : 4_000) * Math.max(1, 600 / people)
