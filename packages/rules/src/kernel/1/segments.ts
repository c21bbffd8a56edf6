import { addDays, eachDay, startOf, type CivilDate, type Instant } from '../../civil-date.ts'
import type { Assignment, Context } from '../../context.ts'

/** The days of a span that count for one post, or that were held beside another. */
export interface Held {
  readonly assignment: Assignment
  readonly dates: readonly CivilDate[]
  readonly counted: boolean
}

const covers = (assignment: Assignment, date: CivilDate) =>
  assignment.from <= date && (assignment.to === undefined || date <= assignment.to)

const byBeginning = (a: Assignment, b: Assignment): number =>
  a.from === b.from ? (a.assignmentId < b.assignmentId ? -1 : 1) : a.from < b.from ? -1 : 1

/** The post that a day counts for: the definitive one, scored or not; without one the Plt's or Plh's that began first. */
export function ownerOf(assignments: readonly Assignment[], date: CivilDate): Assignment | undefined {
  const held = assignments.filter((assignment) => covers(assignment, date)).sort(byBeginning)
  return held.find((assignment) => assignment.capacity === 'definitive') ?? held[0]
}

/**
 * Whose day each day of a span is. Posts held beside that one make segments that do not count. A span that is still running ends with the day that
 * has begun at the workplace.
 */
export function segmentsOf({ assignments, from, to }: Context, asOf: Instant): { held: Held[]; without: CivilDate[] } {
  const ordered = assignments.toSorted(byBeginning)
  const counting = new Map<string, CivilDate[]>()
  const beside = new Map<string, CivilDate[]>()
  const without: CivilDate[] = []
  for (const date of eachDay(from, to)) {
    const held = ordered.filter((assignment) => covers(assignment, date))
    const owner = held.find((assignment) => assignment.capacity === 'definitive') ?? held[0]
    if (startOf(date, owner?.zone ?? 'WIB') > asOf) break
    if (owner === undefined) without.push(date)
    for (const assignment of held) {
      const days = assignment === owner ? counting : beside
      const dates = days.get(assignment.assignmentId)
      if (dates === undefined) days.set(assignment.assignmentId, [date])
      else dates.push(date)
    }
  }
  const held: Held[] = []
  for (const assignment of ordered) {
    for (const [dates, counted] of [
      [counting.get(assignment.assignmentId), true],
      [beside.get(assignment.assignmentId), false],
    ] as const)
      if (dates !== undefined) held.push({ assignment, dates, counted })
  }
  return { held, without }
}

/** Whether the last day of a span has ended, at the workplace of the post held last. */
export function running({ assignments, to }: Context, asOf: Instant): boolean {
  const last = assignments.toSorted(byBeginning).findLast((assignment) => assignment.from <= to)
  return asOf < startOf(addDays(to, 1), last?.zone ?? 'WIB')
}

/** Runs of days, for the receipt. */
export function runsOf(dates: readonly CivilDate[]): { from: CivilDate; to: CivilDate }[] {
  const runs: { from: CivilDate; to: CivilDate }[] = []
  for (const date of dates) {
    const last = runs.at(-1)
    if (last !== undefined && addDays(last.to, 1) === date) last.to = date
    else runs.push({ from: date, to: date })
  }
  return runs
}
