import type { Pool, Tx } from './pool.ts'

export interface TransactionOptions {
  /** What opens it, when that is more than `begin`: an isolation level, a time-out of its own. */
  readonly begin?: string
}

/** Named as a writer from its first moment, also while it only reads: `writers.ts` waits for it. */
const WRITER = 'begin; select pg_current_xact_id()'

/**
 * Runs `work` in one transaction: commits when it returns, rolls back when it throws. What it throws is thrown on.
 * A connection that broke is thrown away, never given back to the pool.
 */
export async function transaction<T>(
  pool: Pool,
  work: (tx: Tx) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query(options.begin ?? WRITER)
    const result = await work(client)
    const { command } = await client.query('commit')
    // Postgres answers a commit after a failed statement with ROLLBACK, and no error: whoever caught that statement's error would lose everything silently.
    if (command !== 'COMMIT')
      throw new Error('a statement of this transaction had failed and its error was caught: nothing was committed')
    return result
  } catch (error) {
    try {
      await client.query('rollback')
    } catch (failed) {
      broken = failed instanceof Error ? failed : new Error(String(failed))
    }
    throw error
  } finally {
    client.release(broken)
  }
}
