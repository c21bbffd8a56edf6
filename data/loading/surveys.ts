import { AnswerServiceService } from '@timbang/contracts/gen/timbang/feedback/v1/answer'
import { SurveyServiceService } from '@timbang/contracts/gen/timbang/feedback/v1/survey'
import { uuidV5 } from '@timbang/contracts/official-id'
import { grpcClient } from '@timbang/process/grpc'
import { elements, type Survey, THRESHOLD } from '../surveys.ts'
import { taken } from './staff.ts'

/** The feedback's nouns at one address. */
export function feedbackAt(address: string) {
  const [surveys, answers] = [grpcClient(SurveyServiceService, address), grpcClient(AnswerServiceService, address)]
  return {
    surveys,
    answers,
    close: () => {
      for (const client of [surveys, answers]) client.close()
    },
  }
}
export type Feedback = ReturnType<typeof feedbackAt>

const ANSWERS_A_MESSAGE = 500

/**
 * Opens a survey, brings the answers given before today, and closes it when its last day is over. The same again changes nothing.
 * @param today a civil date
 */
export async function importSurvey(feedback: Feedback, token: string, survey: Survey, today: string): Promise<void> {
  const given = survey.answers.filter(({ day }) => day < today)
  const { surveyId, unitId, agencyId, unit, from, to } = survey
  const options = { token, deadline: 60_000 }
  taken(
    await feedback.surveys.openSurvey(
      {
        survey: {
          surveyId,
          unitId,
          agencyId,
          unitName: unit.name,
          fromDate: from,
          toDate: to,
          elements: [...elements],
          threshold: THRESHOLD,
          closed: false,
        },
      },
      options,
    ),
    `The feedback service refuses the survey of ${unit.code}`,
  )
  async function* messages() {
    for (let at = 0; at < given.length; at += ANSWERS_A_MESSAGE) {
      yield {
        importId: uuidV5(`import:sample-survey-${unit.code}`),
        surveyId,
        answers: given
          .slice(at, at + ANSWERS_A_MESSAGE)
          .map(({ row, day, scores }) => ({ row, day, scores: [...scores] })),
      }
    }
  }
  const answers = feedback.answers.importAnswers(messages(), { token })
  for await (const _ of answers);
  const refusal = answers.refusal()
  if (refusal !== undefined) taken(refusal, `The feedback service refuses answers of ${unit.code}`)
  if (to < today)
    taken(
      await feedback.surveys.closeSurvey({ surveyId, closedOn: to }, options),
      `The feedback service does not close the survey of ${unit.code}`,
    )
}

/** What hangs at the counter of the unit: the path of the page on which a citizen answers. */
export async function linkOf(feedback: Feedback, token: string, survey: Survey): Promise<string> {
  const { token: signed } = taken(
    await feedback.surveys.createLink(
      { surveyId: survey.surveyId, servicePoint: 'Loket 1' },
      { token, deadline: 10_000 },
    ),
    `The feedback service gives no link for ${survey.unit.code}`,
  )
  return `/survei/${signed}`
}
