import type { DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { RegisterStructureRequest } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { assignmentIdOf, positionIdOf } from '@timbang/contracts/official-id'
import { topics } from '@timbang/contracts/topics'
import { type By, decided } from '@timbang/identity/look'
import type { Pool, Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import type { Clock } from '@timbang/process/clock'
import { type CivilDate, dateAt, type Zone } from '@timbang/rules/civil-date'
import type { Kafka } from '@timbang/stream/kafka'
import { enqueue } from '@timbang/stream/outbox'
import { refuse, type Refusal } from '@timbang/contracts/refusal'
import { headsOf } from './domain/chart.ts'
import { fault, type Problem } from './domain/problem.ts'
import { byCodes, type Named, type NationalLine } from './domain/national.ts'
import { isNip, readNip } from './domain/nip.ts'
import { readLines, readStaff, told, type Known, type Lines } from './domain/staff-file.ts'
import type { StaffLine, StaffRow } from './domain/staff-row.ts'
import { join } from './domain/structure.ts'
import { loopingFrom, superiorOn } from './domain/superior.ts'
import { apply, lockChart } from './store/apply.ts'
import { loadPersons, putPersons } from './store/person.ts'
import { lastDayTold, putStaffFile } from './store/staff-file.ts'
import { putTold } from './store/superior.ts'
import {
  loadAgencies,
  loadAssignments,
  loadCalendars,
  loadEmployees,
  loadHeld,
  loadPositions,
  loadUnits,
} from './store/state.ts'
import {
  changedPeople,
  fromStructure,
  positionCodes,
  postsByUnit,
  staffEvents,
  staffPositions,
  structureEvents,
  toAssignments,
  toChart,
  type Saying,
} from './wire.ts'

export interface Deps {
  readonly pool: Pool
  readonly kafka: Kafka
  readonly clock: Clock
  /** The zone of the seat of government: whose today it is when nobody's workplace is at hand. */
  readonly zone: Zone
  readonly newEmployeeId: () => string
}

/** Rows and outgoing events of one decision, together or not at all. */
export const commit = async (tx: Tx, kafka: Kafka, events: readonly DirectoryEvent[]) => {
  await apply(tx, events)
  await enqueue(tx, kafka, topics.directory, events)
}

/** Agencies, units and calendars as whole states. Any fault: nothing changes. */
export const registerStructure =
  ({ pool, kafka, clock }: Deps) =>
  (by: By, request: RegisterStructureRequest): Promise<{ changed: number; problems: Problem[] }> =>
    transaction(pool, async (tx) => {
      await lockChart(tx)
      const known = { agencies: await loadAgencies(tx), units: await loadUnits(tx), calendars: await loadCalendars(tx) }
      const read = fromStructure(request, known)
      const joined = join(read.known, postsByUnit(await loadPositions(tx), known.units), read.said)
      const { problems, stopped } = told([...read.problems, ...joined.problems])
      if (stopped) return { changed: 0, problems }
      const now = clock.now()
      const events = structureEvents({ actor: by.caller.sub, now }, joined.structure, known)
      if (events.length > 0) await decided(tx, { ...by, subjects: [], at: now })
      await commit(tx, kafka, events)
      return { changed: events.length, problems }
    })

export interface ImportStaff {
  readonly by: By
  readonly importId: string
  readonly dryRun: boolean
  /** The day whose state the file tells. */
  readonly asOf: string | undefined
  /** It is meant to be older than the last one. */
  readonly older: boolean
  readonly sourceRecordedAt: bigint | undefined
  readonly lines: readonly StaffLine[]
}
export interface StaffImported {
  readonly problems: readonly Problem[]
  readonly applied: number
  readonly people: number
}

/** A whole staff file. Any fault, or a dry run: nothing changes. The same file again changes nothing. */
export const importStaff =
  ({ pool, kafka, clock, zone, newEmployeeId }: Deps) =>
  (command: ImportStaff): Promise<StaffImported | Refusal> =>
    transaction(pool, async (tx) => {
      await lockChart(tx)
      const now = clock.now()
      const today = dateAt(now, zone)
      const { asOf } = command
      if (asOf !== undefined) {
        if (asOf > today) return refuse('staff.file-ahead', { asOf })
        const last = await lastDayTold(tx)
        if (last !== undefined && asOf < last && !command.older) return refuse('staff.file-older', { asOf, last })
      }
      const read = isNational(command.lines)
        ? byCodes(command.lines, await loadNamed(tx, command.lines, asOf ?? today, zone, today), today)
        : { lines: command.lines, questions: [] }
      const judged = readLines(read.lines, today)
      const lines = { ...judged, problems: [...read.questions, ...judged.problems] }
      const from = asOf ?? today
      const { known, states } = await loadKnown(tx, lines, from)
      const { file, problems: found } = readStaff(lines, known, newEmployeeId)
      const left = staffPositions(file, states.positions, from)
      // Whose file is of an earlier day tells nothing of who heads an agency today: that flag has no days.
      const heads = headsOf(toChart(left, states.structure, today))
      const codes = new Map(states.structure.agencies.map(({ agencyId, code }) => [agencyId, code]))
      const positions = left.map((post) => ({
        ...post,
        headsAgency: heads.get(codes.get(post.agencyId) ?? '') === post.code,
      }))
      // What stands on the day of the file was judged; a superior who is coming can close a loop with one of it.
      const looping = loopingFrom(positions, from)
      for (const { line, positionCode, superiorPositionCode } of lines.rows)
        if (superiorPositionCode !== undefined && looping.has(positionIdOf(positionCode)))
          found.push(fault(line, 'superiorPositionCode', 'staff.superior-loop', superiorPositionCode))
      const { problems, stopped } = told(found)
      if (stopped || command.dryRun) return { problems, applied: 0, people: file.people.length }

      const rows = new Map(
        lines.rows.map((row) => [row, assignmentIdOf({ ...row, employeeId: file.keys.get(row.nip)! })]),
      )
      const saying: Saying = { actor: command.by.caller.sub, now, sourceRecordedAt: command.sourceRecordedAt }
      const events = staffEvents(saying, file, positions, states, new Set(rows.values()))
      const renamed = changedPeople(file.people, [...known.people.values()])
      const moved = events.flatMap(({ employeeId }) => employeeId ?? [])
      const subjects = [...new Set([...moved, ...renamed.map(({ employeeId }) => employeeId)])]
      if (subjects.length + events.length > 0) await decided(tx, { ...command.by, subjects, at: now })
      await putPersons(tx, renamed, { by: command.by.caller.sub, at: now })
      if (asOf !== undefined)
        await putStaffFile(tx, { importId: command.importId, asOf, at: now, by: command.by.caller.sub })
      const superiors = new Map(states.positions.map((post) => [post.positionId, post]))
      await putTold(
        tx,
        command.by.caller,
        now,
        positions.flatMap((next) => {
          const post = superiors.get(next.positionId)
          const superiorId = superiorOn(next, from)
          return post === undefined || superiorOn(post, from) === superiorId
            ? []
            : [{ post, superiorId, fromDate: from, reason: '' }]
        }),
      )
      await commit(tx, kafka, events)
      return { problems, applied: appliedRows(rows, file.keys, events, renamed), people: file.people.length }
    })

/** A sheet is national as a whole. */
const isNational = (lines: readonly StaffLine[]): lines is readonly NationalLine[] =>
  lines.length > 0 && lines.every((line) => 'national' in line && line.national !== undefined)

/** What is known of the names in a national sheet, as of the day whose state it tells. */
async function loadNamed(
  tx: Tx,
  lines: readonly NationalLine[],
  asOf: CivilDate,
  zone: Zone,
  today: CivilDate,
): Promise<Named> {
  const agencies = await loadAgencies(tx)
  const units = await loadUnits(tx)
  const positions = await loadPositions(tx)
  const codes = new Map(agencies.map(({ agencyId, code }) => [agencyId, code]))
  const nips = lines.flatMap((line) => {
    const nip = readNip(line.nip, today)
    return isNip(nip) ? [nip.digits] : []
  })
  const pnsIds = lines.map((line) => line.pnsId.trim()).filter((id) => id !== '')
  const persons = await loadPersons(tx, { nips, employeeIds: [], pnsIds })
  const byPnsId = new Map(persons.map((person) => [person.pnsId, person.employeeId]))
  const people = new Map(
    persons.flatMap(({ nip, former, employeeId }) => [nip, ...former].map((number) => [number, employeeId] as const)),
  )
  for (const line of lines) {
    const nip = readNip(line.nip, today)
    const known = byPnsId.get(line.pnsId.trim())
    if (isNip(nip) && known !== undefined && !people.has(nip.digits)) people.set(nip.digits, known)
  }
  return {
    agencies: new Map(agencies.map(({ code, name }) => [code, name])),
    units: new Map(units.map(({ code, name, agencyId }) => [code, { name, agencyCode: codes.get(agencyId) ?? '' }])),
    positions: toChart(positions, { agencies, units }, asOf),
    people,
    held: toAssignments(await loadHeld(tx, asOf), positionCodes(positions)),
    zone,
  }
}

/** What is known of the things that the rows name, in codes for the rules and as states for the versions. */
async function loadKnown(tx: Tx, lines: Lines, asOf: CivilDate) {
  const { rows } = lines
  const of = {
    nips: [...new Set(rows.flatMap((row) => [row.nip, row.formerNip ?? []].flat()))],
    employeeIds: [...new Set(rows.flatMap((row) => row.employeeId ?? []))],
    pnsIds: [...new Set(rows.flatMap((row) => row.pnsId ?? []))],
  }
  const agencies = await loadAgencies(tx)
  const units = await loadUnits(tx)
  const positions = await loadPositions(tx)
  const persons = await loadPersons(tx, of)
  const employees = await loadEmployees(
    tx,
    persons.map((person) => person.employeeId),
  )
  const assignments = await loadAssignments(
    tx,
    employees.map((employee) => employee.employeeId),
    [...new Set(rows.map((row) => positionIdOf(row.positionCode)))],
  )

  const employments = new Map(
    employees.map((employee) => [
      employee.employeeId,
      employee.employment === 'pppk' ? ('pppk' as const) : ('pns' as const),
    ]),
  )
  const people = persons.map((person) => ({
    ...person,
    employment: employments.get(person.employeeId) ?? ('pns' as const),
  }))
  const agencyCodes = new Map(agencies.map((agency) => [agency.agencyId, agency.code]))
  const known: Known = {
    agencies: new Set(agencyCodes.values()),
    practice: new Set(agencies.filter(({ practice }) => practice).map(({ code }) => code)),
    units: new Map(units.map((unit) => [unit.code, agencyCodes.get(unit.agencyId) ?? ''])),
    positions: toChart(positions, { agencies, units }, asOf),
    people: new Map(people.map((person) => [person.nip, person])),
    former: new Map(people.flatMap((person) => person.former.map((nip) => [nip, person] as const))),
    holdersOfKeys: new Map(persons.map((person) => [person.employeeId, person.nip])),
    assignments: toAssignments(assignments, positionCodes(positions)),
  }
  return { known, states: { positions, employees, assignments, structure: { agencies, units } } }
}

/** Rows of the file that changed something: their person, their post or their assignment. */
function appliedRows(
  rows: ReadonlyMap<StaffRow, string>,
  ids: ReadonlyMap<string, string>,
  events: readonly DirectoryEvent[],
  renamed: readonly { employeeId: string }[],
): number {
  const touched = new Set(renamed.map((person) => person.employeeId))
  for (const { body } of events) {
    if (body?.$case === 'positionChanged') touched.add(body.value.positionId)
    if (body?.$case === 'employeeChanged') touched.add(body.value.employeeId)
    if (body?.$case === 'assignmentChanged') touched.add(body.value.assignmentId)
  }
  return [...rows].filter(
    ([row, assignmentId]) =>
      touched.has(assignmentId) || touched.has(ids.get(row.nip)!) || touched.has(positionIdOf(row.positionCode)),
  ).length
}
