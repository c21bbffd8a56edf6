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
  | { type: 'SurveyClosed'; surveyId: string; unitId: string; closedOn: string; version: number }

const isElement = (text: string): text is Element => (elements as readonly string[]).includes(text)

/**
 * @param said a threshold of 0 says none
 * @param standard the threshold of a survey that says none
 */
export function openSurvey(
  known: Survey | undefined,
  said: Omit<Survey, 'closedOn' | 'version' | 'elements'> & { elements: readonly string[] },
  standard: number,
): Decision<SurveyEvent> {
  // A survey that is open has its own, also when the standard has changed since.
  const asked = { ...said, threshold: said.threshold === 0 ? (known?.threshold ?? standard) : said.threshold }
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
      known.agencyId === asked.agencyId &&
      known.fromDate === asked.fromDate &&
      known.toDate === asked.toDate &&
      known.threshold === asked.threshold &&
      known.elements.join() === kept.join()
    return same ? accept() : refuse('survey.already-open')
  }
  return accept<SurveyEvent>({ type: 'SurveyOpened', ...asked, elements: kept, version: 1 })
}

/**
 * Closes it, with the last day on which it was open.
 * @param lastAnswered the day of the last answer: nobody answers after the close, so it is no earlier
 */
export function closeSurvey(
  survey: Survey,
  closedOn: string,
  today: string,
  lastAnswered: string | undefined,
): Decision<SurveyEvent> {
  if (survey.closedOn !== undefined) return accept()
  if (closedOn < survey.fromDate || closedOn > today || closedOn < (lastAnswered ?? closedOn))
    return refuse('survey.span-invalid', undefined, 'closed_on')
  return accept<SurveyEvent>({
    type: 'SurveyClosed',
    surveyId: survey.surveyId,
    unitId: survey.unitId,
    closedOn,
    version: survey.version + 1,
  })
}
