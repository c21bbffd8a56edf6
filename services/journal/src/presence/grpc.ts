import { PresenceServiceService } from '@timbang/contracts/gen/timbang/journal/v1/presence'
import { refuse } from '@timbang/contracts/refusal'
import { serve } from '@timbang/process/grpc'
import { eachDay } from '@timbang/rules/civil-date'
import { invalid, isDate } from '../asked.ts'
import { maySee } from '../entry/handle/read.ts'
import type { Means } from '../tell.ts'
import { presenceDays } from './handle.ts'
import { knownPunches } from './store.ts'

export function presenceService(means: Means) {
  const { pool, clock } = means
  return serve('journal', PresenceServiceService, {
    getPresence: async ({ employeeId, fromDate, toDate }, { caller }) => {
      if (!isDate(fromDate)) return invalid('from_date', 'YYYY-MM-DD')
      if (!isDate(toDate)) return invalid('to_date', 'YYYY-MM-DD')
      if (!(await maySee(means, caller, 'journal.GetPresence', employeeId, [fromDate]))) return refuse('access.denied')
      return { days: await presenceDays(pool, employeeId, [...eachDay(fromDate, toDate)], clock.now()) }
    },

    comparePunches: async ({ device, punches }) => {
      const asked = punches.map(({ employeeId, at }) => ({ employeeId, at: Number(at) }))
      return { known: await knownPunches(pool, device, asked) }
    },
  })
}
