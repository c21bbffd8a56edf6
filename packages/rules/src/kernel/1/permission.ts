import { startOf, type CivilDate, type Instant } from '../../civil-date.ts'
import type { PermissionFact, PermissionReason } from '../../facts.ts'
import type { Shift } from '../../shift.ts'
import { edgesOf, type PresenceRules } from './presence.ts'
import type { DayResult } from './standing.ts'

const MINUTE = 60_000

/** To be away for a part of a day; hours as in `PermissionFact`. */
export type Permission = Pick<PermissionFact, 'recordId' | 'reason' | 'date' | 'fromMinute' | 'untilMinute'>

/** What a permission takes away of a day: whole minutes of coming late, or of leaving early. */
export interface Permitted {
  readonly what: 'late' | 'early-leave'
  readonly minutes: number
  readonly record: string
  readonly reason: PermissionReason
}

interface Span {
  readonly from: Instant
  readonly to: Instant
}

/** What is left of spans without another. */
const without = (spans: readonly Span[], { from, to }: Span): Span[] =>
  spans.flatMap((span) =>
    [
      { from: span.from, to: Math.min(span.to, from) },
      { from: Math.max(span.from, to), to: span.to },
    ].filter((rest) => rest.from < rest.to),
  )

const lengthOf = (spans: readonly Span[]): number => spans.reduce((sum, { from, to }) => sum + to - from, 0)

/** When somebody was missed, and for how long: of scans the moments between them and the hours, of a day's result its minutes at their edge. */
interface Missed {
  readonly what: Permitted['what']
  readonly spans: readonly Span[]
  readonly length: number
}

function missedOf(date: CivilDate, counts: DayResult, shift: Shift, { zone, outages }: Rules): Missed[] {
  const { lateMinutes, earlyLeaveMinutes, made } = counts
  const { endAt, lastArrival, leaveAt } = edgesOf(shift, date, zone, made?.came?.at)
  const scanned = (what: Permitted['what'], span: Span): Missed => {
    const spans = outages.reduce<readonly Span[]>(without, [span])
    return { what, spans, length: lengthOf(spans) }
  }
  // Whoever tells minutes only does not say when a day of flexible hours ended: any end that it can have had may be meant.
  const latestEnd = endAt + (lastArrival - edgesOf(shift, date, zone, undefined).beginAt)
  return [
    ...(lateMinutes < 1
      ? []
      : made?.came === undefined
        ? [told('late', { from: lastArrival, to: lastArrival + lateMinutes * MINUTE }, lateMinutes)]
        : [scanned('late', { from: lastArrival, to: made.came.at })]),
    ...(earlyLeaveMinutes < 1
      ? []
      : made?.went === undefined
        ? [told('early-leave', { from: endAt - earlyLeaveMinutes * MINUTE, to: latestEnd }, earlyLeaveMinutes)]
        : [scanned('early-leave', { from: made.went.at, to: leaveAt ?? endAt })]),
  ]
}
const told = (what: Permitted['what'], span: Span, minutes: number): Missed => ({
  what,
  spans: [span],
  length: minutes * MINUTE,
})

type Rules = Pick<PresenceRules, 'zone' | 'outages'>

/**
 * The minutes of a day that permissions excuse, each moment once and by the first that covers it. They excuse lateness and early leave inside their span
 * and nothing else: an absence stays one, and on a day without hours nobody is late. Source: domain.md §6.
 * @param permissions in the order of time @param rules the outages of the machines: what they took away needs no permission
 */
export function permittedOn(
  date: CivilDate,
  counts: DayResult,
  shift: Shift | undefined,
  permissions: readonly Permission[],
  rules: Rules,
): Permitted[] {
  if (permissions.length === 0 || shift === undefined || !counts.present) return []
  return missedOf(date, counts, shift, rules).flatMap((missed) => {
    let { spans } = missed
    let left = Math.floor(missed.length / MINUTE)
    const whole = lengthOf(spans)
    return permissions.flatMap(({ recordId, reason, date: day, fromMinute, untilMinute }): Permitted[] => {
      const midnight = startOf(day, rules.zone)
      spans = without(spans, { from: midnight + fromMinute * MINUTE, to: midnight + untilMinute * MINUTE })
      const covered = whole - lengthOf(spans)
      const rest = Math.min(left, Math.max(0, Math.floor((missed.length - covered) / MINUTE)))
      const minutes = left - rest
      left = rest
      return minutes === 0 ? [] : [{ what: missed.what, minutes, record: recordId, reason }]
    })
  })
}

/** Minutes that are left of a day's result. */
export const unexcused = (
  { lateMinutes, earlyLeaveMinutes }: Pick<DayResult, 'lateMinutes' | 'earlyLeaveMinutes'>,
  permitted: readonly Permitted[],
): { lateMinutes: number; earlyLeaveMinutes: number } => {
  const of = (wanted: Permitted['what']) =>
    permitted.reduce((sum, { what, minutes }) => (what === wanted ? sum + minutes : sum), 0)
  return { lateMinutes: lateMinutes - of('late'), earlyLeaveMinutes: earlyLeaveMinutes - of('early-leave') }
}
