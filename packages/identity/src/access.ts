import type { Caller, Role } from './caller.ts'

/**
 * How a caller can stand to what an operation is about.
 * The first group depends on the object and is found out by the service (packages/roster); the second is read off the caller alone.
 */
export type Relation =
  | 'self' | 'assessor' | 'assessors_superior' | 'agency_head' | 'personnel_officer'
  | 'bkd' | 'governor' | 'auditor' | 'operator' | 'importer' | 'feeder' | 'anyone_signed_in' | 'public'

const chain: readonly Relation[] = ['self', 'assessor', 'assessors_superior', 'agency_head', 'personnel_officer', 'bkd', 'auditor']
const signedIn: readonly Relation[] = ['anyone_signed_in']
const everybody: readonly Relation[] = ['public']
const agency: readonly Relation[] = ['agency_head', 'personnel_officer', 'bkd', 'governor', 'auditor']

/**
 * Every operation of every service, and who may. domain.md §10 in one table; a service that has an operation which is not here does not start.
 * A gRPC method is `<service>.<Method>`, an HTTP route names its operation.
 */
export const access = {
  'activity-ingest.SubmitRecords': ['self', 'importer', 'feeder'],

  'appraisal.GetPlans': chain,
  'appraisal.ImportPlans': ['importer'],
  'appraisal.ListPlans': [...chain, 'importer'],

  'directory.GetLogin': signedIn,
  'directory.GetPeople': [...chain, 'governor', 'importer'],
  'directory.GetStructure': signedIn,
  'directory.GrantRoles': ['bkd', 'importer'],
  'directory.ImportStaff': ['bkd', 'importer'],
  'directory.ListPeople': agency,
  'directory.RegisterStructure': ['bkd', 'importer'],
  'directory.ResolveIdentifiers': ['importer', 'personnel_officer', 'bkd'],

  'feedback.AnswerSurvey': everybody,
  'feedback.CloseSurvey': ['personnel_officer', 'bkd', 'importer'],
  'feedback.CreateLink': ['personnel_officer', 'bkd', 'importer'],
  'feedback.ImportAnswers': ['importer'],
  'feedback.ListSurveys': [...agency, 'importer'],
  'feedback.OpenSurvey': ['personnel_officer', 'bkd', 'importer'],
  'feedback.ReadSurvey': everybody,

  'journal.GetEntry': chain,
  'journal.GetImportOutcome': ['importer', 'bkd'],
  'journal.GetMonth': chain,
  'journal.GetRecord': [...chain, 'importer'],
  'journal.ImportVerdicts': ['importer'],
  'journal.ListEntries': chain,
  'journal.ListQueue': signedIn,
  'journal.OpenEntry': ['assessor'],
  'journal.OpenGrace': ['personnel_officer', 'bkd', 'importer'],
  'journal.RecordOutage': ['operator', 'bkd', 'importer'],
  'journal.ReturnEntry': ['assessor'],
  'journal.SetEntryWindow': ['personnel_officer', 'bkd', 'importer'],
  'journal.UndoVerification': ['assessor'],
  'journal.VerifyEntries': ['assessor'],

  'reporting.GetAgencyBoard': agency,
  'reporting.GetOperatorBoard': ['operator', 'auditor'],
  'reporting.GetProvinceBoard': ['bkd', 'governor', 'auditor'],
  'reporting.GetPublicAgency': everybody,
  'reporting.ListPublicAgencies': everybody,
  'reporting.WatchLive': signedIn,

  'scoring.GetAuditBundle': ['auditor'],
  'scoring.GetScore': chain,
  'scoring.ListSeals': signedIn,
  'scoring.PublishPack': ['bkd', 'importer'],
  'scoring.SealQuarter': ['bkd', 'importer'],

  'service.Health': everybody,
  'service.Metrics': everybody,
  'service.OpenApi': everybody,

  'web.Page': everybody,
  'web.SignIn': everybody,
  'web.SignOut': everybody,
} as const satisfies Record<string, readonly Relation[]>

export type Operation = keyof typeof access

export const isOperation = (name: string): name is Operation => Object.hasOwn(access, name)

/** Relations that a role gives by itself; `agency_head` and `personnel_officer` only towards an object of one of their agencies. */
const byRole: Readonly<Record<Role, Relation>> = {
  personnel_officer: 'personnel_officer', agency_head: 'agency_head', bkd: 'bkd', governor: 'governor', auditor: 'auditor', operator: 'operator', importer: 'importer', feeder: 'feeder',
}
const agencyBound: ReadonlySet<Relation> = new Set(['agency_head', 'personnel_officer'])
/** Which a service finds out, by the post that somebody holds. */
const found: ReadonlySet<Relation> = new Set(['self', 'assessor', 'assessors_superior', 'agency_head'])

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
  const allowed: readonly Relation[] = access[operation]
  const held = standing(caller)
  if (allowed.some((relation) => held.has(relation))) return true
  for (const relation of relations) if (allowed.includes(relation)) return true
  return false
}

/** The check at the door, before the object is known: could this caller stand in any allowed relation at all? The handler asks `may` with the object. */
export function mayCome(caller: Caller, operation: Operation): boolean {
  if (may(caller, operation)) return true
  const allowed: readonly Relation[] = access[operation]
  if (caller.employeeId !== undefined && allowed.some((relation) => found.has(relation))) return true
  return caller.roles.some((role) => agencyBound.has(byRole[role]) && allowed.includes(byRole[role]))
}
