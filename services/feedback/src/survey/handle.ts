import { refuse, type Refusal } from '@timbang/contracts/refusal'
import { decided, type By } from '@timbang/identity/look'
import type { Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import { release } from '../answer/handle.ts'
import { lastAnswered } from '../answer/store.ts'
import { type Deps, tell, today } from '../tell.ts'
import { closeSurvey, openSurvey, type Survey } from './domain.ts'
import { loadSurvey, lockSurvey } from './store.ts'

const record = (deps: Deps, tx: Tx, by: By, { surveyId, agencyId }: Pick<Survey, 'surveyId' | 'agencyId'>) =>
  decided(tx, { ...by, subjects: [], object: surveyId, agencyId, at: deps.now() })

export const open =
  (deps: Deps) =>
  (by: By, asked: Parameters<typeof openSurvey>[1], threshold: number): Promise<Survey | Refusal> =>
    transaction(deps.pool, async (tx): Promise<Survey | Refusal> => {
      await lockSurvey(tx, asked.surveyId)
      const decision = openSurvey(await loadSurvey(tx, asked.surveyId), asked, threshold)
      if (decision.refused) return decision
      if (decision.events.length > 0) await record(deps, tx, by, asked)
      await tell(deps, tx, asked.agencyId, decision.events)
      return (await loadSurvey(tx, asked.surveyId))!
    })

/** The close lets go of all that is held, where it is enough to be shown. */
export const close =
  (deps: Deps) =>
  (by: By, surveyId: string, closedOn: string): Promise<Survey | Refusal> =>
    transaction(deps.pool, async (tx): Promise<Survey | Refusal> => {
      const survey = await loadSurvey(tx, surveyId, true)
      if (survey === undefined) return refuse('survey.not-found')
      const decision = closeSurvey(survey, closedOn, today(deps), await lastAnswered(tx, surveyId))
      if (decision.refused) return decision
      if (decision.events.length > 0) {
        await record(deps, tx, by, survey)
        await release(deps, tx, survey, closedOn < survey.toDate ? closedOn : survey.toDate)
      }
      await tell(deps, tx, survey.agencyId, decision.events)
      return (await loadSurvey(tx, surveyId))!
    })
