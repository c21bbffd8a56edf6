import {
  AppraisalServiceService,
  Became,
  type BringPlansRequest,
  type BroughtOutcome,
  type ImportPlansRequest,
  type PlanOutcome,
} from '@timbang/contracts/gen/timbang/appraisal/v1/service'
import { isRefusal, refuse } from '@timbang/contracts/refusal'
import { may, relationsToAgency, type Operation } from '@timbang/identity/access'
import type { Caller } from '@timbang/identity/caller'
import { look, type By } from '@timbang/identity/look'
import { serve } from '@timbang/process/grpc'
import { relationsToMany } from '@timbang/roster/relations'
import { dateAt } from '@timbang/rules/civil-date'
import type { BroughtPlan, Plan } from './domain.ts'
import type { Deps } from '../tell.ts'
import { bringPlans, importPlans } from './handle.ts'
import { plansHolding, withoutPlan } from './store.ts'
import { fromBroughtMessage, fromPlanMessage, toPlanMessage } from './wire.ts'

const PEOPLE_A_MESSAGE = 200

export function appraisalService(deps: Deps) {
  const { pool } = deps
  return serve('appraisal', AppraisalServiceService, {
    async *importPlans(requests, { caller, operation }) {
      if (!may(caller, operation)) return refuse('access.denied')
      for await (const request of requests) {
        yield { outcomes: await importMessage(deps, { caller, operation }, request) }
      }
    },
    async *bringPlans(requests, { caller, operation }) {
      if (!may(caller, operation)) return refuse('access.denied')
      for await (const request of requests) yield { outcomes: await bringMessage(deps, { caller, operation }, request) }
    },
    getPlans: async ({ employeeId, fromDate, toDate }, { caller, operation }) => {
      const [seen] = await whomHeMaySee(deps, caller, operation, [employeeId], toDate)
      if (seen === undefined) return refuse('access.denied')
      await look(pool, { caller, operation, subjects: [employeeId], at: deps.clock.now() })
      return { plans: (await plansHolding(pool, [employeeId], fromDate, toDate)).map(toPlanMessage) }
    },
    listWithoutPlan: async ({ agencyId, shown, limit }, { caller, operation }) => {
      if (!may(caller, operation, relationsToAgency(caller, agencyId))) return refuse('access.denied')
      const now = deps.clock.now()
      const { count, employeeIds } = await withoutPlan(pool, agencyId, dateAt(now, deps.zone), { shown, limit })
      await look(pool, { caller, operation, subjects: employeeIds, agencyId, at: now })
      return { count, employeeIds }
    },
    async *listPlans({ employeeIds, fromDate, toDate }, { caller, operation }) {
      const seen = await whomHeMaySee(deps, caller, operation, employeeIds, toDate)
      if (seen.length === 0 && employeeIds.length > 0) return refuse('access.denied')
      await look(pool, { caller, operation, subjects: seen, at: deps.clock.now() })
      for (let from = 0; from < seen.length; from += PEOPLE_A_MESSAGE) {
        yield {
          plans: (await plansHolding(pool, seen.slice(from, from + PEOPLE_A_MESSAGE), fromDate, toDate)).map(
            toPlanMessage,
          ),
        }
      }
    },
  })
}

async function importMessage(deps: Deps, by: By, request: ImportPlansRequest): Promise<PlanOutcome[]> {
  const read = request.plans.map(fromPlanMessage)
  const plans = read.filter((plan): plan is Plan => !isRefusal(plan))
  const answers = await importPlans(deps)({
    by,
    importId: request.importId,
    sourceRecordedAt: request.sourceRecordedAt,
    plans,
  })
  return read.map((plan, at) => {
    const refusal = isRefusal(plan) ? plan : answers[plans.indexOf(plan)]
    return { planId: request.plans[at]!.planId, refusalCode: refusal?.code ?? '' }
  })
}

async function bringMessage(
  deps: Deps,
  by: By,
  { plans: asked, checkOnly }: BringPlansRequest,
): Promise<BroughtOutcome[]> {
  const read = asked.map(fromBroughtMessage)
  const plans = read.filter((plan): plan is BroughtPlan => !isRefusal(plan))
  const answers = await bringPlans(deps)({ by, checkOnly, plans })
  return read.map((plan) => {
    const answer = isRefusal(plan) ? plan : answers[plans.indexOf(plan)]!
    if (!isRefusal(answer)) return { became: became[answer], refusalCode: '', resultCode: '', details: {} }
    const details = Object.entries(answer.details ?? {}).map(([name, value]) => [name, String(value)])
    return {
      became: Became.BECAME_UNSPECIFIED,
      refusalCode: answer.code,
      resultCode: answer.field ?? '',
      details: Object.fromEntries(details) as Record<string, string>,
    }
  })
}
const became = { new: Became.BECAME_NEW, changed: Became.BECAME_CHANGED, same: Became.BECAME_SAME } as const

/** Those of some people whose plans the caller may see: as he stands to them today, or stood on the last day that he asks for; or as who verifies for their assessor. */
async function whomHeMaySee(
  { pool, clock, zone }: Deps,
  caller: Caller,
  operation: Operation,
  employeeIds: readonly string[],
  lastDay: string,
): Promise<string[]> {
  const now = clock.now()
  const today = dateAt(now, zone)
  const allowed = new Set<string>()
  for (const date of new Set([today, lastDay < today ? lastDay : today])) {
    for (const [employeeId, relations] of await relationsToMany(pool, caller, employeeIds, date, now))
      if (may(caller, operation, relations)) allowed.add(employeeId)
  }
  return employeeIds.filter((employeeId) => allowed.has(employeeId))
}
