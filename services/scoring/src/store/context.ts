import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import { nothingKnown, type Known } from '../domain/known.ts'
import { highest, learn } from '../fold.ts'
import type { State } from '../wire.ts'

/** Keeps the highest version of each state. */
export async function saveStates(tx: Tx, states: readonly State[]): Promise<void> {
  if (states.length === 0) return
  const rows = [...highest(states).entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, state]) => ({ ...state, state: Buffer.from(state.state) }))
  await tx.query(
    `insert into context_state (kind, id, employee_id, version, state)
     select * from unnest($1::text[], $2::text[], $3::uuid[], $4::integer[], $5::bytea[])
     on conflict (kind, id) do update set version = excluded.version, state = excluded.state, employee_id = excluded.employee_id
     where context_state.version < excluded.version`,
    columns(rows, 'kind', 'id', 'employeeId', 'version', 'state'),
  )
}

/** All that is known, or what concerns one person besides what is everybody's. */
export async function readKnown(reader: Tx | Pool, employeeId?: string): Promise<Known> {
  const { rows } = await reader.query<State>(
    `select kind, id, employee_id as "employeeId", version, state from context_state ${employeeId === undefined ? '' : 'where employee_id is null or employee_id = $1'} order by kind, id`,
    employeeId === undefined ? [] : [employeeId],
  )
  const known = nothingKnown()
  for (const row of rows) learn(known, { ...row, employeeId: row.employeeId ?? undefined })
  return known
}
