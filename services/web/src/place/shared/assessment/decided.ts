import { Rating as RatingCode, SecondLook, Standing } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import type { Decision, LookStep } from '@timbang/contracts/gen/timbang/appraisal/v1/assessment'
import type { Rating } from '@timbang/rules/kernel/1/predicate'
import type { Instant } from '../time.ts'
import { answersOf, type Answers } from './answers.ts'

/** What was decided once. */
export type DecidedLine = {
  answers: Answers
  result: Rating
  resultReason: string
  behaviour: Rating
  behaviourReason: string
  version: number
  at: Instant
  /** Null: another system told it. */
  by: string | null
  standing: 'assessor' | 'delegate' | 'imported'
}

export type LookState = 'agreed' | 'asked' | 'kept'
/** One step of a second look at what was decided. */
export type LookedLine = {
  /** The version of the decision that it is about. */
  of: number
  state: LookState
  /** The question, or its answer. */
  words: string
  at: Instant
  /** Null: another system told it. */
  by: string | null
}

export const lookOf: Readonly<Record<number, LookState>> = {
  [SecondLook.SECOND_LOOK_AGREED]: 'agreed',
  [SecondLook.SECOND_LOOK_ASKED]: 'asked',
  [SecondLook.SECOND_LOOK_KEPT]: 'kept',
}
/** Steps of a second look, for a page. @param names by key */
export const lookedLines = (steps: readonly LookStep[], names: ReadonlyMap<string, { name: string }>): LookedLine[] =>
  steps.map(({ decisionVersion, look, words, saidAt, saidBy }) => ({
    of: decisionVersion,
    state: lookOf[look] ?? 'agreed',
    words,
    at: Number(saidAt),
    by: saidBy === '' ? null : (names.get(saidBy)?.name ?? null),
  }))

export const ratingOf: Readonly<Record<number, Rating>> = {
  [RatingCode.RATING_BELOW]: 'below',
  [RatingCode.RATING_MEETS]: 'meets',
  [RatingCode.RATING_ABOVE]: 'above',
}
const standings = {
  [Standing.STANDING_UNSPECIFIED]: 'imported',
  [Standing.STANDING_ASSESSOR]: 'assessor',
  [Standing.STANDING_DELEGATE]: 'delegate',
} as const
/** What was decided, for a page. @param names by key */
export const decidedLine = (
  { judgement, version, decidedAt, standing, decidedBy }: Decision,
  names: ReadonlyMap<string, { name: string }>,
): DecidedLine => ({
  answers: answersOf(judgement?.answers),
  result: ratingOf[judgement?.result ?? 0] ?? 'meets',
  resultReason: judgement?.resultReason ?? '',
  behaviour: ratingOf[judgement?.behaviour ?? 0] ?? 'meets',
  behaviourReason: judgement?.behaviourReason ?? '',
  version,
  at: Number(decidedAt),
  by: decidedBy === '' ? null : (names.get(decidedBy)?.name ?? null),
  standing: standings[standing as 0 | 1 | 2] ?? 'imported',
})
