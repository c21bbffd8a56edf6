import { randomUUIDv7 } from 'node:crypto'
import type { Pool, Tx } from '@timbang/postgres/pool'
import type { Operation } from './access.ts'
import type { Caller } from './caller.ts'

/** Who is on record: a caller, or what a service itself does, under its name. */
export type Actor = Pick<Caller, 'sub' | 'employeeId' | 'roles' | 'sid'>

/** What of a request stands on record. */
export interface Looked {
  readonly caller: Actor
  readonly operation: Operation
  /** Keys of those whose data is shown, or about whom is decided. */
  readonly subjects: readonly string[]
  /** What else is decided about: an id, or the name and version of a pack. Never free text. */
  readonly object?: string | undefined
  readonly agencyId?: string | undefined
  /** Epoch milliseconds. */
  readonly at: number
}

/** Who decides, by which operation. */
export type By = Pick<Looked, 'caller' | 'operation'>

/** Under which somebody stands on record: a person by his key, whatever account he uses. */
export const readerOf = (caller: Actor): string => caller.employeeId ?? caller.sub

/**
 * The one place where a look at a person and a decision pass: whoever is shown another one's data leaves a row, with opaque keys and never names, before he is shown it.
 * What cannot be written is thrown: no row, no answer. A look at oneself is none.
 * @param db the pool of the service that shows; or the transaction that reads
 */
export async function look(db: Pool | Tx, looked: Looked): Promise<void> {
  const { caller } = looked
  const others = new Set(looked.subjects.filter((subject) => subject !== caller.employeeId && subject !== caller.sub))
  if (others.size > 0) await write(db, 'look', { ...looked, subjects: [...others] })
}

/** A search through the record itself, or for people, is on record too, also when it finds nobody. */
export const searched = (db: Pool | Tx, looked: Looked): Promise<void> => write(db, 'look', looked)

/** A decision, in the transaction that decides: both are committed, or neither. The same command again decides nothing, and leaves nothing. */
export const decided = (tx: Tx, looked: Looked): Promise<void> => write(tx, 'decision', looked)

const write = async (db: Pool | Tx, kind: 'look' | 'decision', looked: Looked): Promise<void> => {
  const { caller, operation, subjects, object, agencyId, at } = looked
  await db.query(
    `insert into audit.look (look_id, kind, reader, reader_roles, sid, operation, subjects, object, agency_id, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [randomUUIDv7(), kind, readerOf(caller), caller.roles, caller.sid, operation, subjects, object, agencyId, at],
  )
}

export interface LookFilter {
  readonly subject?: string | undefined
  readonly reader?: string | undefined
  readonly operation?: string | undefined
  readonly kind?: 'look' | 'decision' | undefined
  /** Instants, the second excluded. */
  readonly from?: bigint | undefined
  readonly until?: bigint | undefined
}
export interface LookRow {
  readonly lookId: string
  readonly kind: 'look' | 'decision'
  readonly reader: string
  readonly readerRoles: string[]
  readonly operation: string
  /** Of many the first ones; of a search for one, that one. */
  readonly subjects: string[]
  readonly people: number
  readonly object: string | null
  readonly agencyId: string | null
  readonly at: bigint
}

const SHOWN = 20

/** Rows of one database, the latest first. @param after only those before this one */
export async function listLooks(
  pool: Pool,
  filter: LookFilter,
  limit: number,
  after?: { readonly at: bigint; readonly lookId: string },
): Promise<LookRow[]> {
  const { rows } = await pool.query<LookRow>(
    `select look_id as "lookId", kind, reader, reader_roles as "readerRoles", operation,
       case when $1::text is null then subjects[1:${SHOWN}] else array[$1] end as subjects, cardinality(subjects) as people, object, agency_id as "agencyId", at
     from audit.look
     where ($1::text is null or subjects @> array[$1]) and ($2::text is null or reader = $2) and ($3::text is null or operation = $3)
       and ($4::text is null or kind = $4) and ($5::bigint is null or at >= $5) and ($6::bigint is null or at < $6)
       and ($7::bigint is null or (at, look_id) < ($7, $8::uuid))
     order by at desc, look_id desc limit $9`,
    [
      filter.subject,
      filter.reader,
      filter.operation,
      filter.kind,
      filter.from,
      filter.until,
      after?.at,
      after?.lookId,
      limit,
    ],
  )
  return rows
}
