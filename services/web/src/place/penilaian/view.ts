import type { Rating } from '@timbang/rules/kernel/1/predicate'
import type { Packs } from '@timbang/rules/published'
import type { Answers, Asked } from '../shared/assessment/answers.ts'
import type { DecidedLine, LookedLine, LookState } from '../shared/assessment/decided.ts'
import type { Instant, Period, Zone } from '../shared/time.ts'

export type AssessState = 'waits' | 'ready' | 'decided' | 'closed'

/** A decision that is not as expected, and how far somebody above has looked at it. */
export type LookRow = {
  employeeId: string
  name: string
  position: string
  result: Rating
  behaviour: Rating
  decidedAt: Instant
  /** Null: another system told it. */
  by: string | null
  /** Null: nobody has looked yet. */
  state: LookState | null
}

/** A5, the list: whom one decides on for a quarter. */
export type AssessListView = {
  now: Instant
  zone: Zone
  period: Period
  /** From when anybody may say anything; instants, the other two excluded. */
  selfFrom: Instant
  selfUntil: Instant
  decideUntil: Instant
  people: readonly {
    employeeId: string
    name: string
    position: string
    state: AssessState
    selfAt: Instant | null
    decidedAt: Instant | null
    result: Rating | null
    behaviour: Rating | null
    /** In whose place one decides; null: one's own. */
    onBehalfOf: string | null
  }[]
  /** Whose ratings one looks at again, as the superior of whoever decided; those that wait for it first. */
  looks: readonly LookRow[]
  /** What nobody above has agreed to in the agency that one keeps; null: one keeps none. */
  missing: { lines: readonly LookRow[]; more: boolean } | null
}

/** A5, one person. */
export type AssessOneView = {
  now: Instant
  zone: Zone
  period: Period
  employeeId: string
  name: string
  position: string
  selfUntil: Instant
  decideUntil: Instant
  self: { answers: Answers; words: Record<Asked, string> | null; at: Instant } | null
  /** The latest first. */
  decisions: readonly DecidedLine[]
  mayDecide: boolean
  /** Second looks at every version, the first first. */
  looks: readonly LookedLine[]
  /** Whether the reader may look again, and whether a question waits for his answer. */
  mayLook: boolean
  mayAnswer: boolean
  /** What the reader has typed and not sent; null: nothing. */
  draft: (Typed & { at: Instant }) | null
  /** Why nobody decides now; null: one may, or it is not one's own to decide. */
  hindrance: 'quarter-runs' | 'self-awaited' | 'decision-closed' | null
  /** The score receipt, for whoever may read it; null: he may not, or nothing was computed. */
  receipt: string | null
  packs: Packs
  /** His place among those whom one decides on; null: he is none of them. */
  place: {
    nth: number
    of: number
    decided: number
    before: { employeeId: string; name: string } | null
    next: { employeeId: string; name: string } | null
  } | null
}

/** What is typed, whatever is missing in it: 0 and null. */
export type Typed = {
  answers: Answers
  result: Rating | null
  resultReason: string
  behaviour: Rating | null
  behaviourReason: string
}

/** What is kept of it. */
export type Keeping = {
  employeeId: string
  period: Period
  /** null: the draft goes. */
  typed: Typed | null
  /** What the page had before it: of the decision, and of the draft. */
  seen: number
  seenDraft: Instant | null
}

/** What is said at a second look. */
export type Looking = {
  employeeId: string
  period: Period
  seen: number
  /** Empty: he agrees. */
  sentence: string
}

/** What is sent. */
export type Judged = {
  employeeId: string
  period: Period
  answers: Answers
  result: Rating
  resultReason: string
  behaviour: Rating
  behaviourReason: string
  seen: number
}
