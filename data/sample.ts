import { uuidV5 } from '@timbang/contracts/official-id'
import { addDays, boundsOf, dateAt, type Instant, startOf } from '@timbang/rules/civil-date'
import type { Span } from './history.ts'

/** The quarter that lies behind, whole. */
export const PAST = '2026-Q3'
/** So many days before today are filled: as far back as the live boards and the month of a page look. */
const RECENT_DAYS = 28

export const importIds = {
  past: uuidV5('import:sample-2026-Q3'),
  recent: uuidV5('import:sample-recent'),
  staff: uuidV5('import:sample-staff'),
  transfer: uuidV5('import:sample-transfer'),
  plans: uuidV5('import:sample-plans'),
  assessments: uuidV5('import:sample-assessments'),
  figures: uuidV5('import:sample-figures'),
} as const

/** The spans of history as seen from an instant: what was not written before the beginning of its day is not known. */
export function spans(now: Instant): { past: Span; recent: Span } {
  const today = dateAt(now, 'WIB')
  const before = startOf(today, 'WIB')
  const past = boundsOf(PAST)
  if (today <= past.to)
    throw new Error(
      `The sample's history ends on ${past.to}, and this machine's clock stands at ${today}: set it right, or start with --no-sample.`,
    )
  const from = addDays(today, -RECENT_DAYS)
  return {
    past: { ...past, before },
    recent: { from: from > past.to ? from : addDays(past.to, 1), to: addDays(today, -1), before },
  }
}
