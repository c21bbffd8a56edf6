import { eachDay, isWorkingDay, weekdayOf, type Calendar, type CivilDate } from '../../civil-date.ts'
import type { AgencyContext, Context } from '../../context.ts'
import type { Hours, Shift } from '../../shift.ts'

/** Whether a day is worked: by the person's duty schedule in a month that has one, else by the agency's calendar of the day's own year. */
export function worked(agency: AgencyContext, duty: Context['duty'], date: CivilDate): boolean {
  const scheduled = duty[date.slice(0, 7)]
  if (scheduled !== undefined) return scheduled[date] !== undefined
  const calendar = agency.calendars[date.slice(0, 4)]
  return calendar !== undefined && isWorkingDay(calendar, date)
}

const holds = ({ weekdays, from, to }: Hours, date: CivilDate) =>
  weekdays.includes(weekdayOf(date)) && (from === undefined || from <= date) && (to === undefined || date <= to)

/** The hours of a day by a calendar: those of a span before those of always. Undefined: the day is not worked, or nobody has said its hours. */
export function hoursOn(calendar: Calendar, date: CivilDate): Shift | undefined {
  if (calendar.hours === undefined) return undefined
  let days = known.get(calendar)
  if (days === undefined) known.set(calendar, (days = new Map()))
  if (!days.has(date)) {
    const held = isWorkingDay(calendar, date) ? calendar.hours.filter((hours) => holds(hours, date)) : []
    days.set(date, (held.find(({ from }) => from !== undefined) ?? held[0])?.shift)
  }
  return days.get(date)
}

/** Asked for every punch of everybody: the same few hundred days. */
const known = new WeakMap<Calendar, Map<CivilDate, Shift | undefined>>()

/** Two turns of one day are come to once and left once: from the begin of the first to the end of the last. */
const together = (turns: readonly Shift[]): Shift | undefined =>
  turns.length < 2
    ? turns[0]
    : {
        code: turns.map(({ code }) => code).join(),
        beginMinute: Math.min(...turns.map(({ beginMinute }) => beginMinute)),
        endMinute: Math.max(...turns.map(({ endMinute }) => endMinute)),
        breakMinutes: turns.reduce((sum, { breakMinutes }) => sum + breakMinutes, 0),
      }

/** The hours of a person's day: in a month with a schedule of his own none but that's, else by the agency's calendar. */
export function shiftOn(
  agency: Pick<AgencyContext, 'calendars'>,
  duty: Context['duty'],
  date: CivilDate,
): Shift | undefined {
  const scheduled = duty[date.slice(0, 7)]
  if (scheduled !== undefined) return together(scheduled[date] ?? [])
  const calendar = agency.calendars[date.slice(0, 4)]
  return calendar === undefined ? undefined : hoursOn(calendar, date)
}

const counted = new WeakMap<AgencyContext['calendars'], Map<string, number>>()

/** How many days of a span are worked. Without a schedule of his own it is the same for everybody in the agency, and counted once. */
export function plannedDays(agency: AgencyContext, duty: Context['duty'], from: CivilDate, to: CivilDate): number {
  const count = () => {
    let days = 0
    for (const date of eachDay(from, to)) if (worked(agency, duty, date)) days++
    return days
  }
  const first = from.slice(0, 7)
  const last = to.slice(0, 7)
  if (Object.keys(duty).some((month) => first <= month && month <= last)) return count()
  let spans = counted.get(agency.calendars)
  if (spans === undefined) counted.set(agency.calendars, (spans = new Map()))
  const key = from + to
  let days = spans.get(key)
  if (days === undefined) spans.set(key, (days = count()))
  return days
}
