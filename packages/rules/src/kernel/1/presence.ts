import { addDays, dateAt, DAY, startOf, type CivilDate, type Instant, type Zone } from '../../civil-date.ts'
import type { PunchFact, PunchKey } from '../../facts.ts'
import type { Shift } from '../../shift.ts'
import type { WorksIn } from './elsewhere.ts'
import type { Outage } from './lateness.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** A finger that is laid on twice is laid on once. */
const TWICE = MINUTE
/** Who scans again because he is not sure that it took has neither left nor come: a key is believed against the nearer edge only so long after. */
const APART = HOUR
/** So far from the hours of a shift a scan still belongs to them: who stays long or comes early is not on the next day, or on none. */
const REACH = 8 * HOUR
/** Whoever scanned at a machine in so long before it failed would have scanned there again: longer than most leaves, and than a shift's turns. */
const LATELY = 14 * DAY

export interface Punch {
  readonly recordId: string
  readonly at: Instant
  readonly key: PunchKey | undefined
  readonly device: string
  /** For which it was told. */
  readonly agencyId: string
}

/** When machines of an agency were out of order: those that are named, or, where none is, all of them. */
export interface MachineOutage extends Outage {
  readonly devices?: readonly string[] | undefined
}

/** What the punches of a day amount to. Absence is never made of them: where none is, nothing is known. */
export interface Presence {
  readonly date: CivilDate
  /** The hours by which it is judged; undefined: a day without hours, on which nobody is late. */
  readonly shift: Shift | undefined
  /** All of the day, in the order of time. */
  readonly scans: readonly Punch[]
  /** The first and the last that count; either may be missing. */
  readonly came: Punch | undefined
  readonly went: Punch | undefined
  /** Whole minutes, begun ones not counted; what an outage of the machines covers is none. */
  readonly lateMinutes: number
  readonly earlyLeaveMinutes: number
  /** A scan that is missing: a state, no fault. Nobody has left early of whom it is not known when he left. */
  readonly forgot: 'in' | 'out' | undefined
  /** The outage of the machines that took minutes away, or in which the missing scan would have been. */
  readonly excusedBy: string | undefined
}

export interface PresenceRules {
  /** Of the workplace, in which hours are meant; a punch is an instant and has none. */
  readonly zone: Zone
  readonly shiftOn: (date: CivilDate) => Shift | undefined
  /** Those that reach the person. */
  readonly outages: readonly Outage[]
  readonly worksIn: WorksIn
  readonly asOf: Instant
}

/** The days that punches make. */
export interface Presences {
  readonly days: ReadonlyMap<CivilDate, Presence>
  /** Punches of a day that were told for an agency in which the person has no post on it: shown, and never counted. */
  readonly elsewhere: ReadonlyMap<CivilDate, readonly Punch[]>
}

/**
 * The punches that stand: the highest revision of each, of one revision the first in the log; none that was taken back. What another agency tells of the
 * same person, machine and second is another one: it takes nothing back.
 */
export function punchesOf(facts: readonly PunchFact[]): Punch[] {
  const records = new Map<string, PunchFact>()
  for (const fact of facts) {
    const record = `${fact.recordId} ${fact.agencyId}`
    const known = records.get(record)
    if (
      known === undefined ||
      fact.revision > known.revision ||
      (fact.revision === known.revision && fact.offset < known.offset)
    )
      records.set(record, fact)
  }
  return [...records.values()]
    .filter(({ withdrawn }) => !withdrawn)
    .map(({ recordId, at, key, device, agencyId }) => ({ recordId, at, key, device, agencyId }))
}

/**
 * The outages of an agency's machines that reach a person: those of all its machines, and that of a machine where he scanned at it lately before it failed.
 * @param punches all that stand of the last two weeks before the days that are asked for
 */
export const outagesReaching = (
  punches: readonly Punch[],
  agencyId: string,
  outages: readonly MachineOutage[],
): readonly MachineOutage[] =>
  outages.every(({ devices }) => devices === undefined || devices.length === 0)
    ? outages
    : outages.filter(
        ({ devices = [], from }) =>
          devices.length === 0 ||
          punches.some(
            (one) =>
              one.agencyId === agencyId && devices.includes(one.device) && one.at < from && one.at >= from - LATELY,
          ),
      )

/** Hours as instants. */
interface Span {
  readonly beginAt: Instant
  readonly endAt: Instant
}
const spanOf = (shift: Shift, date: CivilDate, zone: Zone): Span => {
  const midnight = startOf(date, zone)
  return { beginAt: midnight + shift.beginMinute * MINUTE, endAt: midnight + shift.endMinute * MINUTE }
}

/** Between which moments somebody is expected at a shift. */
interface Edges extends Span {
  /** Late only after it. */
  readonly lastArrival: Instant
  /** When he may go; undefined: that hangs on when he came, which nobody knows. */
  readonly leaveAt: Instant | undefined
}

/** @param cameAt undefined: nobody knows */
export function edgesOf(shift: Shift, date: CivilDate, zone: Zone, cameAt: Instant | undefined): Edges {
  const { beginAt, endAt } = spanOf(shift, date, zone)
  const until = shift.arrivalUntilMinute
  const lastArrival = until === undefined ? beginAt : startOf(date, zone) + until * MINUTE
  // Who comes in the window stays as long as the shift is, counted from when he came; who comes after it, from its end.
  const shiftedBy = cameAt === undefined ? undefined : Math.min(Math.max(cameAt, beginAt), lastArrival) - beginAt
  const leaveAt = until === undefined ? endAt : shiftedBy === undefined ? undefined : endAt + shiftedBy
  return { beginAt, endAt, lastArrival, leaveAt }
}

/**
 * The day that a punch belongs to: that of the nearest edge of a shift, a night's to the date on which it begins. Where two shifts meet, the key says
 * which. A punch far from all hours belongs to the civil day on which it was made.
 */
function dayOfPunch({ at, key }: Punch, { zone, shiftOn }: PresenceRules): CivilDate {
  const civil = dateAt(at, zone)
  let [nearest, least] = [civil, REACH + 1]
  for (const date of [addDays(civil, -1), civil, addDays(civil, 1)]) {
    const shift = shiftOn(date)
    if (shift === undefined) continue
    const { beginAt, endAt } = spanOf(shift, date, zone)
    const toEdge = Math.min(Math.abs(at - beginAt), Math.abs(at - endAt))
    const distance = beginAt <= at && at <= endAt ? Math.min(toEdge, REACH) : toEdge
    if (distance < least || (distance === least && key !== 'out')) [nearest, least] = [date, distance]
  }
  return nearest
}

/** Milliseconds of a span that outages cover, each moment once; and the last outage that covers any. */
function covered(from: Instant, to: Instant, outages: readonly Outage[]): { length: number; by: string | undefined } {
  let [length, done]: [number, Instant] = [0, from]
  let by: string | undefined
  for (const outage of outages.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    const [begin, end] = [Math.max(outage.from, done), Math.min(outage.to, to)]
    if (end <= begin) continue
    length += end - begin
    done = end
    by = outage.id
  }
  return { length, by }
}

function missed(from: Instant, to: Instant, outages: readonly Outage[]): { minutes: number; by: string | undefined } {
  if (to <= from) return { minutes: 0, by: undefined }
  const { length, by } = covered(from, to, outages)
  return { minutes: Math.floor((to - from - length) / MINUTE), by }
}

const within = (at: Instant, outages: readonly Outage[]) => outages.find(({ from, to }) => from <= at && at < to)?.id

/** A day without hours: from the first scan to the last. */
const withoutHours = (date: CivilDate, punches: readonly Punch[]): Presence => ({
  date,
  shift: undefined,
  scans: punches,
  came: punches[0],
  went: punches.length > 1 ? punches.at(-1) : undefined,
  lateMinutes: 0,
  earlyLeaveMinutes: 0,
  forgot: undefined,
  excusedBy: undefined,
})

/**
 * The day of a shift. Time comes first: the first scan is the coming where it is nearer to the begin, the last the going where it is nearer to the end.
 * A key, which is easily pressed wrongly, speaks only where time does not: of a scan in the other half, an hour from its counterpart.
 */
function withHours(date: CivilDate, shift: Shift, punches: readonly Punch[], rules: PresenceRules): Presence {
  const { outages, zone, asOf } = rules
  const { beginAt, endAt } = spanOf(shift, date, zone)
  const nearBegin = ({ at }: Punch) => at - beginAt <= endAt - at
  const saysIn = ({ key, at }: Punch) => key === 'in' && at < endAt
  const [first, last] = [punches[0]!, punches.at(-1)!]

  const came = nearBegin(first) ? first : punches.find((one) => saysIn(one) && last.at - one.at >= APART)
  const lastIsGoing = last !== came && !nearBegin(last) && (came === undefined || !saysIn(last))
  const went = lastIsGoing
    ? last
    : punches.findLast(({ key, at }) => key === 'out' && came !== undefined && at - came.at >= APART)

  const { lastArrival, leaveAt } = edgesOf(shift, date, zone, came?.at)
  const late = came === undefined ? none : missed(lastArrival, came.at, outages)
  const early = went === undefined || leaveAt === undefined || saysIn(went) ? none : missed(went.at, leaveAt, outages)
  const missing =
    came === undefined ? 'in' : went === undefined && asOf >= (leaveAt ?? endAt) + REACH ? 'out' : undefined
  const excused = missing && within(missing === 'in' ? beginAt : (leaveAt ?? endAt), outages)
  return {
    date,
    shift,
    scans: punches,
    came,
    went,
    lateMinutes: late.minutes,
    earlyLeaveMinutes: early.minutes,
    forgot: excused === undefined ? missing : undefined,
    excusedBy: excused ?? late.by ?? early.by,
  }
}

const none = { minutes: 0, by: undefined }

const nameOf = ({ recordId, agencyId }: Punch): string => `${recordId} ${agencyId}`

/**
 * The days that a person's punches make. Pure, and of any order of punches the same. @param punches of the days wanted and of those beside them:
 * a night's end lies on the next date. Source: domain.md §6.
 */
export function presencesOf(punches: readonly Punch[], rules: PresenceRules): Presences {
  const days = new Map<CivilDate, Punch[]>()
  const elsewhere = new Map<CivilDate, Punch[]>()
  let before: Instant | undefined
  for (const punch of punches.toSorted((a, b) => a.at - b.at || (nameOf(a) < nameOf(b) ? -1 : 1))) {
    const date = dayOfPunch(punch, rules)
    const counts = rules.worksIn(punch.agencyId, date)
    // Of another agency's scans none hides one that counts.
    if (counts && before !== undefined && punch.at - before < TWICE) continue
    if (counts) before = punch.at
    const on = counts ? days : elsewhere
    const day = on.get(date)
    if (day === undefined) on.set(date, [punch])
    else day.push(punch)
  }
  const presences = new Map<CivilDate, Presence>()
  for (const [date, some] of days) {
    const shift = rules.shiftOn(date)
    presences.set(date, shift === undefined ? withoutHours(date, some) : withHours(date, shift, some, rules))
  }
  return { days: presences, elsewhere }
}
