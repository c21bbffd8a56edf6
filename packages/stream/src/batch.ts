import type { Topic } from '@timbang/contracts/topics'
import type { Tx } from '@timbang/postgres/pool'

/** A record that was read: its event, and where it lay. */
export interface AppliedRecord<E = unknown> {
  /** Absent: a tombstone of a compacted topic, whose handler erases. */
  readonly event: E
  readonly topic: Topic<any>
  readonly partition: number
  readonly offset: bigint
  readonly appendedAt: number
  readonly key: string
  /** W3C trace context of what caused the event. */
  readonly traceparent: string | undefined
}

/**
 * What is applied in one transaction: records of several places, those of one place in the order of the log. How the log was cut into batches is
 * chance; a handler never depends on it.
 */
export interface Batch {
  readonly records: readonly AppliedRecord[]
  /** The records of one topic. */
  of<E>(topic: Topic<E>): readonly AppliedRecord<E | undefined>[]
  /** The events of one topic, without tombstones. */
  events<E>(topic: Topic<E>): E[]
  /** The records of one topic by partition, in the order of partitions. */
  byPartition<E>(topic: Topic<E>): [partition: number, records: readonly AppliedRecord<E | undefined>[]][]
}

/** Applies a batch. It may run more than once, each time rolled back before: no effect outside its transaction. */
export type Handle = (tx: Tx, batch: Batch) => Promise<void>

export function batchOf(records: readonly AppliedRecord[]): Batch {
  const byTopic = Map.groupBy(records, ({ topic }) => topic.name)
  const of = <E>(topic: Topic<E>) => (byTopic.get(topic.name) ?? []) as readonly AppliedRecord<E | undefined>[]
  return {
    records,
    of,
    events: (topic) => of(topic).flatMap(({ event }) => (event === undefined ? [] : [event])),
    byPartition: (topic) => [...Map.groupBy(of(topic), ({ partition }) => partition)].sort(([a], [b]) => a - b),
  }
}
