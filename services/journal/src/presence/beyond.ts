import { relationsToAgency } from '@timbang/identity/access'
import type { Caller } from '@timbang/identity/caller'
import type { Pool } from '@timbang/postgres/pool'
import { assignmentsOn, personDay } from '@timbang/roster/read'
import { dateAt } from '@timbang/rules/civil-date'
import type { PunchRow } from './store.ts'

/** Which scans are of people who were not of an officer's agencies on the day of the scan; in the order asked. */
export async function beyondOf(
  pool: Pool,
  caller: Caller,
  scans: readonly Pick<PunchRow, 'employeeId' | 'at'>[],
): Promise<boolean[]> {
  // Where a day ends decides nothing here: who moves to another agency begins there on a morning.
  const days = scans.map(({ employeeId, at }) => ({ employeeId, date: dateAt(at, 'WIB') }))
  const assignments = await assignmentsOn(pool, days)
  return days.map((day) => {
    const agencyId = assignments.get(personDay(day))?.agencyId
    return agencyId === undefined || !relationsToAgency(caller, agencyId).has('personnel_officer')
  })
}
