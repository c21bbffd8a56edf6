import type { ActivityEvent } from '@timbang/contracts/gen/timbang/activity/v1/events'
import { dateAt } from '@timbang/rules/civil-date'
import { leaveReasons, permissionReasons, punchKeys } from '@timbang/rules/facts'
import { number, type PlacedFact } from './fact.ts'

/** The facts of an activity record. @param offset and @param appendedAt its place in the log and the broker's append time */
export function factsOfActivity(event: ActivityEvent, offset: bigint, appendedAt: number): PlacedFact[] {
  const { employeeId, body } = event
  if (employeeId === undefined || body === undefined) return []
  const { recordId, revision } = body.value
  switch (body.$case) {
    case 'activityRecorded':
      return [
        {
          employeeId,
          workDate: body.value.workDate,
          fact: {
            kind: 'entry',
            recordId,
            revision,
            offset,
            resultId: body.value.resultId,
            quantityThousandths: number(body.value.quantityThousandths),
            recordedAt: appendedAt,
            sourceRecordedAt: number(event.sourceRecordedAt),
            writtenAt: number(body.value.writtenAt),
            withdrawn: body.value.withdrawn,
          },
        },
      ]
    case 'attendanceRecorded':
      return [
        {
          employeeId,
          workDate: body.value.workDate,
          fact: {
            kind: 'attendance',
            recordId,
            revision,
            offset,
            recordedAt: appendedAt,
            occurredAt: Number(event.occurredAt),
            settlement: false,
            agencyId: event.agencyId,
            present: body.value.present,
            lateMinutes: body.value.lateMinutes,
            earlyLeaveMinutes: body.value.earlyLeaveMinutes,
            withdrawn: false,
          },
        },
      ]
    case 'leaveRecorded': {
      const { kind, fromDate, toDate, withdrawn } = body.value
      const reason = leaveReasons.find((one) => one === kind)
      if (reason === undefined) return []
      return [
        {
          employeeId,
          workDate: fromDate,
          fact: {
            kind: 'leave',
            recordId,
            revision,
            offset,
            recordedAt: appendedAt,
            reason,
            from: fromDate,
            to: toDate,
            withdrawn,
          },
        },
      ]
    }
    case 'permissionRecorded': {
      const { kind, date, fromMinute, untilMinute, withdrawn } = body.value
      const reason = permissionReasons.find((one) => one === kind)
      if (reason === undefined) return []
      return [
        {
          employeeId,
          workDate: date,
          fact: {
            kind: 'permission',
            recordId,
            revision,
            offset,
            recordedAt: appendedAt,
            reason,
            date,
            fromMinute,
            untilMinute,
            withdrawn,
          },
        },
      ]
    }
    case 'punchRecorded': {
      const { punchedAt, key, device, withdrawn } = body.value
      const at = Number(punchedAt)
      return [
        {
          employeeId,
          // Where it lies, not what day it makes: hours and zones are the evaluation's to apply.
          workDate: dateAt(at, 'WIB'),
          fact: {
            kind: 'punch',
            recordId,
            revision,
            offset,
            recordedAt: appendedAt,
            at,
            key: punchKeys.find((one) => one === key),
            device,
            agencyId: event.agencyId,
            withdrawn,
          },
        },
      ]
    }
    default:
      return body satisfies never
  }
}
