import type { Pool, Tx } from './pool.ts'

/** Thrown inside a transaction to leave it without a trace; `transaction` rolls back and answers with the value. */
class RolledBack<T> extends Error {
  readonly value: T
  constructor(value: T) {
    super('rolled back on purpose')
    this.value = value
  }
}

/** Ends the transaction without a trace, with an answer: for a dry run. */
export const rollback = (value: unknown): never => {
  throw new RolledBack(value)
}

/**
 * Runs `work` in one transaction: commits when it returns, rolls back when it throws. What it throws is thrown on.
 * A connection that broke is thrown away, never given back to the pool.
 */
export async function transaction<T>(pool: Pool, work: (tx: Tx) => Promise<T>, options: { begin?: string } = {}): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query(options.begin ?? 'begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    try {
      await client.query('rollback')
    } catch (failed) {
      broken = failed instanceof Error ? failed : new Error(String(failed))
    }
    if (error instanceof RolledBack) return error.value as T
    throw error
  } finally {
    client.release(broken)
  }
}
