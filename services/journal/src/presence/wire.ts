import type { ActivityEvent } from '@timbang/contracts/gen/timbang/activity/v1/events'
import { punchKeys } from '@timbang/rules/facts'
import type { DailyRow, PunchRow } from './store.ts'

/** What events tell of presence, in their order. */
export function presenceOf(events: readonly ActivityEvent[]): { punches: PunchRow[]; results: DailyRow[] } {
  const [punches, results]: [PunchRow[], DailyRow[]] = [[], []]
  for (const { employeeId, body, occurredAt } of events) {
    if (employeeId === undefined) continue
    if (body?.$case === 'punchRecorded') {
      const { recordId, revision, punchedAt, device, key, withdrawn } = body.value
      const known = punchKeys.find((one) => one === key)
      punches.push({ employeeId, at: Number(punchedAt), device, recordId, revision, key: known, withdrawn })
    } else if (body?.$case === 'attendanceRecorded') {
      const { recordId, revision, workDate, present, lateMinutes, earlyLeaveMinutes } = body.value
      const said = { recordId, revision, workDate, present, lateMinutes, earlyLeaveMinutes }
      results.push({ employeeId, ...said, occurredAt: Number(occurredAt) })
    }
  }
  return { punches, results }
}
