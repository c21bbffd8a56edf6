import type { CivilDate } from '@timbang/rules/civil-date'
import { join, type Assignment, type EnteredAssignment } from './assignment.ts'
import { loopsOf, mayBeTop, type Position } from './chart.ts'
import { fault, faultsFirst, isStopped, warning, type Problem } from './problem.ts'
import { readStaffLine, type Employment, type StaffLine, type StaffRow } from './staff-row.ts'

export interface Person {
  readonly employeeId: string
  readonly nip: string
  readonly name: string
  readonly employment: Employment
  /** By which the national system knows him, where a file has said so. */
  readonly pnsId: string | undefined
}

/** What the directory knows of the things that a file may name. */
export interface Known {
  readonly agencies: ReadonlySet<string>
  /** Those in which one practises. */
  readonly practice: ReadonlySet<string>
  /** Agency code by unit code. */
  readonly units: ReadonlyMap<string, string>
  /** Every post by its code: loops and heads are seen only on the whole chart. */
  readonly positions: ReadonlyMap<string, Position>
  /** By NIP. */
  readonly people: ReadonlyMap<string, Person>
  /** The same people by the numbers that they had before. */
  readonly former: ReadonlyMap<string, Person>
  /** NIP by employee key, for keys that the file asks for. */
  readonly holdersOfKeys: ReadonlyMap<string, string>
  /** Of the people and of the posts that the file names. */
  readonly assignments: readonly Assignment[]
}

/** What a file makes of the directory: whole states, equal ones among them. */
export interface StaffFile {
  readonly people: readonly Person[]
  /** Whose key, by the number that the file writes: it may be a former one. */
  readonly keys: ReadonlyMap<string, string>
  /** Every post, those that the file does not name too: a head can change by another's coming. */
  readonly positions: ReadonlyMap<string, Position>
  readonly assignments: readonly Assignment[]
}

/** The first pass: each line on its own. */
export function readLines(lines: readonly StaffLine[], today: CivilDate): Lines {
  const rows: StaffRow[] = []
  const problems: Problem[] = []
  const faultyPositions = new Set<string>()
  for (const line of lines) {
    const read = readStaffLine(line, today)
    problems.push(...read.problems)
    if (read.row) rows.push(read.row)
    else faultyPositions.add(line.positionCode.trim())
  }
  return { rows, faultyPositions, problems }
}

export interface Lines {
  readonly rows: readonly StaffRow[]
  /** Posts of lines that cannot be read: they are there, so nobody below them is blamed for it. */
  readonly faultyPositions: ReadonlySet<string>
  readonly problems: readonly Problem[]
}

/**
 * The second pass: the rows among themselves and against what is known. All that is wrong is told at once.
 * @param newEmployeeId gives the key of a new person for whom the importer wants none
 */
export function readStaff(
  lines: Lines,
  known: Known,
  newEmployeeId: () => string,
): { file: StaffFile; problems: Problem[] } {
  const { rows } = lines
  const problems = [...lines.problems]
  for (const row of rows) {
    const agencyOfUnit = known.units.get(row.unitCode)
    if (!known.agencies.has(row.agencyCode))
      problems.push(fault(row.line, 'agencyCode', 'staff.agency-unknown', row.agencyCode))
    if (agencyOfUnit === undefined) problems.push(fault(row.line, 'unitCode', 'staff.unit-unknown', row.unitCode))
    else if (agencyOfUnit !== row.agencyCode)
      problems.push(fault(row.line, 'unitCode', 'staff.unit-elsewhere', row.unitCode))
  }
  const chart = readChart(lines, known, problems)
  const people = readPeople(rows, known, newEmployeeId, problems)
  const joined = join(known.assignments, readAssignments(rows, people, problems))
  problems.push(...joined.problems)
  keepApart(rows, people, joined.assignments, chart, known.practice, problems)
  return {
    file: {
      people: [...people.values()],
      keys: new Map([...people].map(([nip, { employeeId }]) => [nip, employeeId])),
      positions: chart,
      assignments: joined.assignments,
    },
    problems,
  }
}

/** Faults first; a line that repeats a fault says it once. */
export function told(problems: readonly Problem[]): { problems: Problem[]; stopped: boolean } {
  const once = new Map(
    problems.map((problem) => [`${problem.line} ${problem.field} ${problem.code} ${problem.value}`, problem]),
  )
  return { problems: faultsFirst([...once.values()]), stopped: isStopped(problems) }
}

const positionOf = (row: StaffRow): Position => ({
  code: row.positionCode,
  agencyCode: row.agencyCode,
  unitCode: row.unitCode,
  title: row.positionTitle,
  kind: row.positionKind,
  superiorCode: row.superiorPositionCode,
})

const samePosition = (a: Position, b: Position): boolean =>
  a.agencyCode === b.agencyCode &&
  a.unitCode === b.unitCode &&
  a.title === b.title &&
  a.kind === b.kind &&
  a.superiorCode === b.superiorCode

/** Whoever practises has no post that counts, and assesses nobody whose work does: nothing of practice reaches a real score. */
function keepApart(
  rows: readonly StaffRow[],
  people: ReadonlyMap<string, Person>,
  assignments: readonly Assignment[],
  chart: ReadonlyMap<string, Position>,
  practice: ReadonlySet<string>,
  problems: Problem[],
): void {
  const practises = (positionCode: string) => practice.has(chart.get(positionCode)?.agencyCode ?? '')
  const held = Map.groupBy(assignments, ({ employeeId }) => employeeId)
  for (const row of rows) {
    const here = practises(row.positionCode)
    const posts = held.get(people.get(row.nip)!.employeeId) ?? []
    if (posts.some(({ positionCode }) => practises(positionCode) !== here))
      problems.push(fault(row.line, 'agencyCode', 'staff.practice-mixed', row.agencyCode))
    const superior = row.superiorPositionCode
    if (superior !== undefined && chart.has(superior) && practises(superior) !== here)
      problems.push(fault(row.line, 'superiorPositionCode', 'staff.practice-mixed', superior))
  }
}

/** The whole chart as the file leaves it. */
function readChart(
  { rows, faultyPositions }: Lines,
  { positions, practice }: Pick<Known, 'positions' | 'practice'>,
  problems: Problem[],
): Map<string, Position> {
  const chart = new Map(positions)
  const named = new Map<string, StaffRow>()
  for (const row of rows) {
    const first = named.get(row.positionCode)
    if (first === undefined) {
      named.set(row.positionCode, row)
      chart.set(row.positionCode, positionOf(row))
    } else if (!samePosition(positionOf(first), positionOf(row))) {
      problems.push(fault(row.line, 'positionCode', 'staff.position-differs', row.positionCode))
    }
  }
  const looping = loopsOf(chart)
  for (const row of named.values()) {
    const superior = row.superiorPositionCode
    if (superior === undefined) {
      // Where one practises the line ends within: nobody of the real chart stands above.
      if (!mayBeTop(row.positionKind) && !practice.has(row.agencyCode))
        problems.push(fault(row.line, 'superiorPositionCode', 'staff.superior-missing'))
    } else if (!chart.has(superior)) {
      if (!faultyPositions.has(superior))
        problems.push(fault(row.line, 'superiorPositionCode', 'staff.superior-unknown', superior))
    } else if (looping.has(row.positionCode))
      problems.push(fault(row.line, 'superiorPositionCode', 'staff.superior-loop', superior))
  }
  return chart
}

/**
 * Everybody whom the file names, by the NIP that it writes. A known person keeps his key, whatever the file wants, and whatever his number: a file that
 * tells his former number, or by which the national system knows him, says that this one is his now.
 */
function readPeople(
  rows: readonly StaffRow[],
  known: Known,
  newEmployeeId: () => string,
  problems: Problem[],
): Map<string, Person> {
  const people = new Map<string, Person>()
  const wanted = new Map<string, string>()
  const named = new Map<string, string>()
  const told = new Map<string, string>()
  const byPnsId = new Map(
    [...known.people.values()].flatMap((person) =>
      person.pnsId === undefined ? [] : [[person.pnsId, person] as const],
    ),
  )
  for (const row of rows) {
    const before = people.get(row.nip)
    if (before !== undefined) {
      if (before.name !== row.name || before.employment !== row.employment)
        problems.push(fault(row.line, 'name', 'staff.person-differs'))
      if (row.pnsId !== undefined && row.pnsId !== before.pnsId)
        problems.push(fault(row.line, 'pnsId', 'staff.person-ambiguous'))
      continue
    }
    const found = presentOf(row, known, byPnsId)
    const present = 'code' in found ? undefined : found.person
    if ('code' in found) problems.push(fault(row.line, 'nip', found.code))
    else if (found.told !== undefined) problems.push(warning(row.line, 'nip', found.told))
    const holder =
      row.employeeId === undefined ? undefined : (known.holdersOfKeys.get(row.employeeId) ?? wanted.get(row.employeeId))
    const taken = present === undefined && holder !== undefined && holder !== row.nip
    if (taken) problems.push(fault(row.line, 'employeeId', 'staff.employee-id-taken', row.employeeId))
    else if (row.employeeId !== undefined) wanted.set(row.employeeId, row.nip)
    const employeeId = present?.employeeId ?? (taken ? undefined : row.employeeId) ?? newEmployeeId()
    if (named.has(employeeId)) problems.push(fault(row.line, 'nip', 'staff.person-differs'))
    named.set(employeeId, row.nip)
    if (row.pnsId !== undefined) {
      if (told.has(row.pnsId)) problems.push(fault(row.line, 'pnsId', 'staff.person-ambiguous'))
      told.set(row.pnsId, row.nip)
    }
    people.set(row.nip, {
      employeeId,
      nip: 'told' in found && found.told === 'staff.nip-former' ? present!.nip : row.nip,
      name: row.name,
      employment: row.employment,
      pnsId: row.pnsId ?? present?.pnsId,
    })
  }
  return people
}

/** Who a row is, of those whom the directory knows: by his number, by what else the row says of him, by a number that he had. */
function presentOf(
  row: StaffRow,
  known: Known,
  byPnsId: ReadonlyMap<string, Person>,
):
  | { person: Person | undefined; told?: 'staff.nip-changed' | 'staff.nip-former' }
  | { code: 'staff.person-ambiguous' } {
  const byNip = known.people.get(row.nip)
  const others = [
    row.pnsId === undefined ? undefined : byPnsId.get(row.pnsId),
    row.formerNip === undefined ? undefined : (known.people.get(row.formerNip) ?? known.former.get(row.formerNip)),
  ].filter((person) => person !== undefined)
  const person = byNip ?? others[0] ?? known.former.get(row.nip)
  // A number that was somebody's names nobody else: files of before would.
  const before = byNip === undefined ? known.former.get(row.nip) : undefined
  const differs = [...others, ...(before === undefined ? [] : [before])].some(
    (other) => other.employeeId !== person!.employeeId,
  )
  const another = row.pnsId !== undefined && person?.pnsId !== undefined && person.pnsId !== row.pnsId
  if (differs || another) return { code: 'staff.person-ambiguous' }
  if (person === undefined || byNip !== undefined) return { person }
  return { person, told: others.length > 0 ? 'staff.nip-changed' : 'staff.nip-former' }
}

function readAssignments(
  rows: readonly StaffRow[],
  people: ReadonlyMap<string, Person>,
  problems: Problem[],
): EnteredAssignment[] {
  const entered = new Map<string, EnteredAssignment>()
  for (const row of rows) {
    const { employeeId } = people.get(row.nip)!
    const assignment = {
      line: row.line,
      employeeId,
      positionCode: row.positionCode,
      capacity: row.capacity,
      fromDate: row.fromDate,
      toDate: row.toDate,
      zone: row.zone,
      secondedFrom: row.secondedFrom,
    }
    const key = `${employeeId} ${row.positionCode} ${row.capacity} ${row.fromDate}`
    const same = entered.get(key)
    if (same === undefined) entered.set(key, assignment)
    else if (same.toDate === row.toDate && same.zone === row.zone)
      problems.push(warning(row.line, 'nip', 'staff.row-repeated'))
    else problems.push(fault(row.line, 'nip', 'staff.row-repeated'))
  }
  return [...entered.values()]
}
