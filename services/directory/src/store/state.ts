import type {
  AgencyChanged,
  AssignmentChanged,
  CalendarChanged,
  EmployeeChanged,
  PositionChanged,
  SuperiorFrom,
  UnitChanged,
} from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { Pool, Tx } from '@timbang/postgres/pool'

// The present states, as their events told them. What is absent is `undefined` in a message and null in a row.
const present = <S>(rows: readonly S[], ...optional: (keyof S)[]): S[] => {
  for (const row of rows) for (const name of optional) if (row[name] === null) delete row[name]
  return rows as S[]
}

export const loadAgencies = async (tx: Tx | Pool): Promise<AgencyChanged[]> =>
  (
    await tx.query<AgencyChanged>(
      `select agency_id as "agencyId", code, name, kind, calendar_code as "calendarCode", attendance_connected as "attendanceConnected", practice, version from roster.agency order by code`,
    )
  ).rows

export const loadUnits = async (tx: Tx | Pool, agencyId?: string): Promise<UnitChanged[]> =>
  present(
    (
      await tx.query<UnitChanged>(
        `select unit_id as "unitId", agency_id as "agencyId", parent_unit_id as "parentUnitId", code, name, serves_public as "servesPublic", version
   from roster.unit where $1::uuid is null or agency_id = $1 order by code`,
        [agencyId],
      )
    ).rows,
    'parentUnitId',
  )

/** Units by their ids, as they are called. */
export const unitsNamed = async (
  db: Tx | Pool,
  unitIds: readonly string[],
): Promise<{ unitId: string; code: string; name: string }[]> =>
  (
    await db.query<{ unitId: string; code: string; name: string }>(
      `select unit_id as "unitId", code, name from roster.unit where unit_id = any ($1::uuid[]) order by code`,
      [unitIds],
    )
  ).rows

export const loadCalendars = async (tx: Tx): Promise<CalendarChanged[]> =>
  (
    await tx.query<CalendarChanged>(
      `select calendar_code as "calendarCode", year, working_weekdays as "workingWeekdays", holidays, hours, version from roster.calendar`,
    )
  ).rows

const POSITION = `p.position_id as "positionId", p.agency_id as "agencyId", p.unit_id as "unitId", p.code, p.title, p.kind, p.position_group as "group",
     first.reports_to as "reportsToPositionId", p.heads_agency as "headsAgency", p.version`
const FIRST = `join roster.superior first on first.position_id = p.position_id and first.from_date = '-infinity'`

/** The posts with the later days of their superiors, of the few that have any. */
async function dated(tx: Tx, rows: readonly Omit<PositionChanged, 'superiors'>[]): Promise<PositionChanged[]> {
  const { rows: days } = await tx.query<SuperiorFrom & { positionId: string }>(
    `select position_id as "positionId", from_date as "fromDate", reports_to as "reportsToPositionId"
     from roster.superior where position_id = any ($1::uuid[]) and from_date > '-infinity' order by position_id, from_date`,
    [rows.map(({ positionId }) => positionId)],
  )
  const later = Map.groupBy(present(days, 'reportsToPositionId'), ({ positionId }) => positionId)
  return present(rows, 'reportsToPositionId').map((row) => ({
    ...row,
    superiors: (later.get(row.positionId) ?? []).map(({ positionId: _, ...from }) => from),
  }))
}

/** Every post: loops and heads are seen only on the whole chart. */
export const loadPositions = async (tx: Tx): Promise<PositionChanged[]> =>
  dated(tx, (await tx.query<PositionChanged>(`select ${POSITION} from roster.position p ${FIRST}`)).rows)

/** The posts of one agency and whatever stands above them on any day, to the top: what one of them can loop through. */
export const loadPositionsFrom = async (tx: Tx, agencyId: string): Promise<PositionChanged[]> =>
  dated(
    tx,
    (
      await tx.query<PositionChanged>(
        `with recursive line (position_id) as (
           select position_id from roster.position where agency_id = $1
           union select s.reports_to from line join roster.superior s using (position_id) where s.reports_to is not null
         )
         select ${POSITION} from line join roster.position p using (position_id) ${FIRST}`,
        [agencyId],
      )
    ).rows,
  )

export const loadPosition = async (tx: Tx, positionId: string): Promise<PositionChanged | undefined> =>
  (
    await dated(
      tx,
      (
        await tx.query<PositionChanged>(`select ${POSITION} from roster.position p ${FIRST} where p.position_id = $1`, [
          positionId,
        ])
      ).rows,
    )
  )[0]

/** Of these people, and at these posts. */
export const loadAssignments = async (
  tx: Tx,
  employeeIds: readonly string[],
  positionIds: readonly string[],
): Promise<AssignmentChanged[]> =>
  present(
    (
      await tx.query<AssignmentChanged>(
        `select assignment_id as "assignmentId", employee_id as "employeeId", position_id as "positionId", agency_id as "agencyId", unit_id as "unitId", capacity,
     from_date as "fromDate", to_date as "toDate", zone, version, withdrawn, seconded_from as "secondedFrom"
   from roster.assignment where employee_id = any ($1::uuid[]) or position_id = any ($2::uuid[])`,
        [employeeIds, positionIds],
      )
    ).rows,
    'toDate',
    'secondedFrom',
  )

/** Whoever holds a post as definitive on a day. */
export const loadHeld = async (tx: Tx, date: string): Promise<AssignmentChanged[]> =>
  present(
    (
      await tx.query<AssignmentChanged>(
        `select assignment_id as "assignmentId", employee_id as "employeeId", position_id as "positionId", agency_id as "agencyId", unit_id as "unitId", capacity,
     from_date as "fromDate", to_date as "toDate", zone, version, withdrawn, seconded_from as "secondedFrom"
   from roster.assignment where capacity = 1 and not withdrawn and from_date <= $1 and (to_date is null or to_date >= $1)`,
        [date],
      )
    ).rows,
    'toDate',
    'secondedFrom',
  )

export const loadEmployees = async (tx: Tx, employeeIds: readonly string[]): Promise<EmployeeChanged[]> =>
  (
    await tx.query<EmployeeChanged>(
      `select employee_id as "employeeId", employment, active, version from roster.employee where employee_id = any ($1::uuid[])`,
      [employeeIds],
    )
  ).rows
