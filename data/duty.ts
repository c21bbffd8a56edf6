import {
  addDays,
  boundsOf,
  type CivilDate,
  daysBetween,
  daysOfMonth,
  eachDay,
  type Period,
} from '@timbang/rules/civil-date'
import type { Shift } from '@timbang/rules/shift'
import type { Assignment, Province } from './province.ts'
import { random } from './random.ts'

/** The hospital whose wards never close. */
export const HOSPITAL = 'RSUDRM'
/** Its wards: inpatients and the emergency room, with their sections. */
const WARD = /^RSUDRM\.[23](\.|$)/

export const shifts: readonly Shift[] = [
  { code: 'P', beginMinute: 7 * 60, endMinute: 14 * 60, breakMinutes: 30 },
  { code: 'S', beginMinute: 14 * 60, endMinute: 21 * 60, breakMinutes: 30 },
  { code: 'M', beginMinute: 21 * 60, endMinute: 31 * 60, breakMinutes: 60 },
]
/** Seven days, and behind the night two off. */
const TURN = ['P', 'P', 'S', 'S', 'M', undefined, undefined] as const
const EPOCH: CivilDate = '2026-01-01'

/** Nurses and midwives of the wards work shifts; their heads and the doctors keep the calendar. */
export const worksShifts = ({ post }: Pick<Assignment, 'post'>): boolean =>
  WARD.test(post.unitCode) && (post.job === 'perawat' || post.job === 'bidan')

/** The shift that begins on a day; undefined: off. */
export function shiftOn({ person }: Pick<Assignment, 'person'>, date: CivilDate): Shift | undefined {
  const turn = daysBetween(EPOCH, date) + random('duty', person.employeeId).between(0, TURN.length - 1)
  const code = TURN[((turn % TURN.length) + TURN.length) % TURN.length]
  return shifts.find((shift) => shift.code === code)
}

/** Days of a quarter on which somebody of the wards is on duty. */
export function dutyDays(assignment: Assignment, quarter: Period): CivilDate[] {
  const { from, to } = boundsOf(quarter)
  return [...eachDay(from, to)].filter((date) => shiftOn(assignment, date) !== undefined)
}

/** The month of a unit: whoever works shifts in it, and on which days, as far as he is there. */
export interface UnitMonth {
  readonly unitCode: string
  readonly month: string
  readonly rows: readonly { readonly employeeId: string; readonly days: readonly { date: CivilDate; code: string }[] }[]
}

/** The schedules of the wards, month by month. @param months `2026-12`, ascending */
export function* unitMonths(province: Province, months: readonly string[]): Generator<UnitMonth> {
  const wards = Map.groupBy(
    province.assignments.filter(
      (assignment) =>
        assignment.capacity === 'definitive' && assignment.enteredOn === undefined && worksShifts(assignment),
    ),
    ({ post }) => post.unitCode,
  )
  for (const month of months)
    for (const [unitCode, assignments] of wards) {
      const dates = daysOfMonth(month)
      const rows = assignments.flatMap((assignment) => {
        const held = dates.filter(
          (date) => assignment.from <= date && (assignment.to === undefined || date <= assignment.to),
        )
        const days = held.flatMap((date) => {
          const shift = shiftOn(assignment, date)
          return shift === undefined ? [] : { date, code: shift.code }
        })
        return held.length === 0 ? [] : { employeeId: assignment.person.employeeId, days }
      })
      if (rows.length > 0) yield { unitCode, month, rows }
    }
}

/** The months that the sample knows, and the one behind today's. @param quarters whose months are whole */
export function monthsOf(quarters: readonly Period[], today: CivilDate): string[] {
  const months = new Set(
    quarters.flatMap((quarter) => {
      const { from, to } = boundsOf(quarter)
      return [...eachDay(from, to)].map((date) => date.slice(0, 7))
    }),
  )
  const next = addDays(`${today.slice(0, 7)}-28`, 7).slice(0, 7)
  return [...months, today.slice(0, 7), next]
    .filter((month, at, all) => month <= next && all.indexOf(month) === at)
    .sort()
}
