import type {
  AgencyChanged,
  AssignmentChanged,
  CalendarChanged,
  PositionChanged,
  UnitChanged,
} from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { PlanAgreed, PlanClosed } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import type { AnswersReleased, SurveyOpened } from '@timbang/contracts/gen/timbang/feedback/v1/events'
import type { EntryWindowChanged, GraceOpened, OutageRecorded } from '@timbang/contracts/gen/timbang/journal/v1/events'
import { boundsOf, type Period } from '@timbang/rules/civil-date'
import type { AgencyContext, Assignment, Context, Plan, Survey } from '@timbang/rules/context'
import type { PositionGroup } from '@timbang/rules/kernel/1/pack'

/** All effective states, decoded: what contexts are made of. Filled from the database or from the log, the same way. */
export interface Known {
  readonly agencies: Map<string, AgencyChanged>
  readonly units: Map<string, UnitChanged>
  readonly positions: Map<string, PositionChanged>
  readonly calendars: Map<string, CalendarChanged>
  readonly assignments: Map<string, AssignmentChanged[]>
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

function planOf(state: PlanAgreed, known: Known): Plan {
  const closedOn = known.closed.get(state.planId)?.closedOn
  return {
    planId: state.planId,
    assignmentId: state.assignmentId,
    from: state.fromDate,
    to: closedOn !== undefined && closedOn < state.toDate ? closedOn : state.toDate,
    results: state.results.map((result) => {
      const counted = result.indicators.find(
        (indicator) => indicator.aspect === QUANTITY && indicator.targetThousandths > 0n,
      )
      return {
        resultId: result.resultId,
        code: result.code,
        weightThousandths: result.weightThousandths,
        targetThousandths: counted === undefined ? undefined : Number(counted.targetThousandths),
        unit: counted?.unit,
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
  const calendars = years(span.from, span.to).flatMap(
    (year) => known.calendars.get(`${agency.calendarCode}/${year}`) ?? [],
  )
  if (calendars.length === 0) return undefined
  const mine = (state: { agencyId?: string | undefined; withdrawn: boolean }) =>
    !state.withdrawn && (state.agencyId === undefined || state.agencyId === agencyId)
  return {
    calendar: {
      workingWeekdays: calendars[0]!.workingWeekdays,
      holidays: new Set(calendars.flatMap((calendar) => calendar.holidays.map((holiday) => holiday.date))),
    },
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
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    attendanceConnected: agency.attendanceConnected,
  }
}

/** The sums of a unit's surveys whose span touches the period; of a unit without one, those of the nearest unit above it. */
function surveyOf(known: Known, unitId: string, period: Period): Survey | undefined {
  const { from, to } = boundsOf(period)
  for (
    let unit = known.units.get(unitId), steps = 0;
    unit !== undefined && steps < 9;
    unit = known.units.get(unit.parentUnitId ?? ''), steps++
  ) {
    const here = unit.unitId
    const surveys = [...known.surveys.values()]
      .filter((survey) => survey.unitId === here && survey.fromDate <= to && survey.toDate >= from)
      .sort((a, b) => (a.surveyId < b.surveyId ? -1 : 1))
    const survey = surveys[0]
    if (survey === undefined) continue
    const released = known.answers.filter(
      (batch) => batch.surveyId === survey.surveyId && batch.day >= from && batch.day <= to,
    )
    return {
      surveyId: survey.surveyId,
      answers: released.reduce((total, batch) => total + batch.counted, 0),
      elements: survey.elements.length,
      sum: released.reduce((total, batch) => total + batch.sums.reduce((a, b) => a + b, 0), 0),
    }
  }
  return undefined
}

/** A person's context of a quarter; undefined when no post of his touches it, or his agency is not known yet. */
export function contextOf(
  known: Known,
  employeeId: string,
  period: Period,
  asOf: number,
  cache: AgencyCache,
): Context | undefined {
  const span = boundsOf(period)
  const assignments = assignmentsOf(known, employeeId)
    .filter((assignment) => assignment.from <= span.to && (assignment.to === undefined || assignment.to >= span.from))
    .sort((a, b) => (a.assignmentId < b.assignmentId ? -1 : 1))
  const agencies: Record<string, AgencyContext> = {}
  const surveys: Record<string, Survey> = {}
  const present = assignments.filter((assignment) => {
    const agency = cache.agency(assignment.agencyId)
    if (agency === undefined) return false
    agencies[assignment.agencyId] = agency
    const survey = cache.survey(assignment.unitId)
    if (survey !== undefined) surveys[assignment.unitId] = survey
    return true
  })
  if (present.length === 0) return undefined
  return {
    employeeId,
    period,
    asOf,
    assignments: present,
    agencies,
    surveys,
    answers: {},
    ratings: undefined,
    plans: (known.plans.get(employeeId) ?? [])
      .map((plan) => planOf(plan, known))
      .filter((plan) => plan.from <= span.to && plan.to >= span.from && plan.from <= plan.to)
      .sort((a, b) => (a.planId < b.planId ? -1 : 1)),
  }
}

/** What many people share, made once. */
export interface AgencyCache {
  agency(agencyId: string): AgencyContext | undefined
  survey(unitId: string): Survey | undefined
}

export function agencyCache(known: Known, period: Period): AgencyCache {
  const agencies = new Map<string, AgencyContext | undefined>()
  const surveys = new Map<string, Survey | undefined>()
  const once = <V>(map: Map<string, V>, key: string, make: () => V): V => {
    if (!map.has(key)) map.set(key, make())
    return map.get(key)!
  }
  return {
    agency: (id) => once(agencies, id, () => agencyContext(known, id, boundsOf(period))),
    survey: (id) => once(surveys, id, () => surveyOf(known, id, period)),
  }
}
