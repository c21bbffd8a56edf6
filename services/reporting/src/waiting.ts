import { setTimeout as sleep } from 'node:timers/promises'
import type { JournalEvent } from '@timbang/contracts/gen/timbang/journal/v1/events'
import type { LongWaiting } from '@timbang/contracts/gen/timbang/reporting/v1/service'
import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import type { Log } from '@timbang/process/log'
import { addDays, dateAt, type CivilDate } from '@timbang/rules/civil-date'

/** How far back a live frame of scoring looks (scoring.live.v1): what waits for longer is not in it. */
const FRAME_DAYS = 28
const SUM_MS = 4_000

interface Waiting {
  readonly recordId: string
  readonly revision: number
  readonly employeeId: string
  readonly workDate: CivilDate
  readonly recordedAt: bigint
}
/** It waits for nobody any more. `upTo`: only where no later revision is meant than this one; a refused correction leaves the earlier one waiting. */
interface Gone {
  readonly recordId: string
  readonly upTo: number | undefined
}

/** What an event says of a record: it waits for its assessor, or it does not. Undefined: nothing. */
function told({ employeeId, body }: JournalEvent): Waiting | Gone | undefined {
  if (employeeId === undefined || body === undefined) return undefined
  switch (body.$case) {
    case 'entryAdmitted': {
      const { recordId, revision, workDate, recordedAt, sourceRecordedAt } = body.value.entry!
      return { recordId, revision, employeeId, workDate, recordedAt: sourceRecordedAt ?? recordedAt }
    }
    case 'verificationUndone': {
      const { recordId, revision, workDate, entryRecordedAt } = body.value
      return { recordId, revision, employeeId, workDate, recordedAt: entryRecordedAt }
    }
    case 'entryRefused': {
      const { recordId, revision } = body.value.entry!
      return { recordId, upTo: revision }
    }
    case 'entryHeld':
    case 'entryWithdrawn':
      return { recordId: body.value.entry!.recordId, upTo: undefined }
    case 'entryVerified':
    case 'entryReturned':
      return { recordId: body.value.recordId, upTo: undefined }
    default:
      return undefined
  }
}

/** Whether what was said before of a record holds beside a refusal: another revision was refused, or it waited for nobody already. */
const outlived = (before: Waiting | Gone | undefined, said: Waiting | Gone): boolean =>
  before !== undefined && 'upTo' in said && said.upTo !== undefined && ('upTo' in before || before.revision < said.upTo)

/** Keeps which entries wait: the last that was said of each counts. */
export async function foldWaiting(tx: Tx, events: readonly JournalEvent[]): Promise<void> {
  const last = new Map<string, Waiting | Gone>()
  for (const event of events) {
    const said = told(event)
    if (said !== undefined && !outlived(last.get(said.recordId), said)) last.set(said.recordId, said)
  }
  if (last.size === 0) return
  const said = [...last.values()].sort((a, b) => (a.recordId < b.recordId ? -1 : 1))
  const gone = said.filter((one) => 'upTo' in one)
  const waits = said.filter((one) => 'revision' in one)
  await tx.query(
    `delete from waiting using unnest($1::uuid[], $2::integer[]) as gone (record_id, up_to)
     where waiting.record_id = gone.record_id and (gone.up_to is null or waiting.revision >= gone.up_to)`,
    columns(gone, 'recordId', 'upTo'),
  )
  await tx.query(
    `insert into waiting (record_id, revision, employee_id, work_date, recorded_at)
     select * from unnest($1::uuid[], $2::integer[], $3::uuid[], $4::date[], $5::bigint[])
     on conflict (record_id) do update set revision = excluded.revision, work_date = excluded.work_date, recorded_at = excluded.recorded_at`,
    columns(waits, 'recordId', 'revision', 'employeeId', 'workDate', 'recordedAt'),
  )
}

/**
 * Sums anew what waits for longer than a live frame looks back, or since before the post that its writer holds today: both by that post, as the frames do.
 * Whoever holds none stands on no board. A sum that is the same is not written.
 */
export async function sumLongWaiting(pool: Pool, today: CivilDate): Promise<void> {
  await pool.query(
    `with held as materialized (
       select post.agency_id, post.unit_id, count(*)::integer as entries, min(w.recorded_at) as oldest_at
       from waiting w
       cross join lateral (
         select a.agency_id, a.unit_id, a.from_date from roster.assignment a
         where a.employee_id = w.employee_id and not a.withdrawn and a.from_date <= $1 and (a.to_date is null or a.to_date >= $1)
         order by a.capacity, a.from_date, a.assignment_id limit 1) post
       where w.work_date < greatest($2::date, post.from_date)
       group by 1, 2
     ),
     over as (
       delete from long_waiting there where not exists (
         select from held where held.agency_id = there.agency_id and held.unit_id = there.unit_id)
     )
     insert into long_waiting as there select * from held order by agency_id, unit_id
     on conflict (agency_id, unit_id) do update set entries = excluded.entries, oldest_at = excluded.oldest_at
     where (there.entries, there.oldest_at) is distinct from (excluded.entries, excluded.oldest_at)`,
    [today, addDays(today, -FRAME_DAYS)],
  )
}

/** By agency; one without any is absent. */
export async function readLongWaiting(reader: Pool, agencyId?: string): Promise<Map<string, LongWaiting>> {
  const { rows } = await reader.query<{ agencyId: string; unitId: string; entries: number; oldestAt: bigint }>(
    `select agency_id as "agencyId", unit_id as "unitId", entries, oldest_at as "oldestAt" from long_waiting
     where $1::uuid is null or agency_id = $1 order by agency_id, unit_id`,
    [agencyId ?? null],
  )
  return new Map(
    [...Map.groupBy(rows, (row) => row.agencyId)].map(([agency, units]) => [
      agency,
      {
        entries: units.reduce((sum, { entries }) => sum + entries, 0),
        oldestAt: units.map(({ oldestAt }) => oldestAt).reduce((a, b) => (a < b ? a : b)),
        units: units.map(({ unitId, entries }) => ({ unitId, entries })),
      },
    ]),
  )
}

/** Keeps the sums near what is folded; any number of replicas may. It rests ten times as long as a sum takes. */
export function startSumming(options: { pool: Pool; now: () => number; log: Log }): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const running = (async () => {
    while (!stopping.signal.aborted) {
      const begun = performance.now()
      try {
        await sumLongWaiting(options.pool, dateAt(options.now(), 'WIB'))
      } catch (error) {
        options.log.warn({ err: error }, 'what waits for long could not be summed; trying again')
      }
      const rest = Math.max(SUM_MS, (performance.now() - begun) * 10)
      // Only the abort of `stop` rejects it, and the loop asks for that itself.
      await sleep(rest, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}
