import { fraction, halfUp } from '../../../fraction.ts'
import type { Survey } from '../../../context.ts'
import type { IndexPack } from '../pack.ts'
import type { Value } from './value.ts'

export interface ServiceTrace {
  readonly surveyId?: string
  readonly answers: number
  readonly fewest: number
  /** Hundredths; absent below the threshold. */
  readonly index?: number
}

/** (Σ NRR ÷ elements) × 25, rounded half-up to hundredths. PermenPANRB 14/2017. @param survey sums over all counted answers and elements */
export const surveyIndex = (survey: Pick<Survey, 'answers' | 'elements' | 'sum'>): number =>
  Number(halfUp(fraction(BigInt(survey.sum) * 2500n, BigInt(survey.answers) * BigInt(survey.elements))))

/** The class of a survey index in hundredths. */
export const surveyClass = (hundredths: number): 'A' | 'B' | 'C' | 'D' =>
  hundredths >= 8831 ? 'A' : hundredths >= 7661 ? 'B' : hundredths >= 6500 ? 'C' : 'D'

/** The unit's published survey index of the period. */
export function service(survey: Survey | undefined, pack: IndexPack): Value<ServiceTrace> {
  if (survey === undefined) return serviceOf({ answers: 0 }, pack)
  const { surveyId, answers } = survey
  return serviceOf(
    { surveyId, answers, ...(answers > 0 && survey.elements > 0 ? { index: surveyIndex(survey) } : {}) },
    pack,
  )
}

/** From the index and how many answered; no survey at all is not connected. */
export function serviceOf(
  { surveyId, answers, index }: Omit<ServiceTrace, 'fewest'>,
  pack: IndexPack,
): Value<ServiceTrace> {
  const fewest = pack.service.fewestAnswers
  if (surveyId === undefined) return { missing: 'not-connected', trace: { answers: 0, fewest } }
  if (answers < fewest || index === undefined)
    return { missing: 'below-threshold', trace: { surveyId, answers, fewest } }
  return { value: fraction(index, 100), trace: { surveyId, answers, fewest, index } }
}
