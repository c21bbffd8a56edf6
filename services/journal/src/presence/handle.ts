import type { PresenceDay } from '@timbang/contracts/gen/timbang/journal/v1/presence'
import type { Pool } from '@timbang/postgres/pool'
import { toCalendar } from '@timbang/rules/calendar'
import { agencyOf, type Assignment, assignmentsOn, calendarOf, dutiesOf, personDay } from '@timbang/roster/read'
import { packsAt } from '@timbang/rulebook/pack'
import { addDays, type Calendar, type CivilDate, DAY, isWorkingDay, startOf } from '@timbang/rules/civil-date'
import type { Kernel } from '@timbang/rules/kernels'
import type { Duty } from '@timbang/rules/shift'
import { rulesOn } from '../rules.ts'
import { dailyResultsOf, punchesBetween } from './store.ts'

type Scan = Awaited<ReturnType<typeof punchesBetween>>[number]
type Made = ReturnType<Kernel['presencesOf']>

/** An agency as presence needs it. */
interface Employer {
  readonly connected: boolean
  readonly calendars: Readonly<Record<string, Calendar>>
}

/**
 * What stands of a person's presence on each day of a span, computed as it is counted: by the kernel in force, the hours of his agency and the zone
 * of his post on that day. @param dates ascending, without a gap
 */
export async function presenceDays(
  pool: Pool,
  employeeId: string,
  dates: readonly CivilDate[],
  asOf: number,
): Promise<PresenceDay[]> {
  const [from, to] = [dates[0]!, dates.at(-1)!]
  const [posts, scans, results, packs, duties] = await Promise.all([
    assignmentsOn(
      pool,
      dates.map((date) => ({ employeeId, date })),
    ),
    // The night before the first day, and the one that begins on the last.
    punchesBetween(pool, employeeId, startOf(from, 'WIT') - DAY, startOf(to, 'WIB') + 3 * DAY),
    dailyResultsOf(pool, employeeId, from, to),
    packsAt(pool),
    dutiesOf(pool, [employeeId], [...new Set([addDays(from, -1), ...dates, addDays(to, 1)].map(monthOf))]),
  ])
  const duty = duties.get(employeeId) ?? {}
  const employers = await employersOf(pool, [...posts.values()], from, to)
  const devices = new Map(scans.map(({ recordId, device }) => [recordId, device]))
  const made = new Map<string, Made>()
  return dates.map((date): PresenceDay => {
    const post = posts.get(personDay({ employeeId, date }))
    const employer = post === undefined ? undefined : employers.get(post.agencyId)
    const kernel = rulesOn(packs, date)?.kernel
    if (post === undefined || employer === undefined || kernel === undefined) return nothingOn(date)
    const key = `${post.agencyId} ${post.zone}`
    let days = made.get(key)
    if (days === undefined) made.set(key, (days = presencesFor(kernel, scans, post, employer, duty, asOf)))
    const attendance = kernel.attendanceOf(results.get(date) ?? [], days.get(date))
    const calendar = employer.calendars[date.slice(0, 4)]
    const scheduled = duty[monthOf(date)]
    const worked = scheduled === undefined ? calendar !== undefined && isWorkingDay(calendar, date) : date in scheduled
    const expected = employer.connected && worked
    const shift = kernel.shiftOn(employer, duty, date)
    const hours =
      shift === undefined ? {} : { shift: shift.code, beginMinute: shift.beginMinute, endMinute: shift.endMinute }
    const counts = attendance?.counts
    if (counts === undefined) return { ...nothingOn(date), ...hours, expected }
    const { came, went } = counts.made ?? {}
    const all = days.get(date)?.scans ?? []
    return {
      ...nothingOn(date),
      ...hours,
      expected,
      source: counts.made === undefined ? 'daily-result' : 'punches',
      present: counts.present,
      lateMinutes: counts.lateMinutes,
      earlyLeaveMinutes: counts.earlyLeaveMinutes,
      cameAt: came && BigInt(came.at),
      wentAt: went && BigInt(went.at),
      forgot: counts.made?.forgot ?? '',
      contradicted: attendance!.not.length > 0,
      punches: all.map(({ recordId, at, key }) => ({
        recordId,
        at: BigInt(at),
        device: devices.get(recordId) ?? '',
        key: key ?? '',
        counts: recordId === came?.recordId || recordId === went?.recordId,
      })),
    }
  })
}

const nothingOn = (date: CivilDate): PresenceDay => ({
  date,
  expected: false,
  source: '',
  present: false,
  lateMinutes: 0,
  earlyLeaveMinutes: 0,
  cameAt: undefined,
  wentAt: undefined,
  forgot: '',
  shift: '',
  beginMinute: undefined,
  endMinute: undefined,
  contradicted: false,
  punches: [],
})

const monthOf = (date: CivilDate): string => date.slice(0, 7)

const presencesFor = (
  kernel: Kernel,
  scans: readonly Scan[],
  post: Assignment,
  employer: Employer,
  duty: Duty,
  asOf: number,
) =>
  kernel.presencesOf(scans, {
    zone: post.zone,
    shiftOn: (date) => kernel.shiftOn(employer, duty, date),
    outages: [],
    asOf,
  })

/** Agencies with their calendars of the years that a span and its nights touch. */
async function employersOf(
  pool: Pool,
  posts: readonly Assignment[],
  from: CivilDate,
  to: CivilDate,
): Promise<Map<string, Employer>> {
  const years = [...new Set([addDays(from, -1), addDays(to, 1)].map((date) => date.slice(0, 4)))]
  const employers = new Map<string, Employer>()
  for (const agencyId of new Set(posts.map((post) => post.agencyId))) {
    const agency = await agencyOf(pool, agencyId)
    const calendars = await Promise.all(years.map((year) => calendarOf(pool, agencyId, Number(year))))
    employers.set(agencyId, {
      connected: agency?.attendanceConnected ?? false,
      calendars: Object.fromEntries(
        years.flatMap((year, at) => (calendars[at] === undefined ? [] : [[year, toCalendar(calendars[at])]])),
      ),
    })
  }
  return employers
}
