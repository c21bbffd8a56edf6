import { fraction } from '../../../fraction.ts'
import type { CivilDate, Instant } from '../../../civil-date.ts'
import type { Day } from '../day.ts'
import type { IndexPack } from '../pack.ts'
import type { Value } from './value.ts'

/** A day that was due, or would be if its entries had been looked at. */
export interface TimelinessLine {
  readonly date: CivilDate
  readonly state: 'on-time' | 'late' | 'missed' | 'awaiting'
  /** The entry that decided it. */
  readonly record?: string
  /** Its window was moved by this outage or grace period, to this instant (excluded). */
  readonly movedBy?: string
  readonly movedTo?: Instant
  /** The entry came with imported history. */
  readonly imported?: true
  /** It counted from when it was written offline. */
  readonly written?: true
}

export interface TimelinessTrace {
  readonly due: number
  readonly onTime: number
  readonly late: number
  readonly missed: number
  readonly awaiting: number
  readonly excused: number
  readonly excusedDays: readonly { readonly date: CivilDate; readonly reason: NonNullable<Day['excused']> }[]
  readonly lines: readonly TimelinessLine[]
}

function lineOf(day: Day): TimelinessLine {
  const verified = day.entries.filter((entry) => entry.state === 'verified')
  const inTime = verified.find((entry) => entry.timing.verdict === 'in-time')
  const decided = inTime ?? verified.find((entry) => entry.timing.verdict === 'late')
  if (decided !== undefined) {
    const { timing, fact } = decided
    return {
      date: day.date,
      state: inTime === undefined ? 'late' : 'on-time',
      record: fact.recordId,
      ...(timing.movedBy === undefined ? {} : { movedBy: timing.movedBy, movedTo: timing.movedTo! }),
      ...(fact.sourceRecordedAt === undefined ? {} : { imported: true as const }),
      ...(timing.judgedBy === 'written' ? { written: true as const } : {}),
    }
  }
  // A slow superior must not cost the employee: what waits for him is not due yet.
  const waits = day.entries.find((entry) => entry.state === 'awaiting')
  return waits === undefined || verified.length > 0
    ? { date: day.date, state: 'missed' }
    : { date: day.date, state: 'awaiting', record: waits.fact.recordId }
}

/** (days on time + late credit × days late) ÷ days due × 100. Due is a working day, not excused, whose window has closed. */
export function timeliness(days: readonly Day[], pack: IndexPack): Value<TimelinessTrace> {
  const working = days.filter((day) => day.working)
  const lines = working.filter((day) => day.windowClosed && day.excused === undefined).map(lineOf)
  return timelinessOf(
    {
      lines,
      excusedDays: working.flatMap(({ date, excused }) => (excused === undefined ? [] : { date, reason: excused })),
    },
    pack,
  )
}

/** From what became of each day. */
export function timelinessOf(
  { lines, excusedDays }: Pick<TimelinessTrace, 'lines' | 'excusedDays'>,
  pack: IndexPack,
): Value<TimelinessTrace> {
  const count = (state: TimelinessLine['state']) => lines.filter((line) => line.state === state).length
  const trace = {
    due: lines.length - count('awaiting'),
    onTime: count('on-time'),
    late: count('late'),
    missed: count('missed'),
    awaiting: count('awaiting'),
    excused: excusedDays.length,
    excusedDays,
    lines,
  }
  if (trace.due === 0) return { missing: trace.awaiting > 0 ? 'awaiting' : 'not-due', trace }
  return {
    value: fraction((trace.onTime * 1000 + trace.late * pack.lateCreditThousandths) * 100, trace.due * 1000),
    trace,
  }
}
