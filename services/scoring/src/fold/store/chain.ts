import { createHash } from 'node:crypto'
import type { Tx } from '@timbang/postgres/pool'

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

/** Carries the chain of a partition on by a batch, in the order of the log. */
export async function lengthenChain(
  tx: Tx,
  topic: string,
  partition: number,
  records: readonly { offset: bigint; eventId: string }[],
): Promise<void> {
  const { rows } = await tx.query<{ records: bigint; digest: Buffer }>(
    `select records, digest from partition_chain where topic = $1 and partition = $2`,
    [topic, partition],
  )
  let digest: Uint8Array = rows[0]?.digest ?? CHAIN_START
  for (const { offset, eventId } of records) digest = link(digest, offset, eventId)
  await tx.query(
    `insert into partition_chain values ($1, $2, $3, $4) on conflict (topic, partition) do update set records = excluded.records, digest = excluded.digest`,
    [topic, partition, (rows[0]?.records ?? 0n) + BigInt(records.length), Buffer.from(digest)],
  )
}

export const readChains = async (tx: Tx): Promise<Chain[]> =>
  (await tx.query<Chain>(`select topic, partition, records, digest from partition_chain order by topic, partition`))
    .rows
