import {
  AgencyChanged,
  AssignmentChanged,
  CalendarChanged,
  Capacity,
  EmployeeChanged,
  PositionChanged,
  RoleChanged,
  UnitChanged,
  type DirectoryEvent,
} from '@timbang/contracts/gen/timbang/directory/v1/events'
import type {
  Person as PersonMessage,
  RegisterStructureRequest,
  RowProblem,
} from '@timbang/contracts/gen/timbang/directory/v1/service'
import { agencyIdOf, assignmentIdOf, positionIdOf, unitIdOf } from '@timbang/contracts/official-id'
import { positionGroupOf, type PositionKind } from '@timbang/contracts/position-kind'
import { said } from '@timbang/contracts/said'
import type { CivilDate, Zone } from '@timbang/rules/civil-date'
import type { Assignment } from './domain/assignment.ts'
import type { Position } from './domain/chart.ts'
import { tailOf } from './domain/nip.ts'
import { fault, type Problem } from './domain/problem.ts'
import type { Capacity as HeldAs } from './domain/staff-row.ts'
import type { Person, StaffFile } from './domain/staff-file.ts'
import { answeringFrom, superiorOn } from './domain/superior.ts'
import type { Agency, Calendar, Posts, Structure, Unit } from './domain/structure.ts'

const toCapacity = {
  definitive: Capacity.CAPACITY_DEFINITIVE,
  plt: Capacity.CAPACITY_PLT,
  plh: Capacity.CAPACITY_PLH,
} as const
const fromCapacity: Readonly<Record<number, HeldAs>> = { 1: 'definitive', 2: 'plt', 3: 'plh' }

/** Who says it, and when: what every event of one command shares. */
export interface Saying {
  readonly actor: string
  readonly now: number
  readonly sourceRecordedAt?: bigint | undefined
}

/** An event of directory.v1. A person's goes to the person; the rest to what changed. */
export function toEvent(saying: Saying, body: NonNullable<DirectoryEvent['body']>): DirectoryEvent {
  const about = body.value as { employeeId?: string; agencyId?: string }
  return said(body, {
    ...saying,
    decidedAt: saying.now,
    employeeId: about.employeeId,
    agencyId: about.agencyId ?? '',
  })
}

interface Encoding<S> {
  encode(state: S): { finish(): Uint8Array }
}

/**
 * Of some states those that differ from the known ones, each with the next version. An equal state changes nothing.
 * @param keyOf what makes two states one thing
 */
export function changed<S extends { version: number }>(
  encoding: Encoding<S>,
  known: Iterable<S>,
  next: Iterable<S>,
  keyOf: (state: S) => string,
): S[] {
  const before = new Map([...known].map((state) => [keyOf(state), state]))
  const bytes = (state: S) => Buffer.from(encoding.encode({ ...state, version: 0 }).finish())
  const changes: S[] = []
  for (const state of next) {
    const old = before.get(keyOf(state))
    if (old === undefined || !bytes(old).equals(bytes(state)))
      changes.push({ ...state, version: (old?.version ?? 0) + 1 })
  }
  return changes
}

// ── structure ──

export interface KnownStructure {
  readonly agencies: readonly AgencyChanged[]
  readonly units: readonly UnitChanged[]
  readonly calendars: readonly CalendarChanged[]
}

const codesOf = <T extends { code: string }>(states: readonly T[], idOf: (state: T) => string): Map<string, string> =>
  new Map(states.map((state) => [idOf(state), state.code]))

const toAgency = ({ code, name, kind, calendarCode, attendanceConnected, practice }: AgencyChanged): Agency => ({
  code,
  name,
  kind,
  calendarCode,
  attendanceConnected,
  practice,
})
const toCalendar = ({ calendarCode, year, workingWeekdays, holidays, hours }: CalendarChanged): Calendar => ({
  code: calendarCode,
  year,
  workingWeekdays,
  holidays,
  hours: hours.map((one) => ({
    ...one,
    weekdays: one.weekdays.toSorted((a, b) => a - b),
    fromDate: one.fromDate || undefined,
    toDate: one.toDate || undefined,
    arrivalUntilMinute: one.arrivalUntilMinute ?? undefined,
  })),
})
const toUnit = (
  unit: UnitChanged,
  agencies: ReadonlyMap<string, string>,
  units: ReadonlyMap<string, string>,
): Unit => ({
  code: unit.code,
  name: unit.name,
  agencyCode: agencies.get(unit.agencyId),
  servesPublic: unit.servesPublic,
  // An id that no code has stands for a parent that nobody knows.
  parentCode:
    unit.parentUnitId === undefined || unit.parentUnitId === ''
      ? undefined
      : (units.get(unit.parentUnitId) ?? unit.parentUnitId),
})

/** What a request says and what is known, in codes; ids that do not belong to their code are told. */
export function fromStructure(
  request: RegisterStructureRequest,
  known: KnownStructure,
): { known: Structure; said: { agencies: Agency[]; units: Unit[]; calendars: Calendar[] }; problems: Problem[] } {
  const agencyCodes = codesOf([...known.agencies, ...request.agencies], (agency) => agencyIdOf(agency.code))
  const unitCodes = codesOf([...known.units, ...request.units], (unit) => unitIdOf(unit.code))
  const problems: Problem[] = []
  request.agencies.forEach((agency, at) => {
    if (agency.agencyId !== '' && agency.agencyId !== agencyIdOf(agency.code))
      problems.push(fault(at + 1, 'agencies.agencyId', 'structure.id-differs', agency.code))
  })
  request.units.forEach((unit, at) => {
    if (unit.unitId !== '' && unit.unitId !== unitIdOf(unit.code))
      problems.push(fault(at + 1, 'units.unitId', 'structure.id-differs', unit.code))
  })
  const agencies = request.agencies.map((agency) =>
    toAgency({ ...agency, code: agency.code.trim(), name: agency.name.trim() }),
  )
  const units = request.units.map((unit) =>
    toUnit({ ...unit, code: unit.code.trim(), name: unit.name.trim() }, agencyCodes, unitCodes),
  )
  const calendars = request.calendars.map(toCalendar).map((calendar) => ({
    ...calendar,
    workingWeekdays: calendar.workingWeekdays.toSorted((a, b) => a - b),
    holidays: calendar.holidays.toSorted((a, b) => (a.date < b.date ? -1 : 1)),
  }))
  return { known: toStructure(known), said: { agencies, units, calendars }, problems }
}

function toStructure(known: KnownStructure): Structure {
  const agencyCodes = codesOf(known.agencies, (agency) => agency.agencyId)
  const unitCodes = codesOf(known.units, (unit) => unit.unitId)
  return {
    agencies: new Map(known.agencies.map((agency) => [agency.code, toAgency(agency)])),
    units: new Map(known.units.map((unit) => [unit.code, toUnit(unit, agencyCodes, unitCodes)])),
    calendars: new Map(
      known.calendars.map((calendar) => [`${calendar.calendarCode} ${calendar.year}`, toCalendar(calendar)]),
    ),
  }
}

export function structureEvents(saying: Saying, structure: Structure, known: KnownStructure): DirectoryEvent[] {
  const agencies = [...structure.agencies.values()].map(
    (agency): AgencyChanged => ({ ...agency, agencyId: agencyIdOf(agency.code), version: 0 }),
  )
  const units = [...structure.units.values()].map(
    (unit): UnitChanged => ({
      unitId: unitIdOf(unit.code),
      agencyId: agencyIdOf(unit.agencyCode!),
      parentUnitId: unit.parentCode === undefined ? undefined : unitIdOf(unit.parentCode),
      code: unit.code,
      name: unit.name,
      servesPublic: unit.servesPublic,
      version: 0,
    }),
  )
  const calendars = [...structure.calendars.values()].map(
    (calendar): CalendarChanged => ({
      calendarCode: calendar.code,
      year: calendar.year,
      workingWeekdays: [...calendar.workingWeekdays],
      holidays: [...calendar.holidays],
      hours: calendar.hours.map((hours) => ({ ...hours, weekdays: [...hours.weekdays] })),
      version: 0,
    }),
  )
  return [
    ...changed(
      CalendarChanged,
      known.calendars,
      calendars,
      (calendar) => `${calendar.calendarCode} ${calendar.year}`,
    ).map((value) => toEvent(saying, { $case: 'calendarChanged', value })),
    ...changed(AgencyChanged, known.agencies, agencies, (agency) => agency.agencyId).map((value) =>
      toEvent(saying, { $case: 'agencyChanged', value }),
    ),
    ...changed(UnitChanged, known.units, units, (unit) => unit.unitId).map((value) =>
      toEvent(saying, { $case: 'unitChanged', value }),
    ),
  ]
}

// ── staff ──

export interface KnownStaff {
  readonly positions: readonly PositionChanged[]
  readonly employees: readonly EmployeeChanged[]
  readonly assignments: readonly AssignmentChanged[]
}

/** The chart of a day, in codes. */
export function toChart(
  positions: readonly PositionChanged[],
  structure: Pick<KnownStructure, 'agencies' | 'units'>,
  date: CivilDate,
): Map<string, Position> {
  const agencies = codesOf(structure.agencies, (agency) => agency.agencyId)
  const units = codesOf(structure.units, (unit) => unit.unitId)
  const posts = codesOf(positions, (position) => position.positionId)
  return new Map(
    positions.map((position) => {
      const superiorId = superiorOn(position, date)
      return [
        position.code,
        {
          code: position.code,
          agencyCode: agencies.get(position.agencyId) ?? '',
          unitCode: units.get(position.unitId) ?? '',
          title: position.title,
          kind: position.kind as PositionKind,
          superiorCode: superiorId === undefined ? undefined : posts.get(superiorId),
        },
      ]
    }),
  )
}

/** @param codes of posts by id */
export const toAssignments = (states: readonly AssignmentChanged[], codes: ReadonlyMap<string, string>): Assignment[] =>
  states
    .filter((state) => !state.withdrawn)
    .map((state) => ({
      employeeId: state.employeeId,
      positionCode: codes.get(state.positionId) ?? '',
      capacity: fromCapacity[state.capacity] ?? 'definitive',
      fromDate: state.fromDate,
      toDate: state.toDate,
      zone: state.zone as Zone,
      ...(state.secondedFrom === undefined ? {} : { secondedFrom: state.secondedFrom }),
    }))

export function postsByUnit(positions: readonly PositionChanged[], units: readonly UnitChanged[]): Posts {
  const codes = codesOf(units, (unit) => unit.unitId)
  return new Map(
    [...Map.groupBy(positions, ({ unitId }) => codes.get(unitId) ?? '')].map(([unit, posts]) => [
      unit,
      posts.map(({ code }) => code).sort(),
    ]),
  )
}

export const positionCodes = (positions: readonly PositionChanged[]): Map<string, string> =>
  codesOf(positions, (position) => position.positionId)

export const positionEvents = (
  saying: Saying,
  known: readonly PositionChanged[],
  next: readonly PositionChanged[],
): DirectoryEvent[] =>
  changed(PositionChanged, known, next, (position) => position.positionId).map((value) =>
    toEvent(saying, { $case: 'positionChanged', value }),
  )

/** Every post as a file leaves it; who heads an agency is not of the file's day, and none of it. A new one has had its superior from the first; one that stands below another from the day whose state the file tells. */
export function staffPositions(
  file: Pick<StaffFile, 'positions'>,
  known: readonly PositionChanged[],
  date: CivilDate,
): PositionChanged[] {
  const before = new Map(known.map((state) => [state.positionId, state]))
  return [...file.positions.values()].map((post): PositionChanged => {
    const positionId = positionIdOf(post.code)
    const superiorId = post.superiorCode === undefined ? undefined : positionIdOf(post.superiorCode)
    const old = before.get(positionId)
    const { reportsToPositionId, superiors } =
      old === undefined
        ? { reportsToPositionId: superiorId, superiors: [] }
        : superiorOn(old, date) === superiorId
          ? old
          : answeringFrom(old, date, superiorId)
    return {
      positionId,
      agencyId: agencyIdOf(post.agencyCode),
      unitId: unitIdOf(post.unitCode),
      code: post.code,
      title: post.title,
      kind: post.kind,
      group: positionGroupOf(post.kind, post.title),
      reportsToPositionId,
      headsAgency: false,
      version: 0,
      superiors,
    }
  })
}

/**
 * The events that bring the directory from what is known to what a file leaves.
 * @param positions every post as it leaves them @param entered keys of assignments that stand in the file
 */
export function staffEvents(
  saying: Saying,
  file: StaffFile,
  positions: readonly PositionChanged[],
  known: KnownStaff,
  entered: ReadonlySet<string>,
): DirectoryEvent[] {
  const employees = file.people.map(
    (person): EmployeeChanged => ({
      employeeId: person.employeeId,
      employment: person.employment,
      active: true,
      version: 0,
    }),
  )
  const before = new Map(known.assignments.map((state) => [state.assignmentId, state]))
  const assignments = file.assignments.map((assignment): AssignmentChanged => {
    const assignmentId = assignmentIdOf(assignment)
    const old = before.get(assignmentId)
    // What the file does not name keeps its unit, whatever became of the post since; only its end can move.
    if (old !== undefined && !entered.has(assignmentId)) return { ...old, toDate: assignment.toDate }
    const post = file.positions.get(assignment.positionCode)!
    return {
      assignmentId,
      employeeId: assignment.employeeId,
      positionId: positionIdOf(post.code),
      agencyId: agencyIdOf(post.agencyCode),
      unitId: unitIdOf(post.unitCode),
      capacity: toCapacity[assignment.capacity],
      fromDate: assignment.fromDate,
      toDate: assignment.toDate,
      zone: assignment.zone,
      version: 0,
      withdrawn: false,
      secondedFrom: assignment.secondedFrom,
    }
  })
  return [
    ...positionEvents(saying, known.positions, positions),
    ...changed(EmployeeChanged, known.employees, employees, (employee) => employee.employeeId).map((value) =>
      toEvent(saying, { $case: 'employeeChanged', value }),
    ),
    ...changed(AssignmentChanged, known.assignments, assignments, (assignment) => assignment.assignmentId).map(
      (value) => toEvent(saying, { $case: 'assignmentChanged', value }),
    ),
  ]
}

/** Those of whom something changes that is on no log: name, number, or by what the national system knows them. */
export function changedPeople(people: readonly Person[], known: readonly Person[]): Person[] {
  const before = new Map(known.map((person) => [person.employeeId, person]))
  return people.filter(({ employeeId, nip, name, pnsId }) => {
    const old = before.get(employeeId)
    return old === undefined || old.nip !== nip || old.name !== name || old.pnsId !== pnsId
  })
}

// ── roles ──

export const roleEvents = (
  saying: Saying,
  roles: readonly RoleChanged[],
  known: readonly RoleChanged[],
): DirectoryEvent[] =>
  changed(RoleChanged, known, roles, (role) => `${role.subject} ${role.role}`).map((value) =>
    toEvent(saying, { $case: 'roleChanged', value }),
  )

export const toRowProblem = ({ line, field, code, warning, value }: Problem): RowProblem => ({
  line,
  field,
  code,
  warning,
  value,
})

/** Of a NIP nothing but its last three digits leaves. */
export const toPerson = ({ nip, ...shown }: Omit<PersonMessage, 'nipTail'> & { nip: string }): PersonMessage => ({
  ...shown,
  nipTail: tailOf(nip),
})
