import { topics } from '@timbang/contracts/topics'
import { foldDirectory } from '@timbang/roster/fold'
import { foldRulebook } from '@timbang/rulebook/pack'
import type { Handle } from '@timbang/stream/batch'
import { saveFigures, saveIndicators } from './figure/store.ts'
import { saveClosed, saveFrames, saveReleased, saveSealed, saveSurvey, saveUnits } from './store.ts'
import { foldWaiting } from './waiting.ts'

export const CONSUMER = 'reporting'
export const inputs = [
  topics.directory,
  topics.figure,
  topics.journal,
  topics.feedback,
  topics.scoring,
  topics.scoringLive,
] as const

/** Folds what boards and publications are made of. It judges nothing and joins nothing. */
export const handle: Handle = async (tx, batch) => {
  await foldDirectory(tx, batch.events(topics.directory))
  await saveIndicators(tx, batch.events(topics.directory))
  await saveFigures(tx, batch.of(topics.figure))
  await foldWaiting(tx, batch.events(topics.journal))
  await saveFrames(tx, batch.events(topics.scoringLive))
  await foldRulebook(tx, batch.events(topics.scoring))
  for (const { body } of batch.events(topics.scoring))
    if (body?.$case === 'unitsSealed') await saveUnits(tx, body.value)
    else if (body?.$case === 'quarterSealed') await saveSealed(tx, body.value)
  for (const { body, agencyId } of batch.events(topics.feedback)) {
    if (body?.$case === 'surveyOpened') await saveSurvey(tx, agencyId, body.value)
    else if (body?.$case === 'answersReleased') await saveReleased(tx, body.value)
    else if (body?.$case === 'surveyClosed') await saveClosed(tx, body.value)
  }
}
