import { addDays, startOf, type CivilDate, type Instant, type Zone } from './civil-date.ts'

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
}

/** All that decides whether an entry is in time. Rule, outages and graces are those effective for the person's agency on the work date. */
export interface TimingInput {
  readonly workDate: CivilDate
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
  /** The instant that was judged, and which of the three it is. */
  readonly judgedAt: Instant
  readonly judgedBy: 'recorded' | 'written' | 'source'
  /** Ends of the window and of the grace behind it, outages counted; excluded. */
  readonly closesAt: Instant
  readonly graceEndsAt: Instant
}

/**
 * An end that outages move: each moves it by its length while the window is open, to the second, so that an outage in the last minute
 * leaves the minute that was lost. Overlapping outages count once.
 */
function moved(opensAt: Instant, end: Instant, outages: readonly Outage[]): { end: Instant; by: string | undefined } {
  let by: string | undefined
  let covered = opensAt
  for (const outage of [...outages].sort((a, b) => a.from - b.from || a.to - b.to)) {
    const from = Math.max(outage.from, covered)
    if (from >= end) break
    const length = Math.floor((outage.to - from) / 1000) * 1000
    if (length <= 0) continue
    end += length
    covered = outage.to
    by = outage.id
  }
  return { end, by }
}

/** When the window of a work date closes, and when the grace behind it ends; instants, excluded. */
export function windowEnds(input: Pick<TimingInput, 'workDate' | 'zone' | 'rule' | 'outages'>): { closesAt: Instant; graceEndsAt: Instant; movedBy: string | undefined } {
  const opensAt = startOf(input.workDate, input.zone)
  const closes = moved(opensAt, startOf(addDays(input.workDate, input.rule.days + 1), input.zone), input.outages)
  const grace = moved(opensAt, startOf(addDays(input.workDate, input.rule.days + input.rule.graceDays + 1), input.zone), input.outages)
  return { closesAt: closes.end, graceEndsAt: grace.end, movedBy: closes.by ?? grace.by }
}

function judgedInstant(input: TimingInput): Pick<Timing, 'judgedAt' | 'judgedBy'> {
  if (input.sourceRecordedAt !== undefined) return { judgedAt: input.sourceRecordedAt, judgedBy: 'source' }
  const { writtenAt, recordedAt } = input
  const usable = writtenAt !== undefined && writtenAt <= recordedAt && recordedAt - writtenAt <= input.offlineAllowance && writtenAt >= startOf(input.workDate, input.zone)
  return usable ? { judgedAt: writtenAt, judgedBy: 'written' } : { judgedAt: recordedAt, judgedBy: 'recorded' }
}

function verdictOf(input: TimingInput, at: Instant, ends: { closesAt: Instant; graceEndsAt: Instant }): TimingVerdict {
  if (at < startOf(input.workDate, input.zone)) return 'before-work-date'
  if (at < ends.closesAt) return 'in-time'
  if (at < ends.graceEndsAt) return 'late'
  return input.graces.some((grace) => within(grace, input.workDate) && at < grace.until) ? 'late' : 'closed'
}

const within = (grace: GracePeriod, date: CivilDate): boolean => grace.workFrom <= date && date <= grace.workTo
const worth: Readonly<Record<TimingVerdict, number>> = { 'before-work-date': 0, closed: 1, late: 2, 'in-time': 3 }

/**
 * Whether an activity is late. The one function that decides it: the journal answers the person with it, `evaluate` counts with it.
 * Source: domain.md §6.
 */
export function timing(input: TimingInput): Timing {
  const { judgedAt, judgedBy } = judgedInstant(input)
  const ends = windowEnds(input)
  const verdict = verdictOf(input, judgedAt, ends)
  const plain = windowEnds({ ...input, outages: [] })
  const without = { outages: verdictOf(input, judgedAt, plain), graces: verdictOf({ ...input, graces: [] }, judgedAt, ends) }
  const movedBy = worth[without.outages] < worth[verdict]
    ? ends.movedBy
    : worth[without.graces] < worth[verdict] ? input.graces.find((grace) => within(grace, input.workDate) && judgedAt < grace.until)?.id : undefined
  return { verdict, movedBy, judgedAt, judgedBy, closesAt: ends.closesAt, graceEndsAt: ends.graceEndsAt }
}

/** An outage of the whole day excuses it. */
export const outOfWholeDay = (date: CivilDate, zone: Zone, outages: readonly Outage[]): Outage | undefined =>
  outages.find((outage) => outage.from <= startOf(date, zone) && outage.to >= startOf(addDays(date, 1), zone))
