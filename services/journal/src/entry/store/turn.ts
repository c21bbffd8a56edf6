import type { Tx } from '@timbang/postgres/pool'

const PEOPLE = 7_411_002

/**
 * The people of one partition are the same in every topic keyed by employee. Whoever judges them holds this shared, whoever brings what is
 * judged by (a plan, an assignment) alone: a record that is being held cannot miss the plan that is just arriving. Who judges and who
 * verifies hold up nobody. One statement, in the order of the numbers, so that two transactions cannot deadlock.
 */
export const takeTurn = (tx: Tx, partitions: readonly number[], how: 'judging' | 'teaching') =>
  tx.query(
    `select ${how === 'judging' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock'}($1, partition)
     from (select partition from unnest($2::int[]) as asked (partition) order by partition) as asked`,
    [PEOPLE, partitions],
  )
