import type { DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { roles as roleNames } from '@timbang/identity/caller'
import { decided, type By } from '@timbang/identity/look'
import type { Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import { commit, type Deps } from '../handle.ts'
import { loadAgencies } from '../store/state.ts'
import { roleEvents, toEvent } from '../wire.ts'
import { approve, ask, nameFirst, type Grant, type KnownForGrant, type RoleRequest } from './domain.ts'
import { employeesAmong, hasEverBeenHeld, loadRequest, loadRoles, lockNames, namesOf, somebody } from './store.ts'

const grantable: ReadonlySet<string> = new Set(roleNames)

const knownFor = async (tx: Tx, grants: readonly Grant[]): Promise<KnownForGrant> => ({
  roles: grantable,
  agencies: new Set((await loadAgencies(tx)).map((agency) => agency.agencyId)),
  employees: await employeesAmong(
    tx,
    grants.map(({ subject }) => subject),
  ),
})

const requestEvent = (actor: string, now: number, request: RoleRequest): DirectoryEvent =>
  toEvent(
    { actor, now },
    {
      $case: 'roleRequestChanged',
      value: { ...request, agencyIds: [...request.agencyIds], requestedAt: BigInt(request.requestedAt) },
    },
  )

/** @param by the caller, by the name under which the directory knows him */
export const requestRole =
  ({ pool, kafka, clock }: Deps) =>
  (
    by: string,
    asked: Grant & { requestId: string; revoke: boolean },
    { caller, operation }: By,
  ): Promise<{ requestId: string } | Refusal> =>
    transaction(pool, async (tx) => {
      // Two requests under one id, of whatever subjects: the second one sees the first.
      await lockNames(tx, asked.requestId)
      const who = { by: await somebody(tx, by), subject: await somebody(tx, asked.subject) }
      const now = clock.now()
      const answer = ask(await loadRequest(tx, asked.requestId), asked, who, await knownFor(tx, [asked]), now)
      if (isRefusal(answer)) return answer
      if (answer.request !== undefined) {
        await decided(tx, { caller, operation, subjects: [asked.subject], at: now })
        await commit(tx, kafka, [requestEvent(who.by.name, now, answer.request)])
      }
      return { requestId: asked.requestId }
    })

export const approveRole =
  ({ pool, kafka, clock }: Deps) =>
  (
    by: string,
    requestId: string,
    { caller, operation }: By,
  ): Promise<Pick<RoleRequest, 'subject' | 'role' | 'revoke'> | Refusal> =>
    transaction(pool, async (tx) => {
      // As `requestRole` does: with its row locked instead, who asks once more and who approves would wait for each other.
      await lockNames(tx, requestId)
      const request = await loadRequest(tx, requestId)
      // Not the subject alone: two who take bkd from each other read what the other one writes.
      if (request !== undefined) await lockNames(tx, ...(await namesOf(tx, by, request.subject, request.requestedBy)))
      const approver = await somebody(tx, by)
      const who = {
        by: approver,
        subject: request === undefined ? { names: new Set<string>() } : await somebody(tx, request.subject),
        requester: request === undefined ? approver : await somebody(tx, request.requestedBy),
      }
      const now = clock.now()
      const answer = approve(request, who, now)
      if (isRefusal(answer)) return answer
      if (answer.request !== undefined) {
        const { subject, role, agencyIds, revoke } = answer.request
        const next = { subject, role, agencyIds: [...agencyIds], revoked: revoke, version: 0 }
        await decided(tx, { caller, operation, subjects: [subject], at: now })
        await commit(tx, kafka, [
          requestEvent(approver.name, now, answer.request),
          ...roleEvents({ actor: approver.name, now }, [next], await loadRoles(tx, [subject])),
        ])
      }
      return request!
    })

/** From the operator's command line: nobody else can be the first. */
export const nameFirstHolders =
  ({ pool, kafka, clock }: Deps) =>
  (holders: readonly Grant[], { caller, operation }: By): Promise<{ named: number } | Refusal> =>
    transaction(pool, async (tx) => {
      // Two command lines at once: the second one finds that it has been done.
      await lockNames(tx, 'the first')
      const answer = nameFirst(holders, await knownFor(tx, holders), await hasEverBeenHeld(tx, 'bkd'))
      if (isRefusal(answer)) return answer
      const next = answer.holders.map((one) => ({ ...one, agencyIds: [...one.agencyIds], revoked: false, version: 0 }))
      const subjects = next.map(({ subject }) => subject)
      const now = clock.now()
      await decided(tx, { caller, operation, subjects: [...new Set(subjects)], at: now })
      await commit(tx, kafka, roleEvents({ actor: caller.sub, now }, next, await loadRoles(tx, subjects)))
      return { named: next.length }
    })
