import { addDays, dateAt, startOf } from '@timbang/rules/civil-date'
import type { AgencyContext, Assignment, Post } from '@timbang/rules/context'
import type { IndexPack } from '@timbang/rules/kernel/1/pack'
import { kernelOn } from '@timbang/rules/kernels'
import type { OwnParts } from '@timbang/rules/parts'
import { INDEX, inForce, type Packs } from '@timbang/rules/published'
import type { Duty } from '@timbang/rules/shift'

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
  /** Of the days that count those that count from when they were written offline. */
  readonly written: number
  readonly entriesToday: number
  readonly entries: number
  readonly verified: number
  readonly returned: number
  readonly waiting: number
  /** When the oldest waiting entry was recorded; 0 when none waits. */
  readonly oldestWaitingAt: number
  /** Of the entries recorded in the last hour the minutes, counted from the epoch. */
  readonly recent: readonly number[]
}

export const MINUTE = 60_000
export const MINUTES = 60

/** A person's sums, all by the post held today: who was moved counts where he works now. Undefined: he holds none. */
export function summarise(
  own: OwnParts,
  employeeId: string,
  post: Assignment,
  posts: readonly Post[],
  agency: AgencyContext,
  duty: Duty,
  packs: Packs,
  now: number,
): Summary {
  const today = dateAt(now, post.zone)
  const kernel = kernelOn(packs, today)
  const dates = Array.from({ length: DAYS_BACK + 1 }, (_, back) => addDays(today, -back)).filter(
    (date) => date >= post.from,
  )
  const days = kernel.daysOf(
    own,
    post,
    dates,
    { employeeId, agencies: { [post.agencyId]: agency }, assignments: [post], posts, duty },
    packs,
    now,
  )
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
    written: trace.written,
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
      .map((at) => Math.floor(at / MINUTE))
      .filter((minute) => minute > Math.floor(now / MINUTE) - MINUTES),
  }
}

/** Who holds no post adds nothing to any board. */
export const nobody = {
  agencyId: undefined,
  unitId: undefined,
  due: 0,
  onTime: 0,
  late: 0,
  awaiting: 0,
  written: 0,
  entriesToday: 0,
  entries: 0,
  verified: 0,
  returned: 0,
  waiting: 0,
  oldestWaitingAt: 0,
  recent: [],
} as const
