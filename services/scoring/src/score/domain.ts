import type {
  AgencyChanged,
  AssignmentChanged,
  CalendarChanged,
  DutyChanged,
  PositionChanged,
  UnitChanged,
  WorkingHours,
} from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { PlanAgreed, PlanClosed } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import type { AnswersReleased, SurveyOpened } from '@timbang/contracts/gen/timbang/feedback/v1/events'
import type { EntryWindowChanged, GraceOpened, OutageRecorded } from '@timbang/contracts/gen/timbang/journal/v1/events'
import { addDays, boundsOf, type Calendar, type Period } from '@timbang/rules/civil-date'
import type { AgencyContext, Assignment, Context, Measure, Plan } from '@timbang/rules/context'
import type { PositionGroup } from '@timbang/rules/kernel/1/pack'
import type { Duty, Hours } from '@timbang/rules/shift'
import type { UnitPart, UnitParts, UnitSurvey } from '@timbang/rules/parts'

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
  readonly windows: EntryWindowChanged[]
  readonly outages: OutageRecorded[]
  readonly graces: GraceOpened[]
  readonly surveys: Map<string, SurveyOpened>
  readonly answers: AnswersReleased[]
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
  windows: [],
  outages: [],
  graces: [],
  surveys: new Map(),
  answers: [],
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

/** What a person is scheduled to work, in every month that a span touches. */
export const dutyOf = (known: Known, employeeId: string, { from, to }: { from: string; to: string }): Duty =>
  Object.fromEntries(
    (known.duties.get(employeeId) ?? [])
      .filter(({ month }) => from.slice(0, 7) <= month && month <= to.slice(0, 7))
      .map(({ month, days }) => [month, Object.fromEntries(days.map(({ date, shifts }) => [date, shifts]))]),
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
      const counted = result.indicators.find(
        ({ aspect, targetThousandths }) =>
          aspect === QUANTITY && targetThousandths > 0n && targetThousandths <= BigInt(Number.MAX_SAFE_INTEGER),
      )
      return {
        resultId: result.resultId,
        code: result.code,
        weightThousandths: result.weightThousandths,
        targetThousandths: counted === undefined ? undefined : Number(counted.targetThousandths),
        unit: counted?.unit,
        measure: measures[counted?.measure ?? 0] ?? 'count',
        lessIsBetter: counted?.lessIsBetter ?? false,
        quarterTargetsThousandths:
          counted?.quarterTargetsThousandths.length === 4 ? counted.quarterTargetsThousandths.map(Number) : undefined,
      }
    }),
  }
}

const years = (from: string, to: string): number[] => [...new Set([Number(from.slice(0, 4)), Number(to.slice(0, 4))])]

const hoursOf = ({ code, weekdays, fromDate, toDate, ...shift }: WorkingHours): Hours => ({
  weekdays,
  from: fromDate,
  to: toDate,
  shift: {
    code,
    beginMinute: shift.beginMinute,
    endMinute: shift.endMinute,
    breakMinutes: shift.breakMinutes,
    arrivalUntilMinute: shift.arrivalUntilMinute,
  },
})
const calendarOf = ({ workingWeekdays, holidays, hours }: CalendarChanged): Calendar => ({
  workingWeekdays,
  holidays: new Set(holidays.map(({ date }) => date)),
  ...(hours.length === 0 ? {} : { hours: hours.map(hoursOf) }),
})

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
      return calendar === undefined ? [] : [[String(year), calendarOf(calendar)]]
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
    agencies,
    // A target is spread over the whole span of its plan, which may reach beyond the quarter.
    duty: dutyOf(known, employeeId, {
      from: plans.reduce((from, plan) => (plan.from < from ? plan.from : from), span.from),
      to: plans.reduce((to, plan) => (plan.to > to ? plan.to : to), span.to),
    }),
    figures: {},
    answers: {},
    ratings: undefined,
    plans,
  }
}

/** What many people share, made once. */
export interface AgencyCache {
  agency(agencyId: string): AgencyContext | undefined
  readonly units: UnitParts
}

export function agencyCache(known: Known, period: Period): AgencyCache {
  const agencies = new Map<string, AgencyContext | undefined>()
  return {
    agency: (id) => {
      if (!agencies.has(id)) agencies.set(id, agencyContext(known, id, boundsOf(period)))
      return agencies.get(id)
    },
    units: unitPartsOf(known),
  }
}
