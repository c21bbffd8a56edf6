import { columns, type Pool, type Tx } from '@timbang/postgres/pool'

/** How far a consumer has applied one partition. */
export interface Position {
  /** The next offset to apply. */
  readonly position: bigint
  /** Identity of the record before it. */
  readonly lastId: string
  /** When the broker appended that record, epoch milliseconds. */
  readonly lastAppendedAt: number
}

/** Where a consumer reads: a partition of a topic. `topic` is the name in the table. */
export interface Place {
  readonly topic: string
  readonly partition: number
}
export const placeKey = ({ topic, partition }: Place): string => `${topic}/${partition}`

/**
 * Reads and locks the positions of some places: the lock is the fence against a stale owner of a partition, who would find it moved. One statement
 * and one order for all, so that two owners who share some of them wait for each other and never for ever.
 * @returns by `placeKey`; absent: nothing was applied there yet
 */
export async function lockPositions(
  tx: Tx,
  consumer: string,
  places: readonly Place[],
): Promise<Map<string, Position>> {
  const given = [consumer, ...columns(places, 'topic', 'partition')]
  const lock = async () =>
    (
      await tx.query<PositionRow>(
        `select topic, partition, position, last_id, last_appended_at from stream.consumer_position
          where consumer = $1 and (topic, partition) in (select * from unnest($2::text[], $3::integer[]))
          order by topic, partition for update`,
        given,
      )
    ).rows
  let rows = await lock()
  if (rows.length < places.length) {
    // A row has to be there to be locked: two owners of a partition that nobody has read yet would both find nothing.
    await tx.query(
      `insert into stream.consumer_position
       select $1, topic, partition, 0, '', 0 from unnest($2::text[], $3::integer[]) as place (topic, partition)
        order by topic, partition on conflict do nothing`,
      given,
    )
    rows = await lock()
  }
  return new Map(rows.filter((row) => row.position > 0n).map((row) => [placeKey(row), positionOf(row)]))
}

export const savePositions = (tx: Tx, consumer: string, at: readonly (Place & Position)[]) =>
  tx.query(
    `update stream.consumer_position set position = now_at.position, last_id = now_at.last_id, last_appended_at = now_at.last_appended_at
       from unnest($2::text[], $3::integer[], $4::bigint[], $5::text[], $6::bigint[])
            as now_at (topic, partition, position, last_id, last_appended_at)
      where consumer = $1 and consumer_position.topic = now_at.topic and consumer_position.partition = now_at.partition`,
    [consumer, ...columns(at, 'topic', 'partition', 'position', 'lastId', 'lastAppendedAt')],
  )

interface PositionRow extends Place {
  readonly position: bigint
  readonly last_id: string
  readonly last_appended_at: bigint
}
const positionOf = (row: PositionRow): Position => ({
  position: row.position,
  lastId: row.last_id,
  lastAppendedAt: Number(row.last_appended_at),
})

/** Every position of a consumer, as one snapshot sees it. */
export async function positionsOf(db: Pool | Tx, consumer: string): Promise<(Place & Position)[]> {
  const { rows } = await db.query<PositionRow>(
    `select topic, partition, position, last_id, last_appended_at from stream.consumer_position where consumer = $1 and position > 0 order by topic, partition`,
    [consumer],
  )
  return rows.map((row) => ({ topic: row.topic, partition: row.partition, ...positionOf(row) }))
}
