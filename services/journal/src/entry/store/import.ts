import type { Pool } from '@timbang/postgres/pool'
import type { Entry } from '../domain/entry.ts'
import { entries } from './entry.ts'

/**
 * What an import said last of these people, in the order of person, day and record: not what was refused or taken back.
 * @param of.mendedToo also what an import said first and the person mended or took back since
 */
export const listImported = async (
  pool: Pool,
  of: {
    employeeIds: readonly string[]
    from: string
    to: string
    mendedToo: boolean
    after: { employeeId: string; workDate: string; recordId: string } | undefined
    limit: number
  },
): Promise<Entry[]> =>
  entries(
    await pool.query(
      `select * from entry
   where employee_id = any($1::uuid[]) and work_date between $2 and $3
     and (import_id is not null and state not in ('refused', 'withdrawn') or $8 and import_id is null and steps @> '[{"revision": 1, "imported": true}]')
     and ($4::uuid is null or (employee_id, work_date, record_id) > ($4::uuid, $5::date, $6::uuid))
   order by employee_id, work_date, record_id limit $7`,
      [
        of.employeeIds,
        of.from,
        of.to,
        of.after?.employeeId,
        of.after?.workDate,
        of.after?.recordId,
        of.limit,
        of.mendedToo,
      ],
    ),
  )

/** What became of an import's records. */
export const countImport = async (
  pool: Pool,
  importId: string,
): Promise<{ judged: number; held: number; refused: number }> =>
  (
    await pool.query<{ judged: number; held: number; refused: number }>(
      `select count(*)::int as judged, count(*) filter (where state = 'held')::int as held, count(*) filter (where state = 'refused')::int as refused from entry where import_id = $1`,
      [importId],
    )
  ).rows[0]!

/** The records of an import that did not get through, in the order of their ids. */
export const listImportProblems = async (
  pool: Pool,
  importId: string,
  after: string | undefined,
  limit: number,
): Promise<{ recordId: string; revision: number; code: string }[]> =>
  (
    await pool.query<{ record_id: string; revision: number; code: string }>(
      `select record_id, revision, case when conflicted then 'entry.conflict' else code end as code from entry
     where import_id = $1 and (state in ('held', 'refused') or conflicted) and ($2::uuid is null or record_id > $2::uuid) order by record_id limit $3`,
      [importId, after, limit],
    )
  ).rows.map((row) => ({ recordId: row.record_id, revision: row.revision, code: row.code }))
