import type { CivilDate } from '../../../civil-date.ts'
import { fraction } from '../../../fraction.ts'
import type { Day } from '../day.ts'
import type { IndexPack } from '../pack.ts'
import { unexcused, type Permitted } from '../permission.ts'
import type { Presence } from '../presence.ts'
import type { CriterionOf, Value } from './criterion.ts'

/** A deduction: points in thousandths. Late and early on one day are two. */
export interface DisciplineLine {
  readonly date: CivilDate
  readonly what: 'late' | 'early-leave' | 'absent'
  readonly minutes: number
  readonly points: number
  readonly record: string
  /** Of a day made of punches: which hours it is judged by, and which scans made it. */
  readonly shift?: string
  readonly punches?: readonly string[]
}
type Event = Omit<DisciplineLine, 'points'>

export interface DisciplineTrace {
  /** Days due since the agency's attendance is known, and for how many of them there is a fact. */
  readonly due: number
  readonly known: number
  /** Due days without a fact: neither presence nor absence. */
  readonly unknown: readonly CivilDate[]
  /** Days of which two records say different things: which counts, and which do not. */
  readonly contradicted: readonly {
    readonly date: CivilDate
    readonly record: string
    readonly not: readonly string[]
  }[]
  readonly lines: readonly DisciplineLine[]
  /** Days of which a personnel officer settled what counts; absent: none. */
  readonly settled?: readonly { readonly date: CivilDate; readonly record: string; readonly present: boolean }[]
  /** Days on which an outage of the machines took minutes away, or excuses a scan that is missing; absent: none. */
  readonly machineOut?: readonly { readonly date: CivilDate; readonly outage: string }[]
  /** Minutes that a permission to be away for a part of the day excuses: those of the lines are without them; absent: none. */
  readonly permitted?: readonly ({ readonly date: CivilDate } & Permitted)[]
  /** What another agency told of days, so many records of each: it does not count; absent: nothing. */
  readonly elsewhere?: readonly { readonly date: CivilDate; readonly agencyId: string; readonly records: number }[]
  /** Of the days that are known, so many are made of punches; absent: none. */
  readonly punched?: number
  /** Days of punches on which one is missing: nothing is deducted for it. */
  readonly forgotten?: readonly {
    readonly date: CivilDate
    readonly what: 'in' | 'out'
    readonly shift: string
    readonly punches: readonly string[]
  }[]
}

const none: DisciplineTrace = { due: 0, known: 0, unknown: [], contradicted: [], lines: [] }

const pointsOf = ({ what, minutes }: Event, { discipline: { absenceThousandths, bands } }: IndexPack): number =>
  what === 'absent'
    ? absenceThousandths
    : minutes < 1
      ? 0
      : bands.find(({ upTo }) => upTo === undefined || minutes <= upTo)!.pointsThousandths

function eventsOf({ date, attendance, permitted }: Day): Event[] {
  if (attendance === undefined) return []
  const { recordId: record, present, made } = attendance.counts
  if (!present) return [{ date, what: 'absent', minutes: 0, record }]
  const { lateMinutes, earlyLeaveMinutes } = unexcused(attendance.counts, permitted)
  const by = made?.shift === undefined ? {} : { shift: made.shift.code, punches: scansOf(made) }
  return [
    { date, what: 'late', minutes: lateMinutes, record, ...by },
    { date, what: 'early-leave', minutes: earlyLeaveMinutes, record: made?.went?.recordId ?? record, ...by },
  ]
}

const scansOf = ({ came, went }: Presence): string[] => [came, went].flatMap((punch) => punch?.recordId ?? [])

/** What a receipt says of days that an officer settled: nothing where there is none. */
function settledOf(able: readonly Day[]): Pick<DisciplineTrace, 'settled'> {
  const settled = able.flatMap(({ date, attendance }) =>
    attendance?.counts.settlement
      ? [{ date, record: attendance.counts.recordId, present: attendance.counts.present }]
      : [],
  )
  return settled.length === 0 ? {} : { settled }
}

/** What a receipt says of minutes that were permitted: nothing where there are none. */
function permittedOf(able: readonly Day[]): Pick<DisciplineTrace, 'permitted'> {
  const permitted = able.flatMap((day) => day.permitted.map((one) => ({ date: day.date, ...one })))
  return permitted.length === 0 ? {} : { permitted }
}

/** What a receipt says of what other agencies told: nothing where they told nothing. */
function elsewhereOf(able: readonly Day[]): Pick<DisciplineTrace, 'elsewhere'> {
  const elsewhere = able.flatMap(({ date, elsewhere: told }) =>
    [...Map.groupBy(told, ({ agencyId }) => agencyId)]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([agencyId, of]) => ({ date, agencyId, records: new Set(of.map(({ recordId }) => recordId)).size })),
  )
  return elsewhere.length === 0 ? {} : { elsewhere }
}

/** What a receipt says of days made of punches: nothing where there is none. */
function punchedOf(
  able: readonly Day[],
  due: readonly Day[],
): Pick<DisciplineTrace, 'punched' | 'forgotten' | 'machineOut'> {
  const forgotten = able.flatMap(({ date, attendance }) => {
    const made = attendance?.counts.made
    return made?.forgot === undefined || made.shift === undefined
      ? []
      : [{ date, what: made.forgot, shift: made.shift.code, punches: scansOf(made) }]
  })
  const punched = due.filter(({ attendance }) => attendance?.counts.made !== undefined).length
  const machineOut = able.flatMap(({ date, attendance }) => {
    const outage = attendance?.counts.made?.excusedBy
    return outage === undefined ? [] : [{ date, outage }]
  })
  return {
    ...(punched === 0 ? {} : { punched }),
    ...(forgotten.length === 0 ? {} : { forgotten }),
    ...(machineOut.length === 0 ? {} : { machineOut }),
  }
}

/**
 * 100 − deductions, floor 0. Only working days that are not excused can cost anything, and only by a fact. Facts for fewer than the pack's share of
 * the due days leave it awaiting; where no day is due and no fact is there, nothing is.
 */
function measure(days: readonly Day[], attendanceFrom: CivilDate | undefined, pack: IndexPack) {
  const able = days.filter((day) => day.working && day.leave === undefined)
  const due = able.filter(({ date, due }) => due && (attendanceFrom === undefined || date >= attendanceFrom))
  const unknown = due.filter(({ attendance }) => attendance === undefined).map(({ date }) => date)
  return again(
    {
      due: due.length,
      known: due.length - unknown.length,
      unknown,
      contradicted: able.flatMap(({ date, attendance }) =>
        attendance === undefined || attendance.not.length === 0
          ? []
          : [{ date, record: attendance.counts.recordId, not: attendance.not.map(({ recordId }) => recordId) }],
      ),
      lines: able
        .flatMap(eventsOf)
        .map((event) => ({ ...event, points: pointsOf(event, pack) }))
        .filter(({ points }) => points > 0),
      ...settledOf(able),
      ...permittedOf(able),
      ...elsewhereOf(able),
      ...punchedOf(able, due),
    },
    able.some(({ attendance }) => attendance !== undefined),
    pack,
  )
}

function again(trace: DisciplineTrace, anything: boolean, pack: IndexPack): Value<DisciplineTrace> {
  if (trace.due === 0 && !anything) return { missing: 'not-due', trace }
  if (trace.known * 100 < trace.due * pack.discipline.leastKnown) return { missing: 'awaiting', trace }
  const lines = trace.lines.map((line) => ({ ...line, points: pointsOf(line, pack) }))
  const deducted = lines.reduce((total, { points }) => total + points, 0)
  return { value: fraction(Math.max(100_000 - deducted, 0), 1000), trace: { ...trace, lines } }
}

export const discipline: CriterionOf<'discipline'> = {
  measure: ({ agency, days }, pack) =>
    agency.attendanceConnected ? measure(days, agency.attendanceFrom, pack) : { missing: 'not-connected', trace: none },
  again: (trace, missing, pack) =>
    missing === 'not-connected' ? { missing, trace } : again(trace, missing !== 'not-due', pack),
  words: {
    id: {
      name: 'Disiplin',
      missing: {
        'not-connected': 'Tidak dihitung: presensi instansi belum tersambung',
        awaiting: 'Menunggu: data presensi belum cukup',
        'not-due': 'Tidak dihitung: belum ada hari kerja yang jatuh tempo',
      },
    },
    en: {
      name: 'Discipline',
      missing: {
        'not-connected': 'Not counted: the agency’s attendance is not connected',
        awaiting: 'Awaiting: too few days with attendance data',
        'not-due': 'Not counted: no working day is due yet',
      },
    },
  },
}
