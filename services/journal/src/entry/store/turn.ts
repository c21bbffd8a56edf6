import type { Tx } from '@timbang/postgres/pool'

const PEOPLE = 7_411_002

/**
 * The people of one partition are the same in every topic keyed by employee. Whoever judges them holds this shared, whoever brings what is
 * judged by (a plan, an assignment) alone: a record that is being held cannot miss the plan that is just arriving. Who judges and who
 * verifies hold up nobody. One statement for all that a batch does, in the order of the numbers, so that two transactions cannot deadlock.
 */
export const takeTurns = (
  tx: Tx,
  partitions: { readonly judging: readonly number[]; readonly teaching: readonly number[] },
) =>
  tx.query(
    `select case when teaching then pg_advisory_xact_lock($1, partition) else pg_advisory_xact_lock_shared($1, partition) end
       from (select partition, bool_or(teaching) as teaching
               from (select unnest($2::int[]) as partition, false as teaching
                     union all select unnest($3::int[]), true) as asked
              group by partition order by partition) as turns`,
    [PEOPLE, partitions.judging, partitions.teaching],
  )
