import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import { pack, type Fact } from '@timbang/rules/facts'
import type { PlacedFact } from '../wire.ts'

type PartTable = 'entry_part' | 'verdict_part'

/** A batch's facts by person and day, in an order in which two batches cannot deadlock. */
function byDay(placed: readonly PlacedFact[]): { employeeId: string; workDate: string; facts: Uint8Array }[] {
  const days = new Map<string, { employeeId: string; workDate: string; list: Fact[] }>()
  for (const { employeeId, workDate, fact } of placed) {
    const key = `${employeeId} ${workDate}`
    const day = days.get(key)
    if (day === undefined) days.set(key, { employeeId, workDate, list: [fact] })
    else day.list.push(fact)
  }
  return [...days.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { employeeId, workDate, list }]) => ({ employeeId, workDate, facts: Buffer.from(pack(list)) }))
}

/** Lays a batch's facts behind those that are there: one statement, whatever the size. The set they make is the union. */
export async function appendFacts(tx: Tx, table: PartTable, placed: readonly PlacedFact[]): Promise<void> {
  if (placed.length === 0) return
  await tx.query(
    `insert into ${table} (employee_id, work_date, facts)
     select * from unnest($1::uuid[], $2::date[], $3::bytea[])
     on conflict (employee_id, work_date) do update set facts = ${table}.facts || excluded.facts`,
    columns(byDay(placed), 'employeeId', 'workDate', 'facts'),
  )
}

/** Facts of people over a span: by person, then by day, the bytes of both sources laid end to end. */
export async function partsOf(
  reader: Tx | Pool,
  employeeIds: readonly string[],
  from: string,
  to: string,
): Promise<Map<string, Map<string, Uint8Array>>> {
  const { rows } = await reader.query<{ employee_id: string; work_date: string; facts: Buffer }>(
    `select employee_id, work_date, facts from entry_part where employee_id = any($1::uuid[]) and work_date between $2 and $3
     union all
     select employee_id, work_date, facts from verdict_part where employee_id = any($1::uuid[]) and work_date between $2 and $3`,
    [employeeIds, from, to],
  )
  const people = new Map<string, Map<string, Uint8Array>>()
  for (const { employee_id, work_date, facts } of rows) lay(people, employee_id, work_date, facts)
  return people
}

/** Lays bytes behind those of the same person and day. */
export function lay(
  people: Map<string, Map<string, Uint8Array>>,
  employeeId: string,
  workDate: string,
  facts: Uint8Array,
): void {
  let days = people.get(employeeId)
  if (days === undefined) people.set(employeeId, (days = new Map()))
  const there = days.get(workDate)
  days.set(workDate, there === undefined ? facts : Buffer.concat([there, facts]))
}
