import type { PositionChanged } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { Caller } from '@timbang/identity/caller'
import { columns, type Tx } from '@timbang/postgres/pool'
import type { CivilDate } from '@timbang/rules/civil-date'

export interface Told {
  /** As it was before. */
  readonly post: Pick<PositionChanged, 'positionId' | 'version'>
  readonly superiorId: string | undefined
  readonly fromDate: CivilDate
  readonly reason: string
}

/** Keeps what was told of superiors, each beside the version of the post that it makes: nothing here is ever written over. */
export const putTold = (tx: Tx, by: Pick<Caller, 'sub' | 'employeeId'>, at: number, told: readonly Told[]) =>
  tx.query(
    `insert into superior_told (position_id, version, from_date, superior_id, reason, told_by, employee_id, told_at)
     select *, $6::text, $7::uuid, $8::bigint from unnest($1::uuid[], $2::integer[], $3::date[], $4::uuid[], $5::text[])`,
    [
      ...columns(
        told.map(({ post, ...one }) => ({ ...one, positionId: post.positionId, version: post.version + 1 })),
        'positionId',
        'version',
        'fromDate',
        'superiorId',
        'reason',
      ),
      by.sub,
      by.employeeId,
      at,
    ],
  )

export interface ToldShown {
  readonly fromDate: CivilDate
  /** Of the superior; empty: nobody. */
  readonly title: string
  readonly toldAt: bigint
  /** None: an account that is nobody's told it. */
  readonly employeeId: string | null
  readonly reason: string
}

/** What was told of a post's superior, the latest first. */
export const listTold = async (tx: Tx, positionId: string, limit: number): Promise<ToldShown[]> =>
  (
    await tx.query<ToldShown>(
      `select t.from_date as "fromDate", coalesce(p.title, '') as title, t.told_at as "toldAt", t.employee_id as "employeeId", t.reason
       from superior_told t left join roster.position p on p.position_id = t.superior_id
       where t.position_id = $1 order by t.version desc limit $2`,
      [positionId, limit],
    )
  ).rows
