import type { Delegation as DelegationMessage } from '@timbang/contracts/gen/timbang/directory/v1/delegation'
import { type DelegationChanged, DelegationScope } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { Delegation } from '@timbang/roster/delegation'
import { stateOf } from './domain.ts'

/** With the name and the post of the other side. */
export type ShownDelegation = Delegation & { readonly name: string; readonly title: string }

export const toState = (delegation: Delegation): DelegationChanged => ({
  ...delegation,
  scope: DelegationScope.DELEGATION_SCOPE_VERIFICATION,
  endedAt: delegation.endedAt ?? undefined,
})

/** @param side whether the caller gave it: then the other one holds it */
export const toMessage =
  (side: 'given' | 'held', now: number) =>
  (one: ShownDelegation): DelegationMessage => ({
    delegationId: one.delegationId,
    employeeId: side === 'given' ? one.delegateId : one.employeeId,
    name: one.name,
    title: one.title,
    fromDate: one.fromDate,
    toDate: one.toDate,
    zone: one.zone,
    endedAt: one.endedAt ?? undefined,
    version: one.version,
    state: stateOf(one, now),
  })
