import {
  FeedbackServiceService,
  type ImportedAnswer,
  type Survey as SurveyMessage,
} from '@timbang/contracts/gen/timbang/feedback/v1/service'
import { checkOf } from '@timbang/contracts/edge'
import { isRefusal, refuse, type Refusal } from '@timbang/contracts/refusal'
import { may, relationsToAgency, type Operation } from '@timbang/identity/access'
import type { Caller } from '@timbang/identity/caller'
import { serve, type Served } from '@timbang/process/grpc'
import { agenciesHeadedBy } from '@timbang/roster/relations'
import { dateAt } from '@timbang/rules/civil-date'
import type { Survey } from './domain/survey.ts'
import { close, importAnswers, open, type Deps } from './handle.ts'
import { createLink } from './link.ts'
import { listSurveys, loadSurvey, namesOf } from './store.ts'

const message = (survey: Survey, unitName: string): SurveyMessage => ({
  surveyId: survey.surveyId,
  unitId: survey.unitId,
  agencyId: survey.agencyId,
  unitName,
  fromDate: survey.fromDate,
  toDate: survey.toDate,
  elements: [...survey.elements],
  threshold: survey.threshold,
  closed: survey.closedOn !== undefined,
})

const checkAnswer = checkOf('timbang.feedback.v1.ImportedAnswer') as (one: ImportedAnswer) => Refusal | undefined

export function feedbackService(deps: Deps, linkSecret: Uint8Array): Served {
  const allowed = async (caller: Caller, operation: Operation, agencyId: string): Promise<boolean> => {
    const relations = new Set(relationsToAgency(caller, agencyId))
    if (
      caller.employeeId !== undefined &&
      (await agenciesHeadedBy(deps.pool, caller.employeeId, dateAt(deps.now(), 'WIB'))).includes(agencyId)
    )
      relations.add('agency_head')
    return may(caller, operation, relations)
  }
  /** The survey that a command is about, when the caller may give it. */
  const mine = async (caller: Caller, operation: Operation, surveyId: string): Promise<Survey | Refusal> => {
    const survey = await loadSurvey(deps.pool, surveyId)
    if (survey === undefined) return refuse('survey.not-found')
    return (await allowed(caller, operation, survey.agencyId)) ? survey : refuse('access.denied')
  }
  const named = async (survey: Survey | Refusal) =>
    isRefusal(survey) ? survey : { survey: message(survey, (await namesOf(deps.pool, survey)).unitName) }

  return serve('feedback', FeedbackServiceService, {
    async openSurvey({ survey }, { caller, operation }) {
      if (survey === undefined) return refuse('request.malformed')
      if (!(await allowed(caller, operation, survey.agencyId))) return refuse('access.denied')
      return named(await open(deps)({ ...survey, threshold: survey.threshold === 0 ? 10 : survey.threshold }))
    },
    async closeSurvey({ surveyId, closedOn }, { caller, operation }) {
      const survey = await mine(caller, operation, surveyId)
      return isRefusal(survey) ? survey : named(await close(deps)(surveyId, closedOn))
    },
    async *importAnswers(requests, { caller, operation }) {
      for await (const { importId, surveyId, answers } of requests) {
        const survey = await mine(caller, operation, surveyId)
        if (isRefusal(survey)) return survey
        const good = answers.filter((one) => checkAnswer(one) === undefined)
        const done = await importAnswers(deps)(importId, surveyId, good)
        if (isRefusal(done)) return done
        yield { accepted: done.accepted, refused: done.refused + answers.length - good.length }
      }
    },
    async createLink({ surveyId, servicePoint }, { caller, operation }) {
      const survey = await mine(caller, operation, surveyId)
      if (isRefusal(survey)) return survey
      if (servicePoint === '' || servicePoint.length > 80)
        return refuse('request.value-invalid', { hint: '1 – 80' }, 'service_point')
      return { token: createLink(linkSecret, { surveyId, servicePoint }) }
    },
    async listSurveys({ agencyId }, { caller, operation }) {
      const surveys = await listSurveys(deps.pool, agencyId)
      const seen: SurveyMessage[] = []
      for (const survey of surveys)
        if (await allowed(caller, operation, survey.agencyId)) seen.push(message(survey, survey.unitName))
      return { surveys: seen }
    },
  })
}
