import type { DelegationServiceService } from '@timbang/contracts/gen/timbang/directory/v1/delegation'
import { isRefusal } from '@timbang/contracts/refusal'
import type { GrpcClient } from '@timbang/process/grpc'
import { addDays, type CivilDate } from '@timbang/rules/civil-date'
import { onLeave } from '../cast.ts'
import type { Province } from '../province.ts'
import { taken } from './staff.ts'

/** Who holds a post on a day, whatever the province's size; nobody where it has no such post. */
const holderOf = (province: Province, post: string, today: CivilDate): string | undefined =>
  province.assignments.find(
    ({ post: { code }, capacity, from, to }) =>
      code === post && capacity === 'definitive' && from <= today && (to === undefined || to >= today),
  )?.person.employeeId

/** A superior is on leave from today on, and has handed his queue over. @param tokenOf of that person: nobody else can hand it over */
export async function delegate(
  delegations: GrpcClient<typeof DelegationServiceService>,
  tokenOf: (employeeId: string) => Promise<string>,
  province: Province,
  today: CivilDate,
): Promise<boolean> {
  const superior = holderOf(province, onLeave.superior, today)
  const delegateId = holderOf(province, onLeave.delegate, today)
  if (superior === undefined || delegateId === undefined) return false
  const answer = await delegations.giveDelegation(
    { delegateId, fromDate: today, toDate: addDays(today, onLeave.days - 1) },
    { token: await tokenOf(superior) },
  )
  // A load that was broken off and runs again on another day: it is handed over already.
  if (isRefusal(answer) && answer.code === 'delegation.overlaps') return true
  taken(answer, 'The directory refuses the delegation')
  return true
}
