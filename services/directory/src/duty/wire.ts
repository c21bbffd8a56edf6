import { isDeepStrictEqual } from 'node:util'
import type { DutyProblem } from '@timbang/contracts/gen/timbang/directory/v1/duty'
import type { DirectoryEvent, DutyChanged, DutyDay, DutySwap } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { DutyMonth } from '@timbang/rules/shift'
import { toEvent, type Saying } from '../wire.ts'
import type { Problem } from './domain.ts'

export const toDays = (month: DutyMonth): DutyDay[] =>
  Object.entries(month)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([date, shifts]) => ({ date, shifts: shifts.map((shift) => ({ ...shift })) }))

/** The events of the months that differ from what is published, each with the next version. The same days by another unit are no change. */
export const dutyEvents = (
  saying: Saying,
  of: { readonly agencyId: string; readonly unitId: string; readonly month: string },
  months: ReadonlyMap<string, DutyMonth>,
  known: readonly DutyChanged[],
  swaps: ReadonlyMap<string, DutySwap> = new Map(),
): DirectoryEvent[] => {
  const before = new Map(known.map((state) => [state.employeeId, state]))
  return [...months].flatMap(([employeeId, month]) => {
    const old = before.get(employeeId)
    const days = toDays(month)
    if (old !== undefined && isDeepStrictEqual(old.days, days)) return []
    const value = { ...of, employeeId, days, version: (old?.version ?? 0) + 1, swap: swaps.get(employeeId) }
    return toEvent(saying, { $case: 'dutyChanged', value })
  })
}

export const toDutyProblem = ({ employeeId, date, code, warning, value }: Problem): DutyProblem => ({
  employeeId: employeeId ?? '',
  date: date ?? '',
  code,
  warning,
  value,
})
