import type { JournalEvent } from '@timbang/contracts/gen/timbang/journal/v1/events'
import { topics } from '@timbang/contracts/topics'
import type { Tx } from '@timbang/postgres/pool'
import { apply } from './apply.ts'
import { makeMonths, monthsOf } from './entry/store/month.ts'
import { fromEvent } from './wire.ts'

/** What of the journal's tables its own topic can tell again: what was decided is folded, not decided again. Words come from activity.text.v1, notes from the backup. */
export const own = {
  topic: topics.journal,
  apply: async (tx: Tx, events: readonly JournalEvent[]): Promise<void> => {
    const told = events.flatMap((event) => fromEvent(event) ?? [])
    await makeMonths(tx, monthsOf(told.flatMap(({ body }) => ('facts' in body ? [body.facts.recordId] : []))))
    await apply(tx, told)
  },
}
