import type { CivilDate, Instant, Zone } from '../../civil-date.ts'
import type { AgencyContext, Assignment, Context } from '../../context.ts'
import type { EntryFact, Fact, LeaveFact } from '../../facts.ts'
import { INDEX, inForce, nameOf, type PackName, type Packs } from '../../published.ts'
import type { IndexPack } from './pack.ts'
import type { Elsewhere } from './elsewhere.ts'
import { kindOf } from './leave.ts'
import { permittedOn, type Permission, type Permitted } from './permission.ts'
import type { Presence } from './presence.ts'
import { attendanceOf, entriesOf, type Attendance, type StandingEntry } from './standing.ts'
import {
  endsOf,
  outOfWholeDay,
  timingWithin,
  type Ends,
  type Outage,
  type Timing,
  type WindowRule,
} from './lateness.ts'
import { shiftOn, worked } from './working-days.ts'

const HOUR = 3_600_000

/** An entry as it counts: its highest revision that stands, with the last verdict on it. */
export interface CountedEntry {
  readonly fact: EntryFact
  readonly state: 'awaiting' | 'verified' | 'returned' | 'refused'
  readonly timing: Timing
}

/** One civil day of a person at one post. */
export interface Day {
  readonly date: CivilDate
  readonly working: boolean
  /** What excuses it. */
  readonly leave: LeaveFact | undefined
  /** Outages that together cover the whole of it: it is out of timeliness only. */
  readonly outage: Outage | undefined
  /** A working day, not excused, whose window has closed as of the evaluation. */
  readonly due: boolean
  readonly entries: readonly CountedEntry[]
  readonly attendance: Attendance | undefined
  /** What another agency told of it, which does not count. */
  readonly elsewhere: readonly Elsewhere[]
  /** Minutes of it that permissions to be away for a part of the day excuse. */
  readonly permitted: readonly Permitted[]
}

/** What a day is for everybody of an agency and zone: its window by the agency's own rule or the pack in force on it, and what moves it. */
export interface Frame {
  readonly rule: WindowRule
  readonly ends: Ends
  readonly offlineAllowance: number
  readonly outage: Outage | undefined
  /** Whose windows it is judged by. */
  readonly by: PackName
  /** By the agency's calendar; a duty schedule is a person's. */
  readonly working: boolean
  /** Whether a leave excuses it. */
  readonly excuses: (leave: Pick<LeaveFact, 'reason'>) => boolean
}

/** The window of an agency on a date, or the one of the pack in force on it. */
export function windowOn(agency: Pick<AgencyContext, 'windows'>, pack: IndexPack, date: CivilDate): WindowRule {
  let rule: WindowRule = { days: pack.windows.defaultDays, graceDays: pack.windows.defaultGraceDays }
  for (const window of agency.windows) if (window.effectiveFrom <= date) rule = window
  return rule
}

/** The days of an agency at workplaces of one zone, by date. */
export type Frames = Map<CivilDate, Frame>
const known = new WeakMap<Packs, WeakMap<AgencyContext, Record<Zone, Frames>>>()

/** What is computed once for an agency: nothing of it depends on the person. */
export function framesOf(agency: AgencyContext, packs: Packs, zone: Zone): Frames {
  let agencies = known.get(packs)
  if (agencies === undefined) known.set(packs, (agencies = new WeakMap()))
  let zones = agencies.get(agency)
  if (zones === undefined) agencies.set(agency, (zones = { WIB: new Map(), WITA: new Map(), WIT: new Map() }))
  return zones[zone]
}

/** @throws RangeError where no version of the index is in force on the day */
export function frameOf(
  agency: AgencyContext,
  packs: Packs,
  zone: Zone,
  date: CivilDate,
  frames = framesOf(agency, packs, zone),
): Frame {
  let frame = frames.get(date)
  if (frame === undefined) {
    const published = inForce(packs, INDEX, date)
    if (published === undefined) throw new RangeError(`no version of ${INDEX} is in force on ${date}`)
    const pack = published.content as IndexPack
    const rule = windowOn(agency, pack, date)
    frame = {
      rule,
      ends: endsOf({ workDate: date, zone, rule, outages: agency.outages }),
      offlineAllowance: pack.windows.offlineAllowanceHours * HOUR,
      outage: outOfWholeDay(date, zone, agency.outages),
      by: nameOf(published),
      working: worked(agency, noDuty, date),
      excuses: ({ reason }) => kindOf(pack, reason)?.due !== true,
    }
    frames.set(date, frame)
  }
  return frame
}

const unpermitted: readonly Permitted[] = []
const none: readonly Elsewhere[] = []
const noDuty: Context['duty'] = {}
const isEmpty = (duty: Context['duty']): boolean => {
  for (const _ in duty) return false
  return true
}

const stateOf: Readonly<Record<NonNullable<StandingEntry['verdict']>['state'], CountedEntry['state']>> = {
  held: 'awaiting',
  admitted: 'awaiting',
  undone: 'awaiting',
  verified: 'verified',
  returned: 'returned',
  refused: 'refused',
}

/**
 * What a day of a person amounts to at a post. @param facts all of this person and date @param leave what excuses it, if anything does
 * @param made what punches make of it: theirs may lie on the dates beside it @param permissions all of the person, in the order of time
 * @param elsewhere what is not among the facts, since another agency told it
 */
export function dayOf(
  date: CivilDate,
  facts: readonly Fact[],
  leave: LeaveFact | undefined,
  post: Pick<Assignment, 'zone' | 'unitId'> & { readonly employeeId: string },
  agency: AgencyContext,
  duty: Context['duty'],
  packs: Packs,
  asOf: Instant,
  frames?: Frames,
  made?: Presence,
  permissions: readonly Permission[] = [],
  elsewhere: readonly Elsewhere[] = none,
): Day {
  const frame = frameOf(agency, packs, post.zone, date, frames)
  const { ends, rule, offlineAllowance, outage } = frame
  const working = isEmpty(duty) ? frame.working : worked(agency, duty, date)
  const attendance = attendanceOf(facts, made)
  return {
    date,
    working,
    leave,
    outage,
    due: working && leave === undefined && ends.closes.at <= asOf,
    entries: entriesOf(facts).map(({ fact, verdict }) => ({
      fact,
      state: verdict === undefined ? 'awaiting' : stateOf[verdict.state],
      timing: timingWithin(ends, {
        workDate: date,
        employeeId: post.employeeId,
        unitId: post.unitId,
        rule,
        graces: agency.graces,
        offlineAllowance,
        // A correction that was asked for is judged by the instant of what it mends, and by no other.
        ...(verdict?.timelyAt === undefined
          ? { recordedAt: fact.recordedAt, sourceRecordedAt: fact.sourceRecordedAt, writtenAt: fact.writtenAt }
          : { recordedAt: verdict.timelyAt }),
      }),
    })),
    attendance,
    elsewhere,
    permitted:
      attendance === undefined || permissions.length === 0
        ? unpermitted
        : permittedOn(date, attendance.counts, shiftOn(agency, duty, date), permissions, {
            zone: post.zone,
            outages: agency.attendanceOutages ?? [],
          }),
  }
}
