import { randomUUIDv7 } from 'node:crypto'
import type { Decision, Refusal } from '@timbang/contracts/refusal'
import { refuse } from '@timbang/contracts/refusal'
import { may, type Operation, relationsToAgency } from '@timbang/identity/access'
import type { Caller } from '@timbang/identity/caller'
import type { Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import { dateAt } from '@timbang/rules/civil-date'
import { NO_AGENCY } from '@timbang/contracts/said'
import {
  type EntryWindow,
  type Grace,
  openGrace,
  type Outage,
  recordOutage,
  setWindow,
  type WindowEvent,
} from './domain.ts'
import { lockDecisions, loadWindows, type Windows } from './store.ts'
import { reinstate } from '../entry/handle/judge.ts'
import { reach } from '../entry/handle/know.ts'
import { type Means, tell, told } from '../tell.ts'

export interface Moved {
  readonly event: WindowEvent
  readonly reinstated: number
}

/** Nobody judges while a window moves; what it may bring back is judged again in the same transaction. */
const move =
  (means: Means, operation: Operation) =>
  (
    caller: Caller,
    agencyId: string | undefined,
    decide: (current: Windows, now: number) => Decision<WindowEvent>,
    reaches: (current: Windows, now: number) => { from: string; to: string },
  ): Promise<Moved | Refusal> =>
    transaction(means.pool, async (tx: Tx) => {
      if (!may(caller, operation, agencyId === undefined ? [] : relationsToAgency(caller, agencyId)))
        return refuse('access.denied')
      await lockDecisions(tx, 'exclusive')
      const now = means.clock.now()
      const current = await loadWindows(tx)
      const decision = decide(current, now)
      if (decision.refused) return decision
      const event = decision.events[0]!
      await tell(tx, means.kafka, [
        told(event, {
          employeeId: undefined,
          agencyId: agencyId ?? NO_AGENCY,
          decidedAt: now,
          sourceRecordedAt: undefined,
          actor: caller.employeeId ?? caller.sub,
        }),
      ])
      const { from, to } = reaches(current, now)
      return { event, reinstated: await reinstate(tx, means, agencyId, from, to) }
    })

/** Makes an id where the caller leaves it to us. */
const idOr = (id: string) => (id === '' ? randomUUIDv7() : id)

export const setEntryWindow = (means: Means) => (caller: Caller, wanted: Omit<EntryWindow, 'version'>) => {
  const window = { ...wanted, windowId: idOr(wanted.windowId) }
  return move(means, 'journal.SetEntryWindow')(
    caller,
    window.agencyId,
    ({ windows }) =>
      setWindow(
        windows.find((one) => one.windowId === window.windowId),
        window,
      ),
    (_current, now) => ({ from: window.effectiveFrom, to: dateAt(now, 'WIT') }),
  )
}

export const putOutage = (means: Means) => (caller: Caller, wanted: Omit<Outage, 'version'>) => {
  const outage = { ...wanted, outageId: idOr(wanted.outageId) }
  return move(means, 'journal.RecordOutage')(
    caller,
    outage.agencyId,
    ({ outages }, now) =>
      recordOutage(
        outages.find((one) => one.outageId === outage.outageId),
        outage,
        now,
      ),
    (current) => reach(current, outage.fromInstant, outage.toInstant),
  )
}

export const putGrace = (means: Means) => (caller: Caller, wanted: Omit<Grace, 'version'>) => {
  const grace = { ...wanted, graceId: idOr(wanted.graceId) }
  return move(means, 'journal.OpenGrace')(
    caller,
    grace.agencyId,
    ({ graces }) =>
      openGrace(
        graces.find((one) => one.graceId === grace.graceId),
        grace,
      ),
    () => ({ from: grace.workFrom, to: grace.workTo }),
  )
}
