import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import { excuses, idBytes, pack, type Fact } from '@timbang/rules/facts'
import type { OwnParts } from '@timbang/rules/parts'
import { daysOfQuarter } from '../quarter.ts'
import type { PlacedFact } from '../wire/fact.ts'

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

/** Lays a batch's facts behind those that are there: one statement for each kind of place, whatever the size. The set they make is the union. */
export async function appendFacts(tx: Tx, table: PartTable, placed: readonly PlacedFact[]): Promise<void> {
  const days = placed.filter(({ fact }) => !excuses(fact))
  if (days.length > 0)
    await tx.query(
      `insert into ${table} (employee_id, work_date, facts)
       select * from unnest($1::uuid[], $2::date[], $3::bytea[])
       on conflict (employee_id, work_date) do update set facts = ${table}.facts || excluded.facts`,
      columns(byDay(days), 'employeeId', 'workDate', 'facts'),
    )
  await appendLeaves(
    tx,
    placed.filter(({ fact }) => excuses(fact)),
  )
  await noteMoved(
    tx,
    placed.filter(({ fact }) => !excuses(fact) && fact.revision > 1),
  )
}

/** A leave or a permission lies on no day, since a revision may move it to any: a person's are one row. */
async function appendLeaves(tx: Tx, placed: readonly PlacedFact[]): Promise<void> {
  if (placed.length === 0) return
  const people = byDay(placed.map((one) => ({ ...one, workDate: '' })))
  await tx.query(
    `insert into leave_part (employee_id, facts) select * from unnest($1::uuid[], $2::bytea[])
     on conflict (employee_id) do update set facts = leave_part.facts || excluded.facts`,
    columns(people, 'employeeId', 'facts'),
  )
}

/** Where corrections lie: one may lie far from the day that it takes its record from. */
async function noteMoved(tx: Tx, placed: readonly PlacedFact[]): Promise<void> {
  if (placed.length === 0) return
  const rows = placed
    .map(({ employeeId, workDate, fact }) => ({ employeeId, recordId: fact.recordId, workDate }))
    .sort((a, b) =>
      `${a.employeeId} ${a.recordId} ${a.workDate}` < `${b.employeeId} ${b.recordId} ${b.workDate}` ? -1 : 1,
    )
  await tx.query(
    `insert into moved_record (employee_id, record_id, work_date)
     select distinct * from unnest($1::uuid[], $2::text[], $3::date[]) on conflict do nothing`,
    columns(rows, 'employeeId', 'recordId', 'workDate'),
  )
}

const daysWithin = `select employee_id, work_date, facts, false as closed from entry_part where employee_id = any($1::uuid[]) and work_date between $2 and $3
     union all
     select employee_id, work_date, facts, false from verdict_part where employee_id = any($1::uuid[]) and work_date between $2 and $3
     union all
     select employee_id, quarter, facts, true from quarter_part where employee_id = any($1::uuid[]) and quarter between date_trunc('quarter', $2::date) and $3`
const daysNamed = `select employee_id, work_date, facts, false as closed from unnest($1::uuid[], $2::date[]) as d (employee_id, work_date) join entry_part using (employee_id, work_date)
     union all
     select employee_id, work_date, facts, false from unnest($1::uuid[], $2::date[]) as d (employee_id, work_date) join verdict_part using (employee_id, work_date)
     union all
     select distinct q.employee_id, q.quarter, q.facts, true from unnest($1::uuid[], $2::date[]) as d (employee_id, work_date)
       join quarter_part q on q.employee_id = d.employee_id and q.quarter = date_trunc('quarter', d.work_date)`
interface DayRow {
  employee_id: string
  work_date: string
  facts: Buffer
  /** A whole quarter, by its first day. */
  closed: boolean
}

/** Lays what was read, of quarters only the days that are wanted. */
function layRows(
  people: Map<string, LaidParts>,
  rows: readonly DayRow[],
  wanted: (row: DayRow, date: string) => boolean,
) {
  for (const row of rows) {
    if (!row.closed) lay(people, row.employee_id, row.work_date, row.facts)
    else
      for (const [date, facts] of daysOfQuarter(row.work_date, row.facts))
        if (wanted(row, date)) lay(people, row.employee_id, date, facts)
  }
}

/** Facts of people over a span: by person, then by day, the bytes of both sources laid end to end; with them their leaves and permissions, and the days to which a record of the span was moved, however far. */
export async function partsOf(
  reader: Tx | Pool,
  employeeIds: readonly string[],
  from: string,
  to: string,
): Promise<Map<string, OwnParts>> {
  const people = new Map<string, LaidParts>()
  const { rows } = await reader.query<DayRow>(daysWithin, [employeeIds, from, to])
  layRows(people, rows, (_, date) => date >= from && date <= to)
  const leaves = await reader.query<{ employee_id: string; facts: Buffer }>(
    `select employee_id, facts from leave_part where employee_id = any($1::uuid[])`,
    [employeeIds],
  )
  for (const { employee_id, facts } of leaves.rows) partsFor(people, employee_id).leaves = facts
  const moved = await reader.query<{ employee_id: string; record_id: string; work_date: string }>(
    `select employee_id, record_id, work_date from moved_record where employee_id = any($1::uuid[]) and work_date not between $2 and $3`,
    [employeeIds, from, to],
  )
  const far = moved.rows.filter(({ employee_id, record_id }) => speaksOf(people.get(employee_id), record_id))
  if (far.length > 0) {
    const named = [...new Map(far.map((row) => [`${row.employee_id} ${row.work_date}`, row])).values()]
    const { rows: days } = await reader.query<DayRow>(daysNamed, columns(named, 'employee_id', 'work_date'))
    const those = new Set(named.map((row) => `${row.employee_id} ${row.work_date}`))
    layRows(people, days, (row, date) => those.has(`${row.employee_id} ${date}`))
  }
  return people
}

/** Whether any of a person's packed facts is of a record: its sixteen bytes stand in them. */
function speaksOf(parts: LaidParts | undefined, recordId: string): boolean {
  if (parts === undefined) return false
  const bytes = Buffer.from(idBytes(recordId))
  for (const facts of parts.days.values())
    if (Buffer.from(facts.buffer, facts.byteOffset, facts.length).includes(bytes)) return true
  return false
}

/** What is laid together of a person. */
export interface LaidParts {
  readonly days: Map<string, Uint8Array>
  leaves: Uint8Array | undefined
}

function partsFor(people: Map<string, LaidParts>, employeeId: string): LaidParts {
  let parts = people.get(employeeId)
  if (parts === undefined) people.set(employeeId, (parts = { days: new Map(), leaves: undefined }))
  return parts
}

/** Lays bytes behind those of the same person and day; a leave's behind his leaves. */
export function lay(people: Map<string, LaidParts>, employeeId: string, workDate: string, facts: Uint8Array): void {
  const { days } = partsFor(people, employeeId)
  const there = days.get(workDate)
  days.set(workDate, there === undefined ? facts : Buffer.concat([there, facts]))
}
export function layLeave(people: Map<string, LaidParts>, employeeId: string, facts: Uint8Array): void {
  const parts = partsFor(people, employeeId)
  parts.leaves = parts.leaves === undefined ? facts : Buffer.concat([parts.leaves, facts])
}

/** Parts of their own for the days of a quarter. @returns false: days of it lie in the part for all others already, and stay there */
export const makeQuarter = async (tx: Tx, first: string): Promise<boolean> =>
  (await tx.query<{ made: boolean }>(`select make_part_quarter($1) as made`, [first])).rows[0]!.made
