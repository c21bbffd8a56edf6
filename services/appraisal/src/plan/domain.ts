import { planIdOf, resultIdOf } from '@timbang/contracts/official-id'
import { accept, refuse, type Decision, type Refusal } from '@timbang/contracts/refusal'
import { addDays, isCivilDate, type CivilDate } from '@timbang/rules/civil-date'

/** A performance plan (SKP): the results agreed with the assessor for one assignment, from a day to a day, both inclusive. */
export interface Plan {
  readonly planId: string
  readonly employeeId: string
  readonly agencyId: string
  readonly assignmentId: string
  readonly fromDate: CivilDate
  readonly toDate: CivilDate
  readonly results: readonly PlannedResult[]
}

/** A planned result (RHK). Its title is words: it is kept beside the plan and never told in an event. */
export interface PlannedResult {
  readonly resultId: string
  readonly code: string
  readonly title: string
  readonly additional: boolean
  readonly weightThousandths: number
  readonly indicators: readonly Indicator[]
}

export interface Indicator {
  readonly aspect: 'quantity' | 'quality' | 'time' | 'cost' | 'unknown'
  readonly targetThousandths: bigint
  readonly unit: string
  /** Work that is added up, or a figure that is held against its target as it is. */
  readonly measure: 'count' | 'ratio' | 'level' | 'unknown'
  /** Of a figure: waiting time, complaints. */
  readonly lessIsBetter: boolean
  /** Of the four quarters of the year, for a count that has them; they sum to the target. Else empty. */
  readonly quarterTargetsThousandths: readonly bigint[]
  /** Of quantity: the sector indicator whose figures count for it, verified by their source. What they mean is said in its registry. */
  readonly indicatorId: string | undefined
}

/** A plan that is on record. */
export interface Agreed {
  readonly plan: Plan
  /** Its last day by a closing, when one counts. */
  readonly closedOn: CivilDate | undefined
  /** The highest of the plan's and its closing's. */
  readonly version: number
}

/** The assignment that a plan is for, as the roster knows it. */
export interface Assignment {
  readonly assignmentId: string
  readonly employeeId: string
  readonly fromDate: CivilDate
  readonly toDate: CivilDate | undefined
  readonly withdrawn: boolean
}

/** What a file says of a plan: whose it is and of which days, and its results by their codes. */
export interface BroughtPlan {
  readonly employeeId: string
  /** Undefined: the file does not say. */
  readonly fromDate: CivilDate | undefined
  readonly toDate: CivilDate
  readonly results: readonly Omit<PlannedResult, 'resultId'>[]
}
export type PlanEvent =
  | { readonly type: 'PlanAgreed'; readonly plan: Plan; readonly version: number }
  | { readonly type: 'PlanClosed'; readonly plan: Plan; readonly closedOn: CivilDate; readonly version: number }

/** Weights of a plan are thousandths of a percent and sum to a hundred percent. */
const WHOLE = 100_000
/** A thousand million: figures of a receipt are whole numbers that every reader keeps exactly. */
const MOST = 1_000_000_000_000n

/**
 * Agrees a plan, or the same plan anew. It may be meant to last longer than its assignment: then it is closed with it at once,
 * so that it makes no difference whether the plan or the end of the assignment is heard of first.
 * @param known the plan with the same id
 * @param others other plans of the assignment
 */
export function agree(
  plan: Plan,
  known: Agreed | undefined,
  assignment: Assignment | undefined,
  others: readonly Agreed[],
): Decision<PlanEvent> {
  const fault = faultOf(plan)
  if (fault !== undefined) return fault
  if (assignment === undefined || assignment.withdrawn) return refuse('plan.assignment-unknown')
  if (assignment.employeeId !== plan.employeeId || (known !== undefined && known.plan.employeeId !== plan.employeeId))
    return refuse('plan.not-theirs')
  if (known !== undefined && known.plan.assignmentId !== plan.assignmentId) return refuse('plan.other-assignment')
  if (known !== undefined && samePlan(known.plan, plan)) return accept(...follow(known, assignment))

  const until = assignment.toDate
  if (plan.fromDate < assignment.fromDate || (until !== undefined && plan.fromDate > until))
    return refuse('plan.outside-assignment', { from: assignment.fromDate, to: until ?? '…' }, 'fromDate')
  const lastDay = until === undefined || plan.toDate <= until ? plan.toDate : until
  if (others.some((other) => other.plan.fromDate <= lastDay && plan.fromDate <= lastDayOf(other)))
    return refuse('plan.overlaps')

  const version = (known?.version ?? 0) + 1
  return accept({ type: 'PlanAgreed', plan, version }, ...follow({ plan, closedOn: undefined, version }, assignment))
}

/** On which day the post is looked for: the first one; of a plan that does not say, today, or the day of its year that is next to it. */
export const dayOfPost = (
  { fromDate, toDate }: Pick<BroughtPlan, 'fromDate' | 'toDate'>,
  today: CivilDate,
): CivilDate => {
  const first = `${toDate.slice(0, 4)}-01-01`
  return fromDate ?? (today < first ? first : today > toDate ? toDate : today)
}

/** The plan that a file means, with the ids under which it is known, or will be. */
export function identified(
  said: BroughtPlan,
  post: Pick<Assignment, 'assignmentId' | 'fromDate'> & { readonly agencyId: string },
  known: readonly Agreed[],
): Plan | Refusal {
  const firstOfYear = `${said.toDate.slice(0, 4)}-01-01`
  const from = said.fromDate ?? (post.fromDate > firstOfYear ? post.fromDate : firstOfYear)
  const mine = known.filter(
    (one) => one.plan.assignmentId === post.assignmentId && one.plan.fromDate <= said.toDate && from <= lastDayOf(one),
  )
  if (mine.length > 1) return refuse('plan.overlaps')
  // Of a person who has moved it must be said which post is meant: else the plan of the former one, told again, is agreed for the new one.
  const moved = known.some(
    ({ plan }) =>
      plan.employeeId === said.employeeId &&
      plan.assignmentId !== post.assignmentId &&
      plan.fromDate <= said.toDate &&
      firstOfYear <= plan.toDate,
  )
  if (said.fromDate === undefined && mine.length === 0 && moved) return refuse('plan.first-day-needed')
  const before = mine[0]?.plan
  const planId = before?.planId ?? planIdOf(post.assignmentId, from)
  return {
    planId,
    employeeId: said.employeeId,
    agencyId: post.agencyId,
    assignmentId: post.assignmentId,
    fromDate: said.fromDate ?? before?.fromDate ?? from,
    toDate: said.toDate,
    results: said.results.map((result) => ({
      ...result,
      resultId: before?.results.find(({ code }) => code === result.code)?.resultId ?? resultIdOf(planId, result.code),
    })),
  }
}

/** What a change of the assignment makes of a plan: a transfer closes it the day before, one that is taken back lets it last as agreed. */
export function follow(agreed: Agreed, assignment: Assignment): PlanEvent[] {
  const { plan } = agreed
  const end = assignment.withdrawn ? addDays(plan.fromDate, -1) : assignment.toDate
  const closedOn = end !== undefined && end < plan.toDate ? end : plan.toDate
  return closedOn === lastDayOf(agreed) ? [] : [{ type: 'PlanClosed', plan, closedOn, version: agreed.version + 1 }]
}

/** The last day on which a plan holds; before its first day it never held. */
export const lastDayOf = ({ plan, closedOn }: Agreed): CivilDate => closedOn ?? plan.toDate

function faultOf(plan: Plan): Refusal | undefined {
  if (
    !isCivilDate(plan.fromDate) ||
    !isCivilDate(plan.toDate) ||
    plan.toDate < plan.fromDate ||
    plan.fromDate.slice(0, 4) !== plan.toDate.slice(0, 4)
  )
    return refuse('plan.dates-invalid')
  const { results } = plan
  if (results.length === 0) return refuse('plan.results-missing')
  if (
    new Set(results.map((result) => result.code)).size < results.length ||
    new Set(results.map((result) => result.resultId)).size < results.length
  )
    return refuse('plan.code-repeated')
  for (const result of results) {
    if (result.code === '' || result.title === '') return refuse('plan.title-empty', {}, result.code)
    for (const indicator of result.indicators) {
      if (indicator.aspect === 'unknown' || indicator.measure === 'unknown' || indicator.unit === '')
        return refuse('plan.indicator-invalid', {}, result.code)
      if (indicator.indicatorId !== undefined && indicator.aspect !== 'quantity')
        return refuse('plan.indicator-not-quantity', {}, result.code)
      if (indicator.targetThousandths <= 0n) return refuse('plan.target-not-positive', {}, result.code)
      if (indicator.targetThousandths > MOST)
        return refuse('plan.target-too-large', { most: Number(MOST / 1000n) }, result.code)
      if (!quartersFit(indicator)) return refuse('plan.quarters-not-target', {}, result.code)
    }
  }
  const sum = results.reduce((total, result) => total + result.weightThousandths, 0)
  if (sum !== WHOLE || results.some((result) => result.weightThousandths <= 0))
    return refuse('plan.weights-not-hundred', { sum: sum / 1000 })
  return undefined
}

/** A count may have a target of its own for each quarter; together they are the target. */
const quartersFit = ({ measure, targetThousandths, quarterTargetsThousandths: quarters }: Indicator): boolean =>
  quarters.length === 0 ||
  (measure === 'count' &&
    quarters.length === 4 &&
    quarters.every((quarter) => quarter >= 0n) &&
    quarters.reduce((a, b) => a + b) === targetThousandths)

/** Titles are no part of what was agreed with a version: another wording of one changes no event. */
function samePlan(a: Plan, b: Plan): boolean {
  return (
    a.agencyId === b.agencyId &&
    a.assignmentId === b.assignmentId &&
    a.fromDate === b.fromDate &&
    a.toDate === b.toDate &&
    a.results.length === b.results.length &&
    a.results.every((result, at) => sameResult(result, b.results[at]!))
  )
}

const sameResult = (a: PlannedResult, b: PlannedResult): boolean =>
  a.resultId === b.resultId &&
  a.code === b.code &&
  a.additional === b.additional &&
  a.weightThousandths === b.weightThousandths &&
  a.indicators.length === b.indicators.length &&
  a.indicators.every(
    ({ aspect, targetThousandths, unit, measure, lessIsBetter, quarterTargetsThousandths, indicatorId }, at) =>
      aspect === b.indicators[at]!.aspect &&
      targetThousandths === b.indicators[at]!.targetThousandths &&
      unit === b.indicators[at]!.unit &&
      measure === b.indicators[at]!.measure &&
      lessIsBetter === b.indicators[at]!.lessIsBetter &&
      indicatorId === b.indicators[at]!.indicatorId &&
      quarterTargetsThousandths.join() === b.indicators[at]!.quarterTargetsThousandths.join(),
  )
