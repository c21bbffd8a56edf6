import type { CivilDate } from './civil-date.ts'
import type { AttendanceFact, EntryFact, Fact, LeaveFact, VerdictFact } from './facts.ts'

/** An entry that stands, with the last verdict on it. */
export interface StandingEntry {
  readonly fact: EntryFact
  readonly verdict: VerdictFact | undefined
}

const rank: Readonly<Record<VerdictFact['state'], number>> = { held: 0, refused: 1, admitted: 2, undone: 3, verified: 4, returned: 4 }

/** Whatever the order in which they come. */
const earlier = (one: number | undefined, other: number | undefined) => (one === undefined ? other : other === undefined ? one : Math.min(one, other))

/** Of facts about one record and revision the first in the log stands; of revisions the highest that was not refused, else the highest. */
export function entriesOf(facts: readonly Fact[]): StandingEntry[] {
  const first = new Map<string, EntryFact>()
  const last = new Map<string, VerdictFact>()
  for (const fact of facts) {
    if (fact.kind === 'attendance' || fact.kind === 'leave') continue
    const key = `${fact.recordId}/${fact.revision}`
    if (fact.kind === 'entry') {
      const known = first.get(key)
      if (known === undefined || fact.offset < known.offset) first.set(key, fact)
    } else {
      const known = last.get(key)
      const later = known === undefined || fact.version > known.version || (fact.version === known.version && rank[fact.state] > rank[known.state])
      // The judgement tells by which instant a correction is timely, the verdict after it does not: the instant stays with the revision.
      last.set(key, { ...(later ? fact : known), timelyAt: earlier(fact.timelyAt, known?.timelyAt) })
    }
  }
  const best = new Map<string, StandingEntry>()
  for (const [key, fact] of first) {
    const verdict = last.get(key)
    const known = best.get(fact.recordId)
    const refused = verdict?.state === 'refused'
    const knownRefused = known?.verdict?.state === 'refused'
    if (known === undefined || (refused === knownRefused ? fact.revision > known.fact.revision : knownRefused)) best.set(fact.recordId, { fact, verdict })
  }
  return [...best.values()].sort((a, b) => (a.fact.recordId < b.fact.recordId ? -1 : 1))
}

/** The higher revision; of two contents under one revision the first in the log. */
const outranks = (one: AttendanceFact | LeaveFact, other: AttendanceFact | LeaveFact) => one.revision > other.revision || (one.revision === other.revision && one.offset < other.offset)

/** The attendance of a day: the highest revision of the record that came first in the log. */
export function attendanceOf(facts: readonly Fact[]): AttendanceFact | undefined {
  const records = new Map<string, { came: bigint; best: AttendanceFact }>()
  for (const fact of facts) {
    if (fact.kind !== 'attendance') continue
    const known = records.get(fact.recordId)
    if (known === undefined) records.set(fact.recordId, { came: fact.offset, best: fact })
    else {
      if (fact.offset < known.came) known.came = fact.offset
      if (outranks(fact, known.best)) known.best = fact
    }
  }
  let first: { came: bigint; best: AttendanceFact } | undefined
  for (const record of records.values()) if (first === undefined || record.came < first.came) first = record
  return first?.best
}

type Placed = readonly [date: CivilDate, fact: Fact]

/** Which of a record's facts, found under several days, stand. A verdict stands with the revision that it judged. */
function standingOf(facts: readonly Placed[]): readonly Placed[] {
  const [, any] = facts[0]!
  if (any.kind === 'entry' || any.kind === 'verdict') {
    const best = entriesOf(facts.map(([, fact]) => fact))[0]?.fact
    const date = facts.find(([, fact]) => fact === best)?.[0]
    return facts.filter(([at, fact]) => fact === best || (fact.kind === 'verdict' && at === date && fact.revision === best?.revision))
  }
  let best = any
  for (const [, fact] of facts) if ((fact.kind === 'attendance' || fact.kind === 'leave') && outranks(fact, best)) best = fact
  return facts.filter(([, fact]) => fact.revision === best.revision && 'offset' in fact && fact.offset === best.offset)
}

/**
 * Facts by day without those that another day supersedes: a correction may move a record to another day, and the same id may come again
 * with other content. Each counts on one day (a leave on the days of its last revision).
 */
export function settled(days: ReadonlyMap<CivilDate, readonly Fact[]>): ReadonlyMap<CivilDate, readonly Fact[]> {
  const records = new Map<string, Placed[]>()
  const several = new Set<string>()
  for (const [date, facts] of days) {
    for (const fact of facts) {
      const key = `${fact.kind === 'verdict' ? 'entry' : fact.kind}/${fact.recordId}`
      const known = records.get(key)
      if (known === undefined) records.set(key, [[date, fact]])
      else {
        if (known[0]![0] !== date) several.add(key)
        known.push([date, fact])
      }
    }
  }
  if (several.size === 0) return days
  const fallen = new Set<Fact>()
  for (const key of several) {
    const facts = records.get(key)!
    const standing = new Set(standingOf(facts))
    for (const placed of facts) if (!standing.has(placed)) fallen.add(placed[1])
  }
  return new Map([...days].map(([date, facts]) => [date, facts.filter((fact) => !fallen.has(fact))]))
}
