import type { DutyServiceService } from '@timbang/contracts/gen/timbang/directory/v1/duty'
import { agencyIdOf, unitIdOf } from '@timbang/contracts/official-id'
import type { GrpcClient } from '@timbang/process/grpc'
import type { Shift } from '@timbang/rules/shift'
import type { UnitMonth } from '../duty.ts'
import { taken } from './staff.ts'

export type Duty = GrpcClient<typeof DutyServiceService>

/** How an agency calls its shifts, then who works which of them. */
export async function publishDuties(
  duty: Duty,
  token: string,
  agencyCode: string,
  shifts: readonly Shift[],
  months: Iterable<UnitMonth>,
): Promise<number> {
  taken(
    await duty.setShifts(
      { agencyId: agencyIdOf(agencyCode), shifts: shifts.map((shift) => ({ ...shift })) },
      { token },
    ),
    'The directory refuses the shifts',
  )
  let people = 0
  for (const { unitCode, month, rows } of months) {
    const answer = taken(
      await duty.publishDuty(
        {
          unitId: unitIdOf(unitCode),
          month,
          dryRun: false,
          rows: rows.map(({ employeeId, days }) => ({
            employeeId,
            seenVersion: undefined,
            days: days.map(({ date, code }) => ({
              date,
              turns: [{ code, beginMinute: 0, endMinute: 0, breakMinutes: 0 }],
            })),
          })),
        },
        { token, deadline: 60_000 },
      ),
      `The directory refuses the schedule of ${unitCode} in ${month}`,
    )
    const fault = answer.problems.find(({ warning }) => !warning)
    if (fault !== undefined) throw new Error(`The schedule of ${unitCode} in ${month}: ${fault.date} ${fault.code}`)
    people += answer.changed
  }
  return people
}
