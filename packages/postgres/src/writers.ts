import type { Pool, Tx } from './pool.ts'

/** A line through all transactions that write: each is before it, or will have seen what is committed when it is drawn. */
export type Line = string

/**
 * Draws a line behind everybody who writes now. Once `haveEnded` says so, whatever was decided without knowing what is committed at this
 * moment has been committed or rolled back: so nobody has to be locked out to be waited for. The line is a number of its own, since a
 * snapshot tells only the last number that has ended, behind which somebody may be writing.
 */
export const drawLine = async (reader: Pool | Tx): Promise<Line> =>
  (await reader.query<{ line: string }>('select pg_current_xact_id()::text as line')).rows[0]!.line

/**
 * Whether every transaction that wrote to this database when the line was drawn has ended. `transaction` makes a writer of each before it reads
 * anything. A snapshot would tell the same of the whole cluster: the longest transaction of another service would hold us up.
 * @param reader outside any transaction: inside one, Postgres goes on showing the activity that it showed first
 */
export const haveEnded = async (reader: Pool | Tx, line: Line): Promise<boolean> =>
  (
    await reader.query<{ ended: boolean }>(
      `select not exists (
         select from pg_stat_activity
         where datname = current_database() and backend_xid is not null and age(backend_xid) > age($1::xid8::xid)
       ) as ended`,
      [line],
    )
  ).rows[0]!.ended
