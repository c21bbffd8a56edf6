import { topics } from '@timbang/contracts/topics'
import type { Pool } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import type { Kafka } from '@timbang/stream/kafka'
import { eventsOf, readTopic, wholeTopic } from '@timbang/stream/read'
import type { OwnEvent, Told } from './entry/domain/entry.ts'
import { apply } from './apply.ts'
import { fromEvent } from './wire.ts'

/**
 * Makes the owner tables again from the journal's own topic, in an empty or an old database: what was decided is folded, not decided again.
 * Words and notes are not in the topic (they come from activity.text.v1 and from a backup), positions of inputs are left as they are.
 */
export async function refold(pool: Pool, kafka: Kafka): Promise<number> {
  await pool.query('truncate entry, entry_window, outage, grace')
  let events = 0
  for await (const records of readTopic(kafka, topics.journal, await wholeTopic(kafka, topics.journal))) {
    const told = eventsOf(topics.journal, records)
      .map(({ event }) => fromEvent(event))
      .filter((one): one is Told<OwnEvent> => one !== undefined)
    await transaction(pool, (tx) => apply(tx, told))
    events += told.length
  }
  return events
}
