import { fraction } from '../../../fraction.ts'
import type { CivilDate } from '../../../civil-date.ts'
import type { Day } from '../day.ts'
import type { IndexPack } from '../pack.ts'
import type { Value } from './value.ts'

/** A deduction: points in thousandths. Late and early on one day are two. */
export interface DisciplineLine {
  readonly date: CivilDate
  readonly what: 'late' | 'early-leave' | 'absent'
  readonly minutes: number
  readonly points: number
  readonly record: string
}

type Event = Omit<DisciplineLine, 'points'>

const pointsOf = (
  what: DisciplineLine['what'],
  minutes: number,
  { discipline: { absenceThousandths, bands } }: IndexPack,
): number =>
  what === 'absent'
    ? absenceThousandths
    : minutes < 1
      ? 0
      : bands.find(({ upTo }) => upTo === undefined || minutes <= upTo)!.pointsThousandths

/** 100 − deductions, floor 0. Only working days that are not excused can cost anything. */
export function discipline(
  days: readonly Day[],
  connected: boolean,
  pack: IndexPack,
): Value<readonly DisciplineLine[]> {
  if (!connected) return { missing: 'not-connected', trace: [] }
  return disciplineOf(
    days.flatMap(({ date, attendance, working, excused }): Event[] => {
      if (attendance === undefined || !working || excused !== undefined) return []
      const { recordId: record, present, lateMinutes, earlyLeaveMinutes } = attendance
      return present
        ? [
            { date, what: 'late', minutes: lateMinutes, record },
            { date, what: 'early-leave', minutes: earlyLeaveMinutes, record },
          ]
        : [{ date, what: 'absent', minutes: 0, record }]
    }),
    pack,
  )
}

/** From what happened; what costs nothing is no line. */
export function disciplineOf(events: readonly Event[], pack: IndexPack): Value<readonly DisciplineLine[]> {
  const trace = events
    .map((event) => ({ ...event, points: pointsOf(event.what, event.minutes, pack) }))
    .filter(({ points }) => points > 0)
  return { value: fraction(Math.max(100_000 - trace.reduce((total, { points }) => total + points, 0), 0), 1000), trace }
}
