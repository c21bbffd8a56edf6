import type { FeedbackServiceService } from '@timbang/contracts/gen/timbang/feedback/v1/service'
import type { GrpcClient } from '@timbang/process/grpc'
import { elements, type Survey, THRESHOLD } from '../surveys.ts'
import { taken } from './staff.ts'

export type Feedback = GrpcClient<typeof FeedbackServiceService>

const ANSWERS_A_MESSAGE = 500

/** Opens a survey of the past, brings its answers and closes it on its last day. The same again changes nothing. */
export async function importSurvey(feedback: Feedback, token: string, survey: Survey): Promise<void> {
  const { surveyId, unitId, agencyId, unit, from, to } = survey
  const options = { token, deadline: 60_000 }
  taken(await feedback.openSurvey({ survey: { surveyId, unitId, agencyId, unitName: unit.name, fromDate: from, toDate: to, elements: [...elements], threshold: THRESHOLD, closed: false } }, options), `The feedback service refuses the survey of ${unit.code}`)
  async function* messages() {
    for (let at = 0; at < survey.answers.length; at += ANSWERS_A_MESSAGE) {
      yield { importId: `sample-survey-${unit.code}`, surveyId, answers: survey.answers.slice(at, at + ANSWERS_A_MESSAGE).map(({ row, day, scores }) => ({ row, day, scores: [...scores] })) }
    }
  }
  const answers = feedback.importAnswers(messages(), { token })
  for await (const _ of answers);
  const refusal = answers.refusal()
  if (refusal !== undefined) taken(refusal, `The feedback service refuses answers of ${unit.code}`)
  taken(await feedback.closeSurvey({ surveyId, closedOn: to }, options), `The feedback service does not close the survey of ${unit.code}`)
}
