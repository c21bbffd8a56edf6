import type { CivilDate, Instant } from '../../../civil-date.ts'
import type { LeaveReason } from '../../../facts.ts'
import { compare, fraction, type Fraction } from '../../../fraction.ts'
import type { CountedEntry, Day } from '../day.ts'
import type { IndexPack } from '../pack.ts'
import type { CriterionOf, Value } from './criterion.ts'

/** A day that was due, or would be if its entries had been looked at. */
export interface TimelinessLine {
  readonly date: CivilDate
  readonly state: 'on-time' | 'late' | 'missed' | 'awaiting'
  /** The verified entry that decided it. */
  readonly record?: string
  /** An entry that waits for the superior. Beside a verified one: it is in time, and the other late. */
  readonly waiting?: string
  /** Its window was moved by this outage or grace period, to this instant (excluded). */
  readonly movedBy?: string
  readonly movedTo?: Instant
  /** The entry came with imported history. */
  readonly imported?: true
  /** It counted from when it was written offline: so many whole minutes before it arrived. */
  readonly writtenMinutes?: number
}

export interface TimelinessTrace {
  readonly due: number
  readonly onTime: number
  readonly late: number
  readonly missed: number
  readonly awaiting: number
  readonly excused: number
  /** Of the days that count, those that count from when they were written offline. */
  readonly written: number
  readonly excusedDays: readonly {
    readonly date: CivilDate
    readonly reason: LeaveReason | 'outage'
    readonly record: string
  }[]
  readonly lines: readonly TimelinessLine[]
}

const MINUTE = 60_000

const toldOf = ({ timing, fact }: CountedEntry) => ({
  record: fact.recordId,
  ...(timing.movedBy === undefined ? {} : { movedBy: timing.movedBy, movedTo: timing.movedTo! }),
  ...(fact.sourceRecordedAt === undefined ? {} : { imported: true as const }),
  ...(timing.judgedBy === 'written'
    ? { writtenMinutes: Math.floor((fact.recordedAt - timing.judgedAt) / MINUTE) }
    : {}),
})

/** What a due day amounts to by its best standing. */
function lineOf({ date, entries }: Day): TimelinessLine {
  const first = (state: CountedEntry['state'], verdict: 'in-time' | 'late') =>
    entries.find((entry) => entry.state === state && entry.timing.verdict === verdict)
  const inTime = first('verified', 'in-time')
  if (inTime !== undefined) return { date, state: 'on-time', ...toldOf(inTime) }
  const late = first('verified', 'late')
  const waitsInTime = first('awaiting', 'in-time')
  if (late !== undefined)
    return {
      date,
      state: 'late',
      ...toldOf(late),
      ...(waitsInTime === undefined ? {} : { waiting: waitsInTime.fact.recordId }),
    }
  // A slow superior must not cost the employee: what waits for him is not due yet.
  const waits = waitsInTime ?? first('awaiting', 'late')
  return waits === undefined ? { date, state: 'missed' } : { date, state: 'awaiting', waiting: waits.fact.recordId }
}

const shareOf = (onTime: number, late: number, due: number, credit: number): Fraction | undefined =>
  due === 0 ? undefined : fraction((onTime * 1000 + late * credit) * 100, due * 1000)

/**
 * (days on time + late credit × days late) ÷ days due × 100, from what each day amounts to. Days with a late verified entry beside one in time
 * that still waits count together as late where that raises the value, else they await: one missed and one such day make 25, nine on time and one
 * such day 100 and not 95. Nothing is raised where without them there is no value.
 */
function again(lines: readonly TimelinessLine[], excusedDays: TimelinessTrace['excusedDays'], pack: IndexPack) {
  const credit = pack.lateCreditThousandths
  const counts = { 'on-time': 0, late: 0, missed: 0, awaiting: 0 }
  let open = 0
  for (const { state, record, waiting } of lines)
    if (record !== undefined && waiting !== undefined) open++
    else counts[state]++
  const without = shareOf(counts['on-time'], counts.late, counts['on-time'] + counts.late + counts.missed, credit)
  const counted = counts['on-time'] + counts.late + counts.missed + open
  const withThem = shareOf(counts['on-time'], counts.late + open, counted, credit)
  const raises = without !== undefined && withThem !== undefined && compare(withThem, without) > 0
  const state: TimelinessLine['state'] = raises ? 'late' : 'awaiting'
  counts[state] += open
  const decided = lines.map(
    (line): TimelinessLine =>
      line.record !== undefined && line.waiting !== undefined && line.state !== state ? { ...line, state } : line,
  )
  const due = counts['on-time'] + counts.late + counts.missed
  const trace: TimelinessTrace = {
    due,
    onTime: counts['on-time'],
    late: counts.late,
    missed: counts.missed,
    awaiting: counts.awaiting,
    excused: excusedDays.length,
    written: decided.filter((line) => line.writtenMinutes !== undefined && line.state !== 'awaiting').length,
    excusedDays,
    lines: decided,
  }
  const value = raises ? withThem : without
  return value === undefined
    ? ({ missing: counts.awaiting > 0 ? 'awaiting' : 'not-due', trace } as const)
    : ({ value, trace } as const)
}

/** Due is a working day, not excused, whose window has closed; an outage of the whole day leaves it out of this criterion only. */
export function timelinessOf(days: readonly Day[], pack: IndexPack): Value<TimelinessTrace> {
  const lines: TimelinessLine[] = []
  const excused: TimelinessTrace['excusedDays'][number][] = []
  for (const day of days) {
    if (!day.working) continue
    if (day.leave !== undefined) excused.push({ date: day.date, reason: day.leave.reason, record: day.leave.recordId })
    else if (day.outage !== undefined) excused.push({ date: day.date, reason: 'outage', record: day.outage.id })
    else if (day.due) lines.push(lineOf(day))
  }
  return again(lines, excused, pack)
}

export const timeliness: CriterionOf<'timeliness'> = {
  measure: ({ days }, pack) => timelinessOf(days, pack),
  again: ({ lines, excusedDays }, _, pack) => again(lines, excusedDays, pack),
  words: {
    id: {
      name: 'Ketepatan waktu',
      missing: {
        awaiting: 'Menunggu verifikasi penilai',
        'not-due': 'Tidak dihitung: tidak ada yang jatuh tempo',
      },
    },
    en: {
      name: 'Timeliness',
      missing: { awaiting: 'Awaiting the assessor’s verification', 'not-due': 'Not counted: nothing is due' },
    },
  },
}
