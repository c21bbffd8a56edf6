import { createHash } from 'node:crypto'
import { refuse, type Refusal } from '@timbang/contracts/refusal'
import { decided, type By } from '@timbang/identity/look'
import type { Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import type { Survey } from '../survey/domain.ts'
import { loadSurvey } from '../survey/store.ts'
import { type Deps, tell, today } from '../tell.ts'
import { checkAnswer, countToRelease, isComplete } from './domain.ts'
import { countHeld, keepAnswers, knownAnswers, takeBatch } from './store.ts'

/**
 * Releases what may be released of the answers that are held. The caller has locked the survey: two would take the same ones. Nobody decides it but
 * whoever closes the survey or imports answers, and he is on record; a row at the instant of a citizen's answer would tell when he gave it.
 */
export async function release(deps: Deps, tx: Tx, survey: Survey, closedOn: string | undefined): Promise<void> {
  const held = await countHeld(tx, survey.surveyId)
  const counted = countToRelease(held.complete, survey.threshold, closedOn !== undefined)
  if (counted === 0) return
  const batch = held.batches + 1
  const { sums, incomplete, day } = await takeBatch(tx, survey.surveyId, batch, counted, survey.elements.length)
  await tell(deps, tx, survey.agencyId, [
    {
      type: 'AnswersReleased',
      surveyId: survey.surveyId,
      unitId: survey.unitId,
      batch,
      counted,
      sums,
      incomplete,
      day: closedOn ?? day,
    },
  ])
}

/** Under which an answer is kept: the same for the same form sent twice, and nothing of its order or of whose it is. */
const keptAs = (surveyId: string, ...of: readonly (string | number)[]): string => {
  const hex = createHash('sha256')
    .update([...of.slice(0, -1), surveyId, ...of.slice(-1)].join(' '))
    .digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/**
 * One citizen's answer: kept without anything that says whose it is.
 * @param formId of the form that he filled in: sent twice it is one answer, also when the survey was closed in between
 */
export const answer =
  (deps: Deps) =>
  (surveyId: string, formId: string, scores: readonly number[]): Promise<Refusal | undefined> =>
    transaction(deps.pool, async (tx): Promise<Refusal | undefined> => {
      const survey = await loadSurvey(tx, surveyId, true)
      if (survey === undefined) return refuse('survey.not-found')
      const answerId = keptAs(surveyId, formId)
      if ((await knownAnswers(tx, surveyId, [answerId])).size > 0) return undefined
      const given = { day: today(deps), scores }
      const refusal = checkAnswer(survey, given, given.day)
      if (refusal !== undefined) return refusal
      await keepAnswers(tx, surveyId, [{ ...given, answerId, complete: isComplete(given) }])
      await release(deps, tx, survey, undefined)
      return undefined
    })

/** Ids from the import and the row: the same row twice is one answer, and accepted also when the survey was closed in between. */
export const importAnswers =
  (deps: Deps) =>
  (
    by: By,
    importId: string,
    surveyId: string,
    answers: readonly { row: number; day: string; scores: readonly number[] }[],
  ): Promise<{ accepted: number; refused: number } | Refusal> =>
    transaction(deps.pool, async (tx): Promise<{ accepted: number; refused: number } | Refusal> => {
      const survey = await loadSurvey(tx, surveyId, true)
      if (survey === undefined) return refuse('survey.not-found')
      const named = answers.map((given) => ({ ...given, answerId: keptAs(surveyId, importId, given.row) }))
      const known = await knownAnswers(
        tx,
        surveyId,
        named.map(({ answerId }) => answerId),
      )
      const good = named.filter(
        (given) => !known.has(given.answerId) && checkAnswer(survey, given, today(deps)) === undefined,
      )
      if (good.length > 0)
        await decided(tx, { ...by, subjects: [], object: surveyId, agencyId: survey.agencyId, at: deps.now() })
      await keepAnswers(
        tx,
        surveyId,
        good.map((given) => ({ ...given, complete: isComplete(given) })),
      )
      await release(deps, tx, survey, undefined)
      const accepted = named.filter(({ answerId }) => known.has(answerId)).length + good.length
      return { accepted, refused: answers.length - accepted }
    })
