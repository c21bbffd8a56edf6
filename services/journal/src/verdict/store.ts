import type { Pool, Tx } from '@timbang/postgres/pool'
import type { Entry, EntryEvent, Told } from '../entry/domain/entry.ts'
import { entries } from '../entry/store/entry.ts'

/** What waits for an assessor, of the people whom he assesses today. */
export interface QueueFilter {
  readonly only: 'all' | 'passed' | 'to-open' | 'evidence'
  readonly employeeIds: readonly string[]
}
export interface QueuePlace {
  readonly writtenDownAt: number
  readonly recordId: string
  readonly employeeId: string
}

const MATCHES = `employee_id = any($1::uuid[]) and state = 'waiting'
  and case $2 when 'passed' then cardinality(check_codes) = 0 when 'to-open' then cardinality(check_codes) > 0 and not opened when 'evidence' then has_evidence else true end`

/** One page, the oldest first, by when it was written down: of imported history in the other system. The index holds all that is asked, so a thousand waiting entries are one short walk; only the page itself is read from the table. */
export const listQueue = async (
  pool: Pool,
  filter: QueueFilter,
  after: QueuePlace | undefined,
  limit: number,
): Promise<Entry[]> =>
  entries(
    await pool.query(
      `select entry.* from (
     select written_down_at, record_id, employee_id from entry where ${MATCHES}
       and ($3::bigint is null or (written_down_at, record_id, employee_id) > ($3::bigint, $4::uuid, $5::uuid))
     order by written_down_at, record_id, employee_id limit $6) as page
   join entry using (record_id, employee_id) order by page.written_down_at, page.record_id, page.employee_id`,
      [filter.employeeIds, filter.only, after?.writtenDownAt, after?.recordId, after?.employeeId, limit],
    ),
  )

export interface QueueCount {
  readonly employeeId: string
  readonly waiting: number
  readonly passed: number
  readonly toOpen: number
  readonly withEvidence: number
  readonly oldest: number
}

/** How many wait, per person. */
export const countQueue = async (pool: Pool, employeeIds: readonly string[]): Promise<QueueCount[]> =>
  (
    await pool.query<{
      employee_id: string
      waiting: number
      passed: number
      to_open: number
      with_evidence: number
      oldest: bigint
    }>(
      `select employee_id, count(*)::int as waiting, count(*) filter (where cardinality(check_codes) = 0)::int as passed,
       count(*) filter (where cardinality(check_codes) > 0 and not opened)::int as to_open, count(*) filter (where has_evidence)::int as with_evidence, min(written_down_at) as oldest
     from entry where employee_id = any($1::uuid[]) and state = 'waiting' group by employee_id order by min(written_down_at)`,
      [employeeIds],
    )
  ).rows.map((row) => ({
    employeeId: row.employee_id,
    waiting: row.waiting,
    passed: row.passed,
    toOpen: row.to_open,
    withEvidence: row.with_evidence,
    oldest: Number(row.oldest),
  }))

/** Verified quantity of planned results within the dates of their plan. @returns in the order asked, thousandths */
export const sumVerified = async (
  pool: Pool,
  asked: readonly { employeeId: string; resultId: string; from: string; to: string }[],
): Promise<number[]> =>
  (
    await pool.query<{ sum: bigint }>(
      `select (select coalesce(sum(quantity_thousandths), 0)::bigint from entry where entry.employee_id = asked.employee_id and entry.result_id = asked.result_id and state = 'verified'
       and work_date between asked.from_date and asked.to_date) as sum
     from unnest($1::uuid[], $2::text[], $3::date[], $4::date[]) with ordinality as asked (employee_id, result_id, from_date, to_date, at) order by at`,
      [
        asked.map((one) => one.employeeId),
        asked.map((one) => one.resultId),
        asked.map((one) => one.from),
        asked.map((one) => one.to),
      ],
    )
  ).rows.map((row) => Number(row.sum))

/** Remembers who decided what. What another system decided is nobody's; a verdict that is taken back stays, and says so. */
export async function saveVerdicts(tx: Tx, told: readonly Told<EntryEvent>[]): Promise<void> {
  const given: unknown[][] = []
  const undone: unknown[][] = []
  for (const { eventId, employeeId, decidedAt, sourceRecordedAt, actor, body } of told) {
    if (sourceRecordedAt !== undefined || actor === undefined) continue
    if (body.type === 'EntryVerified' || body.type === 'EntryReturned') {
      const code = body.type === 'EntryReturned' ? body.reasonCode : null
      const { recordId, revision, verdictVersion, onBehalfOf } = body
      given.push([eventId, actor, decidedAt, recordId, employeeId, revision, verdictVersion, code, onBehalfOf])
    } else if (body.type === 'VerificationUndone') undone.push([body.recordId, employeeId, body.verdictVersion - 1])
  }
  const columnsOf = (rows: unknown[][], count: number) =>
    Array.from({ length: count }, (_, at) => rows.map((row) => row[at]))
  if (given.length > 0)
    await tx.query(
      `insert into verdict (event_id, given_by, at, record_id, employee_id, revision, verdict_version, reason_code, on_behalf_of, undone)
       select *, false from unnest($1::uuid[], $2::text[], $3::bigint[], $4::uuid[], $5::uuid[], $6::int[], $7::int[], $8::text[], $9::uuid[])
       on conflict (event_id) do nothing`,
      columnsOf(given, 9),
    )
  if (undone.length > 0)
    await tx.query(
      `update verdict set undone = true from unnest($1::uuid[], $2::uuid[], $3::int[]) as gone (record_id, employee_id, verdict_version)
       where verdict.record_id = gone.record_id and verdict.employee_id = gone.employee_id and verdict.verdict_version = gone.verdict_version`,
      columnsOf(undone, 3),
    )
}

export interface Given {
  readonly eventId: string
  readonly at: bigint
  readonly recordId: string
  readonly employeeId: string
  readonly revision: number
  readonly verdictVersion: number
  readonly reasonCode: string | null
  readonly onBehalfOf: string | null
  readonly undone: boolean
}
/** Where a page of them ended. */
export type GivenPlace = Pick<Given, 'at' | 'eventId'>

/** What somebody decided, the latest first. */
export const listGiven = async (
  pool: Pool,
  by: string,
  after: GivenPlace | undefined,
  limit: number,
): Promise<Given[]> =>
  (
    await pool.query<Given>(
      `select event_id as "eventId", at, record_id as "recordId", employee_id as "employeeId", revision, verdict_version as "verdictVersion", reason_code as "reasonCode", on_behalf_of as "onBehalfOf", undone
       from verdict where given_by = $1 and ($2::bigint is null or (at, event_id) < ($2::bigint, $3::uuid))
       order by at desc, event_id desc limit $4`,
      [by, after?.at, after?.eventId, limit],
    )
  ).rows
