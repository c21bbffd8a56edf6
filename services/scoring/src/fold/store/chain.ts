import { createHash } from 'node:crypto'
import { columns, type Tx } from '@timbang/postgres/pool'
import type { Conflict } from '../../seal/domain.ts'

/** The link of a chain over a partition's records: which, and in which order. */
export const link = (digest: Uint8Array, offset: bigint, eventId: string): Uint8Array =>
  createHash('sha256').update(digest).update(`${offset} ${eventId}\n`).digest()
export const CHAIN_START = new Uint8Array(32)

export interface Chain {
  readonly topic: string
  readonly partition: number
  readonly records: bigint
  readonly digest: Uint8Array
  /** Behind its last record. */
  readonly next: bigint
}

/** Offsets that could not be read, both ends included. */
export interface Gap {
  readonly first: bigint
  readonly last: bigint
}

/**
 * Carries the chains of partitions on by a batch, in the order of the log of each. The positions of these places are locked: nobody else is at them.
 * What is missing between two records could not be read.
 */
export async function lengthenChains(
  tx: Tx,
  records: readonly { topic: { name: string }; partition: number; offset: bigint; event: unknown }[],
): Promise<void> {
  const places = [...Map.groupBy(records, ({ topic, partition }) => `${topic.name}/${partition}`).values()].map(
    (mine) => ({ topic: mine[0]!.topic.name, partition: mine[0]!.partition, mine }),
  )
  const { rows } = await tx.query<Chain>(
    `select topic, partition, records, digest, next from partition_chain
      where (topic, partition) in (select * from unnest($1::text[], $2::integer[]))`,
    columns(places, 'topic', 'partition'),
  )
  const skipped: (Gap & { topic: string; partition: number })[] = []
  const longer = places.map(({ topic, partition, mine }) => {
    const known = rows.find((row) => row.topic === topic && row.partition === partition)
    let digest = known?.digest ?? CHAIN_START
    let next = known?.next ?? 0n
    for (const { offset, event } of mine) {
      digest = link(digest, offset, (event as { eventId: string }).eventId)
      if (next < offset) skipped.push({ topic, partition, first: next, last: offset - 1n })
      next = offset + 1n
    }
    return {
      topic,
      partition,
      records: (known?.records ?? 0n) + BigInt(mine.length),
      digest: Buffer.from(digest),
      next,
    }
  })
  await tx.query(
    `insert into partition_chain (topic, partition, records, digest, next)
     select * from unnest($1::text[], $2::integer[], $3::bigint[], $4::bytea[], $5::bigint[])
     on conflict (topic, partition) do update set records = excluded.records, digest = excluded.digest, next = excluded.next`,
    columns(longer, 'topic', 'partition', 'records', 'digest', 'next'),
  )
  if (skipped.length > 0)
    await tx.query(
      `insert into skipped (topic, partition, first_gone, last_gone)
       select * from unnest($1::text[], $2::integer[], $3::bigint[], $4::bigint[]) on conflict do nothing`,
      columns(skipped, 'topic', 'partition', 'first', 'last'),
    )
}

/** @returns by `topic/partition` */
export const readChains = async (tx: Tx): Promise<Map<string, Chain>> =>
  new Map(
    (
      await tx.query<Chain>(
        `select topic, partition, records, digest, next from partition_chain order by topic, partition`,
      )
    ).rows.map((chain) => [`${chain.topic}/${chain.partition}`, chain]),
  )

/** Keeps which offsets of activity.v1 hold an id that had come before with other content. Told twice, the first telling stands. */
export async function saveConflicts(tx: Tx, conflicts: readonly Conflict[]): Promise<void> {
  if (conflicts.length === 0) return
  const earliest = new Map<string, Conflict>()
  for (const one of conflicts) {
    const place = `${one.partition}/${one.offset}`
    const there = earliest.get(place)
    if (there === undefined || one.appendedAt < there.appendedAt) earliest.set(place, one)
  }
  const rows = [...earliest.values()].sort((a, b) =>
    a.partition === b.partition ? (a.offset < b.offset ? -1 : 1) : a.partition - b.partition,
  )
  await tx.query(
    `insert into conflict (partition, activity_offset, appended_at) select * from unnest($1::integer[], $2::bigint[], $3::bigint[])
     on conflict (partition, activity_offset) do update set appended_at = least(conflict.appended_at, excluded.appended_at)`,
    columns(rows, 'partition', 'offset', 'appendedAt'),
  )
}
export const readConflicts = async (tx: Tx): Promise<Conflict[]> =>
  (
    await tx.query<{ partition: number; offset: bigint; appended_at: bigint }>(
      `select partition, activity_offset as offset, appended_at from conflict`,
    )
  ).rows.map(({ partition, offset, appended_at }) => ({ partition, offset, appendedAt: Number(appended_at) }))

/** @returns by `topic/partition`, ascending */
export async function readSkipped(tx: Tx): Promise<Map<string, Gap[]>> {
  const { rows } = await tx.query<Gap & { topic: string; partition: number }>(
    `select topic, partition, first_gone as first, last_gone as last from skipped order by topic, partition, first_gone`,
  )
  const places = new Map<string, Gap[]>()
  for (const { topic, partition, first, last } of rows) {
    const place = `${topic}/${partition}`
    places.set(place, [...(places.get(place) ?? []), { first, last }])
  }
  return places
}
