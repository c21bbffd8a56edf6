import { expect, test } from 'vitest'
import { ActivityIngestServiceService } from '@timbang/contracts/gen/timbang/activity/v1/service'
import { AppraisalServiceService } from '@timbang/contracts/gen/timbang/appraisal/v1/service'
import { DirectoryServiceService } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { FeedbackServiceService } from '@timbang/contracts/gen/timbang/feedback/v1/service'
import { JournalServiceService } from '@timbang/contracts/gen/timbang/journal/v1/service'
import { ReportingServiceService } from '@timbang/contracts/gen/timbang/reporting/v1/service'
import { ScoringServiceService } from '@timbang/contracts/gen/timbang/scoring/v1/service'
import { access, isOperation, may, mayCome, relationsToAgency, type Operation, type Relation } from './access.ts'
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
})

test('every operation of the contracts stands in the table', () => {
  const services = {
    'activity-ingest': ActivityIngestServiceService, appraisal: AppraisalServiceService, directory: DirectoryServiceService, feedback: FeedbackServiceService, journal: JournalServiceService, reporting: ReportingServiceService, scoring: ScoringServiceService,
  }
  for (const [name, definition] of Object.entries(services)) for (const method of Object.keys(definition)) {
    const operation = `${name}.${method[0]!.toUpperCase()}${method.slice(1)}`
    expect(isOperation(operation), operation).toBe(true)
  }
})
