import { roles as grantable, type Role } from '@timbang/identity/caller'
import { refuse, type Refusal } from '@timbang/contracts/refusal'

export interface Grant { readonly subject: string; readonly role: string; readonly agencyIds: readonly string[] }

/** Roles that reach only the agencies named with them; without one they would reach nobody. */
const agencyBound: ReadonlySet<Role> = new Set(['personnel_officer', 'agency_head'])
const isRole = (text: string): text is Role => (grantable as readonly string[]).includes(text)

/** What is wrong with a grant, or nothing. @param agencies ids that are registered */
export function faultOf(grant: Grant, agencies: ReadonlySet<string>): Refusal | undefined {
  if (grant.subject === '') return refuse('request.value-invalid', { hint: '' }, 'subject')
  if (!isRole(grant.role)) return refuse('role.unknown', { role: grant.role })
  if (agencyBound.has(grant.role) && grant.agencyIds.length === 0) return refuse('role.agency-missing', { role: grant.role })
  if (grant.agencyIds.some((agencyId) => !agencies.has(agencyId))) return refuse('staff.agency-unknown', {}, 'agencyIds')
  return undefined
}
