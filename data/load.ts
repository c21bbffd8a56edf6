import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { AssessmentServiceService } from '@timbang/contracts/gen/timbang/appraisal/v1/assessment'
import { AppraisalServiceService } from '@timbang/contracts/gen/timbang/appraisal/v1/service'
import { DelegationServiceService } from '@timbang/contracts/gen/timbang/directory/v1/delegation'
import { RoleServiceService } from '@timbang/contracts/gen/timbang/directory/v1/role'
import { IndicatorServiceService } from '@timbang/contracts/gen/timbang/directory/v1/indicator'
import { DutyServiceService } from '@timbang/contracts/gen/timbang/directory/v1/duty'
import { PinServiceService } from '@timbang/contracts/gen/timbang/directory/v1/pin'
import { DirectoryServiceService } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { agencyIdOf } from '@timbang/contracts/official-id'
import { systemClock } from '@timbang/process/clock'
import { grpcClient } from '@timbang/process/grpc'
import { dateAt, periodOf } from '@timbang/rules/civil-date'
import { attlogLines, pinLines, pinRows } from './attlog.ts'
import { assessmentsOf } from './assessments.ts'
import { castMembers } from './cast.ts'
import { HOSPITAL, monthsOf, shifts, unitMonths } from './duty.ts'
import { services } from './figures.ts'
import { history, type Span } from './history.ts'
import { importAssessments } from './loading/assessments.ts'
import { importVerdicts, journalAt, judged, setWindows } from './loading/journal.ts'
import { delegate } from './loading/delegation.ts'
import { publishDuties } from './loading/duty.ts'
import { loadFigures } from './loading/figures.ts'
import { importPlans } from './loading/plans.ts'
import { grouped, step } from './loading/progress.ts'
import { type Door, sendRecords } from './loading/records.ts'
import { enteredLate, importStaff, inTime, nameFirst, registerStructure, taken } from './loading/staff.ts'
import { feedbackAt, importSurvey, linkOf } from './loading/surveys.ts'
import { personTokens, tokens } from './loading/token.ts'
import { contractMonths, contractShift, machines, SHOWN_MACHINE, SHOWN_MONTH } from './machines.ts'
import { plansOf } from './plans.ts'
import { practice, practiceNote } from './practice.ts'
import { type Province, province as provinceOf } from './province.ts'
import { importIds, PAST, spans } from './sample.ts'
import { surveysOf } from './surveys.ts'

export interface Sample {
  readonly people: number
  /** Addresses and secrets, by the names of deploy/local/processes.ts. */
  readonly environment: Readonly<Record<string, string>>
  /** Written when all of it is in; nothing is done when it is there. */
  readonly done: string
}

/** Somebody of the sample, as the development provider knows him. */
export interface SamplePerson {
  readonly sub: string
  readonly name: string
  readonly position: string
  readonly agency: string
  readonly agencyId: string
  readonly note?: { readonly id: string; readonly en: string }
  readonly cast?: true
}

function everybody(province: Province, today: string): SamplePerson[] {
  const agencies = new Map(province.agencies.map((agency) => [agency.code, agency.name]))
  const posts = new Map(
    province.assignments
      .filter(
        ({ capacity, from, to }) => capacity === 'definitive' && from <= today && (to === undefined || to >= today),
      )
      .map((assignment) => [assignment.person, assignment.post]),
  )
  return province.people.flatMap((person) => {
    const post = posts.get(person)
    if (post === undefined) return []
    const someone = {
      sub: person.employeeId,
      name: person.name,
      position: post.title,
      agency: agencies.get(post.agencyCode)!,
      agencyId: agencyIdOf(post.agencyCode),
    }
    return [person.cast === undefined ? someone : { ...someone, note: person.cast.note, cast: true as const }]
  })
}

/** The few whom one logs in as, in the order of the story; the same for every number of people. */
export function cast(people: number, now: number = systemClock.now()): readonly SamplePerson[] {
  const province = provinceOf(people)
  const shown = new Map(everybody(province, dateAt(now, 'WIB')).map((person) => [person.sub, person]))
  const order = province.people
    .filter((person) => person.cast !== undefined)
    .sort((a, b) => castMembers.indexOf(a.cast!) - castMembers.indexOf(b.cast!))
  return order.flatMap((person) => shown.get(person.employeeId) ?? [])
}

/** The counter whose citizens the story asks. */
const ASKED_UNIT = 'DPMPTSP.1'
const linkFile = (done: string) => `${done}-survey-link.json`

/** Where a citizen answers, as the loader got it from the feedback service; nothing where that did not run. @param done as in `loadSample` */
export const surveyLink = (done: string): { readonly unit: string; readonly path: string } | undefined =>
  existsSync(linkFile(done))
    ? (JSON.parse(readFileSync(linkFile(done), 'utf8')) as { unit: string; path: string })
    : undefined

/** Loads the sample province through the front doors. Broken off, it may be run again: what is there already changes nothing. */
export async function loadSample({ people, environment, done }: Sample): Promise<void> {
  if (existsSync(done)) return
  rmSync(linkFile(done), { force: true })
  const begun = systemClock.now()
  const need = (name: string): string => {
    const value = environment[name]
    if (value === undefined || value === '')
      throw new Error(`The sample province cannot be loaded: ${name} is missing.`)
    return value
  }
  const { past, recent } = spans(begun)
  const province = provinceOf(people)
  writePeople(need('IDP_PEOPLE_FILE'), [
    ...cast(people, begun),
    ...everybody(practice, dateAt(begun, 'WIB')).map((one) => ({ ...one, note: practiceNote, cast: true as const })),
    ...everybody(province, dateAt(begun, 'WIB')).filter((person) => person.cast !== true),
  ])

  const token = tokens(need('IDP_ISSUER'), 'importer', need('IMPORTER_CLIENT_SECRET'))
  const directory = grpcClient(DirectoryServiceService, need('DIRECTORY_GRPC'))
  const roles = grpcClient(RoleServiceService, need('DIRECTORY_GRPC'))
  const duty = grpcClient(DutyServiceService, need('DIRECTORY_GRPC'))
  const pins = grpcClient(PinServiceService, need('DIRECTORY_GRPC'))
  const delegations = grpcClient(DelegationServiceService, need('DIRECTORY_GRPC'))
  const indicators = grpcClient(IndicatorServiceService, need('DIRECTORY_GRPC'))
  const appraisal = grpcClient(AppraisalServiceService, need('APPRAISAL_GRPC'))
  const assessments = grpcClient(AssessmentServiceService, need('APPRAISAL_GRPC'))
  const journal = journalAt(need('JOURNAL_GRPC'))
  try {
    await loadStaff(directory, token, province)
    const scheduled = step('  Duty schedules of the wards, numbers of the machines')
    const months = monthsOf([PAST, periodOf(recent.from)], dateAt(begun, 'WIB'))
    const wards = await publishDuties(duty, await token(), HOSPITAL, shifts, unitMonths(province, months))
    const contracts = contractMonths(province, months)
    const byContract = await publishDuties(duty, await token(), SHOWN_MACHINE.agencyCode, [contractShift], contracts)
    for (const machine of machines)
      taken(
        await pins.setPins(pinRows(province, machine), { token: await token() }),
        `The numbers of ${machine.device}`,
      )
    scheduled.done(`${grouped(wards + byContract)} months of people, ${machines.length} machines`)
    const first = step('  Roles')
    await nameFirst(roles, await tokens(need('IDP_ISSUER'), 'cli', need('CLI_CLIENT_SECRET'))(), province.grants)
    first.done(`${province.grants.length} first holders`)
    const away = step('  A superior on leave')
    const tokenOf = personTokens(need('IDP_ISSUER'), need('FEEDER_CLIENT_SECRET'))
    const handed = await delegate(delegations, tokenOf, province, dateAt(begun, 'WIB'))
    away.done(handed ? 'has handed his queue over' : 'is not in a province of this size')
    await loadPlans({ directory, appraisal }, token, province, [
      ...new Set([PAST, periodOf(recent.from), periodOf(dateAt(begun, 'WIB'))]),
    ])
    const windows = step('  Entry windows and the outage')
    await setWindows(journal, await token())
    windows.done()
    const door: Door = { address: need('ACTIVITY_INGEST_HTTP'), token }
    const figures = step('  Service figures')
    const told = await loadFigures(indicators, door, services, { from: past.from, before: recent.before })
    figures.done(`${grouped(told)} figures`)
    await loadHistory({ door, journal }, token, province, past, importIds.past, `History of ${PAST}`)
    const rated = [...assessmentsOf(province, PAST, past.before)]
    const assessing = step(`  Assessments of ${PAST}`, { count: rated.length, of: 'people' })
    await importAssessments(assessments, await token(), rated, assessing.at)
    assessing.done()
    await loadHistory({ door, journal }, token, province, recent, importIds.recent, `The days since ${recent.from}`)
    await loadSurveys({ people, environment, done }, token, province, begun)
  } finally {
    for (const client of [directory, roles, duty, indicators, pins, delegations, appraisal, assessments, journal])
      client.close()
  }
  // As the machine wrote it: whoever doubts a day of these people holds the page against it.
  for (const [name, lines] of [
    [`${SHOWN_MACHINE.device}_attlog.dat`, attlogLines(province, SHOWN_MACHINE, SHOWN_MONTH)],
    [`${SHOWN_MACHINE.device}_pin.csv`, pinLines(province, SHOWN_MACHINE)],
  ] as const)
    writeFileSync(`${done}-${name}`, `${[...lines].join('\n')}\n`)
  writeFileSync(done, `${people} people on ${dateAt(systemClock.now(), 'WIB')}\n`)
  console.log(`  Loaded in ${((systemClock.now() - begun) / 1_000).toFixed(1)} s.`)
}

type Token = () => Promise<string>
type Clients = {
  directory: Parameters<typeof importStaff>[0]
  appraisal: Parameters<typeof importPlans>[0]
  journal: Parameters<typeof judged>[0]
}

async function loadStaff(directory: Clients['directory'], token: Token, province: Province): Promise<void> {
  const structure = step('  Agencies, units and calendars')
  const agencies = [...province.agencies, ...practice.agencies]
  const units = [...province.units, ...practice.units]
  await registerStructure(directory, await token(), { ...province, agencies, units })
  structure.done(`${agencies.length} agencies, ${units.length} units`)
  const staff = step('  Staff', { count: province.people.length, of: 'people' })
  await importStaff(directory, await token(), importIds.staff, [...inTime(province), ...practice.assignments])
  staff.done()
}

/** The plans of the posts known in time, then the transfer that was entered late, then the plans that it brings: as it came in life. */
async function loadPlans(
  { directory, appraisal }: Pick<Clients, 'directory' | 'appraisal'>,
  token: Token,
  province: Province,
  quarters: readonly string[],
): Promise<void> {
  const late = enteredLate(province)
  const of = (which: boolean) =>
    quarters.flatMap((quarter) => [...plansOf(province, quarter, (assignment) => late.includes(assignment) === which)])
  const [known, moved] = [[...of(false), ...quarters.flatMap((quarter) => [...plansOf(practice, quarter)])], of(true)]
  const plans = step('  Plans and the late transfer', { count: known.length + moved.length, of: 'plans' })
  await importPlans(appraisal, await token(), known, plans.at)
  for (const assignment of late)
    await importStaff(directory, await token(), importIds.transfer, [assignment], assignment.enteredOn)
  await importPlans(appraisal, await token(), moved, (done) => plans.at(known.length + done))
  plans.done()
}

async function loadHistory(
  { door, journal }: { door: Door; journal: Clients['journal'] },
  token: Token,
  province: Province,
  span: Span,
  importId: string,
  what: string,
): Promise<void> {
  let [records, entries, verdicts] = [0, 0, 0]
  for (const record of history(province, span)) {
    records++
    if (record.kind !== 'activity') continue
    entries++
    if (record.verdict !== undefined) verdicts++
  }
  const sending = step(`  ${what}`, { count: records, of: 'records' })
  await sendRecords(door, history(province, span), importId, sending.at)
  sending.done()
  const judging = step('  … judged by the journal', { count: entries, of: 'entries' })
  const { refused } = await judged(journal, token, importId, entries, judging.at)
  judging.done(`${grouped(refused)} refused`)
  const deciding = step('  … verified or returned', { count: verdicts, of: 'verdicts' })
  await importVerdicts(journal, token, history(province, span), importId, deciding.at)
  deciding.done()
}

/** Apart from the rest: a platform without its feedback service is still worth looking at. */
async function loadSurveys(
  { environment, done }: Sample,
  token: Token,
  province: Province,
  begun: number,
): Promise<void> {
  const address = environment['FEEDBACK_GRPC']
  const ready =
    address !== undefined &&
    (await fetch(`${environment['FEEDBACK_HTTP']}/openapi.json`, { signal: AbortSignal.timeout(3_000) }).then(
      (response) => response.ok,
      () => false,
    ))
  if (!ready)
    return console.log(
      '  ! The feedback service does not run: the sample has no surveys, and scores have no service criterion.',
    )
  const feedback = feedbackAt(address)
  try {
    const today = dateAt(begun, 'WIB')
    const surveys = [...surveysOf(province, PAST), ...surveysOf(province, periodOf(today))]
    const answers = surveys.reduce((sum, survey) => sum + survey.answers.filter(({ day }) => day < today).length, 0)
    const telling = step(`  Surveys of ${PAST} and of this quarter`, { count: answers, of: 'answers' })
    for (const survey of surveys) await importSurvey(feedback, await token(), survey, today)
    const open = surveys.find(({ unit, to }) => unit.code === ASKED_UNIT && to >= today)!
    writeFileSync(
      linkFile(done),
      JSON.stringify({ unit: open.unit.name, path: await linkOf(feedback, await token(), open) }),
    )
    telling.done()
  } finally {
    feedback.close()
  }
}

/** Whole or not at all: the provider may read it at any time. */
function writePeople(file: string, people: readonly SamplePerson[]): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.new`, JSON.stringify(people))
  renameSync(`${file}.new`, file)
}
