import { columns, type Tx } from '@timbang/postgres/pool'
import type { State } from '../wire/state.ts'

/** A set of versions: one that came again came when it came first. */
export function versions(states: Iterable<State>): State[] {
  const kept = new Map<string, State>()
  for (const state of states) {
    const key = `${state.kind} ${state.id} ${state.version}`
    const known = kept.get(key)
    if (known === undefined || known.appendedAt > state.appendedAt) kept.set(key, state)
  }
  return [...kept.values()]
}

const sortKey = ({ kind, id, version }: State) => `${kind} ${id} ${String(version).padStart(10, '0')}`

/** Keeps every version of each state, in an order in which two batches cannot deadlock. */
export async function saveStates(tx: Tx, states: readonly State[]): Promise<void> {
  if (states.length === 0) return
  const rows = versions(states)
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
    .map((state) => ({ ...state, state: Buffer.from(state.state) }))
  await tx.query(
    `insert into context_state (kind, id, version, about, within, appended_at, state)
     select * from unnest($1::text[], $2::text[], $3::integer[], $4::uuid[], $5::uuid[], $6::bigint[], $7::bytea[])
     on conflict (kind, id, version) do update set appended_at = least(context_state.appended_at, excluded.appended_at)`,
    columns(rows, 'kind', 'id', 'version', 'about', 'within', 'appendedAt', 'state'),
  )
}
