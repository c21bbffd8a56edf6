import { columns, type Tx } from '@timbang/postgres/pool'
import { boundsOf, periodOf, type CivilDate } from '@timbang/rules/civil-date'
import { daysOfQuarter, packQuarter } from '../quarter.ts'

/** People whose days of a quarter do not lie together yet, behind one of them in the order of their ids. */
export async function peopleWithDays(tx: Tx, first: CivilDate, after: string, limit: number): Promise<string[]> {
  const { to } = boundsOf(periodOf(first))
  const { rows } = await tx.query<{ employee_id: string }>(
    `(select distinct employee_id from entry_part where work_date between $1 and $2 and employee_id > $3 order by 1 limit $4)
     union
     (select distinct employee_id from verdict_part where work_date between $1 and $2 and employee_id > $3 order by 1 limit $4)
     order by 1 limit $4`,
    [first, to, after, limit],
  )
  return rows.map((row) => row.employee_id)
}

/**
 * Lays the days of people together, one row for a person and quarter. What comes later lies by day again, until the next time. The fold and this wait
 * for each other in one order; a reader sees either, since both happen in one transaction and `partsOf` reads both in one statement.
 */
export async function compactQuarter(tx: Tx, first: CivilDate, employeeIds: readonly string[]): Promise<void> {
  const { to } = boundsOf(periodOf(first))
  const people = new Map<string, Map<CivilDate, Uint8Array>>()
  const lay = (employeeId: string, date: CivilDate, facts: Uint8Array) => {
    let days = people.get(employeeId)
    if (days === undefined) people.set(employeeId, (days = new Map()))
    const there = days.get(date)
    days.set(date, there === undefined ? facts : Buffer.concat([there, facts]))
  }
  const closed = await tx.query<{ employee_id: string; facts: Buffer }>(
    `select employee_id, facts from quarter_part where employee_id = any($1::uuid[]) and quarter = $2 order by employee_id for update`,
    [employeeIds, first],
  )
  for (const { employee_id, facts } of closed.rows)
    for (const [date, day] of daysOfQuarter(first, facts)) lay(employee_id, date, day)
  for (const table of ['entry_part', 'verdict_part']) {
    const given = [employeeIds, first, to]
    const days = await tx.query<{ employee_id: string; work_date: CivilDate; facts: Buffer }>(
      `select employee_id, work_date, facts from ${table} where employee_id = any($1::uuid[]) and work_date between $2 and $3
       order by employee_id, work_date for update`,
      given,
    )
    for (const { employee_id, work_date, facts } of days.rows) lay(employee_id, work_date, facts)
    // Locked, they are those that were read; what the fold lays behind them waits, and lies by day again.
    await tx.query(
      `delete from ${table} using unnest($1::uuid[], $2::date[]) as gone (employee_id, work_date)
       where ${table}.employee_id = gone.employee_id and ${table}.work_date = gone.work_date`,
      columns(days.rows, 'employee_id', 'work_date'),
    )
  }
  const rows = [...people].map(([employeeId, days]) => ({ employeeId, facts: packQuarter(first, days) }))
  await tx.query(
    `insert into quarter_part (employee_id, quarter, facts) select employee_id, $3, facts from unnest($1::uuid[], $2::bytea[]) as given (employee_id, facts)
     on conflict (employee_id, quarter) do update set facts = excluded.facts`,
    [...columns(rows, 'employeeId', 'facts'), first],
  )
}
