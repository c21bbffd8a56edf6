import type { DelegationChanged } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { delegationIdOf } from '@timbang/contracts/official-id'
import { refuse, type Refusal } from '@timbang/contracts/refusal'
import type { Caller } from '@timbang/identity/caller'
import { type By, decided, look } from '@timbang/identity/look'
import type { Pool, Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import type { Delegation } from '@timbang/roster/delegation'
import { linesOn } from '@timbang/roster/line'
import { assignmentOf, assignmentsBetween, peopleAssessedBy, personDay } from '@timbang/roster/read'
import { addDays, type CivilDate, dateAt } from '@timbang/rules/civil-date'
import { commit, type Deps } from '../handle.ts'
import { showPeople } from '../store/person.ts'
import { toEvent } from '../wire.ts'
import { end, give, MOST_AHEAD, TOLD_DAYS } from './domain.ts'
import { type Candidate, candidatesFor, delegationsOf, loadDelegation, lockPeople } from './store.ts'
import { type ShownDelegation, toState } from './wire.ts'

/** Whoever calls as somebody who works here. */
export type Employee = By & { readonly caller: Caller & { readonly employeeId: string } }

/** More nobody looks through in a list; an agency has fewer posts of one kind. */
const MOST_CANDIDATES = 300

/** Whom somebody could choose for a day, and whether he assesses anybody on it. */
async function choiceOf(
  db: Pool | Tx,
  employeeId: string,
  date: CivilDate,
  only?: string,
): Promise<{ leads: boolean; candidates: Candidate[] }> {
  const post = await assignmentOf(db, employeeId, date)
  const below = (await peopleAssessedBy(db, employeeId, date)).map((one) => one.employeeId)
  if (post === undefined || below.length === 0) return { leads: false, candidates: [] }
  const line = (await linesOn(db, [{ employeeId, date }])).get(personDay({ employeeId, date }))
  const of = { employeeId, agencyId: post.agencyId, positionKind: post.positionKind, below }
  const limit = only === undefined ? MOST_CANDIDATES : 1
  return {
    leads: true,
    candidates: await candidatesFor(db, { ...of, superiors: line?.assessors ?? [] }, date, limit, only),
  }
}

export interface Delegations {
  readonly given: readonly ShownDelegation[]
  readonly held: readonly ShownDelegation[]
  readonly candidates: readonly Candidate[]
  readonly today: CivilDate
  readonly lastFrom: CivilDate
  readonly now: number
}

/** What somebody has given and holds, and whom he could choose. Whom it shows is on record. */
export const listDelegations =
  ({ pool, clock, zone }: Deps) =>
  async ({ caller, operation }: Employee): Promise<Delegations> => {
    const now = clock.now()
    const { employeeId } = caller
    const own = await assignmentOf(pool, employeeId, dateAt(now, zone))
    const today = dateAt(now, own?.zone ?? zone)
    const known = await delegationsOf(pool, [employeeId], addDays(today, -TOLD_DAYS))
    const other = (one: Delegation) => (one.employeeId === employeeId ? one.delegateId : one.employeeId)
    const people = new Map(
      (await showPeople(pool, today, known.map(other))).map((person) => [person.employeeId, person]),
    )
    const { candidates } = await choiceOf(pool, employeeId, today)
    await look(pool, {
      caller,
      operation,
      subjects: [...new Set([...people.keys(), ...candidates.map((one) => one.employeeId)])],
      at: now,
    })
    const shown = known.map((one) => {
      const person = people.get(other(one))
      return { ...one, name: person?.name ?? '', title: person?.positionTitle ?? '' }
    })
    return {
      given: shown.filter((one) => one.employeeId === employeeId),
      held: shown.filter((one) => one.delegateId === employeeId),
      candidates,
      today,
      lastFrom: addDays(today, MOST_AHEAD),
      now,
    }
  }

/** A colleague verifies in somebody's place. Given again it is the same one. */
export const giveDelegation =
  ({ pool, kafka, clock, zone }: Deps) =>
  (
    { caller, operation }: Employee,
    { delegateId, fromDate, toDate }: { delegateId: string; fromDate: CivilDate; toDate: CivilDate },
  ): Promise<{ delegationId: string } | Refusal> =>
    transaction(pool, async (tx) => {
      const { employeeId } = caller
      await lockPeople(tx, [employeeId, delegateId])
      const delegationId = delegationIdOf({ employeeId, delegateId, scope: 'verification', fromDate })
      const before = await loadDelegation(tx, delegationId)
      // Who had no answer and sends again has sent once.
      if (before !== undefined && before.endedAt === null && before.toDate === toDate) return { delegationId }
      const now = clock.now()
      const own = await assignmentOf(tx, employeeId, fromDate)
      const workplace = own?.zone ?? zone
      const { leads, candidates } = await choiceOf(tx, employeeId, fromDate, delegateId)
      const refusal = give({
        employeeId,
        delegateId,
        fromDate,
        toDate,
        today: dateAt(now, workplace),
        leads,
        stands: candidates[0]?.stands,
        posts: await assignmentsBetween(tx, delegateId, fromDate, toDate),
        known: await delegationsOf(tx, [employeeId, delegateId], fromDate),
      })
      if (refusal !== undefined) return refusal
      const { agencyId } = own!
      const value = toState({
        delegationId,
        employeeId,
        delegateId,
        agencyId,
        fromDate,
        toDate,
        zone: workplace,
        endedAt: null,
        version: (before?.version ?? 0) + 1,
      })
      await keep(tx, kafka, { caller, operation }, value, now)
      return { delegationId }
    })

/** It ends at once. To whom it is no concern it is not there. */
export const endDelegation =
  ({ pool, kafka, clock }: Deps) =>
  (
    { caller, operation }: Employee,
    { delegationId, version }: { delegationId: string; version: number },
  ): Promise<{ version: number } | Refusal> =>
    transaction(pool, async (tx) => {
      const named = await loadDelegation(tx, delegationId)
      const own = named !== undefined && [named.employeeId, named.delegateId].includes(caller.employeeId)
      if (!own) return refuse('delegation.not-found')
      await lockPeople(tx, [named.employeeId, named.delegateId])
      const known = (await loadDelegation(tx, delegationId))!
      if (known.endedAt !== null) return { version: known.version }
      const now = clock.now()
      const refusal = end(known, version, now)
      if (refusal !== undefined) return refusal
      const value = toState({ ...known, endedAt: BigInt(now), version: known.version + 1 })
      await keep(tx, kafka, { caller, operation }, value, now)
      return { version: value.version }
    })

async function keep(
  tx: Tx,
  kafka: Deps['kafka'],
  { caller, operation }: Employee,
  value: DelegationChanged,
  now: number,
): Promise<void> {
  const { employeeId, delegateId, delegationId, agencyId } = value
  const subjects = [caller.employeeId === employeeId ? delegateId : employeeId]
  await decided(tx, { caller, operation, subjects, object: delegationId, agencyId, at: now })
  await commit(tx, kafka, [toEvent({ actor: caller.employeeId, now }, { $case: 'delegationChanged', value })])
}
