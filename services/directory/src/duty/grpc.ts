import { DutyServiceService } from '@timbang/contracts/gen/timbang/directory/v1/duty'
import { isRefusal, refuse } from '@timbang/contracts/refusal'
import { may, relationsToAgency } from '@timbang/identity/access'
import { serve } from '@timbang/process/grpc'
import type { Deps } from '../handle.ts'
import { getDuty, publishDuty, setShifts, swapDuty } from './handle.ts'
import { toDutyProblem } from './wire.ts'

export function dutyService(deps: Deps) {
  return serve('directory', DutyServiceService, {
    setShifts: async (asked, { caller, operation }) => {
      if (!may(caller, operation, relationsToAgency(caller, asked.agencyId))) return refuse('access.denied')
      return setShifts(deps)({ caller, operation }, asked)
    },
    publishDuty: async (asked, { caller, operation }) => {
      const done = await publishDuty(deps)({ caller, operation }, asked)
      return isRefusal(done) ? done : { ...done, problems: done.problems.map(toDutyProblem) }
    },
    swapDuty: async ({ first, second, ...asked }, { caller, operation }) => {
      if (first === undefined || second === undefined)
        return refuse('request.value-invalid', { hint: 'SwapSide' }, first === undefined ? 'first' : 'second')
      return swapDuty(deps)({ caller, operation }, { ...asked, sides: [first, second] })
    },
    getDuty: ({ unitId, month }, { caller, operation }) => getDuty(deps)({ caller, operation }, unitId, month),
  })
}
