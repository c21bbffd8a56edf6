import { refuse, type Refusal, type RefusalCode } from '@timbang/contracts/refusal'
import { addDays, daysOfMonth, startOf, type CivilDate } from '@timbang/rules/civil-date'
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

/** Between a turn that is taken over and those of the days beside it, minutes. */
const LEAST_REST = 8 * 60

/** Two people change their turns. */
export interface Swap {
  readonly month: string
  /** One day, or two. */
  readonly dates: readonly CivilDate[]
  readonly sides: readonly [SwapSide, SwapSide]
}
export interface SwapSide {
  readonly employeeId: string
  readonly seenVersion: number
}

/**
 * The months of both as they are when each has the other's turns on those days. What was published for both in the unit only, and nothing of a day that
 * has begun. @param today at the workplace
 */
export function swap({ month, dates, sides }: Swap, known: Known, today: CivilDate): Map<string, DutyMonth> | Refusal {
  const of = new Set(daysOfMonth(month))
  if (dates.length === 0 || dates.some((date) => !of.has(date))) return refuse('duty.date-outside', undefined, 'dates')
  if (new Set(dates).size < dates.length) return refuse('duty.date-twice', undefined, 'dates')
  if (dates.some((date) => date <= today)) return refuse('duty.day-begun', undefined, 'dates')
  const [first, second] = sides.map(({ employeeId }) => employeeId) as [string, string]
  if (first === second) return refuse('duty.swap-same', undefined, 'second')
  for (const { employeeId, seenVersion } of sides) {
    const held = known.heldOn.get(employeeId)
    if (held === undefined) return refuse('duty.not-in-unit')
    if (dates.some((date) => !held.has(date))) return refuse('duty.day-elsewhere')
    if (!known.versions.has(employeeId)) return refuse('duty.swap-unpublished')
    if (known.versions.get(employeeId) !== seenVersion) return refuse('duty.changed-meanwhile')
  }
  const published = (employeeId: string) => known.published.get(employeeId)!
  const turnsOf = (employeeId: string, date: CivilDate) => published(employeeId)[month]![date] ?? []
  if (dates.every((date) => sameTurns(turnsOf(first, date), turnsOf(second, date))))
    return refuse('duty.swap-same', undefined, 'dates')
  const months = new Map<string, DutyMonth>()
  for (const [own, other] of [
    [first, second],
    [second, first],
  ] as const) {
    const next: Record<CivilDate, readonly Shift[]> = { ...published(own)[month] }
    for (const date of dates) {
      delete next[date]
      const turns = turnsOf(other, date)
      if (turns.length > 0) next[date] = turns
    }
    const around = Object.assign({}, ...Object.values({ ...published(own), [month]: next })) as DutyMonth
    if (isTired(around, new Set(dates))) return refuse('duty.no-rest', { hours: LEAST_REST / 60 })
    months.set(own, inOrder(next))
  }
  return months
}

const sameTurns = (some: readonly Shift[], others: readonly Shift[]): boolean =>
  some.length === others.length &&
  some.every(({ beginMinute, endMinute, code }, at) => {
    const other = others[at]!
    return other.beginMinute === beginMinute && other.endMinute === endMinute && other.code === code
  })

/** Whether a turn of one of some days begins too soon behind that of an earlier day, or ends too near to that of a later one. */
function isTired(days: DutyMonth, taken: ReadonlySet<CivilDate>): boolean {
  const spans = Object.entries(days)
    .filter(([, shifts]) => shifts.length > 0)
    .map(([date, shifts]) => {
      const midnight = startOf(date, 'WIB') / 60_000
      return {
        date,
        begin: midnight + Math.min(...shifts.map(({ beginMinute }) => beginMinute)),
        end: midnight + Math.max(...shifts.map(({ endMinute }) => endMinute)),
      }
    })
    .sort((a, b) => a.begin - b.begin)
  return spans.some((span, at) => {
    const before = spans[at - 1]
    return (
      before !== undefined && (taken.has(span.date) || taken.has(before.date)) && span.begin - before.end < LEAST_REST
    )
  })
}
