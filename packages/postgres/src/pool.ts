import pg from 'pg'

/** A connection inside a transaction. Only `transaction` gives one, so a function that takes a `Tx` cannot commit by accident. */
export type Tx = pg.ClientBase & { readonly __transaction?: true }
export type Pool = pg.Pool

const DATE = 1082
const INT8 = 20
const INT8_ARRAY = 1016
const DATE_ARRAY = 1182

/** A civil date is text and an eight-byte number a bigint: a Date would move it between zones, a float would round it. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (format === 'binary') return pg.types.getTypeParser(oid, format)
    switch (oid) {
      case DATE:
        return (text: string) => text
      case INT8:
        return (text: string) => BigInt(text)
      case INT8_ARRAY:
        return (text: string) =>
          text === '{}'
            ? []
            : text
                .slice(1, -1)
                .split(',')
                .map((part) => (part === 'NULL' ? null : BigInt(part)))
      case DATE_ARRAY:
        return (text: string) =>
          text === '{}'
            ? []
            : text
                .slice(1, -1)
                .split(',')
                .map((part) => (part === 'NULL' ? null : part))
      default:
        return pg.types.getTypeParser(oid, 'text')
    }
  }) as pg.CustomTypesConfig['getTypeParser'],
}

/**
 * A host that vanishes closes nothing. Both ends ask after each other when the line is quiet, else the server would keep a lost client's locks
 * for two hours: the relay's, and those of a batch in hand.
 */
const alive = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 }
const NOTICE_A_LOST_CLIENT = `set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3; set tcp_user_timeout = 25000`

/**
 * A pool of connections to one service's database.
 * @param url `postgres://role:password@host:port/database`
 * @param options.max connections at most; `onError` hears of an idle connection that broke (the pool replaces it).
 */
export function createPool(
  url: string,
  options: { max?: number; name?: string; onError?: (error: Error) => void } = {},
): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    types,
    application_name: options.name ?? 'timbang',
    connectionTimeoutMillis: 10_000,
    ...alive,
    onConnect: (client) => client.query(NOTICE_A_LOST_CLIENT),
  } as pg.PoolConfig)
  // A connection that breaks between two statements tells only this event; nobody listening, it would end the process. The next statement throws.
  pool.on('connect', (client) => client.on('error', () => undefined))
  pool.on(
    'error',
    options.onError ?? ((error) => process.emitWarning(`an idle database connection broke: ${error.message}`)),
  )
  return pool
}

/** Whether the database is there, for readiness. */
export const poolAnswers = async (pool: Pool): Promise<boolean> => (await pool.query('select 1')).rowCount === 1

/** A connection of its own, for what must not share one: advisory locks, LISTEN. */
export async function connectDirect(url: string, name: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    types,
    application_name: name,
    connectionTimeoutMillis: 10_000,
    ...alive,
  })
  await client.connect()
  await client.query(NOTICE_A_LOST_CLIENT)
  return client
}

/**
 * Rows to arrays, so that one statement with `unnest` serves every batch size.
 * @returns one array per named column, in the order named
 */
export const columns = <R extends object>(rows: readonly R[], ...names: readonly (keyof R & string)[]): unknown[][] =>
  names.map((name) => rows.map((row) => row[name]))
