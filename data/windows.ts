import { agencyIdOf } from '@timbang/contracts/official-id'
import { startOf, type CivilDate } from '@timbang/rules/civil-date'
import { agencyPlans } from './agencies.ts'
import { uuidV7Of } from './identifier.ts'

export const GRACE_DAYS = 3

/** Since the new year every agency has a window of its own. */
export const entryWindows = agencyPlans.map((agency) => ({
  windowId: uuidV7Of(startOf('2026-01-01', 'WIB'), `window ${agency.code}`),
  agencyCode: agency.code,
  agencyId: agencyIdOf(agency.code),
  days: agency.windowDays,
  graceDays: GRACE_DAYS,
  effectiveFrom: '2026-01-01' as CivilDate,
}))

const at = (date: CivilDate, hour: number) => startOf(date, 'WIB') + hour * 3_600_000

/**
 * The hospital's network was gone from a Thursday afternoon to the next morning. What was to be written on the last evening of Monday's window
 * was written on Friday: in time only because the outage is on record.
 */
export const outage = {
  outageId: uuidV7Of(at('2026-08-07', 9), 'outage RSUDRM'),
  agencyCode: 'RSUDRM',
  agencyId: agencyIdOf('RSUDRM'),
  from: at('2026-08-06', 15),
  to: at('2026-08-07', 9),
  causeCode: 'network',
  /** The work date whose window it moved. */
  lastWorkDate: '2026-08-03' as CivilDate,
} as const
