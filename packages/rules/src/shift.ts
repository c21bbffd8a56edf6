import { addDays, dateAt, DAY, startOf, type CivilDate, type Instant, type Zone } from './civil-date.ts'

/** A turn of duty. It belongs to the civil day on which it begins, also where it ends on the next one. */
export interface Shift {
  /** As the agency calls it, `P`; empty where its hours were written out. */
  readonly code: string
  /** Of the day on which it begins, 0–1439. */
  readonly beginMinute: number
  /** Counted from the same midnight, greater than the begin: above 1440 it crosses into the next day. */
  readonly endMinute: number
  readonly breakMinutes: number
  /** Flexible hours: until when one may arrive. Whoever comes later leaves later by as much. */
  readonly arrivalUntilMinute?: number | undefined
}

/** Hours of some weekdays by ISO number: always, or in a span of days such as Ramadan, both ends inclusive. */
export interface Hours {
  readonly weekdays: readonly number[]
  readonly from: CivilDate | undefined
  readonly to: CivilDate | undefined
  readonly shift: Shift
}

/** Of one month the days that are worked, by their date; a day that is not among them is off. */
export type DutyMonth = Readonly<Record<CivilDate, readonly Shift[]>>
/** By month, `2026-07`; a month that is not among them follows the calendar. */
export type Duty = Readonly<Record<string, DutyMonth>>

const MINUTES_A_DAY = 1_440

/** Whether minutes can be a shift: it begins within its day, lasts no longer than one, and its break is shorter than it. */
export const isShift = ({ beginMinute, endMinute, breakMinutes }: Omit<Shift, 'code'>): boolean =>
  [beginMinute, endMinute, breakMinutes].every(Number.isInteger) &&
  beginMinute >= 0 &&
  beginMinute < MINUTES_A_DAY &&
  endMinute > beginMinute &&
  endMinute <= beginMinute + MINUTES_A_DAY &&
  breakMinutes >= 0 &&
  breakMinutes < endMinute - beginMinute

/** How a cell of a grid says that somebody is off, beside being empty; no shift is called so. Leave is none of them: it is recorded, and excuses. */
const OFF: ReadonlySet<string> = new Set(['', '-', 'L', 'OFF', 'LIBUR', 'LEPAS'])
export const isOff = (code: string): boolean => OFF.has(code)
const HOURS = /^(\d{1,2})[.:](\d{2})\s*[-–]\s*(\d{1,2})[.:](\d{2})$/
const MOST_TURNS = 2

/**
 * What stands in a cell of a grid: shifts by their codes, or by their hours (`21:00-07:00` ends on the next day), two at most, with a comma between
 * them. A shift by its code has no hours yet. Empty: off. Undefined: it is none of these.
 */
export function readCell(text: string): Shift[] | undefined {
  const said = text
    .trim()
    .toUpperCase()
    .split(/[,+/]/)
    .map((part) => part.trim())
  if (said.length === 1 && isOff(said[0]!)) return []
  if (said.length > MOST_TURNS) return undefined
  const shifts: Shift[] = []
  for (const part of said) {
    const [, ...parts] = HOURS.exec(part) ?? []
    if (parts.length === 0) {
      if (isOff(part) || part.length > 20) return undefined
      shifts.push({ code: part, beginMinute: 0, endMinute: 0, breakMinutes: 0 })
      continue
    }
    const [fromHour, fromMinute, toHour, toMinute] = parts.map(Number) as [number, number, number, number]
    if (fromMinute > 59 || toMinute > 59 || fromHour > 23 || toHour > 24) return undefined
    const beginMinute = fromHour * 60 + fromMinute
    const end = toHour * 60 + toMinute
    const shift = { code: '', beginMinute, endMinute: end > beginMinute ? end : end + MINUTES_A_DAY, breakMinutes: 0 }
    if (!isShift(shift)) return undefined
    shifts.push(shift)
  }
  return shifts
}

/** The shifts of days that begin before an earlier one has ended, by their dates; one that begins as another ends does not. */
export function overlaps(days: DutyMonth): CivilDate[] {
  const all = Object.entries(days)
    .flatMap(([date, shifts]) =>
      shifts.map((shift) => {
        const midnight = startOf(date, 'WIB') / 60_000
        return { date, begin: midnight + shift.beginMinute, end: midnight + shift.endMinute }
      }),
    )
    .sort((a, b) => a.begin - b.begin || a.end - b.end)
  const found = new Set<CivilDate>()
  let until = Number.NEGATIVE_INFINITY
  for (const { date, begin, end } of all) {
    if (begin < until) found.add(date)
    until = Math.max(until, end)
  }
  return [...found]
}

/** The day that somebody works at an instant: the one before while a shift of it still runs, else the civil day at his workplace. */
export function workDateAt(instant: Instant, zone: Zone, shiftsOn: (date: CivilDate) => readonly Shift[]): CivilDate {
  const today = dateAt(instant, zone)
  const yesterday = addDays(today, -1)
  const minutes = (instant - startOf(today, zone) + DAY) / 60_000
  return shiftsOn(yesterday).some((shift) => minutes < shift.endMinute) ? yesterday : today
}
