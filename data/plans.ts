import { addDays, boundsOf, type CivilDate, type Period, startOf } from '@timbang/rules/civil-date'
import { idOf, namedBy, targetOf } from './figures.ts'
import { uuidV7Of } from './identifier.ts'
import type { ResultTemplate } from './jobs/job.ts'
import { jobs } from './jobs/catalogue.ts'
import { type Assignment, hasNoPlan, type Province } from './province.ts'
import { random } from './random.ts'

export interface PlannedResult {
  readonly resultId: string
  /** "RHK 1" */
  readonly code: string
  readonly title: string
  readonly weightThousandths: number
  readonly unit: string
  readonly targetThousandths: number
  /** The sector indicator whose figures count for it. */
  readonly indicatorId?: string
  readonly template: ResultTemplate
}

export interface Plan {
  readonly planId: string
  readonly assignment: Assignment
  readonly from: CivilDate
  readonly to: CivilDate
  /** As it was agreed, before anybody knew of a transfer: the appraisal closes it with the assignment. */
  readonly agreedTo: CivilDate
  readonly results: readonly PlannedResult[]
}

/** Of a quarter's days about so many are worked, and so many entries are written on each. */
const WORKED_SHARE = 0.66
export const ENTRIES_A_DAY = 1.7

/** The plan of one post in a quarter, or nothing: beside a definitive post a stand-in agrees none, and a newcomer has none in his first week. */
export function planOf(assignment: Assignment, quarter: Period): Plan | undefined {
  const bounds = boundsOf(quarter)
  const from = assignment.from > bounds.from ? assignment.from : bounds.from
  const to = assignment.to !== undefined && assignment.to < bounds.to ? assignment.to : bounds.to
  if (from > to || assignment.capacity !== 'definitive' || hasNoPlan(assignment, bounds.from)) return undefined
  const draw = random('plan', assignment.assignmentId, quarter)
  const { results } = jobs[assignment.post.job]
  const weights = weightsOf(results, draw.pick([0, 5, -5]))
  const days = ((Date.parse(addDays(to, 1)) - Date.parse(from)) / 86_400_000) * WORKED_SHARE
  const shares = results.reduce((sum, result) => sum + result.share, 0)
  // Some superiors agree more than can be reached, some less: that is what makes people differ.
  const ambition = draw.normal(0.94, 0.12)
  const agreedAt = startOf(from, 'WIB')
  return {
    planId: uuidV7Of(agreedAt, `plan ${assignment.assignmentId} ${quarter}`),
    assignment,
    from,
    to,
    agreedTo: bounds.to,
    results: results.map((template, at) => {
      const [least, most] = template.each ?? [1, 1]
      const expected =
        days *
        ENTRIES_A_DAY *
        (template.share / shares) *
        ((least + most) / 2) *
        Math.min(1.35, Math.max(0.6, ambition + draw.normal(0, 0.06)))
      const step = expected > 100 ? 10 : expected > 30 ? 5 : 1
      const named = namedBy(assignment.post.code)
      const target = named?.at === at ? targetOf(named.service, quarter) : undefined
      if (named !== undefined && target !== undefined)
        return {
          resultId: uuidV7Of(agreedAt, `result ${assignment.assignmentId} ${quarter} ${at}`),
          code: `RHK ${at + 1}`,
          title: named.template.title,
          weightThousandths: weights[at]! * 1_000,
          unit: named.template.unit,
          targetThousandths: target,
          indicatorId: idOf(named.service),
          template: named.template,
        }
      return {
        resultId: uuidV7Of(agreedAt, `result ${assignment.assignmentId} ${quarter} ${at}`),
        code: `RHK ${at + 1}`,
        title: template.title,
        weightThousandths: weights[at]! * 1_000,
        unit: template.unit,
        targetThousandths: Math.max(most * 3, Math.round(expected / step) * step) * 1_000,
        template,
      }
    }),
  }
}

/** Multiples of five that sum to a hundred, near the shares; the first gives or takes what is left. */
function weightsOf(results: readonly ResultTemplate[], lean: number): number[] {
  const total = results.reduce((sum, result) => sum + result.share, 0)
  const weights = results.map((result) => Math.max(10, Math.round((result.share / total) * 20) * 5))
  if (weights[0]! + lean > 20 && weights.at(-1)! - lean >= 10) {
    weights[0]! += lean
    weights[weights.length - 1]! -= lean
  }
  weights[0]! += 100 - weights.reduce((sum, weight) => sum + weight, 0)
  return weights
}

export function* plansOf(
  province: Province,
  quarter: Period,
  which: (assignment: Assignment) => boolean = () => true,
): Generator<Plan> {
  for (const assignment of province.assignments) {
    if (!which(assignment)) continue
    const plan = planOf(assignment, quarter)
    if (plan !== undefined) yield plan
  }
}
