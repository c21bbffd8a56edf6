import type { CivilDate, Instant, Zone } from '../shared/time.ts'

/** What a colleague has written for one, and waits until one sends it. */
export type WaitingDraft = {
  draftId: string
  /** Null: who wrote it is not of this unit any more. */
  writer: string | null
  workDate: CivilDate
  sentence: string
  expiresAt: Instant
}

/** What one has left for a colleague, and whether it was taken: nothing else is told of it. */
export type LeftDraft = {
  draftId: string
  name: string
  workDate: CivilDate
  leftAt: Instant
  state: 'waiting' | 'taken' | 'not-taken'
}

/** Titip catat. */
export type LeaveView = {
  zone: Zone
  first: CivilDate
  today: CivilDate
  /** The number that the next draft has. */
  draftId: string
  /** Of one's unit, by name. */
  colleagues: readonly { employeeId: string; name: string; title: string }[]
  left: readonly LeftDraft[]
}

export type Leaving = { draftId: string; employeeId: string; workDate: CivilDate; sentence: string }

/** What became of sending a draft: `gone`, when it waits no more. */
export type SentDraft = { kind: 'received'; receipt: string } | { kind: 'refused' | 'busy' | 'gone' }
