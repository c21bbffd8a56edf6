import type { Tx } from '@timbang/postgres/pool'

/** Marks people whose figures are to be computed again. Rows are only added here, so the fold waits for nobody who takes them. */
export const markPeople = async (tx: Tx, employeeIds: Iterable<string>): Promise<void> => {
  const ids = [...new Set(employeeIds)]
  if (ids.length > 0) await tx.query(`insert into live_mark (employee_id) select unnest($1::uuid[])`, [ids])
}

/** Everybody of these agencies is to be marked, page by page, by who takes the row. */
export const sweepAgencies = async (tx: Tx, agencyIds: Iterable<string>): Promise<void> => {
  const ids = [...new Set(agencyIds)]
  if (ids.length > 0) await tx.query(`insert into live_sweep (agency_id) select unnest($1::uuid[])`, [ids])
}
