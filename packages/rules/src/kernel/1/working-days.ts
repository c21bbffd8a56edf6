import { eachDay, isWorkingDay, type CivilDate } from '../../civil-date.ts'
import type { AgencyContext, Context } from '../../context.ts'

/** Whether a day is worked: by the person's duty schedule in a month that has one, else by the agency's calendar of the day's own year. */
export function worked(agency: AgencyContext, duty: Context['duty'], date: CivilDate): boolean {
  const scheduled = duty[date.slice(0, 7)]
  if (scheduled !== undefined) return scheduled[date] !== undefined
  const calendar = agency.calendars[date.slice(0, 4)]
  return calendar !== undefined && isWorkingDay(calendar, date)
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
