import { setTimeout as sleep } from 'node:timers/promises'
import { Aspect } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import type { AppraisalServiceService, Plan as PlanMessage } from '@timbang/contracts/gen/timbang/appraisal/v1/service'
import { agencyIdOf } from '@timbang/contracts/official-id'
import type { GrpcClient } from '@timbang/process/grpc'
import { startOf } from '@timbang/rules/civil-date'
import type { Plan } from '../plans.ts'
import { importIds } from '../sample.ts'
import { taken } from './staff.ts'

export type Appraisal = GrpcClient<typeof AppraisalServiceService>

const PLANS_A_MESSAGE = 250
const PATIENCE_MS = 120_000

export const toPlan = (plan: Plan): PlanMessage => ({
  planId: plan.planId,
  employeeId: plan.assignment.person.employeeId,
  agencyId: agencyIdOf(plan.assignment.post.agencyCode),
  assignmentId: plan.assignment.assignmentId,
  fromDate: plan.from,
  toDate: plan.agreedTo,
  version: 0,
  results: plan.results.map(({ resultId, code, title, weightThousandths, unit, targetThousandths, indicatorId }) => ({
    title,
    result: {
      resultId,
      code,
      additional: false,
      weightThousandths,
      indicators: [
        {
          aspect: Aspect.ASPECT_QUANTITY,
          targetThousandths: BigInt(targetThousandths),
          unit,
          measure: 0,
          lessIsBetter: false,
          quarterTargetsThousandths: [],
          indicatorId,
        },
      ],
    },
  })),
})

/** Agrees plans. Those whose assignment has not reached the appraisal yet are sent again until it has. */
export async function importPlans(
  appraisal: Appraisal,
  token: string,
  plans: readonly Plan[],
  at: (done: number) => void,
): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  let left: readonly Plan[] = plans
  while (left.length > 0) {
    const refused = await sendPlans(appraisal, token, left, (done) => at(plans.length - left.length + done))
    const fault = [...refused.values()].find((code) => code !== 'plan.assignment-unknown')
    if (fault !== undefined) throw new Error(`The appraisal refuses a plan of the sample: ${fault}`)
    left = left.filter((plan) => refused.has(plan.planId))
    if (left.length > 0 && performance.now() > until)
      throw new Error(
        `The appraisal does not know the posts of ${left.length} people of the sample: is it reading directory.v1?`,
      )
    if (left.length > 0) await sleep(500)
  }
}

async function sendPlans(
  appraisal: Appraisal,
  token: string,
  plans: readonly Plan[],
  at: (done: number) => void,
): Promise<Map<string, string>> {
  async function* messages() {
    for (let from = 0; from < plans.length; from += PLANS_A_MESSAGE) {
      const part = plans.slice(from, from + PLANS_A_MESSAGE)
      yield {
        importId: importIds.plans,
        sourceRecordedAt: BigInt(startOf(part[0]!.from, 'WIB')),
        plans: part.map(toPlan),
      }
    }
  }
  const refused = new Map<string, string>()
  let done = 0
  const answers = appraisal.importPlans(messages(), { token })
  for await (const { outcomes } of answers) {
    for (const { planId, refusalCode } of outcomes) if (refusalCode !== '') refused.set(planId, refusalCode)
    at((done += outcomes.length))
  }
  const refusal = answers.refusal()
  if (refusal !== undefined) taken(refusal, 'The appraisal refuses plans')
  return refused
}
