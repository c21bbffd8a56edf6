import type { TeamDay, TeamMember } from '@timbang/contracts/gen/timbang/journal/v1/team'
import type { Pool } from '@timbang/postgres/pool'
import { linesOn } from '@timbang/roster/line'
import { type Assignment, type CivilDate, peopleAssessedBy, personDay } from '@timbang/roster/read'
import { addDays } from '@timbang/rules/civil-date'
import { windowsFor } from '../entry/handle/know.ts'
import { countQueue } from '../verdict/store.ts'
import { loadWindows } from '../window/store.ts'
import { workingDays } from '../working-days.ts'
import { permissionsOf } from '../presence/store.ts'
import { countTeam, type DayCount, leaveOn } from './store.ts'

/** So far back the working day before is looked for: longer than any row of holidays. */
const DAYS_BACK = 21

const nothing: DayCount = { entries: 0, waiting: 0, verified: 0, toMend: 0, latestAt: 0 }

/**
 * The people whom somebody assesses on a day, in whatever capacity, and what stands there of each; a handful of statements whatever their number.
 * The day before is told of whom he assesses today, or did then.
 */
export async function teamDay(
  pool: Pool,
  assessorId: string,
  date: CivilDate,
  today: CivilDate,
): Promise<TeamMember[]> {
  const people = await peopleAssessedBy(pool, assessorId, date)
  if (people.length === 0) return []
  const now = date === today ? people : await peopleAssessedBy(pool, assessorId, today)
  const mine = new Set(now.map((assignment) => assignment.employeeId))
  const back = Array.from({ length: DAYS_BACK + 1 }, (_, days) => addDays(date, -days))
  const working = await workingDays(pool, people, back)
  const wanted = people.flatMap((person) => {
    const before = back.slice(1).find((day) => working.worked(person, day))
    return before === undefined ? [] : [{ employeeId: person.employeeId, date: before }]
  })
  const lines = await linesOn(pool, wanted)
  const before = new Map(
    wanted
      .filter((day) => {
        const line = lines.get(personDay(day))
        return line !== undefined && (mine.has(day.employeeId) || line.assessors.includes(assessorId))
      })
      .map((day) => [day.employeeId, day.date]),
  )
  const days = [
    ...people.map(({ employeeId }) => ({ employeeId, date })),
    ...[...before].map(([employeeId, day]) => ({ employeeId, date: day })),
  ]
  const [counts, leave, permissions, waiting, moving] = await Promise.all([
    countTeam(pool, days),
    leaveOn(pool, days),
    permissionsOf(
      pool,
      days.map((day) => ({ employeeId: day.employeeId, from: day.date, to: day.date })),
    ),
    countQueue(
      pool,
      people.flatMap(({ employeeId }) => (mine.has(employeeId) ? [employeeId] : [])),
    ),
    loadWindows(pool, { employeeIds: people.map((assignment) => assignment.employeeId) }),
  ])
  const waits = new Map(waiting.map((count) => [count.employeeId, count.waiting]))
  const windows = windowsFor(moving)

  const told = (assignment: Assignment, on: CivilDate): TeamDay => {
    const key = personDay({ employeeId: assignment.employeeId, date: on })
    const { latestAt, ...count } = counts.get(key) ?? nothing
    const away = leave.get(key)
    const judging = windows(
      { workDate: on, recordedAt: 0, sourceRecordedAt: undefined, writtenAt: undefined },
      assignment,
    )
    const out =
      judging !== undefined && judging.kernel.outOfWholeDay(on, assignment.zone, judging.input.outages) !== undefined
    return {
      ...count,
      date: on,
      working: working.worked(assignment, on),
      excused: away?.kind ?? (out ? 'outage' : ''),
      excusedUntil: away?.until ?? '',
      latestAt: BigInt(latestAt),
      permissions: (permissions.get(assignment.employeeId) ?? [])
        .filter((one) => one.date === on)
        .map(({ fromMinute, untilMinute }) => ({ fromMinute, untilMinute })),
      closesAt: BigInt(judging === undefined ? 0 : judging.kernel.windowEnds(judging.input).closesAt),
    }
  }
  return people.map((assignment) => {
    const earlier = before.get(assignment.employeeId)
    return {
      employeeId: assignment.employeeId,
      day: told(assignment, date),
      before: earlier === undefined ? undefined : told(assignment, earlier),
      waiting: waits.get(assignment.employeeId) ?? 0,
    }
  })
}
