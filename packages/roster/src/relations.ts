import { relationsToAgency } from '@timbang/identity/access'
import type { Relation } from '@timbang/identity/access/row'
import type { Caller } from '@timbang/identity/caller'
import { standsInFor } from './delegation.ts'
import { linesOn } from './line.ts'
import { assignmentsOn, personDay, type CivilDate, type Reader } from './read.ts'

/**
 * How a caller stands to people on a day, for the access table: `self`, `assessor`, `assessors_superior`, `agency_head`, `personnel_officer`.
 * Agencies are those in which the people work on that day; the head of an agency is known by the post that he holds as well as by a granted role.
 * @param at epoch milliseconds: also `assessors_delegate`, of who stands in at that instant for one who assesses them on the day
 * @returns by employee id, everybody who was asked for
 */
export async function relationsToMany(
  reader: Reader,
  caller: Caller,
  employeeIds: readonly string[],
  date: CivilDate,
  at?: number,
): Promise<Map<string, Set<Relation>>> {
  const relations = new Map<string, Set<Relation>>(employeeIds.map((employeeId) => [employeeId, new Set<Relation>()]))
  const days = employeeIds.map((employeeId) => ({ employeeId, date }))
  const own = caller.employeeId
  // One after the other: a transaction is one connection.
  const assignments = await assignmentsOn(reader, caller.agencies.length > 0 || own !== undefined ? days : [])
  const lines = await linesOn(reader, own !== undefined ? days : [])
  const headed = own !== undefined ? await agenciesHeadedBy(reader, own, date) : []
  const awayFor = own !== undefined && at !== undefined ? await standsInFor(reader, own, at) : []
  for (const [employeeId, held] of relations) {
    if (employeeId === own) held.add('self')
    const agencyId = assignments.get(personDay({ employeeId, date }))?.agencyId
    if (agencyId !== undefined) {
      for (const relation of relationsToAgency(caller, agencyId)) held.add(relation)
      if (headed.includes(agencyId)) held.add('agency_head')
    }
    const line = lines.get(personDay({ employeeId, date }))
    if (own === undefined || line === undefined) continue
    if (line.assessors.includes(own)) held.add('assessor')
    if (line.superiors.includes(own)) held.add('assessors_superior')
    // Nobody verifies his own work, whoever hands it to him.
    if (employeeId !== own && awayFor.some((one) => line.assessors.includes(one.employeeId)))
      held.add('assessors_delegate')
  }
  return relations
}

export const relationsTo = async (
  reader: Reader,
  caller: Caller,
  employeeId: string,
  date: CivilDate,
  at?: number,
): Promise<Set<Relation>> => (await relationsToMany(reader, caller, [employeeId], date, at)).get(employeeId)!

/** Agencies whose first post somebody holds on a day, in whatever capacity. */
export async function agenciesHeadedBy(reader: Reader, employeeId: string, date: CivilDate): Promise<string[]> {
  const { rows } = await reader.query<{ agencyId: string }>(
    `select distinct p.agency_id as "agencyId"
     from roster.assignment a join roster.position p on p.position_id = a.position_id
     where a.employee_id = $1 and not a.withdrawn and a.from_date <= $2 and (a.to_date is null or a.to_date >= $2) and p.heads_agency`,
    [employeeId, date],
  )
  return rows.map((row) => row.agencyId)
}

/**
 * Units whose head somebody is on a day, in whatever capacity: by a post that answers to somebody outside the unit, or to nobody, and to which another
 * post of the unit answers. Where all answer to somebody outside, nobody in it is its head.
 */
export async function unitsHeadedBy(reader: Reader, employeeId: string, date: CivilDate): Promise<string[]> {
  const { rows } = await reader.query<{ unitId: string }>(
    `select distinct p.unit_id as "unitId"
     from roster.assignment a join roster.position p on p.position_id = a.position_id
     where a.employee_id = $1 and not a.withdrawn and a.from_date <= $2 and (a.to_date is null or a.to_date >= $2)
       and not exists (
         select from roster.superior s join roster.position above on above.position_id = s.reports_to
         where s.position_id = p.position_id and s.from_date <= $2 and s.to_date >= $2 and above.unit_id = p.unit_id)
       and exists (
         select from roster.superior s join roster.position below on below.position_id = s.position_id
         where s.reports_to = p.position_id and s.from_date <= $2 and s.to_date >= $2 and below.unit_id = p.unit_id)`,
    [employeeId, date],
  )
  return rows.map((row) => row.unitId)
}

/** How a caller stands to a unit of an agency on a day: as its head, or as the agency's head or personnel officer. */
export async function relationsToUnit(
  reader: Reader,
  caller: Caller,
  unit: { readonly unitId: string; readonly agencyId: string },
  date: CivilDate,
): Promise<Set<Relation>> {
  const relations = new Set<Relation>(relationsToAgency(caller, unit.agencyId))
  const own = caller.employeeId
  if (own === undefined) return relations
  if ((await agenciesHeadedBy(reader, own, date)).includes(unit.agencyId)) relations.add('agency_head')
  if ((await unitsHeadedBy(reader, own, date)).includes(unit.unitId)) relations.add('unit_head')
  return relations
}
