import { GraceRequestServiceService, GraceScope } from '@timbang/contracts/gen/timbang/journal/v1/request'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { serve } from '@timbang/process/grpc'
import { invalid, isDate, pageOf } from '../asked.ts'
import type { Means } from '../tell.ts'
import type { GraceRequest } from './domain.ts'
import { countRequests, decideRequest, listRequests, readRequest, requestGrace, withdrawRequest } from './handle.ts'
import { besideRequests } from './store.ts'
import { cursor, toRequestMessage } from './wire.ts'

const scopes: Readonly<Record<number, 'person' | 'unit' | 'agency'>> = {
  [GraceScope.GRACE_SCOPE_PERSON]: 'person',
  [GraceScope.GRACE_SCOPE_UNIT]: 'unit',
  [GraceScope.GRACE_SCOPE_AGENCY]: 'agency',
}

export function graceRequestService(means: Means) {
  const shown = async (requests: readonly GraceRequest[]) => {
    const beside = await besideRequests(means.pool, requests)
    return requests.map((request) => toRequestMessage(request, beside.get(request.requestId)))
  }
  const one = async (request: GraceRequest | Refusal) =>
    isRefusal(request) ? request : { request: (await shown([request]))[0] }

  return serve('journal', GraceRequestServiceService, {
    requestGrace: async (wanted, { caller }) => {
      if (!isDate(wanted.workFrom)) return invalid('work_from', 'YYYY-MM-DD')
      if (!isDate(wanted.workTo)) return invalid('work_to', 'YYYY-MM-DD')
      return one(await requestGrace(means)(caller, wanted))
    },

    withdrawGraceRequest: async ({ requestId }, { caller }) => one(await withdrawRequest(means)(caller, requestId)),

    getGraceRequest: async ({ requestId }, { caller }) => {
      const found = await readRequest(means)(caller, requestId)
      if (isRefusal(found)) return found
      const { request, ofUnit, ofAgency } = found
      return { request: (await shown([request]))[0], ofUnit, ofAgency }
    },

    listGraceRequests: async ({ whose, limit: wanted, after: from }, { caller }) => {
      if (whose !== 'own' && whose !== 'queue') return invalid('whose', 'own, queue')
      const after = cursor.read(from)
      if (from !== '' && after === undefined) return invalid('after', 'next')
      const limit = pageOf(wanted)
      const found = await listRequests(means)(caller, whose, after, limit)
      if (isRefusal(found)) return found
      const { requests, waiting } = found
      return {
        requests: await shown(requests),
        next: requests.length < limit ? '' : cursor.of(requests.at(-1)!),
        waiting,
      }
    },

    countGraceRequests: async (_, { caller }) => {
      const found = await countRequests(means)(caller)
      return isRefusal(found) ? found : { waiting: found.waiting, oldestAskedAt: BigInt(found.oldest) }
    },

    decideGraceRequest: async (wanted, { caller }) => {
      const scope = scopes[wanted.scope]
      if (wanted.grant && !isDate(wanted.until)) return invalid('until', 'YYYY-MM-DD')
      if (wanted.grant && scope === undefined) return invalid('scope', 'person, unit, agency')
      return one(await decideRequest(means)(caller, { ...wanted, scope: scope ?? 'person' }))
    },
  })
}
