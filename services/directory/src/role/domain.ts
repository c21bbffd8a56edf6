import { refuse, type Refusal } from '@timbang/contracts/refusal'

export interface Grant {
  readonly subject: string
  readonly role: string
  readonly agencyIds: readonly string[]
}

/** A role asked for by one who holds `bkd`, until another one approves. People are known by their keys, accounts by their names. */
export interface RoleRequest extends Grant {
  readonly requestId: string
  /** The role is taken, not given. */
  readonly revoke: boolean
  readonly requestedBy: string
  /** Epoch milliseconds. */
  readonly requestedAt: number
  readonly approvedBy: string | undefined
  readonly version: number
}

/** Somebody under all the names that he has: his key as an employee, and his accounts. */
export interface Somebody {
  /** Under which a decision of his is recorded. */
  readonly name: string
  readonly names: ReadonlySet<string>
  /** Read in the transaction that decides, not from a token. */
  readonly holdsBkd: boolean
}
export const isOne = (a: Pick<Somebody, 'names'>, b: Pick<Somebody, 'names'>): boolean =>
  [...a.names].some((name) => b.names.has(name))

/** Nobody remembers what he was asked a month ago: such a request is asked anew. */
export const REQUEST_DAYS = 30

/** Roles that reach only the agencies named with them; without one they would reach nobody. */
const agencyBound: ReadonlySet<string> = new Set(['personnel_officer', 'agency_head'])
const employeeKey = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
// Begins with a letter and holds no long number, so that no NIP gets on the log by a slip.
const accountName = /^(?!.*[0-9]{8})[a-z][a-z0-9._-]{0,63}$/

export interface KnownForGrant {
  readonly roles: ReadonlySet<string>
  readonly agencies: ReadonlySet<string>
  /** Keys of employees among the subjects. */
  readonly employees: ReadonlySet<string>
}

/** What is wrong with a grant, or nothing. */
export function faultOf(grant: Grant, known: KnownForGrant): Refusal | undefined {
  const named = employeeKey.test(grant.subject) ? known.employees.has(grant.subject) : accountName.test(grant.subject)
  if (!named) return refuse('role.subject-unknown', {}, 'subject')
  if (!known.roles.has(grant.role)) return refuse('role.unknown', { role: grant.role })
  if (agencyBound.has(grant.role) && grant.agencyIds.length === 0)
    return refuse('role.agency-missing', { role: grant.role })
  if (grant.agencyIds.some((agencyId) => !known.agencies.has(agencyId)))
    return refuse('staff.agency-unknown', {}, 'agencyIds')
  return undefined
}

const once = (ids: readonly string[]): string[] => [...new Set(ids)].sort()

const same = (a: Grant & { revoke: boolean }, b: Grant & { revoke: boolean }): boolean =>
  a.subject === b.subject &&
  a.role === b.role &&
  a.revoke === b.revoke &&
  once(a.agencyIds).join() === once(b.agencyIds).join()

/** A request is made once; the same again is the same one. @returns the new request, or nothing where it is there already */
export function ask(
  before: RoleRequest | undefined,
  asked: Grant & { readonly requestId: string; readonly revoke: boolean },
  who: { readonly by: Somebody; readonly subject: Pick<Somebody, 'names'> },
  known: KnownForGrant,
  now: number,
): { request: RoleRequest | undefined } | Refusal {
  if (!who.by.holdsBkd) return refuse('access.denied')
  if (isOne(who.by, who.subject)) return refuse('role.own')
  const fault = faultOf(asked, known)
  if (fault !== undefined) return fault
  if (before === undefined)
    return {
      request: {
        ...asked,
        agencyIds: once(asked.agencyIds),
        requestedBy: who.by.name,
        requestedAt: now,
        approvedBy: undefined,
        version: 1,
      },
    }
  return before.requestedBy === who.by.name && same(before, asked)
    ? { request: undefined }
    : refuse('role.request-differs')
}

/** @returns the approved request, or nothing where the same person has approved it before */
export function approve(
  request: RoleRequest | undefined,
  who: { readonly by: Somebody; readonly subject: Pick<Somebody, 'names'>; readonly requester: Somebody },
  now: number,
): { request: RoleRequest | undefined } | Refusal {
  if (!who.by.holdsBkd) return refuse('access.denied')
  if (request === undefined) return refuse('role.request-not-found')
  if (isOne(who.by, who.subject)) return refuse('role.own')
  if (isOne(who.by, who.requester)) return refuse('role.same-person')
  if (request.approvedBy !== undefined)
    return request.approvedBy === who.by.name ? { request: undefined } : refuse('role.request-decided')
  if (!who.requester.holdsBkd) return refuse('role.requester-gone')
  if (now - request.requestedAt > REQUEST_DAYS * 86_400_000) return refuse('role.request-old', { days: REQUEST_DAYS })
  return { request: { ...request, approvedBy: who.by.name, version: 2 } }
}

/** The first holders of roles, named while nobody has ever held `bkd`. */
export function nameFirst(
  holders: readonly Grant[],
  known: KnownForGrant,
  everHeld: boolean,
): { holders: readonly Grant[] } | Refusal {
  if (everHeld) return refuse('role.first-named')
  for (const holder of holders) {
    const fault = faultOf(holder, known)
    if (fault !== undefined) return fault
  }
  const bkd = new Set(holders.filter(({ role }) => role === 'bkd').map(({ subject }) => subject))
  if (bkd.size < 2) return refuse('role.first-too-few')
  const each = new Map(holders.map((holder) => [`${holder.subject} ${holder.role}`, holder]))
  return { holders: [...each.values()].map((one) => ({ ...one, agencyIds: once(one.agencyIds) })) }
}
