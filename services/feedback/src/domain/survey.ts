import { accept, refuse, type Decision } from '@timbang/contracts/refusal'

/** The nine elements of PermenPANRB 14/2017. */
export const elements = ['u1', 'u2', 'u3', 'u4', 'u5', 'u6', 'u7', 'u8', 'u9'] as const
export type Element = (typeof elements)[number]

/** The fewest answers that may be shown together. domain.md §10: default 10, floor 5. */
export const LOWEST_THRESHOLD = 5

export interface Survey {
  readonly surveyId: string
  readonly unitId: string
  readonly agencyId: string
  readonly fromDate: string
  readonly toDate: string
  readonly elements: readonly Element[]
  readonly threshold: number
  readonly closedOn: string | undefined
  readonly version: number
}

export type SurveyEvent =
  | ({ type: 'SurveyOpened' } & Omit<Survey, 'closedOn'>)
  | {
      type: 'AnswersReleased'
      surveyId: string
      unitId: string
      batch: number
      counted: number
      sums: readonly number[]
      incomplete: number
      day: string
    }
  | { type: 'SurveyClosed'; surveyId: string; unitId: string; closedOn: string; version: number }

const isElement = (text: string): text is Element => (elements as readonly string[]).includes(text)

export function openSurvey(
  known: Survey | undefined,
  asked: Omit<Survey, 'closedOn' | 'version' | 'elements'> & { elements: readonly string[] },
): Decision<SurveyEvent> {
  if (asked.fromDate > asked.toDate) return refuse('survey.span-invalid', undefined, 'to_date')
  if (asked.threshold < LOWEST_THRESHOLD)
    return refuse('survey.threshold-too-low', { lowest: LOWEST_THRESHOLD }, 'threshold')
  const kept = asked.elements.filter(isElement)
  if (kept.length === 0 || kept.length !== asked.elements.length || new Set(kept).size !== kept.length)
    return refuse('survey.elements-invalid', undefined, 'elements')
  // Fixed once open: the same again is the same, anything else is another survey.
  if (known !== undefined) {
    const same =
      known.unitId === asked.unitId &&
      known.fromDate === asked.fromDate &&
      known.toDate === asked.toDate &&
      known.threshold === asked.threshold &&
      known.elements.join() === kept.join()
    return same ? accept() : refuse('survey.already-open')
  }
  return accept<SurveyEvent>({ type: 'SurveyOpened', ...asked, elements: kept, version: 1 })
}

/** An answer as it is kept: 0 where none was given. */
export interface Answer {
  readonly day: string
  readonly scores: readonly number[]
}
export const isComplete = (answer: Answer): boolean => answer.scores.every((score) => score >= 1 && score <= 4)

export function checkAnswer(survey: Survey, answer: Answer, today: string): ReturnType<typeof refuse> | undefined {
  if (
    answer.scores.length !== survey.elements.length ||
    answer.scores.some((score) => !Number.isInteger(score) || score < 0 || score > 4)
  )
    return refuse('survey.answer-invalid', undefined, 'answers')
  if (answer.scores.every((score) => score === 0)) return refuse('survey.answer-empty', undefined, 'answers')
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
