import type { AgencyBoard } from '@timbang/contracts/gen/timbang/reporting/v1/service'
import type { AgencyFigures as Figures } from '@timbang/contracts/gen/timbang/scoring/v1/live'
import type { AgencyFigures, Limits, LongWaiting, SurveyIndex } from './figures.ts'

/** Past these a figure asks for attention; told on the page. 76.61 is where class B begins (PermenPANRB 14/2017). */
export const limits: Limits = { onTimePercent: 80, waitingHours: 72, surveyIndexHundredths: 7661 }

export const figuresOf = (figures: Figures): AgencyFigures => ({
  ...figures,
  oldestWaitingAt: Number(figures.oldestWaitingAt),
})

export const surveysOf = (board: AgencyBoard): SurveyIndex[] =>
  board.surveys.map((survey) => ({
    unitId: survey.unitId,
    unitName: survey.unitName,
    period: survey.period,
    answers: survey.answers,
    incomplete: survey.incomplete,
    indexHundredths: survey.indexHundredths ?? null,
    class: (survey.class as SurveyIndex['class'] | undefined) ?? null,
    closed: survey.closed,
  }))

export const longOf = ({ longWaiting }: AgencyBoard): LongWaiting | null =>
  longWaiting === undefined ? null : { ...longWaiting, oldestAt: Number(longWaiting.oldestAt) }
