import type { CivilDate, Instant, Zone } from '../shared/time.ts'

/** One delegation, as one of its two sides sees it. */
export type DelegationLine = {
  delegationId: string
  /** The other one: who holds what was given, who gave what is held. */
  name: string
  title: string
  from: CivilDate
  to: CivilDate
  /** Of the workplace of who gave it. */
  zone: Zone
  endedAt: Instant | null
  version: number
  state: 'coming' | 'running' | 'ended' | 'over'
}

export const stands = ['peer', 'subordinate', 'superior'] as const
export type Stands = (typeof stands)[number]

/** A10. */
export type DelegationsView = {
  today: CivilDate
  /** The last day on which one may begin, and how many days it may last. */
  lastFrom: CivilDate
  mostDays: number
  /** The latest first; what is over for less than ninety days is among them. */
  given: readonly DelegationLine[]
  held: readonly DelegationLine[]
  /** Whom he could choose; none: he assesses nobody. */
  candidates: readonly { employeeId: string; name: string; title: string; unit: string; stands: Stands }[]
}

/** What is asked about once before it ends, and on which side the caller stands. */
export type EndingView = DelegationLine & { side: 'given' | 'held' }

export type DelegationGiven = { delegateId: string; fromDate: CivilDate; toDate: CivilDate }

/** What still holds, or will. */
export const isOpen = ({ state }: DelegationLine): boolean => state === 'coming' || state === 'running'
