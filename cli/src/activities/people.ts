import type { AppraisalServiceService, Plan } from '@timbang/contracts/gen/timbang/appraisal/v1/service'
import type { DirectoryServiceService } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { isRefusal } from '@timbang/contracts/refusal'
import { peopleBy } from '@timbang/intake/people'
import type { GrpcClient } from '@timbang/process/grpc'
import { addDays } from '@timbang/rules/civil-date'
import { Stopped, told } from '../province.ts'
import type { Person } from './resolve.ts'

const PEOPLE_AT_ONCE = 5_000
/** The most days that one question may span. */
const DAYS_AT_ONCE = 1_000

/** Whose numbers these are: whom nobody knows is absent. */
export async function peopleOf(
  directory: GrpcClient<typeof DirectoryServiceService>,
  token: string,
  nips: readonly string[],
): Promise<Map<string, Person>> {
  const people = await peopleBy(directory, token, nips)
  if (isRefusal(people)) throw new Stopped(told(people))
  return people
}

/** The plans of people that hold on any day of the span, by person. */
export async function plansOf(
  appraisal: GrpcClient<typeof AppraisalServiceService>,
  token: string,
  employeeIds: readonly string[],
  from: string,
  to: string,
): Promise<Map<string, Plan[]>> {
  const plans = new Map<string, Plan[]>()
  for (let at = 0; at < employeeIds.length; at += PEOPLE_AT_ONCE)
    for (let begin = from; begin <= to; begin = addDays(begin, DAYS_AT_ONCE)) {
      const end = addDays(begin, DAYS_AT_ONCE - 1)
      const answers = appraisal.listPlans(
        {
          employeeIds: employeeIds.slice(at, at + PEOPLE_AT_ONCE),
          fromDate: begin,
          toDate: end < to ? end : to,
        },
        { token },
      )
      for await (const answer of answers)
        for (const plan of answer.plans) {
          const known = plans.get(plan.employeeId) ?? []
          if (!known.some(({ planId }) => planId === plan.planId)) plans.set(plan.employeeId, [...known, plan])
        }
      const refusal = answers.refusal()
      if (refusal !== undefined && refusal.code !== 'access.denied') throw new Stopped(told(refusal))
    }
  return plans
}
