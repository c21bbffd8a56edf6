import { columns, type Pool, type Tx } from '@timbang/postgres/pool'

/** What the journal keeps of an agreed plan: which results a day may serve, and the quantity indicator of each. */
export interface Plan {
  readonly planId: string
  readonly employeeId: string
  readonly fromDate: string
  readonly toDate: string
  /** The last day on which it held, when it was closed early. */
  readonly closedOn: string | undefined
  readonly results: readonly Result[]
  readonly version: number
}
export interface Result {
  readonly resultId: string
  readonly code: string
  readonly unit?: string
  readonly targetThousandths?: number
}

/** Whole states: the highest version stands. */
export const savePlans = (tx: Tx, plans: readonly Plan[]) =>
  tx.query(
    `insert into plan (plan_id, employee_id, from_date, to_date, results, version)
   select distinct on (plan_id) * from unnest($1::text[], $2::uuid[], $3::date[], $4::date[], $5::jsonb[], $6::int[]) as p (plan_id, employee_id, from_date, to_date, results, version) order by plan_id, version desc
   on conflict (plan_id) do update set employee_id = excluded.employee_id, from_date = excluded.from_date, to_date = excluded.to_date, results = excluded.results, version = excluded.version, closed_on = null
   where plan.version < excluded.version`,
    columns(
      plans.map((plan) => ({ ...plan, results: JSON.stringify(plan.results) })),
      'planId',
      'employeeId',
      'fromDate',
      'toDate',
      'results',
      'version',
    ),
  )

/** A closing follows its plan: both are keyed by the person, so they arrive in order. */
export const closePlans = (tx: Tx, closings: readonly { planId: string; closedOn: string; version: number }[]) =>
  tx.query(
    `update plan set closed_on = c.closed_on, version = c.version
   from (select distinct on (plan_id) * from unnest($1::text[], $2::date[], $3::int[]) as u (plan_id, closed_on, version) order by plan_id, version desc) as c
   where plan.plan_id = c.plan_id and plan.version < c.version`,
    columns(closings, 'planId', 'closedOn', 'version'),
  )

export async function plansOf(pool: Pool | Tx, employeeIds: readonly string[]): Promise<Map<string, Plan[]>> {
  const { rows } = await pool.query<{
    plan_id: string
    employee_id: string
    from_date: string
    to_date: string
    closed_on: string | null
    results: Result[]
    version: number
  }>('select * from plan where employee_id = any($1::uuid[]) order by from_date, plan_id', [employeeIds])
  const plans = new Map<string, Plan[]>()
  for (const row of rows) {
    const plan: Plan = {
      planId: row.plan_id,
      employeeId: row.employee_id,
      fromDate: row.from_date,
      toDate: row.to_date,
      closedOn: row.closed_on ?? undefined,
      results: row.results,
      version: row.version,
    }
    const known = plans.get(plan.employeeId)
    if (known) known.push(plan)
    else plans.set(plan.employeeId, [plan])
  }
  return plans
}

export interface LeaveSpan {
  readonly employeeId: string
  readonly recordId: string
  readonly revision: number
  readonly fromDate: string
  readonly toDate: string
  readonly kind: string
  readonly withdrawn: boolean
}

/** The first content of an id and revision stands, the highest revision counts. */
export const saveLeave = (tx: Tx, spans: readonly LeaveSpan[]) =>
  tx.query(
    `insert into leave (employee_id, record_id, revision, from_date, to_date, kind, withdrawn)
   select distinct on (employee_id, record_id) employee_id, record_id, revision, from_date, to_date, kind, withdrawn
   from unnest($1::uuid[], $2::uuid[], $3::int[], $4::date[], $5::date[], $6::text[], $7::boolean[]) with ordinality as l (employee_id, record_id, revision, from_date, to_date, kind, withdrawn, at) order by employee_id, record_id, revision desc, at
   on conflict (employee_id, record_id) do update set revision = excluded.revision, from_date = excluded.from_date, to_date = excluded.to_date, kind = excluded.kind, withdrawn = excluded.withdrawn
   where leave.revision < excluded.revision`,
    columns(spans, 'employeeId', 'recordId', 'revision', 'fromDate', 'toDate', 'kind', 'withdrawn'),
  )

export const leaveOf = async (
  pool: Pool,
  employeeId: string,
  from: string,
  to: string,
): Promise<{ fromDate: string; toDate: string; kind: string }[]> =>
  (
    await pool.query<{ from_date: string; to_date: string; kind: string }>(
      'select from_date, to_date, kind from leave where employee_id = $1 and from_date <= $3 and to_date >= $2 and not withdrawn order by from_date',
      [employeeId, from, to],
    )
  ).rows.map((row) => ({ fromDate: row.from_date, toDate: row.to_date, kind: row.kind }))
