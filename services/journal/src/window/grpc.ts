import type { EntryWindowChanged, GraceOpened, OutageRecorded } from '@timbang/contracts/gen/timbang/journal/v1/events'
import { WindowServiceService } from '@timbang/contracts/gen/timbang/journal/v1/window'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { serve } from '@timbang/process/grpc'
import { invalid, isUuid } from '../asked.ts'
import type { Means } from '../tell.ts'
import { putGrace, putOutage, setEntryWindow } from './handle.ts'

export function windowService(means: Means) {
  return serve('journal', WindowServiceService, {
    setEntryWindow: async ({ window }, { caller }) => {
      if (!window || !isUuid(window.agencyId)) return invalid('agency_id', 'UUID')
      const moved = await setEntryWindow(means)(caller, window)
      return isRefusal(moved) ? moved : { window: moved.event as EntryWindowChanged }
    },

    recordOutage: async ({ outage }, { caller }) => {
      if (!outage || !isAgency(outage.agencyId)) return invalid('agency_id', 'UUID')
      const moved = await putOutage(means)(caller, {
        ...outage,
        fromInstant: Number(outage.fromInstant),
        toInstant: Number(outage.toInstant),
      })
      if (isRefusal(moved) || moved.event.type !== 'OutageRecorded') return moved as Refusal
      return {
        outage: {
          ...moved.event,
          fromInstant: BigInt(moved.event.fromInstant),
          toInstant: BigInt(moved.event.toInstant),
        } as OutageRecorded,
        reinstated: moved.reinstated,
      }
    },

    openGrace: async ({ grace }, { caller }) => {
      if (!grace || !isAgency(grace.agencyId)) return invalid('agency_id', 'UUID')
      const moved = await putGrace(means)(caller, { ...grace, untilInstant: Number(grace.untilInstant) })
      if (isRefusal(moved) || moved.event.type !== 'GraceOpened') return moved as Refusal
      return {
        grace: { ...moved.event, untilInstant: BigInt(moved.event.untilInstant) } as GraceOpened,
        reinstated: moved.reinstated,
      }
    },
  })
}

const isAgency = (agencyId: string | undefined) => agencyId === undefined || isUuid(agencyId)
