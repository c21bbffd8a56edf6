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

export interface TransactionOptions {
  /** What opens it, when that is more than `begin`: an isolation level, a time-out of its own. */
  readonly begin?: string
  /** How often the whole of `work` runs again when Postgres asks for it (serialisation failure, deadlock); never when absent. */
  readonly retries?: number
}

/**
 * Runs `work` in one transaction: commits when it returns, rolls back when it throws. What it throws is thrown on.
 * A connection that broke is thrown away, never given back to the pool.
 */
export async function transaction<T>(
  pool: Pool,
  work: (tx: Tx) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  for (let left = options.retries ?? 0; ; left--) {
    try {
      return await once(pool, work, options.begin ?? WRITER)
    } catch (error) {
      if (left <= 0 || !wantsRetry(error)) throw error
    }
  }
}

/** Named as a writer from its first moment, also while it only reads: `writers.ts` waits for it. */
const WRITER = 'begin; select pg_current_xact_id()'

async function once<T>(pool: Pool, work: (tx: Tx) => Promise<T>, begin: string): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query(begin)
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
    if (error instanceof RolledBack) return error.value as T
    throw error
  } finally {
    client.release(broken)
  }
}

const SERIALIZATION_FAILURE = '40001'
const DEADLOCK_DETECTED = '40P01'
const wantsRetry = (error: unknown): boolean =>
  [SERIALIZATION_FAILURE, DEADLOCK_DETECTED].includes((error as { code?: string }).code ?? '')
