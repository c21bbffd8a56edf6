import type { ActivityEvent } from '@timbang/contracts/gen/timbang/activity/v1/events'
import type { WorkingHours } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { Calendar as CalendarRow } from '@timbang/roster/read'
import type { Calendar } from '@timbang/rules/civil-date'
import { punchKeys } from '@timbang/rules/facts'
import type { Hours } from '@timbang/rules/shift'
import type { DailyRow, PunchRow } from './store.ts'

/** What events tell of presence, in their order. */
export function presenceOf(events: readonly ActivityEvent[]): { punches: PunchRow[]; results: DailyRow[] } {
  const [punches, results]: [PunchRow[], DailyRow[]] = [[], []]
  for (const { employeeId, body, occurredAt } of events) {
    if (employeeId === undefined) continue
    if (body?.$case === 'punchRecorded') {
      const { recordId, revision, punchedAt, device, key, withdrawn } = body.value
      const known = punchKeys.find((one) => one === key)
      punches.push({ employeeId, at: Number(punchedAt), device, recordId, revision, key: known, withdrawn })
    } else if (body?.$case === 'attendanceRecorded') {
      const { recordId, revision, workDate, present, lateMinutes, earlyLeaveMinutes } = body.value
      const said = { recordId, revision, workDate, present, lateMinutes, earlyLeaveMinutes }
      results.push({ employeeId, ...said, occurredAt: Number(occurredAt) })
    }
  }
  return { punches, results }
}

const hoursOf = ({ code, weekdays, fromDate, toDate, ...shift }: WorkingHours): Hours => ({
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

/** A calendar of the roster as the rules take it. */
export const toCalendar = ({ workingWeekdays, holidays, hours }: CalendarRow): Calendar => ({
  workingWeekdays,
  holidays: new Set(holidays.map((holiday) => holiday.date)),
  ...(hours.length === 0 ? {} : { hours: hours.map(hoursOf) }),
})
