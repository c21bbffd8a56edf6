import type { FeedbackEvent } from '@timbang/contracts/gen/timbang/feedback/v1/events'
import { topics } from '@timbang/contracts/topics'
import type { Tx } from '@timbang/postgres/pool'
import { apply } from './apply.ts'
import { fromEvent } from './wire.ts'

/** What of feedback's tables its own topic can tell again; single answers are on no log. */
export const own = {
  topic: topics.feedback,
  apply: (tx: Tx, events: readonly FeedbackEvent[]) =>
    apply(
      tx,
      events.flatMap((event) => fromEvent(event) ?? []),
    ),
}
