import { addDays, boundsOf, type CivilDate, dateAt, type Instant, startOf } from '@timbang/rules/civil-date'
import { isWorkingDay } from './calendars.ts'
import type { Span } from './history.ts'

/** The quarter that lies behind, whole. */
export const PAST = '2026-Q3'
/** So many working days before today are filled, so that today's pages have something before them. */
const RECENT_DAYS = 10

export const importIds = { past: 'sample-2026-Q3', recent: 'sample-recent', staff: 'sample-staff', transfer: 'sample-transfer', plans: 'sample-plans' } as const

/** The spans of history as seen from an instant: what was not written before the beginning of its day is not known. */
export function spans(now: Instant): { past: Span; recent: Span } {
  const today = dateAt(now, 'WIB')
  const before = startOf(today, 'WIB')
  const past = boundsOf(PAST)
  if (today <= past.to) throw new Error(`The sample's history ends on ${past.to}, and this machine's clock stands at ${today}: set it right, or start with --no-sample.`)
  let from: CivilDate = today
  for (let days = 0; days < RECENT_DAYS && addDays(from, -1) > past.to;) if (isWorkingDay('5-hari', (from = addDays(from, -1)))) days++
  return { past: { ...past, before }, recent: { from, to: addDays(today, -1), before } }
}
