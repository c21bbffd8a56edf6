import { DelegationServiceService } from '@timbang/contracts/gen/timbang/directory/v1/delegation'
import { refuse } from '@timbang/contracts/refusal'
import type { Caller } from '@timbang/identity/caller'
import type { By } from '@timbang/identity/look'
import { serve } from '@timbang/process/grpc'
import type { Deps } from '../handle.ts'
import { MOST_DAYS } from './domain.ts'
import { type Employee, endDelegation, giveDelegation, listDelegations } from './handle.ts'
import { toMessage } from './wire.ts'

/** An account that is nobody's workplace has nobody's work to hand over. */
const works = (call: By & { readonly caller: Caller }): call is Employee => call.caller.employeeId !== undefined

export function delegationService(deps: Deps) {
  return serve('directory', DelegationServiceService, {
    listDelegations: async (_, call) => {
      if (!works(call)) return refuse('access.denied')
      const { given, held, candidates, today, lastFrom, now } = await listDelegations(deps)(call)
      return {
        given: given.map(toMessage('given', now)),
        held: held.map(toMessage('held', now)),
        candidates: [...candidates],
        today,
        lastFrom,
        mostDays: MOST_DAYS,
      }
    },
    giveDelegation: async (wanted, call) =>
      works(call) ? giveDelegation(deps)(call, wanted) : refuse('access.denied'),
    endDelegation: async (wanted, call) => (works(call) ? endDelegation(deps)(call, wanted) : refuse('access.denied')),
  })
}
