import { addDays, type CivilDate, type Zone } from '@timbang/rules/civil-date'
import { fault, type Problem } from './problem.ts'
import type { Capacity } from './staff-row.ts'

/** Who holds which post from when to when, both days inclusive. */
export interface Assignment {
  readonly employeeId: string
  readonly positionCode: string
  readonly capacity: Capacity
  readonly fromDate: CivilDate
  /** None: it lasts. */
  readonly toDate: CivilDate | undefined
  readonly zone: Zone
  /** Who lent him. Entered: empty is nobody, and none is not told. */
  readonly secondedFrom?: string | undefined
}

export interface KnownAssignment extends Assignment {
  readonly known: true
  readonly line?: undefined
}
export interface EnteredAssignment extends Assignment {
  readonly line: number
  readonly known?: boolean
}

/** A row of a later file is the same assignment when these are equal, whatever its end. */
export const keyOf = (assignment: Assignment): string =>
  `${assignment.employeeId} ${assignment.positionCode} ${assignment.capacity} ${assignment.fromDate}`

const END = '9999-12-31'
const endOf = (assignment: Assignment) => assignment.toDate ?? END
const meet = (a: Assignment, b: Assignment) => a.fromDate <= endOf(b) && b.fromDate <= endOf(a)

/**
 * Joins what a file says with what was known before it.
 * A definitive post that begins within another one of the same person, known before, is a transfer, often entered late: the old one ends the
 * day before. Two posts that one file puts on one day are refused, and so is history that reaches into a post which was known before it.
 * A file that is older than a transfer may be read again: it does not open again what the transfer closed. An end that is left blank opens
 * nothing either: a list of today's staff leaves out what it does not know. Another end is written.
 * @param known assignments of the people and of the posts that the file names
 */
export function join(
  known: readonly Assignment[],
  entered: readonly EnteredAssignment[],
): { assignments: Assignment[]; problems: Problem[] } {
  const all = new Map<string, KnownAssignment | EnteredAssignment>()
  for (const assignment of known) all.set(keyOf(assignment), { ...assignment, known: true })
  for (const assignment of entered) {
    const before = all.get(keyOf(assignment))
    all.set(keyOf(assignment), {
      ...assignment,
      toDate: assignment.toDate ?? before?.toDate,
      secondedFrom: assignment.secondedFrom ?? before?.secondedFrom,
      known: before !== undefined,
    })
  }

  const problems: Problem[] = []
  const joined: (KnownAssignment | EnteredAssignment)[] = []
  for (const own of groupBy([...all.values()], (assignment) => assignment.employeeId)) {
    const definitive = own.filter((assignment) => assignment.capacity === 'definitive').sort(byBeginning)
    joined.push(...own.filter((assignment) => assignment.capacity !== 'definitive'))
    for (const [at, assignment] of definitive.entries()) {
      const next = definitive[at + 1]
      if (next === undefined || !meet(assignment, next)) joined.push(assignment)
      else if (mustRefuse(assignment, next))
        problems.push(fault(next.line ?? assignment.line ?? 0, 'fromDate', 'staff.two-posts', next.positionCode))
      else joined.push({ ...assignment, toDate: addDays(next.fromDate, -1) })
    }
  }
  problems.push(...twoHolders(joined))
  return { assignments: joined.map(bare), problems }
}

/** @param next begins while `assignment` lasts */
function mustRefuse(
  assignment: KnownAssignment | EnteredAssignment,
  next: KnownAssignment | EnteredAssignment,
): boolean {
  if (assignment.fromDate === next.fromDate) return true
  if (assignment.line !== undefined && next.line !== undefined) return true
  return assignment.known !== true && assignment.toDate !== undefined
}

/** A post has one definitive holder on a day; a Plt or Plh may stand in beside him. */
function twoHolders(assignments: readonly (KnownAssignment | EnteredAssignment)[]): Problem[] {
  const problems: Problem[] = []
  for (const holders of groupBy(
    assignments.filter((assignment) => assignment.capacity === 'definitive'),
    (assignment) => assignment.positionCode,
  )) {
    const sorted = holders.sort(byBeginning)
    for (const [at, one] of sorted.entries()) {
      for (const other of sorted.slice(at + 1)) {
        if (other.fromDate > endOf(one)) break
        if (one.employeeId === other.employeeId) continue
        for (const { line } of [one, other])
          if (line !== undefined) problems.push(fault(line, 'positionCode', 'staff.two-holders', one.positionCode))
      }
    }
  }
  return problems
}

const byBeginning = (a: Assignment, b: Assignment) => (a.fromDate < b.fromDate ? -1 : a.fromDate > b.fromDate ? 1 : 0)
const groupBy = <T>(items: readonly T[], of: (item: T) => string): T[][] => [...Map.groupBy(items, of).values()]
const bare = ({
  employeeId,
  positionCode,
  capacity,
  fromDate,
  toDate,
  zone,
  secondedFrom,
}: Assignment): Assignment => ({
  employeeId,
  positionCode,
  capacity,
  fromDate,
  toDate,
  zone,
  ...(secondedFrom ? { secondedFrom } : {}),
})
