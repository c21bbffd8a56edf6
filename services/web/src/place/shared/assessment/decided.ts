import { Rating as RatingCode, Standing } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import type { Decision } from '@timbang/contracts/gen/timbang/appraisal/v1/assessment'
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
