import { accept, type Decision, refuse } from '@timbang/contracts/refusal'
import { isCivilDate, startOf } from '@timbang/rules/civil-date'

// What decides whether an entry is in time: the agency's window, outages on record, grace periods. Whole states with a version; the highest counts.

export interface EntryWindow {
  readonly windowId: string
  readonly agencyId: string
  /** Calendar days that an entry may follow its work date, and the days of grace behind them. */
  readonly days: number
  readonly graceDays: number
  /** For work dates from here on, until a later one of the agency. */
  readonly effectiveFrom: string
  readonly version: number
}

export interface Outage {
  readonly outageId: string
  /** Absent: the whole province. */
  readonly agencyId?: string | undefined
  readonly fromInstant: number
  readonly toInstant: number
  readonly causeCode: string
  readonly version: number
  readonly withdrawn: boolean
}

/** What comes in it is late. */
export interface Grace {
  readonly graceId: string
  readonly agencyId?: string | undefined
  readonly workFrom: string
  readonly workTo: string
  readonly untilInstant: number
  readonly reasonCode: string
  /** Of one person, or of those whose post on the work date is in one unit, always of the agency. Neither: everybody of it. */
  readonly employeeId?: string | undefined
  readonly unitId?: string | undefined
  readonly version: number
  readonly withdrawn: boolean
}

export type WindowEvent =
  | ({ type: 'EntryWindowChanged' } & EntryWindow)
  | ({ type: 'OutageRecorded' } & Outage)
  | ({ type: 'GraceOpened' } & Grace)

export const isOfWindow = <E extends { type: string }>(event: E | WindowEvent): event is WindowEvent =>
  event.type === 'EntryWindowChanged' || event.type === 'OutageRecorded' || event.type === 'GraceOpened'

/** No agency waits longer than a quarter for an entry, and no outage lasts longer. */
export const MOST_DAYS = 92
const DAY = 86_400_000
const code = /^[a-z0-9-]{1,40}$/
const isDate = (text: string) => isCivilDate(text) && text >= '2000' && text < '2100'
const isDays = (days: number) => Number.isInteger(days) && days >= 0 && days <= MOST_DAYS
const invalid = (field: string, hint: string) => refuse('request.value-invalid', { hint }, field)

/** The same command again is the same: a caller who had no answer asks again. */
const isSame = <W extends object>(current: (W & { version: number }) | undefined, wanted: W): boolean =>
  current !== undefined &&
  (Object.keys(wanted) as (keyof W)[]).every((key) => key === 'version' || current[key] === wanted[key])

export function setWindow(
  current: EntryWindow | undefined,
  wanted: Omit<EntryWindow, 'version'>,
): Decision<WindowEvent> {
  if (!isDays(wanted.days)) return invalid('days', `0 – ${MOST_DAYS}`)
  if (!isDays(wanted.graceDays)) return invalid('grace_days', `0 – ${MOST_DAYS}`)
  if (!isDate(wanted.effectiveFrom)) return invalid('effective_from', 'YYYY-MM-DD')
  if (current && current.agencyId !== wanted.agencyId) return invalid('agency_id', current.agencyId)
  if (isSame(current, wanted)) return accept()
  return accept({ type: 'EntryWindowChanged', ...wanted, version: (current?.version ?? 0) + 1 })
}

/** An outage is put on record when it is over, or while it lasts with the end that is known: it cannot end later than a day from now. */
export function recordOutage(
  current: Outage | undefined,
  wanted: Omit<Outage, 'version'>,
  now: number,
): Decision<WindowEvent> {
  if (!(wanted.fromInstant > 0 && wanted.fromInstant <= now)) return invalid('from_instant', 'epoch ms ≤ now')
  if (
    !(
      wanted.toInstant > wanted.fromInstant &&
      wanted.toInstant <= now + DAY &&
      wanted.toInstant - wanted.fromInstant <= MOST_DAYS * DAY
    )
  )
    return invalid('to_instant', 'from_instant < to_instant')
  if (!code.test(wanted.causeCode)) return invalid('cause_code', 'a-z0-9-')
  if (current && current.agencyId !== wanted.agencyId) return invalid('agency_id', current.agencyId ?? '–')
  if (isSame(current, wanted)) return accept()
  return accept({ type: 'OutageRecorded', ...wanted, version: (current?.version ?? 0) + 1 })
}

export function openGrace(current: Grace | undefined, wanted: Omit<Grace, 'version'>): Decision<WindowEvent> {
  if (!isDate(wanted.workFrom)) return invalid('work_from', 'YYYY-MM-DD')
  if (!isDate(wanted.workTo) || wanted.workTo < wanted.workFrom) return invalid('work_to', 'work_from ≤ work_to')
  if (Date.parse(wanted.workTo) - Date.parse(wanted.workFrom) > MOST_DAYS * DAY)
    return invalid('work_to', `≤ ${MOST_DAYS}`)
  // Where the day begins first: at seven in the morning of Jambi it is no longer new.
  if (!(wanted.untilInstant > startOf(wanted.workFrom, 'WIT'))) return invalid('until_instant', 'epoch ms > work_from')
  if (!code.test(wanted.reasonCode)) return invalid('reason_code', 'a-z0-9-')
  if (current && current.agencyId !== wanted.agencyId) return invalid('agency_id', current.agencyId ?? '–')
  // Whom a grace reaches it reaches for good: another reach is another grace.
  if (current && current.employeeId !== wanted.employeeId) return invalid('employee_id', current.employeeId ?? '–')
  if (current && current.unitId !== wanted.unitId) return invalid('unit_id', current.unitId ?? '–')
  const scoped = wanted.employeeId !== undefined || wanted.unitId !== undefined
  if (scoped && wanted.agencyId === undefined) return invalid('agency_id', 'UUID')
  if (wanted.employeeId !== undefined && wanted.unitId !== undefined) return invalid('unit_id', '–')
  if (isSame(current, wanted)) return accept()
  return accept({ type: 'GraceOpened', ...wanted, version: (current?.version ?? 0) + 1 })
}
