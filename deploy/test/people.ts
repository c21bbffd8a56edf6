import { writeFileSync } from 'node:fs'
import { assessmentsOf } from '@timbang/data/assessments'
import { SARI } from '@timbang/data/cast'
import { services } from '@timbang/data/figures'
import { history } from '@timbang/data/history'
import { importAssessments } from '@timbang/data/loading/assessments'
import { delegate } from '@timbang/data/loading/delegation'
import { importVerdicts, journalAt, judged, setWindows } from '@timbang/data/loading/journal'
import { loadFigures } from '@timbang/data/loading/figures'
import { importPlans } from '@timbang/data/loading/plans'
import { sendRecords } from '@timbang/data/loading/records'
import { importStaff, inTime, nameFirst, registerStructure } from '@timbang/data/loading/staff'
import { feedbackAt, importSurvey, linkOf } from '@timbang/data/loading/surveys'
import { personTokens, tokens } from '@timbang/data/loading/token'
import { plansOf } from '@timbang/data/plans'
import { type Person, type Province as Sample, province } from '@timbang/data/province'
import { importIds, PAST, spans } from '@timbang/data/sample'
import { surveysOf } from '@timbang/data/surveys'
import { AssessmentServiceService } from '@timbang/contracts/gen/timbang/appraisal/v1/assessment'
import { AppraisalServiceService } from '@timbang/contracts/gen/timbang/appraisal/v1/service'
import { DelegationServiceService } from '@timbang/contracts/gen/timbang/directory/v1/delegation'
import { IndicatorServiceService } from '@timbang/contracts/gen/timbang/directory/v1/indicator'
import { RoleServiceService } from '@timbang/contracts/gen/timbang/directory/v1/role'
import { DirectoryServiceService } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { agencyIdOf } from '@timbang/contracts/official-id'
import { systemClock } from '@timbang/process/clock'
import { grpcClient } from '@timbang/process/grpc'
import { dateAt, periodOf } from '@timbang/rules/civil-date'
import type { Province } from './province.ts'

/** The smallest sample that the generator makes; of it only these agencies. */
const PEOPLE = 300
const AGENCIES: ReadonlySet<string> = new Set(['SETDA', 'DPMPTSP', 'DISKOMINFO'])
/** Whose past is told: an agency is enough for a seal, and the story has no time for more. */
const TOLD = 'DPMPTSP'
const ASKED_UNIT = 'DPMPTSP.1'

export interface People {
  /** By their key in the sample's cast. */
  readonly of: (key: string) => Person
  /** By the code of the post that he holds. */
  readonly at: (post: string) => Person
  readonly surveyPath: string
  readonly today: string
}

function some(): Sample {
  const all = province(PEOPLE)
  // The late transfer comes from an agency that is not here.
  const assignments = all.assignments.filter(
    ({ post, enteredOn }) => AGENCIES.has(post.agencyCode) && enteredOn === undefined,
  )
  const people = new Set(assignments.map(({ person }) => person))
  const agencies = all.agencies.filter(({ code }) => AGENCIES.has(code))
  const ids = new Set(agencies.map(({ code }) => agencyIdOf(code)))
  return {
    agencies,
    assignments,
    people: all.people.filter((person) => people.has(person)),
    posts: all.posts,
    units: all.units.filter(({ agencyCode }) => AGENCIES.has(agencyCode)),
    grants: all.grants.filter(
      ({ subject, agencyIds }) =>
        [...people].some(({ employeeId }) => employeeId === subject) && agencyIds.every((id) => ids.has(id)),
    ),
  }
}

/** Three agencies of the sample enter through the front doors, one of them with the quarter that lies behind and the weeks before today. */
export async function settle({ environment }: Province): Promise<People> {
  const need = (name: string) => environment[name]!
  const sample = some()
  const now = systemClock.now()
  const today = dateAt(now, 'WIB')
  const { past, recent } = spans(now)
  const names = new Map(sample.agencies.map(({ code, name }) => [code, name]))
  writeFileSync(
    need('IDP_PEOPLE_FILE'),
    JSON.stringify(
      sample.assignments.map(({ person, post }) => ({
        sub: person.employeeId,
        name: person.name,
        position: post.title,
        agency: names.get(post.agencyCode),
        agencyId: agencyIdOf(post.agencyCode),
        ...(person.cast === undefined ? {} : { cast: true, note: person.cast.note }),
      })),
    ),
  )

  const token = tokens(need('IDP_ISSUER'), 'importer', need('IMPORTER_CLIENT_SECRET'))
  const directory = grpcClient(DirectoryServiceService, need('DIRECTORY_GRPC'))
  const roles = grpcClient(RoleServiceService, need('DIRECTORY_GRPC'))
  const delegations = grpcClient(DelegationServiceService, need('DIRECTORY_GRPC'))
  const indicators = grpcClient(IndicatorServiceService, need('DIRECTORY_GRPC'))
  const appraisal = grpcClient(AppraisalServiceService, need('APPRAISAL_GRPC'))
  const assessments = grpcClient(AssessmentServiceService, need('APPRAISAL_GRPC'))
  const journal = journalAt(need('JOURNAL_GRPC'))
  const feedback = feedbackAt(need('FEEDBACK_GRPC'))
  try {
    await registerStructure(directory, await token(), sample)
    await importStaff(directory, await token(), importIds.staff, inTime(sample))
    // The two of BKD do not work in these agencies.
    const board = ['bkd-satu', 'bkd-dua'].map((subject) => ({ subject, role: 'bkd', agencyIds: [] }))
    await nameFirst(roles, await tokens(need('IDP_ISSUER'), 'cli', need('CLI_CLIENT_SECRET'))(), [
      ...sample.grants,
      ...board,
    ])
    const tokenOf = personTokens(need('IDP_ISSUER'), need('FEEDER_CLIENT_SECRET'))
    if (!(await delegate(delegations, tokenOf, sample, today))) throw new Error('nobody of the sample is on leave')
    const quarters = [...new Set([PAST, periodOf(recent.from), periodOf(today)])]
    await importPlans(
      appraisal,
      await token(),
      quarters.flatMap((quarter) => [...plansOf(sample, quarter)]),
      () => {},
    )
    // Sari has spoken; her superior rates her in the story.
    const rated = [...assessmentsOf(sample, PAST, past.before)].map((one) =>
      one.employeeId === sample.people.find(({ cast }) => cast?.key === SARI)!.employeeId
        ? { ...one, decision: undefined }
        : one,
    )
    await importAssessments(assessments, await token(), rated, () => {})
    await setWindows(journal, await token())
    const door = { address: need('ACTIVITY_INGEST_HTTP'), token }
    const told = {
      ...sample,
      people: sample.people.filter((person) =>
        sample.assignments.some((one) => one.person === person && one.post.agencyCode === TOLD),
      ),
    }
    await loadFigures(
      indicators,
      door,
      services.filter(({ agencyCode }) => agencyCode === TOLD),
      { from: past.from, before: recent.before },
    )
    for (const [span, importId] of [
      [past, importIds.past],
      [recent, importIds.recent],
    ] as const) {
      const entries = [...history(told, span)].filter(({ kind }) => kind === 'activity').length
      await sendRecords(door, history(told, span), importId, () => {})
      await judged(journal, token, importId, entries, () => {})
      await importVerdicts(journal, token, history(told, span), importId, () => {})
    }
    const surveys = [...surveysOf(sample, PAST), ...surveysOf(sample, periodOf(today))]
    for (const survey of surveys) await importSurvey(feedback, await token(), survey, today)
    const asked = surveys.find(({ unit, to }) => unit.code === ASKED_UNIT && to >= today)!
    return {
      of: (key) => sample.people.find(({ cast }) => cast?.key === key)!,
      at: (code) => sample.assignments.find(({ post }) => post.code === code)!.person,
      surveyPath: await linkOf(feedback, await token(), asked),
      today,
    }
  } finally {
    for (const client of [directory, roles, indicators, delegations, appraisal, assessments, journal, feedback])
      client.close()
  }
}
