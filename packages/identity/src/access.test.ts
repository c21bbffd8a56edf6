import { expect, test } from 'vitest'
import { access, may, mayCome, relationsToAgency, type Operation, type Relation } from './access.ts'
import { publicCaller, roles, type Caller, type Role } from './caller.ts'

const AGENCY = 'a1'
const employee = (changed: Partial<Caller> = {}): Caller => ({ kind: 'person', sub: 'e', employeeId: 'e', roles: [], agencies: [], amr: [], token: 't', ...changed })
const holder = (role: Role): Caller => (role === 'importer' || role === 'feeder' ? { kind: 'machine', sub: role, roles: [role], agencies: [], amr: [], token: 't' } : employee({ roles: [role], agencies: role === 'agency_head' || role === 'personnel_officer' ? [AGENCY] : [] }))

/** How somebody can stand to the object of an operation, and the relation that is his by it. */
const standings: readonly { who: string; caller: Caller; relations: ReadonlySet<Relation>; holds: readonly Relation[] }[] = [
  { who: 'the public', caller: publicCaller, relations: new Set(), holds: ['public'] },
  { who: 'the person himself', caller: employee(), relations: new Set(['self']), holds: ['self', 'anyone_signed_in', 'public'] },
  { who: 'his assessor', caller: employee(), relations: new Set(['assessor']), holds: ['assessor', 'anyone_signed_in', 'public'] },
  { who: "his assessor's superior", caller: employee(), relations: new Set(['assessors_superior']), holds: ['assessors_superior', 'anyone_signed_in', 'public'] },
  { who: 'a colleague', caller: employee(), relations: new Set(), holds: ['anyone_signed_in', 'public'] },
  ...roles.map((role) => {
    const caller = holder(role)
    return { who: role, caller, relations: relationsToAgency(caller, AGENCY), holds: [role, 'anyone_signed_in', 'public'] as Relation[] }
  }),
  ...(['agency_head', 'personnel_officer'] as const).map((role) => ({ who: `${role} of another agency`, caller: holder(role), relations: relationsToAgency(holder(role), 'a2'), holds: ['anyone_signed_in', 'public'] as Relation[] })),
]

test('role × operation × object: exactly the cells that the table grants are allowed, every other is refused', () => {
  let cells = 0
  for (const operation of Object.keys(access) as Operation[]) {
    for (const { who, caller, relations, holds } of standings) {
      const granted = (access[operation] as readonly Relation[]).some((relation) => holds.includes(relation))
      expect(may(caller, operation, relations), `${who} × ${operation}`).toBe(granted)
      // Whoever may, must also get through the door.
      if (granted) expect(mayCome(caller, operation), `${who} at the door of ${operation}`).toBe(true)
      cells++
    }
  }
  expect(cells).toBe(Object.keys(access).length * standings.length)
})

test('the door keeps out whoever could stand in no allowed relation', () => {
  expect(mayCome(publicCaller, 'journal.ListEntries')).toBe(false)
  expect(mayCome(holder('feeder'), 'directory.ImportStaff')).toBe(false)
  expect(mayCome(employee(), 'scoring.SealQuarter')).toBe(false)
  expect(mayCome(employee(), 'journal.VerifyEntries')).toBe(true)
  // A head is known by his post also where nobody granted him the role.
  expect(mayCome(employee(), 'reporting.GetAgencyBoard')).toBe(true)
})

/** What an operation does, by its verb. A verb that is in neither list fails the test below. */
const reading = /\.(Get|List|Read|Resolve|Watch)[A-Z]/
const writing = /\.(Answer|Close|Create|Grant|Import|Open|Publish|Record|Register|Return|Seal|Set|Submit|Undo|Verify)[A-Z]/
const operations = (Object.keys(access) as Operation[]).filter((operation) => !/^(service|web)\./.test(operation))
const allowing = (relation: Relation, which = /./) => operations.filter((operation) => which.test(operation) && (access[operation] as readonly Relation[]).includes(relation))
/** Those that show or change what is about one named person. */
const personal = /^(appraisal|journal\.(Get|List|Open|Return|Undo|Verify)|scoring\.GetScore|directory\.GetPeople|activity-ingest)/

test('domain §10: the auditor reads and never writes', () => {
  expect(operations.filter((operation) => reading.test(operation) === writing.test(operation))).toEqual([])
  expect(allowing('auditor', writing)).toEqual([])
  for (const read of operations.filter((operation) => reading.test(operation) && personal.test(operation) && !operation.endsWith('GetImportOutcome') && !(access[operation] as readonly Relation[]).includes('anyone_signed_in'))) expect(access[read], read).toContain('auditor')
})

test("domain §10: the governor sees agencies and names, and no person's record, plan or score; the operator sees no person at all", () => {
  expect(allowing('governor', personal)).toEqual(['directory.GetPeople'])
  expect(allowing('operator', personal)).toEqual([])
})

test('domain §10: the public reads what is published and answers a survey, nothing else', () => {
  expect(allowing('public')).toEqual(['feedback.AnswerSurvey', 'feedback.ReadSurvey', 'reporting.GetPublicAgency', 'reporting.ListPublicAgencies'])
})

test('only an assessor decides about entries, only the person and machines record them, and machines that feed do nothing else', () => {
  for (const decision of ['journal.OpenEntry', 'journal.ReturnEntry', 'journal.UndoVerification', 'journal.VerifyEntries'] as const) expect(access[decision], decision).toEqual(['assessor'])
  expect(access['activity-ingest.SubmitRecords']).toEqual(['self', 'importer', 'feeder'])
  expect(allowing('feeder')).toEqual(['activity-ingest.SubmitRecords'])
  expect(allowing('self', writing)).toEqual(['activity-ingest.SubmitRecords'])
})

test('being signed in alone opens only what asks again for the object, or is about nobody', () => {
  expect(allowing('anyone_signed_in')).toEqual(['directory.GetLogin', 'directory.GetStructure', 'journal.ListQueue', 'reporting.WatchLive', 'scoring.ListSeals'])
})
