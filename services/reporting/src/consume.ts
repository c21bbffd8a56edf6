import type { DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { FeedbackEvent } from '@timbang/contracts/gen/timbang/feedback/v1/events'
import type { ScoringEvent } from '@timbang/contracts/gen/timbang/scoring/v1/events'
import type { LiveFrame } from '@timbang/contracts/gen/timbang/scoring/v1/live'
import { topics } from '@timbang/contracts/topics'
import { foldDirectory } from '@timbang/roster/fold'
import type { Handle } from '@timbang/stream/apply-batch'
import { saveClosed, saveFrames, saveReleased, saveSealed, saveSurvey } from './store.ts'

export const CONSUMER = 'reporting'
export const inputs = [topics.directory, topics.feedback, topics.scoring, topics.scoringLive] as const

/** Folds what boards and publications are made of. It judges nothing and joins nothing. */
export const handle: Handle = async (tx, { topic, records }) => {
  switch (topic.name) {
    case topics.directory.name:
      return foldDirectory(
        tx,
        records.map((record) => record.event as DirectoryEvent),
      )
    case topics.scoringLive.name:
      return saveFrames(
        tx,
        records.flatMap((record) => (record.event === undefined ? [] : [record.event as LiveFrame])),
      )
    case topics.scoring.name:
      for (const { event } of records) {
        const { body } = event as ScoringEvent
        if (body?.$case === 'quarterSealed') await saveSealed(tx, body.value)
      }
      return
    case topics.feedback.name:
      for (const { event } of records) {
        const { body, agencyId } = event as FeedbackEvent
        if (body?.$case === 'surveyOpened') await saveSurvey(tx, agencyId, body.value)
        else if (body?.$case === 'answersReleased') await saveReleased(tx, body.value)
        else if (body?.$case === 'surveyClosed') await saveClosed(tx, body.value)
      }
      return
    default:
  }
}
