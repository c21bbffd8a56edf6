import type { Attendance as AttendanceMessage } from '@timbang/contracts/gen/timbang/activity/v1/service'
import Type, { type Static } from 'typebox'
import type { Attendance } from '../domain/record.ts'
import type { EventBody, OfRecord } from './event.ts'
import { date, only, type Spoken, truth } from './field.ts'

const minutes = Type.Integer({ minimum: 0, maximum: 1_440, description: '0 – 1440' })
export const AttendanceBody = Type.Object(
  {
    work_date: date,
    present: truth,
    late_minutes: Type.Optional(minutes),
    early_leave_minutes: Type.Optional(minutes),
  },
  only,
)

export const attendanceOf = (from: Static<typeof AttendanceBody>): Attendance => ({
  kind: 'attendance',
  workDate: from.work_date,
  present: from.present,
  lateMinutes: from.late_minutes ?? 0,
  earlyLeaveMinutes: from.early_leave_minutes ?? 0,
})

export const spokenAttendance = (message: AttendanceMessage): Spoken<Attendance> => ({
  json: {
    work_date: message.workDate,
    present: message.present,
    late_minutes: message.lateMinutes,
    early_leave_minutes: message.earlyLeaveMinutes,
  },
})

export const attendanceRecorded = (body: Attendance, of: OfRecord): EventBody => ({
  $case: 'attendanceRecorded',
  value: {
    ...of,
    workDate: body.workDate,
    present: body.present,
    lateMinutes: body.lateMinutes,
    earlyLeaveMinutes: body.earlyLeaveMinutes,
  },
})
