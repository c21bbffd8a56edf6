import type {
  AgencyChanged,
  AssignmentChanged,
  CalendarChanged,
  DutyChanged,
  IndicatorChanged,
  PositionChanged,
  UnitChanged,
} from '@timbang/contracts/gen/timbang/directory/v1/events'
import type {
  AssessmentDecided,
  AssessmentSecondLooked,
  PlanAgreed,
  PlanClosed,
  PlannedResult,
  SelfAssessed,
} from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import type { AnswersReleased, SurveyOpened } from '@timbang/contracts/gen/timbang/feedback/v1/events'
import type {
  AttendanceOutageRecorded,
  EntryWindowChanged,
  GraceOpened,
  OutageRecorded,
} from '@timbang/contracts/gen/timbang/journal/v1/events'
import { toCalendar } from '@timbang/rules/calendar'
import { addDays, boundsOf, daysOfMonth, isMonthSpan, type Period } from '@timbang/rules/civil-date'
import type {
  AgencyContext,
  Assignment,
  Context,
  Figure,
  FigureRecord,
  Measure,
  Plan,
  Ratings,
  Post,
} from '@timbang/rules/context'
import type { Kernel } from '@timbang/rules/kernels'
import type { PositionGroup } from '@timbang/rules/kernel/1/pack'
import type { Duty } from '@timbang/rules/shift'
import type { UnitPart, UnitParts, UnitSurvey } from '@timbang/rules/parts'

/** A figure of a unit as the log has it. */
export interface LoggedFigure extends FigureRecord {
  readonly unitId: string
  /** For which it was told. */
  readonly agencyId: string
  /** When the log had it, epoch ms: a seal excludes by it. */
  readonly appendedAt: number
}

/** All effective states, decoded: what contexts are made of. Filled from the database or from the log, the same way. */
export interface Known {
  readonly agencies: Map<string, AgencyChanged>
  readonly units: Map<string, UnitChanged>
  readonly positions: Map<string, PositionChanged>
  readonly calendars: Map<string, CalendarChanged>
  readonly assignments: Map<string, AssignmentChanged[]>
  /** By employee: every month that was published for him. */
  readonly duties: Map<string, DutyChanged[]>
  /** By employee; closed ones end on the day they were closed. */
  readonly plans: Map<string, PlanAgreed[]>
  readonly closed: Map<string, PlanClosed>
  /** By employee, of every quarter. */
  readonly selfAssessed: Map<string, SelfAssessed[]>
  readonly assessments: Map<string, AssessmentDecided[]>
  readonly secondLooks: Map<string, AssessmentSecondLooked[]>
  readonly windows: EntryWindowChanged[]
  readonly outages: OutageRecorded[]
  readonly attendanceOutages: AttendanceOutageRecorded[]
  readonly graces: GraceOpened[]
  readonly surveys: Map<string, SurveyOpened>
  readonly answers: AnswersReleased[]
  readonly indicators: Map<string, IndicatorChanged>
  /** By unit: every revision of records that speak of it. */
  readonly figures: Map<string, LoggedFigure[]>
}

export const nothingKnown = (): Known => ({
  agencies: new Map(),
  units: new Map(),
  positions: new Map(),
  calendars: new Map(),
  assignments: new Map(),
  duties: new Map(),
  plans: new Map(),
  closed: new Map(),
  selfAssessed: new Map(),
  assessments: new Map(),
  secondLooks: new Map(),
  windows: [],
  outages: [],
  attendanceOutages: [],
  graces: [],
  surveys: new Map(),
  answers: [],
  indicators: new Map(),
  figures: new Map(),
})

const groups: Readonly<Record<number, PositionGroup>> = {
  1: 'managerial',
  2: 'functional_health_education',
  3: 'functional_other',
  4: 'pelaksana',
}
const capacities = { 1: 'definitive', 2: 'plt', 3: 'plh' } as const
const QUANTITY = 1
const measures: Readonly<Record<number, Measure>> = { 0: 'count', 1: 'ratio', 2: 'level' }
const registered: Readonly<Record<number, Measure>> = { 1: 'count', 2: 'ratio', 3: 'level' }

function assignmentOf(state: AssignmentChanged, known: Known): Assignment | undefined {
  const position = known.positions.get(state.positionId)
  const group = position === undefined ? undefined : groups[position.group]
  const capacity = capacities[state.capacity as 1 | 2 | 3]
  if (state.withdrawn || group === undefined || capacity === undefined) return undefined
  return {
    assignmentId: state.assignmentId,
    agencyId: state.agencyId,
    unitId: state.unitId,
    positionId: state.positionId,
    group,
    capacity,
    from: state.fromDate,
    to: state.toDate,
    zone: state.zone === 'WITA' || state.zone === 'WIT' ? state.zone : 'WIB',
  }
}

/** A person's posts, withdrawn ones and those whose position is not known yet left out. */
export const assignmentsOf = (known: Known, employeeId: string): Assignment[] =>
  (known.assignments.get(employeeId) ?? []).flatMap((state) => assignmentOf(state, known) ?? [])

/** Where a person has a post: also one whose position, or whose agency's year, is not known yet. */
export const postsOf = (known: Known, employeeId: string): Post[] =>
  (known.assignments.get(employeeId) ?? [])
    .filter(({ withdrawn }) => !withdrawn)
    .map(({ agencyId, fromDate, toDate }) => ({ agencyId, from: fromDate, to: toDate }))

/** The post that a day counts for: the definitive one, else the one that began first. */
export const postOn = (assignments: readonly Assignment[], date: string): Assignment | undefined => {
  const held = assignments
    .filter((post) => post.from <= date && (post.to === undefined || date <= post.to))
    .sort((a, b) => (a.from === b.from ? (a.assignmentId < b.assignmentId ? -1 : 1) : a.from < b.from ? -1 : 1))
  return held.find((post) => post.capacity === 'definitive') ?? held[0]
}

/** What a person is scheduled to work, in every month that a span touches. */
export const dutyOf = (known: Known, employeeId: string, { from, to }: { from: string; to: string }): Duty =>
  Object.fromEntries(
    (known.duties.get(employeeId) ?? [])
      .filter(({ month }) => from.slice(0, 7) <= month && month <= to.slice(0, 7))
      .map(({ month, days }) => [month, Object.fromEntries(days.map(({ date, shifts }) => [date, shifts]))]),
  )

/** The indicator of quantity of a result, where it has one that can be counted. */
const countedOf = (result: PlannedResult) =>
  result.indicators.find(
    ({ aspect, targetThousandths }) =>
      aspect === QUANTITY && targetThousandths > 0n && targetThousandths <= BigInt(Number.MAX_SAFE_INTEGER),
  )

/** A plan as it was agreed last; a closing counts only where it came after that, since a plan may be prolonged when it was closed already. */
function planOf(state: PlanAgreed, known: Known): Plan {
  const closed = known.closed.get(state.planId)
  return {
    planId: state.planId,
    assignmentId: state.assignmentId,
    from: state.fromDate,
    to: state.toDate,
    closedOn: closed !== undefined && closed.version > state.version ? closed.closedOn : undefined,
    results: state.results.map((result) => {
      const counted = countedOf(result)
      const indicatorId = counted?.indicatorId
      // How its figures are to be read is said where they are registered, once for all plans that name it.
      const indicator = indicatorId === undefined ? undefined : known.indicators.get(indicatorId)
      return {
        resultId: result.resultId,
        code: result.code,
        weightThousandths: result.weightThousandths,
        targetThousandths: counted === undefined ? undefined : Number(counted.targetThousandths),
        unit: counted?.unit,
        measure: registered[indicator?.measure ?? 0] ?? measures[counted?.measure ?? 0] ?? 'count',
        lessIsBetter: indicator?.lessIsBetter ?? counted?.lessIsBetter ?? false,
        ...(indicatorId === undefined ? {} : { indicatorId }),
        quarterTargetsThousandths:
          counted?.quarterTargetsThousandths.length === 4 ? counted.quarterTargetsThousandths.map(Number) : undefined,
      }
    }),
  }
}

const years = (from: string, to: string): number[] => [...new Set([Number(from.slice(0, 4)), Number(to.slice(0, 4))])]

/** What of an agency counts for its people in a span. Undefined while the agency, or its calendar, is not known here. */
export function agencyContext(
  known: Known,
  agencyId: string,
  span: { from: string; to: string },
): AgencyContext | undefined {
  const agency = known.agencies.get(agencyId)
  if (agency === undefined) return undefined
  const own = years(span.from, span.to)
  // The night of a 31st of December ends in another year: its hours are told by its own calendar.
  const calendars = Object.fromEntries(
    years(addDays(span.from, -1), addDays(span.to, 1)).flatMap((year) => {
      const calendar = known.calendars.get(`${agency.calendarCode}/${year}`)
      return calendar === undefined ? [] : [[String(year), toCalendar(calendar)]]
    }),
  )
  if (!own.some((year) => calendars[year] !== undefined)) return undefined
  const mine = (state: { agencyId?: string | undefined; withdrawn: boolean }) =>
    !state.withdrawn && (state.agencyId === undefined || state.agencyId === agencyId)
  return {
    calendars,
    windows: known.windows
      .filter((window) => window.agencyId === agencyId)
      .map(({ days, graceDays, effectiveFrom, windowId }) => ({ days, graceDays, effectiveFrom, windowId }))
      .sort((a, b) =>
        a.effectiveFrom === b.effectiveFrom
          ? a.windowId < b.windowId
            ? -1
            : 1
          : a.effectiveFrom < b.effectiveFrom
            ? -1
            : 1,
      ),
    outages: known.outages
      .filter(mine)
      .map((outage) => ({ id: outage.outageId, from: Number(outage.fromInstant), to: Number(outage.toInstant) }))
      .sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1)),
    graces: known.graces
      .filter(mine)
      .map((grace) => ({
        id: grace.graceId,
        workFrom: grace.workFrom,
        workTo: grace.workTo,
        until: Number(grace.untilInstant),
        ...(grace.employeeId === undefined ? {} : { employeeId: grace.employeeId }),
        ...(grace.unitId === undefined ? {} : { unitId: grace.unitId }),
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    attendanceConnected: agency.attendanceConnected,
    attendanceFrom: undefined,
    attendanceOutages: known.attendanceOutages
      .filter(mine)
      .map((outage) => ({
        id: outage.outageId,
        from: Number(outage.fromInstant),
        to: Number(outage.toInstant),
        ...(outage.devices.length === 0 ? {} : { devices: outage.devices }),
      }))
      .sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1)),
  }
}

/** Whether receipts of an agency's people are sealed: not where one practises. Nobody holds a post of both kinds. */
export const isSealed = (known: Pick<Known, 'agencies'>, agencyId: string): boolean =>
  known.agencies.get(agencyId)?.practice !== true

/** What citizens were asked of every unit, and what they answered. */
export function unitPartsOf(known: Known): UnitParts {
  const batches = new Map<string, UnitSurvey['batches'][number][]>()
  for (const { surveyId, day, counted: answers, sums } of known.answers) {
    const batch = { day, answers, sums }
    const of = batches.get(surveyId)
    if (of === undefined) batches.set(surveyId, [batch])
    else of.push(batch)
  }
  const surveys = new Map<string, UnitSurvey[]>()
  for (const { surveyId, unitId, elements, fromDate: from, toDate: to } of known.surveys.values()) {
    const survey = { surveyId, elements, from, to, batches: batches.get(surveyId) ?? [] }
    const of = surveys.get(unitId)
    if (of === undefined) surveys.set(unitId, [survey])
    else of.push(survey)
  }
  return new Map(
    [...known.units.values()].map(({ unitId, parentUnitId }): [string, UnitPart] => [
      unitId,
      { parentUnitId, surveys: surveys.get(unitId) ?? [] },
    ]),
  )
}

/** Which figures of which units the plans of those people ask for who are known. */
export function indicatorsNamed(known: Known): { unitId: string; indicatorId: string }[] {
  const posts = new Map([...known.assignments.values()].flat().map((post) => [post.assignmentId, post.unitId]))
  const named = new Map<string, { unitId: string; indicatorId: string }>()
  for (const { assignmentId, results } of [...known.plans.values()].flat()) {
    const unitId = posts.get(assignmentId)
    for (const indicatorId of results.map((result) => countedOf(result)?.indicatorId))
      if (unitId !== undefined && indicatorId !== undefined)
        named.set(`${unitId} ${indicatorId}`, { unitId, indicatorId })
  }
  return [...named.values()]
}

/**
 * By planned result the figures that count for it: those of the unit of its post that were told for the unit's agency, while its indicator holds.
 * Whoever tells for another agency tells nothing here.
 */
function figuresFor(plans: readonly Plan[], posts: readonly Assignment[], known: Known, cache: AgencyCache) {
  const figures: Record<string, readonly Figure[]> = {}
  for (const { assignmentId, results } of plans) {
    const post = posts.find((one) => one.assignmentId === assignmentId)
    for (const { resultId, indicatorId } of post === undefined ? [] : results) {
      const indicator = indicatorId === undefined ? undefined : known.indicators.get(indicatorId)
      if (indicator === undefined || post === undefined) continue
      const { fromDate, toDate } = indicator
      figures[resultId] = cache
        .figures(post.unitId, post.agencyId)
        .filter((figure) => figure.indicatorId === indicatorId)
        .map(({ span, amount, per, recordId: record }) =>
          isMonthSpan(span)
            ? { date: daysOfMonth(span).at(-1)!, month: span, amount, per, record }
            : { date: span, amount, per, record },
        )
        .filter(({ date }) => fromDate <= date && (toDate === undefined || date <= toDate))
    }
  }
  return figures
}

/** Answers are counted in thousandths. */
const THOUSANDTHS = 1000
const criteriaAsked = ['quality', 'teamwork', 'innovation'] as const
const ratings: Readonly<Record<number, Ratings['result']>> = { 1: 'below', 2: 'meets', 3: 'above' }
const lookStates = { 1: 'agreed', 2: 'asked', 3: 'kept' } as const
const standings = { 0: 'imported', 1: 'assessor', 2: 'delegate' } as const

/** What was answered for each post of a quarter: by the assessor for that post, by the person for all of them. */
function answersOf(known: Known, employeeId: string, period: Period, posts: readonly Assignment[]): Context['answers'] {
  const self = known.selfAssessed.get(employeeId)?.find((one) => one.period === period)?.answers
  const decided = (known.assessments.get(employeeId) ?? []).filter((one) => one.period === period)
  return Object.fromEntries(
    posts.flatMap(({ assignmentId }) => {
      const superior = decided.find((one) => one.assignmentId === assignmentId)?.answers
      if (self === undefined && superior === undefined) return []
      const of = (criterion: (typeof criteriaAsked)[number]) => ({
        superior: superior && superior[criterion] * THOUSANDTHS,
        self: self && self[criterion] * THOUSANDTHS,
        peers: undefined,
      })
      return [[assignmentId, Object.fromEntries(criteriaAsked.map((criterion) => [criterion, of(criterion)]))]]
    }),
  )
}

/** The ratings of a quarter are those that were decided for the post of its last day: of another post, they are what an earlier assessor thought. */
function ratingsOf(
  known: Known,
  employeeId: string,
  period: Period,
  posts: readonly Assignment[],
  lastDay: string,
): Ratings | undefined {
  const last = postOn(posts, lastDay)
  const held = posts.filter(({ from, to }) => from <= lastDay && (to === undefined || to >= lastDay))
  const of = (known.assessments.get(employeeId) ?? []).filter((one) => one.period === period)
  const decided = [...(last === undefined ? [] : [last]), ...held].flatMap(
    ({ assignmentId }) => of.find((one) => one.assignmentId === assignmentId) ?? [],
  )[0]
  const [result, behaviour] = [ratings[decided?.result ?? 0], ratings[decided?.behaviour ?? 0]]
  if (decided === undefined || result === undefined || behaviour === undefined) return undefined
  const standing = standings[decided.standing as 0 | 1 | 2] ?? 'imported'
  const reasons = Buffer.from(decided.reasonsDigest).toString('hex')
  const by = { standing, version: decided.version, reasons }
  // Of a decision that was changed since, it says nothing.
  const look = known.secondLooks
    .get(employeeId)
    ?.find(
      (one) =>
        one.period === period && one.assignmentId === decided.assignmentId && one.decisionVersion === decided.version,
    )
  const state = lookStates[look?.look as 1 | 2 | 3]
  if (look === undefined || state === undefined) return { result, behaviour, by }
  return { result, behaviour, by: { ...by, secondLook: { by: 'assessors-superior', state, version: look.version } } }
}

/** A person's context of a quarter; undefined when no post of his touches it, or his agency is not known yet. */
export function contextOf(known: Known, employeeId: string, period: Period, cache: AgencyCache): Context | undefined {
  const span = boundsOf(period)
  const assignments = assignmentsOf(known, employeeId)
    .filter((assignment) => assignment.from <= span.to && (assignment.to === undefined || assignment.to >= span.from))
    .sort((a, b) => (a.assignmentId < b.assignmentId ? -1 : 1))
  const agencies: Record<string, AgencyContext> = {}
  const present = assignments.filter((assignment) => {
    const agency = cache.agency(assignment.agencyId)
    if (agency === undefined) return false
    agencies[assignment.agencyId] = agency
    return true
  })
  if (present.length === 0) return undefined
  const plans = (known.plans.get(employeeId) ?? [])
    .map((plan) => planOf(plan, known))
    .filter((plan) => plan.from <= span.to && plan.to >= span.from)
    .sort((a, b) => (a.planId < b.planId ? -1 : 1))
  return {
    employeeId,
    period,
    ...span,
    assignments: present,
    posts: postsOf(known, employeeId),
    agencies,
    // A target is spread over the whole span of its plan, which may reach beyond the quarter.
    duty: dutyOf(known, employeeId, {
      from: plans.reduce((from, plan) => (plan.from < from ? plan.from : from), span.from),
      to: plans.reduce((to, plan) => (plan.to > to ? plan.to : to), span.to),
    }),
    figures: figuresFor(plans, present, known, cache),
    answers: answersOf(known, employeeId, period, present),
    ratings: ratingsOf(known, employeeId, period, present, span.to),
    plans,
  }
}

/** What many people share, made once. */
export interface AgencyCache {
  agency(agencyId: string): AgencyContext | undefined
  readonly units: UnitParts
  /** The figures of a unit that count, of those that were told for an agency; in the order of their days. */
  figures(unitId: string, agencyId: string): readonly LoggedFigure[]
}

/** @param kernel whose rule says which figures of a unit count */
export function agencyCache(known: Known, period: Period, kernel: Pick<Kernel, 'settleFigures'>): AgencyCache {
  const agencies = new Map<string, AgencyContext | undefined>()
  const figures = new Map<string, readonly LoggedFigure[]>()
  return {
    agency: (id) => {
      if (!agencies.has(id)) agencies.set(id, agencyContext(known, id, boundsOf(period)))
      return agencies.get(id)
    },
    units: unitPartsOf(known),
    figures: (unitId, agencyId) => {
      const key = `${unitId} ${agencyId}`
      let there = figures.get(key)
      if (there === undefined) {
        const told = (known.figures.get(unitId) ?? []).filter((figure) => figure.agencyId === agencyId)
        figures.set(key, (there = kernel.settleFigures(told).counts))
      }
      return there
    },
  }
}
