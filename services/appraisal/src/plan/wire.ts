import { createHash } from 'node:crypto'
import {
  Aspect,
  Measure,
  PlannedResult as ResultState,
  type AppraisalEvent,
} from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import type {
  BroughtPlan as BroughtMessage,
  Plan as PlanMessage,
} from '@timbang/contracts/gen/timbang/appraisal/v1/service'
import { checkOf } from '@timbang/contracts/edge'
import { refuse, type Refusal } from '@timbang/contracts/refusal'
import { said } from '@timbang/contracts/said'
import { unitOf } from '@timbang/contracts/units'
import {
  lastDayOf,
  type Agreed,
  type BroughtPlan,
  type Indicator,
  type Plan,
  type PlanEvent,
  type PlannedResult,
} from './domain.ts'
import type { PlanRow, Title, TitledRow } from './store.ts'

const checkPlan = checkOf('timbang.appraisal.v1.Plan') as (plan: PlanMessage) => Refusal | undefined

const fromAspect: Readonly<Record<number, Indicator['aspect']>> = { 1: 'quantity', 2: 'quality', 3: 'time', 4: 'cost' }
const toAspect = {
  quantity: Aspect.ASPECT_QUANTITY,
  quality: Aspect.ASPECT_QUALITY,
  time: Aspect.ASPECT_TIME,
  cost: Aspect.ASPECT_COST,
  unknown: Aspect.ASPECT_UNSPECIFIED,
} as const

const fromMeasure: Readonly<Record<number, Indicator['measure']>> = { 0: 'count', 1: 'ratio', 2: 'level' }
const toMeasure = {
  count: Measure.MEASURE_UNSPECIFIED,
  ratio: Measure.MEASURE_RATIO,
  level: Measure.MEASURE_LEVEL,
  unknown: Measure.MEASURE_UNSPECIFIED,
} as const

const toResult = (result: ResultState, title: string): PlannedResult => ({
  resultId: result.resultId,
  code: result.code.trim(),
  title: title.trim(),
  additional: result.additional,
  weightThousandths: result.weightThousandths,
  indicators: result.indicators.map((indicator) => ({
    aspect: fromAspect[indicator.aspect] ?? 'unknown',
    targetThousandths: indicator.targetThousandths,
    unit: indicator.unit.trim(),
    measure: fromMeasure[indicator.measure] ?? 'unknown',
    lessIsBetter: indicator.lessIsBetter,
    quarterTargetsThousandths: indicator.quarterTargetsThousandths,
    indicatorId: indicator.indicatorId === '' ? undefined : indicator.indicatorId,
  })),
})
const fromResult = ({ resultId, code, additional, weightThousandths, indicators }: PlannedResult): ResultState => ({
  resultId,
  code,
  additional,
  weightThousandths,
  indicators: indicators.map((indicator) => ({
    aspect: toAspect[indicator.aspect],
    targetThousandths: indicator.targetThousandths,
    unit: indicator.unit,
    measure: toMeasure[indicator.measure],
    lessIsBetter: indicator.lessIsBetter,
    quarterTargetsThousandths: [...indicator.quarterTargetsThousandths],
    indicatorId: indicator.indicatorId,
  })),
})

/** A plan as it was sent; ids that are none are refused before anything asks the database for them. */
export function fromPlanMessage(message: PlanMessage): Plan | Refusal {
  const fault = checkPlan(message)
  if (fault !== undefined) return fault
  const results: PlannedResult[] = []
  for (const { title, result } of message.results) {
    if (result === undefined) return refuse('request.value-invalid', { hint: '' }, 'results.result')
    if (hasForeignUnit(result)) return refuse('plan.unit-unknown', undefined, 'results.indicators.unit')
    results.push(toResult(result, title))
  }
  const { planId, employeeId, agencyId, assignmentId, fromDate, toDate } = message
  return { planId, employeeId, agencyId, assignmentId, fromDate, toDate, results }
}

/** The topic keeps it for ever, and a text could be anybody's name. */
const hasForeignUnit = ({ indicators }: Pick<ResultState, 'indicators'>): boolean =>
  indicators.some(({ unit }) => unit.trim() !== '' && unitOf(unit) === undefined)

const checkBrought = checkOf('timbang.appraisal.v1.BroughtPlan') as (plan: BroughtMessage) => Refusal | undefined

/** A plan as a file told it. */
export function fromBroughtMessage(message: BroughtMessage): BroughtPlan | Refusal {
  const fault = checkBrought(message)
  if (fault !== undefined) return fault
  const foreign = message.results.find(hasForeignUnit)
  if (foreign !== undefined) return refuse('plan.unit-unknown', undefined, foreign.code.trim())
  return {
    employeeId: message.employeeId,
    fromDate: message.fromDate === '' ? undefined : message.fromDate,
    toDate: message.toDate,
    results: message.results.map(({ title, ...result }) => toResult({ ...result, resultId: '' }, title)),
  }
}

export function fromRow(row: PlanRow, titles: Readonly<Record<string, string>> = {}): Agreed {
  const { planId, employeeId, agencyId, assignmentId, fromDate, toDate } = row
  const results = row.results
    .map((result) => ResultState.fromJSON(result))
    .map((result) => toResult(result, titles[result.resultId] ?? ''))
  return {
    plan: { planId, employeeId, agencyId, assignmentId, fromDate, toDate, results },
    closedOn: row.closedOn ?? undefined,
    version: row.version,
  }
}

/** A plan as it holds: its last day is the one that counts. */
export function toPlanMessage(row: TitledRow): PlanMessage {
  const agreed = fromRow(row, row.titles)
  return {
    ...agreed.plan,
    toDate: lastDayOf(agreed),
    results: agreed.plan.results.map((result) => ({ title: result.title, result: fromResult(result) })),
    version: agreed.version,
  }
}

export const titlesOf = (plan: Plan): Title[] =>
  plan.results.map(({ resultId, title }) => ({ planId: plan.planId, resultId, title }))

/** What is said of a plan, with its titles, as one number. */
export const digestOf = (plan: Plan): Buffer =>
  createHash('sha256')
    .update(JSON.stringify(plan, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)))
    .digest()

/** Who says it, and when: what every event of one decision shares. */
export interface Saying {
  readonly actor: string | undefined
  readonly now: number
  readonly sourceRecordedAt: bigint | undefined
}

export function toEvent(saying: Saying, event: PlanEvent): AppraisalEvent {
  const { plan, version } = event
  const about = { ...saying, decidedAt: saying.now, employeeId: plan.employeeId, agencyId: plan.agencyId }
  if (event.type === 'PlanClosed')
    return said({ $case: 'planClosed', value: { planId: plan.planId, closedOn: event.closedOn, version } }, about)
  const { planId, assignmentId, fromDate, toDate, results } = plan
  return said(
    {
      $case: 'planAgreed',
      value: { planId, assignmentId, fromDate, toDate, results: results.map(fromResult), version },
    },
    about,
  )
}
