import { PlannedResult, type PlanAgreed, type PlanClosed } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import type { AppraisalEvent } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import type { Assignment } from './domain.ts'

/** Plans and closings as events tell them. States with versions, so the order does not matter. */
export async function applyPlans(tx: Tx, events: readonly AppraisalEvent[]): Promise<void> {
  const agreed = new Map<string, PlanAgreed & { employeeId: string; agencyId: string }>()
  const closed = new Map<string, PlanClosed & { employeeId: string; agencyId: string }>()
  for (const { employeeId, agencyId, body } of events) {
    if (employeeId === undefined) continue
    if (body?.$case === 'planAgreed' && (agreed.get(body.value.planId)?.version ?? 0) < body.value.version)
      agreed.set(body.value.planId, { ...body.value, employeeId, agencyId })
    if (body?.$case === 'planClosed' && (closed.get(body.value.planId)?.version ?? 0) < body.value.version)
      closed.set(body.value.planId, { ...body.value, employeeId, agencyId })
  }
  if (agreed.size > 0) await putPlans(tx, [...agreed.values()])
  if (closed.size > 0) await putClosings(tx, [...closed.values()])
}

const putPlans = (tx: Tx, plans: readonly (PlanAgreed & { employeeId: string; agencyId: string })[]) =>
  tx.query(
    `insert into plan as known (plan_id, employee_id, agency_id, assignment_id, from_date, to_date, results, version)
   select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::date[], $6::date[], $7::jsonb[], $8::integer[])
   on conflict (plan_id) do update set employee_id = excluded.employee_id, agency_id = excluded.agency_id, assignment_id = excluded.assignment_id,
     from_date = excluded.from_date, to_date = excluded.to_date, results = excluded.results, version = excluded.version
   where known.version < excluded.version`,
    columns(
      plans.map((plan) => ({
        ...plan,
        results: JSON.stringify(plan.results.map((result) => PlannedResult.toJSON(result))),
      })),
      'planId',
      'employeeId',
      'agencyId',
      'assignmentId',
      'fromDate',
      'toDate',
      'results',
      'version',
    ),
  )

const putClosings = (tx: Tx, closings: readonly (PlanClosed & { employeeId: string; agencyId: string })[]) =>
  tx.query(
    `insert into plan_closing as known (plan_id, employee_id, agency_id, closed_on, version)
   select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::date[], $5::integer[])
   on conflict (plan_id) do update set employee_id = excluded.employee_id, agency_id = excluded.agency_id, closed_on = excluded.closed_on, version = excluded.version
   where known.version < excluded.version`,
    columns(closings, 'planId', 'employeeId', 'agencyId', 'closedOn', 'version'),
  )

export interface Title {
  readonly planId: string
  readonly resultId: string
  readonly title: string
}

/** Titles are on no log; a title that is no longer of its plan goes. */
export async function putTitles(tx: Tx, titles: readonly Title[]): Promise<void> {
  if (titles.length === 0) return
  const [planIds, resultIds, words] = columns(titles, 'planId', 'resultId', 'title')
  await tx.query(
    `insert into result_title as known (plan_id, result_id, title) select * from unnest($1::uuid[], $2::uuid[], $3::text[])
     on conflict (plan_id, result_id) do update set title = excluded.title where known.title <> excluded.title`,
    [planIds, resultIds, words],
  )
  await tx.query(
    `delete from result_title where plan_id = any ($1::uuid[]) and (plan_id, result_id) not in (select * from unnest($1::uuid[], $2::uuid[]))`,
    [planIds, resultIds],
  )
}

/** The titles of plans' results as they stand. @returns by `plan result` */
export const loadTitles = async (tx: Tx, planIds: readonly string[]): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (
      await tx.query<Title>(
        `select plan_id as "planId", result_id as "resultId", title from result_title where plan_id = any ($1::uuid[])`,
        [planIds],
      )
    ).rows.map(({ planId, resultId, title }) => [`${planId} ${resultId}`, title]),
  )

export interface PlanRow {
  readonly planId: string
  readonly employeeId: string
  readonly agencyId: string
  readonly assignmentId: string
  readonly fromDate: string
  readonly toDate: string
  readonly results: readonly unknown[]
  readonly closedOn: string | null
  /** The highest of the plan's and its closing's. */
  readonly version: number
}

// A closing counts while it is newer than what was agreed.
const planColumns = `p.plan_id as "planId", p.employee_id as "employeeId", p.agency_id as "agencyId", p.assignment_id as "assignmentId", p.from_date as "fromDate", p.to_date as "toDate",
  p.results, case when c.version > p.version then c.closed_on end as "closedOn", greatest(p.version, c.version) as version`

export const loadPlans = async (
  tx: Tx,
  planIds: readonly string[],
  assignmentIds: readonly string[],
): Promise<PlanRow[]> =>
  (
    await tx.query<PlanRow>(
      `select ${planColumns} from plan p left join plan_closing c on c.plan_id = p.plan_id
   where p.plan_id = any ($1::uuid[]) or p.assignment_id = any ($2::uuid[]) order by p.plan_id`,
      [planIds, assignmentIds],
    )
  ).rows

export interface TitledRow extends PlanRow {
  readonly titles: Readonly<Record<string, string>>
}

/** Plans that hold on any day of a span, with their titles. A plan that was closed before its first day never held. */
export const plansHolding = async (
  pool: Pool,
  employeeIds: readonly string[],
  from: string,
  to: string,
): Promise<TitledRow[]> =>
  (
    await pool.query<TitledRow>(
      `select ${planColumns}, (select coalesce(jsonb_object_agg(t.result_id, t.title), '{}') from result_title t where t.plan_id = p.plan_id) as titles
   from plan p left join plan_closing c on c.plan_id = p.plan_id
   where p.employee_id = any ($1::uuid[]) and p.from_date <= $3
     and case when c.version > p.version then c.closed_on else p.to_date end >= greatest($2::date, p.from_date)
   order by p.employee_id, p.from_date, p.plan_id`,
      [employeeIds, from, to],
    )
  ).rows

/** Whom a day counts as of an agency, by the assignment that it counts for, and who has no plan that holds on it: how many, and a page of them. */
export const withoutPlan = async (
  pool: Pool,
  agencyId: string,
  date: string,
  { shown, limit }: { readonly shown: number; readonly limit: number },
): Promise<{ count: number; employeeIds: string[] }> => {
  const { rows } = await pool.query<{ count: number; employeeIds: string[] }>(
    `with held as (
       select distinct on (a.employee_id) a.employee_id, a.agency_id from roster.assignment a
       where a.employee_id in (select h.employee_id from roster.assignment h where h.agency_id = $1 and not h.withdrawn and h.from_date <= $2 and (h.to_date is null or h.to_date >= $2))
         and not a.withdrawn and a.from_date <= $2 and (a.to_date is null or a.to_date >= $2)
       order by a.employee_id, a.capacity, a.from_date, a.assignment_id
     ),
     without as (
       select held.employee_id from held left join roster.employee e using (employee_id)
       where held.agency_id = $1 and e.active is distinct from false and not exists (
         select from plan p left join plan_closing c on c.plan_id = p.plan_id
         where p.employee_id = held.employee_id and p.from_date <= $2 and case when c.version > p.version then c.closed_on else p.to_date end >= $2)
     )
     select (select count(*)::int from without) as count,
       (select coalesce(array_agg(page.employee_id order by page.employee_id), '{}') from (select employee_id from without order by employee_id offset $3 limit $4) page) as "employeeIds"`,
    [agencyId, date, shown, limit],
  )
  return rows[0]!
}

export const loadAssignments = async (tx: Tx, assignmentIds: readonly string[]): Promise<Assignment[]> =>
  (
    await tx.query<Assignment>(
      `select assignment_id as "assignmentId", employee_id as "employeeId", from_date as "fromDate", to_date as "toDate", withdrawn
   from roster.assignment where assignment_id = any ($1::uuid[])`,
      [assignmentIds],
    )
  ).rows.map((row) => ({ ...row, toDate: row.toDate ?? undefined }))

/** Every post that people hold, or held. */
export const loadAssignmentsOf = async (tx: Tx, employeeIds: readonly string[]): Promise<string[]> =>
  (
    await tx.query<{ assignmentId: string }>(
      `select assignment_id as "assignmentId" from roster.assignment where employee_id = any ($1::uuid[])`,
      [employeeIds],
    )
  ).rows.map(({ assignmentId }) => assignmentId)

interface Brought {
  readonly planId: string
  readonly digest: Buffer
}
/** Which of these an import has brought before and was accepted. The plans are locked. @returns `plan digest`, in hexadecimal */
export const broughtBefore = async (
  tx: Tx,
  importId: string,
  brought: readonly Brought[],
): Promise<ReadonlySet<string>> =>
  new Set(
    (
      await tx.query<Brought>(
        `select plan_id as "planId", digest from plan_brought
         join unnest($2::uuid[], $3::bytea[]) as asked (plan_id, digest) using (plan_id, digest) where import_id = $1`,
        [importId, ...columns(brought, 'planId', 'digest')],
      )
    ).rows.map(({ planId, digest }) => `${planId} ${digest.toString('hex')}`),
  )
export const noteBrought = (tx: Tx, importId: string, brought: readonly Brought[]) =>
  tx.query(
    `insert into plan_brought (plan_id, import_id, digest)
     select plan_id, $1, digest from unnest($2::uuid[], $3::bytea[]) as b (plan_id, digest) on conflict do nothing`,
    [importId, ...columns(brought, 'planId', 'digest')],
  )

// Any number, the same for ever.
const TURN = 5_911_027
/** Of locks that one command may need, however many plans it brings: aggregates that share one wait for each other, the others do not. */
const LOCKS = 256

/**
 * Who decides on a plan or on the end of an assignment waits for whoever does so too on the same one, so that neither is overlooked. One statement,
 * in the order of the locks, so that two transactions cannot deadlock.
 * @param ids of assignments, and of plans that are not there yet
 */
export const lockAggregates = (tx: Tx, ids: readonly string[]) =>
  tx.query(
    `select pg_advisory_xact_lock($1, lock)
       from (select distinct (hashtext(id) & 2147483647) % $3 as lock from unnest($2::text[]) as asked (id) order by lock) as locks`,
    [TURN, ids, LOCKS],
  )
