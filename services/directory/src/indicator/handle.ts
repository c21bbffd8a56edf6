import { isRefusal, refuse, type Refusal } from '@timbang/contracts/refusal'
import { decided, type By } from '@timbang/identity/look'
import { transaction } from '@timbang/postgres/transaction'
import { commit, type Deps } from '../handle.ts'
import { loadAgencies } from '../store/state.ts'
import { toEvent } from '../wire.ts'
import { set, type Indicator } from './domain.ts'
import { loadIndicator, lockIndicator } from './store.ts'
import { fromMessage, toMessage } from './wire.ts'

/** Registers an indicator of an agency, or says it anew. @returns it as it stands then */
export const setIndicator =
  ({ pool, kafka, clock }: Deps) =>
  (said: Indicator, { caller, operation }: By, fresh = false): Promise<Indicator | Refusal> =>
    transaction(pool, async (tx) => {
      const { indicatorId, agencyId } = said
      await lockIndicator(tx, indicatorId)
      if (!(await loadAgencies(tx)).some((agency) => agency.agencyId === agencyId))
        return refuse('staff.agency-unknown', {}, 'agencyId')
      const state = await loadIndicator(tx, indicatorId)
      const known = state && fromMessage(state)
      const indicator = set(known, said, fresh)
      if (isRefusal(indicator) || indicator === known) return indicator
      const now = clock.now()
      await decided(tx, { caller, operation, subjects: [], object: indicatorId, agencyId, at: now })
      const actor = caller.employeeId ?? caller.sub
      await commit(tx, kafka, [toEvent({ actor, now }, { $case: 'indicatorChanged', value: toMessage(indicator) })])
      return indicator
    })
