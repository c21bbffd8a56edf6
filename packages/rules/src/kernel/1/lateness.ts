import { DAY, startOf, type CivilDate, type Instant, type Zone } from '../../civil-date.ts'

/** How long after its work date an entry may come: calendar days, end of the day at the workplace inclusive; and the grace behind it, in which it is late. */
export interface WindowRule {
  readonly days: number
  readonly graceDays: number
}

/** An outage on record: instants, the end excluded. */
export interface Outage {
  readonly id: string
  readonly from: Instant
  readonly to: Instant
}

/** A grace period that an administrator opened: entries for these work dates may still come until then, and are late. */
export interface GracePeriod {
  readonly id: string
  readonly workFrom: CivilDate
  readonly workTo: CivilDate
  readonly until: Instant
  /** Of one person, or of those whose post on the work date is in one unit. Neither: of everybody of the agency. */
  readonly employeeId?: string | undefined
  readonly unitId?: string | undefined
}

/** Whose day it is. */
export interface Whose {
  readonly workDate: CivilDate
  readonly employeeId: string
  /** Of the post on that day. */
  readonly unitId: string
}

/** All that decides whether an entry is in time. Rule, outages and graces are those effective for the person's agency on the work date. */
export interface TimingInput extends Whose {
  readonly zone: Zone
  /** The append time in the log. */
  readonly recordedAt: Instant
  /** Imported history: windows judge it by this. */
  readonly sourceRecordedAt?: Instant | undefined
  /** What the person wrote offline counts from here, up to the allowance. */
  readonly writtenAt?: Instant | undefined
  readonly rule: WindowRule
  readonly outages: readonly Outage[]
  readonly graces: readonly GracePeriod[]
  /** Milliseconds that writing may precede recording; pack data. */
  readonly offlineAllowance: number
}

export type TimingVerdict = 'before-work-date' | 'in-time' | 'late' | 'closed'

export interface Timing {
  readonly verdict: TimingVerdict
  /** The outage or grace period without which the verdict would be worse. */
  readonly movedBy: string | undefined
  /** The end that it gave, excluded: the new instant that the receipt names. */
  readonly movedTo: Instant | undefined
  /** The instant that was judged, and which of the three it is. */
  readonly judgedAt: Instant
  readonly judgedBy: 'recorded' | 'written' | 'source'
  /** Ends of the window and of the grace behind it, outages counted; excluded. */
  readonly closesAt: Instant
  readonly graceEndsAt: Instant
}

interface End {
  readonly at: Instant
  /** The last outage that moved it. */
  readonly by: string | undefined
}

/**
 * An end that outages move: each moves it by its length while the window is open, to the second, so that an outage in the last minute
 * leaves the minute that was lost. Overlapping outages count once; what lies before the work date counts nothing.
 */
function moved(opensAt: Instant, end: Instant, outages: readonly Outage[]): End {
  if (outages.length === 0) return { at: end, by: undefined }
  let by: string | undefined
  let covered = opensAt
  for (const outage of outages.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    const from = Math.max(outage.from, covered)
    if (from >= end) break
    const length = Math.floor((outage.to - from) / 1000) * 1000
    if (length <= 0) continue
    end += length
    covered = outage.to
    by = outage.id
  }
  return { at: end, by }
}

/** Whether a grace period reaches a day of somebody: what it opens for one person or one unit moves nobody else's. */
export const reachesDay = (grace: GracePeriod, { workDate, employeeId, unitId }: Whose): boolean =>
  grace.workFrom <= workDate &&
  workDate <= grace.workTo &&
  (grace.employeeId ?? employeeId) === employeeId &&
  (grace.unitId ?? unitId) === unitId

type Window = Pick<TimingInput, 'workDate' | 'zone' | 'rule' | 'outages'>

/** When a work date begins, and the ends of its window and of the grace behind it. */
export interface Ends {
  readonly opensAt: Instant
  readonly closes: End
  readonly graceEnds: End
}

/** Civil days have one length: Indonesia has no summer time. */
export function endsOf({ workDate, zone, rule, outages }: Window): Ends {
  const opensAt = startOf(workDate, zone)
  const after = (days: number) => moved(opensAt, opensAt + (days + 1) * DAY, outages)
  return { opensAt, closes: after(rule.days), graceEnds: after(rule.days + rule.graceDays) }
}

/** When the window of a work date closes, and when the grace behind it ends; instants, excluded. */
export function windowEnds(window: Window): { closesAt: Instant; graceEndsAt: Instant; movedBy: string | undefined } {
  const { closes, graceEnds } = endsOf(window)
  return { closesAt: closes.at, graceEndsAt: graceEnds.at, movedBy: closes.by ?? graceEnds.by }
}

function judgedInstant(input: Judged, opensAt: Instant): Pick<Timing, 'judgedAt' | 'judgedBy'> {
  if (input.sourceRecordedAt !== undefined) return { judgedAt: input.sourceRecordedAt, judgedBy: 'source' }
  const { writtenAt, recordedAt } = input
  const usable =
    writtenAt !== undefined &&
    writtenAt <= recordedAt &&
    recordedAt - writtenAt <= input.offlineAllowance &&
    writtenAt >= opensAt
  return usable ? { judgedAt: writtenAt, judgedBy: 'written' } : { judgedAt: recordedAt, judgedBy: 'recorded' }
}

/**
 * Whether an activity is late. The one function that decides it: the journal answers the person with it, `evaluate` counts with it.
 * An instant before the work date begins is `before-work-date`; before the window closes `in-time`; before the grace ends, or within an
 * opened grace period, `late`; else `closed`. An outage is named before a grace period where either would have been enough.
 * Source: domain.md §6.
 */
export const timing = (input: TimingInput): Timing => timingWithin(endsOf(input), input)

/** What of an entry is judged once the ends of its day are known: they are the same for everybody of an agency. */
export type Judged = Omit<TimingInput, 'zone' | 'outages'>

export function timingWithin({ opensAt, closes, graceEnds }: Ends, input: Judged): Timing {
  const { judgedAt, judgedBy } = judgedInstant(input, opensAt)
  const { days, graceDays } = input.rule
  const answer = (verdict: TimingVerdict, movedBy?: string, movedTo?: Instant): Timing => ({
    verdict,
    movedBy,
    movedTo: movedBy === undefined ? undefined : movedTo,
    judgedAt,
    judgedBy,
    closesAt: closes.at,
    graceEndsAt: graceEnds.at,
  })
  if (judgedAt < opensAt) return answer('before-work-date')
  if (judgedAt < opensAt + (days + 1) * DAY) return answer('in-time')
  if (judgedAt < closes.at) return answer('in-time', closes.by, closes.at)
  if (judgedAt < opensAt + (days + graceDays + 1) * DAY) return answer('late')
  if (judgedAt < graceEnds.at) return answer('late', graceEnds.by, graceEnds.at)
  const grace = input.graces.find((one) => reachesDay(one, input) && judgedAt < one.until)
  return grace === undefined ? answer('closed') : answer('late', grace.id, grace.until)
}

/** Outages that together cover a whole civil day excuse it; the last of them is named. */
export function outOfWholeDay(date: CivilDate, zone: Zone, outages: readonly Outage[]): Outage | undefined {
  let covered = startOf(date, zone)
  const end = covered + DAY
  for (const outage of outages.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    if (outage.from > covered) return undefined
    if (outage.to >= end) return outage
    covered = Math.max(covered, outage.to)
  }
  return undefined
}
