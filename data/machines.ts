import { punchIdOf } from '@timbang/contracts/punch-id'
import { toCalendar } from '@timbang/rules/calendar'
import { type CivilDate, daysOfMonth, type Instant, startOf } from '@timbang/rules/civil-date'
import type { PunchKey } from '@timbang/rules/facts'
import { shiftOn as hoursOn } from '@timbang/rules/kernel/1/working-days'
import type { Shift } from '@timbang/rules/shift'
import { agencyPlans } from './agencies.ts'
import { calendars, isWorkingDay } from './calendars.ts'
import { shiftOn as dutyOn, type UnitMonth, worksShifts } from './duty.ts'
import type { Assignment, Province } from './province.ts'
import { random } from './random.ts'

const MINUTE = 60_000
const ZONE = 'WIB'

/** A machine at the door of some units. Since the first of September what its people's days were is what they scanned. */
export interface Machine {
  readonly device: string
  readonly agencyCode: string
  readonly units: readonly string[]
  /** Whether it has keys for coming and going. */
  readonly keys: boolean
}
export const MACHINES_SINCE: CivilDate = '2026-09-01'
export const machines: readonly Machine[] = [
  { device: 'DPMPTSP-1', agencyCode: 'DPMPTSP', units: ['DPMPTSP.1', 'DPMPTSP.2'], keys: true },
  { device: 'DISKOMINFO-1', agencyCode: 'DISKOMINFO', units: ['DISKOMINFO.1'], keys: true },
  { device: 'RSUDRM-2', agencyCode: 'RSUDRM', units: ['RSUDRM.2'], keys: false },
  { device: 'SMAN1JBI-1', agencyCode: 'SMAN1JBI', units: ['SMAN1JBI.1'], keys: true },
]
/** A month of this one lies as its raw file beside what `npm start` keeps. */
export const SHOWN_MACHINE = machines[0]!
export const SHOWN_MONTH = '2026-09'

export const machineOf = ({ post }: Pick<Assignment, 'post'>, date: CivilDate): Machine | undefined =>
  date < MACHINES_SINCE ? undefined : machines.find(({ units }) => units.includes(post.unitCode))

/** His number at the machine: the unit's digit and his post's, 00 for its head. */
export function pinOf({ post }: Pick<Assignment, 'post'>): string {
  const [unit, place] = post.code.split('.').slice(-2)
  return `${unit}${place === 'KA' ? '00' : place}`
}

/** Days of the story, by post and day of the month. */
const story = {
  /** Sari forgets to clock out. */
  forgets: { post: 'DPMPTSP.1.01', days: [16] },
  /** Whom the nightly job does not find, though the machine saw her. */
  missed: { post: 'DPMPTSP.2.02', days: [3, 15, 24] },
  /** Whom the machine saw come late. */
  late: { post: 'DPMPTSP.2.03', days: [10], minutes: 25 },
}
const happens = ({ post, days }: { post: string; days: readonly number[] }, of: Assignment, date: CivilDate): boolean =>
  of.post.code === post && days.includes(Number(date.slice(8)))

/** A PPPK who works by contract, four hours a day: said by a schedule of her own. */
export const CONTRACT_POST = 'DPMPTSP.2.03'
export const contractShift: Shift = { code: 'K', beginMinute: 8 * 60, endMinute: 12 * 60, breakMinutes: 0 }
export const isByContract = ({ post }: Pick<Assignment, 'post'>): boolean => post.code === CONTRACT_POST
/** Whose agency of origin is another one: he scans where he works. */
export const SECONDED_POST = 'DPMPTSP.2.02'
export const SECONDED_FROM = 'Dinas Perhubungan Provinsi Jambi'

const kept = new Map(calendars.map((calendar) => [`${calendar.calendarCode} ${calendar.year}`, toCalendar(calendar)]))
const agencies = new Map(agencyPlans.map((agency) => [agency.code, agency]))

/** By which hours somebody works on a day: a schedule of his own, else those of the agency's calendar. */
export function hoursOf(assignment: Assignment, date: CivilDate): Shift | undefined {
  if (worksShifts(assignment)) return dutyOn(assignment, date)
  const { calendar } = agencies.get(assignment.post.agencyCode)!
  if (!isWorkingDay(calendar, date)) return undefined
  if (isByContract(assignment)) return contractShift
  const year = date.slice(0, 4)
  return hoursOn({ calendars: { [year]: kept.get(`${calendar} ${year}`)! } }, {}, date)
}

export interface Scan {
  readonly recordId: string
  readonly at: Instant
  readonly key: PunchKey | undefined
}

/** The scans of a day on which somebody was there. A machine tells seconds. @param late minutes, 0 for in time */
export function scansOf(
  assignment: Assignment,
  machine: Machine,
  date: CivilDate,
  { late, early }: { readonly late: number; readonly early: number },
): Scan[] {
  const shift = hoursOf(assignment, date)
  if (shift === undefined) return []
  const draw = random('scans', assignment.person.employeeId, date)
  const { beginMinute, endMinute, arrivalUntilMinute = beginMinute } = shift
  const lateBy = happens(story.late, assignment, date) ? story.late.minutes : late
  const came =
    lateBy > 0
      ? arrivalUntilMinute + lateBy
      : draw.between(beginMinute - 22, Math.max(beginMinute - 1, arrivalUntilMinute - 5))
  // Who comes in the window of flexible hours goes later by as much.
  const due = endMinute + Math.max(0, Math.min(came, arrivalUntilMinute) - beginMinute)
  const went = early > 0 ? due - early : due + draw.between(1, 24)
  const instant = (minute: number) => startOf(date, ZONE) + minute * MINUTE + draw.between(0, 59) * 1_000
  const scan = (minute: number, key: PunchKey): Scan => {
    const at = instant(minute)
    const { employeeId } = assignment.person
    return {
      recordId: punchIdOf({ employeeId, device: machine.device, at }),
      at,
      key: machine.keys ? key : undefined,
    }
  }
  return happens(story.forgets, assignment, date) ? [scan(came, 'in')] : [scan(came, 'in'), scan(went, 'out')]
}

/** Whether the nightly job calls somebody absent whom the machine saw. */
export const isMissed = (assignment: Assignment, date: CivilDate): boolean => happens(story.missed, assignment, date)

/** Whose numbers a machine knows, from which day on. */
export const pinsOf = (province: Province, machine: Machine): { readonly pin: string; readonly of: Assignment }[] =>
  province.assignments
    .filter(
      ({ capacity, post, to }) =>
        capacity === 'definitive' &&
        machine.units.includes(post.unitCode) &&
        (to === undefined || to >= MACHINES_SINCE),
    )
    .map((of) => ({ pin: pinOf(of), of }))

/** The schedules of who works by contract: the working days of the agency, each with the contract's hours. */
export function* contractMonths(province: Province, months: readonly string[]): Generator<UnitMonth> {
  for (const of of province.assignments.filter((one) => one.capacity === 'definitive' && isByContract(one)))
    for (const month of months) {
      const days = daysOfMonth(month)
        .filter((date) => hoursOf(of, date) !== undefined)
        .map((date) => ({ date, code: contractShift.code }))
      yield { unitCode: of.post.unitCode, month, rows: [{ employeeId: of.person.employeeId, days }] }
    }
}
