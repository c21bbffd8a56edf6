import type { Pool, Tx } from '@timbang/postgres/pool'

/** How far a consumer has applied one partition. */
export interface Position {
  /** The next offset to apply. */
  readonly position: bigint
  /** Identity of the record before it. */
  readonly lastId: string
  /** When the broker appended that record, epoch milliseconds. */
  readonly lastAppendedAt: number
}

/** Reads and locks the position: the lock is the fence against a stale owner of the partition, who would find it moved. */
export async function lockPosition(
  tx: Tx,
  consumer: string,
  topic: string,
  partition: number,
): Promise<Position | undefined> {
  const lock = async () =>
    (
      await tx.query<{ position: bigint; last_id: string; last_appended_at: bigint }>(
        `select position, last_id, last_appended_at from stream.consumer_position where consumer = $1 and topic = $2 and partition = $3 for update`,
        [consumer, topic, partition],
      )
    ).rows[0]
  let row = await lock()
  if (row === undefined) {
    // A row has to be there to be locked: two owners of a partition that nobody has read yet would both find nothing.
    await tx.query(`insert into stream.consumer_position values ($1, $2, $3, 0, '', 0) on conflict do nothing`, [
      consumer,
      topic,
      partition,
    ])
    row = (await lock())!
  }
  return row.position === 0n
    ? undefined
    : { position: row.position, lastId: row.last_id, lastAppendedAt: Number(row.last_appended_at) }
}

export const savePosition = (tx: Tx, consumer: string, topic: string, partition: number, at: Position) =>
  tx.query(
    `update stream.consumer_position set position = $4, last_id = $5, last_appended_at = $6 where consumer = $1 and topic = $2 and partition = $3`,
    [consumer, topic, partition, at.position, at.lastId, at.lastAppendedAt],
  )

/** Every position of a consumer, as one snapshot sees it. */
export async function positionsOf(
  db: Pool | Tx,
  consumer: string,
): Promise<(Position & { topic: string; partition: number })[]> {
  const { rows } = await db.query<{
    topic: string
    partition: number
    position: bigint
    last_id: string
    last_appended_at: bigint
  }>(
    `select topic, partition, position, last_id, last_appended_at from stream.consumer_position where consumer = $1 and position > 0 order by topic, partition`,
    [consumer],
  )
  return rows.map((row) => ({
    topic: row.topic,
    partition: row.partition,
    position: row.position,
    lastId: row.last_id,
    lastAppendedAt: Number(row.last_appended_at),
  }))
}
