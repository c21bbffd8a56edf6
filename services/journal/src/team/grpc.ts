import { TeamServiceService } from '@timbang/contracts/gen/timbang/journal/v1/team'
import { look } from '@timbang/identity/look'
import { serve } from '@timbang/process/grpc'
import { addDays, dateAt } from '@timbang/rules/civil-date'
import { invalid, isDate } from '../asked.ts'
import type { Means } from '../tell.ts'
import { teamDay } from './handle.ts'

const DAYS_KEPT_IN_SIGHT = 366

export function teamService({ pool, clock }: Means) {
  return serve('journal', TeamServiceService, {
    getTeamDay: async ({ date }, { caller, operation }) => {
      const now = clock.now()
      // The easternmost workplace is the first in a new day.
      const [first, last] = [addDays(dateAt(now, 'WIB'), -DAYS_KEPT_IN_SIGHT), dateAt(now, 'WIT')]
      if (!isDate(date) || date < first || date > last) return invalid('date', `${first} – ${last}`)
      if (caller.employeeId === undefined) return { people: [] }
      const people = await teamDay(pool, caller.employeeId, date, dateAt(now, 'WIB'))
      await look(pool, { caller, operation, subjects: people.map((person) => person.employeeId), at: now })
      return { people }
    },
  })
}
