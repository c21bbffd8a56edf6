import type { Pool, Tx } from '@timbang/postgres/pool'
import { type Delegation, delegationColumns } from '@timbang/roster/delegation'
import type { CivilDate } from '@timbang/rules/civil-date'
import type { Stands } from './domain.ts'

type Db = Pool | Tx

/** Whoever gives to somebody, or ends what he holds, waits for who does so with either of the two; in one order, so that no two wait for each other. */
export async function lockPeople(tx: Tx, employeeIds: readonly string[]): Promise<void> {
  for (const employeeId of [...new Set(employeeIds)].sort())
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('delegation ' || $1, 0))`, [employeeId])
}

export const loadDelegation = async (db: Db, delegationId: string): Promise<Delegation | undefined> =>
  (
    await db.query<Delegation>(`select ${delegationColumns} from roster.delegation d where d.delegation_id = $1`, [
      delegationId,
    ])
  ).rows[0]

/** What these people have given and what they hold, as far as its last day is this one or later; the latest first. */
export const delegationsOf = async (db: Db, employeeIds: readonly string[], since: CivilDate): Promise<Delegation[]> =>
  (
    await db.query<Delegation>(
      `select ${delegationColumns} from roster.delegation d
       where (d.employee_id = any ($1::uuid[]) or d.delegate_id = any ($1::uuid[])) and d.to_date >= $2
       order by d.from_date desc, d.delegation_id`,
      [employeeIds, since],
    )
  ).rows

export interface Candidate {
  readonly employeeId: string
  readonly name: string
  readonly title: string
  readonly unit: string
  readonly stands: Stands
}

/**
 * Who may stand in for somebody on a day: who assesses him, those whom he assesses and who lead others themselves, and those whose post is of his
 * kind in his agency.
 * @param superiors who assess him @param below whom he assesses @param only one alone is asked for
 */
export const candidatesFor = async (
  db: Db,
  of: {
    readonly employeeId: string
    readonly agencyId: string
    readonly positionKind: string | null
    readonly superiors: readonly string[]
    readonly below: readonly string[]
  },
  date: CivilDate,
  limit: number,
  only?: string,
): Promise<Candidate[]> =>
  (
    await db.query<Candidate>(
      `with counted as (
         select distinct on (a.employee_id) a.employee_id, a.agency_id, a.unit_id, a.position_id
         from roster.assignment a
         where not a.withdrawn and a.from_date <= $1 and (a.to_date is null or a.to_date >= $1) and ($7::uuid is null or a.employee_id = $7)
           and (a.agency_id = $3 or a.employee_id = any ($5::uuid[]) or a.employee_id = any ($6::uuid[]))
         order by a.employee_id, a.capacity, a.from_date, a.assignment_id
       ),
       standing as (
         select c.*, p.title, case
           when c.employee_id = any ($5::uuid[]) then 'superior'
           when c.employee_id = any ($6::uuid[]) and exists (
             select from roster.assignment held
             join roster.superior below on below.reports_to = held.position_id and below.from_date <= $1 and below.to_date >= $1
             where held.employee_id = c.employee_id and not held.withdrawn and held.from_date <= $1 and (held.to_date is null or held.to_date >= $1)) then 'subordinate'
           when p.kind = $4 then 'peer'
         end as stands
         from counted c join roster.position p on p.position_id = c.position_id
         where c.employee_id <> $2
       )
       select s.employee_id as "employeeId", coalesce(person.name, '') as name, s.title, coalesce(u.name, '') as unit, s.stands
       from standing s left join person on person.employee_id = s.employee_id left join roster.unit u on u.unit_id = s.unit_id
       where s.stands is not null
       order by case s.stands when 'peer' then 0 when 'subordinate' then 1 else 2 end, person.name, s.employee_id limit $8`,
      [date, of.employeeId, of.agencyId, of.positionKind, of.superiors, of.below, only, limit],
    )
  ).rows

/** Whose names somebody knows by a delegation: the other one of each of his own, and who stands or stood in for one of his line. */
export const knownByDelegation = async (db: Db, employeeId: string, line: readonly string[]): Promise<Set<string>> =>
  new Set(
    (
      await db.query<{ id: string }>(
        `select d.delegate_id as id from roster.delegation d where d.employee_id = $1 or d.employee_id = any ($2::uuid[])
         union select d.employee_id from roster.delegation d where d.delegate_id = $1`,
        [employeeId, line],
      )
    ).rows.map(({ id }) => id),
  )
