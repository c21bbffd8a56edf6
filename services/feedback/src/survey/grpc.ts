import { type Survey as SurveyMessage, SurveyServiceService } from '@timbang/contracts/gen/timbang/feedback/v1/survey'
import { isRefusal, refuse, type Refusal } from '@timbang/contracts/refusal'
import { serve, type Served } from '@timbang/process/grpc'
import { agencyOf } from '@timbang/roster/read'
import { agenciesFor, allowed, mine } from '../allowed.ts'
import type { Deps } from '../tell.ts'
import type { Survey } from './domain.ts'
import { close, open } from './handle.ts'
import { createLink } from './link.ts'
import { listSurveys, namesOf } from './store.ts'

const PAGE = 200

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

/** Where a page of surveys ended, as text that a client hands back. */
const cursor = {
  of: ({ fromDate, surveyId }: Survey) => `${fromDate}~${surveyId}`,
  read: (text: string) => {
    const [, fromDate, surveyId] = /^(\d{4}-\d{2}-\d{2})~([0-9a-f-]{36})$/.exec(text) ?? []
    return fromDate !== undefined && surveyId !== undefined ? { fromDate, surveyId } : undefined
  },
}

export function surveyService(
  deps: Deps,
  { linkSecret, threshold }: { readonly linkSecret: Uint8Array; readonly threshold: number },
): Served {
  const named = async (survey: Survey | Refusal) =>
    isRefusal(survey) ? survey : { survey: message(survey, (await namesOf(deps.pool, survey)).unitName) }

  return serve('feedback', SurveyServiceService, {
    async openSurvey({ survey }, { caller, operation }) {
      if (survey === undefined) return refuse('request.malformed')
      if (!(await allowed(deps, caller, operation, survey.agencyId))) return refuse('access.denied')
      // What citizens say is published: nothing of practice is.
      if ((await agencyOf(deps.pool, survey.agencyId))?.practice) return refuse('survey.practice')
      return named(await open(deps)({ caller, operation }, survey, threshold))
    },
    async closeSurvey({ surveyId, closedOn }, { caller, operation }) {
      const survey = await mine(deps, caller, operation, surveyId)
      return isRefusal(survey) ? survey : named(await close(deps)({ caller, operation }, surveyId, closedOn))
    },
    async createLink({ surveyId, servicePoint }, { caller, operation }) {
      const survey = await mine(deps, caller, operation, surveyId)
      if (isRefusal(survey)) return survey
      if (servicePoint === '' || servicePoint.length > 80)
        return refuse('request.value-invalid', { hint: '1 – 80' }, 'service_point')
      return { token: createLink(linkSecret, { surveyId, servicePoint }) }
    },
    async listSurveys({ agencyId, limit: wanted, after: from }, { caller, operation }) {
      const after = cursor.read(from)
      if (from !== '' && after === undefined) return refuse('request.value-invalid', { hint: 'next' }, 'after')
      const limit = wanted === 0 ? PAGE : wanted
      const his = await agenciesFor(deps, caller, operation)
      const agencies = agencyId === undefined ? his : (his ?? [agencyId]).filter((one) => one === agencyId)
      const surveys = await listSurveys(deps.pool, { agencies, after, limit })
      return {
        surveys: surveys.map((survey) => message(survey, survey.unitName)),
        next: surveys.length < limit ? '' : cursor.of(surveys.at(-1)!),
      }
    },
  })
}
