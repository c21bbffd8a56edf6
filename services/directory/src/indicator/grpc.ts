import { IndicatorServiceService } from '@timbang/contracts/gen/timbang/directory/v1/indicator'
import { isRefusal, refuse } from '@timbang/contracts/refusal'
import { may, relationsToAgency } from '@timbang/identity/access'
import { serve } from '@timbang/process/grpc'
import type { Deps } from '../handle.ts'
import { setIndicator } from './handle.ts'
import { listIndicators } from './store.ts'
import { fromMessage, toMessage } from './wire.ts'

export function indicatorService(deps: Deps) {
  return serve('directory', IndicatorServiceService, {
    setIndicator: async ({ indicator, fresh }, { caller, operation }) => {
      if (indicator === undefined) return refuse('request.value-invalid', { hint: '' }, 'indicator')
      const { agencyId } = indicator
      if (!may(caller, operation, relationsToAgency(caller, agencyId))) return refuse('access.denied')
      // A machine's client may be bound to agencies.
      if (caller.kind === 'machine' && caller.agencies.length > 0 && !caller.agencies.includes(agencyId))
        return refuse('access.denied')
      const set = await setIndicator(deps)(fromMessage(indicator), { caller, operation }, fresh)
      return isRefusal(set) ? set : { indicator: toMessage(set) }
    },
    listIndicators: async ({ agencyId }) => ({ indicators: await listIndicators(deps.pool, agencyId) }),
  })
}
