import type { RoleServiceService } from '@timbang/contracts/gen/timbang/directory/v1/role'
import type {
  DirectoryServiceService,
  RegisterStructureRequest,
  RowProblem,
  StaffRow,
} from '@timbang/contracts/gen/timbang/directory/v1/service'
import { agencyIdOf, unitIdOf } from '@timbang/contracts/official-id'
import { isRefusal, type Refusal, sentence } from '@timbang/contracts/refusal'
import type { GrpcClient } from '@timbang/process/grpc'
import { startOf } from '@timbang/rules/civil-date'
import { calendars } from '../calendars.ts'
import { SECONDED_FROM, SECONDED_POST } from '../machines.ts'
import type { Assignment, Province } from '../province.ts'

export type Directory = GrpcClient<typeof DirectoryServiceService>
export type Roles = GrpcClient<typeof RoleServiceService>

const ROWS_A_MESSAGE = 500

/** What a service refused of the sample ends the load: there is nobody to mend it. */
export function taken<T>(answer: T | Refusal, what: string): T {
  if (isRefusal(answer))
    throw new Error(
      `${what}: ${answer.code}. ${sentence(answer, 'en')}${answer.field === undefined ? '' : ` (${answer.field})`}`,
    )
  return answer
}

const firstOf = (problems: readonly RowProblem[], what: string): void => {
  const fault = problems.find((problem) => !problem.warning)
  if (fault !== undefined) throw new Error(`${what}: line ${fault.line}, ${fault.field}: ${fault.code} ${fault.value}`)
}

export const structureOf = (province: Province): RegisterStructureRequest => ({
  agencies: province.agencies.map((agency) => ({
    agencyId: agencyIdOf(agency.code),
    code: agency.code,
    name: agency.name,
    kind: agency.kind,
    calendarCode: agency.calendar,
    attendanceConnected: agency.attendance,
    practice: agency.practice ?? false,
    version: 0,
  })),
  units: province.units.map((unit) => ({
    unitId: unitIdOf(unit.code),
    agencyId: agencyIdOf(unit.agencyCode),
    parentUnitId: unit.parentCode === undefined ? undefined : unitIdOf(unit.parentCode),
    code: unit.code,
    name: unit.name,
    servesPublic: unit.public,
    version: 0,
  })),
  calendars: [...calendars],
})

export async function registerStructure(directory: Directory, token: string, province: Province): Promise<void> {
  firstOf(
    taken(
      await directory.registerStructure(structureOf(province), { token, deadline: 60_000 }),
      'The directory refuses the structure',
    ).problems,
    'The directory refuses the structure',
  )
}

/** Rows as a staff file writes them. What was entered late is not in the first file, and the first file does not know its end. */
export function rowsOf(assignments: readonly Assignment[]): StaffRow[] {
  return assignments.map(({ person, post, capacity, from }, at) => ({
    line: at + 2,
    nip: person.nip,
    name: person.name,
    employment: person.employment,
    agencyCode: post.agencyCode,
    unitCode: post.unitCode,
    positionCode: post.code,
    positionTitle: post.title,
    positionKind: post.kind,
    superiorPositionCode: post.superiorCode ?? '',
    capacity: capacity === 'plt' ? 'plt' : 'definitif',
    fromDate: from,
    toDate: '',
    zone: 'WIB',
    employeeId: person.employeeId,
    pnsId: '',
    formerNip: '',
    ...(post.code === SECONDED_POST ? { secondedFrom: SECONDED_FROM } : {}),
  }))
}

export const inTime = (province: Province): Assignment[] =>
  province.assignments.filter((assignment) => assignment.enteredOn === undefined)
export const enteredLate = (province: Province): Assignment[] =>
  province.assignments.filter((assignment) => assignment.enteredOn !== undefined)

/** @param enteredOn when the other system knew it; of rows that were entered in time, nothing */
export async function importStaff(
  directory: Directory,
  token: string,
  importId: string,
  assignments: readonly Assignment[],
  enteredOn?: string,
): Promise<void> {
  const rows = rowsOf(assignments)
  async function* messages() {
    for (let from = 0; from < rows.length; from += ROWS_A_MESSAGE) {
      yield {
        importId,
        dryRun: false,
        rows: rows.slice(from, from + ROWS_A_MESSAGE),
        sourceRecordedAt: enteredOn === undefined ? undefined : BigInt(startOf(enteredOn, 'WIB') + 9 * 3_600_000),
        last: from + ROWS_A_MESSAGE >= rows.length,
        asOf: undefined,
        older: false,
      }
    }
  }
  const answers = directory.importStaff(messages(), { token })
  for await (const answer of answers) firstOf(answer.problems, 'The directory refuses the staff')
  const refusal = answers.refusal()
  if (refusal !== undefined) taken(refusal, 'The directory refuses the staff')
}

/** As the operator's command line does it on the first day: afterwards two people of BKD ask for a role and approve it. */
export async function nameFirst(roles: Roles, token: string, grants: Province['grants']): Promise<void> {
  const holders = grants.map(({ subject, role, agencyIds }) => ({ subject, role, agencyIds: [...agencyIds] }))
  const answer = await roles.nameFirst({ holders }, { token, deadline: 60_000 })
  // A load that was broken off and runs again: they are named already.
  if (isRefusal(answer) && answer.code === 'role.first-named') return
  taken(answer, 'The directory refuses the first roles')
}
