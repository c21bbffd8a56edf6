import type { PresenceDay } from '@timbang/contracts/gen/timbang/journal/v1/presence'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import type { CivilDate } from '../time.ts'
import { tokenOf, type Reader } from '../reader.ts'
import type { Presence } from './view.ts'

const instant = (value: bigint | undefined) => (value === undefined ? null : Number(value))

const sources = ['punches', 'daily-result', 'settlement'] as const

const shown = (day: PresenceDay): Presence => ({
  date: day.date,
  source: sources.find((one) => one === day.source) ?? null,
  present: day.present,
  lateMinutes: day.lateMinutes,
  earlyLeaveMinutes: day.earlyLeaveMinutes,
  cameAt: instant(day.cameAt),
  wentAt: instant(day.wentAt),
  forgot: day.forgot === 'in' || day.forgot === 'out' ? day.forgot : null,
  hours: day.beginMinute === undefined ? null : { begin: day.beginMinute, end: day.endMinute! },
  contradicted: day.contradicted,
  reason: day.reason,
  machineOut: day.machineOut,
  excused: day.excused === '' ? null : day.excused,
  permissions: day.permissions.map(
    ({ kind, fromMinute: from, untilMinute: until, lateMinutes, earlyLeaveMinutes }) => ({
      kind,
      from,
      until,
      lateMinutes,
      earlyLeaveMinutes,
    }),
  ),
  scans: day.punches.map(({ at, device, counts }) => ({ at: Number(at), device, counts })),
})

/** The days of a span of which something was told, or should have been. */
export async function presenceOf(
  reader: Reader,
  employeeId: string,
  from: CivilDate,
  to: CivilDate,
): Promise<Presence[] | Refusal> {
  const answer = await reader.clients.presence.getPresence({ employeeId, fromDate: from, toDate: to }, tokenOf(reader))
  return isRefusal(answer)
    ? answer
    : answer.days.filter((day) => day.expected || day.source !== '' || day.permissions.length > 0).map(shown)
}
