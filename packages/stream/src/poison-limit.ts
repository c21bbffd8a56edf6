import type { Poison } from '@timbang/contracts/envelope'
import type { Tx } from '@timbang/postgres/pool'
import type { PlacedRecord } from './record.ts'

/** Poison is rare by nature. More of it is a fault of ours: nothing may go on until a person has looked. */
export class TooMuchPoison extends Error {}

/** A handful. */
export const MOST_POISON = 5
/** Of the log, not of the clock: a re-fold of years meets in an hour all that ever was unreadable, and one bad statement meets every record. */
const WITHIN_MS = 600_000

export const placeOf = ({ topic, partition, offset }: PlacedRecord): string => `${topic}/${partition}/${offset}`

/**
 * Counts what cannot be read, in the transaction that sends it to the dead topic.
 * @throws TooMuchPoison when within ten minutes of the log there is more than a handful of it, in however many batches
 */
export async function countPoison(
  tx: Tx,
  consumer: string,
  dead: readonly { readonly record: PlacedRecord; readonly poison: Poison }[],
  most: number,
): Promise<void> {
  const appended = dead.map(({ record }) => record.appendedAt)
  await tx.query(`insert into stream.poison select $1, * from unnest($2::bigint[])`, [consumer, appended])
  const { rows } = await tx.query<{ count: number }>(
    `select max((select count(*) from stream.poison
                  where consumer = $1 and appended_at > own.at - $3 and appended_at <= own.at))::integer as count
       from unnest($2::bigint[]) as own (at)`,
    [consumer, appended, WITHIN_MS],
  )
  if (rows[0]!.count <= most) return
  const { record, poison } = dead.at(-1)!
  throw new TooMuchPoison(
    `${placeOf(record)}: ${rows[0]!.count} records within ten minutes cannot be read by ${consumer} (${poison.reason}: ${poison.detail}): that is more than chance. Is this version older than what wrote them? Nothing was skipped; if they are truly garbage, start it with a larger POISON_AT_MOST`,
  )
}
