import { refuse, type Refusal } from '@timbang/contracts/refusal'
import { transaction } from '@timbang/postgres/transaction'
import { release } from '../answer/handle.ts'
import { lastAnswered } from '../answer/store.ts'
import { type Deps, tell, today } from '../tell.ts'
import { closeSurvey, openSurvey, type Survey } from './domain.ts'
import { loadSurvey, lockSurvey } from './store.ts'

export const open =
  (deps: Deps) =>
  (asked: Parameters<typeof openSurvey>[1]): Promise<Survey | Refusal> =>
    transaction(deps.pool, async (tx): Promise<Survey | Refusal> => {
      await lockSurvey(tx, asked.surveyId)
      const decision = openSurvey(await loadSurvey(tx, asked.surveyId), asked)
      if (decision.refused) return decision
      await tell(deps, tx, asked.agencyId, decision.events)
      return (await loadSurvey(tx, asked.surveyId))!
    })

/** The close lets go of all that is held, where it is enough to be shown. */
export const close =
  (deps: Deps) =>
  (surveyId: string, closedOn: string): Promise<Survey | Refusal> =>
    transaction(deps.pool, async (tx): Promise<Survey | Refusal> => {
      const survey = await loadSurvey(tx, surveyId, true)
      if (survey === undefined) return refuse('survey.not-found')
      const decision = closeSurvey(survey, closedOn, today(deps), await lastAnswered(tx, surveyId))
      if (decision.refused) return decision
      if (decision.events.length > 0)
        await release(deps, tx, survey, closedOn < survey.toDate ? closedOn : survey.toDate)
      await tell(deps, tx, survey.agencyId, decision.events)
      return (await loadSurvey(tx, surveyId))!
    })
