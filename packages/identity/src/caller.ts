/** Roles that are granted. Being an employee, and being somebody's assessor, are no roles: the first is a claim, the second is known from the roster. */
export const roles = [
  'personnel_officer',
  'agency_head',
  'bkd',
  'governor',
  'auditor',
  'operator',
  'importer',
  'feeder',
] as const
export type Role = (typeof roles)[number]

/** Whoever calls. `token` is handed on when a command is relayed to its owner. */
export interface Caller {
  readonly kind: 'person' | 'machine' | 'public'
  /** The token's subject; empty for the public. */
  readonly sub: string
  readonly employeeId?: string
  /** The agency a person's own records are routed to. */
  readonly agencyId?: string
  readonly roles: readonly Role[]
  /** Agencies that the agency-bound roles reach; empty for a province-wide role. */
  readonly agencies: readonly string[]
  readonly sid?: string
  readonly amr: readonly string[]
  readonly token: string
}

/** Whoever brings no token at all. */
export const publicCaller: Caller = { kind: 'public', sub: '', roles: [], agencies: [], amr: [], token: '' }

/** Over https a cookie is bound to the very host that set it: no neighbour under the same domain can put one of his own in its place. */
const named = (name: string) => (site: string) => `${site.startsWith('https://') ? '__Host-' : ''}${name}`
/** The cookie in which the browser carries the session's token. @param site where browsers reach the pages */
export const sessionCookie = named('timbang_session')
/** The cookie from which the session is renewed; only web can read it. */
export const renewalCookie = named('timbang_renewal')
export const AUDIENCE = 'timbang'

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const isRole = (value: string): value is Role => (roles as readonly string[]).includes(value)

/** Claims of a verified token to a caller. A token with an employee id is a person's; one without is a machine's unless its `sid` says that somebody logged in. */
export function callerOf(claims: Readonly<Record<string, unknown>>, token: string): Caller {
  const employeeId = text(claims['employee_id'])
  const sid = text(claims['sid'])
  const agencyId = text(claims['agency_id'])
  return {
    kind: employeeId !== undefined || sid !== undefined ? 'person' : 'machine',
    sub: text(claims['sub']) ?? '',
    ...(employeeId !== undefined ? { employeeId } : {}),
    ...(agencyId !== undefined ? { agencyId } : {}),
    roles: strings(claims['roles']).filter(isRole),
    agencies: strings(claims['agencies']),
    ...(sid !== undefined ? { sid } : {}),
    amr: strings(claims['amr']),
    token,
  }
}
