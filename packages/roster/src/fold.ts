import type {
  AgencyChanged,
  AssignmentChanged,
  CalendarChanged,
  DelegationChanged,
  DirectoryEvent,
  DutyChanged,
  EmployeeChanged,
  PositionChanged,
  RoleChanged,
  UnitChanged,
} from '@timbang/contracts/gen/timbang/directory/v1/events'
import { columns, type Tx } from '@timbang/postgres/pool'

/**
 * Folds events of directory.v1. Each carries a whole state and its version, so order, repetition and the cut into batches never matter.
 * One statement per kind of thing, whatever the size of the batch. What is no state (a marker) changes nothing here.
 */
export async function foldDirectory(tx: Tx, events: readonly DirectoryEvent[]): Promise<void> {
  const { agencies, units, positions, employees, assignments, calendars, roles, duties, delegations } = highest(events)
  if (agencies.length > 0) await putAgencies(tx, agencies)
  if (units.length > 0) await putUnits(tx, units)
  if (positions.length > 0) await putPositions(tx, positions)
  if (employees.length > 0) await putEmployees(tx, employees)
  if (assignments.length > 0) await putAssignments(tx, assignments)
  if (calendars.length > 0) await putCalendars(tx, calendars)
  if (roles.length > 0) await putRoles(tx, roles)
  if (duties.length > 0) await putDuties(tx, duties)
  if (delegations.length > 0) await putDelegations(tx, delegations)
}

/** The newest state of each thing in a batch: one statement may touch a row only once. */
function highest(events: readonly DirectoryEvent[]) {
  const agencies = newest<AgencyChanged>((state) => state.agencyId)
  const units = newest<UnitChanged>((state) => state.unitId)
  const positions = newest<PositionChanged>((state) => state.positionId)
  const employees = newest<EmployeeChanged>((state) => state.employeeId)
  const assignments = newest<AssignmentChanged>((state) => state.assignmentId)
  const calendars = newest<CalendarChanged>((state) => `${state.calendarCode} ${state.year}`)
  const roles = newest<RoleChanged>((state) => `${state.subject} ${state.role}`)
  const duties = newest<DutyChanged>((state) => `${state.employeeId} ${state.month}`)
  const delegations = newest<DelegationChanged>((state) => state.delegationId)
  for (const { body } of events) {
    switch (body?.$case) {
      case 'agencyChanged':
        agencies.see(body.value)
        break
      case 'unitChanged':
        units.see(body.value)
        break
      case 'positionChanged':
        positions.see(body.value)
        break
      case 'employeeChanged':
        employees.see(body.value)
        break
      case 'assignmentChanged':
        assignments.see(body.value)
        break
      case 'calendarChanged':
        calendars.see(body.value)
        break
      case 'roleChanged':
        roles.see(body.value)
        break
      case 'dutyChanged':
        duties.see(body.value)
        break
      case 'delegationChanged':
        delegations.see(body.value)
        break
      // Who asked for a role, how an agency calls its shifts and whom a machine means by a number concerns their owner alone; what figures mean, who counts them.
      case 'deviceChanged':
      case 'pinChanged':
      case 'roleRequestChanged':
      case 'shiftsChanged':
      case 'indicatorChanged':
      case 'cutOffReached':
        break
      case undefined:
        break
      default:
        body satisfies never
    }
  }
  return {
    agencies: agencies.states(),
    units: units.states(),
    positions: positions.states(),
    employees: employees.states(),
    assignments: assignments.states(),
    calendars: calendars.states(),
    roles: roles.states(),
    duties: duties.states(),
    delegations: delegations.states(),
  }
}

function newest<S extends { version: number }>(keyOf: (state: S) => string) {
  const seen = new Map<string, S>()
  return {
    see: (state: S) => {
      const key = keyOf(state)
      const known = seen.get(key)
      if (known === undefined || known.version < state.version) seen.set(key, state)
    },
    /** Sorted by key, so that two writers cannot deadlock. */
    states: () => [...seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, state]) => state),
  }
}

const putAgencies = (tx: Tx, agencies: readonly AgencyChanged[]) =>
  tx.query(
    `insert into roster.agency as known (agency_id, code, name, kind, calendar_code, attendance_connected, practice, version)
   select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::boolean[], $8::integer[])
   on conflict (agency_id) do update set code = excluded.code, name = excluded.name, kind = excluded.kind, calendar_code = excluded.calendar_code,
     attendance_connected = excluded.attendance_connected, practice = excluded.practice, version = excluded.version
   where known.version < excluded.version`,
    columns(agencies, 'agencyId', 'code', 'name', 'kind', 'calendarCode', 'attendanceConnected', 'practice', 'version'),
  )

const putUnits = (tx: Tx, units: readonly UnitChanged[]) =>
  tx.query(
    `insert into roster.unit as known (unit_id, agency_id, parent_unit_id, code, name, serves_public, version)
   select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::boolean[], $7::integer[])
   on conflict (unit_id) do update set agency_id = excluded.agency_id, parent_unit_id = excluded.parent_unit_id, code = excluded.code, name = excluded.name,
     serves_public = excluded.serves_public, version = excluded.version
   where known.version < excluded.version`,
    columns(units, 'unitId', 'agencyId', 'parentUnitId', 'code', 'name', 'servesPublic', 'version'),
  )

async function putPositions(tx: Tx, positions: readonly PositionChanged[]): Promise<void> {
  const { rows } = await tx.query<{ positionId: string }>(
    `insert into roster.position as known (position_id, agency_id, unit_id, code, title, kind, position_group, heads_agency, version)
   select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::smallint[], $8::boolean[], $9::integer[])
   on conflict (position_id) do update set agency_id = excluded.agency_id, unit_id = excluded.unit_id, code = excluded.code, title = excluded.title, kind = excluded.kind,
     position_group = excluded.position_group, heads_agency = excluded.heads_agency, version = excluded.version
   where known.version < excluded.version
   returning position_id as "positionId"`,
    columns(positions, 'positionId', 'agencyId', 'unitId', 'code', 'title', 'kind', 'group', 'headsAgency', 'version'),
  )
  const newer = new Set(rows.map(({ positionId }) => positionId))
  await putSuperiors(
    tx,
    positions.filter(({ positionId }) => newer.has(positionId)),
  )
}

/** The days of each post's superiors, in place of those that were known: its row is locked by now. */
async function putSuperiors(tx: Tx, positions: readonly PositionChanged[]): Promise<void> {
  if (positions.length === 0) return
  await tx.query('delete from roster.superior where position_id = any ($1::uuid[])', [
    positions.map(({ positionId }) => positionId),
  ])
  const days = positions.flatMap(({ positionId, reportsToPositionId, superiors }) => [
    { positionId, fromDate: '-infinity', reportsToPositionId },
    ...superiors.map((one) => ({ positionId, ...one })),
  ])
  await tx.query(
    `insert into roster.superior (position_id, from_date, to_date, reports_to)
     select position_id, from_date, coalesce(lead(from_date) over (partition by position_id order by from_date) - 1, 'infinity'), reports_to
     from unnest($1::uuid[], $2::date[], $3::uuid[]) as told (position_id, from_date, reports_to)`,
    columns(days, 'positionId', 'fromDate', 'reportsToPositionId'),
  )
}

const putEmployees = (tx: Tx, employees: readonly EmployeeChanged[]) =>
  tx.query(
    `insert into roster.employee as known (employee_id, employment, active, version)
   select * from unnest($1::uuid[], $2::text[], $3::boolean[], $4::integer[])
   on conflict (employee_id) do update set employment = excluded.employment, active = excluded.active, version = excluded.version
   where known.version < excluded.version`,
    columns(employees, 'employeeId', 'employment', 'active', 'version'),
  )

const putAssignments = (tx: Tx, assignments: readonly AssignmentChanged[]) =>
  tx.query(
    `insert into roster.assignment as known (assignment_id, employee_id, position_id, agency_id, unit_id, capacity, from_date, to_date, zone, withdrawn, version, seconded_from)
   select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::smallint[], $7::date[], $8::date[], $9::text[], $10::boolean[], $11::integer[], $12::text[])
   on conflict (assignment_id) do update set employee_id = excluded.employee_id, position_id = excluded.position_id, agency_id = excluded.agency_id, unit_id = excluded.unit_id,
     capacity = excluded.capacity, from_date = excluded.from_date, to_date = excluded.to_date, zone = excluded.zone, withdrawn = excluded.withdrawn, version = excluded.version,
     seconded_from = excluded.seconded_from
   where known.version < excluded.version`,
    columns(
      assignments,
      'assignmentId',
      'employeeId',
      'positionId',
      'agencyId',
      'unitId',
      'capacity',
      'fromDate',
      'toDate',
      'zone',
      'withdrawn',
      'version',
      'secondedFrom',
    ),
  )

// Arrays within arrays have to be one length each in Postgres, so a list goes as the text of an array.
const arrayText = (values: readonly (string | number)[]) => `{${values.join(',')}}`

const putCalendars = (tx: Tx, calendars: readonly CalendarChanged[]) =>
  tx.query(
    `insert into roster.calendar as known (calendar_code, year, working_weekdays, holidays, hours, version)
   select code, year, weekdays::smallint[], holidays, hours, version
   from unnest($1::text[], $2::integer[], $3::text[], $4::jsonb[], $5::jsonb[], $6::integer[]) as given (code, year, weekdays, holidays, hours, version)
   on conflict (calendar_code, year) do update set working_weekdays = excluded.working_weekdays, holidays = excluded.holidays, hours = excluded.hours, version = excluded.version
   where known.version < excluded.version`,
    columns(
      calendars.map((calendar) => ({
        ...calendar,
        weekdays: arrayText(calendar.workingWeekdays),
        listed: JSON.stringify(calendar.holidays),
        timed: JSON.stringify(calendar.hours),
      })),
      'calendarCode',
      'year',
      'weekdays',
      'listed',
      'timed',
      'version',
    ),
  )

const putRoles = (tx: Tx, roles: readonly RoleChanged[]) =>
  tx.query(
    `insert into roster.role as known (subject, role, agency_ids, revoked, version)
   select subject, role, agencies::uuid[], revoked, version
   from unnest($1::text[], $2::text[], $3::text[], $4::boolean[], $5::integer[]) as given (subject, role, agencies, revoked, version)
   on conflict (subject, role) do update set agency_ids = excluded.agency_ids, revoked = excluded.revoked, version = excluded.version
   where known.version < excluded.version`,
    columns(
      roles.map((role) => ({ ...role, agencies: arrayText(role.agencyIds) })),
      'subject',
      'role',
      'agencies',
      'revoked',
      'version',
    ),
  )

const putDuties = (tx: Tx, duties: readonly DutyChanged[]) =>
  tx.query(
    `insert into roster.duty as known (employee_id, month, unit_id, days, version, swap)
   select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::jsonb[], $5::integer[], $6::jsonb[])
   on conflict (employee_id, month) do update set unit_id = excluded.unit_id, days = excluded.days, version = excluded.version, swap = excluded.swap
   where known.version < excluded.version`,
    columns(
      duties.map((duty) => ({
        ...duty,
        worked: JSON.stringify(Object.fromEntries(duty.days.map(({ date, shifts }) => [date, shifts]))),
        swapped: duty.swap === undefined ? null : JSON.stringify(duty.swap),
      })),
      'employeeId',
      'month',
      'unitId',
      'worked',
      'version',
      'swapped',
    ),
  )

const putDelegations = (tx: Tx, delegations: readonly DelegationChanged[]) =>
  tx.query(
    `insert into roster.delegation as known (delegation_id, employee_id, delegate_id, scope, from_date, to_date, zone, ended_at, agency_id, version)
   select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::smallint[], $5::date[], $6::date[], $7::text[], $8::bigint[], $9::uuid[], $10::integer[])
   on conflict (delegation_id) do update set employee_id = excluded.employee_id, delegate_id = excluded.delegate_id, scope = excluded.scope,
     from_date = excluded.from_date, to_date = excluded.to_date, zone = excluded.zone, ended_at = excluded.ended_at, agency_id = excluded.agency_id,
     version = excluded.version
   where known.version < excluded.version`,
    columns(
      delegations,
      'delegationId',
      'employeeId',
      'delegateId',
      'scope',
      'fromDate',
      'toDate',
      'zone',
      'endedAt',
      'agencyId',
      'version',
    ),
  )
