import { isWorkingDay, type CivilDate } from '../../civil-date.ts'
import type { AgencyContext, Assignment } from '../../context.ts'
import type { AttendanceFact, EntryFact, Fact, LeaveReason, VerdictFact } from '../../facts.ts'
import type { IndexPack } from './pack.ts'
import { attendanceOf, entriesOf } from './standing.ts'
import { outOfWholeDay, timing, windowEnds, type Timing, type WindowRule } from './window.ts'

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
  readonly excused: LeaveReason | 'outage' | undefined
  /** The window has closed as of the evaluation. */
  readonly windowClosed: boolean
  readonly entries: readonly CountedEntry[]
  readonly attendance: AttendanceFact | undefined
}

/** The window that an agency had on a date, or the pack's own. */
export function windowOn(agency: AgencyContext, pack: IndexPack, date: CivilDate): WindowRule {
  let rule: WindowRule = { days: pack.windows.defaultDays, graceDays: pack.windows.defaultGraceDays }
  for (const window of agency.windows) if (window.effectiveFrom <= date) rule = window
  return rule
}

const stateOf: Readonly<Record<VerdictFact['state'], CountedEntry['state']>> = {
  held: 'awaiting',
  admitted: 'awaiting',
  undone: 'awaiting',
  verified: 'verified',
  returned: 'returned',
  refused: 'refused',
}

/** What a day amounts to at a post. `facts` are all of this person and date. */
export function dayOf(
  date: CivilDate,
  facts: readonly Fact[],
  post: Assignment,
  agency: AgencyContext,
  pack: IndexPack,
  asOf: number,
): Day {
  const rule = windowOn(agency, pack, date)
  const leave = facts.find((fact) => fact.kind === 'leave')
  const outage = outOfWholeDay(date, post.zone, agency.outages)
  const entries = entriesOf(facts).map(
    ({ fact, verdict }): CountedEntry => ({
      fact,
      state: verdict === undefined ? 'awaiting' : stateOf[verdict.state],
      timing: timing({
        workDate: date,
        zone: post.zone,
        rule,
        outages: agency.outages,
        graces: agency.graces,
        offlineAllowance: pack.windows.offlineAllowanceHours * HOUR,
        // A correction that was asked for is judged by the instant of what it mends, and by no other.
        ...(verdict?.timelyAt === undefined
          ? { recordedAt: fact.recordedAt, sourceRecordedAt: fact.sourceRecordedAt, writtenAt: fact.writtenAt }
          : { recordedAt: verdict.timelyAt }),
      }),
    }),
  )
  return {
    date,
    entries,
    working: isWorkingDay(agency.calendar, date),
    excused: leave?.kind === 'leave' ? leave.reason : outage === undefined ? undefined : 'outage',
    windowClosed: windowEnds({ workDate: date, zone: post.zone, rule, outages: agency.outages }).closesAt <= asOf,
    attendance: attendanceOf(facts),
  }
}
