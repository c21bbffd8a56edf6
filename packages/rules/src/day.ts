import { isWorkingDay, startOf, type CivilDate } from './civil-date.ts'
import type { AgencyContext, Assignment } from './context.ts'
import type { AttendanceFact, EntryFact, Fact, LeaveReason, VerdictFact } from './facts.ts'
import type { IndexPack } from './pack.ts'
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

const stateOf: Readonly<Record<VerdictFact['state'], CountedEntry['state']>> =
  { held: 'awaiting', admitted: 'awaiting', undone: 'awaiting', verified: 'verified', returned: 'returned', refused: 'refused' }
const rank: Readonly<Record<VerdictFact['state'], number>> = { held: 0, refused: 1, admitted: 2, undone: 3, verified: 4, returned: 4 }

/** Whatever the order in which they come. */
const earlier = (one: number | undefined, other: number | undefined) => (one === undefined ? other : other === undefined ? one : Math.min(one, other))

/** Of facts about one record and revision the first in the log stands; of revisions the highest that was not refused, else the highest. */
function standing(facts: readonly Fact[]): { fact: EntryFact; verdict: VerdictFact | undefined }[] {
  const first = new Map<string, EntryFact>()
  const last = new Map<string, VerdictFact>()
  for (const fact of facts) {
    const key = `${fact.recordId}/${fact.revision}`
    if (fact.kind === 'entry') {
      const known = first.get(key)
      if (known === undefined || fact.offset < known.offset) first.set(key, fact)
    } else if (fact.kind === 'verdict') {
      const known = last.get(key)
      const later = known === undefined || fact.version > known.version || (fact.version === known.version && rank[fact.state] > rank[known.state])
      // The judgement tells by which instant a correction is timely, the verdict after it does not: the instant stays with the revision.
      last.set(key, { ...(later ? fact : known), timelyAt: earlier(fact.timelyAt, known?.timelyAt) })
    }
  }
  const best = new Map<string, { fact: EntryFact; verdict: VerdictFact | undefined }>()
  for (const [key, fact] of first) {
    const verdict = last.get(key)
    const known = best.get(fact.recordId)
    const refused = verdict?.state === 'refused'
    const knownRefused = known?.verdict?.state === 'refused'
    if (known === undefined || (refused === knownRefused ? fact.revision > known.fact.revision : knownRefused)) best.set(fact.recordId, { fact, verdict })
  }
  return [...best.values()].sort((a, b) => (a.fact.recordId < b.fact.recordId ? -1 : 1))
}

/** The attendance of a day: the highest revision of the record that came first in the log. */
function attendanceOf(facts: readonly Fact[]): AttendanceFact | undefined {
  let best: AttendanceFact | undefined
  for (const fact of facts) {
    if (fact.kind !== 'attendance') continue
    if (best === undefined || fact.revision > best.revision || (fact.revision === best.revision && fact.offset < best.offset)) best = fact
  }
  return best
}

/** What a day amounts to at a post. `facts` are all of this person and date. */
export function dayOf(date: CivilDate, facts: readonly Fact[], post: Assignment, agency: AgencyContext, pack: IndexPack, asOf: number): Day {
  const rule = windowOn(agency, pack, date)
  const leave = facts.find((fact) => fact.kind === 'leave')
  const outage = outOfWholeDay(date, post.zone, agency.outages)
  const entries = standing(facts)
    .map(({ fact, verdict }): CountedEntry => ({
      fact, state: verdict === undefined ? 'awaiting' : stateOf[verdict.state],
      timing: timing({
        workDate: date, zone: post.zone, recordedAt: verdict?.timelyAt ?? fact.recordedAt, sourceRecordedAt: verdict?.timelyAt === undefined ? fact.sourceRecordedAt : undefined,
        writtenAt: fact.writtenAt, rule, outages: agency.outages, graces: agency.graces, offlineAllowance: pack.windows.offlineAllowanceHours * HOUR,
      }),
    }))
  return {
    date, entries, working: isWorkingDay(agency.calendar, date), excused: leave?.kind === 'leave' ? leave.reason : outage === undefined ? undefined : 'outage',
    windowClosed: startOf(date, post.zone) <= asOf && windowEnds({ workDate: date, zone: post.zone, rule, outages: agency.outages }).closesAt <= asOf,
    attendance: attendanceOf(facts),
  }
}
