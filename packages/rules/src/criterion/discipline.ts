import { fraction } from '../fraction.ts'
import type { CivilDate } from '../civil-date.ts'
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

function band(minutes: number, pack: IndexPack): number {
  if (minutes < 1) return 0
  return pack.discipline.bands.find((candidate) => candidate.upTo === undefined || minutes <= candidate.upTo)!.pointsThousandths
}

/** 100 − deductions, floor 0. */
export function discipline(days: readonly Day[], connected: boolean, pack: IndexPack): Value<readonly DisciplineLine[]> {
  if (!connected) return { missing: 'not-connected', trace: [] }
  const trace: DisciplineLine[] = []
  for (const day of days) {
    const { attendance } = day
    if (attendance === undefined || !day.working || day.excused !== undefined) continue
    const line = (what: DisciplineLine['what'], minutes: number, points: number) => points > 0 && trace.push({ date: day.date, what, minutes, points, record: attendance.recordId })
    if (!attendance.present) line('absent', 0, pack.discipline.absenceThousandths)
    else {
      line('late', attendance.lateMinutes, band(attendance.lateMinutes, pack))
      line('early-leave', attendance.earlyLeaveMinutes, band(attendance.earlyLeaveMinutes, pack))
    }
  }
  const deducted = trace.reduce((total, { points }) => total + points, 0)
  return { value: fraction(Math.max(100_000 - deducted, 0), 1000), trace }
}
