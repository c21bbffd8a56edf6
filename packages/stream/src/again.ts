import { againTopicName, DEAD_PARTITIONS, type Topic } from '@timbang/contracts/topics'
import { columns, type Tx } from '@timbang/postgres/pool'
import { recordOf } from './dead-letter.ts'
import type { PlacedRecord } from './record.ts'

/** A consumer's letters that a person puts back, as a topic beside its inputs. Its records are read as what they were where they lay. */
export const againTopic = (consumer: string): Topic<any> => ({
  name: againTopicName(consumer),
  writer: 'operator',
  readers: [],
  partitions: DEAD_PARTITIONS,
  cleanup: 'delete',
  codec: { encode: neverSaid, decode: neverSaid },
  key: neverSaid,
  id: neverSaid,
  occurredAt: neverSaid,
  type: neverSaid,
  whole: () => false,
})
function neverSaid(): never {
  throw new Error('letters are put back as they are')
}

/** Opens letters, in the transaction that applies what is in them: each place once, however often it was put back. */
export async function openLetters(tx: Tx, consumer: string, letters: readonly PlacedRecord[]): Promise<PlacedRecord[]> {
  const records = letters.flatMap((letter) => recordOf(letter) ?? [])
  if (records.length === 0) return []
  const { rows } = await tx.query<{ topic: string; partition: number; offset: bigint }>(
    `insert into stream.again (consumer, topic, partition, "offset")
     select $1, * from unnest($2::text[], $3::integer[], $4::bigint[]) on conflict do nothing returning topic, partition, "offset"`,
    [consumer, ...columns(records, 'topic', 'partition', 'offset')],
  )
  return rows.map(
    (row) =>
      records.find(
        ({ topic, partition, offset }) => topic === row.topic && partition === row.partition && offset === row.offset,
      )!,
  )
}
