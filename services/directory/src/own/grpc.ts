import { OwnDataServiceService } from '@timbang/contracts/gen/timbang/directory/v1/own'
import { refuse } from '@timbang/contracts/refusal'
import { serve } from '@timbang/process/grpc'
import { dateAt } from '@timbang/rules/civil-date'
import type { Deps } from '../handle.ts'
import { rowNames, rowOf } from './domain.ts'
import { answeredSince } from '../ticket/store.ts'
import { loadFacts, nextAssessor, standInOf } from './store.ts'
import { toRowMessage } from './wire.ts'

/** An answer is told for a week; it stands in its list for good. */
const TOLD_FOR_MS = 7 * 86_400_000

export function ownDataService({ pool, clock, zone }: Deps) {
  return serve('directory', OwnDataServiceService, {
    getOwnData: async (_, { caller }) => {
      // An account that is nobody's workplace has no data of its own.
      if (caller.employeeId === undefined) return refuse('access.denied')
      const facts = (await loadFacts(pool, [caller.employeeId], dateAt(clock.now(), zone))).get(caller.employeeId)
      if (facts === undefined) return refuse('access.denied')
      return {
        rows: rowNames.map((row) => toRowMessage(rowOf(row, facts), true)),
        nextAssessor: await nextAssessor(pool, caller.employeeId, dateAt(clock.now(), zone)),
        standIn: await standInOf(pool, caller.employeeId, dateAt(clock.now(), zone)),
      }
    },

    getOwnTurns: async (_, { caller }) => {
      if (caller.employeeId === undefined) return refuse('access.denied')
      const now = clock.now()
      return {
        answered: await answeredSince(pool, caller.employeeId, now - TOLD_FOR_MS),
        nextAssessor: await nextAssessor(pool, caller.employeeId, dateAt(now, zone)),
      }
    },
  })
}
