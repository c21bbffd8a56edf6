import { refuse, type Refusal } from '@timbang/contracts/refusal'
import { addDays, type CivilDate, dateAt, type Zone } from '@timbang/rules/civil-date'

/** So long ahead a delegation may begin, and so long it may last. */
export const MOST_AHEAD = 92
export const MOST_DAYS = 90
/** So long one that is over is told. */
export const TOLD_DAYS = 90

/** A delegation, as far as days meet. Dates inclusive, in `zone`. */
export interface Given {
  readonly employeeId: string
  readonly delegateId: string
  readonly fromDate: CivilDate
  readonly toDate: CivilDate
  readonly zone: Zone
  /** Epoch milliseconds, where it ended before its time. */
  readonly endedAt: bigint | null
  readonly version: number
}

/** How the one who is chosen stands to the one who chooses. */
export type Stands = 'superior' | 'subordinate' | 'peer'

export interface Giving {
  readonly employeeId: string
  readonly delegateId: string
  readonly fromDate: CivilDate
  readonly toDate: CivilDate
  /** Of the workplace of who gives. */
  readonly today: CivilDate
  /** Whether he assesses anybody on its first day. */
  readonly leads: boolean
  /** How the other one stands to him on its first day. */
  readonly stands: Stands | undefined
  /** Posts of the other one that meet these days. */
  readonly posts: readonly { readonly fromDate: CivilDate; readonly toDate: CivilDate | null }[]
  /** Delegations that either of the two has given or holds. */
  readonly known: readonly Given[]
}

const lastFrom = (today: CivilDate): CivilDate => addDays(today, MOST_AHEAD)

/** Whether each day of a span has a post. */
export function heldThroughout(posts: Giving['posts'], fromDate: CivilDate, toDate: CivilDate): boolean {
  let day = fromDate
  for (const post of posts.toSorted((a, b) => (a.fromDate < b.fromDate ? -1 : 1))) {
    if (post.fromDate > day) return false
    if (post.toDate === null || post.toDate >= toDate) return true
    if (post.toDate >= day) day = addDays(post.toDate, 1)
  }
  return false
}

/** Why nobody stands in like this; undefined: he does. */
export function give(giving: Giving): Refusal | undefined {
  const { employeeId, delegateId, fromDate, toDate, today, known } = giving
  if (fromDate < today || fromDate > lastFrom(today))
    return refuse('request.value-invalid', { hint: `${today} – ${lastFrom(today)}` }, 'from_date')
  if (!giving.leads) return refuse('delegation.leads-nobody', undefined, 'from_date')
  if (giving.stands === undefined || delegateId === employeeId)
    return refuse('delegation.not-of-line', undefined, 'delegate_id')
  if (!heldThroughout(giving.posts, fromDate, toDate)) return refuse('delegation.no-post', undefined, 'delegate_id')
  const meeting = known.filter((one) => one.endedAt === null && one.fromDate <= toDate && one.toDate >= fromDate)
  if (meeting.some((one) => one.employeeId === employeeId)) return refuse('delegation.overlaps', undefined, 'from_date')
  // Nothing is handed on: neither by who stands in for somebody, nor to who is away himself.
  if (meeting.some((one) => one.delegateId === employeeId))
    return refuse('delegation.holds-one', undefined, 'from_date')
  if (meeting.some((one) => one.employeeId === delegateId))
    return refuse('delegation.delegate-away', undefined, 'delegate_id')
  return undefined
}

export type State = 'coming' | 'running' | 'ended' | 'over'

export function stateOf(given: Pick<Given, 'fromDate' | 'toDate' | 'zone' | 'endedAt'>, now: number): State {
  if (given.endedAt !== null) return 'ended'
  const today = dateAt(now, given.zone)
  if (today < given.fromDate) return 'coming'
  return today > given.toDate ? 'over' : 'running'
}

/** Why it does not end; undefined: it ends now. @param version that was read */
export function end(given: Given, version: number, now: number): Refusal | undefined {
  if (given.version !== version) return refuse('delegation.changed')
  if (stateOf(given, now) === 'over') return refuse('delegation.over')
  return undefined
}
