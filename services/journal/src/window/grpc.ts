import { WindowServiceService } from '@timbang/contracts/gen/timbang/journal/v1/window'
import { isRefusal } from '@timbang/contracts/refusal'
import { serve } from '@timbang/process/grpc'
import { isUuid } from '@timbang/contracts/word'
import { invalid } from '../asked.ts'
import type { Means } from '../tell.ts'
import { putGrace, putOutage, readAnew, setEntryWindow } from './handle.ts'
import { toAnewMessage } from './wire.ts'

export function windowService(means: Means) {
  return serve('journal', WindowServiceService, {
    setEntryWindow: async ({ window }, { caller }) => {
      if (!window || !isUuid(window.windowId)) return invalid('window_id', 'UUID')
      if (!isUuid(window.agencyId)) return invalid('agency_id', 'UUID')
      const moved = await setEntryWindow(means)(caller, window)
      return isRefusal(moved) ? moved : { window: moved.state, anew: toAnewMessage(moved.anew) }
    },

    recordOutage: async ({ outage }, { caller }) => {
      if (!outage || !isUuid(outage.outageId)) return invalid('outage_id', 'UUID')
      if (!isAgency(outage.agencyId)) return invalid('agency_id', 'UUID')
      const moved = await putOutage(means)(caller, {
        ...outage,
        fromInstant: Number(outage.fromInstant),
        toInstant: Number(outage.toInstant),
      })
      if (isRefusal(moved)) return moved
      const { state, anew } = moved
      return {
        outage: {
          ...state,
          agencyId: state.agencyId,
          fromInstant: BigInt(state.fromInstant),
          toInstant: BigInt(state.toInstant),
        },
        anew: toAnewMessage(anew),
      }
    },

    openGrace: async ({ grace }, { caller }) => {
      if (!grace || !isUuid(grace.graceId)) return invalid('grace_id', 'UUID')
      if (!isAgency(grace.agencyId)) return invalid('agency_id', 'UUID')
      const moved = await putGrace(means)(caller, { ...grace, untilInstant: Number(grace.untilInstant) })
      if (isRefusal(moved)) return moved
      const { state, anew } = moved
      return {
        grace: {
          ...state,
          agencyId: state.agencyId,
          employeeId: state.employeeId,
          unitId: state.unitId,
          untilInstant: BigInt(state.untilInstant),
        },
        anew: toAnewMessage(anew),
      }
    },

    getAnew: async ({ id }, { caller }) => {
      if (!isUuid(id)) return invalid('id', 'UUID')
      const anew = await readAnew(means)(caller, id)
      return isRefusal(anew) ? anew : { anew: toAnewMessage(anew) }
    },
  })
}

/** None: the whole province. */
const isAgency = (agencyId: string | undefined) => agencyId === undefined || isUuid(agencyId)
