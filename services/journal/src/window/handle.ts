import type { Decision, Refusal } from '@timbang/contracts/refusal'
import { refuse } from '@timbang/contracts/refusal'
import { may, type Operation, relationsToAgency } from '@timbang/identity/access'
import type { Caller } from '@timbang/identity/caller'
import { decided } from '@timbang/identity/look'
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
import { oweAnew } from './due.ts'
import { type Anew, findAnew, lockWindow, loadWindows, type Windows } from './store.ts'
import { reach } from '../entry/handle/know.ts'
import { type Means, tell, told } from '../tell.ts'

export interface Moved<E> {
  readonly state: E
  /** What was judged before is judged anew behind the answer. */
  readonly anew: Anew | undefined
}

/** A window, an outage, a grace period as somebody wants it. The id is the command's own: who had no answer and asks again has asked once. */
const move =
  <S extends EntryWindow | Outage | Grace>(
    means: Means,
    operation: Operation,
    of: {
      id: (state: Omit<S, 'version'>) => string
      among: (windows: Windows) => readonly S[]
      decide: (current: S | undefined, wanted: Omit<S, 'version'>, now: number) => Decision<WindowEvent>
      reaches: (wanted: Omit<S, 'version'>, current: Windows, now: number) => { from: string; to: string }
    },
  ) =>
  (caller: Caller, wanted: Omit<S, 'version'>): Promise<Moved<S> | Refusal> =>
    transaction(means.pool, async (tx: Tx) => {
      const { agencyId, employeeId } = wanted as { agencyId?: string; employeeId?: string }
      if (!may(caller, operation, agencyId === undefined ? [] : relationsToAgency(caller, agencyId)))
        return refuse('access.denied')
      // Nobody opens a door for himself alone.
      if (employeeId !== undefined && employeeId === caller.employeeId) return refuse('access.denied')
      await lockWindow(tx, of.id(wanted))
      const now = means.clock.now()
      const windows = await loadWindows(tx, { graceId: of.id(wanted) })
      const current = of.among(windows).find((one) => of.id(one) === of.id(wanted))
      const decision = of.decide(current, wanted, now)
      if (decision.refused) return decision
      const [event] = decision.events
      if (event === undefined) return { state: current!, anew: await findAnew(tx, of.id(wanted)) }
      await decided(tx, {
        caller,
        operation,
        subjects: employeeId === undefined ? [] : [employeeId],
        object: of.id(wanted),
        agencyId,
        at: now,
      })
      await tell(tx, means.kafka, [
        told(event, {
          employeeId,
          agencyId: agencyId ?? NO_AGENCY,
          decidedAt: now,
          sourceRecordedAt: undefined,
          actor: caller.employeeId ?? caller.sub,
        }),
      ])
      const { type: _, ...state } = event
      const { from, to } = of.reaches(wanted, windows, now)
      await oweAnew(
        tx,
        { id: of.id(wanted), version: event.version, agencyId: agencyId ?? null, employeeId, from, to },
        now,
      )
      return { state: state as unknown as S, anew: await findAnew(tx, of.id(wanted)) }
    })

export const setEntryWindow = (means: Means) =>
  move<EntryWindow>(means, 'journal.SetEntryWindow', {
    id: ({ windowId }) => windowId,
    among: ({ windows }) => windows,
    decide: setWindow,
    reaches: ({ effectiveFrom }, _windows, now) => ({ from: effectiveFrom, to: dateAt(now, 'WIT') }),
  })

export const putOutage = (means: Means) =>
  move<Outage>(means, 'journal.RecordOutage', {
    id: ({ outageId }) => outageId,
    among: ({ outages }) => outages,
    decide: recordOutage,
    reaches: ({ fromInstant, toInstant }, windows) => reach(windows, fromInstant, toInstant),
  })

export const putGrace = (means: Means) =>
  move<Grace>(means, 'journal.OpenGrace', {
    id: ({ graceId }) => graceId,
    among: ({ graces }) => graces,
    decide: openGrace,
    reaches: ({ workFrom, workTo }) => ({ from: workFrom, to: workTo }),
  })

/** Of one's agency, or of the province. Who may not read learns nothing: not even that it is there. */
export const readAnew =
  ({ pool }: Means) =>
  async (caller: Caller, id: string): Promise<Anew | Refusal> => {
    const anew = await findAnew(pool, id)
    if (anew === undefined) return refuse('window.not-found')
    const relations = anew.agencyId === undefined ? [] : relationsToAgency(caller, anew.agencyId)
    return may(caller, 'journal.GetAnew', relations) ? anew : refuse('window.not-found')
  }
