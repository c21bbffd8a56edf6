import type { PresenceDay, ToldElsewhere } from '@timbang/contracts/gen/timbang/journal/v1/presence'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import type { CivilDate } from '../time.ts'
import { tokenOf, type Reader } from '../reader.ts'
import type { Elsewhere, Presence } from './view.ts'

const instant = (value: bigint | undefined) => (value === undefined ? null : Number(value))

const sources = ['punches', 'daily-result', 'settlement'] as const

/** What other agencies told, by their names. */
export const elsewhereOf = (told: readonly ToldElsewhere[], names: ReadonlyMap<string, string>): Elsewhere[] =>
  told.map(({ agencyId, at, device, present, lateMinutes, earlyLeaveMinutes }) => ({
    agency: names.get(agencyId) ?? '',
    at: instant(at),
    device,
    present,
    lateMinutes,
    earlyLeaveMinutes,
  }))

/** How the agencies are called that told of other people's; nothing is asked where none did. */
export async function agencyNamesOf(
  reader: Reader,
  days: readonly { readonly elsewhere: readonly ToldElsewhere[] }[],
): Promise<Map<string, string> | Refusal> {
  if (days.every(({ elsewhere }) => elsewhere.length === 0)) return new Map()
  const structure = await reader.clients.directory.getStructure({ agencyId: '' }, tokenOf(reader))
  return isRefusal(structure)
    ? structure
    : new Map(structure.agencies.map(({ agencyId, name }): [string, string] => [agencyId, name]))
}

const shown = (day: PresenceDay, names: ReadonlyMap<string, string>): Presence => ({
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
  elsewhere: elsewhereOf(day.elsewhere, names),
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
  if (isRefusal(answer)) return answer
  const names = await agencyNamesOf(reader, answer.days)
  if (isRefusal(names)) return names
  return answer.days
    .filter((day) => day.expected || day.source !== '' || day.permissions.length > 0 || day.elsewhere.length > 0)
    .map((day) => shown(day, names))
}
