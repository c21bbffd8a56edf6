import { dateAt } from '@timbang/rules/civil-date'
import { linesOn } from './line.ts'
import { type Assignment, type CivilDate, peopleAssessedBy, type Reader } from './read.ts'

/** Somebody stands in for a superior who is away. */
export interface Delegation {
  readonly delegationId: string
  /** Who gave it. */
  readonly employeeId: string
  readonly delegateId: string
  /** Of who gave it. */
  readonly agencyId: string
  /** Both inclusive, in `zone`. */
  readonly fromDate: CivilDate
  readonly toDate: CivilDate
  readonly zone: 'WIB' | 'WITA' | 'WIT'
  /** Epoch milliseconds, where it ended before its time. */
  readonly endedAt: bigint | null
  readonly version: number
}

export const delegationColumns = `d.delegation_id as "delegationId", d.employee_id as "employeeId", d.delegate_id as "delegateId", d.agency_id as "agencyId",
  d.from_date as "fromDate", d.to_date as "toDate", d.zone, d.ended_at as "endedAt", d.version`

/** Its first day begins, and its last one ends, where it was given; who has no post on the day stands in for nobody. */
const holding =
  (side: 'employee_id' | 'delegate_id') =>
  async (reader: Reader, employeeId: string, at: number): Promise<Delegation[]> => {
    const { rows } = await reader.query<Delegation>(
      `select ${delegationColumns}
       from roster.delegation d
       cross join lateral (select case d.zone when 'WIT' then $5::date when 'WITA' then $4::date else $3::date end as date) today
       where d.${side} = $1 and d.scope = 1 and (d.ended_at is null or d.ended_at > $2) and today.date between d.from_date and d.to_date
         and exists (select from roster.assignment a where a.employee_id = d.delegate_id and not a.withdrawn
           and a.from_date <= today.date and (a.to_date is null or a.to_date >= today.date))
       order by d.from_date, d.delegation_id`,
      [employeeId, at, dateAt(at, 'WIB'), dateAt(at, 'WITA'), dateAt(at, 'WIT')],
    )
    return rows
  }

/** For whom somebody verifies at an instant. He has what the superior has by his own post, so nothing that was handed on is handed further. */
export const standsInFor = holding('delegate_id')

/** Who verifies in somebody's place at an instant. */
export const stoodInBy = holding('employee_id')

/** The people whose work somebody verifies in the place of others at an instant: those whom these assess today, never himself. @param postsOn as of `peopleAssessedBy` */
export async function peopleDelegatedTo(
  reader: Reader,
  delegateId: string,
  at: number,
  postsOn: CivilDate = dateAt(at, 'WIB'),
): Promise<{ delegation: Delegation; people: Assignment[] }[]> {
  const delegated: { delegation: Delegation; people: Assignment[] }[] = []
  // One after the other: a transaction is one connection.
  for (const delegation of await standsInFor(reader, delegateId, at)) {
    const people = await peopleAssessedBy(reader, delegation.employeeId, dateAt(at, 'WIB'), postsOn)
    delegated.push({ delegation, people: people.filter(({ employeeId }) => employeeId !== delegateId) })
  }
  return delegated
}

/** By which delegation somebody verifies a person's work: of one who assesses the person today, or did on one of the dates. Nobody verifies his own. */
export async function delegationOver(
  reader: Reader,
  delegateId: string,
  employeeId: string,
  dates: readonly CivilDate[],
  at: number,
): Promise<Delegation | undefined> {
  if (delegateId === employeeId) return undefined
  const held = await standsInFor(reader, delegateId, at)
  if (held.length === 0) return undefined
  const lines = await linesOn(
    reader,
    dates.map((date) => ({ employeeId, date })),
  )
  const assessors = new Set([...lines.values()].flatMap((line) => line.assessors))
  return held.find((delegation) => assessors.has(delegation.employeeId))
}
