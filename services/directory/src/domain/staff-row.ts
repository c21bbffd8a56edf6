import { isPositionKind, type PositionKind } from '@timbang/contracts/position-kind'
import { isWriting } from '@timbang/contracts/word'
import { isCivilDate, isZone, type CivilDate, type Zone } from '@timbang/rules/civil-date'
import { yearsLater } from './civil-date.ts'
import { isNip, odditiesOf, readNip } from './nip.ts'
import { fault, warning, type Problem } from './problem.ts'

/** A line of a staff file as it was written. */
export interface StaffLine {
  readonly line: number
  readonly nip: string
  readonly name: string
  readonly employment: string
  readonly agencyCode: string
  readonly unitCode: string
  readonly positionCode: string
  readonly positionTitle: string
  readonly positionKind: string
  readonly superiorPositionCode: string
  readonly capacity: string
  readonly fromDate: string
  readonly toDate: string
  readonly zone: string
  readonly employeeId: string
  readonly pnsId: string
  readonly formerNip: string
  readonly secondedFrom?: string | undefined
}

export type Capacity = 'definitive' | 'plt' | 'plh'
export type Employment = 'pns' | 'pppk'

/** A line that says something: who holds which post, in which capacity, from when to when. */
export interface StaffRow {
  readonly line: number
  readonly nip: string
  readonly name: string
  readonly employment: Employment
  readonly agencyCode: string
  readonly unitCode: string
  readonly positionCode: string
  readonly positionTitle: string
  readonly positionKind: PositionKind
  readonly superiorPositionCode: string | undefined
  readonly capacity: Capacity
  readonly fromDate: CivilDate
  readonly toDate: CivilDate | undefined
  readonly zone: Zone
  /** The key that the importer wants for a new person. */
  readonly employeeId: string | undefined
  /** By which the national system knows him. */
  readonly pnsId: string | undefined
  /** 18 digits that were his before. */
  readonly formerNip: string | undefined
  /** Who lent him: empty is nobody, and none is not told. */
  readonly secondedFrom: string | undefined
}

const capacities: Readonly<Record<string, Capacity>> = {
  definitif: 'definitive',
  definitive: 'definitive',
  plt: 'plt',
  plh: 'plh',
}
/** Nobody who works today began before; a decree is dated ahead by some years, a contract or a retirement by more. */
const FIRST_POST = '1950-01-01'
const YEARS_AHEAD = { fromDate: 5, toDate: 60 } as const
const uuidV4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

const isOneLine = (value: string) => !/[\n\r\t\u2028\u2029]/.test(value) && isWriting(value)

/** One line on its own. Everything that is wrong with it is told at once; the row is there only when nothing is. */
export function readStaffLine(line: StaffLine, today: CivilDate): { row?: StaffRow; problems: Problem[] } {
  const problems: Problem[] = []
  const blame = (field: string, code: Problem['code'], value = '') => {
    problems.push(fault(line.line, field, code, value))
  }
  const text = (field: 'name' | 'agencyCode' | 'unitCode' | 'positionCode' | 'positionTitle') => {
    const value = line[field].trim()
    if (value === '') blame(field, 'staff.field-empty')
    // What is one line in a list is one line here: a name that breaks off has swallowed its neighbour.
    else if (!isOneLine(value)) blame(field, 'staff.text-invalid')
    return value
  }
  const date = (field: 'fromDate' | 'toDate') => {
    const value = line[field].trim()
    if (!isCivilDate(value)) blame(field, 'staff.date-invalid', value)
    else if (value < FIRST_POST || value > yearsLater(today, YEARS_AHEAD[field]))
      blame(field, 'staff.date-implausible', value)
    else return value
    return undefined
  }

  const nip = readNip(line.nip, today)
  const employment = line.employment.trim().toLowerCase()
  const knownEmployment = employment === 'pns' || employment === 'pppk' ? employment : undefined
  if (!isNip(nip)) blame('nip', nip.code)
  else for (const code of odditiesOf(nip, today)) problems.push(warning(line.line, 'nip', code))
  if (knownEmployment === undefined) blame('employment', 'staff.employment-unknown', line.employment)
  else if (isNip(nip) && nip.employment !== knownEmployment)
    blame('employment', 'nip.employment-differs', line.employment)

  // The number of nine digits that nobody has had since 2009 stands in this column too: it finds nobody.
  const formerNip = line.formerNip.replace(/[\p{Zs}.]/gu, '')
  const secondedFrom = line.secondedFrom?.trim()
  if (secondedFrom !== undefined && secondedFrom !== '' && !isOneLine(secondedFrom))
    blame('secondedFrom', 'staff.text-invalid')
  const name = text('name')
  const agencyCode = text('agencyCode')
  const unitCode = text('unitCode')
  const positionCode = text('positionCode')
  const positionTitle = text('positionTitle')
  const positionKind = line.positionKind.trim().toLowerCase().replace(/\s+/g, '-')
  if (!isPositionKind(positionKind)) blame('positionKind', 'staff.kind-unknown', line.positionKind)
  const capacity = capacities[line.capacity.trim().toLowerCase()]
  if (capacity === undefined) blame('capacity', 'staff.capacity-unknown', line.capacity)
  const zone = line.zone.trim().toUpperCase()
  if (!isZone(zone)) blame('zone', 'staff.zone-unknown', line.zone)

  const fromDate = date('fromDate')
  const toDate = line.toDate.trim() === '' ? undefined : date('toDate')
  if (fromDate !== undefined && toDate !== undefined && toDate < fromDate)
    blame('toDate', 'staff.dates-reversed', toDate)
  const employeeId = line.employeeId.trim().toLowerCase() || undefined
  if (employeeId !== undefined && !uuidV4.test(employeeId))
    blame('employeeId', 'staff.employee-id-invalid', line.employeeId)

  if (problems.some((problem) => !problem.warning)) return { problems }
  if (
    !isNip(nip) ||
    knownEmployment === undefined ||
    !isPositionKind(positionKind) ||
    capacity === undefined ||
    !isZone(zone) ||
    fromDate === undefined
  )
    return { problems }
  const superiorPositionCode = line.superiorPositionCode.trim() || undefined
  const row: StaffRow = {
    line: line.line,
    nip: nip.digits,
    name,
    employment: knownEmployment,
    agencyCode,
    unitCode,
    positionCode,
    positionTitle,
    positionKind,
    superiorPositionCode,
    capacity,
    fromDate,
    toDate,
    zone,
    employeeId,
    pnsId: line.pnsId.trim() || undefined,
    secondedFrom,
    formerNip: /^\d{18}$/.test(formerNip) && formerNip !== nip.digits ? formerNip : undefined,
  }
  return { row, problems }
}
