import type { RoleChanged, RoleRequestChanged } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import type { RoleRequest, Somebody } from './domain.ts'

const requestColumns = `request_id as "requestId", subject, role, agency_ids as "agencyIds", revoke, requested_by as "requestedBy",
  requested_at::float8 as "requestedAt", approved_by as "approvedBy", version`

/**
 * Whoever decides about one subject's roles, or about one request, waits for the other: each has one next version. One statement, in the order of
 * the locks, so that two transactions cannot deadlock: a request first and alone, then everybody whose roles are read or written.
 */
export const lockNames = async (tx: Tx, ...names: readonly string[]): Promise<void> =>
  void (await tx.query(
    `select pg_advisory_xact_lock(lock)
     from (select distinct hashtextextended('role ' || name, 0) as lock from unnest($1::text[]) as asked (name) order by lock) as locks`,
    [names],
  ))

/** Every name of the people who have one of these. */
export const namesOf = async (tx: Tx, ...names: readonly string[]): Promise<string[]> =>
  (
    await tx.query<{ name: string }>(
      `with person as (
         select employee_id from login where subject = any ($1::text[])
         union select employee_id from roster.employee where employee_id::text = any ($1::text[])
       )
       select unnest($1::text[]) as name
       union select employee_id::text from person
       union select subject from login join person using (employee_id)`,
      [names],
    )
  ).rows.map(({ name }) => name)

export async function loadRequest(tx: Tx, requestId: string): Promise<RoleRequest | undefined> {
  const { rows } = await tx.query<RoleRequest & { approvedBy: string | null }>(
    `select ${requestColumns} from role_request where request_id = $1`,
    [requestId],
  )
  const [row] = rows
  return row && { ...row, approvedBy: row.approvedBy ?? undefined }
}

/** @param after only those made before it */
export const waitingRequests = async (pool: Pool, limit: number, after: string | undefined): Promise<RoleRequest[]> =>
  (
    await pool.query<RoleRequest>(
      `select ${requestColumns} from role_request where approved_by is null and ($2::uuid is null or request_id < $2) order by request_id desc limit $1`,
      [limit, after],
    )
  ).rows

/** Only `apply` calls this: the table equals a fold of the topic. */
export const putRequests = (tx: Tx, requests: readonly RoleRequestChanged[]) =>
  tx.query(
    `insert into role_request as known (request_id, subject, role, agency_ids, revoke, requested_by, requested_at, approved_by, version)
   select request_id, subject, role, agencies::uuid[], revoke, requested_by, requested_at, approved_by, version
   from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::text[], $7::bigint[], $8::text[], $9::integer[])
     as given (request_id, subject, role, agencies, revoke, requested_by, requested_at, approved_by, version)
   on conflict (request_id) do update set approved_by = excluded.approved_by, version = excluded.version
   where known.version < excluded.version`,
    columns(
      requests.map((request) => ({ ...request, agencies: `{${request.agencyIds.join(',')}}` })),
      'requestId',
      'subject',
      'role',
      'agencies',
      'revoke',
      'requestedBy',
      'requestedAt',
      'approvedBy',
      'version',
    ),
  )

/**
 * Somebody by one of his names: an employee's key, or an account that may be an employee's. Who decides has locked his names before, as a revocation
 * does, so that nobody decides with a role that is being taken from him; what somebody asked for who loses it then is not approved.
 */
export async function somebody(tx: Tx, name: string): Promise<Somebody> {
  const { rows } = await tx.query<{ name: string; isKey: boolean }>(
    `with person as (
       select employee_id from login where subject = $1 union select employee_id from roster.employee where employee_id::text = $1
     )
     select $1 as name, false as "isKey"
     union select employee_id::text, true from person
     union select subject, false from login join person using (employee_id)`,
    [name],
  )
  const names = new Set(rows.map((row) => row.name))
  const held = await tx.query(
    `select from roster.role where subject = any ($1::text[]) and role = 'bkd' and not revoked`,
    [[...names]],
  )
  return { name: rows.find((row) => row.isKey)?.name ?? name, names, holdsBkd: (held.rowCount ?? 0) > 0 }
}

export const hasEverBeenHeld = async (tx: Tx, role: string): Promise<boolean> =>
  ((await tx.query(`select from roster.role where role = $1 limit 1`, [role])).rowCount ?? 0) > 0

export const employeesAmong = async (tx: Tx, subjects: readonly string[]): Promise<ReadonlySet<string>> =>
  new Set(
    (
      await tx.query<{ key: string }>(
        `select employee_id::text as key from roster.employee where employee_id::text = any ($1::text[])`,
        [subjects],
      )
    ).rows.map((row) => row.key),
  )

export const loadRoles = async (tx: Tx, subjects: readonly string[]): Promise<RoleChanged[]> =>
  (
    await tx.query<RoleChanged>(
      `select subject, role, agency_ids as "agencyIds", revoked, version from roster.role where subject = any ($1::text[])`,
      [subjects],
    )
  ).rows
