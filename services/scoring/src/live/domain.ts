import { addDays, dateAt, startOf } from '@timbang/rules/civil-date'
import type { AgencyContext, Assignment } from '@timbang/rules/context'
import type { IndexPack } from '@timbang/rules/kernel/1/pack'
import { kernelOn } from '@timbang/rules/kernels'
import type { OwnParts } from '@timbang/rules/parts'
import { INDEX, inForce, type Packs } from '@timbang/rules/published'

/** How far back the live boards look: the last 28 days up to yesterday, and today. */
export const DAYS_BACK = 28

/** What one person adds to the figures of his agency and unit. Counts only. */
export interface Summary {
  readonly agencyId: string
  readonly unitId: string
  readonly due: number
  readonly onTime: number
  readonly late: number
  readonly awaiting: number
  readonly entriesToday: number
  readonly entries: number
  readonly verified: number
  readonly returned: number
  readonly waiting: number
  /** When the oldest waiting entry was recorded; 0 when none waits. */
  readonly oldestWaitingAt: number
  /** Instants of the entries recorded in the last hour. */
  readonly recent: readonly number[]
}

export const MINUTE = 60_000
export const MINUTES = 60

/** A person's sums, all by the post held today: who was moved counts where he works now. Undefined: he holds none. */
export function summarise(own: OwnParts, post: Assignment, agency: AgencyContext, packs: Packs, now: number): Summary {
  const today = dateAt(now, post.zone)
  const kernel = kernelOn(packs, today)
  const dates = Array.from({ length: DAYS_BACK + 1 }, (_, back) => addDays(today, -back)).filter(
    (date) => date >= post.from,
  )
  const days = kernel.daysOf(own, post, dates, { agencies: { [post.agencyId]: agency }, duty: {} }, packs, now)
  const { trace } = kernel.timelinessOf(
    days.filter((day) => day.date < today),
    inForce(packs, INDEX, today)!.content as IndexPack,
  )
  const entries = days.flatMap((day) => day.entries)
  const waiting = entries.filter((entry) => entry.state === 'awaiting')
  const startOfToday = startOf(today, post.zone)
  return {
    agencyId: post.agencyId,
    unitId: post.unitId,
    due: trace.due,
    onTime: trace.onTime,
    late: trace.late,
    awaiting: trace.awaiting,
    entries: entries.length,
    entriesToday: entries.filter(
      (entry) => entry.fact.recordedAt >= startOfToday && entry.fact.sourceRecordedAt === undefined,
    ).length,
    verified: entries.filter((entry) => entry.state === 'verified').length,
    returned: entries.filter((entry) => entry.state === 'returned').length,
    waiting: waiting.length,
    oldestWaitingAt: waiting
      .map(({ fact }) => fact.sourceRecordedAt ?? fact.recordedAt)
      .reduce((oldest, at) => (oldest === 0 || at < oldest ? at : oldest), 0),
    // Imported history did not arrive in this hour, however late it was brought.
    recent: entries
      .map(({ fact }) => fact.sourceRecordedAt ?? fact.recordedAt)
      .filter((at) => at > now - MINUTES * MINUTE),
  }
}

export interface UnitSums {
  readonly unitId: string
  people: number
  daysDue: number
  daysOnTime: number
  daysLate: number
  entriesToday: number
  peopleRecordedToday: number
  entriesWaiting: number
}

export interface AgencySums {
  readonly agencyId: string
  people: number
  daysDue: number
  daysOnTime: number
  daysLate: number
  daysAwaiting: number
  entriesToday: number
  peopleRecordedToday: number
  entries: number
  entriesVerified: number
  entriesReturned: number
  entriesWaiting: number
  oldestWaitingAt: number
  units: UnitSums[]
  entriesPerMinute: number[]
}

/** An agency's figures are the sums over its people: the same whoever adds them, in whatever order. */
export function sumUp(agencyId: string, summaries: Iterable<Summary>, now: number): AgencySums {
  const units = new Map<string, UnitSums>()
  const sums: AgencySums = {
    agencyId,
    people: 0,
    daysDue: 0,
    daysOnTime: 0,
    daysLate: 0,
    daysAwaiting: 0,
    entriesToday: 0,
    peopleRecordedToday: 0,
    entries: 0,
    entriesVerified: 0,
    entriesReturned: 0,
    entriesWaiting: 0,
    oldestWaitingAt: 0,
    units: [],
    entriesPerMinute: Array.from({ length: MINUTES }, () => 0),
  }
  const thisMinute = Math.floor(now / MINUTE)
  for (const one of summaries) {
    let unit = units.get(one.unitId)
    if (unit === undefined)
      units.set(
        one.unitId,
        (unit = {
          unitId: one.unitId,
          people: 0,
          daysDue: 0,
          daysOnTime: 0,
          daysLate: 0,
          entriesToday: 0,
          peopleRecordedToday: 0,
          entriesWaiting: 0,
        }),
      )
    for (const to of [sums, unit]) {
      to.people++
      to.daysDue += one.due
      to.daysOnTime += one.onTime
      to.daysLate += one.late
      to.entriesToday += one.entriesToday
      to.peopleRecordedToday += one.entriesToday > 0 ? 1 : 0
      to.entriesWaiting += one.waiting
    }
    sums.daysAwaiting += one.awaiting
    sums.entries += one.entries
    sums.entriesVerified += one.verified
    sums.entriesReturned += one.returned
    if (one.oldestWaitingAt > 0 && (sums.oldestWaitingAt === 0 || one.oldestWaitingAt < sums.oldestWaitingAt))
      sums.oldestWaitingAt = one.oldestWaitingAt
    for (const at of one.recent) {
      const back = thisMinute - Math.floor(at / MINUTE)
      if (back >= 0 && back < MINUTES) sums.entriesPerMinute[MINUTES - 1 - back]!++
    }
  }
  sums.units = [...units.values()].sort((a, b) => (a.unitId < b.unitId ? -1 : 1))
  return sums
}

/** The post that a day counts for: the definitive one, else the one that began first. */
export const postOn = (assignments: readonly Assignment[], date: string): Assignment | undefined => {
  const held = assignments
    .filter((post) => post.from <= date && (post.to === undefined || date <= post.to))
    .sort((a, b) => (a.from === b.from ? (a.assignmentId < b.assignmentId ? -1 : 1) : a.from < b.from ? -1 : 1))
  return held.find((post) => post.capacity === 'definitive') ?? held[0]
}
