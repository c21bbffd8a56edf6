import type { Tx } from '@timbang/postgres/pool'
import type { AnswerEvent } from './answer/domain.ts'
import type { SurveyEvent } from './survey/domain.ts'

/** All that feedback says. */
export type OwnEvent = SurveyEvent | AnswerEvent

/** The one writer of the owner's tables: for commands and for a re-fold alike. Twice is once. */
export async function apply(tx: Tx, events: readonly { event: OwnEvent; agencyId: string }[]): Promise<void> {
  for (const { event } of events) {
    switch (event.type) {
      case 'SurveyOpened':
        await tx.query(
          `insert into survey (survey_id, unit_id, agency_id, from_date, to_date, elements, threshold, version) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
          [
            event.surveyId,
            event.unitId,
            event.agencyId,
            event.fromDate,
            event.toDate,
            event.elements,
            event.threshold,
            event.version,
          ],
        )
        break
      case 'AnswersReleased':
        await tx.query(
          `insert into released (survey_id, batch, counted, sums, incomplete, day) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
          [event.surveyId, event.batch, event.counted, event.sums, event.incomplete, event.day],
        )
        break
      case 'SurveyClosed':
        await tx.query(`update survey set closed_on = $2, version = $3 where survey_id = $1 and version < $3`, [
          event.surveyId,
          event.closedOn,
          event.version,
        ])
        break
      default:
        event satisfies never
    }
  }
}
