import { RoleServiceService } from '@timbang/contracts/gen/timbang/directory/v1/role'
import { refuse } from '@timbang/contracts/refusal'
import { may } from '@timbang/identity/access'
import type { Caller } from '@timbang/identity/caller'
import { transaction } from '@timbang/postgres/transaction'
import { serve } from '@timbang/process/grpc'
import type { Deps } from '../handle.ts'
import { approveRole, nameFirstHolders, requestRole } from './handle.ts'
import { somebody, waitingRequests } from './store.ts'

const PAGE = 50

/** A person decides about roles. What a machine may do is in its token, and deciding is not in it. */
const nameOf = (caller: Caller): string | undefined =>
  caller.kind === 'machine' && caller.roles.length > 0 ? undefined : (caller.employeeId ?? caller.sub)

export function roleService(deps: Deps) {
  return serve('directory', RoleServiceService, {
    requestRole: async (asked, call) => {
      const by = nameOf(call.caller)
      if (by === undefined) return refuse('access.denied')
      return requestRole(deps)(by, asked, call)
    },
    approveRole: async ({ requestId }, call) => {
      const by = nameOf(call.caller)
      if (by === undefined) return refuse('access.denied')
      const done = await approveRole(deps)(by, requestId, call)
      return 'refused' in done ? done : { subject: done.subject, role: done.role, revoked: done.revoke }
    },
    listRoleRequests: async ({ limit, after }, { caller }) => {
      const by = nameOf(caller)
      const who = by === undefined ? undefined : await transaction(deps.pool, (tx) => somebody(tx, by))
      if (who?.holdsBkd !== true && !caller.roles.includes('auditor')) return refuse('access.denied')
      const requests = await waitingRequests(deps.pool, limit === 0 ? PAGE : limit, after === '' ? undefined : after)
      return {
        requests: requests.map(({ requestId, subject, role, agencyIds, revoke, requestedBy, requestedAt }) => ({
          requestId,
          subject,
          role,
          agencyIds: [...agencyIds],
          revoke,
          requestedBy,
          requestedAt: BigInt(requestedAt),
        })),
      }
    },
    nameFirst: async ({ holders }, call) => {
      if (!may(call.caller, call.operation) || call.caller.kind !== 'machine') return refuse('access.denied')
      return nameFirstHolders(deps)(holders, call)
    },
  })
}
