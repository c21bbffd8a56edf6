import { refuse, type Refusal } from '@timbang/contracts/refusal'
import { addDays, type CivilDate } from '@timbang/rules/civil-date'
import { answeringFrom, loopingFrom, type Answering } from '../domain/superior.ts'

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

/** A post as the directory keeps it: whom it answers to has its days. */
export interface Post extends Answering {
  readonly positionId: string
  readonly agencyId: string
}

/** The day from which a superior holds; today where none is told. */
export function firstDay(wanted: CivilDate | '', today: CivilDate): CivilDate | Refusal {
  if (wanted === '') return today
  const [first, last] = [addDays(today, -MOST_AHEAD), addDays(today, MOST_AHEAD)]
  return wanted < first || wanted > last ? invalid('from_date', `${first} – ${last}`) : wanted
}

/** A post that answers to another one from a day on; of a list, with the line that says so. */
export interface Move<P extends Post = Post> {
  readonly line: number
  readonly post: P
  readonly superior: P
  readonly fromDate: CivilDate
}

/** The posts after one is put below another; a loop that stands elsewhere is somebody else's to mend. */
export function putBelow<P extends Post>(posts: readonly P[], move: Omit<Move<P>, 'line'>): readonly P[] | Refusal {
  // Across agencies a staff file decides, which is judged whole.
  if (move.post.agencyId !== move.superior.agencyId)
    return refuse('line.other-agency', undefined, 'superior_position_id')
  const put = putAllBelow(posts, [{ line: 0, ...move }])
  return put.looping.length > 0 ? refuse('staff.superior-loop', undefined, 'superior_position_id') : put.posts
}

/**
 * The posts after many were put below others at once, and the rows whose post would lead back to itself on a day on which they hold: in which order
 * they stand decides nothing.
 */
export function putAllBelow<P extends Post>(
  posts: readonly P[],
  moves: readonly Move<P>[],
): { posts: readonly P[]; looping: readonly Move<P>[] } {
  const put = new Map(
    moves.map(({ post, superior, fromDate }) => [post.positionId, answeringFrom(post, fromDate, superior.positionId)]),
  )
  const next = posts.map((post) => put.get(post.positionId) ?? post)
  const loops = new Map([...new Set(moves.map(({ fromDate }) => fromDate))].map((day) => [day, loopingFrom(next, day)]))
  return { posts: next, looping: moves.filter(({ post, fromDate }) => loops.get(fromDate)!.has(post.positionId)) }
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
