import { expect, test } from 'vitest'
import { readFileSync } from 'node:fs'
import type { Relation, Row } from './access/row.ts'
import { access, may, mayCome, relationsToAgency, type Operation } from './access.ts'
import { publicCaller, roles, type Caller, type Role } from './caller.ts'

const AGENCY = 'a1'
const employee = (changed: Partial<Caller> = {}): Caller => ({
  kind: 'person',
  sub: 'e',
  employeeId: 'e',
  roles: [],
  agencies: [],
  amr: [],
  token: 't',
  ...changed,
})
const holder = (role: Role): Caller =>
  role === 'importer' || role === 'feeder'
    ? { kind: 'machine', sub: role, roles: [role], agencies: [], amr: [], token: 't' }
    : employee({ roles: [role], agencies: role === 'agency_head' || role === 'personnel_officer' ? [AGENCY] : [] })

/** How somebody can stand to the object of an operation, and the relation that is his by it. */
const standings: readonly {
  who: string
  caller: Caller
  relations: ReadonlySet<Relation>
  holds: readonly Relation[]
}[] = [
  { who: 'the public', caller: publicCaller, relations: new Set(), holds: ['public'] },
  {
    who: 'the person himself',
    caller: employee(),
    relations: new Set(['self']),
    holds: ['self', 'anyone_signed_in', 'public'],
  },
  {
    who: 'his assessor',
    caller: employee(),
    relations: new Set(['assessor']),
    holds: ['assessor', 'anyone_signed_in', 'public'],
  },
  {
    who: 'who stands in for his assessor',
    caller: employee(),
    relations: new Set(['assessors_delegate']),
    holds: ['assessors_delegate', 'anyone_signed_in', 'public'],
  },
  {
    who: "his assessor's superior",
    caller: employee(),
    relations: new Set(['assessors_superior']),
    holds: ['assessors_superior', 'anyone_signed_in', 'public'],
  },
  {
    who: 'the head of the unit',
    caller: employee(),
    relations: new Set(['unit_head']),
    holds: ['unit_head', 'anyone_signed_in', 'public'],
  },
  { who: 'a colleague', caller: employee(), relations: new Set(), holds: ['anyone_signed_in', 'public'] },
  ...roles.map((role) => {
    const caller = holder(role)
    return {
      who: role,
      caller,
      relations: relationsToAgency(caller, AGENCY),
      holds: [role, 'anyone_signed_in', 'public'] as Relation[],
    }
  }),
  ...(['agency_head', 'personnel_officer'] as const).map((role) => ({
    who: `${role} of another agency`,
    caller: holder(role),
    relations: relationsToAgency(holder(role), 'a2'),
    holds: ['anyone_signed_in', 'public'] as Relation[],
  })),
]

/** One line an operation: what it does, what it is about, and everybody who may. Held as text, so that a change of it is read by a person. */
const matrix = () =>
  (Object.keys(access) as Operation[]).sort().map((operation) => {
    const row: Row = access[operation]
    const who = standings
      .filter(({ caller, relations }) => may(caller, operation, relations))
      .map((standing) => standing.who)
    const said =
      who.length === standings.length
        ? ['everybody']
        : who.length === standings.length - 1 && !who.includes('the public')
          ? ['whoever is signed in']
          : who
    return `${operation} · ${row.does} · ${row.about} · ${said.join(', ')}`
  })

test('role × operation × object: exactly the cells of the written matrix are allowed, every other is refused', () => {
  const written = readFileSync(new URL('access/matrix.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n')
  expect(matrix()).toEqual(written)
})

test('whoever may, also gets through the door', () => {
  for (const operation of Object.keys(access) as Operation[]) {
    for (const { who, caller, relations } of standings)
      if (may(caller, operation, relations))
        expect(mayCome(caller, operation), `${who} at the door of ${operation}`).toBe(true)
  }
})

test('the door keeps out whoever could stand in no allowed relation', () => {
  expect(mayCome(publicCaller, 'journal.ListEntries')).toBe(false)
  expect(mayCome(holder('feeder'), 'directory.ImportStaff')).toBe(false)
  expect(mayCome(employee(), 'scoring.SealQuarter')).toBe(false)
  expect(mayCome(employee(), 'journal.VerifyEntries')).toBe(true)
  // A head is known by his post also where nobody granted him the role.
  expect(mayCome(employee(), 'reporting.GetAgencyBoard')).toBe(true)
})

const operations = (Object.keys(access) as Operation[]).filter((operation) => !/^(service|web)\./.test(operation))
const rowOf = (operation: Operation): Row => access[operation]
const allowing = (relation: Relation, which: Partial<Row> = {}) =>
  operations.filter((operation) => {
    const row = rowOf(operation)
    return (
      row.who.includes(relation) && (which.does ?? row.does) === row.does && (which.about ?? row.about) === row.about
    )
  })

test('domain §10: the auditor reads and never writes', () => {
  expect(allowing('auditor', { does: 'writes' })).toEqual([])
  for (const operation of operations) {
    const row = rowOf(operation)
    if (row.does === 'reads' && row.about === 'person' && !row.who.includes('anyone_signed_in'))
      expect(row.who, operation).toContain('auditor')
  }
})

test("domain §10: the governor sees agencies and names, and no person's record, plan or score; the operator sees no person at all", () => {
  expect(allowing('governor', { about: 'person' })).toEqual(['directory.GetPeople'])
  expect(allowing('operator', { about: 'person' })).toEqual([])
})

test('domain §10: the public reads what is published and answers a survey, and a door hears hashes, nothing else', () => {
  expect(allowing('public')).toEqual([
    'directory.ListRevokedSessions',
    'feedback.AnswerSurvey',
    'feedback.ReadSurvey',
    'reporting.GetPublicAgency',
    'reporting.ListPublicAgencies',
  ])
})

test('only an assessor and who stands in for him decide about entries, only the person, machines and for figures the officer record, and machines that feed do nothing else', () => {
  for (const decision of [
    'journal.OpenEntry',
    'journal.ReturnEntry',
    'journal.UndoVerification',
    'journal.VerifyEntries',
  ] as const)
    expect(access[decision].who, decision).toEqual(['assessor', 'assessors_delegate'])
  expect(access['activity-ingest.SubmitRecords'].who).toEqual(['self', 'personnel_officer', 'importer', 'feeder'])
  expect(allowing('feeder')).toEqual(['activity-ingest.SubmitRecords'])
  expect(allowing('self', { does: 'writes' })).toEqual([
    'activity-ingest.SubmitRecords',
    'appraisal.AssessSelf',
    'directory.EndDelegation',
    'directory.FileTicket',
    'directory.GiveDelegation',
    'directory.WithdrawTicket',
    'journal.KeepEvidence',
    'journal.RequestGrace',
    'journal.WithdrawGraceRequest',
  ])
})

test('who stands in for an assessor verifies and rates, and learns nothing of a person that neither needs', () => {
  expect(allowing('assessors_delegate')).toEqual([
    'appraisal.AnswerLook',
    'appraisal.DecideAssessment',
    'appraisal.GetAssessment',
    'appraisal.GetPlans',
    'appraisal.KeepDraft',
    'directory.GetPeople',
    'journal.GetEntry',
    'journal.GetEvidence',
    'journal.ListEntries',
    'journal.OpenEntry',
    'journal.ReturnEntry',
    'journal.UndoVerification',
    'journal.VerifyEntries',
  ])
})

test('being signed in alone opens only what asks again for the object, or is about nobody', () => {
  expect(allowing('anyone_signed_in')).toEqual([
    'appraisal.ListAssessments',
    'appraisal.ListLooks',
    'directory.ApproveRole',
    'directory.BeginSession',
    'directory.EndSessions',
    'directory.GetLogin',
    'directory.GetOwnData',
    'directory.GetOwnTurns',
    'directory.GetStructure',
    'directory.ListColleagues',
    'directory.ListDelegations',
    'directory.ListIndicators',
    'directory.ListRoleRequests',
    'directory.ListSessions',
    'directory.RenewSession',
    'directory.RequestRole',
    'journal.DropDraft',
    'journal.GetTeamDay',
    'journal.LeaveDraft',
    'journal.ListDrafts',
    'journal.ListQueue',
    'journal.ListVerdicts',
    'reporting.WatchLive',
    'scoring.GetPacks',
    'scoring.ListSeals',
  ])
})

test('whoever imports gives no role, and a machine names the first ones only', () => {
  for (const operation of operations) if (/Role/.test(operation)) expect(rowOf(operation).who).not.toContain('importer')
  expect(access['directory.NameFirst'].who).toEqual(['operator'])
})
