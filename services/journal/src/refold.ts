import type { JournalEvent } from '@timbang/contracts/gen/timbang/journal/v1/events'
import { topics } from '@timbang/contracts/topics'
import type { Tx } from '@timbang/postgres/pool'
import { apply } from './apply.ts'
import { fromEvent } from './wire.ts'

/** What of the journal's tables its own topic can tell again: what was decided is folded, not decided again. Words come from activity.text.v1, notes from the backup. */
export const own = {
  topic: topics.journal,
  apply: (tx: Tx, events: readonly JournalEvent[]): Promise<void> =>
    apply(
      tx,
      events.flatMap((event) => fromEvent(event) ?? []),
    ),
}
