import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import { nothingKnown, type Known } from '../domain/known.ts'
import { learn, versions } from '../fold.ts'
import type { State } from '../wire.ts'

const sortKey = ({ kind, id, version }: State) => `${kind} ${id} ${String(version).padStart(10, '0')}`

/** Keeps every version of each state, in an order in which two batches cannot deadlock. */
export async function saveStates(tx: Tx, states: readonly State[]): Promise<void> {
  if (states.length === 0) return
  const rows = versions(states)
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
    .map((state) => ({ ...state, state: Buffer.from(state.state) }))
  await tx.query(
    `insert into context_state (kind, id, employee_id, version, appended_at, state)
     select * from unnest($1::text[], $2::text[], $3::uuid[], $4::integer[], $5::bigint[], $6::bytea[])
     on conflict (kind, id, version) do update set appended_at = least(context_state.appended_at, excluded.appended_at)`,
    columns(rows, 'kind', 'id', 'employeeId', 'version', 'appendedAt', 'state'),
  )
}

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
