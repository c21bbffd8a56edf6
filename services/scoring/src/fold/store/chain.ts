import { createHash } from 'node:crypto'
import { columns, type Tx } from '@timbang/postgres/pool'

/** The link of a chain over a partition's records: which, and in which order. */
export const link = (digest: Uint8Array, offset: bigint, eventId: string): Uint8Array =>
  createHash('sha256').update(digest).update(`${offset} ${eventId}\n`).digest()
export const CHAIN_START = new Uint8Array(32)

export interface Chain {
  readonly topic: string
  readonly partition: number
  readonly records: bigint
  readonly digest: Uint8Array
}

/** Carries the chains of partitions on by a batch, in the order of the log of each. The positions of these places are locked: nobody else is at them. */
export async function lengthenChains(
  tx: Tx,
  records: readonly { topic: { name: string }; partition: number; offset: bigint; event: unknown }[],
): Promise<void> {
  const places = [...Map.groupBy(records, ({ topic, partition }) => `${topic.name}/${partition}`).values()].map(
    (mine) => ({ topic: mine[0]!.topic.name, partition: mine[0]!.partition, mine }),
  )
  const { rows } = await tx.query<Chain>(
    `select topic, partition, records, digest from partition_chain
      where (topic, partition) in (select * from unnest($1::text[], $2::integer[]))`,
    columns(places, 'topic', 'partition'),
  )
  const longer = places.map(({ topic, partition, mine }) => {
    const known = rows.find((row) => row.topic === topic && row.partition === partition)
    let digest = known?.digest ?? CHAIN_START
    for (const { offset, event } of mine) digest = link(digest, offset, (event as { eventId: string }).eventId)
    return { topic, partition, records: (known?.records ?? 0n) + BigInt(mine.length), digest: Buffer.from(digest) }
  })
  await tx.query(
    `insert into partition_chain (topic, partition, records, digest)
     select * from unnest($1::text[], $2::integer[], $3::bigint[], $4::bytea[])
     on conflict (topic, partition) do update set records = excluded.records, digest = excluded.digest`,
    columns(longer, 'topic', 'partition', 'records', 'digest'),
  )
}

export const readChains = async (tx: Tx): Promise<Chain[]> =>
  (await tx.query<Chain>(`select topic, partition, records, digest from partition_chain order by topic, partition`))
    .rows
