import { activityIngest } from './access/activity-ingest.ts'
import { appraisal } from './access/appraisal.ts'
import { audit } from './access/audit.ts'
import { directory } from './access/directory.ts'
import { feedback } from './access/feedback.ts'
import { journal } from './access/journal.ts'
import { reporting } from './access/reporting.ts'
import { scoring } from './access/scoring.ts'
import { service } from './access/service.ts'
import { web } from './access/web.ts'
import type { Relation } from './access/row.ts'
import type { Caller, Role } from './caller.ts'

/**
 * Every operation of every service, and who may. Its rows stand by context in `access/`; a service that has an operation which is not here does not start.
 * A gRPC method is `<service>.<Method>`, an HTTP route names its operation.
 */
export const access = {
  ...activityIngest,
  ...appraisal,
  ...audit,
  ...directory,
  ...feedback,
  ...journal,
  ...reporting,
  ...scoring,
  ...service,
  ...web,
} as const

export type Operation = keyof typeof access

export const isOperation = (name: string): name is Operation => Object.hasOwn(access, name)

/** Relations that a role gives by itself; `agency_head` and `personnel_officer` only towards an object of one of their agencies. */
const byRole: Readonly<Record<Role, Relation>> = {
  personnel_officer: 'personnel_officer',
  agency_head: 'agency_head',
  bkd: 'bkd',
  governor: 'governor',
  auditor: 'auditor',
  operator: 'operator',
  importer: 'importer',
  feeder: 'feeder',
}
const agencyBound: ReadonlySet<Relation> = new Set(['agency_head', 'personnel_officer'])
/** Which a service finds out, by the post that somebody holds. */
const found: ReadonlySet<Relation> = new Set([
  'self',
  'assessor',
  'assessors_delegate',
  'assessors_superior',
  'unit_head',
  'agency_head',
])

/** Relations that need no object: province-wide roles, being signed in, being anybody. */
export function standing(caller: Caller): ReadonlySet<Relation> {
  const relations = new Set<Relation>(['public'])
  if (caller.kind !== 'public') relations.add('anyone_signed_in')
  for (const role of caller.roles) {
    const relation = byRole[role]
    if (!agencyBound.has(relation)) relations.add(relation)
  }
  return relations
}

/** Relations to an agency: those of the agency-bound roles whose agencies include it. */
export function relationsToAgency(caller: Caller, agencyId: string): ReadonlySet<Relation> {
  const relations = new Set<Relation>()
  if (!caller.agencies.includes(agencyId)) return relations
  for (const role of caller.roles) if (agencyBound.has(byRole[role])) relations.add(byRole[role])
  return relations
}

/**
 * Whether a caller may do an operation on an object to which he stands in these relations (besides those that need no object).
 * @param relations from packages/roster `relationsTo`, or `relationsToAgency`
 */
export function may(caller: Caller, operation: Operation, relations: Iterable<Relation> = []): boolean {
  const allowed: readonly Relation[] = access[operation].who
  const held = standing(caller)
  if (allowed.some((relation) => held.has(relation))) return true
  for (const relation of relations) if (allowed.includes(relation)) return true
  return false
}

/** The check at the door, before the object is known: could this caller stand in any allowed relation at all? The handler asks `may` with the object. */
export function mayCome(caller: Caller, operation: Operation): boolean {
  if (may(caller, operation)) return true
  const allowed: readonly Relation[] = access[operation].who
  if (caller.employeeId !== undefined && allowed.some((relation) => found.has(relation))) return true
  return caller.roles.some((role) => agencyBound.has(byRole[role]) && allowed.includes(byRole[role]))
}
