import { refuse, type Refusal } from '@timbang/contracts/refusal'
import type { Survey } from '../survey/domain.ts'

/** Sums of answers that leave together; no single one does. */
export type AnswerEvent = {
  type: 'AnswersReleased'
  surveyId: string
  unitId: string
  batch: number
  counted: number
  sums: readonly number[]
  incomplete: number
  day: string
}

/** An answer as it is kept: 0 where none was given. */
export interface Answer {
  readonly day: string
  readonly scores: readonly number[]
}
export const isComplete = (answer: Answer): boolean => answer.scores.every((score) => score >= 1 && score <= 4)

export function checkAnswer(survey: Survey, answer: Answer, today: string): Refusal | undefined {
  if (
    answer.scores.length !== survey.elements.length ||
    answer.scores.some((score) => !Number.isInteger(score) || score < 0 || score > 4)
  )
    return refuse('survey.answer-invalid', undefined, 'answers')
  if (answer.scores.every((score) => score === 0)) return refuse('survey.answer-empty', undefined, 'answers')
  if (survey.closedOn !== undefined) return refuse('survey.not-open')
  if (answer.day < survey.fromDate || answer.day > survey.toDate || answer.day > today) return refuse('survey.not-open')
  return undefined
}

/**
 * How many of the held complete answers go out now. Each batch, also the last, holds at least the threshold, so nobody can be picked out of a
 * difference: a remainder that would be smaller is kept back with a whole threshold of others until the close.
 */
export function countToRelease(held: number, threshold: number, closing: boolean): number {
  if (closing) return held >= threshold ? held : 0
  return held >= 2 * threshold ? held - threshold : 0
}
