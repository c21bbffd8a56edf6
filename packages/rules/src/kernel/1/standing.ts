import type { CivilDate } from '../../civil-date.ts'
import type {
  AttendanceFact,
  EntryFact,
  ExcuseFact,
  Fact,
  LeaveFact,
  PermissionFact,
  VerdictFact,
  VerdictState,
} from '../../facts.ts'
import type { Presence } from './presence.ts'

/** An entry that stands, with the last verdict on it. */
export interface StandingEntry {
  readonly fact: EntryFact
  readonly verdict: (VerdictFact & { readonly state: Exclude<VerdictState, 'withdrawn'> }) | undefined
}

/** A revision of an entry, with what was said of it. */
interface Told {
  readonly fact: EntryFact
  readonly verdict: VerdictFact | undefined
}

interface Revision {
  readonly revision: number
  fact: EntryFact | undefined
  verdict: VerdictFact | undefined
}

const rank: Readonly<Record<VerdictFact['state'], number>> = {
  held: 0,
  refused: 1,
  admitted: 2,
  undone: 3,
  verified: 4,
  returned: 4,
  withdrawn: 5,
}

/** Whatever the order in which they come. */
const earlier = (one: number | undefined, other: number | undefined) =>
  one === undefined ? other : other === undefined ? one : Math.min(one, other)

/** Whether a revision gives way to the others: it was refused, or takes the entry back without the journal having said so yet. */
const givesWay = ({ fact, verdict }: Told): boolean =>
  verdict?.state === 'refused' || (fact.withdrawn && verdict?.state !== 'withdrawn')

const stands = (one: Told): one is StandingEntry => !one.fact.withdrawn && one.verdict?.state !== 'withdrawn'

/**
 * Of facts about one record and revision the first in the log stands; of revisions the highest that was not refused, else the highest. An entry
 * that its writer took back is none.
 */
export function entriesOf(facts: readonly Fact[]): StandingEntry[] {
  const records = new Map<string, Revision[]>()
  for (const fact of facts) {
    if (fact.kind !== 'entry' && fact.kind !== 'verdict') continue
    let revisions = records.get(fact.recordId)
    if (revisions === undefined) records.set(fact.recordId, (revisions = []))
    let one = revisions.find(({ revision }) => revision === fact.revision)
    if (one === undefined) revisions.push((one = { revision: fact.revision, fact: undefined, verdict: undefined }))
    if (fact.kind === 'verdict') one.verdict = later(fact, one.verdict)
    else if (one.fact === undefined || fact.offset < one.fact.offset) one.fact = fact
  }
  const standing: StandingEntry[] = []
  for (const revisions of records.values()) {
    let best: Told | undefined
    for (const { fact, verdict } of revisions) {
      if (fact === undefined) continue
      const one = { fact, verdict }
      const [behind, bestBehind] = [givesWay(one), best !== undefined && givesWay(best)]
      if (best === undefined || (behind === bestBehind ? fact.revision > best.fact.revision : bestBehind)) best = one
    }
    if (best !== undefined && stands(best)) standing.push(best)
  }
  return standing.sort((a, b) => (a.fact.recordId < b.fact.recordId ? -1 : 1))
}

/** The verdict that counts: the higher version. The judgement tells by which instant a correction is timely, the verdict after it does not: the instant stays. */
function later(one: VerdictFact, known: VerdictFact | undefined): VerdictFact {
  if (known === undefined) return one
  const last =
    one.version > known.version || (one.version === known.version && rank[one.state] > rank[known.state]) ? one : known
  const timelyAt = earlier(one.timelyAt, known.timelyAt)
  return last.timelyAt === timelyAt ? last : { ...last, timelyAt }
}

/** The higher revision; of two contents under one revision the first in the log. */
const outranks = (one: AttendanceFact | ExcuseFact, other: AttendanceFact | ExcuseFact) =>
  one.revision > other.revision || (one.revision === other.revision && one.offset < other.offset)

/** What a fact is a revision of. Another agency tells under the same id of something else: it corrects nothing. */
const recordOf = (fact: AttendanceFact | ExcuseFact): string =>
  fact.kind === 'attendance' && fact.agencyId !== undefined ? `${fact.recordId} ${fact.agencyId}` : fact.recordId

/** The facts of each record that stand: its highest revision. */
function standingRecords<F extends AttendanceFact | ExcuseFact>(facts: Iterable<F>): F[] {
  const records = new Map<string, F>()
  for (const fact of facts) {
    const record = recordOf(fact)
    const known = records.get(record)
    if (known === undefined || outranks(fact, known)) records.set(record, fact)
  }
  return [...records.values()]
}

/** What is said of a day: by a daily result, or by the punches that make it. */
export type DayResult = Pick<
  AttendanceFact,
  'recordId' | 'settlement' | 'present' | 'occurredAt' | 'lateMinutes' | 'earlyLeaveMinutes'
> & { readonly made?: Presence }

/** The attendance of a day: the result that counts, and those that say something else of it. */
export interface Attendance {
  readonly counts: DayResult
  readonly not: readonly DayResult[]
}

const none: readonly DayResult[] = []

/** Punches as the result of their day: told by its last scan, named by its first. */
function resultOf(made: Presence): DayResult {
  const [first, last] = [made.came ?? made.went!, made.went ?? made.came!]
  const { lateMinutes, earlyLeaveMinutes } = made
  const told = { recordId: first.recordId, occurredAt: last.at, settlement: false, present: true }
  return { ...told, lateMinutes, earlyLeaveMinutes, made }
}

const sameDay = (one: DayResult, other: DayResult) =>
  one.present === other.present &&
  one.lateMinutes === other.lateMinutes &&
  one.earlyLeaveMinutes === other.earlyLeaveMinutes

/** Which of two results of one day counts: a settlement, then presence against absence, then the later source time, then the greater id. */
const weightier = (one: DayResult, other: DayResult): number =>
  Number(other.settlement) - Number(one.settlement) ||
  Number(other.present) - Number(one.present) ||
  other.occurredAt - one.occurredAt ||
  (one.recordId > other.recordId ? -1 : 1)

/**
 * Domain.md §6: a nightly job's absence beside a scan that came late is a presence; both are listed. Punches beside a daily result that says the same
 * contradict nothing. @param made what the punches of the day amount to
 */
export function attendanceOf(facts: readonly Fact[], made?: Presence): Attendance | undefined {
  const told = dailyResults(facts)
  if (made === undefined) return told
  const punched = resultOf(made)
  if (told === undefined) return { counts: punched, not: none }
  const [counts, ...not] = [punched, told.counts, ...told.not].sort(weightier)
  return {
    counts: counts!,
    not: not.filter((one) => (one.made === undefined && counts!.made === undefined) || !sameDay(one, counts!)),
  }
}

function dailyResults(facts: readonly Fact[]): Attendance | undefined {
  let only: AttendanceFact | undefined
  let several = false
  for (const fact of facts) {
    if (fact.kind !== 'attendance') continue
    several ||= only !== undefined
    only = fact
  }
  // Nearly every day has one.
  if (only === undefined || !several) return only && !only.withdrawn ? { counts: only, not: none } : undefined
  const [counts, ...not] = standingRecords(facts.filter((fact) => fact.kind === 'attendance'))
    .filter((one) => !one.withdrawn)
    .sort(weightier)
  return counts && { counts, not }
}

/** A person's leaves, each as its last revision says, however far that moved it. */
export const leavesOf = (facts: readonly LeaveFact[]): LeaveFact[] =>
  standingRecords(facts)
    .filter(({ withdrawn }) => !withdrawn)
    .sort((a, b) => (a.from === b.from ? (a.recordId < b.recordId ? -1 : 1) : a.from < b.from ? -1 : 1))

/** A person's permissions to be away for a part of a day, each as its last revision says, in the order of time. */
export const permissionsOf = (facts: readonly PermissionFact[]): PermissionFact[] =>
  standingRecords(facts)
    .filter(({ withdrawn }) => !withdrawn)
    .sort(
      (a, b) =>
        (a.date < b.date ? -1 : a.date > b.date ? 1 : 0) ||
        a.fromMinute - b.fromMinute ||
        (a.recordId < b.recordId ? -1 : 1),
    )

/** A verdict is about an entry. */
const kindOf = (kind: DayFact['kind']) => (kind === 'verdict' ? 'entry' : kind)
const placeOf = (fact: DayFact): string =>
  `${kindOf(fact.kind)}/${fact.kind === 'attendance' ? recordOf(fact) : fact.recordId}`

/** What lies on a day; a leave and a permission lie on none. */
export type DayFact = Exclude<Fact, ExcuseFact>
type Placed = readonly [date: CivilDate, fact: DayFact]

/** Which of a record's facts, found under several days, stand. A verdict lies on the day of what it judged; one on a revision that is gone says nothing. */
function standingOf(facts: readonly Placed[]): readonly Placed[] {
  const [, any] = facts[0]!
  if (any.kind === 'entry' || any.kind === 'verdict') {
    const best = entriesOf(facts.map(([, fact]) => fact))[0]?.fact
    const date = facts.find(([, fact]) => fact === best)?.[0]
    return facts.filter(([at, fact]) => fact === best || (fact.kind === 'verdict' && at === date))
  }
  const [best] = standingRecords(facts.flatMap(([, fact]) => (fact.kind === 'attendance' ? fact : [])))
  return facts.filter(([, fact]) => fact === best)
}

/**
 * Facts by day without those that another day supersedes: a correction may move a record to another day, and the same id may come again
 * with other content. Each counts on one day.
 */
export function settled(days: ReadonlyMap<CivilDate, readonly DayFact[]>): ReadonlyMap<CivilDate, readonly DayFact[]> {
  const entries = new Map<string, CivilDate>()
  const attendances = new Map<string, CivilDate>()
  const several = new Map<string, Placed[]>()
  for (const [date, facts] of days) {
    for (const fact of facts) {
      // Its instant is in its id: no revision moves a punch.
      if (fact.kind === 'punch') continue
      const seen = fact.kind === 'attendance' ? attendances : entries
      const record = fact.kind === 'attendance' ? recordOf(fact) : fact.recordId
      const known = seen.get(record)
      if (known === undefined) seen.set(record, date)
      else if (known !== date) several.set(placeOf(fact), [])
    }
  }
  if (several.size === 0) return days
  for (const [date, facts] of days) for (const fact of facts) several.get(placeOf(fact))?.push([date, fact])
  const fallen = new Set<DayFact>()
  for (const facts of several.values()) {
    const standing = new Set(standingOf(facts))
    for (const placed of facts) if (!standing.has(placed)) fallen.add(placed[1])
  }
  return new Map([...days].map(([date, facts]) => [date, facts.filter((fact) => !fallen.has(fact))]))
}
