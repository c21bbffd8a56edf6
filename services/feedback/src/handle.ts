import { createHash, randomUUID } from 'node:crypto'
import { refuse, type Refusal } from '@timbang/contracts/refusal'
import { topics } from '@timbang/contracts/topics'
import type { Pool, Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import { dateAt } from '@timbang/rules/civil-date'
import type { Kafka } from '@timbang/stream/kafka'
import { enqueue } from '@timbang/stream/outbox'
import {
  checkAnswer,
  countToRelease,
  isComplete,
  openSurvey,
  type Answer,
  type Survey,
  type SurveyEvent,
} from './domain/survey.ts'
import { apply, countHeld, keepAnswers, loadSurvey, takeBatch } from './store.ts'
import { toEvent } from './wire.ts'

export interface Deps {
  readonly pool: Pool
  readonly kafka: Kafka
  readonly now: () => number
}

const today = (deps: Deps) => dateAt(deps.now(), 'WIB')

async function tell(deps: Deps, tx: Tx, agencyId: string, events: readonly SurveyEvent[]): Promise<void> {
  await apply(
    tx,
    events.map((event) => ({ event, agencyId })),
  )
  await enqueue(
    tx,
    deps.kafka,
    topics.feedback,
    events.map((event) => toEvent(event, agencyId, today(deps))),
  )
}

export const open =
  (deps: Deps) =>
  (asked: Parameters<typeof openSurvey>[1]): Promise<Survey | Refusal> =>
    transaction(deps.pool, async (tx): Promise<Survey | Refusal> => {
      const decision = openSurvey(await loadSurvey(tx, asked.surveyId, true), asked)
      if (decision.refused) return decision
      await tell(deps, tx, asked.agencyId, decision.events)
      return (await loadSurvey(tx, asked.surveyId))!
    })

/** Releases what may be released of the answers that are held. */
async function release(deps: Deps, tx: Tx, survey: Survey, closedOn: string | undefined): Promise<void> {
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

/** One citizen's answer: kept without anything that says whose it is. */
export const answer =
  (deps: Deps) =>
  (surveyId: string, scores: readonly number[]): Promise<Refusal | undefined> =>
    transaction(deps.pool, async (tx): Promise<Refusal | undefined> => {
      const survey = await loadSurvey(tx, surveyId, true)
      if (survey === undefined) return refuse('survey.not-found')
      if (survey.closedOn !== undefined) return refuse('survey.not-open')
      const given: Answer = { day: today(deps), scores }
      const refusal = checkAnswer(survey, given, given.day)
      if (refusal !== undefined) return refusal
      await keepAnswers(tx, surveyId, [{ ...given, answerId: randomUUID(), complete: isComplete(given) }])
      await release(deps, tx, survey, undefined)
      return undefined
    })

/** Ids from the import and the row: the same row twice is one answer. */
const importedId = (importId: string, surveyId: string, row: number): string => {
  const hex = createHash('sha256').update(`${importId} ${surveyId} ${row}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export const importAnswers =
  (deps: Deps) =>
  (
    importId: string,
    surveyId: string,
    answers: readonly { row: number; day: string; scores: readonly number[] }[],
  ): Promise<{ accepted: number; refused: number } | Refusal> =>
    transaction(deps.pool, async (tx): Promise<{ accepted: number; refused: number } | Refusal> => {
      const survey = await loadSurvey(tx, surveyId, true)
      if (survey === undefined) return refuse('survey.not-found')
      if (survey.closedOn !== undefined) return { accepted: 0, refused: 0 }
      const good = answers.filter((given) => checkAnswer(survey, given, today(deps)) === undefined)
      await keepAnswers(
        tx,
        surveyId,
        good.map((given) => ({
          day: given.day,
          scores: given.scores,
          answerId: importedId(importId, surveyId, given.row),
          complete: isComplete(given),
        })),
      )
      await release(deps, tx, survey, undefined)
      return { accepted: good.length, refused: answers.length - good.length }
    })

export const close =
  (deps: Deps) =>
  (surveyId: string, closedOn: string): Promise<Survey | Refusal> =>
    transaction(deps.pool, async (tx): Promise<Survey | Refusal> => {
      const survey = await loadSurvey(tx, surveyId, true)
      if (survey === undefined) return refuse('survey.not-found')
      if (survey.closedOn !== undefined) return survey
      if (closedOn < survey.fromDate || closedOn > today(deps))
        return refuse('survey.span-invalid', undefined, 'closed_on')
      await release(deps, tx, survey, closedOn < survey.toDate ? closedOn : survey.toDate)
      await tell(deps, tx, survey.agencyId, [
        { type: 'SurveyClosed', surveyId, unitId: survey.unitId, closedOn, version: survey.version + 1 },
      ])
      return (await loadSurvey(tx, surveyId))!
    })
