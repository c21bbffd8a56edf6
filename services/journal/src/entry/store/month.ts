import type { Pool, Tx } from '@timbang/postgres/pool'

const FIRST = Date.UTC(2015, 0)
const LAST = Date.UTC(2100, 0)

/** The month inside an id, `2026-11-01`. Undefined: no clock of ours has made it, and there is a part for such. */
export function monthOf(recordId: string): string | undefined {
  const at = Number.parseInt(recordId.slice(0, 8) + recordId.slice(9, 13), 16)
  return at < FIRST || at >= LAST ? undefined : `${new Date(at).toISOString().slice(0, 7)}-01`
}

export const monthsOf = (recordIds: readonly string[]): string[] => [
  ...new Set(recordIds.map(monthOf).filter((month) => month !== undefined)),
]

/** The month of an instant and the next ones. */
export const monthsFrom = (now: number, count: number): string[] => {
  const [year, month] = [new Date(now).getUTCFullYear(), new Date(now).getUTCMonth()]
  return Array.from({ length: count }, (_, ahead) => new Date(Date.UTC(year, month + ahead)).toISOString().slice(0, 10))
}

export const makeMonths = (db: Pool | Tx, months: readonly string[]) =>
  db.query('select make_entry_month(month) from unnest($1::date[]) as asked (month)', [months])

const made = new WeakMap<Pool, Set<string>>()

/**
 * Sees to it that there is a part for each of these records: a fold makes what is not there, a person's command never has to. In a transaction of
 * its own, so that nobody waits for a batch; what is known to be there costs nothing.
 */
export async function ensureMonths(pool: Pool, recordIds: readonly string[]): Promise<void> {
  let known = made.get(pool)
  if (known === undefined) made.set(pool, (known = new Set()))
  const missing = monthsOf(recordIds).filter((month) => !known.has(month))
  if (missing.length === 0) return
  await makeMonths(pool, missing)
  for (const month of missing) known.add(month)
}
