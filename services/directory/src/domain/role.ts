import { refuse, type Refusal } from '@timbang/contracts/refusal'

export interface Grant {
  readonly subject: string
  readonly role: string
  readonly agencyIds: readonly string[]
}

/** Roles that reach only the agencies named with them; without one they would reach nobody. */
const agencyBound: ReadonlySet<string> = new Set(['personnel_officer', 'agency_head'])

/** What is wrong with a grant, or nothing. @param known the roles that can be granted, and the ids of registered agencies */
export function faultOf(
  grant: Grant,
  known: { roles: ReadonlySet<string>; agencies: ReadonlySet<string> },
): Refusal | undefined {
  if (grant.subject === '') return refuse('request.value-invalid', { hint: '' }, 'subject')
  if (!known.roles.has(grant.role)) return refuse('role.unknown', { role: grant.role })
  if (agencyBound.has(grant.role) && grant.agencyIds.length === 0)
    return refuse('role.agency-missing', { role: grant.role })
  if (grant.agencyIds.some((agencyId) => !known.agencies.has(agencyId)))
    return refuse('staff.agency-unknown', {}, 'agencyIds')
  return undefined
}
