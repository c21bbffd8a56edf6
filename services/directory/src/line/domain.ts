import { refuse, type Refusal } from '@timbang/contracts/refusal'
import { addDays, type CivilDate } from '@timbang/rules/civil-date'
import { loopsOf, type Position } from '../domain/chart.ts'

/** What can be wrong in a line of assessors. First what holds somebody up today, then why, then what will. */
export const errorKinds = [
  'no-assessor',
  'post-without-superior',
  'superior-loop',
  'two-holders',
  'acting-ended',
  'unit-headless',
  'post-vacant',
  'ends-soon',
  'no-post',
] as const
export type ErrorKind = (typeof errorKinds)[number]

/** So long ahead is told what will hold somebody up. */
export const DAYS_AHEAD = 7
/** So long is a post that stands empty told as one whose Plt ended, and a person as one who has lost his: later it is how things are. */
export const DAYS_BACK = 92
/** Nobody appoints somebody for a day that is further away than this, either way. */
export const MOST_AHEAD = 92

const invalid = (field: string, hint: string): Refusal => refuse('request.value-invalid', { hint }, field)
const END = '9999-12-31'

/** The chart after a post is put below another one; a loop that stands elsewhere is somebody else's to mend. */
export function putBelow(
  chart: ReadonlyMap<string, Position>,
  post: Position,
  superior: Position,
): { chart: ReadonlyMap<string, Position> } | Refusal {
  // Across agencies a staff file decides, which is judged whole.
  if (post.agencyCode !== superior.agencyCode) return refuse('line.other-agency', undefined, 'superior_position_id')
  const next = new Map(chart).set(post.code, { ...post, superiorCode: superior.code })
  if (loopsOf(next).has(post.code)) return refuse('staff.superior-loop', undefined, 'superior_position_id')
  return { chart: next }
}

/** A row of a list of posts with their superiors. */
export interface Move {
  readonly line: number
  readonly post: Position
  readonly superior: Position
}

/** The chart after many posts were put below others at once, and the rows whose post would lead back to itself: in which order they stand decides nothing. */
export function putAllBelow(
  chart: ReadonlyMap<string, Position>,
  moves: readonly Move[],
): { chart: ReadonlyMap<string, Position>; looping: readonly Move[] } {
  const next = new Map(chart)
  for (const { post, superior } of moves) next.set(post.code, { ...post, superiorCode: superior.code })
  const loops = loopsOf(next)
  return { chart: next, looping: moves.filter(({ post }) => loops.has(post.code)) }
}

export interface Held {
  readonly fromDate: CivilDate
  readonly toDate?: CivilDate | undefined
  readonly withdrawn: boolean
}

/** An end moves earlier, never later: a later one could meet another post. */
export function end(
  held: Held,
  wanted: { readonly toDate: CivilDate; readonly withdrawn: boolean },
): Pick<Held, 'toDate' | 'withdrawn'> | Refusal {
  if (held.withdrawn) return refuse('line.changed')
  if (wanted.withdrawn) return { toDate: held.toDate, withdrawn: true }
  const last = held.toDate === undefined ? END : addDays(held.toDate, -1)
  if (wanted.toDate < held.fromDate || wanted.toDate > last)
    return invalid('to_date', held.toDate === undefined ? `≥ ${held.fromDate}` : `${held.fromDate} – ${last}`)
  return { toDate: wanted.toDate, withdrawn: false }
}

export interface Appointing {
  readonly capacity: string
  readonly fromDate: CivilDate
  readonly toDate: CivilDate
  readonly today: CivilDate
  /** Of the post, and of the one whom today counts for the person; none: he has none. */
  readonly agencyId: string
  readonly personAgencyId: string | undefined
  /** What the person holds or has held of this post. */
  readonly held: readonly Held[]
}

export function appoint({
  capacity,
  fromDate,
  toDate,
  today,
  agencyId,
  personAgencyId,
  held,
}: Appointing): { capacity: 'plt' | 'plh' } | Refusal {
  if (capacity !== 'plt' && capacity !== 'plh') return invalid('capacity', 'plt, plh')
  if (personAgencyId !== agencyId) return refuse('line.other-agency', undefined, 'employee_id')
  const [first, last] = [addDays(today, -MOST_AHEAD), addDays(today, MOST_AHEAD)]
  if (fromDate < first || fromDate > last) return invalid('from_date', `${first} – ${last}`)
  const meets = held.some((one) => !one.withdrawn && one.fromDate <= toDate && (one.toDate ?? END) >= fromDate)
  if (meets) return refuse('line.holds-already', undefined, 'employee_id')
  return { capacity }
}
