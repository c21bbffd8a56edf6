import type { Pool } from '@timbang/postgres/pool'
import { toCalendar } from '@timbang/rules/calendar'
import { type CivilDate, calendarOf, dutiesOf } from '@timbang/roster/read'
import { type Calendar, isWorkingDay } from '@timbang/rules/civil-date'
import type { Shift } from '@timbang/rules/shift'

/** Who works where, as a day is asked for. */
export interface At {
  readonly employeeId: string
  readonly agencyId: string
}

export interface WorkingDays {
  /** Undefined where no calendar of the year is known. */
  worked(at: At, date: CivilDate): boolean | undefined
  /** The shifts that begin on a day; undefined where its month follows the calendar. */
  shifts(employeeId: string, date: CivilDate): readonly Shift[] | undefined
}

/**
 * Whether days are worked: by a person's own duty schedule in a month that has one, else by the calendar of his agency. One statement for the schedules,
 * one an agency and year for the calendars.
 * @param dates whose months and years are read
 */
export async function workingDays(
  pool: Pool,
  people: readonly At[],
  dates: readonly CivilDate[],
): Promise<WorkingDays> {
  const duties = await dutiesOf(
    pool,
    people.map(({ employeeId }) => employeeId),
    [...new Set(dates.map((date) => date.slice(0, 7)))],
  )
  const calendars = new Map<string, Calendar | undefined>()
  const years = new Set(dates.map((date) => date.slice(0, 4)))
  for (const agencyId of new Set(people.map((one) => one.agencyId)))
    for (const year of years) {
      const calendar = await calendarOf(pool, agencyId, Number(year))
      calendars.set(`${agencyId} ${year}`, calendar && toCalendar(calendar))
    }
  const shifts = (employeeId: string, date: CivilDate) => {
    const month = duties.get(employeeId)?.[date.slice(0, 7)]
    return month && (month[date] ?? [])
  }
  return {
    shifts,
    worked: ({ employeeId, agencyId }, date) => {
      const scheduled = shifts(employeeId, date)
      if (scheduled !== undefined) return scheduled.length > 0
      const calendar = calendars.get(`${agencyId} ${date.slice(0, 4)}`)
      return calendar && isWorkingDay(calendar, date)
    },
  }
}
