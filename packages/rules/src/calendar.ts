import type { Calendar, CivilDate } from './civil-date.ts'
import type { Hours } from './shift.ts'

/** Hours as they are told: by an event of the directory, or by a row of it. */
interface ToldHours {
  readonly code: string
  readonly weekdays: readonly number[]
  readonly fromDate?: CivilDate | undefined
  readonly toDate?: CivilDate | undefined
  readonly beginMinute: number
  readonly endMinute: number
  readonly breakMinutes: number
  readonly arrivalUntilMinute?: number | undefined
}

const toHours = ({ code, weekdays, fromDate, toDate, ...shift }: ToldHours): Hours => ({
  weekdays,
  from: fromDate,
  to: toDate,
  shift: {
    code,
    beginMinute: shift.beginMinute,
    endMinute: shift.endMinute,
    breakMinutes: shift.breakMinutes,
    arrivalUntilMinute: shift.arrivalUntilMinute,
  },
})

/** A calendar as it is told, for the rules. */
export const toCalendar = ({
  workingWeekdays,
  holidays,
  hours,
}: {
  readonly workingWeekdays: readonly number[]
  readonly holidays: readonly { readonly date: CivilDate }[]
  readonly hours: readonly ToldHours[]
}): Calendar => ({
  workingWeekdays,
  holidays: new Set(holidays.map(({ date }) => date)),
  ...(hours.length === 0 ? {} : { hours: hours.map(toHours) }),
})
