import { OwnDataServiceService } from '@timbang/contracts/gen/timbang/directory/v1/own'
import { refuse } from '@timbang/contracts/refusal'
import { serve } from '@timbang/process/grpc'
import { dateAt } from '@timbang/rules/civil-date'
import type { Deps } from '../handle.ts'
import { rowNames, rowOf } from './domain.ts'
import { loadFacts } from './store.ts'
import { toRowMessage } from './wire.ts'

export function ownDataService({ pool, clock, zone }: Deps) {
  return serve('directory', OwnDataServiceService, {
    getOwnData: async (_, { caller }) => {
      // An account that is nobody's workplace has no data of its own.
      if (caller.employeeId === undefined) return refuse('access.denied')
      const facts = (await loadFacts(pool, [caller.employeeId], dateAt(clock.now(), zone))).get(caller.employeeId)
      if (facts === undefined) return refuse('access.denied')
      return { rows: rowNames.map((row) => toRowMessage(rowOf(row, facts), true)) }
    },
  })
}
