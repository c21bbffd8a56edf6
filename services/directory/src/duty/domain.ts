import { refuse, type Refusal, type RefusalCode } from '@timbang/contracts/refusal'
import { addDays, daysOfMonth, type CivilDate } from '@timbang/rules/civil-date'
import { isOff, isShift, overlaps, type DutyMonth, type Shift } from '@timbang/rules/shift'

/** So many months ahead of the present one a schedule may be published. */
export const MONTHS_AHEAD = 2

/** A shift is called by a few letters or digits, as it stands in a cell of the grid. */
const CODE = /^[A-Z0-9]{1,4}$/

/** What is wrong with the shifts of an agency, or nothing. */
export function faultOfShifts(shifts: readonly Shift[]): Refusal | undefined {
  const codes = new Set<string>()
  for (const shift of shifts) {
    const { code } = shift
    if (!CODE.test(code)) return refuse('duty.code-invalid', { code })
    if (isOff(code)) return refuse('duty.code-off', { code })
    if (codes.has(code)) return refuse('duty.code-twice', { code })
    codes.add(code)
    if (!isShift(shift)) return refuse('duty.hours-invalid', { code })
  }
  return undefined
}

/** A person's month as it is to be: the days that are worked, all others off. A turn is a shift by its code, or by its hours where the code is empty. */
export interface Row {
  readonly employeeId: string
  readonly days: readonly { readonly date: CivilDate; readonly turns: readonly Shift[] }[]
  /** The version that whoever writes has seen, 0 for none; undefined: whichever it is. */
  readonly seenVersion?: number | undefined
}

/** What is wrong with a cell, with a whole row, or with the month. A warning does not stop the publication. */
export interface Problem {
  readonly employeeId: string | undefined
  readonly date: CivilDate | undefined
  readonly code: RefusalCode
  readonly warning: boolean
  /** The code of the shift that stood there. */
  readonly value: string
}

export interface Known {
  readonly shifts: ReadonlyMap<string, Shift>
  /** The days of the month on which each is in the unit; who is absent never is. */
  readonly heldOn: ReadonlyMap<string, ReadonlySet<CivilDate>>
  /** What is published for each in the month, and in the months beside it. */
  readonly published: ReadonlyMap<string, Readonly<Record<string, DutyMonth>>>
  /** Of the month itself; who is absent has none. */
  readonly versions: ReadonlyMap<string, number>
  /** The quarter of the month is sealed. */
  readonly sealed: boolean
}

/** The month so many months behind another one, or before it. @param month `2026-12` */
export function monthsLater(month: string, months: number): string {
  const first = new Date(`${month}-01T00:00:00Z`)
  first.setUTCMonth(first.getUTCMonth() + months)
  return first.toISOString().slice(0, 7)
}

/** Whether a month may be published at all: one that has begun, or one of the next two. */
export const faultOfMonth = (month: string, today: CivilDate): Refusal | undefined =>
  month > monthsLater(today.slice(0, 7), MONTHS_AHEAD) ? refuse('duty.too-far', { months: MONTHS_AHEAD }) : undefined

/**
 * Whole months of some people of a unit, judged before anything changes. Only the days on which somebody is in the unit are the unit's to say: on his
 * others stands what was published for them.
 */
export function read(
  month: string,
  rows: readonly Row[],
  known: Known,
): { months: Map<string, DutyMonth>; problems: Problem[] } {
  const dates = new Set(daysOfMonth(month))
  const problems: Problem[] = []
  const months = new Map<string, DutyMonth>()
  const seen = new Set<string>()
  for (const { employeeId, days, seenVersion } of rows) {
    const found = (code: RefusalCode, date?: CivilDate, value = '') =>
      problems.push({ employeeId, date, code, warning: false, value })
    if (seen.has(employeeId)) {
      found('duty.person-twice')
      continue
    }
    seen.add(employeeId)
    const held = known.heldOn.get(employeeId)
    if (held === undefined) {
      found('duty.not-in-unit')
      continue
    }
    if (seenVersion !== undefined && seenVersion !== (known.versions.get(employeeId) ?? 0))
      found('duty.changed-meanwhile')
    const published = known.published.get(employeeId) ?? {}
    const next: Record<CivilDate, readonly Shift[]> = {}
    for (const [date, shifts] of Object.entries(published[month] ?? {})) if (!held.has(date)) next[date] = shifts
    const said = new Set<CivilDate>()
    for (const { date, turns } of days) {
      const shifts = turns.map((turn) => shiftOf(turn, known.shifts))
      const value = turns.map(({ code }) => code).join(',')
      if (!dates.has(date)) found('duty.date-outside', date, value)
      else if (said.has(date)) found('duty.date-twice', date, value)
      else if (!held.has(date)) found('duty.day-elsewhere', date, value)
      for (const [at, shift] of shifts.entries()) if ('refused' in shift) found(shift.code, date, turns[at]!.code)
      said.add(date)
      const whole = shifts.flatMap((shift) => ('refused' in shift ? [] : shift))
      if (whole.length > 0) next[date] = whole.toSorted((a, b) => a.beginMinute - b.beginMinute)
    }
    for (const date of overlapping(month, next, published))
      found('duty.overlap', date, (next[date] ?? []).map(({ code }) => code).join(','))
    months.set(employeeId, inOrder(next))
  }
  // It is counted all the same, in the next edition.
  if (known.sealed)
    problems.push({ employeeId: undefined, date: undefined, code: 'duty.sealed', warning: true, value: '' })
  return { months, problems }
}

const inOrder = (days: DutyMonth): DutyMonth =>
  Object.fromEntries(Object.entries(days).sort(([a], [b]) => (a < b ? -1 : 1)))

function shiftOf(turn: Shift, shifts: ReadonlyMap<string, Shift>): Shift | Refusal {
  if (turn.code === '') return isShift(turn) ? { ...turn } : refuse('duty.hours-invalid', { code: '' })
  return shifts.get(turn.code) ?? refuse('duty.shift-unknown', { code: turn.code })
}

/** Days of the month with a shift that meets another one: of the night before its first day and of the day behind its last too. */
function overlapping(month: string, days: DutyMonth, published: Readonly<Record<string, DutyMonth>>): CivilDate[] {
  const before = addDays(`${month}-01`, -1)
  const after = `${monthsLater(month, 1)}-01`
  const beside = [before, after].map((date) => [date, published[date.slice(0, 7)]?.[date] ?? []] as const)
  const last = addDays(after, -1)
  // What begins behind the month and is met by its last night is told on that night.
  return [
    ...new Set(overlaps({ ...days, ...Object.fromEntries(beside) }).map((date) => (date >= after ? last : date))),
  ].filter((date) => date !== before)
}

/** Whether one of these stops the publication. */
export const isStopped = (problems: readonly Problem[]): boolean => problems.some(({ warning }) => !warning)
