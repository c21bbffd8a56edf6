import type { Pool, Tx } from '@timbang/postgres/pool'
import type { State } from '../fold/wire.ts'
import { nothingKnown, type Known } from './domain.ts'
import { learn } from './learn.ts'

/** What was known at an instant (all that is, without one): of everybody, or what concerns one person besides what is everybody's. */
export async function readKnown(
  reader: Tx | Pool,
  of: { readonly asOf?: number; readonly employeeId?: string } = {},
): Promise<Known> {
  const { rows } = await reader.query<State>(
    `select distinct on (kind, id) kind, id, employee_id as "employeeId", version, state from context_state
     where ($1::bigint is null or appended_at <= $1) and ($2::uuid is null or employee_id is null or employee_id = $2) order by kind, id, version desc`,
    [of.asOf ?? null, of.employeeId ?? null],
  )
  const known = nothingKnown()
  for (const row of rows) learn(known, { ...row, employeeId: row.employeeId ?? undefined })
  return known
}
