import type { FeedbackEvent } from '@timbang/contracts/gen/timbang/feedback/v1/events'
import { said } from '@timbang/contracts/said'
import type { OwnEvent } from './apply.ts'
import type { Element } from './survey/domain.ts'

/** The start of a civil day at the seat: events of answers are rounded to the day, so that no time of an answer is told. */
const startOfDay = (date: string): bigint => BigInt(Date.parse(`${date}T00:00:00+07:00`))

export function toEvent(event: OwnEvent, agencyId: string, day: string): FeedbackEvent {
  const at = startOfDay(event.type === 'AnswersReleased' ? event.day : day)
  const { type, ...value } = event
  const body = {
    $case: `${type[0]!.toLowerCase()}${type.slice(1)}`,
    value: { ...value },
  } as unknown as NonNullable<FeedbackEvent['body']>
  return said(body, { occurredAt: at, agencyId })
}

/** What an event of feedback.v1 says of a survey; nothing for a marker. */
export function fromEvent({ body, agencyId }: FeedbackEvent): { event: OwnEvent; agencyId: string } | undefined {
  switch (body?.$case) {
    case 'surveyOpened':
      return {
        agencyId,
        event: { type: 'SurveyOpened', agencyId, ...body.value, elements: body.value.elements as Element[] },
      }
    case 'answersReleased':
      return { agencyId, event: { type: 'AnswersReleased', ...body.value } }
    case 'surveyClosed':
      return { agencyId, event: { type: 'SurveyClosed', ...body.value } }
    default:
      return undefined
  }
}
